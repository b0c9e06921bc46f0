//! The elements of `allOf`.

use std::collections::HashSet;

use openapiv3::Schema;

use super::references;
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// Returns the elements of `allOf` of the schema at `at`, resolved.
pub(super) fn elements<'b>(
    cx: &Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
) -> Vec<(&'b Schema, At<'b>)> {
    let elements = view.all_of.iter().enumerate();
    let elements = elements.map(|(index, element)| (element, at.key("allOf").index(index)));
    elements
        .filter_map(|(element, at)| references::target(cx, element.into(), &at))
        .collect()
}

/// Whether the schema includes the one at `base` by `allOf`.
pub(super) fn includes<'b>(
    cx: &Context<'b, '_>,
    (schema, at): (&'b Schema, &At<'b>),
    base: &At<'b>,
) -> bool {
    let mut seen = HashSet::new();
    let mut open = elements(cx, &View::of(schema), at);
    while let Some((schema, at)) = open.pop() {
        if at == *base {
            return true;
        }
        if seen.insert(at.clone()) {
            open.extend(elements(cx, &View::of(schema), &at));
        }
    }
    false
}
