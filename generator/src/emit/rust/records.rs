//! Streams of events and lines, as the `request!` macro and the docs of builders name them.

use proc_macro2::Literal;

use crate::emit::prose::phrases;
use crate::emit::rust::types;
use crate::ir::{Media, RecordForm, Records, ResponseType};
use crate::plan::builders::Builder;
use crate::plan::modules::ModuleId;
use crate::plan::root::Plan;

/// `ChatChunk = "text/event-stream" as Whole`
pub(super) fn output(plan: &Plan<'_>, from: ModuleId, records: &Records) -> String {
    let form = match (&records.media, records.form) {
        (_, RecordForm::Text) => " as Text",
        (_, RecordForm::Whole) => " as Whole",
        (Media::Sequence(_), RecordForm::Json) => " as Sequence",
        (_, RecordForm::Json) => "",
    };
    let ty = types::rust(plan, from, &records.ty);
    format!("{ty} = {}{form}", Literal::string(records.media.name()))
}

/// What the docs of a builder say about its streams.
pub(super) fn docs(builder: &Builder<'_>) -> Vec<String> {
    let operation = builder.operation;
    let mut all = Vec::new();
    if let ResponseType::Records(records) = &operation.response {
        let stream = match records.media.is_events() {
            true => "an [`EventStream`](truto_runtime::EventStream)",
            false => "a [`LineStream`](truto_runtime::LineStream)",
        };
        all.push(format!(
            "It returns {stream}: {} are read as they arrive, and the timeout applies to each wait for more of them.",
            phrases::records(records)
        ));
    }
    for records in &operation.streams {
        let kind = phrases::records(records);
        all.push(format!(
            "[`send_{kind}`](Self::send_{kind}) returns a stream of {kind} instead."
        ));
    }
    all
}
