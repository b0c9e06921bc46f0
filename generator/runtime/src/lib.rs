//! The hand-written half of `truto-unified`: what its generated code calls.
//!
//! - [`model!`], [`setters!`], [`from_json`], [`open_enum!`], [`Patch`], [`RawJson`], [`Extra`], [`Timestamp`], [`Date`]: data that loses nothing.
//! - [`support`]: the support matrix, and checking requests against it.
//! - [`Client`], [`Scope`], [`Call`], [`request!`]: from a builder to a typed response.
//! - [`Page`], [`KeyedPage`], [`ByteStream`]: responses that are more than one value; [`Items`], [`Pages`]: all of a list.
//! - [`policy`]: retries, deadlines and rate limits; [`observe`]: observers.
//! - [`transport`]: sending requests, by default on tokio (feature `reqwest`); proxies.
//! - [`blocking`]: the same calls, by waiting (feature `blocking`).
//! - `testing` (feature `testing`): a fake of the API on loopback, for tests.
//! - [`Error`]: the one error type.

pub mod blocking;
pub mod observe;
pub mod policy;
pub mod support;
#[cfg(all(feature = "testing", not(target_arch = "wasm32")))]
pub mod testing;
pub mod transport;

mod call;
mod client;
mod error;
mod model;
mod open_enum;
mod page;
mod patch;
mod path;
mod query;
mod raw;
mod secrets;
mod timestamp;
mod token;

pub use bytes::Bytes;
pub use call::{
    ByteStream, Call, CallFuture, DebugEnvelope, DebugExchange, RateLimit, Response, WithMeta,
};
pub use client::{Client, ClientBuilder, Preflight, Scope};
pub use error::{Error, ErrorKind};
pub use http;
pub use model::{Extra, Model, from_json};
#[doc(hidden)]
pub use model::{entries, list, try_list};
pub use open_enum::{UnrecognizedInteger, UnrecognizedText};
pub use page::{Cursor, ItemError, Items, KeyedPage, Page, PageNames, PageOf, Pages};
pub use patch::Patch;
pub use policy::{RateLimits, RequestOptions};
pub use query::QueryStyle;
pub use raw::RawJson;
pub use serde_json::{Map, Value};
pub use support::{Issue, IssueKind, Place, Report};
pub use timestamp::{Date, Timestamp};
pub use token::ApiToken;

/// What the macros of this crate expand to. No part of the API.
#[doc(hidden)]
pub mod __private {
    pub use crate::model::{Fields, Writer, deserialize, serialize};
    pub use crate::open_enum::{
        OpenInteger, OpenText, deserialize_integer, deserialize_text, from_integer, from_text,
    };
    pub use crate::patch::FromText;
    pub use serde;
}
