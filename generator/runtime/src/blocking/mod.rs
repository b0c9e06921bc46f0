//! Blocking calls, for programs without `async`: the same client and the same builders, with `blocking()` before the request is
//! sent.
//!
//! ```text
//! let client = Client::from_env()?;
//! let account = client.integrated_account("62f44730-dd91-461e-bd6a-aedd9e0ad79d");
//! let ada = account.ticketing().contacts().create().first_name("Ada").blocking().send()?;
//! for contact in account.crm().contacts().list().blocking().items() {
//!     println!("{:?}", contact?.id);
//! }
//! ```
//!
//! Responses that are streams of events or lines are iterated over with `for` too.
//!
//! They require the cargo feature `blocking`, and are not available on WebAssembly, which cannot block.
//!
//! Blocking calls use the same code as async calls, with the same [policy](crate::policy), checks and errors. Blocking
//! and async calls of a client share its retry budget and its rate limits. The default `ThreadTransport` of
//! [`transport`](crate::transport) does all work on the calling thread, without a hidden runtime. Inside an async runtime, a
//! blocking call therefore blocks one of the runtime's threads; use `spawn_blocking` there.

#[cfg(all(feature = "blocking", feature = "sync", not(target_arch = "wasm32")))]
mod accounts;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod calls;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod lists;
mod macros;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod streams;
#[cfg(all(feature = "blocking", feature = "sync", not(target_arch = "wasm32")))]
mod sync;

#[cfg(all(feature = "blocking", feature = "sync", not(target_arch = "wasm32")))]
pub use {
    accounts::for_each,
    sync::{BlockingReconcile, BlockingSyncRun},
};
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub use {
    calls::{Blocking, Decoded, Formatted, InFormat, Keyed, Paged, Request, WithEvents, WithLines},
    lists::{BlockingItems, BlockingPages},
    streams::{BlockingEvents, BlockingLines},
};
