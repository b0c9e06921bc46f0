//! The example of a response on the page of an operation.

use crate::emit::prose::{escape, phrases};
use crate::emit::reference::page::Page;
use crate::emit::samples::response::{Example, json_cases};
use crate::ir::{Operation, ResponseType, StatusRange};
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// Appends an example of a successful response, if it is JSON.
///
/// ````text
/// ## Example response
///
/// Status 200, `application/json`:
///
/// ```json
/// {"result": [{"id": "42"}], "next_cursor": null}
/// ```
/// ````
pub(super) fn section(book: &Book<'_>, place: OperationRef<'_>, page: &mut Page) {
    let example = Example::new(book.plan, place);
    let Some(value) = example.and_then(|example| example.success(place.operation)) else {
        return;
    };
    page.heading(2, "Example response");
    page.block(&about(place.operation));
    page.code("json", &format!("{value:#}"));
}

/// ``Status 200, `application/json`:``
fn about(operation: &Operation) -> String {
    if let ResponseType::Records(records) = &operation.response {
        return match records.media.is_events() {
            true => "The data of an event:".to_owned(),
            false => "One of the values:".to_owned(),
        };
    }
    let mut json = json_cases(operation);
    let Some((first, media)) = json
        .next()
        .and_then(|case| Some((case, case.media.as_ref()?)))
    else {
        return String::new();
    };
    let same = json.filter(|case| case.ty == first.ty);
    let statuses = std::iter::once(first).chain(same).map(|case| case.status);
    let statuses: Vec<String> = statuses
        .map(|status: StatusRange| status.to_string())
        .collect();
    let statuses = phrases::alternatives(&statuses);
    format!("Status {statuses}, {}:", escape::code(media.name()))
}
