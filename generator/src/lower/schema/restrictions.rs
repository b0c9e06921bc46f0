//! Alternatives that only restrict the values of the object that lists them.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::references;
use super::view::View;
use crate::bundle::At;
use crate::ir::{RequiredSet, RequiredSets};
use crate::lower::context::Context;

/// Returns what the alternatives under `keyword` of the schema at `at` require, if they do not describe values themselves.
pub(super) fn of<'b>(
    cx: &Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
    keyword: &'static str,
) -> Option<RequiredSets> {
    let elements = match keyword {
        "oneOf" => view.one_of,
        _ => view.any_of,
    };
    let at = at.key(keyword);
    let has_fields = view.properties.is_some() && view.data.discriminator.is_none();
    let mut sets = Vec::with_capacity(elements.len());
    for (index, element) in elements.iter().enumerate() {
        let (schema, _) = references::target(cx, element.into(), &at.index(index))?;
        let one = View::of(schema);
        let is_inline = matches!(element, ReferenceOr::Item(_));
        let is_restriction =
            one.has_only_required() || (has_fields && is_inline && restricts(view, &one));
        if !is_restriction {
            return None;
        }
        sets.push(set(&one));
    }
    (!sets.is_empty()).then(|| RequiredSets {
        sets,
        is_exclusive: keyword == "oneOf",
        origin: at.key_origin(),
    })
}

/// Whether `one` only says which properties of the object are present and which of their values are allowed.
fn restricts(object: &View<'_>, one: &View<'_>) -> bool {
    let is_object = matches!(one.ty, None | Some("object"));
    let has_other_keywords = one.not
        || one.items.is_some()
        || !one.values.is_empty()
        || one.data.nullable
        || matches!(one.additional, Some(AdditionalProperties::Schema(_)));
    let mut properties = one.properties.into_iter().flatten();
    is_object
        && !has_other_keywords
        && is_single(one)
        && properties.all(|(name, schema)| {
            let known = object.properties.is_some_and(|all| all.contains_key(name));
            known && schema.as_item().is_some_and(|schema| lists_values(schema))
        })
}

/// Whether the schema of a property describes nothing but its values.
fn lists_values(schema: &Schema) -> bool {
    let view = View::of(schema);
    let is_plain = view.properties.is_none() && view.additional.is_none() && view.items.is_none();
    is_plain && !view.not && is_single(&view)
}

fn is_single(view: &View<'_>) -> bool {
    view.all_of.is_empty() && view.one_of.is_empty() && view.any_of.is_empty()
}

fn set(view: &View<'_>) -> RequiredSet {
    let properties = view.properties.into_iter().flatten();
    let values = properties.filter_map(|(name, schema)| {
        let values = View::of(schema.as_item()?).values.to_vec();
        (!values.is_empty()).then(|| (name.clone(), values))
    });
    RequiredSet {
        names: view.required.to_vec(),
        values: values.collect(),
    }
}
