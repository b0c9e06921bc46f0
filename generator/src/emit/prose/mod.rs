//! Text for readers: Markdown made harmless, and the sentences that rustdoc and pages share.

pub(crate) mod auth;
pub(crate) mod client;
pub(crate) mod escape;
pub(crate) mod extensions;
pub(crate) mod fields;
pub(crate) mod markdown;
pub(crate) mod operation;
pub(crate) mod phrases;
pub(crate) mod restrictions;
pub(crate) mod source;
pub(crate) mod webhook;
pub(crate) mod wrap;
pub(crate) mod written;
