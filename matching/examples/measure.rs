//! Prints the measures of `docs/matching.md`: `measure FILE…` for labelled JSON Lines files.

use std::error::Error;

use matching::corpus::{Labelled, exemplars};
use matching::evaluation::{
    cross_validate, cross_validate_history, evaluate, fit_routability, fit_weights,
};
use matching::routing::{Router, Weights};
use matching::vocabulary::Vocabulary;

/// Folds of every cross-validation here.
const FOLDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let (vocabulary, weights) = (Vocabulary::embedded(), Weights::default());
    println!("# exemplars, {FOLDS}-fold\n");
    println!(
        "{}",
        cross_validate(vocabulary, &weights, exemplars(), FOLDS)
    );
    println!(
        "weights: {:?}",
        fit_weights(vocabulary, &weights, exemplars(), FOLDS)
    );
    println!(
        "routability: {:?}\n",
        fit_routability(vocabulary, &weights, exemplars(), FOLDS)
    );
    let router = Router::new(vocabulary, weights, &[]);
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let problems: Vec<Labelled> = text
            .lines()
            .map(Labelled::from_line)
            .collect::<Result<_, _>>()?;
        println!(
            "# {path}, without history\n\n{}",
            evaluate(&router, &problems)
        );
        let taught = cross_validate_history(&router, &problems, FOLDS);
        println!("# {path}, the other folds as history\n\n{taught}");
    }
    Ok(())
}
