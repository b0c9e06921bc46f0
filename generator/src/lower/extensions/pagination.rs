//! The pagination of an operation: `x-truto-pagination`.

use serde_json::Value;

use super::reader::Reader;
use crate::bundle::At;
use crate::diag::Diagnostics;
use crate::ir::Pagination;

/// Reads `x-truto-pagination`.
pub(crate) fn pagination(
    diags: &mut Diagnostics,
    value: &Value,
    at: &At<'_>,
) -> Option<Pagination> {
    let origin = at.key_origin();
    let keys = ["items", "cursor", "previous", "count", "partial"];
    let mut reader = Reader::new(diags, value, at, &keys)?;
    let (items, cursor) = (reader.property("items"), reader.property("cursor"));
    let [previous, count, partial] =
        ["previous", "count", "partial"].map(|key| reader.optional_property(key));
    Some(Pagination {
        items: items?,
        cursor: cursor?,
        previous,
        count,
        partial,
        origin,
    })
}
