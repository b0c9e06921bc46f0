//! Error messages, made safe to print.

use std::borrow::Cow;

use crate::secrets::Secrets;

/// The maximum length of a message that quotes the server, in bytes.
pub(super) const LONGEST: usize = 4096;

/// The maximum length of the text that [`cut`] adds.
const NOTE: usize = 64;

/// The beginning of a text that quotes the server and can have any length. Secrets must have been removed, so that no part of one
/// remains at the end.
pub(super) fn cut(text: String) -> String {
    if text.len() <= LONGEST {
        return text;
    }
    let mut end = LONGEST - NOTE;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text.get(..end).unwrap_or_default();
    format!("{start}… (cut from {} bytes)", text.len())
}

/// A message. It can quote the server, so it is displayed escaped.
pub(super) struct Message {
    raw: String,
    /// `None` if it equals `raw`, as for most messages.
    escaped: Option<String>,
}

impl Message {
    pub(super) fn new(raw: String) -> Self {
        let escaped = match escape(&raw) {
            Cow::Borrowed(_) => None,
            Cow::Owned(escaped) => Some(escaped),
        };
        Self { raw, escaped }
    }

    pub(super) fn raw(&self) -> &str {
        &self.raw
    }

    pub(super) fn shown(&self) -> &str {
        self.escaped.as_deref().unwrap_or(&self.raw)
    }

    pub(super) fn redacted(&self, secrets: &Secrets) -> Self {
        Self::new(cut(secrets.hide(&self.raw)))
    }
}

/// `text` as one line, with an escape such as `\n` or `\u{202e}` for each character that would move a terminal's cursor, start
/// a new log line, or reorder the displayed text.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        if is_unprintable(char) {
            escaped.extend(char.escape_default());
        } else {
            escaped.push(char);
        }
    }
    Cow::Owned(escaped)
}

/// Control characters, line separators, bidirectional marks and invisible characters. Joiners are not included: emoji and
/// several scripts need them.
fn is_unprintable(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, cut, escape};

    #[test]
    fn a_long_text_is_cut_once() {
        for (text, is_cut) in [
            ("a".repeat(LONGEST), false),
            ("a".repeat(LONGEST + 1), true),
            ("é".repeat(LONGEST), true),
            ("日本👩".repeat(1 << 20), true),
        ] {
            let shown = cut(text.clone());
            assert_eq!(shown != text, is_cut);
            assert!(shown.len() <= LONGEST, "{}", shown.len());
            let note = format!("… (cut from {} bytes)", text.len());
            assert_eq!(shown.ends_with(&note), is_cut);
            assert_eq!(cut(shown.clone()), shown);
        }
    }

    #[test]
    fn control_characters_are_escaped() {
        let table = [
            (
                "plain: é 日本 👩\u{200d}💻 \\n",
                "plain: é 日本 👩\u{200d}💻 \\n",
            ),
            ("\u{1b}[2Jx", "\\u{1b}[2Jx"),
            ("a\0b", "a\\u{0}b"),
            ("a\r\nb\tc", "a\\r\\nb\\tc"),
            ("\u{7f}\u{9b}31m\u{85}", "\\u{7f}\\u{9b}31m\\u{85}"),
            ("a\u{202e}b\u{2066}c", "a\\u{202e}b\\u{2066}c"),
            ("\u{200e}\u{200f}\u{61c}", "\\u{200e}\\u{200f}\\u{61c}"),
            ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
            ("\u{feff}\u{200b}\u{ad}", "\\u{feff}\\u{200b}\\u{ad}"),
            ("\u{e0041}\u{e007f}", "\\u{e0041}\\u{e007f}"),
        ];
        for (text, expected) in table {
            assert_eq!(escape(text), expected);
        }
    }
}
