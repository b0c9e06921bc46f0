//! Documentation of a field: meaning, constraints, default, reference, support.

use super::{
    context::{Cell, Context, Direction},
    docs::{self, Doc},
    markdown::{escape, safe},
    names::bare,
    support_docs::{self, Note},
};
use crate::ir::{Constraint, Docs, Field, Home, TypeDef, Value};

/// The documentation of a struct's field.
///
/// ```text
/// /// Addresses at which the person can be written to.
/// ///
/// /// At most 50 characters. Default: `"x"`.
/// ///
/// /// Required by Dixa. Supported by Enchant and Front.
/// ```
pub(crate) fn field(context: &Context<'_>, def: &TypeDef, index: usize, field: &Field) -> Doc {
    let mut doc = Doc::of(&field.docs, || {
        format!("The property {}.", escape::code(&field.wire))
    });
    doc.block(limits(&field.constraints, field.default.as_ref()));
    if let Some(reference) = &field.reference {
        doc.block(refers_to(context, def.home, reference));
    }
    if field.read_only && def.in_request {
        doc.block("Read-only: set by the server, never sent.");
    }
    doc.block_of(support(context, def, index));
    doc.source(&field.docs, "field");
    doc
}

/// `At most 50 characters. Default: `1`.`
pub(crate) fn limits(constraints: &[Constraint], default: Option<&Value>) -> String {
    let mut out = String::new();
    if !constraints.is_empty() {
        let all = constraints.iter().map(|constraint| match constraint {
            Constraint::Words(words) => words.clone(),
            Constraint::Pattern(pattern) => format!("matches {}", escape::code(pattern)),
        });
        let all = all.collect::<Vec<_>>().join(", ");
        let mut chars = all.chars();
        out.extend(chars.next().map(|c| c.to_uppercase().to_string()));
        out.push_str(chars.as_str());
        out.push('.');
    }
    if let Some(default) = default {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&format!("Default: {}.", escape::code(&shown(default))));
    }
    out
}

/// A string is shown without quotes.
fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn refers_to(context: &Context<'_>, from: Home, reference: &str) -> String {
    let code = escape::code(reference);
    match context.referenced_module(from, reference) {
        Some(module) => format!("Refers to [{code}]({module})."),
        None => format!("Refers to {code}."),
    }
}

/// The sentences about support; a list if the field belongs to several operations.
fn support(context: &Context<'_>, def: &TypeDef, index: usize) -> Vec<String> {
    match context.cells(def.id, index) {
        [] => Vec::new(),
        [only] if only.direction == Direction::Request || !def.in_request => {
            vec![support_docs::field(
                context,
                only.direction,
                only.support,
                Note::Words,
            )]
        }
        [first, rest @ ..] if rest.iter().all(|cell| same(first, cell)) => {
            vec![support_docs::field(
                context,
                first.direction,
                first.support,
                Note::Words,
            )]
        }
        cells => cells
            .iter()
            .map(|cell| item(context, def.home, cell))
            .collect(),
    }
}

fn same(a: &Cell<'_>, b: &Cell<'_>) -> bool {
    a.direction == b.direction && a.support == b.support
}

fn item(context: &Context<'_>, from: Home, cell: &Cell<'_>) -> String {
    let place = cell.operation;
    let home = Home::Resource(place.api, place.resource);
    let path = context.path(from, home, &place.operation.constant);
    let method = bare(&place.operation.method);
    let what = support_docs::field(context, cell.direction, cell.support, Note::Words);
    // Types at the crate root exist even if the API's feature is off, so a link could be broken.
    let link = match from {
        Home::Crate => escape::code(method),
        _ => docs::item(method, &path),
    };
    format!("- {link}: {}", docs::lower_first(&what))
}

/// A one-sentence description.
pub(crate) fn short(docs: &Docs) -> Option<String> {
    [&docs.description, &docs.summary]
        .into_iter()
        .flatten()
        .find_map(|text| safe::sentence(text))
}
