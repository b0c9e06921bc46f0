//! References that are relative to a schema: `#name` and `#/$defs/Name`.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::load::{NodeContent, Tree};
use crate::source::FileId;

/// The names that references can use.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    /// The locations of schemas with an anchor, by file and anchor; the first one if there are several.
    anchors: HashMap<(FileId, String), SourceLocation>,
    /// The number of dynamic anchors of each name in all files.
    dynamic: HashMap<String, usize>,
    /// The names under the `$defs` of schemas.
    names: HashMap<SourceLocation, Rc<HashSet<String>>>,
    /// The schemas around the current value that have `$defs`.
    around: Vec<(SourceLocation, Rc<HashSet<String>>)>,
}

impl Scopes {
    /// Finds the anchors of a file.
    pub(super) fn add_anchors(&mut self, tree: &Tree, at: &SourceLocation) {
        match &tree.content {
            NodeContent::Scalar(_) => {}
            NodeContent::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.add_anchors(item, &at.child(&index.to_string()));
                }
            }
            NodeContent::Map(entries) => {
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    let anchor = entries.get(keyword).and_then(|entry| entry.value.as_str());
                    if let Some(anchor) = anchor {
                        let key = (at.file, anchor.to_owned());
                        self.anchors.entry(key).or_insert_with(|| at.clone());
                        if keyword == "$dynamicAnchor" {
                            *self.dynamic.entry(anchor.to_owned()).or_default() += 1;
                        }
                    }
                }
                for (name, entry) in entries {
                    self.add_anchors(&entry.value, &at.child(name));
                }
            }
        }
    }

    /// Whether a `$dynamicRef` always has the same target: nothing else has its anchor.
    pub(super) fn is_static(&self, text: &str, file: FileId) -> bool {
        let Some(fragment) = text.strip_prefix('#') else {
            return false;
        };
        let is_anchor = self.anchors.contains_key(&(file, fragment.to_owned()));
        let is_only = self.dynamic.get(fragment).is_none_or(|count| *count == 1);
        fragment.starts_with('/') || (is_anchor && is_only)
    }

    /// Begins at the root of a file.
    pub(super) fn clear(&mut self) {
        self.around.clear();
    }

    /// Enters the value at `at`, and returns what [`Self::leave`] needs.
    pub(super) fn enter(&mut self, node: &Tree, at: &SourceLocation) -> usize {
        let depth = self.around.len();
        let defs = node.as_map().and_then(|entries| entries.get("$defs"));
        if let Some(defs) = defs.and_then(|entry| entry.value.as_map()) {
            let names = self.names.entry(at.clone());
            let names = names.or_insert_with(|| Rc::new(defs.keys().cloned().collect()));
            self.around.push((at.clone(), Rc::clone(names)));
        }
        depth
    }

    pub(super) fn leave(&mut self, depth: usize) {
        self.around.truncate(depth);
    }

    /// Returns the reference from the root of the file, if `text` is relative to a schema. Many tools write `#/$defs/Name` relative
    /// to the schema around it.
    pub(super) fn absolute(&self, text: &str, file: FileId) -> Option<String> {
        let fragment = text.strip_prefix('#')?;
        if let Some(rest) = fragment.strip_prefix("/$defs/") {
            let name = rest.split('/').next()?;
            let mut around = self.around.iter().rev();
            let (scope, _) = around.find(|(_, names)| names.contains(name))?;
            let scope = pointer::fragment(&scope.pointer);
            return Some(format!("{scope}/$defs/{rest}"));
        }
        let anchor = self.anchors.get(&(file, fragment.to_owned()))?;
        Some(pointer::fragment(&anchor.pointer))
    }
}
