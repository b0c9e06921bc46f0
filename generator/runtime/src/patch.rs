//! Fields of an update: leave alone, clear, set.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field of an update.
///
/// ```
/// use truto_runtime::Patch;
///
/// let title: Patch<String> = "CTO".into();
/// assert_eq!(title.value().map(String::as_str), Some("CTO"));
/// assert!(Patch::<String>::default().is_absent());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// Not sent: the field stays as it is.
    #[default]
    Absent,
    /// Sent as null: the field is cleared.
    Null,
    /// Sent: the field is set.
    Value(T),
}

impl<T> Patch<T> {
    /// The field is not sent.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The field is sent as null.
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

    /// The value that is sent, to change it.
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

    /// `None` clears the field.
    #[must_use]
    pub fn or_null(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    /// `None` leaves the field alone.
    #[must_use]
    pub fn or_absent(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }

    /// Absent is `None`, null is `Some(None)`.
    #[must_use]
    pub fn into_nested(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// Changes the value's type.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(change(value)),
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
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

impl<T, const N: usize> From<[T; N]> for Patch<Vec<T>> {
    fn from(values: [T; N]) -> Self {
        Self::Value(values.into())
    }
}

/// Outside an object, where nothing can be left out, absent is written as null.
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
    use std::collections::BTreeMap;

    use serde_json::{Map, Value};

    use super::Patch;

    #[test]
    fn three_states_are_three_things() {
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
    fn conversions_say_what_none_means() {
        assert_eq!(Patch::or_null(None::<u8>), Patch::Null);
        assert_eq!(Patch::or_absent(None::<u8>), Patch::Absent);
        assert_eq!(Patch::from("x"), Patch::Value("x".to_owned()));
    }

    #[test]
    fn any_json_takes_what_json_is_made_of() {
        fn json(value: impl Into<Patch<Value>>) -> String {
            serde_json::to_string(&value.into()).unwrap()
        }
        let map = Map::from_iter([("a".to_owned(), Value::from(1))]);
        assert_eq!(json("CTO"), r#""CTO""#);
        assert_eq!(json(String::from("CTO")), r#""CTO""#);
        assert_eq!(json(&String::from("CTO")), r#""CTO""#);
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
    fn lists_and_maps_convert_what_they_hold() {
        fn list(value: impl Into<Patch<Vec<String>>>) -> Patch<Vec<String>> {
            value.into()
        }
        let expected = Patch::Value(vec!["x".to_owned(), "y".to_owned()]);
        assert_eq!(list(["x", "y"]), expected);
        assert_eq!(list(["x".to_owned(), "y".to_owned()]), expected);
        assert_eq!(list(["x", "y"].iter().copied().collect::<Patch<_>>()), expected);
        assert_eq!(list(Patch::Null), Patch::Null);

        fn map(value: impl Into<Patch<Map<String, Value>>>) -> String {
            serde_json::to_string(&value.into()).unwrap()
        }
        let json = r#"{"a":"x","b":"y"}"#;
        assert_eq!(map([("a", "x"), ("b", "y")]), json);
        assert_eq!(map([("a", "x"), ("b", "y")].into_iter().collect::<Patch<_>>()), json);
        assert_eq!(map(Map::from_iter([("a".to_owned(), Value::Null)])), r#"{"a":null}"#);

        fn typed(value: impl Into<Patch<BTreeMap<String, String>>>) -> Patch<BTreeMap<String, String>> {
            value.into()
        }
        let expected = BTreeMap::from([("a".to_owned(), "x".to_owned())]);
        assert_eq!(typed([("a", "x")]), Patch::Value(expected.clone()));
        assert_eq!(typed([("a", "x")].into_iter().collect::<Patch<_>>()), Patch::Value(expected));
    }
}
