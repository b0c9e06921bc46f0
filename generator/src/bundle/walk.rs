//! The walk over a document by its grammar: checks shapes, follows references, copies what is sound.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use super::grammar::{Key, Kind, Shape};
use super::{Place, key_origin, names, pointer, resolve, value_origin};
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::{Loaded, references};
use crate::source::{FileId, Origin};
use crate::spelling;

/// A document that has been walked.
pub(super) struct Walked {
    pub(super) value: Value,
    /// For each pointer of `value` whose source does not follow from its parent's: that source.
    pub(super) moved: BTreeMap<String, Place>,
}

/// Walks the document of `root` and everything that it reaches.
pub(super) fn document(loaded: &Loaded, root: FileId, diags: &mut Diagnostics) -> Walked {
    let mut walk = Walk {
        loaded,
        root,
        diags,
        shared: shared_parts(loaded),
        names: HashMap::new(),
        owners: HashMap::new(),
        queue: VecDeque::new(),
        moved: BTreeMap::new(),
    };
    let start = Place {
        file: root,
        pointer: String::new(),
    };
    walk.moved.insert(String::new(), start.clone());
    walk.claim_own_components();
    let mut value = walk.visit_target(Kind::Document, &start, "");
    while let Some(part) = walk.queue.pop_front() {
        let section = part.kind.section().unwrap_or_default();
        let out = pointer::child(&pointer::child("/components", section), &part.name);
        walk.moved.insert(out.clone(), part.place.clone());
        let component = walk.visit_target(part.kind, &part.place, &out);
        put(&mut value, section, part.name, component);
    }
    Walked {
        value,
        moved: walk.moved,
    }
}

fn put(document: &mut Value, section: &str, name: String, component: Value) {
    let mut at = document;
    for token in ["components", section] {
        let Some(object) = at.as_object_mut() else {
            return;
        };
        at = object
            .entry(token)
            .or_insert_with(|| Value::Object(Map::new()));
    }
    if let Some(object) = at.as_object_mut() {
        object.insert(name, component);
    }
}

/// The places inside other objects that some `$ref` points to: each becomes a component that all its users share.
fn shared_parts(loaded: &Loaded) -> HashSet<Place> {
    let mut found = HashSet::new();
    // Faults are reported where the walk meets the reference.
    let mut unreported = Diagnostics::default();
    for document in loaded.documents.iter().filter(|document| !document.broken) {
        for reference in references(&document.value) {
            let holder = pointer::parent(&reference.pointer).map_or("", |(base, _)| base);
            let at = Place {
                file: document.file,
                pointer: holder.to_owned(),
            };
            let target = resolve::resolve(loaded, &at, reference.text, &mut unreported);
            found.extend(target.filter(|target| pointer::tokens(&target.pointer).count() != 3));
        }
    }
    found
}

/// A part that is to become a component.
struct Part {
    kind: Kind,
    place: Place,
    name: String,
}

struct Walk<'a, 'd> {
    loaded: &'a Loaded,
    root: FileId,
    diags: &'d mut Diagnostics,
    shared: HashSet<Place>,
    /// The component names given so far, by the source of the component.
    names: HashMap<(&'static str, Place), String>,
    /// The same the other way round.
    owners: HashMap<(&'static str, String), Place>,
    queue: VecDeque<Part>,
    moved: BTreeMap<String, Place>,
}

impl<'a> Walk<'a, '_> {
    /// The root's own components keep their names, whatever else is brought in.
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
                    let pointer = pointer::child(&pointer::child("/components", section), name);
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

    /// The sound copy of `value`, an object of `kind` at `place`, which will stand at `out` in the bundle. Null: there is
    /// nothing sound in it, and that has been reported.
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
        self.visit_value(kind, place, out, value)
    }

    /// The same for a place that is known to be no reference and to be wanted here.
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
        if kind.section().is_none() && !kind.is_inlined() {
            let message = format!("`$ref` is not allowed in place of {}", kind.label());
            self.error(&place.child("$ref"), message, "write it out here");
            return Value::Null;
        }
        for name in value
            .as_object()
            .into_iter()
            .flat_map(Map::keys)
            .filter(|name| *name != "$ref")
        {
            let message = format!("`{name}` beside `$ref` has no effect in OpenAPI 3.0");
            let help = format!(
                "wrap the reference: `allOf: [{{$ref: …}}]` with `{name}` beside it, or leave it out"
            );
            let diagnostic =
                Diagnostic::warning(key_origin(self.loaded, &place.child(name)), message)
                    .help(help);
            self.diags.push(diagnostic);
        }
        let Some(target) = resolve::resolve(self.loaded, place, reference, self.diags) else {
            return Value::Null;
        };
        if kind.is_inlined() {
            self.moved.insert(out.to_owned(), target.clone());
            return self.visit_target(kind, &target, out);
        }
        self.component_reference(kind, target)
    }

    /// `{"$ref": "#/components/<section>/<name>"}` for `target`, which is queued when it is new.
    fn component_reference(&mut self, kind: Kind, target: Place) -> Value {
        let reference = self.component_pointer(kind, target);
        Value::Object(Map::from_iter([(
            "$ref".to_owned(),
            Value::String(reference),
        )]))
    }

    fn component_pointer(&mut self, kind: Kind, target: Place) -> String {
        let section = kind.section().unwrap_or_default();
        let name = match self.names.get(&(section, target.clone())) {
            Some(name) => name.clone(),
            None => self.name_component(kind, section, target),
        };
        format!(
            "#{}",
            pointer::child(&pointer::child("/components", section), &name)
        )
    }

    fn name_component(&mut self, kind: Kind, section: &'static str, target: Place) -> String {
        let name = names::component(self.loaded.sources.path(target.file), &target.pointer);
        self.names.insert((section, target.clone()), name.clone());
        if let Some(owner) = self.owners.get(&(section, name.clone())) {
            let diagnostic = Diagnostic::error(
                key_origin(self.loaded, &target),
                format!("two {section} of one document are called `{name}`"),
            )
            .related(key_origin(self.loaded, owner), "the first one")
            .help("rename one of them");
            self.diags.push(diagnostic);
        } else {
            self.owners.insert((section, name.clone()), target.clone());
            self.queue.push_back(Part {
                kind,
                place: target,
                name: name.clone(),
            });
        }
        name
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
            let message = format!("{} needs `{}`", kind.label(), key.name);
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
            return self.visit_shape(key.shape, value, place, out);
        }
        if let Some(entry) = kind.entry(name) {
            return Some(self.visit(entry, value, place, out)).filter(|value| !value.is_null());
        }
        if name.starts_with("x-truto-") {
            if let Some(key) = find(kind.extensions()) {
                return self.visit_shape(key.shape, value, place, out);
            }
            self.unknown_extension(kind, name, place);
        } else if name.starts_with("x-") {
            return Some(value.clone());
        } else {
            self.unknown_keyword(kind, name, place);
        }
        None
    }

    /// What a table of keywords cannot say.
    fn check_combination(&mut self, kind: Kind, object: &Map<String, Value>, place: &Place) {
        let has = |name: &str| object.contains_key(name);
        match kind {
            Kind::Parameter | Kind::Header if has("schema") == has("content") => {
                let message = format!("{} needs either `schema` or `content`", kind.label());
                self.error(place, message, "keep exactly one of them");
            }
            Kind::SecurityScheme => {
                let needed: &[&str] = match object.get("type").and_then(Value::as_str) {
                    Some("apiKey") => &["name", "in"],
                    Some("http") => &["scheme"],
                    Some("oauth2") => &["flows"],
                    Some("openIdConnect") => &["openIdConnectUrl"],
                    _ => &[],
                };
                for name in needed.iter().filter(|name| !has(name)) {
                    let message = format!("a security scheme of this type needs `{name}`");
                    self.error(place, message, &format!("add `{name}:`"));
                }
            }
            _ => {}
        }
    }

    fn unknown_extension(&mut self, kind: Kind, name: &str, place: &Place) {
        let origin = key_origin(self.loaded, place);
        let diagnostic = Diagnostic::error(
            origin,
            format!("`{name}` has no meaning on {}", kind.label()),
        );
        let known: Vec<_> = kind.extensions().iter().map(|key| key.name).collect();
        let help = match spelling::nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => {
                format!("no `x-truto-*` extension goes on {}", kind.label())
            }
            None => format!("known here: {}", known.join(", ")),
        };
        self.diags.push(diagnostic.help(help));
    }

    fn unknown_keyword(&mut self, kind: Kind, name: &str, place: &Place) {
        let origin = key_origin(self.loaded, place);
        if self.is_reported(origin) {
            return;
        }
        match kind {
            Kind::Paths => {
                return self.error(
                    place,
                    format!("the path `{name}` does not begin with `/`"),
                    "write `/` before it",
                );
            }
            Kind::Responses => {
                let help = "write a status such as '200', a class such as '2XX', or `default`";
                return self.error(place, format!("`{name}` is not a status"), help);
            }
            _ => {}
        }
        let diagnostic = Diagnostic::warning(
            origin,
            format!("`{name}` is not a keyword of {}", kind.label()),
        );
        let help = match spelling::nearest(name, kind.keys().iter().map(|key| key.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove it, or give it an `x-` prefix if another tool reads it".to_owned(),
        };
        self.diags.push(diagnostic.help(help));
    }

    fn visit_shape(
        &mut self,
        shape: Shape,
        value: &'a Value,
        place: &Place,
        out: &str,
    ) -> Option<Value> {
        match (shape, value) {
            (Shape::Any, _)
            | (Shape::Text, Value::String(_))
            | (Shape::Flag | Shape::FlagOr(_), Value::Bool(_))
            | (Shape::Number, Value::Number(_))
            | (Shape::Values, Value::Array(_)) => Some(value.clone()),
            (Shape::OneOf(words), Value::String(word)) if words.contains(&word.as_str()) => {
                Some(value.clone())
            }
            (Shape::Count, Value::Number(number)) if number.is_u64() => Some(value.clone()),
            (Shape::Texts, Value::Array(values)) if values.iter().all(Value::is_string) => {
                Some(value.clone())
            }
            (Shape::SchemaRefs, Value::Array(values)) => {
                Some(self.visit_schema_refs(values, place))
            }
            (Shape::One(kind) | Shape::FlagOr(kind), Value::Object(_)) => {
                Some(self.visit(kind, value, place, out)).filter(|value| !value.is_null())
            }
            (Shape::Many(kind), Value::Array(values)) => {
                Some(self.visit_list(kind, values, place, out))
            }
            (Shape::Map(kind), Value::Object(entries)) => {
                let visit = |(name, value): (&String, &'a Value)| {
                    (
                        name.clone(),
                        self.visit(kind, value, &place.child(name), &pointer::child(out, name)),
                    )
                };
                Some(Value::Object(
                    entries
                        .iter()
                        .map(visit)
                        .filter(|(_, value)| !value.is_null())
                        .collect(),
                ))
            }
            _ => {
                self.mismatch(place, &expectation(shape, place), value);
                None
            }
        }
    }

    fn visit_list(&mut self, kind: Kind, values: &'a [Value], place: &Place, out: &str) -> Value {
        let mut kept = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            let (from, to) = (
                place.child(&index.to_string()),
                pointer::child(out, &kept.len().to_string()),
            );
            if kept.len() != index {
                self.moved.insert(to.clone(), from.clone());
            }
            let copy = self.visit(kind, value, &from, &to);
            if !copy.is_null() {
                kept.push(copy);
            }
        }
        Value::Array(kept)
    }

    /// `x-truto-converts-from` names schemas as plain strings; they are followed like any `$ref`.
    fn visit_schema_refs(&mut self, values: &[Value], place: &Place) -> Value {
        let mut followed = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let at = place.child(&index.to_string());
            let Value::String(reference) = value else {
                self.mismatch(&at, "a reference to a schema is a text", value);
                continue;
            };
            let origin = value_origin(self.loaded, &at);
            match resolve::resolve_text(self.loaded, &at, reference, origin, self.diags) {
                Some(target) => {
                    followed.push(Value::String(self.component_pointer(Kind::Schema, target)))
                }
                None if self.loaded.target(at.file, reference).is_none() => {
                    let help = "name a schema of this file, or of one that a `$ref` leads to";
                    self.diags.push(
                        Diagnostic::error(
                            origin,
                            format!("`{reference}` is in no file of this run"),
                        )
                        .help(help),
                    );
                }
                None => {}
            }
        }
        Value::Array(followed)
    }

    fn mismatch(&mut self, place: &Place, expected: &str, found: &Value) {
        let found = match found {
            Value::Null => "nothing (null)".to_owned(),
            Value::Bool(flag) => format!("`{flag}`"),
            Value::Number(number) => format!("the number {number}"),
            Value::String(text) if text.len() <= 40 => format!("the text `{text}`"),
            Value::String(_) => "a long text".to_owned(),
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "a mapping".to_owned(),
        };
        let origin = value_origin(self.loaded, place);
        if self.is_reported(origin) {
            return;
        }
        let diagnostic = Diagnostic::error(origin, format!("{expected}; found {found}"));
        let is_type = pointer::parent(&place.pointer).is_some_and(|(_, key)| key == "type");
        self.diags.push(if is_type && found == "a list" {
            diagnostic
                .help("a list of types is OpenAPI 3.1; in 3.0 write one type and `nullable: true`")
        } else {
            diagnostic.help("correct the value or remove the key")
        });
    }

    /// The phase before has found fault with the same place.
    fn is_reported(&self, origin: Origin) -> bool {
        self.diags.iter().any(|known| known.origin == Some(origin))
    }

    fn error(&mut self, place: &Place, message: String, help: &str) {
        let origin = key_origin(self.loaded, place);
        self.diags
            .push(Diagnostic::error(origin, message).help(help));
    }
}

/// `/components/<section>/<name>`
fn is_component(out: &str) -> bool {
    out.starts_with("/components/") && pointer::tokens(out).count() == 3
}

fn expectation(shape: Shape, place: &Place) -> String {
    let key = pointer::parent(&place.pointer)
        .map(|(_, key)| key.into_owned())
        .unwrap_or_default();
    let what = match shape {
        Shape::Any => "anything".to_owned(),
        Shape::Text => "a text".to_owned(),
        Shape::OneOf(words) => format!("one of {}", words.join(", ")),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Count => "a whole number from 0".to_owned(),
        Shape::Texts => "a list of texts".to_owned(),
        Shape::Values | Shape::Many(_) => "a list".to_owned(),
        Shape::SchemaRefs => "a list of references to schemas".to_owned(),
        Shape::One(_) | Shape::Map(_) => "a mapping".to_owned(),
        Shape::FlagOr(kind) => format!("`true`, `false` or {}", kind.label()),
    };
    format!("`{key}` must be {what}")
}
