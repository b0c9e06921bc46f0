//! Pages: the response must hold what the extension names, the query must take the cursor.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Location, Operation, PageProperty, Pagination, Param, Primitive, Role, TypeRef};

pub(super) fn check(operation: &Operation, diags: &mut Diagnostics) {
    if let Some(pagination) = &operation.pagination {
        properties(pagination, diags);
        cursor(operation, pagination, diags);
    }
    let params = operation.params.iter();
    let mut keys = params.filter(|param| param.role == Role::KeyBy);
    if let Some(first) = keys.next() {
        key_by(operation, first, diags);
        for second in keys {
            let message = "a second parameter by which items are keyed";
            let diagnostic = Diagnostic::error(second.origin, message)
                .related(first.origin, "the first one")
                .help("leave one of them out");
            diags.push(diagnostic);
        }
    }
}

fn properties(pagination: &Pagination, diags: &mut Diagnostics) {
    let mut known: BTreeMap<&str, &PageProperty> = BTreeMap::new();
    for (key, property) in pagination.properties() {
        let wire = &property.wire;
        if let Some(first) = known.insert(wire, property) {
            let diagnostic =
                Diagnostic::error(property.origin, format!("`{wire}` has two parts in paging"))
                    .related(first.origin, "the other one")
                    .help("name another property, or leave one of the keys out");
            diags.push(diagnostic);
            continue;
        }
        let Some(ty) = &property.ty else {
            let help = "the schema describes the response as it is sent: add the property, or correct `x-truto-pagination`";
            let message = format!("the response has no property `{wire}`");
            diags.push(Diagnostic::error(property.origin, message).help(help));
            continue;
        };
        let (expected, fits) = expectation(key, ty);
        if !fits {
            let help = format!("`{key}` names a property that is {expected}");
            let diagnostic =
                Diagnostic::error(property.origin, format!("`{wire}` is not {expected}"));
            diags.push(diagnostic.help(help));
        }
    }
}

/// What a property must be, and whether it is that.
fn expectation(key: &str, ty: &TypeRef) -> (&'static str, bool) {
    let is = |fit: &[Primitive]| matches!(ty, TypeRef::Primitive(of) if fit.contains(of));
    match key {
        "items" => ("a list", matches!(ty, TypeRef::List(_))),
        "count" => (
            "a number",
            is(&[
                Primitive::I32,
                Primitive::I64,
                Primitive::F32,
                Primitive::F64,
            ]),
        ),
        "partial" => ("a boolean", is(&[Primitive::Bool])),
        _ => ("a text", is(&[Primitive::String])),
    }
}

fn cursor(operation: &Operation, pagination: &Pagination, diags: &mut Diagnostics) {
    let name = &pagination.cursor.wire;
    let takes =
        |param: &&Param| param.wire == *name && matches!(param.location, Location::Query(_));
    match operation.params.iter().find(takes) {
        None => {
            let message = format!("no query parameter `{name}` takes the cursor");
            let diagnostic = Diagnostic::error(pagination.cursor.origin, message);
            diags.push(diagnostic.help("add the parameter"));
        }
        Some(param) if param.required => {
            let message = format!("the first page has no cursor, but `{name}` is required");
            let diagnostic = Diagnostic::error(param.origin, message);
            diags.push(diagnostic.help("leave `required` out"));
        }
        Some(_) => {}
    }
}

fn key_by(operation: &Operation, param: &Param, diags: &mut Diagnostics) {
    let is_text = param.ty == TypeRef::Primitive(Primitive::String);
    let in_query = matches!(param.location, Location::Query(_));
    let (message, help) = if operation.pagination.is_none() {
        (
            format!(
                "`{}` keys the items of pages, which the operation does not have",
                param.wire
            ),
            "add `x-truto-pagination` to the operation, or leave the parameter out",
        )
    } else if !is_text || !in_query || param.required {
        (
            format!(
                "`{}` keys items, so it must be an optional query parameter that is a text",
                param.wire
            ),
            "write `in: query`, `schema: {type: string}`, and leave `required` out",
        )
    } else {
        return;
    };
    diags.push(Diagnostic::error(param.origin, message).help(help));
}
