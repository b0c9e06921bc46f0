//! Parses YAML: builds the value of a document and its [`Spans`] from the parser's events.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span, Tag};
use indexmap::IndexMap;
use serde_json::Value;

use super::faults::{MAX_DEPTH, duplicate_key, empty, too_deep};
use super::scalar;
use super::spans::{NodeId, NodeKind, Nodes, Spans};
use super::yaml_syntax;
use super::yaml_value::Built;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{FileId, Origin};

/// The maximum number of values that aliases may add to a document, so that a few lines cannot expand to billions of values. A long
/// text counts as several values.
const MAX_EXPANSION: usize = 100_000;

/// The length in bytes of a text that counts as one value more.
const LONG: usize = 64;

/// Returns the value and the spans of the document, or `None` and a diagnostic if it cannot be read further. Faults that leave
/// the rest of the document readable, such as a duplicate key, are reported and skipped.
pub(super) fn read(file: FileId, text: &str, diags: &mut Diagnostics) -> Option<(Value, Spans)> {
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
    let strict = granit_parser::options! { emit_comments: false, strict_indentation: true };
    let mut found = Diagnostics::default();
    let (mut read, error) = read_with(file, text, strict, &mut found);
    if let Some(error) = error {
        let tolerant = granit_parser::options! { emit_comments: false };
        let mut tolerated = Diagnostics::default();
        let (again, still) = read_with(file, text, tolerant, &mut tolerated);
        (read, found) = (again, tolerated);
        diags.push(still.unwrap_or_else(|| yaml_syntax::tolerated(error)));
    }
    diags.extend(found);
    read
}

/// Returns the value and the spans if the document can be read, or a syntax error. If there is another fault, returns neither and adds the
/// fault to `diags`.
fn read_with(
    file: FileId,
    text: &str,
    options: granit_parser::Options,
    diags: &mut Diagnostics,
) -> (Option<(Value, Spans)>, Option<Diagnostic>) {
    let mut builder = Builder::new(file, text, diags);
    for event in Parser::new_from_str_with_options(text, options) {
        let fault = match event {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => match builder.syntax_error(&error) {
                Ok(error) => return (None, Some(error)),
                Err(fault) => Err(fault),
            },
        };
        if let Err(fault) = fault {
            builder.diags.push(*fault);
            return (None, None);
        }
    }
    (builder.finish(), None)
}

/// A fault that ends the reading of a document; boxed, because it is large and rare.
type Fatal = Box<Diagnostic>;

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    diags: &'a mut Diagnostics,
    nodes: Nodes,
    /// The number of values of each node, with all aliases expanded.
    weights: Vec<usize>,
    /// The node and the value of each anchor whose value is complete.
    anchors: HashMap<usize, (NodeId, Built)>,
    open: Vec<Open>,
    root: Option<(NodeId, Built)>,
    expansion: usize,
    documents: usize,
}

/// The tags that a scalar can have.
const SCALAR_TAGS: [&str; 5] = ["str", "int", "float", "bool", "null"];

/// A scalar as the parser reads it.
struct Scalar<'a> {
    text: Cow<'a, str>,
    is_plain: bool,
    is_block: bool,
    tag: Option<String>,
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
    Items {
        nodes: Vec<NodeId>,
        values: Vec<Built>,
    },
    Entries {
        /// The key and the value of each name.
        entries: IndexMap<String, (Origin, NodeId)>,
        /// In the order of `entries`.
        values: Vec<Built>,
        /// The key of the next value.
        key: Option<(String, Range<usize>)>,
    },
}

impl<'a> Builder<'a> {
    fn new(file: FileId, text: &'a str, diags: &'a mut Diagnostics) -> Self {
        Self {
            file,
            text,
            diags,
            nodes: Nodes::default(),
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
        let tag_range = span.tag_span().map_or(range.clone(), |tag| self.range(tag));
        match event {
            Event::DocumentStart(..) => self.document(range),
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::Scalar(value, style, anchor, tag) => {
                let text = Scalar {
                    text: value,
                    is_plain: style == ScalarStyle::Plain,
                    is_block: matches!(style, ScalarStyle::Literal | ScalarStyle::Folded),
                    tag: self.tag(tag.as_deref(), &SCALAR_TAGS, &tag_range)?,
                };
                self.scalar(text, anchor, range)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.tag(tag.as_deref(), &["seq"], &tag_range)?;
                let (nodes, values) = (Vec::new(), Vec::new());
                self.start(anchor, range, Parts::Items { nodes, values })
            }
            Event::MappingStart(_, anchor, tag) => {
                self.tag(tag.as_deref(), &["map"], &tag_range)?;
                let parts = Parts::Entries {
                    entries: IndexMap::new(),
                    values: Vec::new(),
                    key: None,
                };
                self.start(anchor, range, parts)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.end(range);
                Ok(())
            }
            _ => Ok(()),
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
        scalar: Scalar<'_>,
        anchor: usize,
        range: Range<usize>,
    ) -> Result<(), Fatal> {
        if self.key_comes_next() {
            self.key(scalar.text.into_owned(), range, scalar.is_plain);
            return Ok(());
        }
        let value = self.value(&scalar, &range)?;
        let weight = 1 + scalar.text.len() / LONG;
        let range = match range {
            range if range.is_empty() => self.or_key(range),
            range if scalar.is_block => self.block(range),
            range => range,
        };
        let end = range.end;
        let node = self.node(range, NodeKind::Scalar, weight);
        self.complete(node, Built::Value(value), anchor, end);
        Ok(())
    }

    fn value(&mut self, scalar: &Scalar<'_>, range: &Range<usize>) -> Result<Value, Fatal> {
        let Scalar { text, .. } = scalar;
        let value = match &scalar.tag {
            Some(tag) => scalar::tagged(tag, text).ok_or_else(|| {
                let message = format!("`{text}` is not a value of the tag `!!{tag}`");
                self.fault(
                    range.clone(),
                    &message,
                    "correct the value, or remove the tag",
                )
            })?,
            None if scalar.is_plain => scalar::plain(text),
            None => scalar::Scalar::Value(Value::String(text.to_string())),
        };
        Ok(match value {
            scalar::Scalar::Value(value) => value,
            scalar::Scalar::NotFinite => {
                self.diags
                    .push(scalar::not_finite(self.origin(range.clone()), text));
                Value::Null
            }
        })
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
            parts: Parts::Entries { entries, key, .. },
            ..
        }) = self.open.last_mut()
        else {
            return;
        };
        if let Some((first, _)) = entries.get(&name) {
            self.diags.push(duplicate_key(origin, *first, &name));
        }
        *key = Some((name, range));
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Fatal> {
        if self.key_comes_next() {
            return Err(self.bad_key(range));
        }
        let Some((node, value)) = self.anchors.get(&anchor) else {
            let message = "recursive alias: it is inside the value that it refers to";
            return Err(self.fault(
                range,
                message,
                "write a `$ref` for a schema that contains itself",
            ));
        };
        let weight = self.weights.get(node.index()).copied().unwrap_or(1);
        self.expansion = self.expansion.saturating_add(weight);
        if self.expansion > MAX_EXPANSION {
            let message =
                format!("aliases expand to more than {MAX_EXPANSION} values in this document");
            return Err(self.fault(range, &message, "write a `$ref` instead of an alias"));
        }
        let (node, value) = (*node, value.clone());
        self.nodes.alias();
        self.complete(node, value, 0, range.end);
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
        let mut weight = 1;
        let (kind, value) = match open.parts {
            Parts::Items { nodes, values } => {
                (NodeKind::Sequence(nodes.into()), Built::list(values))
            }
            Parts::Entries {
                entries, values, ..
            } => {
                weight += entries.keys().map(|name| name.len() / LONG).sum::<usize>();
                let value = Built::mapping(entries.keys().cloned(), values);
                (self.nodes.mapping(entries), value)
            }
        };
        weight += kind
            .parts()
            .filter_map(|part| self.weights.get(part.index()))
            .sum::<usize>();
        // In flow style, the closing bracket is the end. In block style there is no end mark, and the parser reports the
        // beginning of the next token, which can be pages away from the last line of this collection.
        let end = if range.is_empty() {
            open.end
        } else {
            range.end
        };
        let node = self.node(open.start..end, kind, weight);
        self.complete(node, value, open.anchor, end);
    }

    /// Attaches a complete value, which ends at `end`, to its parent.
    fn complete(&mut self, node: NodeId, mut value: Built, anchor: usize, end: usize) {
        if anchor > 0 {
            value = value.shared();
            self.anchors.insert(anchor, (node, value.clone()));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some((node, value));
            return;
        };
        open.end = open.end.max(end);
        match &mut open.parts {
            Parts::Items { nodes, values } => {
                nodes.push(node);
                values.push(value);
            }
            Parts::Entries {
                entries,
                values,
                key,
            } => {
                if let Some((name, key)) = key.take() {
                    let key = Origin::new(self.file, key);
                    let (index, _) = entries.insert_full(name, (key, node));
                    // The last value of a duplicate key counts.
                    match values.get_mut(index) {
                        Some(earlier) => *earlier = value,
                        None => values.push(value),
                    }
                }
            }
        }
    }

    fn finish(self) -> Option<(Value, Spans)> {
        let Some((root, value)) = self.root else {
            self.diags.push(empty(self.file));
            return None;
        };
        // The last use of an anchored value takes it, so that it is not copied.
        drop(self.anchors);
        Some((value.value(), self.nodes.finish(root)))
    }

    /// Returns the name of a tag, which must be one of `known`.
    fn tag(
        &self,
        tag: Option<&Tag>,
        known: &[&str],
        range: &Range<usize>,
    ) -> Result<Option<String>, Fatal> {
        match tag {
            None => Ok(None),
            Some(tag) if tag.is_yaml_core_schema() && known.contains(&tag.suffix()) => {
                Ok(Some(tag.suffix().to_owned()))
            }
            Some(tag) => {
                let message = if tag.is_yaml_core_schema() {
                    format!(
                        "a value of this kind cannot have the tag `!!{}`",
                        tag.suffix()
                    )
                } else {
                    format!("the tag `{tag}` is not supported")
                };
                Err(self.fault(range.clone(), &message, "remove it: JSON has no tags"))
            }
        }
    }

    fn key_comes_next(&self) -> bool {
        let parts = self.open.last().map(|open| &open.parts);
        matches!(parts, Some(Parts::Entries { key: None, .. }))
    }

    fn node(&mut self, range: Range<usize>, kind: NodeKind, weight: usize) -> NodeId {
        let origin = self.origin(range);
        self.weights.push(weight);
        self.nodes.push(origin, kind)
    }

    fn range(&self, span: Span) -> Range<usize> {
        let (start, end) = (self.byte(&span.start), self.byte(&span.end));
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
        Box::new(too_deep(self.origin(range)))
    }

    /// Returns the offset in the file.
    fn byte(&self, marker: &Marker) -> usize {
        marker.byte_offset().unwrap_or(self.text.len())
    }

    /// Returns the diagnostic of a syntax error. If the parser's own limit on the depth is exceeded, the syntax can be right, so that
    /// diagnostic is an `Err`.
    fn syntax_error(&self, error: &ScanError) -> Result<Diagnostic, Fatal> {
        let at = self.byte(error.marker());
        match error.kind() {
            ErrorKind::RecursionLimitExceeded => Err(self.too_deep(at..at)),
            _ => Ok(yaml_syntax::error(self.file, self.text, at, &error.info())),
        }
    }
}

/// The characters that YAML allows. A byte order mark is only allowed at the beginning, from where it has been removed.
fn is_printable(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{85}' => true,
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        other => !other.is_control(),
    }
}
