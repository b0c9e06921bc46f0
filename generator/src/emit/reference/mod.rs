//! Markdown: makes text safe for doc comments, and emits the reference pages.
//!
//! | page | content |
//! |---|---|
//! | `docs/README.md` | front page |
//! | `docs/<api>.md` | an API |
//! | `docs/<api>/<resource>.md` | a resource: its object, its operations, their support |
//! | `docs/<api>/<resource>/<operation>.md` | an operation: parameters, bodies, support, samples |
//! | `docs/<api>/<resource>/<operation>.matrix.md` | fields × integrations, if both are documented |
//! | `docs/by-integration/<slug>.md` | an integration: what it supports and requires |
//! | `docs/by-integration.md` | all integrations |
//! | `docs/book-summary.md` | the table of contents for mdBook |
//!
//! Names with a hyphen cannot clash with an API, since a module name has none.

mod api;
mod extensions;
mod fields;
mod home;
mod operation;
mod page;
mod resource;
mod summary;
mod titles;
mod written;

use crate::emit::output::Output;
use crate::emit::reference::extensions::{chooser, integration, matrix};
use crate::plan::pages::Book;

/// Emits every page and, with a registry, the chooser.
pub(crate) fn pages(book: &Book<'_>) -> Vec<Output> {
    let mut pages = vec![home::page(book), summary::page(book)];
    for (api, of) in book.plan.krate.apis.iter().enumerate() {
        pages.push(api::page(book, api, of));
        for (index, resource) in of.resources.iter().enumerate() {
            pages.push(resource::page(book, api, index, resource));
        }
    }
    for place in book.operations() {
        pages.push(operation::page(book, place));
        pages.extend(matrix::page(book, place));
    }
    pages.extend(integration::pages(book));
    let pages = pages.into_iter().map(page::Page::finish);
    pages.chain(chooser::emit(book)).collect()
}
