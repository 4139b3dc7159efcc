//! Who may do what, and who sees whose data, by every path.

mod life;
mod members;
mod operations;
mod personal;
mod seats;
mod table;
mod units;
mod ways;
