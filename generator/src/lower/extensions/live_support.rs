//! The source of live capabilities: `x-truto-live-support`.

use serde_json::Value;

use super::reader::Reader;
use crate::bundle::At;
use crate::diag::Diagnostics;
use crate::ir::{LiveIntegration, LiveSupport};

/// Reads `x-truto-live-support`.
pub(crate) fn live_support(
    diags: &mut Diagnostics,
    value: &Value,
    at: &At<'_>,
) -> Option<LiveSupport> {
    let keys = [
        "list",
        "model",
        "resource",
        "methods",
        "overridden",
        "integration",
        "slug",
        "label",
    ];
    let mut reader = Reader::new(diags, value, at, &keys)?;
    let [list, methods] = ["list", "methods"].map(|key| reader.field_name(key));
    let [model, resource] = ["model", "resource"].map(|key| reader.field_names(key));
    let overridden = reader.has("overridden");
    let overridden = overridden.then(|| reader.field_name("overridden"));
    let integration = integration(&mut reader);
    Some(LiveSupport {
        list: list?,
        model: model?,
        resource: resource?,
        methods: methods?,
        overridden: overridden.flatten(),
        integration,
    })
}

/// Reads the three keys about the integration, all of which are there or none.
fn integration(reader: &mut Reader<'_, '_>) -> Option<LiveIntegration> {
    if !["integration", "slug", "label"]
        .iter()
        .any(|key| reader.has(key))
    {
        return None;
    }
    let object = reader.field_name("integration");
    let [slug, label] = ["slug", "label"].map(|key| reader.field_names(key));
    Some(LiveIntegration {
        object: object?,
        slug: slug?,
        label: label?,
    })
}
