//! The pages of the reference, in Markdown, and the chooser.
//!
//! | page | content |
//! |---|---|
//! | `docs/README.md` | front page; of the only API, if there is one |
//! | `docs/<api>.md` | one of several APIs |
//! | `docs/<api>/api-changes.md` | the recorded changes of each release |
//! | `docs/<api>/<resource>.md` | a resource: its object, its operations, their support |
//! | `docs/<api>/<resource>/<operation>.md` | an operation: parameters, bodies, support, samples |
//! | `docs/<api>/webhooks.md`, `docs/<api>/webhooks/<webhook>.md` | the requests that the API sends: all of them, and the body of each |
//! | `docs/<api>/<resource>/<operation>.matrix.md` | fields × integrations, if both are documented |
//! | `docs/request-options.md`, `docs/error-responses.md` | the options and error responses that several operations share |
//! | `docs/by-integration/<slug>.md` | an integration: what it supports and requires |
//! | `docs/by-integration.md`, `docs/by-integration/coverage.svg` | all integrations, and a picture of what they support |
//! | `docs/book-summary.md` | the table of contents for mdBook |
//!
//! The folder of the only API is `docs/`. Names with a hyphen cannot clash with an API or a resource, since a module name has none.

mod api;
mod changes;
mod example;
mod extensions;
mod failures;
mod fields;
mod home;
mod operation;
mod page;
mod parameters;
mod records;
mod resource;
mod rust_items;
mod summary;
mod titles;
mod type_names;
mod webhooks;

use crate::emit::output::Part;
use crate::emit::reference::extensions::{
    chooser, compare, coverage, integration, interactive, matrix, options, overview,
};
use crate::emit::reference::page::Page;
use crate::plan::pages::Book;

/// Every page and, with a registry, the chooser and the comparison.
pub(crate) fn parts<'a>(book: &'a Book<'a>) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> = vec![
        Box::new(|| chooser::emit(book)),
        Box::new(|| compare::emit(book)),
        Box::new(|| interactive::emit(book)),
        Box::new(|| vec![home::page(book).finish(), summary::page(book).finish()]),
        Box::new(|| {
            let shared = [options::page(book), failures::page(book)];
            shared.into_iter().flatten().map(Page::finish).collect()
        }),
        Box::new(|| {
            let page = overview::page(book).map(Page::finish);
            page.into_iter().chain(coverage::emit(book)).collect()
        }),
    ];
    for (api, of) in book.plan.package.apis.iter().enumerate() {
        if !book.plan.is_flat() {
            parts.push(Box::new(move || vec![api::page(book, api, of).finish()]));
        }
        parts.push(Box::new(move || {
            let page = changes::page(book, of).map(Page::finish);
            page.into_iter().collect()
        }));
        parts.push(Box::new(move || {
            let pages = webhooks::pages(book, of).into_iter();
            pages.map(Page::finish).collect()
        }));
        for (index, resource) in of.resources.iter().enumerate() {
            let page = move || vec![resource::page(book, api, index, resource).finish()];
            parts.push(Box::new(page));
        }
    }
    for place in book.operations() {
        parts.push(Box::new(move || {
            let pages = [
                Some(operation::page(book, place)),
                matrix::page(book, place),
            ];
            pages.into_iter().flatten().map(Page::finish).collect()
        }));
    }
    for entry in book.integrations() {
        let page = move || integration::page(book, entry).map(Page::finish);
        parts.push(Box::new(move || page().into_iter().collect()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::page::Page;

    #[test]
    fn the_emitter_of_a_page_is_who_begins_it() {
        let page = Page::new("docs/a.md".to_owned(), "A");
        assert_eq!(page.finish().emitter, file!());
    }
}
