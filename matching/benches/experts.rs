//! Stand-in until the bench of the ranking is written.

fn main() {}
