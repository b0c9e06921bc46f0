//! Checks pagination: the response must have the properties of the extension, and the query must have the cursor parameter.

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
            let message = "two parameters have the role `key-by`";
            let diagnostic = Diagnostic::error(second.origin, message)
                .related(first.origin, "the first parameter with this role")
                .help("remove one of them");
            diags.push(diagnostic);
        }
    }
}

fn properties(pagination: &Pagination, diags: &mut Diagnostics) {
    let mut known: BTreeMap<&str, &PageProperty> = BTreeMap::new();
    for (key, property) in pagination.properties() {
        let first = known.insert(&property.wire, property);
        let fault = match first {
            Some(first) => Some(duplicate(property, first)),
            None => mismatch(key, property),
        };
        diags.extend(fault);
    }
}

fn duplicate(property: &PageProperty, first: &PageProperty) -> Diagnostic {
    let message = format!(
        "two keys of `x-truto-pagination` name the property `{}`",
        property.wire
    );
    Diagnostic::error(property.origin, message)
        .related(first.origin, "the other key")
        .help("write another property, or remove one of the keys")
}

/// Reports a property that does not exist, or that has the wrong type.
fn mismatch(key: &str, property: &PageProperty) -> Option<Diagnostic> {
    let wire = &property.wire;
    let Some(ty) = &property.ty else {
        let message = format!("the response has no property `{wire}`");
        let help = "add the property to the schema of the whole response body, or correct `x-truto-pagination`";
        return Some(Diagnostic::error(property.origin, message).help(help));
    };
    let (expected, fits) = expectation(key, ty);
    let message = format!("the property `{wire}` is not {expected}");
    let help = format!("for `{key}`, write the name of a property that is {expected}");
    (!fits).then(|| Diagnostic::error(property.origin, message).help(help))
}

/// Returns the required type of a property, and whether the property has it.
fn expectation(key: &str, ty: &TypeRef) -> (&'static str, bool) {
    let is = |types: &[Primitive]| matches!(ty, TypeRef::Primitive(of) if types.contains(of));
    match key {
        "items" => ("a list", matches!(ty, TypeRef::List(_))),
        "count" => (
            "a number",
            is(&[
                Primitive::I32,
                Primitive::I64,
                Primitive::U64,
                Primitive::F32,
                Primitive::F64,
            ]),
        ),
        "partial" => ("a boolean", is(&[Primitive::Bool])),
        _ => (
            "a string",
            matches!(ty, TypeRef::Primitive(of) if of.is_text()),
        ),
    }
}

fn cursor(operation: &Operation, pagination: &Pagination, diags: &mut Diagnostics) {
    let name = &pagination.cursor.wire;
    let is_cursor =
        |param: &&Param| param.wire == *name && matches!(param.location, Location::Query(_));
    match operation.params.iter().find(is_cursor) {
        None => {
            let message = format!("there is no query parameter `{name}` for the cursor");
            let diagnostic = Diagnostic::error(pagination.cursor.origin, message);
            diags.push(diagnostic.help("add an optional query parameter with this name"));
        }
        Some(param) if param.required => {
            let message = format!(
                "the cursor parameter `{name}` is required, but the request for the first page has no cursor to send"
            );
            let diagnostic = Diagnostic::error(param.origin, message);
            diags.push(diagnostic.help("remove `required`"));
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
                "the parameter `{}` has the role `key-by`, but the operation is not paginated",
                param.wire
            ),
            "add `x-truto-pagination` to the operation, or remove the parameter",
        )
    } else if !is_text || !in_query || param.required {
        (
            format!(
                "the parameter `{}` with the role `key-by` must be an optional query parameter of type string",
                param.wire
            ),
            "write `in: query` and `schema: {type: string}`, and remove `required`",
        )
    } else {
        return;
    };
    diags.push(Diagnostic::error(param.origin, message).help(help));
}
