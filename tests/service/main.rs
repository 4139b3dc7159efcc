//! The service from outside: every test goes through its HTTP door with a bearer token, or
//! through its command line, and runs on both databases.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and says where"
)]

mod club;
mod desks;
mod nodes;
mod problems;
mod sign_in;
mod support;
mod teams;
