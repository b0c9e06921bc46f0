//! The values of the documents, by location.

use std::collections::HashMap;

use super::text::after_comments;
use crate::diag::Diagnostics;
use crate::load::{self, Entries, Files, NodeContent, Tree};
use crate::source::{Origin, Sources};

/// The documents as they are written.
pub(super) struct Documents {
    pub(super) sources: Sources,
    trees: Vec<Tree>,
}

impl Documents {
    /// Reads the documents, which have no errors.
    pub(super) fn read(roots: &[String], files: &dyn Files) -> Self {
        let mut loaded = load::load(roots, &[], files, &mut Diagnostics::default());
        let trees = loaded
            .documents
            .iter_mut()
            .map(load::Document::take)
            .collect();
        Self {
            sources: loaded.sources,
            trees,
        }
    }

    /// Returns all values by the locations of their keys and of themselves.
    pub(super) fn sites(&self) -> Sites<'_> {
        let mut sites = Sites {
            sources: &self.sources,
            by_key: HashMap::new(),
            by_value: HashMap::new(),
        };
        for tree in &self.trees {
            sites.add(Site {
                key: None,
                tree,
                parent: None,
            });
        }
        sites
    }
}

/// A value, where its key is, and the collection that contains it.
#[derive(Clone, Copy)]
pub(super) struct Site<'t> {
    pub(super) key: Option<Origin>,
    pub(super) tree: &'t Tree,
    pub(super) parent: Option<&'t Tree>,
}

impl<'t> Site<'t> {
    /// Returns the value of an entry, if the value is a mapping.
    pub(super) fn entry(self, name: &str) -> Option<Self> {
        let entry = self.tree.as_map()?.get(name)?;
        Some(Self {
            key: Some(entry.key),
            tree: &entry.value,
            parent: Some(self.tree),
        })
    }

    pub(super) fn entries(self) -> Option<&'t Entries> {
        self.tree.as_map()
    }

    /// Returns the elements of a list, as text.
    pub(super) fn texts(self) -> Option<Vec<&'t str>> {
        self.tree.as_list()?.iter().map(Tree::as_str).collect()
    }
}

/// The values of all documents.
pub(super) struct Sites<'t> {
    pub(super) sources: &'t Sources,
    by_key: HashMap<Origin, Site<'t>>,
    by_value: HashMap<Origin, Site<'t>>,
}

impl<'t> Sites<'t> {
    /// Returns the value at the location of its key or, without a key, of the value.
    pub(super) fn at(&self, origin: Origin) -> Option<Site<'t>> {
        self.by_key
            .get(&origin)
            .or_else(|| self.by_value.get(&origin))
            .copied()
    }

    /// Returns the collection that contains the value at a location.
    pub(super) fn around(&self, origin: Origin) -> Option<Site<'t>> {
        let parent = self.at(origin)?.parent?;
        self.by_value.get(&parent.origin).copied()
    }

    /// Whether a list or mapping is written in brackets.
    pub(super) fn is_flow(&self, tree: &Tree) -> bool {
        self.sources.slice(tree.origin).starts_with(['{', '['])
    }

    /// Returns the location of a value without what follows it. The parser can include the comments after a bracket.
    pub(super) fn origin(&self, tree: &Tree) -> Origin {
        let end = self.end(tree);
        Origin::new(tree.origin.file, tree.origin.range().start..end)
    }

    fn end(&self, tree: &Tree) -> usize {
        let range = tree.origin.range();
        let last = match &tree.content {
            NodeContent::Scalar(_) => return range.end,
            NodeContent::List(items) => items.last().map(|item| self.end(item)),
            NodeContent::Map(entries) => {
                let last = entries.values().last();
                last.map(|entry| self.end(&entry.value).max(entry.key.range().end))
            }
        };
        if !self.is_flow(tree) {
            return last.unwrap_or(range.end);
        }
        let source = self.sources.text(tree.origin.file);
        let last = last.unwrap_or(range.start + 1);
        after_comments(source, last, &['}', ']']).map_or(range.end, |bracket| bracket + 1)
    }

    /// Whether there is a comment between a position and the end of a value, outside of texts.
    pub(super) fn has_comment(&self, from: usize, tree: &Tree) -> bool {
        let source = self.sources.text(tree.origin.file);
        let mut texts = Vec::new();
        add_texts(tree, &mut texts);
        let mut at = from;
        for text in texts.iter().map(|text| text.range()) {
            // An empty value has the location of its key.
            if text.start >= at {
                if source[at..text.start].contains('#') {
                    return true;
                }
                at = text.end;
            }
        }
        let end = self.end(tree);
        source.get(at..end).is_some_and(|rest| rest.contains('#'))
    }

    fn add(&mut self, site: Site<'t>) {
        if let Some(key) = site.key {
            self.by_key.entry(key).or_insert(site);
        }
        self.by_value.entry(site.tree.origin).or_insert(site);
        let parent = Some(site.tree);
        match &site.tree.content {
            NodeContent::Scalar(_) => {}
            NodeContent::List(items) => {
                for tree in items {
                    self.add(Site {
                        key: None,
                        tree,
                        parent,
                    });
                }
            }
            NodeContent::Map(entries) => {
                for entry in entries.values() {
                    let key = Some(entry.key);
                    self.add(Site {
                        key,
                        tree: &entry.value,
                        parent,
                    });
                }
            }
        }
    }
}

/// Adds the locations of all keys and scalars of a value, in their order.
fn add_texts(tree: &Tree, texts: &mut Vec<Origin>) {
    match &tree.content {
        NodeContent::Scalar(_) => texts.push(tree.origin),
        NodeContent::List(items) => items.iter().for_each(|item| add_texts(item, texts)),
        NodeContent::Map(entries) => {
            for entry in entries.values() {
                texts.push(entry.key);
                add_texts(&entry.value, texts);
            }
        }
    }
}
