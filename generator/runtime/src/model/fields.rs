//! Decoding the fields of an object.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor},
};

use super::{Extra, lenient};
use crate::Patch;

/// Reads the fields of an object, one after the other, and matches their names.
#[derive(Debug)]
pub struct Fields<'de, A> {
    map: A,
    keys: Keys,
    input: PhantomData<&'de ()>,
}

/// Matches keys against names without allocating, unless a key is unknown.
#[derive(Debug)]
struct Keys {
    names: &'static [&'static str],
    /// Where the search for the next key begins: fields are mostly in the documented order.
    expected: usize,
    /// The last key, if it is not among `names`.
    unknown: Option<Box<str>>,
}

impl<'de, A: MapAccess<'de>> Fields<'de, A> {
    pub(crate) fn new(map: A, names: &'static [&'static str]) -> Self {
        Self {
            map,
            keys: Keys {
                names,
                expected: 0,
                unknown: None,
            },
            input: PhantomData,
        }
    }

    /// Returns the index of the next field in [`Model::FIELDS`](super::Model::FIELDS), or `usize::MAX` for another name; `None`
    /// at the end. After each name, the caller must read the value. For a field of the model, call the method whose name is the
    /// keyword of the field in [`model!`](crate::model!): [`required`](Self::required), [`nullable`](Self::nullable),
    /// [`optional`](Self::optional) or [`patch`](Self::patch). For another name, call [`extra`](Self::extra).
    ///
    /// # Errors
    /// The input is not a valid object.
    #[inline]
    pub fn next_field(&mut self) -> Result<Option<usize>, A::Error> {
        self.map.next_key_seed(&mut self.keys)
    }

    /// Reads the value of the current field, if it is required.
    ///
    /// # Errors
    /// The value has another type.
    #[inline]
    pub fn required<T: Deserialize<'de>>(&mut self, field: &mut Option<T>) -> Result<(), A::Error> {
        *field = Some(self.map.next_value()?);
        Ok(())
    }

    /// Reads the value of the current field, if it is nullable.
    ///
    /// # Errors
    /// The value has another type.
    #[inline]
    pub fn nullable<T: Deserialize<'de>>(&mut self, field: &mut Option<T>) -> Result<(), A::Error> {
        *field = self.map.next_value()?;
        Ok(())
    }

    /// Reads the value of the current field, if it is optional.
    ///
    /// # Errors
    /// The value has another type.
    #[inline]
    pub fn optional<T: Deserialize<'de>>(&mut self, field: &mut Option<T>) -> Result<(), A::Error> {
        *field = self.map.next_value()?;
        Ok(())
    }

    /// Reads the value of the current field, if it is one for which absent and null are different.
    ///
    /// # Errors
    /// The value has another type.
    #[inline]
    pub fn patch<T: Deserialize<'de>>(&mut self, field: &mut Patch<T>) -> Result<(), A::Error> {
        *field = self.map.next_value()?;
        Ok(())
    }

    /// Keeps the current field, whose name is unknown, in `extra`. If the object has the name twice, the last value counts.
    ///
    /// # Errors
    /// The value does not have the type of the values in `extra`.
    pub fn extra<T: Deserialize<'de>>(&mut self, extra: &mut Extra<T>) -> Result<(), A::Error> {
        let value: T = self.map.next_value()?;
        if let Some(name) = self.keys.unknown.take() {
            extra.insert(name, value);
        }
        Ok(())
    }

    /// Returns the value of the required field `index`.
    ///
    /// # Errors
    /// The field is missing.
    #[inline]
    pub fn require<T>(&self, value: Option<T>, index: usize) -> Result<T, A::Error> {
        value.ok_or_else(|| {
            A::Error::missing_field(self.keys.names.get(index).copied().unwrap_or_default())
        })
    }
}

impl<'de> DeserializeSeed<'de> for &mut Keys {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Keys {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<usize, E> {
        let is_expected = |name: &&str| is_same(name, key);
        let index = match self.names.get(self.expected).is_some_and(is_expected) {
            true => self.expected,
            false => match search(self.names, self.expected, key) {
                Some(index) => index,
                None => {
                    self.unknown = Some(lenient::name(key).into());
                    return Ok(usize::MAX);
                }
            },
        };
        self.expected = index + 1;
        Ok(index)
    }
}

/// Omitted fields are the usual reason for a miss, so the search goes forward first, then wraps around.
#[inline(never)] // Otherwise, it would be copied into every model.
fn search(names: &[&str], expected: usize, key: &str) -> Option<usize> {
    let (before, after) = names.split_at(expected.min(names.len()));
    match after.iter().position(|name| is_same(name, key)) {
        Some(index) => Some(before.len() + index),
        None => before.iter().position(|name| is_same(name, key)),
    }
}

/// `a == b`, without the call into libc that a comparison of texts of unknown length compiles to. Names are short, and this is
/// the most frequent comparison. From 4 to 16 bytes, the compared first and last bytes overlap, and so cover the whole name.
#[inline]
fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0..4 => a.iter().eq(b),
        4..8 => a.first_chunk::<4>() == b.first_chunk() && a.last_chunk::<4>() == b.last_chunk(),
        8..=16 => a.first_chunk::<8>() == b.first_chunk() && a.last_chunk::<8>() == b.last_chunk(),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_same, search};

    #[test]
    fn names_are_compared_byte_by_byte() {
        for length in 0..20 {
            let name = "a".repeat(length);
            assert!(is_same(&name, &"a".repeat(length)));
            assert!(!is_same(&name, &"a".repeat(length + 1)));
            for position in 0..length {
                let mut other = name.clone();
                other.replace_range(position..=position, "b");
                assert!(!is_same(&name, &other), "{other}");
            }
        }
    }

    #[test]
    fn names_are_found_from_any_start() {
        let names = ["id", "name", "emails"];
        for expected in 0..5 {
            for (index, name) in names.iter().enumerate() {
                assert_eq!(search(&names, expected, name), Some(index));
            }
            assert_eq!(search(&names, expected, "nam"), None);
        }
    }
}
