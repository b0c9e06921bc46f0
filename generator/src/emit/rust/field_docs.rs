//! Documentation of a field: meaning, constraints, default, reference, support.

use crate::emit::prose::extensions::support;
use crate::emit::prose::extensions::support::Note;
use crate::emit::prose::fields::limits;
use crate::emit::prose::{escape, phrases};
use crate::emit::rust::doc::Doc;
use crate::ir::{Field, Home, TypeDef};
use crate::plan::names::bare;
use crate::plan::root::{Cell, Direction, Plan};

/// The documentation of a struct's field.
///
/// ```text
/// /// Addresses at which the person can be written to.
/// ///
/// /// At most 50 characters. Default: `"x"`.
/// ///
/// /// Required by Dixa. Supported by Enchant and Front.
/// ```
pub(crate) fn field(plan: &Plan<'_>, def: &TypeDef, index: usize, field: &Field) -> Doc {
    let mut doc = Doc::of(&field.docs, || {
        format!("The property {}.", escape::code(&field.wire))
    });
    doc.block(limits(&field.constraints, field.default.as_ref()));
    if let Some(reference) = &field.reference {
        doc.block(refers_to(plan, def.home, reference));
    }
    if field.read_only && def.in_request {
        doc.block("Read-only: set by the server, never sent.");
    }
    doc.block_of(support(plan, def, index));
    doc.source(plan, &field.docs, "field");
    doc
}

fn refers_to(plan: &Plan<'_>, from: Home, reference: &str) -> String {
    let code = escape::code(reference);
    match plan.referenced_module(from, reference) {
        Some(module) => format!("Refers to [{code}]({module})."),
        None => format!("Refers to {code}."),
    }
}

/// The sentences about support; a list if the field belongs to several operations.
fn support(plan: &Plan<'_>, def: &TypeDef, index: usize) -> Vec<String> {
    match plan.cells(def.id, index) {
        [] => Vec::new(),
        [only] if only.direction == Direction::Request || !def.in_request => {
            vec![support::field(
                plan,
                only.direction,
                only.support,
                Note::Words,
            )]
        }
        [first, rest @ ..] if rest.iter().all(|cell| same(first, cell)) => {
            vec![support::field(
                plan,
                first.direction,
                first.support,
                Note::Words,
            )]
        }
        cells => cells
            .iter()
            .map(|cell| item(plan, def.home, cell))
            .collect(),
    }
}

fn same(a: &Cell<'_>, b: &Cell<'_>) -> bool {
    a.direction == b.direction && a.support == b.support
}

fn item(plan: &Plan<'_>, from: Home, cell: &Cell<'_>) -> String {
    let place = cell.operation;
    let home = Home::Resource(place.api, place.resource);
    let path = plan.path(from, home, &place.operation.constant);
    let method = bare(&place.operation.method);
    let what = support::field(plan, cell.direction, cell.support, Note::Words);
    // Types at the crate root exist even if the API's feature is off, so a link could be broken.
    let link = match from {
        Home::Crate => escape::code(method),
        _ => phrases::item(method, &path),
    };
    format!("- {link}: {}", phrases::lower_first(&what))
}
