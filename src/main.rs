//! The `mizan` binary.

fn main() {}
