//! Markdown: made harmless for doc comments, and emitted as pages for readers who choose integrations.
//!
//! | page | is of |
//! |---|---|
//! | `docs/README.md` | everything |
//! | `docs/<api>.md` | an API |
//! | `docs/<api>/<resource>.md` | a resource: its object, its operations, their support |
//! | `docs/<api>/<resource>/<operation>.md` | an operation: parameters, bodies, support, samples |
//! | `docs/<api>/<resource>/<operation>.matrix.md` | fields × integrations, where something is known of both |
//! | `docs/by-integration/<slug>.md` | an integration: what it supports and requires |
//! | `docs/by-integration.md` | all of them |
//! | `docs/book-summary.md` | the table of contents, as mdBook reads it |
//!
//! Names with a hyphen are ours: no module of an API can be called so.

mod api;
mod book;
mod cells;
pub(crate) mod escape;
mod fields;
mod home;
mod integration;
mod matrix;
mod operation;
mod page;
mod resource;
pub(crate) mod safe;
mod summary;
mod written;

use std::collections::BTreeMap;

pub(crate) use book::Book;

/// Emits every page, by its path.
pub(crate) fn pages(book: &Book<'_>) -> BTreeMap<String, Vec<u8>> {
    let mut pages = vec![home::page(book), summary::page(book)];
    for (api, of) in book.context.krate.apis.iter().enumerate() {
        pages.push(api::page(book, api, of));
        for (index, resource) in of.resources.iter().enumerate() {
            pages.push(resource::page(book, api, index, resource));
        }
    }
    for place in book.places() {
        pages.push(operation::page(book, place));
        pages.extend(matrix::page(book, place));
    }
    pages.extend(integration::pages(book));
    pages.into_iter().map(page::Page::finish).collect()
}
