//! The integrations that support an operation, or the operations of a resource.

use truto_support_matrix::{Answer, OperationLevel};

use crate::chooser::operation_suffix;
use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::extensions::support;
use crate::emit::prose::{escape, phrases};
use crate::emit::reference::extensions::cells;
use crate::emit::reference::page::Page;
use crate::ir::{Integrations, Operation, RegistryEntry, Slug};
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// Appends which integrations support an operation, if it has a support matrix: one line, or a folded list if there are many.
///
/// ```text
/// <a id="integrations"></a>Supported by 2 integrations: [Alpha](…) and [Betadesk](…).
///
/// <details><summary><a id="integrations"></a>Supported by 24 integrations</summary>
///
/// [Alpha](…), [Betadesk](…), …
///
/// </details>
/// ```
pub(crate) fn of_operation(book: &Book<'_>, place: OperationRef<'_>, page: &mut Page) {
    if !book.plan.usage.has_matrix(place.api) {
        return;
    }
    let anchor = page.anchor("integrations");
    let Some(integrations) = &place.operation.matrix.integrations else {
        page.block(&format!(
            "{anchor}Which integrations support this operation is not documented."
        ));
        return;
    };
    let supported = &integrations.supported;
    let partial = &integrations.partial_response;
    let partial = match partial.len() {
        0 => String::new(),
        count => support::partial_response(&linked(book, page, partial), count),
    };
    if supported.is_empty() {
        let none = support::operation(book.plan, integrations, &Style::page());
        page.block(&format!("{anchor}{none}"));
        return;
    }
    let list = linked(book, page, supported);
    let clause = support::in_words(integrations.provenance, &clause(integrations));
    let is_folded = supported.len() > cells::MOST_NAMES;
    if is_folded {
        let summary = support::sentence(&clause);
        let summary = summary.trim_end_matches('.');
        page.block(&format!("<details><summary>{anchor}{summary}</summary>"));
        page.block(&format!("{list}."));
        page.block(&partial);
        page.block("</details>");
    } else {
        let line = support::sentence(&format!("{clause}: {list}"));
        page.block(&format!("{anchor}{line}"));
        page.block(&partial);
    }
}

/// `supported by at least 24 integrations`
fn clause(integrations: &Integrations) -> String {
    let least = match integrations.incomplete {
        true => "at least ",
        false => "",
    };
    match integrations.supported.len() {
        1 => format!("supported by {least}1 integration"),
        count => format!("supported by {least}{count} integrations"),
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
