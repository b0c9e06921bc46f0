//! The parser of `text/event-stream`, as the HTML standard defines it.
//!
//! The crates that parse this format (`eventsource-stream`, `sse-stream`, `sseer`) read streams or HTTP bodies of their own types,
//! have no limit on the size of a line or event, and search an incomplete line again with each chunk.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::{BrokenOff, Splitter};

/// An event whose data is not decoded yet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct RawEvent {
    /// The lines of `data`, joined by line breaks.
    pub(super) data: String,
    /// The type of the event, if it is not empty.
    pub(super) event: Option<String>,
    /// The last id, shared by all events after it.
    pub(super) id: Option<Arc<str>>,
    /// The event itself has this id.
    pub(super) has_id: bool,
    /// The `retry` of this event, in milliseconds.
    pub(super) retry: Option<u64>,
}

/// The lines of an event so far.
#[derive(Debug, Default)]
struct RawLines {
    /// There is a line, even if only a part of its name has arrived.
    has_begun: bool,
    data: Option<String>,
    event: Option<String>,
    id: Option<Arc<str>>,
    retry: Option<u64>,
}

/// Turns chunks of bytes into events.
#[derive(Debug, Default)]
pub(super) struct EventSplitter {
    /// What has arrived and is not parsed.
    rest: BytesMut,
    /// The number of bytes at the beginning of `rest` that contain no line break.
    searched: usize,
    /// The byte order mark can only be at the beginning.
    has_begun: bool,
    /// The last line ended with a carriage return, so a line feed belongs to it.
    is_after_return: bool,
    next: RawLines,
    /// The last `id` whose event is complete; it also applies to the events after it.
    pub(super) last_id: Option<Arc<str>>,
    /// The last `retry`, in milliseconds.
    pub(super) retry: Option<u64>,
}

impl Splitter for EventSplitter {
    type Record = RawEvent;

    const NAME: &'static str = "event";

    fn push(&mut self, chunk: &Bytes) {
        self.rest.extend_from_slice(chunk);
    }

    fn next(&mut self) -> Option<RawEvent> {
        while let Some(line) = self.line() {
            if !line.is_empty() {
                self.field(&line);
                continue;
            }
            if let Some(event) = self.event() {
                return Some(event);
            }
        }
        None
    }

    /// The event before the end, which lacks its empty line. The standard drops it, but many servers end with `data: [DONE]`.
    fn last(&mut self, is_complete: bool) -> Result<Option<RawEvent>, BrokenOff> {
        let line = std::mem::take(&mut self.rest);
        let line = self.without_mark(line);
        self.field(&line);
        match (self.next.has_begun && !is_complete, &self.next.data) {
            (true, _) => Err(BrokenOff),
            (false, Some(_)) => Ok(self.event()),
            (false, None) => Ok(None),
        }
    }

    fn len(&self) -> usize {
        self.rest.len() + self.next.data.as_ref().map_or(0, String::len)
    }
}

impl EventSplitter {
    /// Returns the next line, which ends with a line feed, a carriage return, or both.
    fn line(&mut self) -> Option<BytesMut> {
        if self.is_after_return && !self.rest.is_empty() {
            self.is_after_return = false;
            if self.rest.starts_with(b"\n") {
                let _ = self.rest.split_to(1);
            }
        }
        let unsearched = self.rest.get(self.searched..)?;
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let Some(found) = unsearched.iter().position(is_break) else {
            self.searched = self.rest.len();
            return None;
        };
        let end = self.searched + found;
        let mut line = self.rest.split_to(end + 1);
        self.searched = 0;
        self.is_after_return = line.ends_with(b"\r");
        line.truncate(end);
        Some(self.without_mark(line))
    }

    /// Removes the byte order mark from the first line.
    fn without_mark(&mut self, mut line: BytesMut) -> BytesMut {
        if !std::mem::replace(&mut self.has_begun, true) && line.starts_with(b"\xef\xbb\xbf") {
            let _ = line.split_to(3);
        }
        line
    }

    /// Reads a field. Comments, which begin with a colon, and unknown fields are ignored.
    fn field(&mut self, line: &[u8]) {
        self.next.has_begun |= !line.is_empty() && !line.starts_with(b":");
        let line = String::from_utf8_lossy(line);
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => match &mut self.next.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.next.data = Some(value.to_owned()),
            },
            "event" => self.next.event = Some(value.to_owned()),
            "id" if !value.contains('\0') => self.next.id = Some(value.into()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.next.retry = value.parse().ok();
                self.retry = self.next.retry.or(self.retry);
            }
            _ => {}
        }
    }

    /// Returns the event of the lines so far, which are complete, if it has data. Without data, its id counts too.
    fn event(&mut self) -> Option<RawEvent> {
        let lines = std::mem::take(&mut self.next);
        let has_id = lines.id.is_some();
        self.last_id = lines.id.or(self.last_id.take());
        Some(RawEvent {
            data: lines.data?,
            event: lines.event.filter(|event| !event.is_empty()),
            id: self.last_id.clone(),
            has_id,
            retry: lines.retry,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The data and types of all events of `text`, which arrives in chunks of `size` bytes.
    fn events(text: &str, size: usize) -> Vec<(String, Option<String>)> {
        let mut splitter = EventSplitter::default();
        let mut events = Vec::new();
        for chunk in text.as_bytes().chunks(size) {
            splitter.push(&Bytes::copy_from_slice(chunk));
            events.extend(std::iter::from_fn(|| splitter.next()));
        }
        events.extend(splitter.last(true).unwrap());
        let events = events.into_iter();
        events.map(|raw| (raw.data, raw.event)).collect()
    }

    /// The data and types of events.
    type Expected = &'static [(&'static str, Option<&'static str>)];

    #[test]
    fn events_are_the_same_however_they_are_cut() {
        let table: [(&str, Expected); 13] = [
            ("data: a\n\n", &[("a", None)]),
            (
                "data: a\r\ndata:b\r\n\r\ndata: c\r\r",
                &[("a\nb", None), ("c", None)],
            ),
            ("event: x\ndata: {\"é\":1}\n\n", &[("{\"é\":1}", Some("x"))]),
            ("event: x\n\ndata: a\n\n", &[("a", None)]),
            (": comment\ndata\n\n\n\n", &[("", None)]),
            ("data:  a\nother: b\n\n", &[(" a", None)]),
            ("\u{feff}data: a\n\n\u{feff}data: b\n\n", &[("a", None)]),
            ("data: [DONE]\n\n", &[("[DONE]", None)]),
            ("\u{feff}data: last", &[("last", None)]),
            ("data: a\n\ndata: last\n", &[("a", None), ("last", None)]),
            ("data: a\n\ndata: last", &[("a", None), ("last", None)]),
            ("data: a\r\rdata: last\r", &[("a", None), ("last", None)]),
            ("data: a\n\n: comment", &[("a", None)]),
        ];
        for (text, expected) in table {
            let expected: Vec<_> = expected
                .iter()
                .map(|(data, event)| ((*data).to_owned(), event.map(str::to_owned)))
                .collect();
            for size in 1..=text.len() {
                assert_eq!(events(text, size), expected, "{text:?} in chunks of {size}");
            }
        }
    }

    #[test]
    fn the_id_stays_and_invalid_fields_are_ignored() {
        let mut splitter = EventSplitter::default();
        splitter.push(&Bytes::from_static(
            b"id: 1\nretry: 250\ndata: a\n\nid: \0\nretry: 1s\ndata: b\n\n",
        ));
        let [first, second] = [splitter.next().unwrap(), splitter.next().unwrap()];
        assert_eq!((first.has_id, second.has_id), (true, false));
        // One id for many events is in memory only once, however long it is.
        assert!(Arc::ptr_eq(&first.id.unwrap(), &second.id.unwrap()));
        assert_eq!(
            (splitter.last_id.as_deref(), splitter.retry),
            (Some("1"), Some(250))
        );
    }

    #[test]
    fn an_event_may_have_broken_off_once_it_has_begun() {
        let end = |text: &str, is_complete| {
            let mut splitter = EventSplitter::default();
            splitter.push(&Bytes::copy_from_slice(text.as_bytes()));
            while splitter.next().is_some() {}
            let last = splitter.last(is_complete);
            last.map(|event| event.map(|raw| raw.data))
        };
        for begun in [
            "event: x\n",
            "id: 1\n",
            "retry: 1\n",
            "da",
            ": c\nd",
            "\u{feff}e",
        ] {
            for before in ["", "data: a\n\n", "event: x\n\n"] {
                let text = format!("{before}{begun}");
                assert!(end(&text, false).is_err(), "{text:?}");
                assert!(matches!(end(&text, true), Ok(None)), "{text:?}");
            }
        }
        for text in [
            "",
            "\n",
            ": c",
            ": c\n",
            "data: a\n\n",
            "data: a\r\n\r",
            "id: 1\n\n: c\n\n",
        ] {
            assert!(matches!(end(text, false), Ok(None)), "{text:?}");
        }
        assert!(end("data: a\n", false).is_err());
        assert!(matches!(end("data: a\n", true), Ok(Some(_))));
    }

    /// A program that resumes with the id of an event that it has not received would never get this event.
    #[test]
    fn an_id_counts_once_its_event_is_complete() {
        let table: [(&[&str], Option<&str>); 7] = [
            (&["id: 41\ndata: a\n\n", "id: 42"], Some("41")),
            (&["id: 41\ndata: a\n\n", "id: 42\ndata: b"], Some("41")),
            (&["id: 41\ndata: a\n\n", "id: 42\ndata: b\n"], Some("41")),
            (&["id: 41\ndata: a\n\n", "id: 42\n\n"], Some("42")),
            (&["id: 41\ndata: a\n\n", "id\n"], Some("41")),
            (&["id: 41\ndata: a\n\n", "id\n\n"], Some("")),
            (&["id: 1\nid: 2\ndata: a\n\n"], Some("2")),
        ];
        for (chunks, expected) in table {
            let mut splitter = EventSplitter::default();
            for chunk in chunks {
                splitter.push(&Bytes::copy_from_slice(chunk.as_bytes()));
                while splitter.next().is_some() {}
            }
            assert_eq!(splitter.last_id.as_deref(), expected, "{chunks:?}");
        }
    }
}
