//! The table of contents for mdBook.

use crate::emit::prose::escape;
use crate::emit::reference::page::Page;
use crate::emit::reference::{home, titles};
use crate::plan::extensions::pages::INTEGRATIONS;
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// Emits `docs/book-summary.md`. Its links are relative to the parent of `docs`, which also contains the guides.
pub(crate) fn page(book: &Book<'_>) -> Page {
    let mut page = Page::new("docs/book-summary.md".to_owned(), "Summary");
    page.line("[Reference](docs/README.md)");
    if !book.plan.options.guides.is_empty() {
        page.line("\n# Guides\n");
        page.line(&entry(0, "All guides", "guides/README.md"));
        for guide in &book.plan.options.guides {
            page.line(&entry(0, &guide.title, &book.guide_page(&guide.stem)));
        }
    }
    page.line("\n# Operations\n");
    for (title, path, _) in home::shared(book) {
        page.line(&entry(0, title, &path));
    }
    for (index, api) in book.plan.package.apis.iter().enumerate() {
        let level = usize::from(!book.plan.is_flat());
        if level > 0 {
            let title = titles::api_title(book, api);
            page.line(&entry(0, &title, &book.api_page(api)));
        }
        for (at, resource) in api.resources.iter().enumerate() {
            let name = escape::plain(bare(&book.plan.names.resource(resource).module));
            page.line(&entry(level, &name, &book.resource_page(api, resource)));
            for operation in &resource.operations {
                let place = OperationRef {
                    api: index,
                    resource: at,
                    operation,
                };
                operation_entries(book, place, level + 1, &mut page);
            }
        }
        if let Some(target) = book.changes_page(api) {
            page.line(&entry(level, "Changes", &target));
        }
        if let Some(target) = book.webhooks_page(api) {
            let is_own_page = target != book.api_page(api);
            if is_own_page {
                page.line(&entry(level, "Webhooks", &target));
            }
            let level = level + usize::from(is_own_page);
            for (index, webhook) in api.webhooks.iter().enumerate() {
                let target = book.webhook_page(api, index);
                page.line(&entry(level, &escape::plain(&webhook.name), &target));
            }
        }
    }
    if book.plan.usage.registry {
        page.line("\n# Integrations\n");
        let all = format!("docs/{INTEGRATIONS}.md");
        page.line(&entry(0, "Integrations", &all));
        for of in book.integrations() {
            if let Some(target) = book.integration_page(&of.slug) {
                page.line(&entry(1, &escape::plain(&of.label), &target));
            }
        }
    }
    page
}

fn operation_entries(book: &Book<'_>, place: OperationRef<'_>, level: usize, page: &mut Page) {
    let title = titles::title(book, place.operation);
    page.line(&entry(level, &title, &book.operation_page(place)));
    if let Some(matrix) = book.matrix_page(place) {
        page.line(&entry(level + 1, "Support matrix", &matrix));
    }
}

fn entry(level: usize, title: &str, target: &str) -> String {
    format!("{:indent$}- [{title}]({target})", "", indent = 2 * level)
}
