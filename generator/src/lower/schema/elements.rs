//! The elements of `allOf`.

use std::collections::HashSet;
use std::rc::Rc;

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
) -> Rc<[(&'b Schema, At<'b>)]> {
    if view.all_of.is_empty() {
        return Rc::default();
    }
    cx.facts.elements.get_or(at, || {
        let elements = view.all_of.iter().enumerate();
        let elements = elements.map(|(index, element)| (element, at.key("allOf").index(index)));
        elements
            .filter_map(|(element, at)| references::target(cx, element.into(), &at))
            .collect()
    })
}

/// Whether the schema includes the one at `base` by `allOf`.
pub(super) fn includes<'b>(
    cx: &Context<'b, '_>,
    (schema, at): (&'b Schema, &At<'b>),
    base: &At<'b>,
) -> bool {
    one_includes(cx, vec![(schema, at.clone())], base)
}

/// Whether one of the schemas includes the one at `base` by `allOf`.
pub(super) fn one_includes<'b>(
    cx: &Context<'b, '_>,
    mut open: Vec<(&'b Schema, At<'b>)>,
    base: &At<'b>,
) -> bool {
    let mut seen = HashSet::new();
    while let Some((schema, at)) = open.pop() {
        if seen.insert(at.clone()) {
            let elements = elements(cx, &View::of(schema), &at);
            if elements.iter().any(|(_, at)| at == base) {
                return true;
            }
            open.extend(elements.iter().cloned());
        }
    }
    false
}
