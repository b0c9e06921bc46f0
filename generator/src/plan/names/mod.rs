//! The Rust names of everything that is generated, decided once.
//!
//! The IR only has what the documents say about names. [`mint()`] walks it, and makes each name in a [`scope`], which
//! reports a clash as a diagnostic. Emitters look the names up in [`Names`].

mod mint;
mod reserved;
mod scope;
mod setters;
mod space;
mod spelling;
mod table;
mod types;

pub(crate) use mint::mint;
pub(crate) use scope::{Item, NameScope};
pub(crate) use space::Space;
pub(crate) use spelling::{bare, derive, free, ident, path, plain};
pub use table::Names;
