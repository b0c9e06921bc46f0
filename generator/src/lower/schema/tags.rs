//! Discriminators: properties whose value names the type of an object.

use std::collections::{HashMap, HashSet};

use super::references;
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// A discriminator.
pub(super) struct Tag<'b> {
    /// The JSON name of the property.
    pub(super) property: &'b str,
    /// The mapped values, by the schema that they select.
    mapped: HashMap<At<'b>, Vec<String>>,
    /// The mapped schemas, and the locations of their values, in document order.
    pub(super) targets: Vec<(At<'b>, At<'b>)>,
}

impl<'b> Tag<'b> {
    /// Returns the discriminator of the schema at `at`.
    pub(super) fn of(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> Option<Self> {
        let discriminator = view.data.discriminator.as_ref()?;
        let mut mapped: HashMap<_, Vec<String>> = HashMap::new();
        let mut targets = Vec::new();
        for (value, reference) in &discriminator.mapping {
            let target = at.target(reference);
            let target = target.and_then(|target| references::component_schema(cx, &target));
            if let Some((_, target)) = target {
                let value_at = at.key("discriminator").key("mapping").key(value);
                targets.push((target.clone(), value_at));
                mapped.entry(target).or_default().push(value.clone());
            }
        }
        Some(Self {
            property: &discriminator.property_name,
            mapped,
            targets,
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
        self.values_apart(cx, view, at, None)
    }

    /// Returns the values that select the schema at `at`, which extends the one at `base`: the property of the base allows the
    /// values of all that extend it.
    pub(super) fn values_below(
        &self,
        cx: &Context<'b, '_>,
        view: &View<'b>,
        at: &At<'b>,
        base: &At<'b>,
    ) -> Option<Vec<String>> {
        self.values_apart(cx, view, at, Some(base))
    }

    fn values_apart(
        &self,
        cx: &Context<'b, '_>,
        view: &View<'b>,
        at: &At<'b>,
        base: Option<&At<'b>>,
    ) -> Option<Vec<String>> {
        if let Some(mapped) = self.mapped.get(at) {
            return Some(mapped.clone());
        }
        let allowed = allowed(cx, (view, at), self.property, base);
        allowed.or_else(|| Some(vec![at.component("schemas")?.into_owned()]))
    }
}

/// Returns the values of the property of an object, if they are listed in another schema than `skipped`.
fn allowed<'b>(
    cx: &Context<'b, '_>,
    (view, at): (&View<'b>, &At<'b>),
    property: &str,
    skipped: Option<&At<'b>>,
) -> Option<Vec<String>> {
    let mut seen: HashSet<At<'b>> = skipped.into_iter().cloned().collect();
    let mut open = vec![(view.schema, at.clone())];
    while let Some((schema, at)) = open.pop() {
        if !seen.insert(at.clone()) {
            continue;
        }
        let view = View::of(schema);
        let Some(own) = view.properties.and_then(|all| all.get(property)) else {
            let elements = view.all_of.iter().enumerate().rev();
            open.extend(elements.filter_map(|(index, element)| {
                references::target(cx, element.into(), &at.key("allOf").index(index))
            }));
            continue;
        };
        let at = at.key("properties").key(property.to_owned());
        let listed = references::target(cx, own.into(), &at);
        if let Some(texts) = listed.and_then(|(schema, _)| texts(&View::of(schema))) {
            return Some(texts);
        }
    }
    None
}

fn texts(view: &View<'_>) -> Option<Vec<String>> {
    let texts = view.values.to_vec().into_iter();
    let texts: Option<Vec<_>> = texts
        .map(|value| value.as_str().map(str::to_owned))
        .collect();
    texts.filter(|texts| !texts.is_empty())
}
