//! Which of two schemas of one property decides its type.

use std::collections::HashSet;

use openapiv3::AdditionalProperties;

use super::choice::Choice;
use super::derived;
use super::elements;
use super::outline::Outline;
use super::references::{self, Located, SchemaRef};
use super::scalars::of_format;
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;
use crate::lower::extensions::keys;

/// The maximum nesting of schemas that are compared.
const MOST_LEVELS: usize = 16;

/// The schema that accepts no more values than the other one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Narrower {
    First,
    Second,
    /// They accept the same values, as far as types can tell.
    Both,
    /// Both describe objects, and each adds something: the values have the properties of both.
    Merged,
    /// Each of them accepts values that the other one does not.
    Neither,
}

impl Narrower {
    /// Returns the second schema if `second` is true, or else the first one.
    fn second_if(second: bool) -> Self {
        if second { Self::Second } else { Self::First }
    }

    /// Combines what two parts of the schemas say.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Both, one) | (one, Self::Both) => one,
            (one, other) if one == other => one,
            (Self::Neither, _) | (_, Self::Neither) => Self::Neither,
            _ => Self::Merged,
        }
    }
}

/// Returns the narrower one of two schemas.
pub(super) fn narrower<'b>(
    cx: &Context<'b, '_>,
    first: &Located<'b>,
    second: &Located<'b>,
) -> Narrower {
    Comparison {
        cx,
        compared: HashSet::new(),
        ignores_required: false,
    }
    .compare(first, second, 0)
}

struct Comparison<'c, 'b, 'd> {
    cx: &'c Context<'b, 'd>,
    /// The pairs that have been compared, or that are being compared, and whether `required` was ignored: they add nothing.
    compared: HashSet<(At<'b>, At<'b>, bool)>,
    /// Whether it does not matter which properties are required: items of lists cannot be merged.
    ignores_required: bool,
}

impl<'b> Comparison<'_, 'b, '_> {
    fn compare(&mut self, first: &Located<'b>, second: &Located<'b>, level: usize) -> Narrower {
        if first.0 == second.0 {
            return Narrower::Both;
        }
        let (Some(first), Some(second)) = (defined(self.cx, first), defined(self.cx, second))
        else {
            return Narrower::Both;
        };
        let pair = (first.1.clone(), second.1.clone(), self.ignores_required);
        if first.1 == second.1 || !self.compared.insert(pair) {
            return Narrower::Both;
        }
        if level > MOST_LEVELS {
            return Narrower::Neither;
        }
        match (kind(&first.0), kind(&second.0)) {
            (None, None) => self.untyped(&first, &second),
            (None, Some("object")) if self.only_requires(&first) => {
                self.objects(&first, &second, level)
            }
            (Some("object"), None) if self.only_requires(&second) => {
                self.objects(&first, &second, level)
            }
            (None, Some(_)) => self.beside_untyped(&first, &second, level, Narrower::Second),
            (Some(_), None) => self.beside_untyped(&second, &first, level, Narrower::First),
            (Some("number"), Some("integer")) => Narrower::Second,
            (Some("integer"), Some("number")) => Narrower::First,
            (Some(one), Some(other)) if one != other => Narrower::Neither,
            (Some("array"), _) => self.lists(&first, &second, level),
            (Some("object"), _) => self.objects(&first, &second, level),
            (Some(ty), _) => scalars(ty, &first.0, &second.0),
        }
    }

    /// Compares two schemas without a type, such as choices.
    fn untyped(&self, first: &(View<'b>, At<'b>), second: &(View<'b>, At<'b>)) -> Narrower {
        let choices = (
            Choice::of(self.cx, &first.0, &first.1),
            Choice::of(self.cx, &second.0, &second.1),
        );
        match choices {
            (None, None) => Narrower::Both,
            (None, Some(_)) => Narrower::Second,
            (Some(_), None) => Narrower::First,
            (Some(first), Some(second)) => {
                let first: HashSet<_> = first.alternatives.keys().collect();
                let second: HashSet<_> = second.alternatives.keys().collect();
                subset(&first, &second)
            }
        }
    }

    /// Compares a schema without a type, which may be a choice, to the `typed` one, and returns `narrower` if it fits.
    fn beside_untyped(
        &mut self,
        untyped: &(View<'b>, At<'b>),
        typed: &(View<'b>, At<'b>),
        level: usize,
        narrower: Narrower,
    ) -> Narrower {
        let Some(choice) = Choice::of(self.cx, &untyped.0, &untyped.1) else {
            return narrower;
        };
        let typed = (SchemaRef::Item(typed.0.schema), typed.1.clone());
        let fits = choice.alternatives.into_values().any(|one| {
            let found = self.compare(&(one.schema, one.at), &typed, level + 1);
            matches!(found, Narrower::Second | Narrower::Both)
        });
        if fits { narrower } else { Narrower::Neither }
    }

    fn lists(
        &mut self,
        (first, first_at): &(View<'b>, At<'b>),
        (second, second_at): &(View<'b>, At<'b>),
        level: usize,
    ) -> Narrower {
        match (first.items, second.items) {
            (None, None) => Narrower::Both,
            (None, Some(_)) => Narrower::Second,
            (Some(_), None) => Narrower::First,
            (Some(first), Some(second)) => {
                let first = (first.into(), first_at.key("items"));
                let second = (second.into(), second_at.key("items"));
                let mut found = self.compare(&first, &second, level + 1);
                if matches!(found, Narrower::Merged | Narrower::Neither) && !self.ignores_required {
                    self.ignores_required = true;
                    found = self.compare(&first, &second, level + 1);
                    self.ignores_required = false;
                }
                match found {
                    Narrower::Merged => Narrower::Neither,
                    found => found,
                }
            }
        }
    }

    fn objects(
        &mut self,
        first: &(View<'b>, At<'b>),
        second: &(View<'b>, At<'b>),
        level: usize,
    ) -> Narrower {
        if elements::includes(self.cx, (second.0.schema, &second.1), &first.1) {
            return Narrower::Second;
        }
        if elements::includes(self.cx, (first.0.schema, &first.1), &second.1) {
            return Narrower::First;
        }
        match (is_any_object(&first.0), is_any_object(&second.0)) {
            (true, true) => Narrower::Both,
            (true, false) if !self.tightens(first, second) => Narrower::Second,
            (false, true) if !self.tightens(second, first) => Narrower::First,
            _ => self.structs(first, second, level),
        }
    }

    /// Whether a schema without a type says nothing but which properties an object requires.
    fn only_requires(&self, (view, at): &(View<'b>, At<'b>)) -> bool {
        !view.required.is_empty()
            && view.values.is_empty()
            && Choice::of(self.cx, view, at).is_none()
    }

    /// Whether a schema of any object requires properties that are optional in the `object`, whose properties can be merged.
    fn tightens(
        &self,
        (any, any_at): &(View<'b>, At<'b>),
        (object, at): &(View<'b>, At<'b>),
    ) -> bool {
        if any.required.is_empty()
            || self.ignores_required
            || self.is_whole(any, any_at)
            || self.is_whole(object, at)
            || derived::has_subtypes(self.cx, object, at)
        {
            return false;
        }
        let outline = Outline::of(self.cx, object.schema, at);
        let mut required = any.required.iter().map(String::as_str);
        required
            .any(|name| outline.properties.contains_key(name) && !outline.required.contains(name))
    }

    /// Whether the properties of an object are no fields of a struct: it is raw JSON or a sum type.
    fn is_whole(&self, view: &View<'b>, at: &At<'b>) -> bool {
        keys::is_raw(&view.data.extensions) || Choice::of(self.cx, view, at).is_some()
    }

    /// Compares two objects by their properties: the narrower one has all of the other one. If both add something, they are merged, also if
    /// they contradict each other in a property, which is reported for that property. The properties of a sum type and of an object with
    /// subtypes cannot be merged.
    fn structs(
        &mut self,
        (first, first_at): &(View<'b>, At<'b>),
        (second, second_at): &(View<'b>, At<'b>),
        level: usize,
    ) -> Narrower {
        if self.is_whole(first, first_at) || self.is_whole(second, second_at) {
            return Narrower::Neither;
        }
        let have_subtypes = [(first, first_at), (second, second_at)]
            .map(|(view, at)| derived::has_subtypes(self.cx, view, at));
        let first = Outline::of(self.cx, first.schema, first_at);
        let second = Outline::of(self.cx, second.schema, second_at);
        let names = |outline: &Outline<'b>| outline.properties.keys().copied().collect();
        let mut found = subset::<&str>(&names(&second), &names(&first))
            .and(values_of_maps(first.values, second.values));
        for (name, first) in &first.properties {
            if let Some(second) = second.properties.get(name) {
                found = found.and(self.compare(first, second, level + 1));
            }
        }
        if !self.ignores_required {
            let known = |name: &&str| {
                first.properties.contains_key(name) || second.properties.contains_key(name)
            };
            let required = |outline: &Outline<'b>| -> HashSet<&str> {
                outline.required.iter().copied().filter(known).collect()
            };
            found = found.and(subset(&required(&second), &required(&first)));
        }
        match (have_subtypes, found) {
            ([false, false], _) => {}
            ([true, false], Narrower::First | Narrower::Both) => return Narrower::First,
            ([false, true], Narrower::Second | Narrower::Both) => return Narrower::Second,
            _ => return Narrower::Neither,
        }
        let has_properties = !first.properties.is_empty() || !second.properties.is_empty();
        match found {
            Narrower::Neither if has_properties => Narrower::Merged,
            found => found,
        }
    }
}

/// Follows references and schemas that add nothing to their only element.
pub(super) fn defined<'b>(
    cx: &Context<'b, '_>,
    (schema, at): &Located<'b>,
) -> Option<(View<'b>, At<'b>)> {
    let mut seen = HashSet::new();
    let (mut schema, mut at) = references::target(cx, *schema, at)?;
    loop {
        let view = View::of(schema);
        let Some(sole) = view.sole_element().filter(|_| seen.insert(at.clone())) else {
            return Some((view, at));
        };
        (schema, at) = references::target(cx, sole.schema(), &sole.at(&at))?;
    }
}

/// Returns the kind of JSON that a schema describes, which its keywords tell if it has no type.
pub(super) fn kind<'a>(view: &View<'a>) -> Option<&'a str> {
    let is_object = view.properties.is_some() || view.additional.is_some();
    match view.ty {
        Some(ty) => Some(ty),
        None if is_object => Some("object"),
        None if !view.all_of.is_empty() => kind_of_elements(view),
        None if view.items.is_some() => Some("array"),
        None if view.values.is_empty() => None,
        None => view
            .values
            .to_vec()
            .iter()
            .all(|one| one.is_string() || one.is_null())
            .then_some("string"),
    }
}

/// Returns the kind of the elements of `allOf`: objects, unless one of them says otherwise.
fn kind_of_elements<'a>(view: &View<'a>) -> Option<&'a str> {
    let written = view.all_of.iter().filter_map(|element| element.as_item());
    let mut types = written.filter_map(|element| View::of(element).ty);
    Some(types.find(|ty| *ty != "object").unwrap_or("object"))
}

fn is_any_object(view: &View<'_>) -> bool {
    view.properties.is_none()
        && view.all_of.is_empty()
        && !matches!(view.additional, Some(AdditionalProperties::Schema(_)))
}

/// Compares the schemas of additional properties.
fn values_of_maps(
    first: Option<&AdditionalProperties>,
    second: Option<&AdditionalProperties>,
) -> Narrower {
    match (first, second) {
        (Some(first), Some(second)) if first == second => Narrower::Both,
        (Some(_), Some(_)) => Narrower::Neither,
        (Some(_), None) => Narrower::First,
        (None, Some(_)) => Narrower::Second,
        (None, None) => Narrower::Both,
    }
}

/// Compares two scalars of the type `ty`.
fn scalars(ty: &str, first: &View<'_>, second: &View<'_>) -> Narrower {
    let listed = |view: &View<'_>| -> HashSet<String> {
        let values = view.values.to_vec().into_iter();
        values
            .filter(|value| !value.is_null())
            .map(|value| value.to_string())
            .collect()
    };
    match (first.values.is_empty(), second.values.is_empty()) {
        (false, false) => return subset(&listed(first), &listed(second)),
        (false, true) => return Narrower::First,
        (true, false) => return Narrower::Second,
        (true, true) => {}
    }
    match (first.format.as_deref(), second.format.as_deref()) {
        (first, second) if first == second => Narrower::Both,
        (Some(_), None) => Narrower::First,
        (None, Some(_)) => Narrower::Second,
        (first, second) if of_format(ty, first) == of_format(ty, second) => Narrower::Both,
        (first, _) if matches!(ty, "integer" | "number") => {
            Narrower::second_if(!matches!(first, Some("int32" | "float")))
        }
        _ => Narrower::Neither,
    }
}

/// Compares two sets of values.
fn subset<T: Eq + std::hash::Hash>(first: &HashSet<T>, second: &HashSet<T>) -> Narrower {
    match (first.is_subset(second), second.is_subset(first)) {
        (true, true) => Narrower::Both,
        (true, false) => Narrower::First,
        (false, true) => Narrower::Second,
        (false, false) => Narrower::Neither,
    }
}
