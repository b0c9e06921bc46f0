//! JSONPath expressions (RFC 9535) of an overlay.

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use crate::diag::{Diagnostic, Diagnostics};
use crate::load::spans::escaped;
use crate::load::tree::Tree;
use crate::source::Origin;

/// A JSONPath expression.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) origin: Origin,
    path: JsonPath,
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
        match JsonPath::parse(text) {
            Ok(path) => Some(Self {
                text: text.to_owned(),
                origin: tree.origin,
                path,
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
        let found = self.path.query_located(document);
        let mut paths: Vec<Vec<Step<'_>>> = found
            .locations()
            .map(|path| path.iter().map(Step::of).collect())
            .collect();
        paths.sort();
        paths.dedup();
        let pointer = |path: &Vec<Step<'_>>| path.iter().map(Step::token).collect();
        paths.iter().map(pointer).collect()
    }
}

/// A key or an index. Unlike tokens of pointers, indices are ordered as numbers.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
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
