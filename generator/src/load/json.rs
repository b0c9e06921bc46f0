//! Reads JSON: the values of a document and their locations.

use std::ops::Range;

use indexmap::IndexMap;
use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use rustc_hash::FxBuildHasher;
use serde_json::{Map, Value};

use super::faults::{MAX_DEPTH, duplicate_key, empty, too_deep};
use super::scalar;
use super::spans::{NodeId, NodeKind, Nodes, Spans};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{FileId, Origin};

/// RFC 8259 and nothing beyond it.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Returns the syntax tree of a JSON text, or `None` for an empty text.
pub(super) fn parse(text: &str) -> Result<Option<ast::Value<'_>>, ParseError> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT)?;
    Ok(parsed.value)
}

/// Returns the value and the spans of a document, or `None` and a diagnostic if it is empty or nested too deeply. Duplicate keys
/// and numbers out of range are reported and skipped. The syntax tree is freed on the way, because it is large.
pub(super) fn read(
    file: FileId,
    document: Option<ast::Value<'_>>,
    diags: &mut Diagnostics,
) -> Option<(Value, Spans)> {
    let Some(document) = document else {
        diags.push(empty(file));
        return None;
    };
    let mut builder = Builder {
        file,
        nodes: Nodes::default(),
        diags,
    };
    let (root, value) = builder.value(document, 0)?;
    Some((value, builder.nodes.finish(root)))
}

/// The entries of a mapping, by name.
type Members = IndexMap<String, (Origin, NodeId), FxBuildHasher>;

struct Builder<'a> {
    file: FileId,
    nodes: Nodes,
    diags: &'a mut Diagnostics,
}

impl Builder<'_> {
    fn value(&mut self, value: ast::Value<'_>, depth: usize) -> Option<(NodeId, Value)> {
        let range = value.range();
        let range = range.start..range.end;
        if depth == MAX_DEPTH && matches!(value, ast::Value::Object(_) | ast::Value::Array(_)) {
            self.diags
                .push(too_deep(Origin::new(self.file, range.start..range.start)));
            return None;
        }
        let (kind, value) = match value {
            ast::Value::NullKeyword(_) => (NodeKind::Scalar, Value::Null),
            ast::Value::BooleanLit(value) => (NodeKind::Scalar, Value::Bool(value.value)),
            ast::Value::StringLit(text) => {
                (NodeKind::Scalar, Value::String(text.value.into_owned()))
            }
            ast::Value::NumberLit(number) => {
                (NodeKind::Scalar, self.number(&number, range.clone()))
            }
            ast::Value::Array(array) => self.array(array, depth + 1)?,
            ast::Value::Object(object) => self.object(object, depth + 1)?,
        };
        let origin = Origin::new(self.file, range);
        Some((self.nodes.push(origin, kind), value))
    }

    fn number(&mut self, number: &ast::NumberLit<'_>, range: Range<usize>) -> Value {
        number.value.parse().map_or_else(
            |_| {
                let origin = Origin::new(self.file, range);
                self.diags.push(scalar::not_finite(origin, number.value));
                Value::Null
            },
            Value::Number,
        )
    }

    fn array(&mut self, array: ast::Array<'_>, depth: usize) -> Option<(NodeKind, Value)> {
        let mut nodes = Vec::with_capacity(array.elements.len());
        let mut values = Vec::with_capacity(array.elements.len());
        for element in array.elements {
            let (node, value) = self.value(element, depth)?;
            nodes.push(node);
            values.push(value);
        }
        Some((NodeKind::Sequence(nodes.into()), Value::Array(values)))
    }

    fn object(&mut self, object: ast::Object<'_>, depth: usize) -> Option<(NodeKind, Value)> {
        let count = object.properties.len();
        let mut entries = Members::with_capacity_and_hasher(count, FxBuildHasher);
        let mut values = Map::with_capacity(count);
        for property in object.properties {
            let name = property.name.as_str();
            let key = property.name.range();
            let key = Origin::new(self.file, key.start..key.end);
            if let Some((first, _)) = entries.get(name) {
                self.diags.push(duplicate_key(key, *first, name));
            }
            let name = name.to_owned();
            let (node, value) = self.value(property.value, depth)?;
            entries.insert(name.clone(), (key, node));
            values.insert(name, value);
        }
        Some((self.nodes.mapping(entries), Value::Object(values)))
    }
}

/// Reports invalid JSON.
pub(super) fn syntax_error(file: FileId, error: &ParseError) -> Diagnostic {
    let at = error.range();
    let origin = Origin::new(file, at.start..at.end);
    if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
        return too_deep(origin);
    }
    let mut reason = error.kind().to_string();
    if let Some(first) = reason.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    Diagnostic::error(origin, format!("not valid JSON: {reason}"))
        .help("correct the syntax here or just before this place")
}
