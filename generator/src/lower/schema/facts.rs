//! What has been found out about schemas. Many schemas can refer to one or include it, so this is found out once.

use std::cell::RefCell;
use std::rc::Rc;

use openapiv3::Schema;
use rustc_hash::FxHashMap;

use crate::bundle::At;

/// What has been found out about schemas, by location.
#[derive(Default)]
pub(in crate::lower) struct Facts<'b> {
    /// The elements of `allOf`, resolved.
    pub(super) elements: Memo<'b, Rc<[(&'b Schema, At<'b>)]>>,
    /// The schema whose alternatives those have that include a schema by `allOf`: itself, or one that it includes.
    pub(super) inherited: Memo<'b, Option<(&'b Schema, At<'b>)>>,
    /// Whether the alternatives of a keyword include the schema that lists them.
    pub(super) are_subtypes: Memo<'b, bool>,
}

/// Values by location.
pub(super) struct Memo<'b, T>(RefCell<FxHashMap<At<'b>, T>>);

impl<T> Default for Memo<'_, T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<'b, T: Clone> Memo<'b, T> {
    pub(super) fn get(&self, at: &At<'b>) -> Option<T> {
        self.0.borrow().get(at).cloned()
    }

    /// Returns the value of a location, which `find` computes the first time.
    pub(super) fn get_or(&self, at: &At<'b>, find: impl FnOnce() -> T) -> T {
        self.get(at).unwrap_or_else(|| {
            let found = find();
            self.0.borrow_mut().insert(at.clone(), found.clone());
            found
        })
    }
}
