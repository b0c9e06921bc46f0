//! What a matrix says of one integration.

use crate::ir::{Integrations, Operation, Provenance, Slug, Support};

/// What an integration does with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It refuses a request without the field.
    Required,
    /// It takes the field.
    Supported,
    /// It does not support the field: all integrations that do are named, and it is documented whether this one supports the
    /// operation.
    Unsupported,
    /// The documentation does not say.
    Unknown,
}

/// The level of the field whose support in `operation` is `support`.
#[must_use]
pub fn level(operation: &Operation, support: &Support, slug: &str) -> Level {
    match &support.names {
        Some(names) if is_in(&names.required, slug) => Level::Required,
        Some(names) if is_in(&names.supported, slug) => Level::Supported,
        _ if excludes_unnamed(support) && service(operation, slug) != Service::Unknown => {
            Level::Unsupported
        }
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
    let Integrations {
        supported,
        partial_response,
        ..
    } = integrations;
    if is_in(partial_response, slug) {
        Service::Partial
    } else if is_in(supported, slug) {
        Service::Full
    } else if integrations.is_complete() {
        Service::No
    } else {
        Service::Unknown
    }
}

fn is_in(slugs: &[Slug], slug: &str) -> bool {
    slugs.iter().any(|known| known.slug == slug)
}

/// How well something is documented, behind what is said of it: ` (older page)`; nothing if it is as the current page says.
#[must_use]
pub fn aside(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Documented => "",
        Provenance::Older => " (older page)",
        Provenance::Inferred | Provenance::Object => " (inferred)",
    }
}

/// How well it is documented who serves the operation: see [`aside`].
#[must_use]
pub fn service_aside(operation: &Operation) -> &'static str {
    let listed = operation.matrix.integrations.as_ref();
    listed.map_or("", |list| aside(list.provenance))
}
