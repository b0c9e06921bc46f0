//! The choice of a case by its JSON.

use std::{borrow::Cow, collections::BTreeMap};

use serde::de::DeserializeOwned;

use crate::model::{
    JsonKind,
    kind::{Case, Cases, Kind, Shape, is_decimal},
    lenient::name,
    repair::{DEEPEST, unquoted},
};
use crate::tokens::Tokens;
use crate::{Date, Timestamp};

/// How well a value fits: how specific its type is, and for an object, how many properties are documented.
type Fit = (usize, usize);

/// Returns the case that `json` fits best, and its index. Of equally good ones, the first.
pub(in crate::model) fn choose<'c>(cases: &'c Cases, json: &str) -> Option<(usize, &'c Case)> {
    // Each case is decoded separately, so the decoder's own limit would not apply to all of them together.
    let (json, depth) = Tokens::new(json).value();
    let json = Some(Json::of(json)).filter(|_| depth <= DEEPEST)?;
    let cases = cases.list.iter().enumerate();
    let fits = cases.filter_map(|(index, case)| Some((fit_of_case(case, &json)?, index, case)));
    let best = fits.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, index, case)| (index, case))
}

/// A value, and the properties of an object.
struct Json<'a> {
    text: &'a str,
    properties: BTreeMap<Cow<'a, str>, &'a str>,
}

impl<'a> Json<'a> {
    fn of(text: &'a str) -> Self {
        let mut properties = BTreeMap::new();
        let mut rest = Tokens::new(text);
        if rest.peek() == Some(b'{') {
            rest.next();
            while let Some((key, value)) = property(&mut rest) {
                // Null is as good as absent, since an optional field is not encoded as null.
                let key = unquoted(key).filter(|_| value != "null");
                properties.extend(key.map(|key| (stripped(key), value)));
            }
        }
        Self { text, properties }
    }
}

fn property<'a>(rest: &mut Tokens<'a>) -> Option<(&'a str, &'a str)> {
    if rest.peek() == Some(b',') {
        rest.next();
    }
    if rest.peek() != Some(b'"') {
        return None;
    }
    let (key, _) = rest.value();
    rest.next();
    Some((key, rest.value().0))
}

/// The name of a property, also of one that was set aside.
fn stripped(key: Cow<'_, str>) -> Cow<'_, str> {
    match key {
        Cow::Borrowed(key) => Cow::Borrowed(name(key)),
        Cow::Owned(key) => Cow::Owned(name(&key).to_owned()),
    }
}

fn fit_of_case(case: &Case, json: &Json<'_>) -> Option<Fit> {
    let Some((property, values)) = case.tag else {
        return fit((case.kind)(), json);
    };
    let value = unquoted(json.properties.get(property)?)?;
    values.contains(&value.as_ref()).then_some((usize::MAX, 0))
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
    let mut fields = shape.names.iter().zip(shape.slots);
    let is_complete =
        fields.all(|(name, slot)| !slot.is_required || json.properties.contains_key(*name));
    let known = shape.names.iter();
    let known = known.filter(|name| json.properties.contains_key(**name));
    match known.count() {
        _ if !is_complete => None,
        0 => Some((1, 0)),
        known => Some((2, known)),
    }
}
