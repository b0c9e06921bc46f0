//! Calls that wait, for programs without `async`: the same client and the same builders, with `blocking()` before they are
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
//! They are there with the cargo feature `blocking`, and not on WebAssembly, which cannot wait.
//!
//! They go through the same code as calls that are awaited, and so by the same [policy](crate::policy), support matrix and
//! errors; retry budget and rate limits are shared. The default `ThreadTransport` of [`transport`](crate::transport) does all of
//! the work on the calling thread, without a hidden runtime. So inside an async runtime, such a call blocks one of its threads:
//! use `spawn_blocking` there.

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod calls;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod lists;
mod macros;

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub use {
    calls::{Blocking, Decoded, Formatted, InFormat, Keyed, Paged, Request},
    lists::{BlockingItems, BlockingPages},
};
