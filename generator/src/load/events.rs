//! Turns parser events into [`Spans`], and reports everything that is wrong with the text as YAML.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use indexmap::IndexMap;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};

use super::offsets::Offsets;
use super::spans::{Entry, Kind, Node, NodeId, Spans};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{FileId, Origin};

/// The maximum nesting of lists and mappings, the same as that of the value parser.
const MAX_DEPTH: usize = 128;

/// The maximum number of values that aliases may add to a document, so that a few lines cannot expand to billions of values.
const MAX_EXPANSION: usize = 100_000;

/// Returns the spans of the document, or `None` and a diagnostic if it cannot be read further. Faults that leave the rest of the
/// document readable, such as a duplicate key, are reported and skipped.
pub(super) fn read(file: FileId, text: &str, diags: &mut Diagnostics) -> Option<Spans> {
    if let Some((at, character)) = text.char_indices().find(|(_, one)| !is_printable(*one)) {
        let origin = Origin::new(file, at..at + character.len_utf8());
        let message = format!(
            "the character U+{:04X} is not allowed in YAML",
            u32::from(character)
        );
        let help = "remove it, or write it as an escape in a double-quoted string";
        diags.push(Diagnostic::error(origin, message).help(help));
        return None;
    }
    let mut builder = Builder::new(file, text, diags);
    for event in Parser::new_from_str(&without_surrogates(text)) {
        let step = match event {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => Err(builder.syntax_error(&error)),
        };
        if let Err(fault) = step {
            builder.diags.push(*fault);
            return None;
        }
    }
    builder.finish()
}

/// A fault that ends the reading of a document; boxed, because it is large and rare.
type Fatal = Box<Diagnostic>;

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    offsets: Offsets,
    diags: &'a mut Diagnostics,
    nodes: Vec<Node>,
    /// The number of values of each node, with all aliases expanded.
    weights: Vec<usize>,
    /// The node of each anchor whose value is complete.
    anchors: HashMap<usize, NodeId>,
    open: Vec<Open>,
    root: Option<NodeId>,
    expansion: usize,
    documents: usize,
}

/// A list or mapping whose end has not been read yet.
struct Open {
    start: usize,
    /// The end of its last key or value.
    end: usize,
    anchor: usize,
    parts: Parts,
}

enum Parts {
    Items(Vec<NodeId>),
    Entries {
        entries: IndexMap<String, Entry>,
        /// The key of the next value.
        key: Option<(String, Range<usize>)>,
    },
}

impl<'a> Builder<'a> {
    fn new(file: FileId, text: &'a str, diags: &'a mut Diagnostics) -> Self {
        Self {
            file,
            text,
            offsets: Offsets::new(text),
            diags,
            nodes: Vec::new(),
            weights: Vec::new(),
            anchors: HashMap::new(),
            open: Vec::new(),
            root: None,
            expansion: 0,
            documents: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Fatal> {
        let range = self.range(span);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => self.document(range),
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::Scalar(value, style, anchor, tag) => {
                self.tag(tag.as_deref(), &range)?;
                self.scalar(value, style, anchor, range)
            }
            Event::SequenceStart(anchor, tag) => {
                self.tag(tag.as_deref(), &range)?;
                self.start(anchor, range, Parts::Items(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.tag(tag.as_deref(), &range)?;
                let (entries, key) = (IndexMap::new(), None);
                self.start(anchor, range, Parts::Entries { entries, key })
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.end(range);
                Ok(())
            }
        }
    }

    fn document(&mut self, range: Range<usize>) -> Result<(), Fatal> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        let message = "a second YAML document begins here, but a file can contain only one";
        Err(self.fault(range, message, "move it to a separate file"))
    }

    fn scalar(
        &mut self,
        value: Cow<'_, str>,
        style: ScalarStyle,
        anchor: usize,
        range: Range<usize>,
    ) -> Result<(), Fatal> {
        let plain = style == ScalarStyle::Plain;
        if self.key_comes_next() {
            self.key(value.into_owned(), range, plain);
            return Ok(());
        }
        if plain && is_infinite(&value) {
            let message = format!("the number `{value}` cannot be represented in JSON");
            let help = "write a finite number, or quote it to make it a string";
            self.diags
                .push(Diagnostic::error(self.origin(range.clone()), message).help(help));
        }
        let range = match style {
            _ if range.is_empty() => self.or_key(range),
            ScalarStyle::Literal | ScalarStyle::Folded => self.block(range),
            _ => range,
        };
        let end = range.end;
        let node = self.node(range, Kind::Scalar, 1);
        self.complete(node, anchor, end);
        Ok(())
    }

    /// An empty value has no text, so it gets the location of its key.
    fn or_key(&self, range: Range<usize>) -> Range<usize> {
        match self.open.last().map(|open| &open.parts) {
            Some(Parts::Entries {
                key: Some((_, key)),
                ..
            }) => key.clone(),
            _ => range,
        }
    }

    /// A block scalar (`|`, `>`) ends with its last line. The range from the parser starts at its first character and includes
    /// the less indented comments below it.
    fn block(&self, range: Range<usize>) -> Range<usize> {
        let before = self.text.get(..range.start).unwrap_or_default();
        let indent = before.len() - before.trim_end_matches(' ').len();
        let inside = |line: &str| {
            line.trim().is_empty() || line.bytes().take(indent).all(|byte| byte == b' ')
        };
        let text = self.text.get(range.clone()).unwrap_or_default();
        let mut lines = text.split_inclusive('\n');
        let first = lines.next().unwrap_or_default();
        let rest = lines.take_while(|line| inside(line)).map(str::len);
        let end = range.start + first.len() + rest.sum::<usize>();
        range.start..self.trimmed(end).max(range.start)
    }

    fn key(&mut self, name: String, range: Range<usize>, plain: bool) {
        if plain && name == "<<" {
            let message = "merge keys (`<<`) are not supported";
            let help = "write the merged keys inline, or write `allOf` in a schema";
            self.diags
                .push(Diagnostic::error(self.origin(range.clone()), message).help(help));
        }
        let origin = self.origin(range.clone());
        let Some(Open {
            parts: Parts::Entries { entries, key },
            ..
        }) = self.open.last_mut()
        else {
            return;
        };
        if let Some(first) = entries.get(&name) {
            let first = Origin::new(self.file, first.key.clone());
            let message = format!("duplicate key `{name}`");
            let fault = Diagnostic::error(origin, message)
                .help("remove or rename one of the two")
                .related(first, "first defined here");
            self.diags.push(fault);
        }
        *key = Some((name, range));
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Fatal> {
        if self.key_comes_next() {
            return Err(self.bad_key(range));
        }
        let Some(node) = self.anchors.get(&anchor).copied() else {
            let message = "recursive alias: it is inside the value that it refers to";
            return Err(self.fault(
                range,
                message,
                "write a `$ref` for a schema that contains itself",
            ));
        };
        let weight = self.weights.get(node).copied().unwrap_or(1);
        self.expansion = self.expansion.saturating_add(weight);
        if self.expansion > MAX_EXPANSION {
            let message =
                format!("aliases expand to more than {MAX_EXPANSION} values in this document");
            return Err(self.fault(range, &message, "write a `$ref` instead of an alias"));
        }
        self.complete(node, 0, range.end);
        Ok(())
    }

    fn start(&mut self, anchor: usize, range: Range<usize>, parts: Parts) -> Result<(), Fatal> {
        if self.key_comes_next() {
            return Err(self.bad_key(range));
        }
        if self.open.len() == MAX_DEPTH {
            return Err(self.too_deep(range));
        }
        let (start, end) = (range.start, range.end);
        self.open.push(Open {
            start,
            end,
            anchor,
            parts,
        });
        Ok(())
    }

    fn end(&mut self, range: Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let kind = match open.parts {
            Parts::Items(items) => Kind::Sequence(items),
            Parts::Entries { entries, .. } => Kind::Mapping(entries),
        };
        let parts: Vec<NodeId> = match &kind {
            Kind::Scalar => Vec::new(),
            Kind::Sequence(items) => items.clone(),
            Kind::Mapping(entries) => entries.values().map(|entry| entry.value).collect(),
        };
        let weight = parts
            .iter()
            .filter_map(|part| self.weights.get(*part))
            .sum::<usize>()
            + 1;
        // In flow style, the closing bracket is the end. In block style there is no end mark, and the parser reports the
        // beginning of the next token, which can be pages away from the last line of this collection.
        let end = if range.is_empty() {
            open.end
        } else {
            range.end
        };
        let node = self.node(open.start..end, kind, weight);
        self.complete(node, open.anchor, end);
    }

    /// Attaches a complete value, which ends at `end`, to its parent.
    fn complete(&mut self, node: NodeId, anchor: usize, end: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, node);
        }
        if let Some(open) = self.open.last_mut() {
            open.end = open.end.max(end);
        }
        match self.open.last_mut().map(|open| &mut open.parts) {
            None => self.root = Some(node),
            Some(Parts::Items(items)) => items.push(node),
            Some(Parts::Entries { entries, key }) => {
                if let Some((name, range)) = key.take() {
                    entries.insert(
                        name,
                        Entry {
                            key: range,
                            value: node,
                        },
                    );
                }
            }
        }
    }

    fn finish(self) -> Option<Spans> {
        let Some(root) = self.root else {
            let message = "the file is empty";
            let help = "write an OpenAPI document, or remove the file and the references to it";
            let origin = Origin::new(self.file, 0..0);
            self.diags
                .push(Diagnostic::error(origin, message).help(help));
            return None;
        };
        Some(Spans::new(self.file, self.nodes, root))
    }

    fn tag(&self, tag: Option<&Tag>, range: &Range<usize>) -> Result<(), Fatal> {
        const KNOWN: [&str; 7] = ["str", "int", "float", "bool", "null", "map", "seq"];
        match tag {
            Some(tag) if !(tag.is_yaml_core_schema() && KNOWN.contains(&&*tag.suffix)) => {
                let message = format!("the tag `{tag}` is not supported");
                Err(self.fault(range.clone(), &message, "remove it: JSON has no tags"))
            }
            _ => Ok(()),
        }
    }

    fn key_comes_next(&self) -> bool {
        let parts = self.open.last().map(|open| &open.parts);
        matches!(parts, Some(Parts::Entries { key: None, .. }))
    }

    fn node(&mut self, range: Range<usize>, kind: Kind, weight: usize) -> NodeId {
        self.nodes.push(Node { range, kind });
        self.weights.push(weight);
        self.nodes.len() - 1
    }

    fn range(&self, span: Span) -> Range<usize> {
        let start = self.offsets.byte(self.text, span.start.index());
        let end = self.offsets.byte(self.text, span.end.index());
        start..self.trimmed(end).max(start)
    }

    /// Moves `end` before the white space that precedes it.
    fn trimmed(&self, end: usize) -> usize {
        self.text
            .get(..end)
            .map_or(end, |before| before.trim_end().len())
    }

    fn origin(&self, range: Range<usize>) -> Origin {
        Origin::new(self.file, range)
    }

    fn fault(&self, range: Range<usize>, message: &str, help: &str) -> Fatal {
        Box::new(Diagnostic::error(self.origin(range), message).help(help))
    }

    fn bad_key(&self, range: Range<usize>) -> Fatal {
        let message = "a key must be a string, not a list, a mapping or an alias";
        self.fault(
            range,
            message,
            "quote it if it starts with `*`, `&`, `[` or `{`",
        )
    }

    fn too_deep(&self, range: Range<usize>) -> Fatal {
        let message = format!("nesting exceeds the limit of {MAX_DEPTH} lists and mappings");
        self.fault(
            range,
            &message,
            "move inner schemas to `components`, and write a `$ref` to each",
        )
    }

    fn syntax_error(&self, error: &ScanError) -> Fatal {
        let at = self.offsets.byte(self.text, error.marker().index());
        // The scanner reads ahead of the events and has its own limit.
        if error.info() == "recursion limit exceeded" {
            return self.too_deep(at..at);
        }
        Box::new(not_yaml(self.file, self.text, at, error.info()))
    }
}

/// Reports a syntax error at `at`. `said` is the message of the parser.
pub(super) fn not_yaml(file: FileId, text: &str, at: usize, said: &str) -> Diagnostic {
    let known = SYNTAX.iter().find(|(part, ..)| said.contains(part));
    let (what, help) = known.map_or((said, ANYWHERE), |(_, what, help)| (what, help));
    let message = format!("not valid YAML: {what}");
    Diagnostic::error(Origin::new(file, shown(text, at)), message).help(help)
}

/// Moves a location on an empty line to the end of the text before it.
fn shown(text: &str, at: usize) -> Range<usize> {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next());
    let is_empty = line.is_none_or(|line| line.trim().is_empty());
    let last = before.trim_end().char_indices().next_back();
    match last.filter(|_| is_empty) {
        Some((start, character)) => start..start + character.len_utf8(),
        None => at..at,
    }
}

const ANYWHERE: &str = "correct the syntax here or just before this location";

/// The most frequent messages of the parser, or parts of them, each with an explanation and a help message.
const SYNTAX: &[(&str, &str, &str)] = &[
    (
        "did not find expected node content",
        "a value is missing, or a bracket is not closed",
        "write the value or the bracket here or just before this location",
    ),
    (
        "block mapping, did not find expected key",
        "expected a key with the same indentation as the keys above",
        ANYWHERE,
    ),
    (
        "simple key expect",
        "a key before this location has no `:`",
        "write `:` after the key",
    ),
    (
        "did not find expected '-' indicator",
        "expected `-` with the same indentation as the items above",
        ANYWHERE,
    ),
    (
        "did not find expected ',' or '}'",
        "expected `,` or a closing bracket",
        ANYWHERE,
    ),
    (
        "expected ',' or ']'",
        "expected `,` or a closing bracket",
        ANYWHERE,
    ),
    (
        "invalid trailing content after double-quoted scalar",
        "unexpected text after a quoted string",
        "remove it, or write what is missing before it, such as `,`",
    ),
    (
        "mapping values are not allowed",
        "`:` is not allowed here",
        "quote a string that contains `: `, or correct the indentation",
    ),
    (
        "misplaced bracket",
        "this bracket has no opening bracket",
        "remove it, or write the opening bracket",
    ),
    (
        "quoted scalar, found unexpected end of stream",
        "a string has no closing quote",
        "write the quote",
    ),
    (
        "found unknown anchor",
        "the alias refers to an anchor that is not defined before it",
        "correct the name, or define the anchor before the alias",
    ),
];

/// Replaces each pair of surrogate escapes (`\ud83d\ude00`), which is valid in JSON but not in YAML, with a YAML escape of the
/// same length. This is sufficient for locations.
fn without_surrogates(text: &str) -> Cow<'_, str> {
    const PAIR: usize = r"\ud83d\ude00".len();
    let hex = |bytes: &[u8], first: &str| match bytes {
        [b'\\', b'u', b'd' | b'D', high, rest @ ..] => {
            first.contains(char::from(*high)) && rest.iter().all(u8::is_ascii_hexdigit)
        }
        _ => false,
    };
    let is_pair = |bytes: &[u8]| {
        let halves = bytes.split_at_checked(PAIR / 2);
        halves.is_some_and(|(one, two)| hex(one, "89aAbB") && hex(two, "cdefCDEF"))
    };
    let pairs: Vec<usize> = text
        .match_indices(r"\u")
        .map(|(at, _)| at)
        .filter(|at| text.as_bytes().get(*at..at + PAIR).is_some_and(is_pair))
        .collect();
    let mut replaced = Cow::Borrowed(text);
    for at in pairs {
        replaced
            .to_mut()
            .replace_range(at..at + PAIR, r"\ufffd\ufffd");
    }
    replaced
}

/// The characters that YAML allows. A byte order mark is only allowed at the beginning, from where it has been removed.
fn is_printable(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{85}' => true,
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        other => !other.is_control(),
    }
}

fn is_infinite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN" => true,
        _ => {
            unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
                && text.parse().is_ok_and(|number: f64| number.is_infinite())
        }
    }
}
