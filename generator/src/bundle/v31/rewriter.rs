//! The state of rewriting.

use std::collections::{HashMap, HashSet};

use crate::bundle::location::SourceLocation;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::Moves;
use crate::source::{FileId, Origin};

pub(super) struct Rewriter<'d> {
    pub(super) moves: HashMap<FileId, Moves>,
    /// The files that are read as 3.1, but declare 3.0.
    pub(super) declared_3_0: HashSet<FileId>,
    pub(super) diags: &'d mut Diagnostics,
}

impl Rewriter<'_> {
    /// Records that the object at `at` contains at the pointer `to` what it contained at `from`.
    pub(super) fn moved(&mut self, at: &SourceLocation, from: &str, to: &str) {
        let moves = self.moves.entry(at.file).or_default();
        moves.insert(&at.pointer, from, to);
    }

    /// Adds a warning.
    pub(super) fn note(&mut self, origin: Origin, message: impl Into<String>, help: &'static str) {
        self.diags
            .push(Diagnostic::warning(origin, message).help(help));
    }

    /// Reports a schema `false` in place of one that describes values.
    pub(super) fn never(&mut self, origin: Origin) {
        let message = "the schema `false` allows no value";
        let help = "remove it, or write a schema that allows values";
        self.diags
            .push(Diagnostic::error(origin, message).help(help));
    }
}
