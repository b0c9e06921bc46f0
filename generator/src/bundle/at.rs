//! Locations in a bundle.

use std::borrow::Cow;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use serde_json::Value;

use super::document::Bundle;
use super::location::SourceLocation;
use super::pointer;
use crate::diag::Diagnostic;
use crate::source::Origin;

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

struct Step<'b> {
    parent: Path<'b>,
    token: Token<'b>,
    /// The hash of the path up to here: paths have many ends but few beginnings.
    digest: u64,
}

impl<'b> Step<'b> {
    fn new(parent: Path<'b>, token: Token<'b>) -> Self {
        let before = parent.as_ref().map_or(0, |parent| parent.digest);
        let digest = BuildHasherDefault::<DefaultHasher>::new().hash_one((before, &token));
        Self {
            parent,
            token,
            digest,
        }
    }
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
        let parent = self.path.clone();
        Self {
            bundle: self.bundle,
            path: Some(Rc::new(Step::new(parent, token))),
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
        match self.path.as_ref().map(|step| &step.token) {
            None => Cow::Borrowed(""),
            Some(Token::Key(key)) => Cow::Borrowed(key),
            Some(Token::Index(index)) => Cow::Owned(index.to_string()),
        }
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
        let mut tokens = self.tokens().into_iter().rev();
        tokens.try_fold(&self.bundle.value, |value, token| match token {
            Token::Key(key) => pointer::part(value, key),
            Token::Index(index) => value.get(index),
        })
    }

    /// Returns the source of the value. Two bundles share a value if and only if the sources are equal.
    pub(crate) fn location(&self) -> SourceLocation {
        self.bundle.location(&self.pointer())
    }

    /// Returns the text of the value in the source.
    pub(crate) fn text(&self) -> &'b str {
        self.bundle.loaded.sources.slice(self.origin())
    }

    /// Returns the source location of the value.
    pub(crate) fn origin(&self) -> Origin {
        self.bundle.origin(&self.pointer())
    }

    /// Returns the source location of the key, or of the value if there is no key.
    pub(crate) fn key_origin(&self) -> Origin {
        self.bundle.key_origin(&self.pointer())
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
