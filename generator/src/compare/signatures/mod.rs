//! The Rust signatures that the emitters print, as programs see them: with paths from the root of the crate, so that those of two
//! states can be compared.

pub(super) mod calls;
pub(super) mod fields;
pub(super) mod models;
pub(super) mod types;
