//! The commands as a maintainer runs them, on a small test API.

mod arguments;
mod check;
mod collections;
mod faults;
mod manifest;
mod pets;
mod references;
mod support;
mod workspace;
