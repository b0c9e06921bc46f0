//! Escapes single strings for Markdown: plain text, code spans, table cells.

use std::borrow::Cow;

/// Normalizes text for Rust doc comments and Markdown files: one kind of line ending, no tabs, no control characters and no
/// bidirectional controls (rustc rejects those in comments).
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let is_clean = |byte| matches!(byte, b' '..=b'~' | b'\n');
    if text.bytes().all(is_clean) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\t' => out.push_str("    "),
            '\n' => out.push('\n'),
            '\u{2028}' | '\u{2029}' => out.push('\n'),
            c if c.is_control() || steers_text(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether the character is a bidirectional control, the byte order mark or another invisible character.
fn steers_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Escapes one word, so that Markdown shows it literally: `a_b *c` is not emphasis, `[x]` not a link, `<b>` not a tag.
pub(crate) fn word(text: &str, out: &mut String) {
    if !text.bytes().any(may_mean) {
        out.push_str(text);
        return;
    }
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied();
        let escape = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
            // An underscore inside a word has no meaning in Markdown: `first_name` stays readable.
            '_' => !(is_alphanumeric(before) && is_alphanumeric(after)),
            '&' => is_alphanumeric(after) || after == Some('#'),
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// Whether Markdown gives the character a meaning somewhere.
fn may_mean(byte: u8) -> bool {
    matches!(
        byte,
        b'\\' | b'`' | b'*' | b'[' | b']' | b'<' | b'|' | b'~' | b'_' | b'&'
    )
}

fn is_alphanumeric(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Escapes plain text of any number of words, for use within a line.
pub(crate) fn plain(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.split_whitespace().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        word(part, &mut out);
    }
    out
}

/// The length of the longest run of `c`.
fn longest_run(text: &str, c: char) -> usize {
    text.split(|other| other != c)
        .map(str::len)
        .max()
        .unwrap_or_default()
}

/// The fence of a code block with this content: longer than any run of backticks in it.
pub(crate) fn fence(code: &str) -> String {
    "`".repeat(longest_run(code, '`').max(2) + 1)
}

/// `` `text` ``, with as many backticks as needed.
pub(crate) fn code(text: &str) -> String {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    if !text.is_empty() && text.bytes().all(is_name) {
        return ["`", text, "`"].concat();
    }
    let text = clean(text);
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    if !text.contains(['`', '\n', ' ']) {
        return ["`", &text, "`"].concat();
    }
    let text = text.replace('\n', " ");
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    // Markdown removes a space at either end, except from code of spaces only.
    let is_edge = |c: char| matches!(c, '`' | ' ');
    let is_blank = text.bytes().all(|byte| byte == b' ');
    if !is_blank && (text.starts_with(is_edge) || text.ends_with(is_edge)) {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Escapes Markdown for a table cell: an unescaped bar would end the cell, even in a code span.
pub(crate) fn cell(markdown: &str) -> Cow<'_, str> {
    if !markdown.bytes().any(|byte| matches!(byte, b'|' | b'\n')) {
        return Cow::Borrowed(markdown);
    }
    let mut out = String::with_capacity(markdown.len());
    let mut escaped = false;
    for c in markdown.chars() {
        match c {
            '\n' => out.push(' '),
            '|' if !escaped => out.push_str("\\|"),
            c => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    Cow::Owned(out)
}

/// Escapes a word that would start a block at the beginning of a line: a list, a heading, a quote, a table.
pub(crate) fn line_start(word: &str) -> Option<String> {
    let first = word.chars().next()?;
    let all = |set: &str| word.chars().all(|c| set.contains(c));
    if first == '>' || all("-:") || all("=") || all("#") || all("+") {
        return Some(format!("\\{word}"));
    }
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = word.split_at(digits);
    (digits > 0 && matches!(rest, "." | ")")).then(|| format!("{number}\\{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_shows_as_it_stands() {
        assert_eq!(plain("first_name is _kept_"), "first_name is \\_kept\\_");
        assert_eq!(
            plain("a\t[b]\r\n<c> | *d* &amp; R&D"),
            "a \\[b\\] \\<c> \\| \\*d\\* \\&amp; R\\&D"
        );
        assert_eq!(plain("\u{202e}x\0"), "x");
    }

    #[test]
    fn code_spans_hold_backticks_and_bars() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
        assert_eq!(code(""), "`\"\"`");
        assert_eq!(cell("`a|b` c\\|d"), "`a\\|b` c\\|d");
    }

    #[test]
    fn words_that_begin_a_block_are_escaped() {
        let escaped = [
            ("-", "\\-"),
            ("1.", "1\\."),
            (">x", "\\>x"),
            ("##", "\\##"),
            ("===", "\\==="),
            (":--", "\\:--"),
        ];
        for (word, expected) in escaped {
            assert_eq!(line_start(word).as_deref(), Some(expected), "{word}");
        }
        for word in ["-x", "1.5", "#tag", "x", "+1"] {
            assert_eq!(line_start(word), None, "{word}");
        }
    }
}
