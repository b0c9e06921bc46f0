//! Encoding the fields of an object.

use serde::{Serialize, ser::SerializeMap};

use super::Extra;
use crate::Patch;

/// Writes the fields of an object, one after the other. Each field is written with [`required`](Self::required),
/// [`nullable`](Self::nullable), [`optional`](Self::optional) or [`patch`](Self::patch), as [`model!`](crate::model!) lists it.
///
/// The first error is kept until the end, and nothing is written after it. If every field of every model had a `?`, the compiler
/// would spend much of its time on that when it checks the generated crate. [`Fields`](super::Fields) avoids this in another way:
/// each field is an arm of one `match`. All arms call a method that stores the value through a reference, and all methods return
/// the same type, so one `?` after the `match` is enough.
#[derive(Debug)]
pub struct Writer<'a, M: SerializeMap, T> {
    map: &'a mut M,
    result: Result<(), M::Error>,
    known: &'static [&'static str],
    extra: &'a Extra<T>,
    /// Whether `extra` has a name that is among `known`.
    has_known: bool,
}

impl<'a, M: SerializeMap, T: Serialize> Writer<'a, M, T> {
    /// Creates a writer into `map`, for the fields `known` and those in `extra`.
    #[inline]
    pub fn new(map: &'a mut M, known: &'static [&'static str], extra: &'a Extra<T>) -> Self {
        Self {
            map,
            result: Ok(()),
            known,
            extra,
            has_known: !extra.is_empty() && extra.iter().any(|(name, _)| known.contains(&name)),
        }
    }

    /// Writes a required field.
    #[inline]
    pub fn required<F: Serialize>(&mut self, name: &'static str, value: &F) {
        if self.result.is_ok() {
            self.result = self.map.serialize_entry(name, value);
        }
    }

    /// Writes a required nullable field: `None` becomes null.
    #[inline]
    pub fn nullable<F: Serialize>(&mut self, name: &'static str, value: &Option<F>) {
        match value {
            Some(value) => self.required(name, value),
            None if self.has_extra(name) => self.set_aside(name),
            None => self.required(name, &()),
        }
    }

    /// Writes an optional field: `None` is omitted.
    #[inline]
    pub fn optional<F: Serialize>(&mut self, name: &'static str, value: &Option<F>) {
        match value {
            Some(value) => self.required(name, value),
            None if self.has_known => self.set_aside(name),
            None => {}
        }
    }

    /// Writes a tri-state field: `Absent` is omitted, `Null` becomes null.
    #[inline]
    pub fn patch<F: Serialize>(&mut self, name: &'static str, value: &Patch<F>) {
        match value {
            Patch::Absent if self.has_known => self.set_aside(name),
            Patch::Absent => {}
            Patch::Null => self.required(name, &()),
            Patch::Value(value) => self.required(name, value),
        }
    }

    /// Writes the JSON in `extra` of a field that is not set because its JSON did not fit.
    #[inline(never)]
    fn set_aside(&mut self, name: &'static str) {
        if let Some(value) = self.extra.get(name) {
            self.required(name, value);
        }
    }

    fn has_extra(&self, name: &str) -> bool {
        self.has_known && self.extra.get(name).is_some()
    }

    /// Writes the last fields: those of `extra` that are not known.
    ///
    /// # Errors
    /// The first error of the serializer.
    pub fn finish(self) -> Result<(), M::Error> {
        self.result?;
        for (name, value) in self.extra {
            if !(self.has_known && self.known.contains(&name)) {
                self.map.serialize_entry(name, value)?;
            }
        }
        Ok(())
    }
}
