//! The fields of an object while it is being encoded.

use serde::{Serialize, ser::SerializeMap};

use super::Extra;
use crate::Patch;

/// Writes the fields of an object, one after the other. Each method is named like the presence of the fields that it is for.
///
/// What goes wrong is kept until the end, and nothing is written after it: a `?` behind every field of every model would be
/// much of what checking the generated crate costs. For the same reason `Fields` reads into the field that it is given.
#[derive(Debug)]
pub struct Writer<'a, M: SerializeMap> {
    map: &'a mut M,
    result: Result<(), M::Error>,
}

impl<'a, M: SerializeMap> Writer<'a, M> {
    /// Writes into `map`.
    #[inline]
    pub fn new(map: &'a mut M) -> Self {
        Self {
            map,
            result: Ok(()),
        }
    }

    /// A field that is always there.
    #[inline]
    pub fn required<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if self.result.is_ok() {
            self.result = self.map.serialize_entry(name, value);
        }
    }

    /// A field that must be there, but has no value always: `None` is written as null.
    #[inline]
    pub fn nullable<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        self.required(name, value);
    }

    /// A field that may be absent: `None` is not written.
    #[inline]
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// A tri-state field: `Absent` is not written, `Null` is written as null.
    #[inline]
    pub fn patch<T: Serialize>(&mut self, name: &'static str, value: &Patch<T>) {
        match value {
            Patch::Absent => {}
            Patch::Null => self.required(name, &()),
            Patch::Value(value) => self.required(name, value),
        }
    }

    /// The additional fields of a model whose own fields are `known`, which are the last ones. A name among the known ones is
    /// left out: the model's own field has the say.
    ///
    /// # Errors
    /// Whatever the serializer has said.
    pub fn extra<T: Serialize>(
        &mut self,
        known: &'static [&'static str],
        fields: &Extra<T>,
    ) -> Result<(), M::Error> {
        std::mem::replace(&mut self.result, Ok(()))?;
        for (name, value) in fields {
            if !known.contains(&name) {
                self.map.serialize_entry(name, value)?;
            }
        }
        Ok(())
    }
}
