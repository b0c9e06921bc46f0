//! JSONPath expressions (RFC 9535) of an overlay.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;
use serde_json_path::{JsonPath, ParseError, PathElement};

use crate::diag::{Diagnostic, Diagnostics};
use crate::load::spans::escaped;
use crate::load::tree::Tree;
use crate::source::Origin;

/// A JSONPath expression.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) origin: Origin,
    segments: Vec<Segment>,
}

/// A segment of an expression, such as `.paths` or `[0]`: alone, so that what it selects several times is followed once.
#[derive(Debug)]
struct Segment {
    /// Where it is in the expression.
    range: Range<usize>,
    path: JsonPath,
}

/// A segment that selects nothing.
pub(super) struct DeadEnd<'q, 'v> {
    /// The expression before the segment.
    pub(super) known: &'q str,
    pub(super) segment: &'q str,
    /// What `known` selects.
    pub(super) selected: Vec<&'v Value>,
}

impl Query {
    /// Parses the expression, or reports what is wrong with it.
    pub(super) fn of(tree: &Tree, name: &str, diags: &mut Diagnostics) -> Option<Self> {
        let help = "write a JSONPath expression, such as `$.paths['/pets'].get`";
        let Some(text) = tree.as_str() else {
            let message = format!("`{name}` must be a string");
            diags.push(Diagnostic::error(tree.origin, message).help(help));
            return None;
        };
        if let Some((message, help)) = exceeded(text) {
            let message = format!("`{name}` {message}");
            diags.push(Diagnostic::error(tree.origin, message).help(help));
            return None;
        }
        match segments(text) {
            Ok(segments) => Some(Self {
                text: text.to_owned(),
                origin: tree.origin,
                segments,
            }),
            Err(error) => {
                let message = format!("invalid JSONPath expression: {}", error.message());
                diags.push(Diagnostic::error(tree.origin, message).help(help));
                None
            }
        }
    }

    /// Returns the pointers to the selected values, each once. The parts of a value come after it.
    pub(super) fn select(&self, document: &Value) -> Vec<String> {
        let (followed, selected) = self.follow(document);
        if followed < self.segments.len() {
            return Vec::new();
        }
        let pointer = |path: &Vec<Step<'_>>| path.iter().map(Step::token).collect();
        selected.keys().map(pointer).collect()
    }

    /// Follows the segments as long as they select something. Returns their number, and what they select, by its path.
    fn follow<'v>(&self, document: &'v Value) -> (usize, BTreeMap<Vec<Step<'v>>, &'v Value>) {
        let mut selected = BTreeMap::from([(Vec::new(), document)]);
        for (index, segment) in self.segments.iter().enumerate() {
            let mut next = BTreeMap::new();
            for (path, value) in &selected {
                for node in segment.path.query_located(value) {
                    let steps = node.location().iter().map(Step::of);
                    next.insert(path.iter().copied().chain(steps).collect(), node.node());
                }
            }
            if next.is_empty() {
                return (index, selected);
            }
            selected = next;
        }
        (self.segments.len(), selected)
    }

    /// Returns the first segment that cannot be followed in any document, if the whole expression cannot.
    pub(super) fn dead_end<'v>(
        &self,
        documents: impl Iterator<Item = &'v Value>,
    ) -> Option<DeadEnd<'_, 'v>> {
        let (mut most, mut selected) = (0, Vec::new());
        for document in documents {
            let (followed, values) = self.follow(document);
            if followed > most {
                selected.clear();
            }
            if followed >= most {
                selected.extend(values.into_values());
            }
            most = most.max(followed);
        }
        let Range { start, end } = self.segments.get(most)?.range.clone();
        Some(DeadEnd {
            known: self.text.get(..start).filter(|known| !known.is_empty())?,
            segment: self.text.get(start..end)?,
            selected,
        })
    }
}

/// The limits of an expression. A filter is evaluated at once, so each `..` and `,` in it can multiply the work.
const MOST_CHARACTERS: usize = 10_000;
const MOST_BRACKETS: usize = 10;
const MOST_DESCENTS: usize = 2;
const MOST_COMMAS: usize = 10;

/// Returns what is wrong with the size of an expression, and the help for it.
fn exceeded(text: &str) -> Option<(String, &'static str)> {
    if text.chars().count() > MOST_CHARACTERS {
        let message = format!("has more than {MOST_CHARACTERS} characters");
        return Some((message, "write several actions that select less each"));
    }
    let plain = unquoted(text);
    if plain.iter().any(|plain| plain.depth > MOST_BRACKETS) {
        let message = format!("nests brackets more than {MOST_BRACKETS} deep");
        return Some((message, "write a simpler filter"));
    }
    let limits = [("..", MOST_DESCENTS), (",", MOST_COMMAS)];
    let has_filter = |part: &Range<usize>| {
        text.get(part.clone())
            .is_some_and(|part| part.contains('?'))
    };
    for part in parts(text).into_iter().filter(has_filter) {
        let plain = plain.iter().filter(|plain| part.contains(&plain.at));
        let filter: String = plain.map(|plain| plain.c).collect();
        let exceeded = limits
            .iter()
            .find(|(operator, most)| filter.matches(operator).count() > *most);
        if let Some((operator, most)) = exceeded {
            let message = format!("has more than {most} `{operator}` in a filter");
            return Some((message, "write a simpler filter, or several actions"));
        }
    }
    None
}

/// Parses an expression and each of its segments.
fn segments(text: &str) -> Result<Vec<Segment>, ParseError> {
    JsonPath::parse(text)?;
    let segments = parts(text).into_iter().map(|range| {
        let text = text.get(range.clone()).unwrap_or_default().trim();
        let path = match text.starts_with('$') {
            true => JsonPath::parse(text)?,
            false => JsonPath::parse(&format!("${text}"))?,
        };
        Ok(Segment { range, path })
    });
    segments.collect()
}

/// Returns where the segments of an expression are: `.name`, `['name']`, `..[0]`. If a filter refers to the document with `$`, the
/// expression is one segment.
fn parts(text: &str) -> Vec<Range<usize>> {
    let plain = unquoted(text);
    if plain.iter().filter(|plain| plain.c == '$').count() > 1 {
        return std::iter::once(0..text.len()).collect();
    }
    let mut starts = Vec::new();
    let mut last = ' ';
    for Plain { at, c, depth } in plain {
        let is_start = (c == '[' && depth == 1) || (c == '.' && depth == 0);
        if is_start && last != '.' {
            starts.push(at);
        }
        last = c;
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts = starts.iter().zip(ends);
    parts.map(|(start, end)| *start..end).collect()
}

/// A character outside of quotes.
struct Plain {
    at: usize,
    c: char,
    /// The number of brackets around it, including itself.
    depth: usize,
}

fn unquoted(text: &str) -> Vec<Plain> {
    let mut plain = Vec::new();
    let (mut quote, mut is_escaped, mut depth) = (None, false, 0_usize);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(_), '\\') => is_escaped = true,
            (Some(mark), _) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, _) => {
                depth += usize::from(matches!(c, '[' | '('));
                plain.push(Plain { at, c, depth });
                depth = depth.saturating_sub(usize::from(matches!(c, ']' | ')')));
            }
        }
    }
    plain
}

/// A key or an index. Unlike tokens of pointers, indices are ordered as numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

impl<'p> Step<'p> {
    fn of(element: &PathElement<'p>) -> Self {
        match *element {
            PathElement::Name(name) => Self::Key(name),
            PathElement::Index(index) => Self::Index(index),
        }
    }

    fn token(&self) -> String {
        match self {
            Self::Key(name) => format!("/{}", escaped(name)),
            Self::Index(index) => format!("/{index}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn query(text: &str) -> Result<Query, String> {
        let tree = Tree::scalar(Origin::default(), text);
        let mut diags = Diagnostics::default();
        let query = Query::of(&tree, "target", &mut diags);
        let message = |fault: &Diagnostic| fault.message.clone();
        query.ok_or_else(|| diags.iter().map(message).collect())
    }

    #[test]
    fn segments_are_told_apart() {
        let text = r"$.paths['/a.b\\'] [?@.x == ']' && count(@..y) > 1].get..name..['a','b']";
        let found = parts(text).into_iter().map(|part| &text[part]);
        let expected = [
            ".paths",
            r"['/a.b\\'] ",
            "[?@.x == ']' && count(@..y) > 1]",
            ".get",
            "..name",
            "..['a','b']",
        ];
        assert_eq!(found.collect::<Vec<_>>(), expected);
        assert!(query(text).is_ok());
    }

    #[test]
    fn what_is_selected_in_many_ways_is_followed_once() {
        let mut document = json!([{"a": 1}, {"a": [2]}]);
        for _ in 0..50 {
            document = json!([document]);
        }
        let count = |text: &str| query(text).map(|query| query.select(&document).len());
        assert_eq!(count(&format!("${}", "..*".repeat(20))), Ok(36));
        assert_eq!(count(&format!("${}", "[0,0]".repeat(50))), Ok(1));
        assert_eq!(count("$..[?@ == $[0][0][5]]"), Ok(0));
    }

    #[test]
    fn an_expression_without_end_is_refused() {
        let nested = |start: &str, end: &str, count| {
            format!("$[?{}@.a{}]", start.repeat(count), end.repeat(count))
        };
        let table = [
            (nested("!(", ")", 9), None),
            (
                nested("!(", ")", 100_000),
                Some("`target` has more than 10000 characters"),
            ),
            (
                nested("!(", ")", 1_000),
                Some("`target` nests brackets more than 10 deep"),
            ),
            (
                nested("@[?", "]", 64),
                Some("`target` nests brackets more than 10 deep"),
            ),
            ("$[?@..a..*]".to_owned(), None),
            (
                "$[?@..*..*..*]".to_owned(),
                Some("`target` has more than 2 `..` in a filter"),
            ),
            (
                format!("$.a[?@{}]", "[0,0]".repeat(30)),
                Some("`target` has more than 10 `,` in a filter"),
            ),
            (
                format!("$[?@ == $.a]{}", "[0,0]".repeat(30)),
                Some("`target` has more than 10 `,` in a filter"),
            ),
            ("$['(((((((((((((((', '..', ',']".to_owned(), None),
        ];
        for (text, expected) in table {
            let fault = query(&text).err();
            assert_eq!(fault.as_deref(), expected, "{text}");
        }
    }
}
