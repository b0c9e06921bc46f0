//! The Rust names of everything that is generated, decided once.
//!
//! The IR only has what the documents say about names. [`mint()`] walks it, and makes each name in a [`scope`], which
//! reports a clash as a diagnostic and qualifies the second name. Emitters look the names up in [`Names`].

mod apis;
mod connection;
mod mint;
mod operations;
mod reserved;
mod scope;
mod setters;
mod shared;
mod singular;
mod space;
mod spelling;
mod table;
mod types;
mod variations;

pub(crate) use mint::mint;
pub(crate) use reserved::FEATURES;
pub use reserved::is_device;
pub(crate) use spelling::{bare, free, ident, path};
pub use table::Names;
pub(crate) use table::{Handle, OperationNames};
