//! Error responses: on the page of an operation, and the page of those that several operations share.

use crate::emit::prose::{escape, fields, markdown, phrases};
use crate::emit::reference::fields::{Fields, sentence};
use crate::emit::reference::page::Page;
use crate::emit::reference::type_names::type_name;
use crate::emit::reference::{rust_items, titles};
use crate::emit::samples::response::Example;
use crate::ir::{Case, Media, Operation, StatusRange};
use crate::plan::direction::Direction;
use crate::plan::pages::{Book, FAILURES};
use crate::plan::shared_failures::SharedFailure;

/// The number of fields that a row names.
const MOST: usize = 8;

/// The title of the page of error responses.
pub(super) const TITLE: &str = "Error responses";

/// The section of the documented error responses.
///
/// ```text
/// ## Error responses
///
/// | status | body | about |
/// | --- | --- | --- |
/// | 404 | object: `code`, `message` | There is no such pet. [Details of the body](../../error-responses.md). |
/// ```
pub(super) fn section(book: &Book<'_>, operation: &Operation, page: &mut Page) {
    if operation.failure.is_none() {
        return;
    }
    page.heading(2, TITLE);
    page.table(&["status", "body", "about"]);
    let mut has_shared = false;
    for case in &operation.failures {
        let mut about = sentence(&case.docs.description, &None);
        let target = target(book, case);
        if let Some(target) = &target {
            has_shared = true;
            let link = page.link(promise(case), target);
            about = format!("{about} {link}.");
        }
        page.row(&[
            case.status.to_string(),
            body(book, case),
            about.trim().to_owned(),
        ]);
    }
    page.row(&[]);
    if has_shared && let Some(ty) = &operation.failure {
        let rust = rust_items::of_failure(book.plan, ty, page);
        page.block(&rust);
    }
}

/// The section of the page of error responses that explains a response.
fn target(book: &Book<'_>, case: &Case) -> Option<String> {
    let position = book.failures.position(case)?;
    Some(match book.failures.all().len() {
        1 => FAILURES.to_owned(),
        _ => format!("{FAILURES}#{}", id(position)),
    })
}

/// What the page of error responses has beyond the row of a response.
fn promise(case: &Case) -> &'static str {
    let text = case.docs.description.as_deref().map(markdown::blocks);
    let is_explained = text.is_some_and(|lines| lines.iter().any(String::is_empty));
    match is_explained {
        true => "Explanation and body",
        false => "Details of the body",
    }
}

fn id(position: usize) -> String {
    format!("response-{}", position + 1)
}

/// ``object: `code`, `message` ``
fn body(book: &Book<'_>, case: &Case) -> String {
    let ty = match (&case.media, &case.ty) {
        (Some(Media::Json(_)), Some(ty)) => ty,
        (Some(media), _) => return escape::code(media.name()),
        (None, _) => return String::new(),
    };
    let name = type_name(book, ty, None);
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

/// Emits `docs/error-responses.md`: the error responses that several operations have.
///
/// ```text
/// # Error responses
///
/// ## 404: There is no such pet
///
/// | field | type | about |
/// ```
pub(super) fn page(book: &Book<'_>) -> Option<Page> {
    let all = book.failures.all();
    let mut page = Page::new(FAILURES.to_owned(), TITLE);
    match all {
        [] => return None,
        [only] => {
            page.prose(only.case.docs.description.as_deref());
            let guides = titles::guides(book, &page, FAILURES);
            page.block(&guides);
            if only.statuses.iter().any(|of| *of != StatusRange::Default) {
                page.block(&format!("Status: {}.", statuses(only)));
            }
            page.heading(2, "Body");
            explain(book, only, &mut page);
        }
        all => {
            page.block("Error responses that several operations have.");
            let guides = titles::guides(book, &page, FAILURES);
            page.block(&guides);
            for (position, failure) in all.iter().enumerate() {
                let anchor = page.anchor(&id(position));
                page.block(&anchor);
                let heading = heading(failure);
                page.heading(2, &heading);
                page.prose(beyond(&heading, failure.case.docs.description.as_deref()));
                explain(book, failure, &mut page);
            }
        }
    }
    Some(page)
}

/// The maximum length of a description in a heading, in bytes.
const LONGEST: usize = 60;

/// `404: There is no such pet`, `422: unprocessable`: the first sentence of the description or, if that is long, the words for
/// the status.
fn heading(failure: &SharedFailure<'_>) -> String {
    let statuses = statuses(failure);
    let about = fields::short(&failure.case.docs).unwrap_or_default();
    let about = match about.trim_end_matches('.') {
        short if short.len() <= LONGEST => short.to_owned(),
        _ => words(failure),
    };
    match about.as_str() {
        "" => statuses,
        about => format!("{statuses}: {about}"),
    }
}

/// The words for the statuses, as in `not found or gone`; empty if there are more than two, or none is known.
fn words(failure: &SharedFailure<'_>) -> String {
    let has_words = |status: &&StatusRange| !matches!(status, StatusRange::Default);
    let words = failure.statuses.iter().filter(|status| has_words(status));
    let words: Vec<String> = words.map(|status| status.words()).collect();
    match words.len() {
        1 | 2 => phrases::alternatives(&words),
        _ => String::new(),
    }
}

/// Returns the description, unless the heading contains all of it.
fn beyond<'d>(heading: &str, description: Option<&'d str>) -> Option<&'d str> {
    description.filter(|text| {
        let text = markdown::blocks(text).join(" ");
        !heading.ends_with(&format!(": {}", text.trim_end_matches('.')))
    })
}

/// `404 or 410`
fn statuses(failure: &SharedFailure<'_>) -> String {
    let statuses = failure.statuses.iter().map(ToString::to_string);
    phrases::alternatives(&statuses.collect::<Vec<_>>())
}

fn explain(book: &Book<'_>, failure: &SharedFailure<'_>, page: &mut Page) {
    let rust = rust_items::of_failure(book.plan, failure.ty, page);
    page.block(&rust);
    let fields = Fields {
        book,
        api: failure.api,
        direction: Direction::Response,
        anchor: "error",
        place: None,
        rows: &[],
    };
    fields.table(page, failure.ty);
    let example = Example::failure(book.plan, failure.ty);
    if !example.is_null() {
        page.heading(3, "Example");
        page.code("json", &format!("{example:#}"));
    }
}
