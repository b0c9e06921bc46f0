//! The fake, compared with the crate's client and with the documentation.
#![cfg(all(
    feature = "blocking",
    feature = "crm",
    feature = "discovery",
    feature = "tokio",
    feature = "ticketing"
))]

mod bodies;
#[path = "../generated/calls.rs"]
mod calls;
mod faults;
mod formats;
mod lists;
mod metadata;
mod operations;
mod refusals;
mod sizes;
mod support;

use truto_unified as api;
