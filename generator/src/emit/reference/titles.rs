//! The titles of pages.

use crate::emit::prose::escape;
use crate::emit::reference::page::Page;
use crate::ir::{Api, HttpMethod, Operation};
use crate::plan::names::bare;
use crate::plan::pages::Book;

/// The summary of an operation, or the name of its method.
pub(crate) fn title(book: &Book<'_>, operation: &Operation) -> String {
    let title = titled(
        operation.docs.summary.as_deref(),
        &book.plan.names.operation(operation).method,
    );
    let variant = operation.variant.as_deref();
    let variant = variant.filter(|_| has_text(operation.docs.summary.as_deref()));
    match variant {
        Some(variant) => format!("{title} ({})", escape::plain(variant)),
        None => title,
    }
}

/// ``<span class="method get">GET</span> `/pets` ``
pub(crate) fn address(operation: &Operation) -> String {
    format!(
        "{} {}",
        method(operation.http),
        escape::code(&operation.path)
    )
}

/// An HTTP method, which the site shows as a badge.
pub(crate) fn method(http: HttpMethod) -> String {
    let name = http.as_str();
    format!(
        "<span class=\"method {}\">{name}</span>",
        name.to_lowercase()
    )
}

/// The title of an API, or the name of its module.
pub(crate) fn api_title(book: &Book<'_>, api: &Api) -> String {
    titled(api.docs.summary.as_deref(), &book.plan.names.api(api).name)
}

/// `Guides: [Paging](../guides/paging.md)`: those that link to `target`, which is a page or a place on it; empty if there are none.
pub(crate) fn guides(book: &Book<'_>, page: &Page, target: &str) -> String {
    let links = book.guides_to(target);
    let links = links.map(|guide| page.link(&guide.title, &book.guide_page(&guide.stem)));
    let links: Vec<String> = links.collect();
    match links.len() {
        0 => String::new(),
        1 => format!("Guide: {}.", links.concat()),
        _ => format!("Guides: {}.", links.join(", ")),
    }
}

fn has_text(summary: Option<&str>) -> bool {
    summary.is_some_and(|summary| !summary.trim().is_empty())
}

/// Escapes a summary, which is plain text. Titles are used as link texts, so they contain no links.
fn titled(summary: Option<&str>, name: &str) -> String {
    let summary = summary.map(escape::plain).unwrap_or_default();
    match summary.trim() {
        "" => escape::plain(bare(name)),
        summary => summary.to_owned(),
    }
}
