//! Operations: parameters, bodies and responses, and the checks that combine them.

mod body;
mod encodings;
mod extensions;
pub(super) mod failures;
pub(super) mod files;
mod headers;
mod media;
mod media_type;
mod naming;
mod number;
pub(super) mod operation;
mod parameters;
pub(super) mod path;
mod records;
mod responses;
pub(super) mod rest;
pub(super) mod source;
mod styles;
pub(super) mod template;
pub(super) mod webhooks;
mod whole;
