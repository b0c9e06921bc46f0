//! Where the parts of a bundle come from.

use std::collections::HashMap;

use super::location::SourceLocation;
use super::pointer;
use crate::load::NodeId;
use crate::source::FileId;

/// The sources of the parts of a bundle that do not follow from those of the values around them, as a tree of these parts.
#[derive(Default)]
pub(super) struct Placement {
    /// The source of the value.
    pub(super) source: Option<SourceLocation>,
    /// The location of the key, if the value is elsewhere.
    pub(super) key: Option<SourceLocation>,
    parts: HashMap<String, Placement>,
}

impl Placement {
    /// Returns the tree of the given parts, which have pointers in the bundle.
    pub(super) fn new(
        sources: HashMap<String, SourceLocation>,
        keys: HashMap<String, SourceLocation>,
    ) -> Self {
        let mut root = Self::default();
        for (pointer, source) in sources {
            root.make(&pointer).source = Some(source);
        }
        for (pointer, key) in keys {
            root.make(&pointer).key = Some(key);
        }
        root
    }

    fn make(&mut self, pointer: &str) -> &mut Self {
        pointer::tokens(pointer).fold(self, |part, token| {
            part.parts.entry(token.into_owned()).or_default()
        })
    }

    /// Returns the part that a key or an index selects, if it is in the tree.
    pub(super) fn part(&self, step: &str) -> Option<&Self> {
        match self.parts.is_empty() {
            true => None,
            false => self.parts.get(step),
        }
    }
}

/// The source of a value in a bundle.
#[derive(Clone, Copy)]
pub(super) struct Source<'b> {
    pub(super) file: FileId,
    /// The value in the file; `None` if the bundle has it from nowhere.
    pub(super) node: Option<NodeId>,
    /// The value and its parts, if one of them has another source than the values around it.
    pub(super) placement: Option<&'b Placement>,
}
