//! The tables of Mizan, one a file.
