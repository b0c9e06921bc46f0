//! The one of several schemas that alone decides the type of a value.

use openapiv3::Schema;

use super::overlap::{self, Narrower};
use super::references::{Located, SchemaRef};
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// The schema that alone decides the type of another one that includes it.
pub(super) struct Sole<'b> {
    pub(super) schema: SchemaRef<'b>,
    pub(super) at: At<'b>,
    /// The other elements that are not references, which annotate the values or restrict them.
    pub(super) others: Vec<(&'b Schema, At<'b>)>,
    /// The elements whose values do not fit the type.
    pub(super) contrary: Vec<At<'b>>,
}

impl<'b> Sole<'b> {
    /// Returns the element of the schema at `at` that alone decides its type.
    pub(super) fn of(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> Option<Self> {
        if let Some(sole) = view.sole_element() {
            return Some(Self {
                schema: sole.schema(),
                at: sole.at(at),
                others: remarks(view, at),
                contrary: Vec::new(),
            });
        }
        let has_parts = !view.one_of.is_empty() || !view.any_of.is_empty();
        let is_object = view.properties.is_some() || view.additional.is_some();
        if view.all_of.is_empty() || has_parts || is_object || !view.required.is_empty() {
            return None;
        }
        narrowest(cx, view, at)
    }
}

fn remarks<'b>(view: &View<'b>, at: &At<'b>) -> Vec<(&'b Schema, At<'b>)> {
    let remarks = view.remarks();
    remarks
        .map(|(index, remark)| (remark, at.key("allOf").index(index)))
        .collect()
}

/// Returns the narrowest element, if none of them is an object.
fn narrowest<'b>(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> Option<Sole<'b>> {
    let elements = view.all_of.iter().enumerate();
    let elements = elements.map(|(index, element)| {
        let located: Located<'b> = (element.into(), at.key("allOf").index(index));
        located
    });
    let has_own_values = view.describes_values() || !matches!(view.ty, None | Some("object"));
    let own = has_own_values.then(|| (SchemaRef::Item(view.schema), at.clone()));
    let mut others = Vec::new();
    let mut found: Option<Located<'b>> = None;
    let (mut contrary, mut has_value) = (Vec::new(), false);
    for element in elements.chain(own) {
        let (target, _) = overlap::defined(cx, &element)?;
        let kind = overlap::kind(&target);
        if kind == Some("object") {
            return None;
        }
        has_value |= kind.is_some();
        if let SchemaRef::Item(schema) = element.0
            && element.1 != *at
        {
            others.push((schema, element.1.clone()));
        }
        if kind.is_none() && !target.is_choice() {
            continue;
        }
        found = Some(match found {
            None => element,
            Some(known) => match overlap::narrower(cx, &known, &element) {
                Narrower::First | Narrower::Both => known,
                Narrower::Second => element,
                Narrower::Merged | Narrower::Neither => {
                    contrary.push(element.1);
                    known
                }
            },
        });
    }
    let (schema, sole_at) = found.filter(|_| has_value)?;
    others.retain(|(_, at)| *at != sole_at);
    Some(Sole {
        schema,
        at: sole_at,
        others,
        contrary,
    })
}
