//! The source of live capabilities: `x-truto-live-support`.

use serde_json::Value;

use super::reader::Reader;
use crate::bundle::At;
use crate::diag::Diagnostics;
use crate::ir::LiveSupport;

/// Reads `x-truto-live-support`.
pub(crate) fn live_support(
    diags: &mut Diagnostics,
    value: &Value,
    at: &At<'_>,
) -> Option<LiveSupport> {
    let keys = ["list", "model", "resource", "methods", "overridden"];
    let mut reader = Reader::new(diags, value, at, &keys)?;
    let [list, methods] = ["list", "methods"].map(|key| reader.field_name(key));
    let [model, resource] = ["model", "resource"].map(|key| reader.field_names(key));
    let overridden = reader.has("overridden");
    let overridden = overridden.then(|| reader.field_name("overridden"));
    Some(LiveSupport {
        list: list?,
        model: model?,
        resource: resource?,
        methods: methods?,
        overridden: overridden.flatten(),
    })
}
