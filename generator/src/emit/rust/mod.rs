//! The source of the crate.
//!
//! What the crate or an API has once, such as the client, is quoted with `quote!` and formatted by `prettyplease`: its items vary.
//! What is emitted for each resource, operation or type, and each table, is written as text. Both become a `file::File`, and
//! every file is parsed.
//!
//! Measured on the 43,000 lines of this workspace's crate, turning the text into tokens, parsing these and printing them takes
//! 168 ms of CPU time, before any of the work of `quote!`. Checking the text takes a fifth of that. Moreover, `prettyplease` cannot format the
//! syntax of the runtime's macros, and needs one line per item of a table.

mod accessor;
pub(crate) mod api;
pub(crate) mod client;
mod conversions;
mod crate_docs;
pub(crate) mod crate_root;
mod credentials;
mod custom;
mod doc;
mod endpoint;
mod enums;
mod example;
pub(crate) mod extensions;
mod failures;
pub(crate) mod fake;
mod field_docs;
mod file;
mod gates;
pub(crate) mod guides;
mod makers;
mod maybe;
mod model;
pub(crate) mod model_list;
mod omissions;
mod one_of;
mod operation;
mod parameters;
pub(crate) mod readme;
mod records;
mod reexports;
mod request;
pub(crate) mod resource;
mod sender;
mod servers;
mod set_parameter;
mod setters;
mod types;
pub(crate) mod webhooks;
