//! The fake, held against the crate's own client and against what is documented.
#![cfg(all(
    feature = "blocking",
    feature = "crm",
    feature = "discovery",
    feature = "reqwest",
    feature = "ticketing"
))]

#[path = "../generated/calls.rs"]
mod calls;
mod faults;
mod formats;
mod lists;
mod operations;
mod refusals;
mod support;

use truto_unified as api;
