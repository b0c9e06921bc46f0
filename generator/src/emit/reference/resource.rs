//! The page of a resource: its object, its operations, and which integrations support them.

use crate::emit::prose::{escape, source};
use crate::emit::reference::extensions::supporters;
use crate::emit::reference::fields::Fields;
use crate::emit::reference::page::Page;
use crate::emit::reference::{rust_items, titles};
use crate::ir::{HttpMethod, Operation, Resource, ResponseType, TypeRef};
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
    links.extend(source::named_link(book.plan, &resource.docs));
    page.block(&links.join(" · "));
    page.table(&["operation", "address"]);
    for operation in &resource.operations {
        let target = book.operation_page(place(operation));
        let link = page.link(&titles::title(book, operation), &target);
        page.row(&[link, titles::address(operation)]);
    }
    page.row(&[]);
    object(book, api, resource, &mut page);
    supporters::of_resource(book, &resource.operations, place, &mut page);
    page
}

/// The object of the resource: what a read operation returns or, without one, what another operation returns.
fn object(book: &Book<'_>, api: usize, resource: &Resource, page: &mut Page) {
    let Some((operation, ty)) = shown(book, resource) else {
        return;
    };
    page.heading(2, "Object");
    let name = escape::code(bare(&book.plan.names.operation(operation).method));
    let rust = rust_items::of_type(book.plan, ty, page);
    page.block(format!("As returned by {name}. {rust}").trim_end());
    if let TypeRef::Named(id) = ty {
        page.prose(book.plan.package.ty(*id).docs.description.as_deref());
    }
    let fields = Fields {
        book,
        api,
        direction: Direction::Response,
        anchor: "field",
        place: None,
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
