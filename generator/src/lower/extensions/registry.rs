//! The registry of integrations: `x-truto-registry`.

use std::collections::HashSet;

use serde_json::Value;

use super::reader::Reader;
use crate::bundle::At;
use crate::diag::{Diagnostic, Diagnostics, described};
use crate::ir::{Registry, RegistryEntry};

/// Reads `x-truto-registry`.
pub(crate) fn registry(diags: &mut Diagnostics, value: &Value, at: &At<'_>) -> Option<Registry> {
    let origin = at.key_origin();
    let Value::Object(object) = value else {
        diags.push(at.error(
            format!(
                "`x-truto-registry` must be a mapping from slugs to integrations; found {}",
                described(value)
            ),
            "write an entry such as `helpscout: {label: Help Scout, slug_documented: true}`",
        ));
        return None;
    };
    let mut taken = HashSet::new();
    let mut entries = Vec::with_capacity(object.len());
    for (slug, entry) in object {
        let at = at.key(slug);
        let origin = at.key_origin();
        let keys = ["label", "slug_documented", "former_slugs", "name"];
        let Some(mut reader) = Reader::new(diags, entry, &at, &keys) else {
            continue;
        };
        let Some(label) = reader.text("label", "the name of the integration") else {
            continue;
        };
        let chosen = reader.choice("name").map(str::to_owned);
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
        entries.push(RegistryEntry {
            slug: slug.clone(),
            label,
            chosen,
            slug_documented,
            former_slugs,
            origin,
        });
    }
    Some(Registry { entries, origin })
}
