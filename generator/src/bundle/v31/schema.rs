//! Schemas, keyword by keyword.

use super::keywords::{Effect, effect};
use super::rewriter::Rewriter;
use super::{alternatives, choices, constants, maps, never, references, tuples, types, values};
use crate::bundle::location::SourceLocation;
use crate::load::Entries;

/// Rewrites the schema at `at`, whose parts have been rewritten. `within` is the keyword that contains it.
pub(super) fn rewrite(
    cx: &mut Rewriter<'_>,
    schema: &mut Entries,
    at: &SourceLocation,
    within: &str,
) {
    without_effect(cx, schema);
    values::examples(schema);
    constants::constant(cx, schema);
    values::bounds(schema);
    values::content(schema);
    never::remove(cx, schema);
    alternatives::reduce(cx, schema, at);
    alternatives::nullable(schema);
    alternatives::texts(cx, schema);
    tuples::tuple(cx, schema, at);
    maps::map(cx, schema, at);
    choices::constants(schema);
    types::types(cx, schema, at);
    references::siblings(schema, within);
}

/// Reports what 3.0 cannot express, and what 3.1 does not have.
fn without_effect(cx: &mut Rewriter<'_>, schema: &Entries) {
    for (name, entry) in schema {
        let place = entry.key;
        match effect(name) {
            Some(Effect::Restricts) => {
                let message = format!("`{name}` has no effect on types: only the server checks it");
                cx.note(place, message, "describe the rule in the `description`");
            }
            Some(Effect::Dynamic) => {
                let message = format!("`{name}` has no effect: the type is any JSON");
                cx.note(
                    place,
                    message,
                    "write `$ref` with the location of the schema",
                );
            }
            _ if name == "nullable" && !cx.declared_3_0.contains(&place.file) => {
                let message = "OpenAPI 3.1 has no keyword `nullable`: it is read as in 3.0";
                let help =
                    "remove it, and add `'null'` to the list of types: `type: [string, 'null']`";
                cx.note(place, message, help);
            }
            _ => {}
        }
    }
}
