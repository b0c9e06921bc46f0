//! Validates a document against the grammar: checks values, follows references, and copies the valid parts.

mod report;
mod shapes;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use super::grammar::{Key, Kind, Shape};
use super::names::{self, Name};
use super::place::{Place, key_origin};
use super::pointer;
use super::resolve::{self, Resolved};
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::{Loaded, references};
use crate::source::{FileId, Origin};

/// A validated document.
pub(super) struct Walked {
    pub(super) value: Value,
    /// The sources of the pointers of `value` whose source does not follow from that of the parent.
    pub(super) moved: BTreeMap<String, Place>,
    /// The key locations of the pointers whose value is elsewhere than its key.
    pub(super) keys: BTreeMap<String, Place>,
    /// The targets of references, and the references in between.
    pub(super) reached: HashSet<Place>,
}

/// Validates the document of `root` and everything that it refers to. Skips values that were already reported.
pub(super) fn document(
    loaded: &Loaded,
    root: FileId,
    reported: &HashSet<Origin>,
    diags: &mut Diagnostics,
) -> Walked {
    let mut walk = Walk {
        loaded,
        root,
        reported,
        diags,
        shared: shared_parts(loaded),
        names: HashMap::new(),
        owners: HashMap::new(),
        items: HashMap::new(),
        queue: VecDeque::new(),
        moved: BTreeMap::new(),
        keys: BTreeMap::new(),
        reached: HashSet::new(),
        quiet: false,
    };
    let start = Place {
        file: root,
        pointer: String::new(),
    };
    walk.moved.insert(String::new(), start.clone());
    walk.claim_own_components();
    walk.claim_own_paths();
    let mut value = walk.visit_target(Kind::Document, &start, "");
    while let Some(part) = walk.queue.pop_front() {
        walk.moved.insert(part.out.clone(), part.place.clone());
        walk.quiet = part.quiet;
        let copy = walk.visit_target(part.kind, &part.place, &part.out);
        put(&mut value, &part.out, copy);
    }
    Walked {
        value,
        moved: walk.moved,
        keys: walk.keys,
        reached: walk.reached,
    }
}

/// Inserts `part` at a pointer, and creates the mappings above it.
fn put(document: &mut Value, pointer: &str, part: Value) {
    let mut at = document;
    for token in pointer::tokens(pointer) {
        let Some(object) = at.as_object_mut() else {
            return;
        };
        at = object
            .entry(token)
            .or_insert_with(|| Value::Object(Map::new()));
    }
    *at = part;
}

/// Returns the locations inside other objects that a `$ref` points to. Each becomes a component, which all references share.
fn shared_parts(loaded: &Loaded) -> HashSet<Place> {
    let mut found = HashSet::new();
    // Faults are reported when the validation reaches the reference.
    let mut unreported = Diagnostics::default();
    for document in loaded.documents.iter().filter(|document| !document.broken) {
        for reference in references(&document.value) {
            let holder = pointer::parent(&reference.pointer).map_or("", |(base, _)| base);
            let at = Place {
                file: document.file,
                pointer: holder.to_owned(),
            };
            let resolved = resolve::resolve(loaded, &at, reference.text, &mut unreported);
            let target = resolved.map(|resolved| resolved.target);
            found.extend(target.filter(|target| !is_component(&target.pointer)));
        }
    }
    found
}

/// A part that is validated after the one that refers to it, to avoid recursion along a chain of references.
struct Part {
    kind: Kind,
    place: Place,
    /// Its pointer in the bundle.
    out: String,
    quiet: bool,
}

struct Walk<'a, 'd> {
    loaded: &'a Loaded,
    root: FileId,
    /// The values with faults that the previous phase has reported.
    reported: &'d HashSet<Origin>,
    diags: &'d mut Diagnostics,
    shared: HashSet<Place>,
    /// The component names so far, by source.
    names: HashMap<(&'static str, Place), String>,
    /// The sources by component name.
    owners: HashMap<(&'static str, String), Place>,
    /// The pointer of each path item in the bundle, by source; the first one if there are several.
    items: HashMap<Place, String>,
    queue: VecDeque<Part>,
    moved: BTreeMap<String, Place>,
    keys: BTreeMap<String, Place>,
    reached: HashSet<Place>,
    /// The current value belongs to a keyword without effect.
    quiet: bool,
}

impl<'a> Walk<'a, '_> {
    /// The components of the root document keep their names.
    fn claim_own_components(&mut self) {
        let Some(document) = self.loaded.document(self.root) else {
            return;
        };
        let Some(Value::Object(components)) = document.value.get("components") else {
            return;
        };
        for key in Kind::Components.keys() {
            let Shape::Map(kind) = key.shape else {
                continue;
            };
            let (Some(section), Some(Value::Object(entries))) =
                (kind.section(), components.get(key.name))
            else {
                continue;
            };
            for (name, value) in entries {
                if resolve::reference_of(value).is_none() {
                    let pointer = component_at(section, name);
                    let place = Place {
                        file: self.root,
                        pointer,
                    };
                    self.owners.insert((section, name.clone()), place.clone());
                    self.names.insert((section, place), name.clone());
                }
            }
        }
    }

    /// A path item that is both a path and a callback is placed under the paths.
    fn claim_own_paths(&mut self) {
        let document = self.loaded.document(self.root);
        let paths = document.and_then(|document| document.value.get("paths"));
        // Faults are reported when the validation reaches the reference.
        let mut unreported = Diagnostics::default();
        for (path, value) in paths.and_then(Value::as_object).into_iter().flatten() {
            let out = pointer::child("/paths", path);
            let own = Place {
                file: self.root,
                pointer: out.clone(),
            };
            let place = match resolve::reference_of(value) {
                Some(text) => resolve::resolve(self.loaded, &own, text, &mut unreported)
                    .map(|resolved| resolved.target),
                None => Some(own),
            };
            if let Some(place) = place {
                self.items.entry(place).or_insert(out);
            }
        }
    }

    /// Returns the valid copy of `value`, an object of `kind` at `place`, which will be at `out` in the bundle. Null means that
    /// no part is valid, which has been reported.
    fn visit(&mut self, kind: Kind, value: &'a Value, place: &Place, out: &str) -> Value {
        if let Some(reference) = resolve::reference_of(value) {
            return match self.visit_reference(kind, place, out, reference, value) {
                Value::Null if kind == Kind::Schema => Value::Object(Map::new()),
                copy => copy,
            };
        }
        if kind.section().is_some() && self.shared.contains(place) && !is_component(out) {
            return self.component_reference(kind, place.clone());
        }
        if kind == Kind::PathItem
            && let Some(first) = self.claim_item(place, out)
        {
            return reference_to(pointer::fragment(&first));
        }
        self.visit_value(kind, place, out, value)
    }

    /// The same for a location that is not a reference and is allowed here.
    fn visit_target(&mut self, kind: Kind, place: &Place, out: &str) -> Value {
        let document = self.loaded.document(place.file);
        match document.and_then(|document| document.value.pointer(&place.pointer)) {
            Some(value) => self.visit_value(kind, place, out, value),
            None => Value::Null,
        }
    }

    fn visit_reference(
        &mut self,
        kind: Kind,
        place: &Place,
        out: &str,
        reference: &str,
        value: &Value,
    ) -> Value {
        if kind.section().is_none() && kind != Kind::PathItem {
            let message = format!("`$ref` is not allowed in place of {}", kind.label());
            self.error(&place.child("$ref"), message, "write the definition inline");
            return Value::Null;
        }
        for name in value
            .as_object()
            .into_iter()
            .flat_map(Map::keys)
            .filter(|name| *name != "$ref")
        {
            let message = format!("`{name}` next to `$ref` has no effect in OpenAPI 3.0");
            let help = format!(
                "write `allOf: [{{$ref: …}}]` with `{name}` next to it, or remove `{name}`"
            );
            let diagnostic =
                Diagnostic::warning(key_origin(self.loaded, &place.child(name)), message)
                    .help(help);
            self.diags.push(diagnostic);
        }
        let Some(resolved) = resolve::resolve(self.loaded, place, reference, self.diags) else {
            return Value::Null;
        };
        let target = self.reach(resolved);
        if kind == Kind::PathItem {
            return self.path_item(place, target, out);
        }
        self.component_reference(kind, target)
    }

    fn reach(&mut self, resolved: Resolved) -> Place {
        self.reached.extend(resolved.aliases);
        self.reached.insert(resolved.target.clone());
        resolved.target
    }

    /// A path that is a reference becomes a copy of its `target`: OpenAPI 3.0 has no components for path items. In a callback, a
    /// path item may refer back to itself, so there it becomes a reference to the path item under the paths, or else under the
    /// callbacks of the components.
    fn path_item(&mut self, place: &Place, target: Place, out: &str) -> Value {
        if is_path(out) {
            self.moved.insert(out.to_owned(), target.clone());
            self.keys.insert(out.to_owned(), place.clone());
            return self.visit_target(Kind::PathItem, &target, out);
        }
        let first = match self.items.get(&target) {
            Some(first) => first.clone(),
            None => self.item_of_components(target, out),
        };
        reference_to(pointer::fragment(&first))
    }

    /// Queues a path item for a callback of its own.
    fn item_of_components(&mut self, target: Place, out: &str) -> String {
        let section = "callbacks";
        let path = self.loaded.sources.path(target.file);
        let (Name::Own(name) | Name::Derived(name, _)) = names::component(path, &target.pointer);
        let name = self.free_name(section, name.clone(), name);
        self.owners.insert((section, name.clone()), target.clone());
        let expression = pointer::parent(out).map(|(_, token)| token.into_owned());
        let out = pointer::child(
            &component_at(section, &name),
            &expression.unwrap_or_default(),
        );
        self.items.insert(target.clone(), out.clone());
        self.queue.push_back(Part {
            kind: Kind::PathItem,
            place: target,
            out: out.clone(),
            quiet: self.quiet,
        });
        out
    }

    /// Returns the pointer of the path item at `place` if it is already in the bundle, unless that is `out`.
    fn claim_item(&mut self, place: &Place, out: &str) -> Option<String> {
        match self.items.get(place) {
            Some(first) => (!is_path(out) && first != out).then(|| first.clone()),
            None => {
                self.items.insert(place.clone(), out.to_owned());
                None
            }
        }
    }

    /// Returns `{"$ref": "#/components/<section>/<name>"}` for `target`, and queues a new target.
    fn component_reference(&mut self, kind: Kind, target: Place) -> Value {
        let document = self.loaded.document(target.file);
        let value = document.and_then(|document| document.value.pointer(&target.pointer));
        let at = self.component_at(kind, target);
        match value {
            // The document model does not support references to callbacks, but it does to each of their path items.
            Some(Value::Object(callback)) if kind == Kind::Callback => {
                let expressions = callback.keys().filter(|key| !key.starts_with("x-"));
                let reference = |key: &String| {
                    let item = pointer::child(&at, key);
                    (key.clone(), reference_to(pointer::fragment(&item)))
                };
                Value::Object(expressions.map(reference).collect())
            }
            _ => reference_to(format!("#{at}")),
        }
    }

    /// Returns the pointer of the component in the bundle.
    fn component_at(&mut self, kind: Kind, target: Place) -> String {
        let section = kind.section().unwrap_or_default();
        let name = match self.names.get(&(section, target.clone())) {
            Some(name) => name.clone(),
            None => self.name_component(kind, section, target),
        };
        component_at(section, &name)
    }

    fn name_component(&mut self, kind: Kind, section: &'static str, target: Place) -> String {
        let path = self.loaded.sources.path(target.file);
        let name = match names::component(path, &target.pointer) {
            Name::Own(name) => name,
            Name::Derived(name, longer) => self.free_name(section, name, longer),
        };
        self.names.insert((section, target.clone()), name.clone());
        if let Some(owner) = self.owners.get(&(section, name.clone())) {
            let diagnostic = Diagnostic::error(
                key_origin(self.loaded, &target),
                format!("two components in `{section}` have the same name, `{name}`"),
            )
            .related(key_origin(self.loaded, owner), "first defined here")
            .help("rename one of them");
            self.diags.push(diagnostic);
        } else {
            self.owners.insert((section, name.clone()), target.clone());
            self.queue.push_back(Part {
                kind,
                place: target,
                out: component_at(section, &name),
                // Callbacks have no effect as a whole. Other components may have other references.
                quiet: kind == Kind::Callback,
            });
        }
        name
    }

    /// Returns `name`, or else `longer`, with a number if necessary. The name is not from the document, so a clash cannot be
    /// resolved there.
    fn free_name(&self, section: &'static str, name: String, longer: String) -> String {
        let numbered = (2_u32..).map(|number| format!("{longer}_{number}"));
        let mut names = [name.clone(), longer.clone()].into_iter().chain(numbered);
        let free = names.find(|name| !self.owners.contains_key(&(section, name.clone())));
        free.unwrap_or(name)
    }

    fn visit_value(&mut self, kind: Kind, place: &Place, out: &str, value: &'a Value) -> Value {
        let Value::Object(object) = value else {
            self.mismatch(place, &format!("{} must be a mapping", kind.label()), value);
            return Value::Null;
        };
        let mut copy = Map::with_capacity(object.len());
        for (name, value) in object {
            let (place, out) = (place.child(name), pointer::child(out, name));
            if let Some(kept) = self.visit_entry(kind, name, value, &place, &out) {
                copy.insert(name.clone(), kept);
            }
        }
        for key in kind
            .keys()
            .iter()
            .filter(|key| key.required && !object.contains_key(key.name))
        {
            let message = format!("{} requires `{}`", kind.label(), key.name);
            self.error(place, message, &format!("add `{}:`", key.name));
        }
        self.check_combination(kind, object, place);
        Value::Object(copy)
    }

    fn visit_entry(
        &mut self,
        kind: Kind,
        name: &str,
        value: &'a Value,
        place: &Place,
        out: &str,
    ) -> Option<Value> {
        let find = |keys: &'static [Key]| keys.iter().find(|key| key.name == name);
        if let Some(key) = find(kind.keys()) {
            let quiet = self.quiet;
            if let Some(idle) = kind.idle(name) {
                self.idle(idle, value, place);
            }
            let kept = self.visit_shape(key.shape, value, place, out);
            self.quiet = quiet;
            return kept;
        }
        if let Some(shape) = kind.entry(name) {
            return self.visit_shape(shape, value, place, out);
        }
        if name.starts_with("x-truto-") {
            if let Some(key) = find(kind.extensions()) {
                return self.visit_shape(key.shape, value, place, out);
            }
            self.unknown_extension(kind, name, place);
        } else if name.starts_with("x-") && kind == Kind::Callback {
            self.extension_of_callback(name, place);
        } else if name.starts_with("x-") {
            return Some(value.clone());
        } else {
            self.unknown_keyword(kind, name, place);
        }
        None
    }
}

/// `/components/<section>/<name>`
fn is_component(out: &str) -> bool {
    out.starts_with("/components/") && pointer::tokens(out).count() == 3
}

/// `/paths/<path>`
fn is_path(out: &str) -> bool {
    out.starts_with("/paths/") && pointer::tokens(out).count() == 2
}

fn component_at(section: &str, name: &str) -> String {
    pointer::child(&pointer::child("/components", section), name)
}

fn reference_to(reference: String) -> Value {
    Value::Object(Map::from_iter([(
        "$ref".to_owned(),
        Value::String(reference),
    )]))
}
