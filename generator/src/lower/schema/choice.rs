//! The alternatives of `oneOf` and `anyOf`.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema};

use super::references::{self, SchemaRef};
use super::tags::Tag;
use super::view::View;
use crate::bundle::At;
use crate::ir::RequiredSets;
use crate::lower::context::Context;

/// The maximum nesting of choices that become one.
const MOST_LEVELS: usize = 64;

/// The alternatives of a schema.
pub(super) struct Choice<'b> {
    /// The alternatives that describe values, by target. Nested choices are flattened.
    pub(super) alternatives: IndexMap<At<'b>, Alternative<'b>>,
    /// One of the alternatives allows null.
    pub(super) is_nullable: bool,
    /// The required properties of the alternatives that only list some.
    required: Vec<Vec<String>>,
    /// The keywords whose elements are among the alternatives.
    flattened: HashSet<At<'b>>,
    /// A value that fits several alternatives is invalid.
    pub(super) is_exclusive: bool,
    /// The location of the keyword.
    pub(super) at: At<'b>,
}

/// One alternative.
pub(super) struct Alternative<'b> {
    pub(super) schema: SchemaRef<'b>,
    pub(super) at: At<'b>,
    /// The values of the tag, if there is one.
    pub(super) tag: Option<(&'b str, Vec<String>)>,
}

impl<'b> Choice<'b> {
    /// Returns the alternatives of the schema at `at`, if it has any.
    pub(super) fn of(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> Option<Self> {
        let (keyword, elements) = match (view.one_of, view.any_of) {
            ([], []) => return None,
            ([], any_of) => ("anyOf", any_of),
            (one_of, _) => ("oneOf", one_of),
        };
        let mut choice = Self {
            alternatives: IndexMap::new(),
            is_nullable: false,
            required: Vec::new(),
            flattened: HashSet::new(),
            is_exclusive: keyword == "oneOf",
            at: at.key(keyword),
        };
        let tag = Tag::of(cx, view, at);
        let at = choice.at.clone();
        choice.flattened.insert(at.clone());
        choice.collect(cx, (elements, &at), tag.as_ref(), 0);
        Some(choice)
    }

    /// Adds the `elements` of the keyword at `at`, which is nested in `level` choices.
    fn collect(
        &mut self,
        cx: &Context<'b, '_>,
        (elements, at): (&'b [ReferenceOr<Schema>], &At<'b>),
        tag: Option<&Tag<'b>>,
        level: usize,
    ) {
        for (index, element) in elements.iter().enumerate() {
            let (schema, at) = (SchemaRef::from(element), at.index(index));
            let Some((target, target_at)) = references::target(cx, schema, &at) else {
                continue;
            };
            let view = View::of(target);
            self.is_nullable |= view.data.nullable || view.values.allow_null();
            if view.allows_only_null() {
                self.is_nullable = true;
            } else if let Some((keyword, elements)) = view.pure_choice()
                && tag.is_none()
                && level < MOST_LEVELS
            {
                let at = target_at.key(keyword);
                // A choice that is listed again, or that is part of itself, adds nothing.
                if self.flattened.insert(at.clone()) {
                    let tag = Tag::of(cx, &view, &target_at);
                    self.collect(cx, (elements, &at), tag.as_ref(), level + 1);
                }
            } else {
                if view.has_only_required() {
                    self.required.push(view.required.to_vec());
                }
                let values = tag.and_then(|tag| tag.values(cx, &view, &target_at));
                let tag = tag.map(|tag| tag.property).zip(values);
                let alternative = Alternative { schema, at, tag };
                self.alternatives.entry(target_at).or_insert(alternative);
            }
        }
    }

    /// Returns the required properties of all alternatives, if they only list some.
    pub(super) fn required_sets(self) -> Option<RequiredSets> {
        let is_it = !self.required.is_empty() && self.required.len() == self.alternatives.len();
        is_it.then(|| RequiredSets {
            sets: self.required,
            is_exclusive: self.is_exclusive,
            origin: self.at.key_origin(),
        })
    }
}
