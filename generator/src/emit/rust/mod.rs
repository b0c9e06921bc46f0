//! The source of the crate.

pub(crate) mod api;
mod capabilities;
pub(crate) mod client;
mod conversions;
mod crate_docs;
pub(crate) mod crate_root;
mod doc;
mod enums;
pub(crate) mod fake;
mod field_docs;
mod file;
pub(crate) mod guides;
pub(crate) mod integration;
pub(crate) mod matrix;
mod model;
pub(crate) mod model_list;
mod one_of;
mod operation;
mod parameters;
mod request;
pub(crate) mod resource;
mod set_parameter;
mod setters;
mod support;
mod types;
