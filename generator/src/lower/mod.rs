//! The third phase: lowers OpenAPI to the intermediate representation ([`crate::ir`]). Later phases do not use OpenAPI.
//!
//! The modules use each other in one direction: `document`, `api`, `resources`, `operations`, `schema`, `extensions`.
//! All of them share the `context`, which knows none of them. Then `usage`, `fixed` and `conversions` complete the types.

mod api;
mod connection;
mod context;
mod conversions;
mod document;
mod extensions;
mod fixed;
mod models;
mod omissions;
mod operations;
mod resources;
mod schema;
mod security;
mod servers;
mod typed;
mod usage;

pub use document::{Failures, lower};

pub(crate) use omissions::omissions;
