//! Lookup of values in objects by path, and their comparison.

use std::cmp::Ordering;

use serde_json::Value;

use super::{
    store::{Entry, text},
    time,
};

/// The sort key of a value: times before numbers before all else, so that the order is total.
#[derive(PartialEq)]
enum Rank {
    Time(i128),
    Number(f64),
    Text(String),
}

impl Rank {
    fn of(value: &Value) -> Self {
        let text = text(value).unwrap_or_default();
        match (time::parse(&text), text.parse()) {
            (Some(time), _) => Self::Time(time),
            (None, Ok(number)) => Self::Number(number),
            (None, Err(_)) => Self::Text(text),
        }
    }
}

/// Compares two values.
pub(super) fn compare(one: &Value, other: &Value) -> Ordering {
    match (Rank::of(one), Rank::of(other)) {
        (Rank::Time(one), Rank::Time(other)) => one.cmp(&other),
        (Rank::Time(_), _) => Ordering::Less,
        (_, Rank::Time(_)) => Ordering::Greater,
        (Rank::Number(one), Rank::Number(other)) => one.total_cmp(&other),
        (Rank::Number(_), _) => Ordering::Less,
        (_, Rank::Number(_)) => Ordering::Greater,
        (Rank::Text(one), Rank::Text(other)) => one.cmp(&other),
    }
}

/// Whether a value equals a text: a time equals the same time, a number all its notations, any other text only itself.
pub(super) fn is_equal(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) if text == wanted => true,
        Value::String(text) => {
            time::parse(text).is_some_and(|time| Some(time) == time::parse(wanted))
        }
        Value::Number(number) => number.as_f64() == wanted.parse().ok(),
        value => text(value).as_deref() == Some(wanted),
    }
}

/// The values at a path; lists on the way are flattened.
pub(super) fn values_at<'e>(entry: &'e Entry, path: &[String]) -> Vec<&'e Value> {
    let Some((name, rest)) = path.split_first() else {
        return Vec::new();
    };
    let mut found: Vec<&Value> = entry.get(name).into_iter().flat_map(items).collect();
    for name in rest {
        let inner = found.into_iter().filter_map(|value| value.get(name));
        found = inner.flat_map(items).collect();
    }
    found
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    let (list, one) = match value {
        Value::Array(items) => (items.as_slice(), None),
        value => (&[][..], Some(value)),
    };
    list.iter().chain(one)
}
