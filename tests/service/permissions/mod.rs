//! Who may do what, and who sees whose data, by every path.

mod personal;
mod seats;
mod table;
mod units;
