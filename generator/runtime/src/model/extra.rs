//! Fields that are not in a type.

use std::fmt;

use indexmap::IndexMap;

use crate::RawJson;

/// The fields of an object that are not in its type, in the order of the JSON, and those whose JSON is not of the documented
/// type.
///
/// They survive a round trip. If a name in it is also the name of a field of the type, its value is sent only if that field is
/// not set. An `Extra` is one pointer wide, and does not allocate while it is empty.
#[derive(Clone)]
pub struct Extra<T = RawJson> {
    fields: Option<Box<IndexMap<Box<str>, T>>>,
}

impl<T> Extra<T> {
    /// Creates an empty `Extra`.
    #[must_use]
    pub const fn new() -> Self {
        Self { fields: None }
    }

    /// Returns the value of the field `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.fields.as_ref()?.get(name)
    }

    /// Sets the field `name`, and returns its previous value.
    pub fn insert(&mut self, name: impl Into<Box<str>>, value: impl Into<T>) -> Option<T> {
        self.fields
            .get_or_insert_default()
            .insert(name.into(), value.into())
    }

    /// Removes the field `name`, and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<T> {
        self.fields.as_mut()?.shift_remove(name)
    }

    /// Iterates over names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.into_iter()
    }

    /// The number of fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fields.as_ref().map_or(0, |fields| fields.len())
    }

    /// Returns whether there are no fields.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T> Default for Extra<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Equal if they have the same names and values, in any order.
impl<T: PartialEq> PartialEq for Extra<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .all(|(name, value)| other.get(name) == Some(value))
    }
}

impl<T: fmt::Debug> fmt::Debug for Extra<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K: Into<Box<str>>, V: Into<T>, T> FromIterator<(K, V)> for Extra<T> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(fields: I) -> Self {
        let mut extra = Self::new();
        for (name, value) in fields {
            extra.insert(name, value);
        }
        extra
    }
}

impl<'a, T> IntoIterator for &'a Extra<T> {
    type Item = (&'a str, &'a T);
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        Iter(self.fields.as_ref().map(|fields| fields.iter()))
    }
}

/// An iterator over the names and values of an [`Extra`].
pub struct Iter<'a, T>(Option<indexmap::map::Iter<'a, Box<str>, T>>);

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = (&'a str, &'a T);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.0.as_mut()?.next()?;
        Some((name, value))
    }
}

impl<T> fmt::Debug for Iter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iter")
    }
}
