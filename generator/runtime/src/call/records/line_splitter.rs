//! Splits JSON lines, and JSON text sequences (RFC 7464).

use bytes::{Buf as _, Bytes, BytesMut};
use serde::de::IgnoredAny;

use super::{BrokenOff, LineForm, Splitter};

/// Begins each record of a JSON text sequence.
const RECORD_SEPARATOR: u8 = 0x1e;

/// Turns chunks of bytes into lines or records, without those that are blank.
#[derive(Debug)]
pub(super) struct LineSplitter {
    form: LineForm,
    /// What has arrived and is not split.
    rest: BytesMut,
    /// The number of bytes at the beginning of `rest` in which no record ends.
    searched: usize,
    /// Where in a JSON value the next byte is.
    position: Position,
    /// The last byte that was split off begins a record.
    has_begun: bool,
}

/// Where in a JSON value a byte is. In a sequence, the end of a line inside of a value does not end the record.
#[derive(Clone, Copy, Debug, Default)]
struct Position {
    depth: usize,
    is_in_text: bool,
    is_escaped: bool,
}

impl Splitter for LineSplitter {
    type Record = Bytes;

    const NAME: &'static str = "line";

    fn push(&mut self, chunk: &Bytes) {
        self.rest.extend_from_slice(chunk);
    }

    fn next(&mut self) -> Option<Bytes> {
        loop {
            let Some(found) = self.end() else {
                self.searched = self.rest.len();
                return None;
            };
            let line = self.rest.split_to(found);
            self.has_begun = self.rest.get_u8() == RECORD_SEPARATOR;
            self.searched = 0;
            self.position = Position::default();
            if !is_blank(&line) {
                return Some(line.freeze());
            }
        }
    }

    /// The last line need not have an end. An object or list shows whether it is whole.
    fn last(&mut self, is_complete: bool) -> Result<Option<Bytes>, BrokenOff> {
        let line = std::mem::take(&mut self.rest);
        let is_empty = is_blank(&line);
        let is_proven = match is_empty {
            true => !self.has_begun,
            false => is_whole(&line),
        };
        match is_complete || is_proven {
            true => Ok((!is_empty).then(|| line.freeze())),
            false => Err(BrokenOff),
        }
    }

    fn len(&self) -> usize {
        self.rest.len()
    }
}

impl LineSplitter {
    pub(super) fn new(form: LineForm) -> Self {
        Self {
            form,
            rest: BytesMut::new(),
            searched: 0,
            position: Position::default(),
            has_begun: false,
        }
    }

    /// Returns the position of the byte that ends the record.
    fn end(&mut self) -> Option<usize> {
        let unsearched = self.rest.get(self.searched..)?;
        let found = match self.form {
            LineForm::Lines => unsearched.iter().position(|byte| *byte == b'\n'),
            LineForm::Sequence => {
                let mut bytes = unsearched.iter();
                bytes.position(|byte| self.position.is_end(*byte))
            }
        };
        found.map(|found| self.searched + found)
    }
}

impl Position {
    /// Whether the record ends with this byte, which is the next one.
    fn is_end(&mut self, byte: u8) -> bool {
        if byte == RECORD_SEPARATOR {
            return true;
        }
        match (self.is_in_text, byte) {
            (true, _) if std::mem::take(&mut self.is_escaped) => {}
            (true, b'\\') => self.is_escaped = true,
            (_, b'"') => self.is_in_text = !self.is_in_text,
            (false, b'{' | b'[') => self.depth += 1,
            (false, b'}' | b']') => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        byte == b'\n' && self.depth == 0 && !self.is_in_text
    }
}

fn is_whole(line: &[u8]) -> bool {
    let is_open = matches!(line.trim_ascii().first(), Some(b'{' | b'['));
    is_open && serde_json::from_slice::<IgnoredAny>(line).is_ok()
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(form: LineForm, text: &str, size: usize) -> Vec<String> {
        let mut splitter = LineSplitter::new(form);
        let mut lines = Vec::new();
        for chunk in text.as_bytes().chunks(size) {
            splitter.push(&Bytes::copy_from_slice(chunk));
            lines.extend(std::iter::from_fn(|| splitter.next()));
        }
        lines.extend(splitter.last(true).unwrap());
        let text = |line: &Bytes| String::from_utf8(line.trim_ascii().to_vec()).unwrap();
        lines.iter().map(text).collect()
    }

    #[test]
    fn a_line_may_have_broken_off_unless_its_content_shows_that_it_is_whole() {
        let table: [(LineForm, &str, Option<&str>); 10] = [
            (LineForm::Lines, "", Some("")),
            (LineForm::Lines, "1\n \n ", Some("")),
            (LineForm::Lines, "1\n{\"a\":2}", Some("{\"a\":2}")),
            (LineForm::Lines, "1\n2", None),
            (LineForm::Lines, "1\n{\"a\":2", None),
            (LineForm::Sequence, "\x1e1\n", Some("")),
            (LineForm::Sequence, "\x1e1\n\x1e[2]", Some("[2]")),
            (LineForm::Sequence, "\x1e1\n\x1e2", None),
            (LineForm::Sequence, "\x1e1\n\x1e", None),
            (LineForm::Sequence, "\x1e", None),
        ];
        for (form, text, expected) in table {
            let mut splitter = LineSplitter::new(form);
            splitter.push(&Bytes::from_static(text.as_bytes()));
            while splitter.next().is_some() {}
            let last = splitter.last(false).map(Option::unwrap_or_default);
            let last = last
                .ok()
                .map(|line| String::from_utf8(line.to_vec()).unwrap());
            assert_eq!(last.as_deref(), expected, "{form:?} {text:?}");
        }
    }

    #[test]
    fn records_are_the_same_however_they_are_cut() {
        let table: [(LineForm, &str, &[&str]); 6] = [
            (LineForm::Lines, "1\n\"é\"\n", &["1", "\"é\""]),
            (
                LineForm::Lines,
                "1\r\n\r\n \n{\"a\":2}",
                &["1", "{\"a\":2}"],
            ),
            (LineForm::Lines, "{\n2\n", &["{", "2"]),
            (LineForm::Sequence, "\x1e1\n\x1e2\n", &["1", "2"]),
            (
                LineForm::Sequence,
                "\x1e{\n\"a\": \"}\\\"\"\n}\n\x1e[\n2]\n",
                &["{\n\"a\": \"}\\\"\"\n}", "[\n2]"],
            ),
            (LineForm::Sequence, "\x1e{\"cut\n\x1e2", &["{\"cut", "2"]),
        ];
        for (form, text, expected) in table {
            for size in 1..=text.len() {
                let found = lines(form, text, size);
                assert_eq!(found, expected, "{text:?} in chunks of {size}");
            }
        }
    }
}
