//! The hand-written half of `truto-unified`: what its generated code calls.
//!
//! - [`model!`], [`setters!`], [`from_json`], [`open_enum!`], [`Patch`], [`RawJson`], [`Extra`], [`Timestamp`], [`Date`]: data that loses nothing.
//! - [`support`]: the support matrix, and checking requests against it.
//! - [`Client`], [`Scope`], [`Call`], [`request!`]: from a builder to a typed response.
//! - [`Page`], [`KeyedPage`], [`ByteStream`]: responses that are more than one value; [`Items`], [`Pages`]: all of a list.
//! - [`policy`]: retries, deadlines and rate limits; [`observe`]: observers.
//! - [`transport`]: sending requests, by default on tokio (feature `tokio`); proxies.
//! - [`blocking`]: the same calls, by waiting (feature `blocking`).
//! - `testing` (feature `testing`): a fake of the API on loopback, for tests.
//! - [`Error`]: the one error type.
//!
//! # Decoding
//!
//! The data of an object come from many systems, and a field is not always of the documented type. One such field never costs
//! the object:
//!
//! | documented | converted |
//! |---|---|
//! | string, open enum | a number or a boolean: `7` becomes `"7"` |
//! | integer | a number without a fraction (`100.0`); a string that is written as an integer is (`"100"`, not `"0100"`) |
//! | number | a string that is written as a number is (`"1.5"`, not `"1.50"`) |
//! | boolean | `"true"` and `"false"`; no numbers |
//! | timestamp | seconds or milliseconds since 1970: numbers from 100,000,000 on are seconds, those from 100,000,000,000 on milliseconds (either is in March 1973); smaller numbers are not converted |
//! | object | `[]`, if no field of the object is required |
//! | list of objects | one object, if it has a field |
//!
//! - A converted field is sent in the documented type.
//! - A field that cannot be converted without loss is `None` (a [`Patch`] is absent). Its JSON is in `extra` under the field's
//!   name, from where it is sent as it came unless the field is set; remove it there to send nothing. `mismatches()` of the
//!   object returns these fields, and a `tracing` event of level `DEBUG` names each of them, without its value.
//! - In an object inside, only the field there is lost. A list is kept as a whole or not at all: if an item does not fit, the
//!   list is `None` and all of its JSON is in `extra`.
//! - A field that is null or missing is `None`. A *required* field that is missing, null or cannot be converted fails the object:
//!   it is an error, or the object inside is `None`, or the item is in [`PageOf::undecodable`].
//!
//! This applies to all that is read from a [`Response`] or with [`RawJson::parse`], also to models in types of your own. Fields of
//! the documented types cost nothing extra: only an object that does not decode is read a second time.
//! [`ClientBuilder::strict_decoding`] switches it off. `serde_json::from_str` is always strict: it is an error if any field is of
//! another type.
//!
//! Numbers are `f64` where a number is documented, which holds 15 to 17 digits.

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
pub use client::{Client, ClientBuilder, Preflight, Scope};
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
pub use support::{Issue, IssueKind, Note, NoteKind, Place, Report};
pub use timestamp::{Date, Timestamp};
pub use token::ApiToken;

/// What the macros of this crate expand to. No part of the API.
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
