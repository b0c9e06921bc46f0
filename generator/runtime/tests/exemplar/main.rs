//! A generated crate in miniature: what the emitter prints against this runtime, in the modules in which it prints it.
//! `wire.rs` then uses it as an application would, against a server on loopback; `offline.rs` without one.
#![cfg(all(feature = "blocking", feature = "tokio"))]
#![allow(unreachable_pub)] // In the library that this stands for, these items are public.

mod client;
mod faults;
mod fields;
mod integration;
mod lists;
mod log;
mod observed;
mod offline;
mod properties;
mod raw;
mod retries;
mod scopes;
mod script;
mod secrets;
mod server;
mod stream;
mod ticketing;
mod timer;
mod timestamps;
mod waiting;
mod walks;
mod way;
mod wire;

/// Requests, fields and integrations of one operation.
pub type Operation = truto_runtime::support::Operation<integration::Integration>;

truto_runtime::open_enum! {
    /// The format of a response.
    pub enum ResponseFormat {
        /// Mapped to the unified schema.
        Unified = "unified",
        /// As the integration sent it.
        Raw = "raw",
    }
}
