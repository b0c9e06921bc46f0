//! Fields of an update: unchanged, cleared or set.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// A field of an update: unchanged, cleared or set.
///
/// The setters of an update accept anything that converts into a `Patch`. A plain value sets the field, and [`Patch::Null`]
/// clears it by sending null. Fields whose setter is not called are not sent.
///
/// ```
/// # use truto_runtime::{Map, Patch, Value};
/// # #[derive(Default)]
/// # struct Update { name: Patch<String>, title: Patch<String>, tags: Patch<Vec<String>>, fields: Patch<Map<String, Value>> }
/// # impl Update {
/// #     fn name(mut self, name: impl Into<Patch<String>>) -> Self { self.name = name.into(); self }
/// #     fn title(mut self, title: impl Into<Patch<String>>) -> Self { self.title = title.into(); self }
/// #     fn tags(mut self, tags: impl Into<Patch<Vec<String>>>) -> Self { self.tags = tags.into(); self }
/// #     fn custom_fields(mut self, fields: impl Into<Patch<Map<String, Value>>>) -> Self { self.fields = fields.into(); self }
/// # }
/// # let update = Update::default();
/// # let words = "a b".split(' ');
/// let update = update
///     .name("Ada")
///     .title(Patch::Null)
///     .tags(words.collect::<Patch<_>>())
///     .custom_fields([("plan", "pro")]);
/// # assert!(update.title.is_null() && update.name.value().is_some());
/// # assert_eq!(update.tags.value().map(Vec::len), Some(2));
/// # assert_eq!(update.fields.value().map(Map::len), Some(1));
/// ```
///
/// An `Option` does not convert, because its `None` is ambiguous: use [`or_null`](Self::or_null) to clear the field, or
/// [`or_absent`](Self::or_absent) to leave it unchanged. A list or a map converts from an array, or is collected from an iterator
/// with `collect::<Patch<_>>()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// The field is not sent, and stays unchanged. The default.
    #[default]
    Absent,
    /// The field is sent as null, which clears it.
    Null,
    /// The field is set to this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns whether the field is not sent.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the field is sent as null.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value that is sent, if one is.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// A mutable reference to the value that is sent, if one is.
    #[must_use]
    pub const fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value that is sent, if one is.
    #[must_use]
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Converts an `Option`; `None` becomes [`Null`](Self::Null), which clears the field.
    #[must_use]
    pub fn or_null(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    /// Converts an `Option`; `None` becomes [`Absent`](Self::Absent), which leaves the field unchanged.
    #[must_use]
    pub fn or_absent(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }

    /// Converts into a nested `Option`: absent becomes `None`, and null becomes `Some(None)`.
    #[must_use]
    pub fn into_nested(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// Maps the value with a function.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(change(value)),
        }
    }

    /// Maps the value with a function that can fail.
    ///
    /// # Errors
    /// The error of `change`.
    pub fn try_map<U, E>(self, change: impl FnOnce(T) -> Result<U, E>) -> Result<Patch<U>, E> {
        Ok(match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(change(value)?),
        })
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// A type that converts from text: the enums of [`open_enum!`](crate::open_enum!) and the structs of
/// [`from_text!`](crate::from_text!).
#[doc(hidden)]
pub trait FromText: From<String> + for<'a> From<&'a str> {}

/// Generic, because other crates cannot implement `From<&str>` for a `Patch`.
impl<T: FromText> From<&str> for Patch<T> {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl<T: FromText> From<String> for Patch<T> {
    fn from(text: String) -> Self {
        Self::Value(text.into())
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl From<&String> for Patch<String> {
    fn from(value: &String) -> Self {
        Self::Value(value.clone())
    }
}

/// A value of any JSON type. As elsewhere, a float that is NaN or infinite becomes null.
macro_rules! any_json {
    ($($from:ty),*) => {$(
        impl From<$from> for Patch<Value> {
            fn from(value: $from) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

any_json!(&str, String, bool, i32, i64, u32, u64, f64, Map<String, Value>, Vec<Value>);

impl From<&String> for Patch<Value> {
    fn from(value: &String) -> Self {
        Self::Value(value.as_str().into())
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Patch<Value> {
    fn from(values: [T; N]) -> Self {
        Self::Value(values.into_iter().map(Into::into).collect())
    }
}

impl<T, U: Into<T>, const N: usize> From<[U; N]> for Patch<Vec<T>> {
    fn from(values: [U; N]) -> Self {
        values.into_iter().collect()
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]>
    for Patch<Map<String, Value>>
{
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<T, K: Into<String>, V: Into<T>, const N: usize> From<[(K, V); N]>
    for Patch<BTreeMap<String, T>>
{
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

/// An iterator without items becomes the empty list, which is sent.
impl<T, U: Into<T>> FromIterator<U> for Patch<Vec<T>> {
    fn from_iter<I: IntoIterator<Item = U>>(values: I) -> Self {
        Self::Value(values.into_iter().map(Into::into).collect())
    }
}

/// An iterator without entries becomes the empty map, which is sent.
impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Patch<Map<String, Value>> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self::Value(converted(entries))
    }
}

/// An iterator without entries becomes the empty map, which is sent.
impl<T, K: Into<String>, V: Into<T>> FromIterator<(K, V)> for Patch<BTreeMap<String, T>> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self::Value(converted(entries))
    }
}

/// Collects entries into a map of another type.
fn converted<K: Into<String>, V: Into<T>, T, M: FromIterator<(String, T)>>(
    entries: impl IntoIterator<Item = (K, V)>,
) -> M {
    let converted = entries
        .into_iter()
        .map(|(key, value)| (key.into(), value.into()));
    converted.collect()
}

/// Outside of an object, where a value cannot be omitted, absent is written as null.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::or_null)
    }
}

#[cfg(test)]
mod tests {
    use super::{BTreeMap, Map, Patch, Value};

    #[test]
    fn a_patch_has_three_states() {
        let table = [
            (Patch::Absent, None, "null"),
            (Patch::Null, Some(None), "null"),
            (Patch::Value(1), Some(Some(1)), "1"),
        ];
        for (patch, nested, json) in table {
            assert_eq!(patch.into_nested(), nested);
            assert_eq!(serde_json::to_string(&patch).unwrap(), json);
        }
        assert_eq!(
            serde_json::from_str::<Patch<u8>>("null").unwrap(),
            Patch::Null
        );
        assert_eq!(
            serde_json::from_str::<Patch<u8>>("7").unwrap(),
            Patch::Value(7)
        );
    }

    #[test]
    fn conversions_of_none_are_explicit() {
        assert_eq!(Patch::or_null(None::<u8>), Patch::Null);
        assert_eq!(Patch::or_absent(None::<u8>), Patch::Absent);
        assert_eq!(Patch::from("x"), Patch::Value("x".to_owned()));
    }

    #[test]
    fn only_a_value_is_changed() {
        let parsed = |patch: Patch<&str>| patch.try_map(str::parse::<u8>);
        assert_eq!(parsed(Patch::Value("7")), Ok(Patch::Value(7)));
        assert_eq!(parsed(Patch::Null), Ok(Patch::Null));
        assert_eq!(parsed(Patch::Absent), Ok(Patch::Absent));
        assert!(parsed(Patch::Value("x")).is_err());
    }

    #[test]
    fn any_json_value_converts() {
        fn json(value: impl Into<Patch<Value>>) -> String {
            serde_json::to_string(&value.into()).unwrap()
        }
        let map = Map::from_iter([("a".to_owned(), Value::from(1))]);
        assert_eq!(json("CTO"), r#""CTO""#);
        assert_eq!(json(String::from("CTO")), r#""CTO""#);
        assert_eq!(Patch::<Value>::from(&"CTO".to_owned()), "CTO".into());
        assert_eq!(json(true), "true");
        assert_eq!(json(7), "7");
        assert_eq!(json(7i64), "7");
        assert_eq!(json(u64::MAX), "18446744073709551615");
        assert_eq!(json(1.5), "1.5");
        assert_eq!(json(["a", "b"]), r#"["a","b"]"#);
        assert_eq!(json(vec![Value::Null]), "[null]");
        assert_eq!(json(map), r#"{"a":1}"#);
        assert_eq!(json(Value::from(1)), "1");
        assert_eq!(json(Patch::Null), "null");
    }

    #[test]
    fn lists_and_maps_convert_their_items() {
        fn list(value: impl Into<Patch<Vec<String>>>) -> Patch<Vec<String>> {
            value.into()
        }
        let expected = Patch::Value(vec!["x".to_owned(), "y".to_owned()]);
        assert_eq!(list(["x", "y"]), expected);
        assert_eq!(list(["x".to_owned(), "y".to_owned()]), expected);
        assert_eq!(
            list(["x", "y"].iter().copied().collect::<Patch<_>>()),
            expected
        );
        assert_eq!(list(Patch::Null), Patch::Null);

        fn map(value: impl Into<Patch<Map<String, Value>>>) -> String {
            serde_json::to_string(&value.into()).unwrap()
        }
        let json = r#"{"a":"x","b":"y"}"#;
        assert_eq!(map([("a", "x"), ("b", "y")]), json);
        assert_eq!(
            map([("a", "x"), ("b", "y")].into_iter().collect::<Patch<_>>()),
            json
        );
        assert_eq!(
            map(Map::from_iter([("a".to_owned(), Value::Null)])),
            r#"{"a":null}"#
        );

        fn typed(
            value: impl Into<Patch<BTreeMap<String, String>>>,
        ) -> Patch<BTreeMap<String, String>> {
            value.into()
        }
        let expected = BTreeMap::from([("a".to_owned(), "x".to_owned())]);
        assert_eq!(typed([("a", "x")]), Patch::Value(expected.clone()));
        assert_eq!(
            typed([("a", "x")].into_iter().collect::<Patch<_>>()),
            Patch::Value(expected)
        );
    }
}
