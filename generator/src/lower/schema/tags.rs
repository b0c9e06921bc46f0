//! Discriminators: properties whose value names the type of an object.

use std::collections::HashMap;

use openapiv3::ReferenceOr;
use serde_json::Value;

use super::references;
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// The maximum nesting of `allOf` elements in which the property is searched.
const MOST_LEVELS: usize = 8;

/// A discriminator.
pub(super) struct Tag<'b> {
    /// The JSON name of the property.
    pub(super) property: &'b str,
    /// The mapped values, by the schema that they select.
    mapped: HashMap<At<'b>, Vec<String>>,
    /// The location of the discriminator.
    pub(super) at: At<'b>,
}

impl<'b> Tag<'b> {
    /// Returns the discriminator of the schema at `at`.
    pub(super) fn of(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> Option<Self> {
        let discriminator = view.data.discriminator.as_ref()?;
        let mut mapped: HashMap<_, Vec<String>> = HashMap::new();
        for (value, reference) in &discriminator.mapping {
            let target = at.target(reference);
            let target = target.and_then(|target| references::component_schema(cx, &target));
            if let Some((_, target)) = target {
                mapped.entry(target).or_default().push(value.clone());
            }
        }
        Some(Self {
            property: &discriminator.property_name,
            mapped,
            at: at.key("discriminator"),
        })
    }

    /// Returns the values that select the schema at `at`: those of the mapping, or else those that its property allows, or else
    /// its name.
    pub(super) fn values(
        &self,
        cx: &Context<'b, '_>,
        view: &View<'b>,
        at: &At<'b>,
    ) -> Option<Vec<String>> {
        if let Some(mapped) = self.mapped.get(at) {
            return Some(mapped.clone());
        }
        let allowed = allowed(cx, view, at, self.property, MOST_LEVELS);
        allowed.or_else(|| Some(vec![at.component("schemas")?.into_owned()]))
    }
}

/// Returns the values of the property of an object, if they are listed.
fn allowed<'b>(
    cx: &Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
    property: &str,
    levels: usize,
) -> Option<Vec<String>> {
    let own = view.properties.and_then(|all| all.get(property));
    if let Some(schema) = own {
        let at = at.key("properties").key(property.to_owned());
        let (schema, _) = references::target(cx, schema.into(), &at)?;
        return texts(&View::of(schema));
    }
    let elements = view.all_of.iter().enumerate();
    elements
        .filter(|_| levels > 0)
        .find_map(|(index, element): (usize, &'b ReferenceOr<_>)| {
            let at = at.key("allOf").index(index);
            let (schema, at) = references::target(cx, element.into(), &at)?;
            allowed(cx, &View::of(schema), &at, property, levels - 1)
        })
}

fn texts(view: &View<'_>) -> Option<Vec<String>> {
    let texts = view.values.iter().map(Value::as_str);
    let texts: Option<Vec<_>> = texts.map(|text| text.map(str::to_owned)).collect();
    texts.filter(|texts| !texts.is_empty())
}
