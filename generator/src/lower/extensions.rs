//! The `x-truto-*` extensions with structured values.

use std::collections::HashSet;

use serde_json::Value;

use super::names::{NameScope, Space};
use super::reader::Reader;
use crate::bundle::At;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{LiveSupport, Pagination, Registry, RegistryEntry};

/// Reads `x-truto-live-support`.
pub(super) fn live_support(
    diags: &mut Diagnostics,
    value: &Value,
    at: &At<'_>,
) -> Option<LiveSupport> {
    let keys = ["list", "model", "resource", "methods", "overridden"];
    let mut reader = Reader::new(diags, value, at, &keys)?;
    let [list, methods] = ["list", "methods"].map(|key| reader.field_name(key));
    let [model, resource] = ["model", "resource"].map(|key| reader.field_names(key));
    let overridden = reader.has("overridden");
    let overridden = overridden.then(|| reader.field_name("overridden"));
    Some(LiveSupport {
        list: list?,
        model: model?,
        resource: resource?,
        methods: methods?,
        overridden: overridden.flatten(),
    })
}

/// Reads `x-truto-pagination`.
pub(super) fn pagination(
    diags: &mut Diagnostics,
    value: &Value,
    at: &At<'_>,
) -> Option<Pagination> {
    let origin = at.key_origin();
    let keys = ["items", "cursor", "previous", "count", "partial"];
    let mut reader = Reader::new(diags, value, at, &keys)?;
    let (items, cursor) = (reader.property("items"), reader.property("cursor"));
    let [previous, count, partial] =
        ["previous", "count", "partial"].map(|key| reader.optional_property(key));
    Some(Pagination {
        items: items?,
        cursor: cursor?,
        previous,
        count,
        partial,
        origin,
    })
}

/// Reads `x-truto-registry`.
pub(super) fn registry(diags: &mut Diagnostics, value: &Value, at: &At<'_>) -> Option<Registry> {
    let origin = at.key_origin();
    let Value::Object(object) = value else {
        diags.push(at.error(
            "`x-truto-registry` must be a mapping from slugs to integrations",
            "write an entry such as `helpscout: {label: Help Scout, slug_documented: true}`",
        ));
        return None;
    };
    let mut scope = NameScope::new(Space::Variant, "the registry")
        .advising("write `name: …` in one of the entries");
    let mut taken = HashSet::new();
    let mut entries = Vec::with_capacity(object.len());
    for (slug, entry) in object {
        let at = at.key(slug);
        let origin = at.key_origin();
        let keys = ["label", "slug_documented", "former_slugs", "name"];
        let Some(mut reader) = Reader::new(diags, entry, &at, &keys) else {
            continue;
        };
        let Some(label) = reader.text("label") else {
            continue;
        };
        let chosen = reader.choice("name");
        let slug_documented = reader.flag("slug_documented").unwrap_or(true);
        let former_slugs = reader.slugs("former_slugs");
        for former in &former_slugs {
            if object.contains_key(&former.slug) || !taken.insert(former.slug.clone()) {
                let message = format!(
                    "`{}` is already the slug of another integration",
                    former.slug
                );
                let help =
                    "remove it here: a slug, current or former, belongs to only one integration";
                let diagnostic = Diagnostic::error(former.origin, message).help(help);
                diags.push(diagnostic);
            }
        }
        let what = format!("integration `{label}`");
        let variant = scope.mint(&label, &what, chosen, origin, diags);
        entries.push(RegistryEntry {
            slug: slug.clone(),
            label,
            variant,
            slug_documented,
            former_slugs,
            origin,
        });
    }
    Some(Registry { entries, origin })
}
