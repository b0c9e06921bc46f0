//! A small version of a generated crate: code as the generator emits it, in the same modules. `wire.rs` uses it as an application
//! would, with a server on loopback; `offline.rs` without a server.
#![cfg(all(feature = "blocking", feature = "tokio"))]
#![allow(unreachable_pub)] // In a generated library, these items are public.

#[cfg(feature = "sync")]
mod accounts;
#[cfg(feature = "sync")]
mod blame;
mod client;
mod credentials;
mod custom;
mod faults;
mod fields;
mod integration;
#[cfg(feature = "sync")]
mod items;
mod lists;
mod log;
mod observed;
mod offline;
#[cfg(feature = "sync")]
mod partial;
mod properties;
mod raw;
mod records;
#[cfg(feature = "sync")]
mod refused;
mod retries;
mod scopes;
mod script;
mod secrets;
mod server;
mod stream;
#[cfg(feature = "sync")]
mod sync;
mod ticketing;
mod timer;
mod timestamps;
mod uploads;
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
        /// As the integration returned it.
        Raw = "raw",
    }
}
