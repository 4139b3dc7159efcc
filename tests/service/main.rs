//! The service from outside: every test goes through its HTTP door with a bearer token, or
//! through its command line, and runs on both databases.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and says where"
)]

mod audit;
mod bad_input;
mod cli;
mod club;
mod contract;
mod desks;
mod figures;
mod house;
mod life;
mod members;
mod nodes;
mod permissions;
mod problems;
mod sign_in;
mod single_sign_on;
mod sockets;
mod statements;
mod store;
mod support;
mod teams;
