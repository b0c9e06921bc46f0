//! The page of a resource: its object, its operations, and which integrations support them.

use truto_support_matrix::{Answer, Service};

use crate::chooser::service_suffix;
use crate::emit::prose::{escape, operation, phrases};
use crate::emit::reference::fields::Fields;
use crate::emit::reference::page::Page;
use crate::emit::reference::{cells, titles};
use crate::ir::{HttpMethod, Operation, Resource, ResponseType, TypeRef};
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;
use crate::plan::root::Direction;

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
    let Some(of) = book.plan.krate.apis.get(api) else {
        return Page::new(format!("docs/{}.md", bare(&resource.module)), "");
    };
    let path = book.resource_page(of, resource);
    let mut page = Page::new(path, &escape::plain(bare(&resource.module)));
    page.prose(resource.docs.description.as_deref());
    let mut ways = vec![page.link(&titles::api_title(of), &book.api_page(of))];
    if let Some(link) = resource.docs.url.as_deref().and_then(phrases::link) {
        ways.push(format!("Vendor documentation: {link}"));
    }
    page.block(&ways.join(" · "));
    page.table(&["operation", "address"]);
    for operation in &resource.operations {
        let target = book.operation_page(place(operation));
        let link = page.link(&titles::title(operation), &target);
        page.row(&[link, operation::address(operation)]);
    }
    page.row(&[]);
    object(book, api, resource, &mut page);
    matrix(book, resource, place, &mut page);
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
        escape::code(bare(&operation.method))
    ));
    if let TypeRef::Named(id) = ty {
        page.prose(book.plan.krate.ty(*id).docs.description.as_deref());
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
        let is_struct = book.plan.krate.structure(ty.named()?).is_some();
        is_struct.then_some((operation, ty))
    };
    let is_read = |operation: &&Operation| {
        operation.http == HttpMethod::Get && !matches!(operation.response, ResponseType::Page(_))
    };
    let operations = || resource.operations.iter();
    let read = operations().filter(is_read).find_map(of_struct);
    read.or_else(|| operations().find_map(of_struct))
}

/// Operations × integrations.
fn matrix<'a>(
    book: &Book<'_>,
    resource: &'a Resource,
    place: impl Fn(&'a Operation) -> OperationRef<'a>,
    page: &mut Page,
) {
    let operations = &resource.operations;
    let serves = |slug: &str| {
        let known = |operation: &Operation| operation.matrix.row().supports(slug) == Answer::Yes;
        operations.iter().any(known)
    };
    let rows: Vec<_> = book
        .integrations()
        .filter(|entry| serves(&entry.slug))
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading(2, "Integrations");
    let unlisted = operations
        .iter()
        .filter(|operation| operation.matrix.integrations.is_none());
    let unlisted: Vec<String> = unlisted
        .map(|operation| escape::code(bare(&operation.method)))
        .collect();
    let is_partial = |operation: &Operation| {
        let listed = operation.matrix.integrations.as_ref();
        listed.is_some_and(|list| !list.partial_response.is_empty())
    };
    let partial = match operations.iter().any(is_partial) {
        true => " partial: returns only part of each object.",
        false => "",
    };
    let marks: Vec<String> = operations
        .iter()
        .map(|operation| service_suffix(operation).to_owned())
        .collect();
    let legend = format!("{}{partial}", cells::LEGEND);
    let legend: Vec<&str> = std::iter::once(legend.as_str())
        .chain(cells::notes(&marks))
        .collect();
    page.block(&legend.join(" "));
    if !unlisted.is_empty() {
        page.block(&format!(
            "Which integrations support {} is not documented.",
            phrases::enumeration(&unlisted)
        ));
    }
    let heads: Vec<String> = operations
        .iter()
        .map(|operation| {
            let name = escape::plain(bare(&operation.method));
            page.link(&name, &book.operation_page(place(operation)))
        })
        .collect();
    let heads: Vec<&str> = std::iter::once("integration")
        .chain(heads.iter().map(String::as_str))
        .collect();
    page.table(&heads);
    for entry in rows {
        let label = escape::plain(&entry.label);
        let name = match book.integration_page(&entry.slug) {
            Some(target) => page.link(&label, &target),
            None => label,
        };
        let cells = operations.iter().map(|operation| {
            let word = match operation.matrix.service(&entry.slug) {
                Service::Full => "yes",
                Service::Partial => "partial",
                Service::Unsupported => return "no".to_owned(),
                Service::NotDocumented => return cells::NOT_DOCUMENTED.to_owned(),
            };
            format!("{word}{}", service_suffix(operation))
        });
        page.row(&std::iter::once(name).chain(cells).collect::<Vec<_>>());
    }
    page.row(&[]);
}
