//! Second choices of a schema: its type is one of the alternatives of the first one.

use std::collections::HashSet;

use openapiv3::{ReferenceOr, Schema};

use super::choice::{self, Choice};
use super::elements;
use super::overlap;
use super::references;
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// Returns the keywords, in the schemas of a choice and in those that they include by `allOf`, whose alternatives describe objects
/// but are no alternatives of the choice.
pub(super) fn choices<'b>(cx: &Context<'b, '_>, choice: &Choice<'b>) -> Vec<At<'b>> {
    let known: HashSet<_> = choice
        .alternatives
        .keys()
        .filter_map(|key| key.first())
        .collect();
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut open: Vec<_> = choice.sources.iter().rev().cloned().collect();
    while let Some((schema, at)) = open.pop() {
        if !seen.insert(at.clone()) {
            continue;
        }
        let view = View::of(schema);
        let others = choice::own(cx, &view, &at).filter(|one| {
            let list = at.key(one.0);
            !choice.flattened.contains(&list)
                && !choice::is_of_subtypes(cx, *one, &at)
                && adds_fields(cx, one.1, &list, &known)
        });
        found.extend(others.map(|(keyword, _)| at.key(keyword)));
        let elements = elements::elements(cx, &view, &at);
        open.extend(elements.iter().rev().cloned());
    }
    found
}

/// Whether one of the elements of `list` describes properties and is none of the `known` schemas.
fn adds_fields<'b>(
    cx: &Context<'b, '_>,
    elements: &'b [ReferenceOr<Schema>],
    list: &At<'b>,
    known: &HashSet<&At<'b>>,
) -> bool {
    let elements = elements.iter().enumerate();
    let mut targets = elements
        .filter_map(|(index, element)| references::target(cx, element.into(), &list.index(index)));
    targets.any(|(schema, at)| has_fields(schema) && !known.contains(&at))
}

fn has_fields(schema: &Schema) -> bool {
    let view = View::of(schema);
    let is_object = matches!(overlap::kind(&view), None | Some("object"));
    is_object && (view.properties.is_some() || !view.all_of.is_empty() || view.is_choice())
}
