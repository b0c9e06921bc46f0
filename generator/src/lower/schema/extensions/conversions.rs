//! The types that a type can be converted from: `x-truto-converts-from`.

use serde_json::Value;

use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{TypeId, TypeRef};
use crate::lower::context::Context;
use crate::lower::schema::types;
use crate::lower::schema::view::View;

/// Returns the types that this one can be converted from: each only once, and never itself, since between two types there is at most
/// one conversion, and a type needs none from itself.
pub(crate) fn converts_from<'b>(
    cx: &mut Context<'b, '_>,
    owner: TypeId,
    view: &View<'b>,
    at: &At<'b>,
) -> Vec<TypeId> {
    let Some(Value::Array(references)) = view.extension("x-truto-converts-from") else {
        return Vec::new();
    };
    let mut found: Vec<TypeId> = Vec::new();
    let mut places = Vec::new();
    for (index, reference) in references.iter().enumerate() {
        let at = at.key("x-truto-converts-from").index(index);
        let origin = at.origin();
        let target = reference.as_str().and_then(|text| at.target(text));
        let diagnostic = match target.map(|target| types::component(cx, &target)) {
            Some(TypeRef::Named(id)) if id == owner => {
                let message = "`x-truto-converts-from` lists the schema that it is part of";
                Diagnostic::error(origin, message)
                    .help("remove this entry, or write another schema")
            }
            Some(TypeRef::Named(id)) => {
                let known = found.iter().position(|known| *known == id);
                let Some(first) = known.and_then(|index| places.get(index)) else {
                    found.push(id);
                    places.push(origin);
                    continue;
                };
                let message = "the same schema is listed twice, possibly under another name";
                Diagnostic::error(origin, message)
                    .related(*first, "first listed here")
                    .help("remove one of them")
            }
            _ => {
                let message = "a schema can only be converted from an object with properties";
                Diagnostic::error(origin, message).help("write a schema that has properties")
            }
        };
        cx.diags.push(diagnostic);
    }
    found
}
