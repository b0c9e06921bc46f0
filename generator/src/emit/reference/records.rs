//! Streams of events and lines on the page of an operation.

use crate::emit::prose::escape;
use crate::emit::reference::fields::Fields;
use crate::emit::reference::page::Page;
use crate::ir::{RecordForm, Records};

/// The section of a stream that is the response, or of one that can be requested instead.
pub(super) fn section(page: &mut Page, fields: &Fields<'_>, records: &Records, is_only: bool) {
    let is_events = records.media.is_events();
    page.heading(
        2,
        match (is_only, is_events) {
            (true, _) => "Response body",
            (false, true) => "Stream of events",
            (false, false) => "Stream of lines",
        },
    );
    let media = escape::code(records.media.name());
    let about = match (is_only, is_events) {
        (true, true) => format!("A stream of events, {media}, which are returned as they arrive."),
        (true, false) => {
            format!("A stream of JSON values, {media}, which are returned as they arrive.")
        }
        (false, true) => format!(
            "`send_events` requests {media}: the events are returned as they arrive. If the API expects a field or parameter that \
             asks for events, set it too."
        ),
        (false, false) => format!(
            "`send_lines` requests {media}: JSON values, which are returned as they arrive. If the API expects a field or parameter \
             that asks for them, set it too."
        ),
    };
    let content = match (is_events, records.form) {
        (false, _) => "Each value:",
        (true, RecordForm::Json) => "The data of each event, as JSON:",
        (true, RecordForm::Text) => "The data of each event, as text:",
        (true, RecordForm::Whole) => "Each event, whose data is JSON or text:",
    };
    page.block(&format!("{about} {content}"));
    fields.table(page, &records.ty);
}
