//! `const`.

use super::rewriter::Rewriter;
use super::values::type_name;
use crate::load::{Entries, Entry, NodeContent, Tree};

/// Turns `const` into a list of one value. Fractions, lists and mappings only decide the type.
pub(super) fn constant(cx: &mut Rewriter<'_>, schema: &mut Entries) {
    let Some(entry) = schema.shift_remove("const") else {
        return;
    };
    let ty = match &entry.value.content {
        NodeContent::Scalar(value) => type_name(value),
        NodeContent::List(_) => "array",
        NodeContent::Map(_) => "object",
    };
    if matches!(ty, "string" | "integer" | "boolean" | "null") {
        let value = Tree::list(entry.value.origin, vec![entry.value]);
        let key = entry.key;
        schema.insert("enum".to_owned(), Entry { key, value });
        return;
    }
    let message = format!(
        "`const` of {} has no effect: only the server checks it",
        article(ty)
    );
    let help = "say in the `description` which value applies";
    cx.note(entry.key, message, help);
    if !schema.contains_key("type") {
        let value = Tree::scalar(entry.value.origin, ty);
        let key = entry.key;
        schema.insert("type".to_owned(), Entry { key, value });
    }
}

fn article(ty: &str) -> &'static str {
    match ty {
        "array" => "a list",
        "object" => "a mapping",
        _ => "a fractional number",
    }
}
