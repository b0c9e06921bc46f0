//! Visits the objects of all files, and rewrites each.

use std::collections::{HashMap, HashSet, VecDeque};

use super::events::Events;
use super::keywords::value_kind;
use super::rewriter::Rewriter;
use super::scopes::Scopes;
use super::{documents, schema};
use crate::bundle::grammar::{Kind, ValueKind};
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::diag::Diagnostics;
use crate::load::{Entries, Loaded, Moves, NodeContent, Tree, names_a_file};
use crate::source::FileId;

pub(super) struct Walker<'a, 'd> {
    loaded: &'a Loaded,
    trees: HashMap<FileId, Tree>,
    rewriter: Rewriter<'d>,
    /// The targets of references that have not been visited.
    open: VecDeque<(SourceLocation, Kind)>,
    scopes: Scopes,
    events: Events,
}

impl<'a, 'd> Walker<'a, 'd> {
    pub(super) fn new(
        loaded: &'a Loaded,
        trees: HashMap<FileId, Tree>,
        declared_3_0: HashSet<FileId>,
        diags: &'d mut Diagnostics,
    ) -> Self {
        let rewriter = Rewriter {
            moves: HashMap::new(),
            declared_3_0,
            diags,
        };
        let mut scopes = Scopes::default();
        for (file, tree) in &trees {
            scopes.add_anchors(tree, &SourceLocation::new(*file, ""));
        }
        Self {
            loaded,
            trees,
            rewriter,
            open: VecDeque::new(),
            scopes,
            events: Events::default(),
        }
    }

    /// Rewrites `roots` and all that they refer to, and returns the files with what has been moved in them.
    pub(super) fn walk(mut self, roots: &[FileId]) -> HashMap<FileId, (Tree, Moves)> {
        let roots = roots.iter();
        let documents = roots.map(|root| (SourceLocation::new(*root, ""), Kind::Document));
        self.open.extend(documents);
        while let Some((at, kind)) = self.open.pop_front() {
            // The tree is out of reach while it is rewritten; references out of it are followed later.
            let Some(mut tree) = self.trees.remove(&at.file) else {
                continue;
            };
            self.start(&mut tree, kind, &at);
            self.trees.insert(at.file, tree);
        }
        let events = self.events;
        events.rewrite(self.loaded, &mut self.trees, &mut self.rewriter);
        let mut moves = self.rewriter.moves;
        let files = self.trees.into_iter();
        files
            .map(|(file, tree)| (file, (tree, moves.remove(&file).unwrap_or_default())))
            .collect()
    }

    /// Visits the object at `at` of `tree`, which may have been moved.
    fn start(&mut self, tree: &mut Tree, kind: Kind, at: &SourceLocation) {
        let moves = self.rewriter.moves.get(&at.file);
        let target = moves.map_or(at.pointer.as_str().into(), |moves| {
            moves.target(&at.pointer)
        });
        self.scopes.clear();
        let mut node = Some(tree);
        let mut passed = SourceLocation::new(at.file, "");
        for token in pointer::tokens(&target) {
            let Some(around) = node else { return };
            self.scopes.enter(around, &passed);
            passed = passed.child(&token);
            node = around.part_mut(&token);
        }
        if let Some(node) = node {
            self.visit(node, kind, at, "");
        }
    }

    /// Turns a `$dynamicRef` that always has the same target into a `$ref`.
    fn resolve_dynamic(&self, schema: &mut Entries, file: FileId) {
        let text = schema.get("$dynamicRef");
        let text = text.and_then(|entry| entry.value.as_str());
        let is_static = text.is_some_and(|text| self.scopes.is_static(text, file));
        if is_static
            && !schema.contains_key("$ref")
            && let Some(reference) = schema.shift_remove("$dynamicRef")
        {
            schema.insert("$ref".to_owned(), reference);
        }
    }

    /// Rewrites an object. `within` is the keyword that contains it.
    fn visit(&mut self, node: &mut Tree, kind: Kind, at: &SourceLocation, within: &str) {
        if kind == Kind::Schema && node.as_bool() == Some(true) {
            *node = Tree::empty(node.origin);
        }
        if std::mem::replace(&mut node.is_done, true) {
            return;
        }
        let depth = self.scopes.enter(node, at);
        if let NodeContent::Map(entries) = &mut node.content {
            if kind == Kind::Schema {
                self.resolve_dynamic(entries, at.file);
            }
            let reference = entries.get_mut("$ref");
            if let Some(reference) = reference {
                self.follow(&mut reference.value, kind, at);
            }
            for (name, entry) in entries.iter_mut() {
                if let Some(value_kind) = value_kind(kind, name) {
                    self.visit_value(value_kind, &mut entry.value, &at.child(name), name);
                }
            }
            if kind == Kind::Schema {
                schema::rewrite(&mut self.rewriter, entries, at, within);
            } else {
                if kind == Kind::MediaType && entries.contains_key("itemSchema") {
                    self.events.items.push(at.child("itemSchema"));
                }
                documents::rewrite(&mut self.rewriter, kind, entries, at);
                self.reject_never(entries, kind, at);
            }
        }
        self.scopes.leave(depth);
    }

    fn visit_value(
        &mut self,
        value_kind: ValueKind,
        value: &mut Tree,
        at: &SourceLocation,
        name: &str,
    ) {
        match value_kind {
            _ if at.is_unselected(self.loaded) => {}
            ValueKind::One(kind) => self.visit(value, kind, at, name),
            ValueKind::FlagOr(kind) if value.as_bool().is_none() => {
                self.visit(value, kind, at, name);
            }
            ValueKind::Many(kind) => {
                for (index, item) in value.as_list_mut().into_iter().flatten().enumerate() {
                    self.visit(item, kind, &at.child(&index.to_string()), name);
                }
            }
            ValueKind::Map(kind) => {
                for (key, entry) in value.as_map_mut().into_iter().flatten() {
                    let at = at.child(key);
                    if !at.is_unselected(self.loaded) {
                        self.visit(&mut entry.value, kind, &at, name);
                    }
                }
            }
            ValueKind::SchemaEntries => {
                let entries = value.as_map().into_iter().flatten();
                let texts = entries.filter_map(|(_, entry)| entry.value.as_str());
                for text in texts.filter(|text| names_a_file(text)) {
                    self.open(text, Kind::Schema, at);
                }
            }
            ValueKind::SchemaRefs => {
                let items = value.as_list().into_iter().flatten();
                for text in items.filter_map(Tree::as_str) {
                    self.open(text, Kind::Schema, at);
                }
            }
            _ => {}
        }
    }

    /// Plans to visit the target of a reference, which is completed if it is relative to a schema around it.
    fn follow(&mut self, reference: &mut Tree, kind: Kind, at: &SourceLocation) {
        let Some(text) = reference.as_str() else {
            return;
        };
        let absolute = self.scopes.absolute(text, at.file);
        let text = absolute.unwrap_or_else(|| text.to_owned());
        if let Some(target) = self.open(&text, kind, at) {
            *self.events.references.entry(target).or_default() += 1;
        }
        *reference = Tree::scalar(reference.origin, text);
    }

    fn open(&mut self, text: &str, kind: Kind, at: &SourceLocation) -> Option<SourceLocation> {
        let target = self.loaded.target(at.file, text).ok()?;
        let target = SourceLocation::new(target.file, target.pointer);
        self.open.push_back((target.clone(), kind));
        Some(target)
    }

    /// Reports schemas `false` that describe a whole value.
    fn reject_never(&mut self, entries: &mut Entries, kind: Kind, at: &SourceLocation) {
        let loaded = self.loaded;
        for (name, entry) in entries.iter_mut() {
            let value = &mut entry.value;
            let parts: Vec<&mut Tree> = match value_kind(kind, name) {
                Some(ValueKind::One(Kind::Schema)) => vec![value],
                Some(ValueKind::Map(Kind::Schema)) => {
                    let at = at.child(name);
                    let entries = value.as_map_mut().into_iter().flatten();
                    let selected = entries.filter(|(key, _)| !at.child(key).is_unselected(loaded));
                    selected.map(|(_, entry)| &mut entry.value).collect()
                }
                _ => continue,
            };
            for part in parts
                .into_iter()
                .filter(|part| part.as_bool() == Some(false))
            {
                self.rewriter.never(part.origin);
                *part = Tree::empty(part.origin);
            }
        }
    }
}
