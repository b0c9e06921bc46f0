//! The titles of pages.

use crate::emit::prose::escape;
use crate::ir::{Api, Operation};
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

/// The title of an API, or the name of its module.
pub(crate) fn api_title(book: &Book<'_>, api: &Api) -> String {
    titled(api.docs.summary.as_deref(), &book.plan.names.api(api).name)
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
