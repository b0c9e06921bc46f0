//! Documentation of a field: meaning, constraints, default, reference, support.

use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::extensions::support;
use crate::emit::prose::fields::{fixed, limits};
use crate::emit::prose::{escape, phrases};
use crate::emit::rust::doc::Doc;
use crate::ir::{Field, TypeDef};
use crate::plan::direction::Direction;
use crate::plan::extensions::cells::Cell;
use crate::plan::modules::ModuleId;
use crate::plan::names::bare;
use crate::plan::root::Plan;

/// The documentation of a struct's field.
///
/// ```text
/// /// Addresses at which the person can be written to.
/// ///
/// /// At most 50 characters. Default: `"x"`.
/// ///
/// /// Required by Alpha. Supported by Betadesk and Gamma.
/// ```
pub(crate) fn field(plan: &Plan<'_>, def: &TypeDef, index: usize, field: &Field) -> Doc {
    let mut doc = Doc::of(&field.docs, || {
        format!("The property {}.", escape::code(&field.wire))
    });
    doc.block(fixed(field).unwrap_or_default());
    doc.block(limits(&field.constraints, field.default.as_ref()));
    if let Some(reference) = &field.reference {
        doc.block(refers_to(plan, plan.module(def.id), reference));
    }
    if field.read_only && def.in_request {
        doc.block("Read-only: set by the server, never sent.");
    }
    doc.block_of(support(plan, def, index));
    doc.source(plan, &field.docs, "field");
    doc
}

fn refers_to(plan: &Plan<'_>, from: ModuleId, reference: &str) -> String {
    let code = escape::code(reference);
    match plan.referenced_module(from, reference) {
        Some(module) => format!("Refers to [{code}]({module})."),
        None => format!("Refers to {code}."),
    }
}

/// The sentences about support; a list if the field belongs to several operations.
fn support(plan: &Plan<'_>, def: &TypeDef, index: usize) -> Vec<String> {
    match plan.cells.get(def.id, index) {
        [] => Vec::new(),
        [only] if only.direction == Direction::Request || !def.in_request => {
            vec![one(plan, plan.module(def.id), only)]
        }
        [first, rest @ ..] if rest.iter().all(|cell| same(first, cell)) => {
            vec![one(plan, plan.module(def.id), first)]
        }
        cells => cells
            .iter()
            .map(|cell| item(plan, plan.module(def.id), cell))
            .collect(),
    }
}

/// Whether the same sentence is true of both.
fn same(a: &Cell<'_>, b: &Cell<'_>) -> bool {
    let whole = |cell: &Cell<'_>| Style::within(cell.operation.operation, None).out_of;
    a.direction == b.direction && a.support == b.support && whole(a) == whole(b)
}

/// The sentences about the support of a field of one operation.
fn one(plan: &Plan<'_>, from: ModuleId, cell: &Cell<'_>) -> String {
    let operation = cell.operation.operation;
    let style = Style::within(
        operation,
        link(plan, from, cell, &plan.names.operation(operation).constant),
    );
    support::field(plan, cell.direction, cell.support, &style)
}

/// The same for one of several operations: ``- [`create`](CREATE): supported by Alpha.``
fn item(plan: &Plan<'_>, from: ModuleId, cell: &Cell<'_>) -> String {
    let operation = cell.operation.operation;
    let method = bare(&plan.names.operation(operation).method);
    let style = Style::within(operation, None);
    let what = support::field(plan, cell.direction, cell.support, &style);
    let link = link(plan, from, cell, method).unwrap_or_else(|| escape::code(method));
    format!("- {link}: {}", phrases::lower_first(&what))
}

/// A link to the support matrix of the operation. Types at the crate root exist even if the API's feature is off, so a link could be
/// broken.
fn link(plan: &Plan<'_>, from: ModuleId, cell: &Cell<'_>, label: &str) -> Option<String> {
    let place = cell.operation;
    let module = ModuleId::Resource(place.api, place.resource);
    let path = plan.path(
        from,
        module,
        &plan.names.operation(place.operation).constant,
    );
    (from != ModuleId::Crate).then(|| phrases::item(label, &path))
}
