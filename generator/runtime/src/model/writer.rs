//! The fields of an object while it is being encoded.

use serde::{Serialize, ser::SerializeMap};

use super::Extra;
use crate::Patch;

/// Writes the fields of an object, one after the other. Each method is named like the presence of the fields that it is for.
///
/// What goes wrong is kept until the end, and nothing is written after it: a `?` behind every field of every model would be
/// much of what checking the generated crate costs. For the same reason `Fields` reads into the field that it is given.
#[derive(Debug)]
pub struct Writer<'a, M: SerializeMap, T> {
    map: &'a mut M,
    result: Result<(), M::Error>,
    known: &'static [&'static str],
    extra: &'a Extra<T>,
    /// `extra` has a name that is among `known`.
    has_known: bool,
}

impl<'a, M: SerializeMap, T: Serialize> Writer<'a, M, T> {
    /// Writes into `map`: the fields `known`, and those that are in `extra`.
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

    /// A field that is always there.
    #[inline]
    pub fn required<F: Serialize>(&mut self, name: &'static str, value: &F) {
        if self.result.is_ok() {
            self.result = self.map.serialize_entry(name, value);
        }
    }

    /// A field that must be there, but has no value always: `None` is written as null.
    #[inline]
    pub fn nullable<F: Serialize>(&mut self, name: &'static str, value: &Option<F>) {
        match value {
            Some(value) => self.required(name, value),
            None if self.has_extra(name) => self.set_aside(name),
            None => self.required(name, &()),
        }
    }

    /// A field that may be absent: `None` is not written.
    #[inline]
    pub fn optional<F: Serialize>(&mut self, name: &'static str, value: &Option<F>) {
        match value {
            Some(value) => self.required(name, value),
            None if self.has_known => self.set_aside(name),
            None => {}
        }
    }

    /// A tri-state field: `Absent` is not written, `Null` is written as null.
    #[inline]
    pub fn patch<F: Serialize>(&mut self, name: &'static str, value: &Patch<F>) {
        match value {
            Patch::Absent if self.has_known => self.set_aside(name),
            Patch::Absent => {}
            Patch::Null => self.required(name, &()),
            Patch::Value(value) => self.required(name, value),
        }
    }

    /// Writes what `extra` has for a field that is not set: its JSON did not fit.
    #[inline(never)]
    fn set_aside(&mut self, name: &'static str) {
        if let Some(value) = self.extra.get(name) {
            self.required(name, value);
        }
    }

    fn has_extra(&self, name: &str) -> bool {
        self.has_known && self.extra.get(name).is_some()
    }

    /// The fields of `extra` that are not among the known ones, which are the last.
    ///
    /// # Errors
    /// Whatever the serializer has said.
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
