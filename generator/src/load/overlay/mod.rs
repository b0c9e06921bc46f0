//! Overlays ([OpenAPI Overlay Specification](https://spec.openapis.org/overlay/latest.html) 1.0 and 1.1), which change root documents
//! without editing their files.
//!
//! Each value that an overlay adds has its location in the overlay.

mod apply;
mod document;
mod merge;
mod missing;
mod query;

pub(super) use apply::{Editable, apply};
pub(super) use document::Overlay;
