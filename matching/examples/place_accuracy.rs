//! Prints how often experts are placed right: `cargo run --release -p matching --example place_accuracy FILE`.
//!
//! Each line of the file is a profile with `desk` and, where others would do, `also`.

use std::error::Error;

use matching::experts::{PlacedExpert, placed_line, placement_accuracy};
use matching::routing::{Router, Weights};
use matching::vocabulary::Vocabulary;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args()
        .nth(1)
        .ok_or("name a file of placed experts")?;
    let text = std::fs::read_to_string(file)?;
    let experts = text
        .lines()
        .map(placed_line)
        .collect::<Result<Vec<PlacedExpert>, _>>()?;
    let router = Router::new(Vocabulary::embedded(), Weights::default(), &[]);
    print!("{}", placement_accuracy(&router, &experts));
    Ok(())
}
