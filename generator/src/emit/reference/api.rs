//! The page of an API.

use crate::emit::prose::{escape, source};
use crate::emit::reference::fields::sentence;
use crate::emit::reference::page::Page;
use crate::emit::reference::{titles, webhooks};
use crate::ir::Api;
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// Emits `docs/<api>.md`.
pub(crate) fn page(book: &Book<'_>, index: usize, api: &Api) -> Page {
    let mut page = Page::new(book.api_page(api), &titles::api_title(book, api));
    content(book, index, api, &mut page);
    page
}

/// Writes the description of an API and its resources, with the operations of each.
pub(super) fn content(book: &Book<'_>, index: usize, api: &Api, page: &mut Page) {
    page.prose(api.docs.description.as_deref());
    if let Some(text) = source::documentation(book.plan, &api.docs) {
        page.block(&text);
    }
    if let Some(target) = book.changes_page(api) {
        page.block(&page.link("Changes", &target));
    }
    let webhooks = book.webhooks_page(api);
    if webhooks.as_ref() == Some(&book.api_page(api)) && !book.plan.is_flat() {
        webhooks::table(book, api, page);
        return;
    }
    page.table(&["resource", "operations", "about"]);
    for (at, resource) in api.resources.iter().enumerate() {
        let name = escape::plain(bare(&book.plan.names.resource(resource).module));
        let operations = resource.operations.iter().map(|operation| {
            let place = OperationRef {
                api: index,
                resource: at,
                operation,
            };
            let name = escape::plain(bare(&book.plan.names.operation(operation).method));
            page.link(&name, &book.operation_page(place))
        });
        let operations = operations.collect::<Vec<_>>().join(", ");
        let link = page.link(&name, &book.resource_page(api, resource));
        page.row(&[
            link,
            operations,
            sentence(&resource.docs.description, &None),
        ]);
    }
    if let Some(target) = webhooks {
        let link = page.link("webhooks", &target);
        page.row(&[
            link,
            String::new(),
            "Requests that the API sends.".to_owned(),
        ]);
    }
}
