//! How certain names are, as it is written in the documents.

use super::names::keys;
use crate::day::Day;
use crate::ir::{Docs, Provenance};
use crate::refresh::draft::Draft;
use crate::refresh::render::Yaml;
use crate::source::Origin;

/// Returns the value of a provenance; `None` for the default, which is not written.
pub(super) fn written(provenance: Provenance) -> Option<Yaml> {
    let text = match provenance {
        Provenance::Documented => return None,
        Provenance::Live(day) => return Some(live(day)),
        Provenance::Older => "older",
        Provenance::Inferred => "inferred",
        Provenance::Object => "object",
    };
    Some(Yaml::text(text))
}

pub(super) fn live(day: Day) -> Yaml {
    Yaml::Scalar(format!("live {day}"))
}

/// Marks a field or parameter, which the API has, as live if its name was not certain. Returns its new provenance.
pub(in crate::refresh) fn confirm(
    draft: &mut Draft<'_>,
    docs: &Docs,
    at: Origin,
    day: Day,
) -> Option<Provenance> {
    if docs.provenance.is_certain() {
        return None;
    }
    let known = draft.sites.at(at)?.entry(keys::PROVENANCE)?;
    if draft.touch(known.tree.origin) {
        draft.replace(known.tree.origin, live(day).flow());
    }
    Some(Provenance::Live(day))
}
