//! Locations in a bundle.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash, Hasher};
use std::rc::Rc;

use rustc_hash::FxBuildHasher;
use serde_json::Value;

use super::document::Bundle;
use super::location::SourceId;
use super::placement::Source;
use super::pointer;
use crate::diag::Diagnostic;
use crate::load::Spans;
use crate::source::{FileId, Origin};

/// A location in a bundle: the path of keys and indices from the root. Longer paths share their beginning.
///
/// Two locations of the same bundle are equal if their paths are.
#[derive(Clone)]
pub(crate) struct At<'b> {
    bundle: &'b Bundle<'b>,
    path: Path<'b>,
}

/// A path, last step first. The root has no step.
type Path<'b> = Option<Rc<Step<'b>>>;

/// Paths have many ends but few beginnings, so each step has what is known about the path up to here.
struct Step<'b> {
    parent: Path<'b>,
    token: Token<'b>,
    /// The hash of the path.
    digest: u64,
    value: Option<&'b Value>,
    source: Source<'b>,
}

impl PartialEq for Step<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest && self.token == other.token && self.parent == other.parent
    }
}

impl Eq for Step<'_> {}

#[derive(PartialEq, Eq, Hash)]
enum Token<'b> {
    Key(Cow<'b, str>),
    Index(usize),
}

impl Token<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Key(key) => Cow::Borrowed(key),
            Self::Index(index) => Cow::Owned(index.to_string()),
        }
    }
}

impl<'b> At<'b> {
    /// Returns the location of the document.
    pub(crate) fn root(bundle: &'b Bundle<'b>) -> Self {
        Self { bundle, path: None }
    }

    /// Returns the location of a value in the mapping here.
    pub(crate) fn key(&self, key: impl Into<Cow<'b, str>>) -> Self {
        self.child(Token::Key(key.into()))
    }

    /// Returns the location of an element of the list here.
    pub(crate) fn index(&self, index: usize) -> Self {
        self.child(Token::Index(index))
    }

    fn child(&self, token: Token<'b>) -> Self {
        let before = self.path.as_ref().map_or(0, |step| step.digest);
        let value = self.value().and_then(|whole| match &token {
            Token::Key(key) => pointer::part(whole, key),
            Token::Index(index) => whole.get(index),
        });
        let step = Step {
            parent: self.path.clone(),
            digest: FxBuildHasher.hash_one((before, &token)),
            value,
            source: self.bundle.source_of_part(self.source(), &token.text()),
            token,
        };
        Self {
            bundle: self.bundle,
            path: Some(Rc::new(step)),
        }
    }

    /// Returns the location that a local reference points to: `#/components/schemas/Contact`.
    pub(crate) fn target(&self, reference: &'b str) -> Option<Self> {
        let tokens = pointer::tokens(reference.strip_prefix('#')?);
        Some(tokens.fold(Self::root(self.bundle), |at, token| at.key(token)))
    }

    /// Returns the location of the mapping or list that contains this value; the root contains itself.
    pub(crate) fn parent(&self) -> Self {
        let step = self.path.as_ref();
        Self {
            bundle: self.bundle,
            path: step.and_then(|step| step.parent.clone()),
        }
    }

    /// Returns the last key or index, which is empty for the root.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        let step = self.path.as_ref();
        step.map_or(Cow::Borrowed(""), |step| step.token.text())
    }

    /// Returns the name of the component that is here, if it is one of `section`.
    pub(crate) fn component(&self, section: &str) -> Option<Cow<'_, str>> {
        let parent = self.parent();
        let is_component = parent.name() == section
            && parent.parent().name() == "components"
            && parent.parent().parent().path.is_none();
        is_component.then(|| self.name())
    }

    /// Returns the name of the property whose schema is here.
    pub(crate) fn property(&self) -> Option<Cow<'_, str>> {
        (self.parent().name() == "properties").then(|| self.name())
    }

    /// Returns the value here.
    pub(crate) fn value(&self) -> Option<&'b Value> {
        match &self.path {
            Some(step) => step.value,
            None => Some(&self.bundle.value),
        }
    }

    /// Returns the source of the value. Two bundles share a value if and only if the sources are equal.
    pub(crate) fn source_id(&self) -> SourceId {
        let Source { file, node, .. } = self.source();
        let document = self.bundle.loaded.document(file);
        let is_tree = document.is_some_and(|document| document.spans.is_tree());
        match node.filter(|_| is_tree) {
            Some(node) => SourceId::Node(file, node),
            None => SourceId::Pointer(self.bundle.location(&self.pointer())),
        }
    }

    fn source(&self) -> Source<'b> {
        match &self.path {
            Some(step) => step.source,
            None => self.bundle.source(),
        }
    }

    /// Returns the text of the value in the source.
    pub(crate) fn text(&self) -> &'b str {
        self.bundle.loaded.sources.slice(self.origin())
    }

    /// Returns the source location of the value.
    pub(crate) fn origin(&self) -> Origin {
        let Source { file, node, .. } = self.source();
        let found = node.and_then(|node| self.spans(file)?.origin(node));
        found.unwrap_or(Origin {
            file,
            ..Origin::default()
        })
    }

    fn spans(&self, file: FileId) -> Option<&'b Spans> {
        let document = self.bundle.loaded.document(file)?;
        Some(&document.spans)
    }

    /// Returns the source location of the key, or of the value if there is no key.
    pub(crate) fn key_origin(&self) -> Origin {
        let placement = self.source().placement;
        let named = placement.and_then(|of| of.key.as_ref().or(of.source.as_ref()));
        if let Some(named) = named {
            return named.key_origin(self.bundle.loaded);
        }
        let key = self.path.as_ref().and_then(|step| {
            let Source { file, node, .. } = self.parent().source();
            self.spans(file)?.key_of_part(node?, &step.token.text())
        });
        key.unwrap_or_else(|| self.origin())
    }

    /// Returns an error at the value.
    pub(crate) fn error(&self, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.origin(), message).help(help)
    }

    /// Returns an error at the key.
    pub(crate) fn key_error(
        &self,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error(self.key_origin(), message).help(help)
    }

    /// Returns a warning at the key.
    pub(crate) fn key_warning(
        &self,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::warning(self.key_origin(), message).help(help)
    }

    /// Returns the source locations of the elements of the list here, which must be a part of an extension.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Origin> + use<'b> {
        self.bundle.elements(&self.pointer())
    }

    /// Returns the keys and indices of the path, last one first.
    fn tokens(&self) -> Vec<&Token<'b>> {
        let first = self.path.as_deref();
        let steps = std::iter::successors(first, |step| step.parent.as_deref());
        steps.map(|step| &step.token).collect()
    }

    /// Returns the JSON pointer.
    fn pointer(&self) -> String {
        let mut found = String::new();
        for token in self.tokens().into_iter().rev() {
            match token {
                Token::Key(key) => pointer::push(&mut found, key),
                Token::Index(index) => pointer::push(&mut found, &index.to_string()),
            }
        }
        found
    }
}

impl PartialEq for At<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Eq for At<'_> {}

impl Hash for At<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let hash = self.path.as_ref().map(|step| step.digest);
        state.write_u64(hash.unwrap_or_default());
    }
}
