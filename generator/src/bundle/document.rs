//! The combined document of one API, with the source of each part.

use serde_json::Value;

use super::location::SourceLocation;
use super::placement::{Placement, Source};
use super::pointer;
use crate::load::Loaded;
use crate::source::{FileId, Origin};

/// One API as a single document. All references are local.
pub struct Bundle<'a> {
    /// The name of the root file without extension: `ticketing`.
    pub name: String,
    /// The document.
    pub value: Value,
    pub(super) loaded: &'a Loaded,
    pub(super) placement: Placement,
}

impl Bundle<'_> {
    /// Whether the bundle contains only a part of the document: the operations that are selected, and what they refer to.
    pub(crate) fn is_selection(&self) -> bool {
        self.loaded.unselected.is_some()
    }

    /// Returns the source location of the value at `pointer` of the bundle.
    pub(crate) fn origin(&self, pointer: &str) -> Origin {
        self.location(pointer).value_origin(self.loaded)
    }

    /// Returns the source locations of the elements of the list at `pointer`, whose elements must be those of the source.
    pub(crate) fn elements(&self, pointer: &str) -> impl Iterator<Item = Origin> + use<'_> {
        self.location(pointer).elements(self.loaded)
    }

    /// Returns the source location of the key of `pointer`, or of the value if there is no key. If a path is a reference, its key
    /// is in the root document.
    pub(crate) fn key_origin(&self, pointer: &str) -> Origin {
        let mut tokens = pointer::tokens(pointer);
        let part = tokens.try_fold(&self.placement, |part, token| part.part(&token));
        match part.and_then(|part| part.key.as_ref()) {
            Some(location) => location.key_origin(self.loaded),
            None => self.location(pointer).key_origin(self.loaded),
        }
    }

    /// Returns the source of the value at `pointer`. Two bundles share a value if and only if the sources are equal.
    pub(crate) fn location(&self, pointer: &str) -> SourceLocation {
        let mut part = Some(&self.placement);
        let mut rest = pointer;
        let mut found = (None, pointer);
        loop {
            if let Some(source) = part.and_then(|part| part.source.as_ref()) {
                found = (Some(source), rest);
            }
            let Some((token, after)) = pointer::split_first(rest) else {
                break;
            };
            (part, rest) = (part.and_then(|part| part.part(&token)), after);
        }
        match found {
            (Some(base), rest) => SourceLocation::new(base.file, format!("{}{rest}", base.pointer)),
            (None, rest) => SourceLocation::new(FileId::default(), rest),
        }
    }

    /// Returns the source of the whole document.
    pub(super) fn source(&self) -> Source<'_> {
        let none = Source {
            file: FileId::default(),
            node: None,
            placement: Some(&self.placement),
        };
        self.moved(none)
    }

    /// Returns the source of a part of a value.
    pub(super) fn source_of_part<'b>(&'b self, whole: Source<'b>, step: &str) -> Source<'b> {
        let placement = whole.placement.and_then(|of| of.part(step));
        let spans = self.loaded.document(whole.file).map(|of| &of.spans);
        let node = spans.zip(whole.node);
        self.moved(Source {
            node: node.and_then(|(spans, node)| spans.part(node, step)),
            placement,
            ..whole
        })
    }

    /// Returns the source that the placement names, or else the given one.
    fn moved<'b>(&'b self, source: Source<'b>) -> Source<'b> {
        let Some(named) = source.placement.and_then(|of| of.source.as_ref()) else {
            return source;
        };
        let document = self.loaded.document(named.file);
        Source {
            file: named.file,
            node: document.and_then(|of| of.spans.find(&named.pointer)),
            ..source
        }
    }
}
