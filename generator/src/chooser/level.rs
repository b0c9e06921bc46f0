//! What a support matrix says about one integration.

use crate::ir::{Integrations, Operation, Provenance, Slug, Support};

/// An integration's support of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It requires the field.
    Required,
    /// It supports the field.
    Supported,
    /// It does not support the field: all integrations that do are named, and whether this one supports the operation is
    /// documented.
    Unsupported,
    /// Not documented.
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

/// Whether integrations that are not named do not support the field: all that do are named, or there are none.
#[must_use]
pub fn excludes_unnamed(support: &Support) -> bool {
    support.is_complete() || support.counts.is_some_and(|counts| counts.supported == 0)
}

/// Whether more integrations require the field than are named.
#[must_use]
pub fn unnamed_require_it(support: &Support) -> bool {
    let names = support.names.as_ref();
    let named = names.map_or(0, |names| names.required.len());
    let counted = support.counts.map_or(0, |counts| counts.required);
    usize::try_from(counted).is_ok_and(|counted| counted > named)
}

/// An integration's support of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// It supports the operation.
    Full,
    /// It supports the operation, but returns only part of each object.
    Partial,
    /// It does not support the operation: all integrations that do are listed.
    No,
    /// Not documented.
    Unknown,
}

/// The support of the operation by the integration `slug`.
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

/// A note on how well something is documented, such as ` (older page)`; empty if it is on a current page.
#[must_use]
pub fn aside(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Documented => "",
        Provenance::Older => " (older page)",
        Provenance::Inferred | Provenance::Object => " (inferred)",
    }
}

/// A note on how well the operation's list of integrations is documented: see [`aside`].
#[must_use]
pub fn service_aside(operation: &Operation) -> &'static str {
    let listed = operation.matrix.integrations.as_ref();
    listed.map_or("", |list| aside(list.provenance))
}
