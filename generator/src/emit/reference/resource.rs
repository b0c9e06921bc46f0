//! The page of a resource: its object, its operations, and which integrations support them.

use truto_support_matrix::{Answer, OperationLevel};

use crate::chooser::operation_suffix;
use crate::emit::prose::{escape, operation, phrases, source};
use crate::emit::reference::extensions::cells;
use crate::emit::reference::fields::Fields;
use crate::emit::reference::page::Page;
use crate::emit::reference::titles;
use crate::ir::{HttpMethod, Operation, RegistryEntry, Resource, ResponseType, TypeRef};
use crate::plan::direction::Direction;
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// Emits `docs/<api>/<resource>.md`.
///
/// ```text
/// # contacts
///
/// | operation | address |
/// ## Object
/// ## Integrations
/// | integration | list | create | … |
/// ```
pub(crate) fn page(book: &Book<'_>, api: usize, index: usize, resource: &Resource) -> Page {
    let place = |operation| OperationRef {
        api,
        resource: index,
        operation,
    };
    let Some(of) = book.plan.package.apis.get(api) else {
        return Page::new(
            format!(
                "docs/{}.md",
                bare(&book.plan.names.resource(resource).module)
            ),
            "",
        );
    };
    let path = book.resource_page(of, resource);
    let mut page = Page::new(
        path,
        &escape::plain(bare(&book.plan.names.resource(resource).module)),
    );
    page.prose(resource.docs.description.as_deref());
    let mut links = vec![page.link(&titles::api_title(book, of), &book.api_page(of))];
    links.extend(source::documentation(book.plan, &resource.docs));
    page.block(&links.join(" · "));
    page.table(&["operation", "address"]);
    for operation in &resource.operations {
        let target = book.operation_page(place(operation));
        let link = page.link(&titles::title(book, operation), &target);
        page.row(&[link, operation::address(operation)]);
    }
    page.row(&[]);
    object(book, api, resource, &mut page);
    integrations(book, &resource.operations, place, &mut page);
    page
}

/// The object of the resource: what a read operation returns or, without one, what another operation returns.
fn object(book: &Book<'_>, api: usize, resource: &Resource, page: &mut Page) {
    let Some((operation, ty)) = shown(book, resource) else {
        return;
    };
    page.heading(2, "Object");
    page.block(&format!(
        "As returned by {}.",
        escape::code(bare(&book.plan.names.operation(operation).method))
    ));
    if let TypeRef::Named(id) = ty {
        page.prose(book.plan.package.ty(*id).docs.description.as_deref());
    }
    let fields = Fields {
        book,
        api,
        direction: Direction::Response,
        rows: &[],
    };
    fields.table(page, ty);
}

fn shown<'a>(book: &Book<'_>, resource: &'a Resource) -> Option<(&'a Operation, &'a TypeRef)> {
    let of_struct = |operation: &'a Operation| {
        let ty = operation.response.data()?;
        let is_struct = book.plan.package.structure(ty.named()?).is_some();
        is_struct.then_some((operation, ty))
    };
    let is_read = |operation: &&Operation| {
        operation.http == HttpMethod::Get && !matches!(operation.response, ResponseType::Page(_))
    };
    let operations = || resource.operations.iter();
    let read = operations().filter(is_read).find_map(of_struct);
    read.or_else(|| operations().find_map(of_struct))
}

/// Appends which integrations support which operation, if integrations are named.
fn integrations<'a>(
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
