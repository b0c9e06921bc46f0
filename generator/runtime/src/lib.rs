//! The runtime of `truto-unified`: the hand-written code that its generated code uses.
//!
//! - [`model!`], [`setters!`], [`from_json`], [`open_enum!`], [`Patch`], [`RawJson`], [`Extra`], [`Timestamp`], [`Date`]: types
//!   that decode and encode without loss.
//! - [`support`]: the support matrix (which integrations support which operations and fields), and checks of requests against
//!   it.
//! - [`Client`], [`AccountScope`], [`Call`], [`request!`]: clients, handles of accounts, and requests.
//! - [`Page`], [`KeyedPage`], [`ByteStream`]: paginated and streamed responses; [`Items`], [`Pages`]: iteration over a whole
//!   list.
//! - [`policy`]: retries, deadlines and rate limits; [`observe`]: observers.
//! - [`transport`]: HTTP transports, by default on tokio (feature `tokio`), and proxies.
//! - [`blocking`]: the same calls, blocking (feature `blocking`).
//! - `testing` (feature `testing`): a fake API server on loopback, for tests.
//! - [`Error`]: the error type of all calls.
//!
//! # Decoding
//!
//! The data comes from many systems, and a field does not always have the documented type. Such a field does not fail the whole
//! object. It is converted where that loses nothing:
//!
//! | documented type | converted from |
//! |---|---|
//! | string, open enum | a number or a boolean: `7` becomes `"7"` |
//! | integer | a number without a fraction (`100.0`); a string with the exact form of an integer (`"100"`, not `"0100"`) |
//! | number | a string with the exact form of a number (`"1.5"`, not `"1.50"`) |
//! | boolean | `"true"` and `"false"`, but not numbers |
//! | timestamp | a number of seconds or milliseconds since 1970: from 100,000,000 it is seconds, from 100,000,000,000 milliseconds; smaller numbers are not converted. So only times since 3 March 1973 are converted |
//! | object | `[]`, if no field of the object is required |
//! | list of objects | a single object with at least one field |
//!
//! - A converted field is sent with the documented type.
//! - A field that cannot be converted without loss is `None` (a [`Patch`] is absent). Its JSON is kept in `extra` under the
//!   field's name. It is sent back unchanged unless the field is set; to send nothing, remove it from `extra`. `mismatches()` of
//!   the object returns these fields, and a `tracing` event of level `DEBUG` names each of them, without its value.
//! - In a nested object, only the field of that object is `None`. If an item of a list does not fit, the whole list is `None`,
//!   and all of its JSON is in `extra`.
//! - A field that is null or missing is `None`. If a *required* field is missing, null or cannot be converted, the object does
//!   not decode. If it is the whole response, the call returns an error; if it is nested in another object, it is `None`; if it
//!   is an item of a page, it is in [`PageOf::undecodable`].
//!
//! This applies to everything that is read from a [`Response`] or with [`RawJson::parse`], including models in your own types.
//! There is no overhead for fields of the documented types: only an object that does not decode is read a second time.
//! [`ClientBuilder::strict_decoding`] disables the conversion. `serde_json::from_str` is always strict: any field of another type
//! is an error.
//!
//! Fields documented as numbers are `f64`, with a precision of 15 to 17 digits.

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
mod sending;
mod timestamp;
mod token;
mod tokens;

pub use bytes::Bytes;
pub use call::{
    ByteStream, Call, CallFuture, DebugEnvelope, DebugExchange, RateLimit, Response, WithMeta,
};
#[allow(deprecated)]
pub use client::Scope;
pub use client::{AccountScope, Client, ClientBuilder, Preflight};
pub use error::{Error, ErrorKind};
pub use http;
pub use model::{Extra, JsonKind, Mismatch, Model, from_json};
#[doc(hidden)]
pub use model::{entries, list, try_list};
pub use open_enum::{UnrecognizedInteger, UnrecognizedText};
pub use page::{Cursor, ItemError, Items, KeyedPage, Page, PageNames, PageOf, Pages};
pub use patch::Patch;
pub use policy::{RateLimits, RequestOptions};
pub use query::QueryStyle;
pub use raw::RawJson;
pub use serde_json::{Map, Value};
#[allow(deprecated)]
pub use support::Place;
pub use support::{Issue, IssueKind, IssueLocation, Note, NoteKind, Report};
pub use timestamp::{Date, Timestamp};
pub use token::ApiToken;

/// Used by the macros of this crate. Not part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use crate::model::{
        Fields, Kind, Listing, Shape, Typed, Writer, deserialize, deserialize_listing, mismatches,
        serialize, slot,
    };
    pub use crate::open_enum::{
        OpenInteger, OpenText, deserialize_integer, deserialize_text, from_integer, from_text,
    };
    pub use crate::patch::FromText;
    pub use serde;
}
