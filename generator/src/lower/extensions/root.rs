//! The extensions of a root document.

use super::reader::Reader;
use super::{registry, sample_values, samples};
use crate::ir::{Registry, SampleTemplate, SampleValues, SyncNames};
use crate::lower::context::Context;
use crate::source::Origin;

/// Reads the registry of the document.
pub(crate) fn registry(cx: &mut Context<'_, '_>) -> Option<Registry> {
    let at = cx.root.key("x-truto-registry");
    registry::registry(cx.diags, at.value()?, &at)
}

/// Reads the templates of samples of the document.
pub(crate) fn samples(cx: &mut Context<'_, '_>) -> Vec<SampleTemplate> {
    let at = cx.root.key("x-truto-samples");
    match at.value() {
        Some(value) => samples::templates(cx.diags, value, &at),
        None => Vec::new(),
    }
}

/// Reads the values for samples of the API.
pub(crate) fn sample_values(cx: &mut Context<'_, '_>) -> Option<SampleValues> {
    let at = cx.root.key("x-truto-sample-values");
    let read = sample_values::values(cx.diags, at.value()?, &at)?;
    Some(SampleValues {
        is_partial: cx.is_selection,
        ..read
    })
}

/// Reads the names with which lists can be copied: `x-truto-sync`.
pub(crate) fn sync(cx: &mut Context<'_, '_>) -> Option<SyncNames> {
    let at = cx.root.key("x-truto-sync");
    let keys = ["id", "updated", "since"];
    let mut reader = Reader::new(cx.diags, at.value()?, &at, &keys)?;
    let [updated, since] =
        ["updated", "since"].map(|key| reader.has(key).then(|| reader.field_name(key)).flatten());
    Some(SyncNames {
        id: reader.field_name("id")?,
        updated,
        since,
    })
}

/// Whether operations also have their former names: `x-truto-former-builders`.
pub(crate) fn has_former_names(cx: &Context<'_, '_>) -> bool {
    cx.root.key("x-truto-former-builders").value().is_some()
}

/// Whether a write can be repeated: `x-truto-idempotency`.
pub(crate) fn is_idempotent(cx: &Context<'_, '_>) -> bool {
    cx.root.key("x-truto-idempotency").value() == Some(&true.into())
}

/// Returns the location of `x-truto-signed-webhooks`, if the server signs the requests that it sends.
pub(crate) fn signed_webhooks(cx: &Context<'_, '_>) -> Option<Origin> {
    let at = cx.root.key("x-truto-signed-webhooks");
    (at.value() == Some(&true.into())).then(|| at.key_origin())
}

/// Whether the operations have a support matrix: `x-truto-matrix`.
pub(crate) fn has_matrix(cx: &Context<'_, '_>) -> bool {
    cx.root.key("x-truto-matrix").value() != Some(&false.into())
}
