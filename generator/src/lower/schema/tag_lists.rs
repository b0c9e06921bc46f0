//! The values that schemas list for the property of a discriminator.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use openapiv3::Schema;

use super::references;
use super::view::View;
use crate::bundle::At;
use crate::ir::tag_text;
use crate::lower::context::Context;

/// The lists that are known. Each is read once, since many schemas can share a long one.
#[derive(Default)]
pub(super) struct Lists<'b> {
    indexes: HashMap<At<'b>, Option<usize>>,
    all: Vec<IndexSet<String>>,
}

/// The list of an object, by index.
pub(super) enum Found {
    /// Its own one.
    Own(usize),
    /// That of another schema that it includes.
    OfOther(usize),
    Nothing,
}

impl<'b> Lists<'b> {
    /// Returns the values of a list.
    pub(super) fn values(&self, index: usize) -> Option<&IndexSet<String>> {
        self.all.get(index)
    }

    fn index(&mut self, (schema, at): (&'b Schema, At<'b>)) -> Option<usize> {
        if let Some(known) = self.indexes.get(&at) {
            return *known;
        }
        let index = texts(&View::of(schema)).map(|texts| {
            self.all.push(texts);
            self.all.len() - 1
        });
        self.indexes.insert(at, index);
        index
    }

    /// Finds the list of the object at `at`. What the schema at `base`, and schemas for which `is_other`, list for the property does
    /// not belong to the object, although it includes them.
    pub(super) fn find(
        &mut self,
        cx: &Context<'b, '_>,
        (schema, at): (&'b Schema, &At<'b>),
        property: &str,
        base: Option<&At<'b>>,
        is_other: impl Fn(&At<'b>) -> bool,
    ) -> Found {
        let mut found = Found::Nothing;
        let mut seen = HashSet::new();
        let mut open = vec![(schema, at.clone())];
        while let Some((schema, at)) = open.pop() {
            if !seen.insert(at.clone()) {
                continue;
            }
            let view = View::of(schema);
            let is_base = base == Some(&at);
            let own = view.properties.and_then(|all| all.get(property));
            if let Some(own) = own {
                let at_own = at.key("properties").key(property.to_owned());
                let listed = references::target(cx, own.into(), &at_own);
                match listed.and_then(|listed| self.index(listed)) {
                    Some(list) if is_base || is_other(&at) => found = Found::OfOther(list),
                    Some(list) => return Found::Own(list),
                    None => {}
                }
            }
            if !is_base && (own.is_none() || is_other(&at)) {
                let elements = view.all_of.iter().enumerate().rev();
                open.extend(elements.filter_map(|(index, element)| {
                    references::target(cx, element.into(), &at.key("allOf").index(index))
                }));
            }
        }
        found
    }
}

fn texts(view: &View<'_>) -> Option<IndexSet<String>> {
    let values = view.values.to_vec().into_iter();
    let values = values.filter(|value| !value.is_null());
    let texts: Option<IndexSet<_>> = values
        .map(|value| tag_text(&value).map(Cow::into_owned))
        .collect();
    texts.filter(|texts| !texts.is_empty())
}
