//! Mizan: a club that seats its experts and routes problems, always saying why.

pub mod http;
