//! The state of a validation.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde_json::Value;

use crate::bundle::grammar::Kind;
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::bundle::resolve::Resolved;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::Loaded;
use crate::source::{FileId, Origin};

pub(super) struct Validator<'a, 'd> {
    pub(super) loaded: &'a Loaded,
    pub(super) root: FileId,
    /// The values with faults that the previous phase has reported.
    pub(super) reported: &'d HashSet<Origin>,
    pub(super) diags: &'d mut Diagnostics,
    pub(super) shared: HashSet<SourceLocation>,
    /// The component names so far, by source.
    pub(super) names: HashMap<(&'static str, SourceLocation), String>,
    /// The sources by component name.
    pub(super) owners: HashMap<(&'static str, String), SourceLocation>,
    /// The pointer of each path item in the bundle, by source; the first one if there are several.
    pub(super) items: HashMap<SourceLocation, String>,
    pub(super) queue: VecDeque<Part>,
    pub(super) moved: BTreeMap<String, SourceLocation>,
    pub(super) keys: BTreeMap<String, SourceLocation>,
    pub(super) reached: HashSet<SourceLocation>,
    /// The current value belongs to a keyword without effect.
    pub(super) quiet: bool,
}

/// A part that is validated after the one that refers to it, to avoid recursion along a chain of references.
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) location: SourceLocation,
    /// Its pointer in the bundle.
    pub(super) out: String,
    pub(super) quiet: bool,
}

impl Validator<'_, '_> {
    pub(super) fn error(&mut self, location: &SourceLocation, message: String, help: &str) {
        let origin = location.key_origin(self.loaded);
        self.diags
            .push(Diagnostic::error(origin, message).help(help));
    }

    pub(super) fn mismatch(&mut self, location: &SourceLocation, expected: &str, found: &Value) {
        let found = match found {
            Value::Null => "null".to_owned(),
            Value::Bool(flag) => format!("`{flag}`"),
            Value::Number(number) => format!("the number {number}"),
            Value::String(text) if text.len() <= 40 => format!("the string `{text}`"),
            Value::String(_) => "a long string".to_owned(),
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "a mapping".to_owned(),
        };
        let origin = location.value_origin(self.loaded);
        if self.reported.contains(&origin) {
            return;
        }
        let diagnostic = Diagnostic::error(origin, format!("{expected}; found {found}"));
        let key = pointer::parent(&location.pointer).map(|(_, key)| key);
        let document = self.loaded.document(location.file);
        let has_key =
            document.is_some_and(|document| document.spans.key(&location.pointer).is_some());
        let help = match (key.as_deref(), found.as_str()) {
            (Some("type"), "a list") => {
                "write one type and, if null is allowed, `nullable: true`; only OpenAPI 3.1 has lists of types"
            }
            (Some("x-truto-provenance"), "the string `object`") => {
                "correct the value, or remove the key: `object` is only allowed on a body field"
            }
            _ if has_key => "correct the value, or remove the key",
            _ => "correct the value, or remove it",
        };
        self.diags.push(diagnostic.help(help));
    }

    pub(super) fn reach(&mut self, resolved: Resolved) -> SourceLocation {
        self.reached.extend(resolved.aliases);
        self.reached.insert(resolved.target.clone());
        resolved.target
    }
}
