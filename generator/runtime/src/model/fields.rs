//! The fields of an object while it is being decoded.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor},
};

use super::Extra;

/// The fields of an object, one after the other, their names already matched.
#[derive(Debug)]
pub struct Fields<'de, A> {
    map: A,
    names: &'static [&'static str],
    /// Where the next key is looked for first: objects are mostly written in the order in which they are documented.
    expected: usize,
    /// The last key, if it is none of `names`.
    unknown: Option<Box<str>>,
    input: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> Fields<'de, A> {
    pub(super) fn new(map: A, names: &'static [&'static str]) -> Self {
        Self {
            map,
            names,
            expected: 0,
            unknown: None,
            input: PhantomData,
        }
    }

    /// The index of the next field in [`Model::FIELDS`](super::Model::FIELDS), or `usize::MAX` for a name that is not among
    /// them; `None` at the end. Take its value with [`value`](Self::value), [`extra`](Self::extra) or
    /// [`skip`](Self::skip).
    ///
    /// # Errors
    /// The input is no valid object.
    #[inline]
    pub fn next_field(&mut self) -> Result<Option<usize>, A::Error> {
        let seed = KeySeed {
            names: self.names,
            expected: self.expected,
        };
        match self.map.next_key_seed(seed)? {
            Some(Key::Known(index)) => {
                self.expected = index + 1;
                Ok(Some(index))
            }
            Some(Key::Unknown(name)) => {
                self.unknown = Some(name);
                Ok(Some(usize::MAX))
            }
            None => Ok(None),
        }
    }

    /// The current field's value.
    ///
    /// # Errors
    /// It has another type.
    #[inline]
    pub fn value<T: Deserialize<'de>>(&mut self) -> Result<T, A::Error> {
        self.map.next_value()
    }

    /// Keeps the current field, whose name is unknown, in `extra`. If the object has the name twice, the last one counts.
    ///
    /// # Errors
    /// The value has another type than `extra` holds.
    pub fn extra<T: Deserialize<'de>>(&mut self, extra: &mut Extra<T>) -> Result<(), A::Error> {
        let value: T = self.map.next_value()?;
        if let Some(name) = self.unknown.take() {
            extra.insert(name, value);
        }
        Ok(())
    }

    /// Passes over the current field.
    ///
    /// # Errors
    /// The input is not valid.
    pub fn skip(&mut self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }

    /// The value of the required field `index`.
    ///
    /// # Errors
    /// There was none.
    #[inline]
    pub fn require<T>(&self, value: Option<T>, index: usize) -> Result<T, A::Error> {
        value.ok_or_else(|| {
            A::Error::missing_field(self.names.get(index).copied().unwrap_or_default())
        })
    }
}

enum Key {
    Known(usize),
    Unknown(Box<str>),
}

/// Matches a key against the names without allocating, unless it is unknown.
struct KeySeed {
    names: &'static [&'static str],
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        if self
            .names
            .get(self.expected)
            .is_some_and(|name| *name == key)
        {
            return Ok(Key::Known(self.expected));
        }
        // Fields that are left out are the usual reason for a miss, so the search goes forward first, then around.
        let (before, after) = self.names.split_at(self.expected.min(self.names.len()));
        let found = after
            .iter()
            .position(|name| *name == key)
            .map(|index| index + before.len())
            .or_else(|| before.iter().position(|name| *name == key));
        Ok(found.map_or_else(|| Key::Unknown(key.into()), Key::Known))
    }
}
