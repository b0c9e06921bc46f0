//! What a matrix says of one integration.

use crate::ir::{Operation, Support};

/// What an integration does with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It refuses a request without the field.
    Required,
    /// It takes the field.
    Supported,
    /// It does not take the field: all that do are named.
    Unsupported,
    /// The documentation does not say.
    Unknown,
}

/// What an integration does with the field that a row is about.
#[must_use]
pub fn level(support: &Support, slug: &str) -> Level {
    let names = support.names.as_ref();
    let is_in = |slugs: &[crate::ir::Slug]| slugs.iter().any(|known| known.slug == slug);
    match names {
        Some(names) if is_in(&names.required) => Level::Required,
        Some(names) if is_in(&names.supported) => Level::Supported,
        _ if support.is_complete() => Level::Unsupported,
        _ if support.counts.is_some_and(|counts| counts.supported == 0) => Level::Unsupported,
        _ => Level::Unknown,
    }
}

/// What an integration does with an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// It serves it.
    Full,
    /// It serves it, and returns a part of each object.
    Partial,
    /// It does not serve it: all that do are listed.
    No,
    /// The documentation does not say.
    Unknown,
}

/// What an integration does with the operation.
#[must_use]
pub fn service(operation: &Operation, slug: &str) -> Service {
    let Some(integrations) = &operation.matrix.integrations else {
        return Service::Unknown;
    };
    let is_in = |slugs: &[crate::ir::Slug]| slugs.iter().any(|known| known.slug == slug);
    if is_in(&integrations.partial_response) {
        Service::Partial
    } else if is_in(&integrations.supported) {
        Service::Full
    } else if integrations.is_complete() {
        Service::No
    } else {
        Service::Unknown
    }
}
