//! Error responses on the page of an operation.

use crate::emit::prose::escape;
use crate::emit::reference::fields;
use crate::emit::reference::page::Page;
use crate::ir::{Case, Media, Operation};
use crate::plan::pages::Book;

/// The number of fields that a row names.
const MOST: usize = 8;

/// The section of the documented error responses.
///
/// ```text
/// ## Error responses
///
/// | status | body | about |
/// | --- | --- | --- |
/// | 404 | object: `code`, `message` | There is no such pet. |
/// ```
pub(super) fn section(book: &Book<'_>, operation: &Operation, page: &mut Page) {
    if operation.failure.is_none() {
        return;
    }
    page.heading(2, "Error responses");
    page.table(&["status", "body", "about"]);
    for case in &operation.failures {
        page.row(&[
            case.status.to_string(),
            body(book, case),
            fields::sentence(&case.docs.description, &None),
        ]);
    }
    page.row(&[]);
}

/// ``object: `code`, `message` ``
fn body(book: &Book<'_>, case: &Case) -> String {
    let ty = match (&case.media, &case.ty) {
        (Some(Media::Json(_)), Some(ty)) => ty,
        (Some(media), _) => return escape::code(media.name()),
        (None, _) => return String::new(),
    };
    let name = fields::type_name(book, ty, None);
    let of = ty.named().and_then(|id| book.plan.package.structure(id));
    let Some(of) = of.filter(|of| !of.fields.is_empty()) else {
        return name;
    };
    let wires = of.fields.iter().take(MOST);
    let mut wires: Vec<String> = wires.map(|field| escape::code(&field.wire)).collect();
    if of.fields.len() > MOST {
        wires.push("…".to_owned());
    }
    format!("{name}: {}", wires.join(", "))
}
