//! What the selected operations refer to.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use super::entries::{self, PathEntry, is_method};
use crate::bundle::grammar::{Kind, ValueKind};
use crate::bundle::location::SourceLocation;
use crate::bundle::resolve::{reference_of, sole_reference};
use crate::bundle::v31::value_kind;
use crate::load::{Loaded, Unavailable, names_a_file};
use crate::source::FileId;

/// Visits the selected operations, and all that they refer to.
pub(super) struct Reach<'a> {
    loaded: &'a Loaded,
    /// The selected operations, and those of the paths to which their callbacks refer.
    pub(super) selected: HashSet<SourceLocation>,
    /// The parts of documents that are reached otherwise than from the object around them, except for path items.
    pub(super) starts: HashSet<SourceLocation>,
    /// The path items that are reached. Not all of their operations are selected.
    pub(super) items: HashSet<SourceLocation>,
    /// The files with these parts.
    pub(super) files: HashSet<FileId>,
    /// The paths of the files that do not exist.
    pub(super) missing: HashSet<String>,
    /// Schemas that extend another one by `allOf`, by the other one.
    subtypes: HashMap<SourceLocation, Vec<SourceLocation>>,
    seen: HashSet<(SourceLocation, Kind)>,
    open: VecDeque<(SourceLocation, Kind)>,
    /// Whether there is a reference that only an evaluation can follow.
    is_unclear: bool,
}

impl<'a> Reach<'a> {
    pub(super) fn of(
        loaded: &'a Loaded,
        paths: &[PathEntry<'_>],
        selected: HashSet<SourceLocation>,
    ) -> Self {
        let mut reach = Self {
            loaded,
            selected,
            starts: HashSet::new(),
            items: HashSet::new(),
            files: HashSet::new(),
            missing: HashSet::new(),
            subtypes: subtypes(loaded),
            seen: HashSet::new(),
            open: VecDeque::new(),
            is_unclear: false,
        };
        for root in &loaded.roots {
            reach.document(&SourceLocation::new(*root, ""));
        }
        for path in paths {
            let mut operations = path.operations.iter();
            if operations.any(|operation| reach.selected.contains(&operation.at)) {
                reach.start(path.at.clone(), Kind::PathItem);
            }
        }
        reach.run();
        if reach.is_unclear {
            reach.all_schemas();
            reach.run();
        }
        reach
    }

    /// Whether an object is reached.
    pub(super) fn contains(&self, at: &SourceLocation) -> bool {
        self.starts.contains(at) || self.items.contains(at)
    }

    fn run(&mut self) {
        while let Some((at, kind)) = self.open.pop_front() {
            if let Some(value) = at.value(self.loaded) {
                self.visit(value, &at, kind);
            }
        }
    }

    fn start(&mut self, at: SourceLocation, kind: Kind) {
        self.files.insert(at.file);
        let starts = match kind {
            Kind::PathItem => &mut self.items,
            _ => &mut self.starts,
        };
        starts.insert(at.clone());
        self.open.push_back((at, kind));
    }

    /// Visits what concerns a root document as a whole.
    fn document(&mut self, root: &SourceLocation) {
        let object = root.value(self.loaded).and_then(Value::as_object);
        for (name, part) in object.into_iter().flatten() {
            if !matches!(
                name.as_str(),
                "paths" | "webhooks" | "x-webhooks" | "components"
            ) {
                self.entry(part, &root.child(name), Kind::Document, name);
            }
        }
    }

    fn all_schemas(&mut self) {
        let schemas = entries::components(self.loaded).into_iter();
        let schemas = schemas.filter(|at| at.pointer.starts_with("/components/schemas/"));
        schemas.for_each(|at| self.start(at, Kind::Schema));
    }

    /// Recursion is limited by the depth of the documents: references are visited later.
    fn visit(&mut self, value: &'a Value, at: &SourceLocation, kind: Kind) {
        let Some(object) = value.as_object() else {
            return;
        };
        if !self.seen.insert((at.clone(), kind)) {
            return;
        }
        if let Some(text) = reference_of(value) {
            self.follow(text, at, kind);
        }
        match kind {
            Kind::SecurityRequirement => object.keys().for_each(|name| self.scheme(name)),
            Kind::Schema => self.schema(object, at),
            _ => {}
        }
        for (name, part) in object {
            let at = at.child(name);
            let is_operation = kind == Kind::PathItem && is_method(name);
            if !is_operation || self.selected.contains(&at) {
                self.entry(part, &at, kind, name);
            }
        }
    }

    /// Visits the value of a keyword or entry.
    fn entry(&mut self, part: &'a Value, at: &SourceLocation, within: Kind, name: &str) {
        match value_kind(within, name) {
            Some(ValueKind::One(kind) | ValueKind::FlagOr(kind)) => {
                if (within, kind) == (Kind::Callback, Kind::PathItem) {
                    self.callback(part, at);
                }
                self.visit(part, at, kind);
            }
            Some(ValueKind::Many(kind)) => {
                for (index, item) in part.as_array().into_iter().flatten().enumerate() {
                    self.visit(item, &at.child(&index.to_string()), kind);
                }
            }
            Some(ValueKind::Map(kind)) => self.map(part, at, kind),
            Some(ValueKind::SchemaEntries) => {
                let names = part.as_object().into_iter().flat_map(Map::values);
                names.for_each(|name| self.schema_name(name, at));
            }
            Some(ValueKind::SchemaRefs) => {
                let texts = part.as_array().into_iter().flatten();
                let texts = texts.filter_map(Value::as_str);
                texts.for_each(|text| self.follow(text, at, Kind::Schema));
            }
            _ => {}
        }
    }

    fn map(&mut self, part: &'a Value, at: &SourceLocation, kind: Kind) {
        let Some(entries) = part.as_object() else {
            return;
        };
        let mut found = (at.clone(), entries);
        if let Some(text) = sole_reference(entries)
            && let Some(target) = self.target(text, at)
            && let Some(entries) = target.value(self.loaded).and_then(Value::as_object)
        {
            self.files.insert(target.file);
            self.starts.insert(target.clone());
            found = (target, entries);
        }
        let (at, entries) = found;
        for (name, entry) in entries {
            self.visit(entry, &at.child(name), kind);
        }
    }

    fn follow(&mut self, text: &str, at: &SourceLocation, kind: Kind) {
        if let Some(target) = self.target(text, at) {
            self.start(target, kind);
        }
    }

    /// Returns the target of a reference. A missing one is reported later.
    fn target(&mut self, text: &str, at: &SourceLocation) -> Option<SourceLocation> {
        let target = match self.loaded.target(at.file, text) {
            Ok(target) => SourceLocation::new(target.file, target.pointer),
            Err(Unavailable::Reported) => {
                self.missing.extend(self.loaded.path_of(at.file, text));
                return None;
            }
            Err(Unavailable::NotLoaded) => return None,
        };
        self.files.insert(target.file);
        let is_pointer = target.pointer.is_empty() || target.pointer.starts_with('/');
        self.is_unclear |= !is_pointer;
        is_pointer.then_some(target)
    }

    /// A discriminator refers to schemas, or names those of its own file.
    fn schema_name(&mut self, name: &Value, at: &SourceLocation) {
        match name.as_str() {
            Some(text) if names_a_file(text) => self.follow(text, at, Kind::Schema),
            Some(name) => {
                let schemas = SourceLocation::new(at.file, "/components/schemas");
                self.start(schemas.child(name), Kind::Schema);
            }
            None => {}
        }
    }

    /// Visits what has the schema as its base, if its discriminator can select them.
    fn schema(&mut self, object: &Map<String, Value>, at: &SourceLocation) {
        self.is_unclear |=
            object.contains_key("$dynamicRef") || object.contains_key("$recursiveRef");
        if !object.contains_key("discriminator") {
            return;
        }
        let mut open = vec![at.clone()];
        while let Some(base) = open.pop() {
            // Each base is looked at once.
            for subtype in self.subtypes.remove(&base).unwrap_or_default() {
                self.start(subtype.clone(), Kind::Schema);
                open.push(subtype);
            }
        }
    }

    /// All root documents are searched, since it is unknown which of them has the operation.
    fn scheme(&mut self, name: &str) {
        for root in &self.loaded.roots {
            let schemes = SourceLocation::new(*root, "/components/securitySchemes");
            self.start(schemes.child(name), Kind::SecurityScheme);
        }
    }

    /// A callback that refers to a path needs all of its operations.
    fn callback(&mut self, item: &Value, at: &SourceLocation) {
        let target = reference_of(item).and_then(|text| self.target(text, at));
        let Some(target) = target else { return };
        let item = target.value(self.loaded).and_then(Value::as_object);
        for method in item.into_iter().flat_map(Map::keys) {
            if is_method(method) {
                let operation = target.child(method);
                self.selected.insert(operation.clone());
                self.start(operation, Kind::Operation);
            }
        }
    }
}

/// Returns the component schemas that extend another one by `allOf`, by the other one.
fn subtypes(loaded: &Loaded) -> HashMap<SourceLocation, Vec<SourceLocation>> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for at in entries::components(loaded) {
        let elements = at.value(loaded).and_then(|value| value.get("allOf"));
        let elements = elements.and_then(Value::as_array);
        for text in elements.into_iter().flatten().filter_map(reference_of) {
            if let Ok(base) = loaded.target(at.file, text) {
                let base = SourceLocation::new(base.file, base.pointer);
                found.entry(base).or_default().push(at.clone());
            }
        }
    }
    found
}
