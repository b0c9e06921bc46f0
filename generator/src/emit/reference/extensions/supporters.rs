//! The integrations that support an operation, or the operations of a resource.

use truto_support_matrix::{Answer, OperationLevel};

use crate::chooser::operation_suffix;
use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::extensions::support;
use crate::emit::prose::{escape, phrases};
use crate::emit::reference::extensions::cells;
use crate::emit::reference::page::Page;
use crate::ir::{Operation, RegistryEntry, Slug};
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// Appends which integrations support an operation, if it has a support matrix.
pub(crate) fn of_operation(book: &Book<'_>, place: OperationRef<'_>, page: &mut Page) {
    if !book.plan.usage.has_matrix(place.api) {
        return;
    }
    page.heading(2, "Integrations");
    let Some(integrations) = &place.operation.matrix.integrations else {
        page.block("Which integrations support this operation is not documented.");
        return;
    };
    if integrations.supported.is_empty() {
        page.block(&support::operation(book.plan, integrations, &Style::page()));
        return;
    }
    let count = integrations.supported.len();
    let list = linked(book, page, &integrations.supported);
    let clause = match (count, integrations.incomplete) {
        (1, false) => format!("supported by 1 integration: {list}"),
        (1, true) => format!("supported by {list} and possibly others"),
        (_, false) => format!("supported by {count} integrations: {list}"),
        (_, true) => format!("supported by at least {count} integrations: {list}"),
    };
    let clause = support::in_words(integrations.provenance, &clause);
    page.block(&support::sentence(&clause));
    if !integrations.partial_response.is_empty() {
        let list = linked(book, page, &integrations.partial_response);
        let count = integrations.partial_response.len();
        page.block(&support::partial_response(&list, count));
    }
}

/// The integrations, each linked to its page.
fn linked(book: &Book<'_>, page: &Page, slugs: &[Slug]) -> String {
    let links = slugs.iter().map(|slug| {
        let label = escape::plain(book.plan.integrations.label(&slug.slug));
        match book.integration_page(&slug.slug) {
            Some(target) => page.link(&label, &target),
            None => label,
        }
    });
    phrases::enumeration(&links.collect::<Vec<_>>())
}

/// Appends which integrations support which operation, if integrations are named.
pub(crate) fn of_resource<'a>(
    book: &Book<'_>,
    operations: &'a [Operation],
    place: impl Fn(&'a Operation) -> OperationRef<'a>,
    page: &mut Page,
) {
    let supports_any = |entry: &&RegistryEntry| {
        let mut rows = operations.iter().map(|operation| operation.matrix.row());
        rows.any(|row| row.supports(entry.slug.as_str()) == Answer::Yes)
    };
    let mut entries = book.integrations().filter(supports_any).peekable();
    if entries.peek().is_none() {
        return;
    }
    page.heading(2, "Integrations");
    page.block(&legend(operations));
    page.block(&undocumented(book, operations));
    let columns = operations.iter().map(|operation| {
        let name = escape::plain(bare(&book.plan.names.operation(operation).method));
        page.link(&name, &book.operation_page(place(operation)))
    });
    let columns: Vec<String> = std::iter::once("integration".to_owned())
        .chain(columns)
        .collect();
    page.table(&columns);
    for entry in entries {
        let cells = operations.iter().map(|operation| cell(operation, entry));
        let name = integration(book, entry, page);
        page.row(&std::iter::once(name).chain(cells).collect::<Vec<_>>());
    }
    page.row(&[]);
}

fn legend(operations: &[Operation]) -> String {
    let is_partial = |operation: &Operation| {
        let listed = operation.matrix.integrations.as_ref();
        listed.is_some_and(|list| !list.partial_response.is_empty())
    };
    let partial = operations.iter().any(is_partial);
    let partial = partial.then_some("partial: returns only part of each object.");
    let marks = operations.iter().map(operation_suffix);
    let marks: Vec<String> = marks.map(str::to_owned).collect();
    let notes = cells::notes(&marks);
    let sentences: Vec<&str> = std::iter::once(cells::LEGEND)
        .chain(partial)
        .chain(notes)
        .collect();
    sentences.join(" ")
}

/// Says which operations have no documented integrations; empty if all have them.
fn undocumented(book: &Book<'_>, operations: &[Operation]) -> String {
    let names: Vec<String> = operations
        .iter()
        .filter(|operation| operation.matrix.integrations.is_none())
        .map(|operation| escape::code(bare(&book.plan.names.operation(operation).method)))
        .collect();
    if names.is_empty() {
        return String::new();
    }
    let names = phrases::enumeration(&names);
    format!("Which integrations support {names} is not documented.")
}

/// The name of an integration, with a link to its page if there is one.
fn integration(book: &Book<'_>, entry: &RegistryEntry, page: &Page) -> String {
    let label = escape::plain(&entry.label);
    match book.integration_page(&entry.slug) {
        Some(target) => page.link(&label, &target),
        None => label,
    }
}

/// Whether an integration supports an operation.
fn cell(operation: &Operation, entry: &RegistryEntry) -> String {
    let word = match operation.matrix.level(&entry.slug) {
        OperationLevel::Full => "yes",
        OperationLevel::Partial => "partial",
        OperationLevel::Unsupported => return "no".to_owned(),
        OperationLevel::NotDocumented => return cells::NOT_DOCUMENTED.to_owned(),
    };
    format!("{word}{}", operation_suffix(operation))
}
