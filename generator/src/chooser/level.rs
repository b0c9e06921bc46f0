//! What a matrix says of one integration.

use crate::ir::{Operation, Provenance, Support};

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
        _ if excludes_unnamed(support) => Level::Unsupported,
        _ => Level::Unknown,
    }
}

/// Who is not named does not take the field: all that do are named, or nobody does.
#[must_use]
pub fn excludes_unnamed(support: &Support) -> bool {
    support.is_complete() || support.counts.is_some_and(|counts| counts.supported == 0)
}

/// More integrations refuse a request without it than are named.
#[must_use]
pub fn unnamed_require_it(support: &Support) -> bool {
    let names = support.names.as_ref();
    let named = names.map_or(0, |names| names.required.len());
    let counted = support.counts.map_or(0, |counts| counts.required);
    usize::try_from(counted).is_ok_and(|counted| counted > named)
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

/// How well something is documented, behind what is said of it: ` (older page)`; nothing if it is as the current page says.
#[must_use]
pub fn aside(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Documented => "",
        Provenance::Older => " (older page)",
        Provenance::Inferred => " (inferred)",
    }
}

/// How well it is documented who serves the operation: see [`aside`].
#[must_use]
pub fn service_aside(operation: &Operation) -> &'static str {
    let listed = operation.matrix.integrations.as_ref();
    listed.map_or("", |list| aside(list.provenance))
}
