//! The state of rewriting.

use std::collections::HashMap;
use std::ops::Range;

use super::notes::Notes;
use crate::bundle::location::SourceLocation;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::Moves;
use crate::source::{FileId, Origin};

pub(super) struct Rewriter<'d> {
    pub(super) moves: HashMap<FileId, Moves>,
    pub(super) notes: Notes,
    pub(super) diags: &'d mut Diagnostics,
}

impl Rewriter<'_> {
    /// Records that the object at `at` contains at the pointer `to` what it contained at `from`.
    pub(super) fn moved(&mut self, at: &SourceLocation, from: &str, to: &str) {
        let moves = self.moves.entry(at.file).or_default();
        moves.insert(&at.pointer, from, to);
    }

    /// Adds a warning that is the same in many places.
    pub(super) fn note(
        &mut self,
        (at, range): (&SourceLocation, &Range<usize>),
        message: impl Into<String>,
        help: &'static str,
    ) {
        let origin = Origin::new(at.file, range.clone());
        self.notes.add(origin, message, help);
    }

    /// Reports a schema `false` in place of one that describes values.
    pub(super) fn never(&mut self, at: &SourceLocation, range: &Range<usize>) {
        let origin = Origin::new(at.file, range.clone());
        let message = "the schema `false` allows no value";
        let help = "remove it, or write a schema that allows values";
        self.diags
            .push(Diagnostic::error(origin, message).help(help));
    }
}
