//! Mizan: a club that seats its experts and routes problems, always saying why.

pub mod app;
pub mod auth;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod club;
pub mod config;
pub mod contribution;
pub mod demo;
pub mod desks;
pub mod events;
pub mod fault;
pub mod graphql;
pub mod http;
pub mod once;
pub mod persian;
pub mod problems;
pub mod reference;
pub mod statistics;
pub mod store;
pub mod teams;
