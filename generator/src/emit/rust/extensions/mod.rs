//! What the crate has of integrations: the enum of them, support matrices as data, checks of requests, live capabilities.

pub(crate) mod capabilities;
pub(crate) mod integration;
pub(crate) mod matrix;
pub(crate) mod preflight;
pub(crate) mod support;
