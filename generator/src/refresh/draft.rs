//! The documents with their planned edits.

use std::collections::{BTreeMap, HashSet};

use super::sites::Sites;
use super::text::{self, Edit};
use crate::source::{FileId, Origin};

/// The planned edits of all files.
pub(super) struct Draft<'t> {
    pub(super) sites: Sites<'t>,
    edits: BTreeMap<FileId, Vec<Edit>>,
    touched: HashSet<Origin>,
}

impl<'t> Draft<'t> {
    pub(super) fn new(sites: Sites<'t>) -> Self {
        Self {
            sites,
            edits: BTreeMap::new(),
            touched: HashSet::new(),
        }
    }

    /// Whether the value at a location is touched for the first time. Several operations can share it.
    pub(super) fn touch(&mut self, origin: Origin) -> bool {
        self.touched.insert(origin)
    }

    pub(super) fn text(&self, file: FileId) -> &'t str {
        self.sites.sources.text(file)
    }

    pub(super) fn line_break(&self, file: FileId) -> &'static str {
        text::line_break(self.text(file))
    }

    /// Returns the number of characters before a location in its line.
    pub(super) fn column(&self, origin: Origin) -> usize {
        text::column(self.text(origin.file), origin.range().start)
    }

    pub(super) fn replace(&mut self, origin: Origin, text: impl Into<String>) {
        let edit = Edit {
            range: origin.range(),
            text: text.into(),
        };
        self.edits.entry(origin.file).or_default().push(edit);
    }

    pub(super) fn insert(&mut self, file: FileId, at: usize, text: impl Into<String>) {
        self.replace(Origin::new(file, at..at), text);
    }

    /// Inserts lines above the line of a location.
    pub(super) fn insert_above(&mut self, origin: Origin, lines: &[String]) {
        let source = self.text(origin.file);
        let line_break = self.line_break(origin.file);
        match text::end_above(source, origin.range().start) {
            Some(at) => {
                let lines = lines.iter().map(|line| format!("{line_break}{line}"));
                self.insert(origin.file, at, lines.collect::<String>());
            }
            None => {
                let lines = lines.iter().map(|line| format!("{line}{line_break}"));
                self.insert(origin.file, 0, lines.collect::<String>());
            }
        }
    }

    /// Inserts lines below the last line of the value at a location.
    pub(super) fn insert_below(&mut self, origin: Origin, lines: &[String]) {
        let source = self.text(origin.file);
        let line_break = self.line_break(origin.file);
        let at = text::line_end(source, origin.range().end);
        let lines = lines.iter().map(|line| format!("{line_break}{line}"));
        self.insert(origin.file, at, lines.collect::<String>());
    }

    /// Removes the lines from one location to the end of another. The line break above them goes instead of the one below, because
    /// lines are inserted at the ends of lines: below or above lines that go, too.
    pub(super) fn remove_lines(&mut self, from: Origin, to: Origin) {
        let source = self.text(from.file);
        let end = text::line_end(source, to.range().end);
        let range = match text::end_above(source, from.range().start) {
            Some(start) => start..end,
            None => 0..text::next_line(source, end),
        };
        self.replace(Origin::new(from.file, range), "");
    }

    /// Returns the new texts of the files that change, by path.
    ///
    /// # Errors
    ///
    /// Returns the place of two edits that overlap.
    pub(super) fn texts(self) -> Result<BTreeMap<String, String>, Origin> {
        let sources = self.sites.sources;
        let mut texts = BTreeMap::new();
        for (file, edits) in self.edits {
            let new = text::apply(sources.text(file), edits);
            let new = new.map_err(|at| Origin::new(file, at..at))?;
            texts.insert(sources.path(file).to_owned(), new);
        }
        Ok(texts)
    }
}
