//! The state of a validation.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use serde_json::Value;

use crate::bundle::grammar::Kind;
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::bundle::resolve::{Resolved, Resolver};
use crate::diag::{Diagnostic, Diagnostics, described};
use crate::load::Loaded;
use crate::source::{FileId, Origin};

pub(super) struct Validator<'a, 'd> {
    pub(super) loaded: &'a Loaded,
    pub(super) root: FileId,
    /// The values with faults that the previous phase has reported.
    pub(super) reported: &'d HashSet<Origin>,
    pub(super) diags: &'d mut Diagnostics,
    pub(super) resolver: Resolver<'a>,
    /// Resolves the references of links. A link does not use the path item that it refers to, so the references on the way are not
    /// recorded as followed.
    pub(super) links: Resolver<'a>,
    /// The locations inside other objects that a `$ref` points to. Each becomes a component, which all references share.
    pub(super) shared: &'d HashSet<SourceLocation>,
    /// The component names so far, by source.
    pub(super) names: HashMap<(&'static str, SourceLocation), String>,
    /// The sources by component name.
    pub(super) owners: HashMap<(&'static str, String), SourceLocation>,
    /// The last number that was appended to a component name.
    pub(super) numbers: HashMap<(&'static str, String), usize>,
    /// The pointer of each path item in the bundle, by source; the first one if there are several.
    pub(super) items: HashMap<SourceLocation, String>,
    /// The objects that are copied right now in place of a reference to them.
    pub(super) inlined: Vec<SourceLocation>,
    /// The parts that are not validated yet.
    pub(super) queue: VecDeque<Part>,
    /// The results. [`Validated`](super::Validated) describes them.
    pub(super) moved: HashMap<String, SourceLocation>,
    pub(super) keys: HashMap<String, SourceLocation>,
    pub(super) reached: HashSet<SourceLocation>,
    /// The current value belongs to a keyword without effect.
    pub(super) quiet: bool,
    /// The locations that references point to, once they are asked for.
    pub(super) targets: OnceCell<BTreeSet<SourceLocation>>,
}

/// A part that is validated after the one that refers to it, to avoid recursion along a chain of references.
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) location: SourceLocation,
    /// Its pointer in the bundle.
    pub(super) out: String,
}

impl<'a, 'd> Validator<'a, 'd> {
    pub(super) fn new(
        loaded: &'a Loaded,
        root: FileId,
        shared: &'d HashSet<SourceLocation>,
        reported: &'d HashSet<Origin>,
        diags: &'d mut Diagnostics,
    ) -> Self {
        Self {
            loaded,
            root,
            reported,
            diags,
            resolver: Resolver::new(loaded),
            links: Resolver::new(loaded),
            shared,
            inlined: Vec::new(),
            names: HashMap::new(),
            owners: HashMap::new(),
            numbers: HashMap::new(),
            items: HashMap::new(),
            queue: VecDeque::new(),
            moved: HashMap::new(),
            keys: HashMap::new(),
            reached: HashSet::new(),
            quiet: false,
            targets: OnceCell::new(),
        }
    }

    /// Reports a fault at the key of a value.
    pub(super) fn error(&mut self, location: &SourceLocation, message: String, help: &str) {
        let origin = location.key_origin(self.loaded);
        self.diags
            .push(Diagnostic::error(origin, message).help(help));
    }

    /// Reports a value of another type than `expected`, unless it was already reported.
    pub(super) fn mismatch(&mut self, location: &SourceLocation, expected: &str, found: &Value) {
        let origin = location.value_origin(self.loaded);
        if self.reported.contains(&origin) {
            return;
        }
        let key = pointer::parent(&location.pointer).map(|(_, key)| key);
        let document = self.loaded.document(location.file);
        let has_key =
            document.is_some_and(|document| document.spans.key(&location.pointer).is_some());
        let help = match (key.as_deref(), found) {
            (Some("type"), Value::Array(names)) => self.without_list(names, location),
            (Some("x-truto-provenance"), Value::String(text)) if text == "object" => {
                "correct the value, or remove the key: `object` is only allowed on a body field"
            }
            _ if has_key => "correct the value, or remove the key",
            _ => "correct the value, or remove it",
        };
        let message = format!("{expected}; found {}", described(found));
        self.diags
            .push(Diagnostic::error(origin, message).help(help));
    }

    /// What to write instead of a list of types that is not allowed.
    fn without_list(&self, names: &[Value], location: &SourceLocation) -> &'static str {
        let is_null = |name: &&Value| name.as_str() == Some("null");
        match names.iter().filter(|name| !is_null(name)).count() {
            _ if self.is_of_3_1(location) => "list the name of at least one type, each as a string",
            0 | 1 if names.iter().any(|name| is_null(&name)) => {
                "write the type alone, and `nullable: true`; only OpenAPI 3.1 has lists of types"
            }
            0 | 1 => "write the type alone, without a list; only OpenAPI 3.1 has lists of types",
            _ => {
                "write `oneOf` with a schema for each type, or `openapi: 3.1.0`: only OpenAPI 3.1 has lists of types"
            }
        }
    }

    /// Whether the value comes from a document of OpenAPI 3.1.
    pub(super) fn is_of_3_1(&self, location: &SourceLocation) -> bool {
        let document = self.loaded.document(location.file);
        document.is_some_and(|document| document.rewritten.is_some())
    }

    /// Records the target of a reference, and the references in between, as used.
    pub(super) fn reach(&mut self, resolved: Resolved) -> SourceLocation {
        self.reached.extend(resolved.aliases);
        self.reached.insert(resolved.target.clone());
        resolved.target
    }
}
