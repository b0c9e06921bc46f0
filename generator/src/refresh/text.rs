//! Edits of a text by range.

use std::ops::Range;

/// The replacement of a range; an insertion if the range is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

/// Applies edits, which do not overlap. Of several at one position, the first one added comes first.
///
/// # Errors
///
/// Returns the position at which two edits overlap.
pub(super) fn apply(text: &str, mut edits: Vec<Edit>) -> Result<String, usize> {
    // An insertion at the start of a replaced range comes before it.
    edits.sort_by_key(|edit| (edit.range.start, !edit.range.is_empty()));
    let mut result = String::with_capacity(text.len());
    let mut end = 0;
    for edit in edits {
        let between = text.get(end..edit.range.start).ok_or(edit.range.start)?;
        result.push_str(between);
        result.push_str(&edit.text);
        end = edit.range.end;
    }
    result.push_str(text.get(end..).ok_or(end)?);
    Ok(result)
}

/// The line break of a text: that of its first line.
pub(super) fn line_break(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}

/// Returns the position of the line break at or after `at`, or the end of the text.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    at + line.strip_suffix('\r').unwrap_or(line).len()
}

/// Returns the position of the first character of the line with `at`.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |end| end + 1)
}

/// Returns the end of the line above the one with `at`; `None` in the first line.
pub(super) fn end_above(text: &str, at: usize) -> Option<usize> {
    let above = text.get(..line_start(text, at))?.strip_suffix('\n')?;
    Some(above.strip_suffix('\r').unwrap_or(above).len())
}

/// Returns the start of the line below the one with `at`, or the end of the text.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find('\n').map_or(rest.len(), |end| end + 1)
}

/// Returns the position of the first of these characters at or after `at` that is in no comment. No values may be between.
pub(super) fn after_comments(text: &str, mut at: usize, wanted: &[char]) -> Option<usize> {
    loop {
        let next = text.get(at..)?.chars().next()?;
        if wanted.contains(&next) {
            return Some(at);
        }
        at = match next {
            '#' => line_end(text, at),
            _ => at + next.len_utf8(),
        };
    }
}

/// Returns the position after the colon of the key that ends at `at`.
pub(super) fn after_colon(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find(':').map_or(0, |colon| colon + 1)
}

/// Returns the number of characters before `at` in its line.
pub(super) fn column(text: &str, at: usize) -> usize {
    let line = text.get(line_start(text, at)..at);
    line.unwrap_or_default().chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(range: Range<usize>, text: &str) -> Edit {
        let text = text.to_owned();
        Edit { range, text }
    }

    #[test]
    fn edits_are_applied_in_order() {
        let edits = vec![
            edit(4..5, "x"),
            edit(1..1, "a"),
            edit(4..4, "b"),
            edit(1..1, "c"),
        ];
        assert_eq!(apply("012345", edits).as_deref(), Ok("0ac123bx5"));
        assert_eq!(apply("01234", vec![edit(0..2, ""), edit(1..3, "")]), Err(1));
        assert_eq!(apply("01", vec![edit(2..2, "3")]).as_deref(), Ok("013"));
    }

    #[test]
    fn lines_are_found() {
        let text = "a\r\nbc: d\r\ne";
        assert_eq!(line_break(text), "\r\n");
        assert_eq!(
            (line_start(text, 5), line_end(text, 5), column(text, 5)),
            (3, 8, 2)
        );
        assert_eq!(line_end(text, 10), 11);
        let above = [1, 5, 10].map(|at| end_above(text, at));
        assert_eq!(above, [None, Some(1), Some(8)]);
        assert_eq!([next_line(text, 5), next_line(text, 10)], [10, 11]);
    }
}
