//! What the crate has of accounts and integrations: handles of accounts, the enum of integrations, support matrices as data,
//! checks of requests, live capabilities; and the verifier of webhooks.

pub(crate) mod account;
pub(crate) mod capabilities;
pub(crate) mod checks;
pub(crate) mod fake_kind;
pub(crate) mod fake_metadata;
pub(crate) mod fake_webhooks;
pub(crate) mod former;
pub(crate) mod forms;
pub(crate) mod integration;
pub(crate) mod lookups;
pub(crate) mod matrix;
pub(crate) mod preflight;
pub(crate) mod support;
pub(crate) mod sync;
pub(crate) mod verifier;
