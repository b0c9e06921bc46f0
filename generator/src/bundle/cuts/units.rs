//! The parts of documents that can be left out.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::{Map, Value};

use crate::bundle::grammar::{Kind, ValueKind};
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::bundle::v31::value_kind;
use crate::load::Loaded;
use crate::source::Origin;

/// How a part is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Action {
    /// A schema keeps its description and allows any value.
    Loosen,
    /// An entry of a mapping is removed.
    Remove,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Operation,
    /// A path, with all its operations.
    Path,
    /// A schema, which now allows any value.
    Schema,
    Property,
    Keyword,
    /// A parameter, body, response or the like that other parts refer to, or the response to a failed request.
    Other,
}

/// A part that can be left out.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) location: SourceLocation,
    pub(super) action: Action,
    pub(super) what: What,
    pub(super) value: Origin,
    /// Where its key is written, if it has one.
    pub(super) key: Option<Origin>,
}

/// All units of a run.
pub(super) struct Units {
    all: Vec<Unit>,
    by_location: BTreeMap<(SourceLocation, Action), usize>,
    /// A value with several aliases is several units at the same place.
    by_origin: HashMap<(Origin, Action), Vec<usize>>,
    /// The objects that the root documents reach, and as what.
    objects: HashMap<SourceLocation, Vec<Kind>>,
}

impl Units {
    pub(super) fn of(loaded: &Loaded) -> Self {
        let units = Self {
            all: Vec::new(),
            by_location: BTreeMap::new(),
            by_origin: HashMap::new(),
            objects: HashMap::new(),
        };
        let mut walk = Walk {
            loaded,
            units,
            open: VecDeque::new(),
        };
        for root in &loaded.roots {
            let start = SourceLocation::new(*root, "");
            walk.open.push_back((start, Kind::Document));
        }
        walk.run();
        walk.units
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.all.iter()
    }

    pub(super) fn get(&self, unit: usize) -> Option<&Unit> {
        self.all.get(unit)
    }

    /// Whether the unit contains several operations.
    pub(super) fn is_path(&self, unit: usize) -> bool {
        self.get(unit).is_some_and(|unit| unit.what == What::Path)
    }

    /// Returns the unit and those that are written at the same place.
    pub(super) fn alike(&self, unit: usize) -> Vec<usize> {
        let key = self.get(unit).map(|unit| (unit.value, unit.action));
        let alike = key.and_then(|key| self.by_origin.get(&key));
        alike.cloned().unwrap_or_default()
    }

    /// Returns the innermost unit that contains a location.
    pub(super) fn around(&self, location: &SourceLocation) -> Option<usize> {
        let around = std::iter::successors(Some(location.clone()), SourceLocation::parent);
        let unit = |location: SourceLocation, action| {
            let key = (location, action);
            self.by_location.get(&key).copied()
        };
        around
            .into_iter()
            .find_map(|at| unit(at.clone(), Action::Loosen).or_else(|| unit(at, Action::Remove)))
    }

    /// Whether an object has a meaning: the root documents reach it, and not by a keyword that has no effect.
    pub(super) fn reads(&self, object: &SourceLocation) -> bool {
        let mut keyword: Option<String> = None;
        for at in std::iter::successors(Some(object.clone()), SourceLocation::parent) {
            if let Some(kinds) = self.objects.get(&at) {
                let has = |name: &String| kinds.iter().any(|of| value_kind(*of, name).is_some());
                return keyword.as_ref().is_none_or(has);
            }
            keyword = pointer::parent(&at.pointer).map(|(_, token)| token.into_owned());
        }
        false
    }

    fn add(&mut self, loaded: &Loaded, location: &SourceLocation, action: Action, what: What) {
        let key = (location.clone(), action);
        if self.by_location.contains_key(&key) {
            return;
        }
        let value = location.value_origin(loaded);
        let document = loaded.document(location.file);
        let index = self.all.len();
        self.all.push(Unit {
            location: location.clone(),
            action,
            what,
            value,
            key: document.and_then(|document| document.spans.key(&location.pointer)),
        });
        self.by_location.insert(key, index);
        let alike = self.by_origin.entry((value, action)).or_default();
        alike.push(index);
    }
}

/// Visits all objects that the root documents reach.
struct Walk<'a> {
    loaded: &'a Loaded,
    units: Units,
    open: VecDeque<(SourceLocation, Kind)>,
}

impl<'a> Walk<'a> {
    fn run(&mut self) {
        while let Some((at, kind)) = self.open.pop_front() {
            if let Some(value) = at.value(self.loaded) {
                self.visit(value, &at, kind);
            }
        }
    }

    fn visit(&mut self, value: &'a Value, at: &SourceLocation, kind: Kind) {
        let Some(object) = value.as_object() else {
            return;
        };
        let seen = self.units.objects.entry(at.clone()).or_default();
        if seen.contains(&kind) {
            return;
        }
        seen.push(kind);
        self.follow(object, at, kind);
        for (name, part) in object {
            let at = at.child(name);
            if is_annotation(kind, name) {
                self.unit(&at, Action::Remove, What::Keyword);
            }
            match value_kind(kind, name) {
                Some(ValueKind::One(inner) | ValueKind::FlagOr(inner)) => {
                    self.enter(part, &at, inner, (kind, name));
                }
                Some(ValueKind::Many(inner)) => {
                    for (index, item) in part.as_array().into_iter().flatten().enumerate() {
                        self.enter(item, &at.child(&index.to_string()), inner, (kind, name));
                    }
                }
                Some(ValueKind::Map(inner)) => {
                    for (key, entry) in part.as_object().into_iter().flatten() {
                        self.enter(entry, &at.child(key), inner, (kind, name));
                    }
                }
                // A path without `/` or a status that does not exist.
                None if kind == Kind::Paths => self.unit(&at, Action::Remove, What::Path),
                None if kind == Kind::Responses => self.unit(&at, Action::Remove, What::Other),
                _ => {}
            }
        }
    }

    /// Plans to visit the target of a `$ref`. An object that is only used by reference can be left out with its references.
    fn follow(&mut self, object: &Map<String, Value>, at: &SourceLocation, kind: Kind) {
        let reference = object.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|text| self.loaded.target(at.file, text).ok());
        let Some(target) = target else { return };
        let target = SourceLocation::new(target.file, target.pointer);
        if target.value(self.loaded).is_none() {
            return;
        }
        match kind {
            Kind::Schema => self.unit(&target, Action::Loosen, What::Schema),
            _ => self.unit(&target, Action::Remove, what(kind)),
        }
        self.open.push_back((target, kind));
    }

    /// Visits an object under `keyword` of an object of the kind `within`.
    fn enter(
        &mut self,
        value: &'a Value,
        at: &SourceLocation,
        kind: Kind,
        (within, keyword): (Kind, &str),
    ) {
        match (within, kind, keyword) {
            // `not: {}` would exclude all values.
            (_, Kind::Schema, "not") => self.unit(at, Action::Remove, What::Keyword),
            (_, Kind::Schema, _) => {
                self.unit(at, Action::Loosen, What::Schema);
                if keyword == "properties" {
                    self.unit(at, Action::Remove, What::Property);
                }
            }
            (_, Kind::PathItem | Kind::Operation, _) | (Kind::Components, _, _) => {
                self.unit(at, Action::Remove, what(kind));
            }
            // Without it, such a response is an error like any that the document does not describe.
            (Kind::Responses, _, status) if !status.starts_with('2') && status != "default" => {
                self.unit(at, Action::Remove, What::Other);
            }
            _ => {}
        }
        self.visit(value, at, kind);
    }

    fn unit(&mut self, at: &SourceLocation, action: Action, what: What) {
        self.units.add(self.loaded, at, action, what);
    }
}

fn what(kind: Kind) -> What {
    match kind {
        Kind::Operation => What::Operation,
        Kind::PathItem => What::Path,
        Kind::Schema => What::Schema,
        _ => What::Other,
    }
}

/// Whether a keyword describes something without changing requests, responses or types.
fn is_annotation(kind: Kind, name: &str) -> bool {
    match name {
        "default" => kind == Kind::Schema,
        "description" | "title" | "summary" => kind != Kind::Info && kind != Kind::Response,
        "example" | "examples" | "externalDocs" | "links" | "callbacks" => true,
        "servers" | "tags" => kind == Kind::Document,
        _ => name.starts_with("x-"),
    }
}
