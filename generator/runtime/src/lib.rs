//! The runtime of generated API clients: the hand-written code that their generated code uses.
//!
//! - [`model!`], [`from_json`], [`open_enum!`], [`one_of!`], [`Patch`], [`RawJson`], [`Extra`], [`Timestamp`], [`Date`], [`Decimal`], [`Base64`]: types that
//!   decode and encode without loss.
//! - [`support`]: the support matrix (which integrations support which operations and fields), and checks of requests against
//!   it; with the feature `forms`, the fields of requests with their types and support.
//! - [`Client`], [`AccountScope`], [`Endpoint`], [`Call`], [`request!`]: clients, handles of accounts, endpoints, and requests.
//! - [`Credentials`], [`SecurityScheme`]: how requests are authenticated.
//! - [`Page`], [`KeyedPage`], [`ByteStream`], [`EventStream`], [`LineStream`]: paginated and streamed responses; [`Items`],
//!   [`Pages`]: iteration over a whole list.
//! - [`FilePart`]: files in multipart bodies.
//! - [`Webhook`]: requests that an API sends.
//! - [`policy`]: retries, deadlines and rate limits; [`observe`]: observers.
//! - [`transport`]: HTTP transports, by default on tokio (feature `tokio`), and proxies.
//! - [`blocking`]: the same calls, blocking (feature `blocking`).
//! - `webhooks` (feature `webhooks`): verification of webhooks.
//! - `testing` (feature `testing`): a fake API server on loopback, for tests.
//! - [`Error`]: the error type of all calls.
//!
//! [`Model`] describes how received data is decoded.

// The docs of generated methods have links that begin with `truto_runtime`. This crate contains some of these methods itself.
extern crate self as truto_runtime;

pub mod blocking;
pub mod generic;
pub mod observe;
pub mod policy;
pub mod support;
#[cfg(feature = "sync")]
pub mod sync;
mod sync_list;
#[cfg(all(feature = "testing", not(target_arch = "wasm32")))]
pub mod testing;
pub mod transport;
#[cfg(feature = "webhooks")]
pub mod webhooks;

mod auth;
mod body;
mod call;
mod client;
mod decimal;
mod encoded;
mod endpoint;
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
mod styles;
mod timestamp;
mod token;
mod tokens;
mod webhook;

pub use auth::{Credentials, Security, SecurityScheme};
pub use body::FilePart;
pub use bytes::Bytes;
pub use call::{
    ByteStream, Call, CallFuture, CustomRequest, DebugEnvelope, DebugExchange, Event, EventData,
    EventStream, LineStream, RateLimit, Response, WithMeta,
};
#[allow(deprecated)]
pub use client::Scope;
#[doc(hidden)]
pub use client::server_url;
pub use client::{AccountScope, Client, ClientBuilder, Preflight};
pub use decimal::Decimal;
pub use encoded::{Base64, Base64Url};
pub use endpoint::Endpoint;
pub use error::{Error, ErrorKind};
pub use http;
pub use model::{Extra, JsonKind, Mismatch, Model, from_json};
#[doc(hidden)]
pub use model::{entries, list, text_in, try_list};
pub use open_enum::{UnrecognizedInteger, UnrecognizedText};
pub use page::{Cursor, ItemError, Items, KeyedPage, Page, PageNames, PageOf, Pages};
pub use patch::Patch;
pub use policy::{RateLimits, RequestOptions};
pub use query::{QueryEncoding, QueryStyle};
pub use raw::RawJson;
pub use serde_json::{Map, Value};
pub use styles::{CookieStyle, HeaderStyle, PathStyle};
#[allow(deprecated)]
pub use support::Place;
pub use support::{Issue, IssueKind, IssueLocation, Note, NoteKind, Report};
pub use timestamp::{Date, Timestamp};
pub use token::ApiToken;
pub use webhook::Webhook;

/// Used by the macros of this crate and by its fuzz targets. Not part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use crate::call::{EventForm, LineForm};
    pub use crate::model::{
        Case, Cases, Fields, Kind, Listing, OneOf, Shape, Typed, Writer, deserialize,
        deserialize_listing, deserialize_one_of, mismatches, serialize, slot,
    };
    pub use crate::open_enum::{
        OpenInteger, OpenText, deserialize_integer, deserialize_text, from_integer, from_text,
    };
    pub use crate::patch::FromText;
    pub use crate::support::deserialize_integration;
    pub use serde;
    pub use serde_json;

    /// What [`ReceivedRequest::query_json`](crate::testing::ReceivedRequest::query_json) returns for a query, for the fuzz targets.
    #[cfg(all(feature = "testing", not(target_arch = "wasm32")))]
    #[must_use]
    pub fn query_as_read(query: &str) -> serde_json::Value {
        crate::testing::Query::parse(query).as_read()
    }
}
