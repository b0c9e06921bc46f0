//! Calls in every language: the samples of the reference, and the calls that test the crate.

pub(crate) mod call;
pub(crate) mod calls;
pub(crate) mod compiled;
mod http;
mod literal;
mod parts;
pub(crate) mod postman;
mod query;
mod request;
pub(crate) mod response;
mod rust;
mod rust_value;
mod secrets;
mod shell;
mod styles;
mod template;
