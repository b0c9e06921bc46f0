//! The alternatives of `oneOf` and `anyOf`.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema};

use super::elements;
use super::references::{self, SchemaRef};
use super::restrictions;
use super::tag_values::{self, Doubt, Selected};
use super::tags::Tag;
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// The maximum nesting of choices that become one.
const MOST_LEVELS: usize = 64;

/// The alternatives of a schema.
pub(super) struct Choice<'b> {
    /// The alternatives that describe values, by target and the schemas beside them. Nested choices are flattened.
    pub(super) alternatives: IndexMap<Vec<At<'b>>, Alternative<'b>>,
    /// One of the alternatives allows null.
    pub(super) is_nullable: bool,
    /// The keywords whose elements are among the alternatives.
    pub(super) flattened: HashSet<At<'b>>,
    /// The schemas that have these keywords, or include one that has.
    pub(super) sources: Vec<(&'b Schema, At<'b>)>,
    /// The alternatives that the property of a discriminator may not select as is meant.
    pub(super) doubts: Vec<(At<'b>, &'b str, Doubt)>,
    /// A value that fits several alternatives is invalid.
    pub(super) is_exclusive: bool,
    /// The location of the keyword.
    pub(super) at: At<'b>,
}

/// One alternative.
#[derive(Clone)]
pub(super) struct Alternative<'b> {
    pub(super) schema: SchemaRef<'b>,
    pub(super) at: At<'b>,
    /// The values of the tag, if there is one.
    pub(super) tag: Option<(&'b str, Vec<String>)>,
    /// The schemas that a value of this alternative also has to fit, apart from their own choices.
    pub(super) beside: Vec<(&'b Schema, At<'b>)>,
}

/// The keyword that lists alternatives, in a schema or in one that it includes by `allOf`.
struct Listed<'b> {
    elements: &'b [ReferenceOr<Schema>],
    at: At<'b>,
    tag: Option<Tag<'b>>,
}

impl<'b> Listed<'b> {
    fn elements(&self) -> impl Iterator<Item = (SchemaRef<'b>, At<'b>)> {
        let elements = self.elements.iter().enumerate();
        elements.map(|(index, element)| (element.into(), self.at.index(index)))
    }

    /// Returns what selects each of the elements that are no null, by target.
    fn selected(&self, cx: &Context<'b, '_>) -> HashMap<At<'b>, Selected> {
        let Some(tag) = &self.tag else {
            return HashMap::new();
        };
        let targets = self.elements();
        let targets = targets.filter_map(|(schema, at)| references::target(cx, schema, &at));
        let targets = targets.filter(|(schema, _)| !View::of(schema).allows_only_null());
        tag_values::of(cx, tag, targets.collect(), None)
    }
}

impl<'b> Choice<'b> {
    /// Returns the alternatives of the schema at `at`, if it has any, or else those of an element of `allOf`.
    pub(super) fn of(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> Option<Self> {
        Self::within(cx, view, at, &[])
    }

    /// Returns the alternatives of the schema at `at`, whose values also have to fit the schemas `outer`.
    pub(super) fn within(
        cx: &Context<'b, '_>,
        view: &View<'b>,
        at: &At<'b>,
        outer: &[(&'b Schema, At<'b>)],
    ) -> Option<Self> {
        let listed = listed(cx, view, at)?;
        let mut choice = Self {
            alternatives: IndexMap::new(),
            is_nullable: false,
            flattened: HashSet::from([listed.at.clone()]),
            sources: vec![(view.schema, at.clone())],
            doubts: Vec::new(),
            is_exclusive: listed.at.name() == "oneOf",
            at: listed.at.clone(),
        };
        let outer = [outer, &beside(view, at)].concat();
        choice.collect(cx, &listed, &outer, 0);
        Some(choice)
    }

    /// Adds the elements of a keyword that is nested in `level` choices.
    fn collect(
        &mut self,
        cx: &Context<'b, '_>,
        listed: &Listed<'b>,
        outer: &[(&'b Schema, At<'b>)],
        level: usize,
    ) {
        let mut selected = listed.selected(cx);
        for (schema, at) in listed.elements() {
            let Some((target, target_at)) = references::target(cx, schema, &at) else {
                continue;
            };
            let view = View::of(target);
            self.is_nullable |= view.data.nullable || view.values.allow_null();
            if view.allows_only_null() {
                self.is_nullable = true;
                continue;
            }
            let is_flat = listed.tag.is_some() || level >= MOST_LEVELS;
            if let Some(nested) = self::listed(cx, &view, &target_at).filter(|_| !is_flat) {
                // A choice that is listed again, or that is part of itself, adds nothing.
                if self.flattened.insert(nested.at.clone()) {
                    self.sources.push((target, target_at.clone()));
                    let outer = [outer, &beside(&view, &target_at)].concat();
                    self.collect(cx, &nested, &outer, level + 1);
                }
                continue;
            }
            // Of a schema that is listed twice, the first alternative counts.
            let selected = selected.remove(&target_at);
            let tag = listed.tag.as_ref().map(|tag| tag.property).zip(selected);
            if let Some((
                property,
                Selected {
                    doubt: Some(doubt), ..
                },
            )) = &tag
            {
                self.doubts.push((at.clone(), property, *doubt));
            }
            let alternative = Alternative {
                schema,
                at,
                tag: tag.and_then(|(property, selected)| Some((property, selected.values?))),
                beside: outer.to_vec(),
            };
            let beside = outer.iter().map(|(_, at)| at.clone());
            let key = std::iter::once(target_at).chain(beside).collect();
            self.alternatives.entry(key).or_insert(alternative);
        }
    }
}

/// Returns the schema if its alternatives also have to fit it.
fn beside<'b>(view: &View<'b>, at: &At<'b>) -> Vec<(&'b Schema, At<'b>)> {
    match view.pure_choice() {
        Some(_) => Vec::new(),
        None => vec![(view.schema, at.clone())],
    }
}

/// Returns the location of the keyword whose alternatives describe the values of the schema at `at`.
pub(super) fn keyword<'b>(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> Option<At<'b>> {
    let (schema, at) = source(cx, view, at)?;
    let (keyword, _) = own(cx, &View::of(schema), &at).next()?;
    Some(at.key(keyword))
}

fn listed<'b>(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> Option<Listed<'b>> {
    let (schema, at) = source(cx, view, at)?;
    let view = View::of(schema);
    let (keyword, elements) = own(cx, &view, &at).next()?;
    Some(Listed {
        elements,
        at: at.key(keyword),
        tag: Tag::of(cx, &view, &at),
    })
}

/// Returns the schema whose alternatives describe the values of the one at `at`: itself, or one that it includes by `allOf`.
fn source<'b>(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> Option<(&'b Schema, At<'b>)> {
    if own(cx, view, at).next().is_some() {
        return Some((view.schema, at.clone()));
    }
    let elements = elements::elements(cx, view, at);
    let mut elements = elements.iter();
    elements.find_map(|element| inherited(cx, element))
}

/// Returns the schema whose alternatives those have that include `element`. Alternatives that are its own subtypes do not count.
fn inherited<'b>(
    cx: &Context<'b, '_>,
    element: &(&'b Schema, At<'b>),
) -> Option<(&'b Schema, At<'b>)> {
    let known = &cx.facts.inherited;
    let mut entered = HashSet::new();
    let mut open = vec![element.clone()];
    while let Some((schema, at)) = open.last().cloned() {
        let view = View::of(schema);
        let elements = elements::elements(cx, &view, &at);
        // What a schema includes comes first. Chains can be long, so this is not recursive.
        if known.get(&at).is_none() && entered.insert(at.clone()) && !elements.is_empty() {
            open.extend(elements.iter().rev().cloned());
            continue;
        }
        known.get_or(&at, || {
            let own = own(cx, &view, &at).next();
            match own.filter(|own| !is_of_subtypes(cx, *own, &at)) {
                Some(_) => Some((schema, at.clone())),
                None => elements.iter().find_map(|(_, at)| known.get(at)?),
            }
        });
        open.pop();
    }
    known.get(&element.1)?
}

/// Whether the alternatives that the schema at `at` lists include it by `allOf`. Then a schema that includes it is one of its
/// subtypes, and not all of them.
pub(super) fn is_of_subtypes<'b>(
    cx: &Context<'b, '_>,
    (keyword, elements): (&'static str, &'b [ReferenceOr<Schema>]),
    at: &At<'b>,
) -> bool {
    let list = at.key(keyword);
    cx.facts.are_subtypes.get_or(&list, || {
        let elements = elements.iter().enumerate();
        let targets = elements.filter_map(|(index, element)| {
            references::target(cx, element.into(), &list.index(index))
        });
        elements::one_includes(cx, targets.collect(), at)
    })
}

/// Returns the keywords of the schema whose elements describe values and not only restrict them.
pub(super) fn own<'b>(
    cx: &Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
) -> impl Iterator<Item = (&'static str, &'b [ReferenceOr<Schema>])> {
    let keywords = [("oneOf", view.one_of), ("anyOf", view.any_of)];
    let keywords = keywords
        .into_iter()
        .filter(|(_, elements)| !elements.is_empty());
    keywords.filter(move |(keyword, _)| restrictions::of(cx, view, at, keyword).is_none())
}
