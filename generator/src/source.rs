//! Source files, and locations in them.

use std::ops::Range;

/// A file of a run, numbered in the order of reading, beginning with the root documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// Returns the index of the file in [`Sources`], and of its document in [`Loaded`](crate::load::Loaded).
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Origin {
    /// Creates a location from a range of bytes of `file`.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self {
            file,
            start: offset(range.start),
            end: offset(range.end),
        }
    }

    /// Whether the other location is inside of this one.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// Returns the bytes, as indices into the text of the file.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Files beyond 4 GiB are rejected when they are read, so no offset is cut off.
fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// The path and text of each file of a run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

#[derive(Clone, Debug)]
struct SourceFile {
    path: String,
    /// The path as messages show it.
    shown: String,
    text: String,
    /// The offset of each line's first byte.
    lines: Vec<usize>,
}

/// A location as shown in messages and editors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl Sources {
    /// Adds a file. `path` is relative to the base directory, with `/`, and shown in messages.
    pub fn push(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let path = path.into();
        self.push_shown(path.clone(), path, text)
    }

    /// Adds a file that messages show with another path.
    pub(crate) fn push_shown(
        &mut self,
        path: String,
        shown: String,
        text: impl Into<String>,
    ) -> FileId {
        let id = FileId(offset(self.files.len()));
        let text = text.into();
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        self.files.push(SourceFile {
            path,
            shown,
            text,
            lines,
        });
        id
    }

    /// Returns the number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns path and text of each file, in the order of addition.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|file| (file.path.as_str(), file.text.as_str()))
    }

    /// Returns the path of a file, or an empty string for a file of other [`Sources`].
    #[must_use]
    pub fn path(&self, file: FileId) -> &str {
        self.files.get(file.index()).map_or("", |file| &file.path)
    }

    /// Returns the path of a file as messages show it, or an empty string for a file of other [`Sources`].
    #[must_use]
    pub fn shown(&self, file: FileId) -> &str {
        self.files.get(file.index()).map_or("", |file| &file.shown)
    }

    /// Returns the text of a file, or an empty string for a file of other [`Sources`].
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        self.files.get(file.index()).map_or("", |file| &file.text)
    }

    /// Returns the text at an origin, or an empty string if there is none.
    #[must_use]
    pub fn slice(&self, origin: Origin) -> &str {
        self.text(origin.file)
            .get(origin.range())
            .unwrap_or_default()
    }

    /// Returns line and column of the first byte of the origin, or of the end of the file if it is beyond that.
    #[must_use]
    pub fn line_column(&self, origin: Origin) -> LineColumn {
        let line = self.line(origin);
        let text = self.text(origin.file);
        let end = floor(text, origin.range().start);
        LineColumn {
            line: line.number,
            column: text
                .get(line.range.start..end)
                .map_or(1, |before| before.chars().count() + 1),
        }
    }

    /// Returns the line with the first byte of the origin, without its line break.
    pub(crate) fn line(&self, origin: Origin) -> Line<'_> {
        let Some(file) = self.files.get(origin.file.index()) else {
            return Line::default();
        };
        let at = origin.range().start.min(file.text.len());
        let number = file.lines.partition_point(|start| *start <= at);
        let start = number
            .checked_sub(1)
            .and_then(|index| file.lines.get(index))
            .map_or(0, |start| *start);
        let end = file
            .lines
            .get(number)
            .map_or(file.text.len(), |next| next - 1);
        let text = file.text.get(start..end).unwrap_or_default();
        Line {
            number,
            range: start..end,
            text: text.strip_suffix('\r').unwrap_or(text),
        }
    }
}

/// One line of a file.
#[derive(Debug, Default)]
pub(crate) struct Line<'a> {
    /// The number, from 1.
    pub(crate) number: usize,
    /// The byte range in the file.
    pub(crate) range: Range<usize>,
    /// The text, without line break.
    pub(crate) text: &'a str,
}

/// Returns the last character boundary at or before `at`.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, at: usize) -> (usize, usize) {
        let mut sources = Sources::default();
        let file = sources.push("a.yaml", text);
        let LineColumn { line, column } = sources.line_column(Origin::new(file, at..at));
        (line, column)
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        assert_eq!(place("", 0), (1, 1));
        assert_eq!(place("a: b\nc: d\n", 5), (2, 1));
        assert_eq!(place("a: b\nc: d\n", 10), (3, 1));
        assert_eq!(place("é: x", 4), (1, 4));
        assert_eq!(place("é", 1), (1, 1), "inside a character");
        assert_eq!(place("a\r\nb", 3), (2, 1));
        assert_eq!(place("a", 99), (1, 2), "beyond the end");
    }

    #[test]
    fn an_origin_of_other_sources_does_no_harm() {
        let sources = Sources::default();
        let origin = Origin::new(FileId(7), 3..9);
        assert_eq!(sources.path(origin.file), "");
        assert_eq!(sources.slice(origin), "");
        assert_eq!(sources.line_column(origin).column, 1);
    }
}
