//! Prints the measures of `docs/matching.md`: `measure FILE…` for labelled JSON Lines files.

use std::error::Error;

use matching::corpus::{Labelled, exemplars};
use matching::evaluation::{
    cross_validate, cross_validate_history, evaluate, fit_belief, fit_routability, fit_weights,
    with_typos,
};
use matching::routing::{Router, Weights};
use matching::vocabulary::Vocabulary;

/// Folds of every cross-validation here.
const FOLDS: usize = 5;
/// Seeds of the typing slips; figures are means over them.
const SEEDS: [u64; 5] = [1, 2, 3, 4, 5];

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let router = Router::new(Vocabulary::embedded(), Weights::default(), &[]);
    measure_exemplars();
    for path in &files {
        measure_file(path, &router)?;
    }
    Ok(())
}

fn measure_exemplars() {
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
        "belief: {:?}",
        fit_belief(vocabulary, &weights, exemplars(), FOLDS)
    );
    println!(
        "routability: {:?}\n",
        fit_routability(vocabulary, &weights, exemplars(), FOLDS)
    );
}

fn measure_file(path: &str, router: &Router) -> Result<(), Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let problems: Vec<Labelled> = text
        .lines()
        .map(Labelled::from_line)
        .collect::<Result<_, _>>()?;
    println!(
        "# {path}, without history\n\n{}",
        evaluate(router, &problems)
    );
    let taught = cross_validate_history(router, &problems, FOLDS);
    println!("# {path}, the other folds as history\n\n{taught}");
    let (mut accuracy, mut top_two) = (0.0, 0.0);
    for seed in SEEDS {
        let typed = evaluate(router, &with_typos(&problems, seed));
        accuracy += typed.accuracy / 5.0;
        top_two += typed.top_two / 5.0;
    }
    println!(
        "# {path}, a slip in every third word, five seeds\n\naccuracy            {accuracy:.3}\ntop two             {top_two:.3}\n"
    );
    Ok(())
}
