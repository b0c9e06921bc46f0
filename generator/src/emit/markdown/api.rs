//! The page of an API.

use super::{
    book::{self, Book},
    escape,
    fields::sentence,
    page::Page,
};
use crate::{
    emit::{context::Place, docs, names::bare},
    ir::Api,
};

/// Emits `docs/<api>.md`: its resources, with the operations of each.
pub(crate) fn page(book: &Book<'_>, index: usize, api: &Api) -> Page {
    let mut page = Page::new(book.api_page(api), &book::api_title(api));
    page.prose(api.docs.description.as_deref());
    if let Some(link) = api.docs.url.as_deref().and_then(docs::link) {
        page.block(&format!("Vendor documentation: {link}"));
    }
    page.table(&["resource", "operations", "about"]);
    for (at, resource) in api.resources.iter().enumerate() {
        let name = escape::plain(bare(&resource.module));
        let operations = resource.operations.iter().map(|operation| {
            let place = Place {
                api: index,
                resource: at,
                operation,
            };
            let name = escape::plain(bare(&operation.method));
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
    page
}
