//! The choice of a case by its JSON.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::model::{
    JsonKind,
    kind::{Case, Cases, Kind, Shape, is_decimal},
    lenient::name,
    repair::{DEEPEST, unquoted},
};
use crate::tokens::{Token, Tokens};
use crate::{Date, Timestamp};

/// How well a value fits: how specific its type is, and for an object, how many properties are documented.
type Fit = (usize, usize);

/// Returns the case that `json` fits best, and its index. Of equally good ones, the first.
pub(in crate::model) fn choose<'c>(cases: &'c Cases, json: &str) -> Option<(usize, &'c Case)> {
    let json = json.trim_ascii();
    let (tagged, depth) = by_tag(cases, json);
    // Each case is decoded separately, so the decoder's own limit would not apply to all of them together.
    if depth > DEEPEST {
        return None;
    }
    tagged.or_else(|| by_content(cases, &Json::of(json)))
}

/// Returns the first case that a property selects, and how deep the JSON is nested. Of a property that the object has twice, the
/// last value counts, as in a model.
fn by_tag<'c>(cases: &'c Cases, json: &str) -> (Option<(usize, &'c Case)>, usize) {
    let tags = cases.list.iter().enumerate();
    let tags = tags.filter_map(|(index, case)| Some((index, case.tag?)));
    if tags.clone().next().is_none() || !json.starts_with('{') {
        return (None, Tokens::new(json).value().1);
    }
    // The case that the last value of each property selects.
    let mut found: Vec<(&str, Option<usize>)> = Vec::new();
    let mut properties = Properties::of(json);
    for (key, value) in properties.by_ref() {
        let mut known = tags.clone().filter(|(_, (name, _))| *name == key);
        let Some((_, (name, _))) = known.clone().next() else {
            continue;
        };
        let selected = scalar(value).and_then(|value| {
            let selected = known.find(|(_, (_, values))| values.contains(&value.as_ref()));
            selected.map(|(index, _)| index)
        });
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = selected,
            None => found.push((name, selected)),
        }
    }
    let index = found.iter().filter_map(|(_, selected)| *selected).min();
    let case = index.and_then(|index| Some((index, cases.list.get(index)?)));
    (case, properties.deepest + 1)
}

/// The text of a string, a number or a boolean.
fn scalar(json: &str) -> Option<Cow<'_, str>> {
    match json.as_bytes().first()? {
        b'"' => unquoted(json),
        b'{' | b'[' => None,
        _ => Some(Cow::Borrowed(json)),
    }
}

/// Returns the case without a tag that the value fits best.
fn by_content<'c>(cases: &'c Cases, json: &Json<'_>) -> Option<(usize, &'c Case)> {
    let cases = cases.list.iter().enumerate();
    let cases = cases.filter(|(_, case)| case.tag.is_none());
    let fits = cases.filter_map(|(index, case)| Some((fit((case.kind)(), json)?, index, case)));
    let best = fits.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, index, case)| (index, case))
}

/// A value, and the names of an object's properties in alphabetical order.
struct Json<'a> {
    text: &'a str,
    names: Vec<Cow<'a, str>>,
}

impl<'a> Json<'a> {
    fn of(text: &'a str) -> Self {
        let mut names: Vec<_> = Properties::of(text).map(|(key, _)| key).collect();
        names.sort_unstable();
        Self { text, names }
    }

    fn has(&self, name: &str) -> bool {
        let order = |known: &Cow<'_, str>| known.as_ref().cmp(name);
        self.names.binary_search_by(order).is_ok()
    }
}

/// The properties of an object that are not null. Null is as good as absent, since an optional field is not encoded as null.
struct Properties<'a> {
    rest: Tokens<'a>,
    /// How deep the values so far are nested.
    deepest: usize,
}

impl<'a> Properties<'a> {
    /// The properties of a value; none if it is no object.
    fn of(text: &'a str) -> Self {
        let mut rest = Tokens::new(text);
        let is_object = matches!(rest.next(), Some(Token::Open { is_list: false }));
        Self {
            rest: if is_object { rest } else { Tokens::new("") },
            deepest: 0,
        }
    }
}

impl<'a> Iterator for Properties<'a> {
    type Item = (Cow<'a, str>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.rest.peek() == Some(b',') {
                self.rest.next();
            }
            if self.rest.peek() != Some(b'"') {
                return None;
            }
            let (key, _) = self.rest.value();
            self.rest.next();
            let (value, depth) = self.rest.value();
            self.deepest = self.deepest.max(depth);
            if let Some(key) = unquoted(key).filter(|_| value != "null") {
                return Some((stripped(key), value));
            }
        }
    }
}

/// The name of a property, also of one that was set aside.
fn stripped(key: Cow<'_, str>) -> Cow<'_, str> {
    match key {
        Cow::Borrowed(key) => Cow::Borrowed(name(key)),
        Cow::Owned(key) => Cow::Owned(name(&key).to_owned()),
    }
}

/// How well the value fits the kind, or `None` if it does not.
fn fit(kind: Kind, json: &Json<'_>) -> Option<Fit> {
    match (kind, json.text.as_bytes().first()?) {
        (Kind::Any, _) => Some((0, 0)),
        (Kind::Nullable(_), b'n') | (Kind::Map(_), b'{') => Some((1, 0)),
        (Kind::Nullable(of), _) => fit(of(), json),
        (Kind::Leaf(expected, fits), _) => fit_of_leaf(expected, fits, json.text),
        (Kind::Decimal, _) => fit_of_leaf(JsonKind::Number, is_decimal, json.text),
        (Kind::Listed(values), b'"') => Some((rank_of_text(values, json.text), 0)),
        (Kind::List(of) | Kind::Listing(_, of), b'[') => fit_of_list(of, json.text),
        (Kind::Object(shape) | Kind::Listing(shape, _), b'{') => fit_of_object(shape, json),
        // It accepts all JSON, and could contain itself.
        (Kind::OneOf(_), _) => Some((1, 0)),
        (_, _) => None,
    }
}

fn fit_of_leaf(expected: JsonKind, fits: fn(&str) -> bool, text: &str) -> Option<Fit> {
    let rank = match expected {
        JsonKind::Any => return Some((0, 0)),
        // A timestamp keeps any text, so a text is one only if it is valid.
        JsonKind::Timestamp if !is_valid(text, Timestamp::is_valid) => 1,
        JsonKind::Date if !is_valid(text, Date::is_valid) => 1,
        JsonKind::Integer | JsonKind::Timestamp | JsonKind::Date => 3,
        _ => 2,
    };
    let is_one = expected.includes(JsonKind::of(text)) && fits(text);
    is_one.then_some((rank, 0))
}

/// An enum accepts any text, but a documented value is more specific than a text, and any other one less.
fn rank_of_text(values: &[&str], text: &str) -> usize {
    let value = unquoted(text);
    match value.is_some_and(|value| values.contains(&value.as_ref())) {
        true => 3,
        false => 1,
    }
}

fn is_valid<T: DeserializeOwned>(text: &str, is_valid: fn(&T) -> bool) -> bool {
    serde_json::from_str(text).is_ok_and(|value| is_valid(&value))
}

/// A list fits if its first item does.
fn fit_of_list(of: fn() -> Kind, text: &str) -> Option<Fit> {
    let mut rest = Tokens::new(text);
    rest.next();
    if rest.peek() == Some(b']') {
        return Some((1, 0));
    }
    let (rank, known) = fit(of(), &Json::of(rest.value().0))?;
    Some((rank.saturating_add(1), known))
}

/// An object fits if it has the required properties, the better the more of its properties are documented.
fn fit_of_object(shape: &Shape, json: &Json<'_>) -> Option<Fit> {
    let mut known = 0;
    for (name, slot) in shape.names.iter().zip(shape.slots) {
        match json.has(name) {
            true => known += 1,
            false if slot.is_required => return None,
            false => {}
        }
    }
    Some((if known == 0 { 1 } else { 2 }, known))
}
