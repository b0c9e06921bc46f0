//! The grammar of OpenAPI 3.0 and our `x-truto-*` extensions, as data.
//!
//! The bundler validates every document against this table. Everything that reaches the document model has the right form, and
//! everything else is reported with its location.

mod ignored_keywords;
mod keywords;
mod kind;
mod value_kind;

pub(crate) use kind::Kind;

pub(super) use ignored_keywords::{IgnoredKeyword, When};
pub(super) use keywords::Keyword;
pub(super) use value_kind::{ValueKind, styles};
