//! The components of the bundle, and their names.

use serde_json::{Map, Value};

use super::validator::{Part, Validator};
use crate::bundle::grammar::{Kind, ValueKind};
use crate::bundle::location::SourceLocation;
use crate::bundle::names::{self, Name};
use crate::bundle::pointer;
use crate::bundle::resolve::{Resolver, reference_of};
use crate::diag::{Diagnostic, Diagnostics};

impl<'a> Validator<'a, '_> {
    /// The components of the root document keep their names.
    pub(super) fn claim_own_components(&mut self) {
        for (section, components) in self.own_components() {
            for (name, value) in components {
                if reference_of(value).is_none() {
                    let location = SourceLocation::new(self.root, component_pointer(section, name));
                    self.owners
                        .insert((section, name.clone()), location.clone());
                    self.names.insert((section, location), name.clone());
                }
            }
        }
    }

    /// Returns the sections of the components of the root document.
    fn own_components(&self) -> Vec<(&'static str, &'a Map<String, Value>)> {
        let root = SourceLocation::new(self.root, "/components");
        let keywords = Kind::Components.keywords().iter();
        let sections = keywords.filter_map(|keyword| match keyword.value {
            ValueKind::Map(kind) => {
                let components = root.child(keyword.name).value(self.loaded)?;
                Some((kind.section()?, components.as_object()?))
            }
            _ => None,
        });
        sections.collect()
    }

    /// A path item that is both a path and a callback is placed under the paths.
    pub(super) fn claim_own_paths(&mut self) {
        let paths = SourceLocation::new(self.root, "/paths").value(self.loaded);
        // Faults are reported when the validation reaches the reference.
        let mut unreported = Diagnostics::default();
        let mut resolver = Resolver::new(self.loaded);
        for (path, value) in paths.and_then(Value::as_object).into_iter().flatten() {
            let out = pointer::child("/paths", path);
            let own = SourceLocation::new(self.root, out.clone());
            // It has the operations next to the reference, which its target does not have.
            self.items.entry(own.clone()).or_insert(out.clone());
            let location = match reference_of(value) {
                Some(text) => resolver
                    .resolve(&own, text, &mut unreported)
                    .map(|resolved| resolved.target),
                None => Some(own),
            };
            if let Some(location) = location {
                self.items.entry(location).or_insert(out);
            }
        }
    }

    /// Returns the pointer of the path item at `location` if it is already in the bundle, unless that is `out`.
    pub(super) fn claim_item(&mut self, location: &SourceLocation, out: &str) -> Option<String> {
        match self.items.get(location) {
            Some(first) => (!is_path(out) && first != out).then(|| first.clone()),
            None => {
                self.items.insert(location.clone(), out.to_owned());
                None
            }
        }
    }

    /// Queues a path item for a callback of its own.
    pub(super) fn item_of_components(&mut self, target: SourceLocation, out: &str) -> String {
        let section = "callbacks";
        let path = self.loaded.sources.path(target.file);
        let (Name::Own(name) | Name::Derived(name, _)) = names::component(path, &target.pointer);
        let name = self.free_name(section, name.clone(), name);
        self.owners.insert((section, name.clone()), target.clone());
        let expression = pointer::parent(out).map(|(_, token)| token.into_owned());
        let callback = component_pointer(section, &name);
        let out = pointer::child(&callback, &expression.unwrap_or_default());
        self.items.insert(target.clone(), out.clone());
        self.queue.push_back(Part {
            kind: Kind::PathItem,
            location: target,
            out: out.clone(),
        });
        out
    }

    /// Returns `{"$ref": "#/components/<section>/<name>"}` for `target`, and queues a new target.
    pub(super) fn component_reference(&mut self, kind: Kind, target: SourceLocation) -> Value {
        let value = target.value(self.loaded);
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
    pub(super) fn component_at(&mut self, kind: Kind, target: SourceLocation) -> String {
        let section = kind.section().unwrap_or_default();
        let name = match self.names.get(&(section, target.clone())) {
            Some(name) => name.clone(),
            None => self.name_component(kind, section, target),
        };
        component_pointer(section, &name)
    }

    fn name_component(
        &mut self,
        kind: Kind,
        section: &'static str,
        target: SourceLocation,
    ) -> String {
        let path = self.loaded.sources.path(target.file);
        let name = match names::component(path, &target.pointer) {
            Name::Own(name) => self.own_name(section, name, &target),
            Name::Derived(name, longer) => self.free_name(section, name, longer),
        };
        let key = (section, target.clone());
        self.names.insert(key, name.clone());
        self.owners.insert((section, name.clone()), target.clone());
        self.queue.push_back(Part {
            kind,
            location: target,
            out: component_pointer(section, &name),
        });
        name
    }

    /// Returns `name`, or a name with the file in front if a component of another file has the name. Only names of schemas appear
    /// in the generated crate, so only they are reported.
    fn own_name(&mut self, section: &'static str, name: String, target: &SourceLocation) -> String {
        let Some(owner) = self.owners.get(&(section, name.clone())) else {
            return name;
        };
        let owner = owner.key_origin(self.loaded);
        let (short, long) = names::qualified(self.loaded.sources.path(target.file), &name);
        let free = self.free_name(section, short, long);
        if section == "schemas" {
            let message =
                format!("two schemas have the same name, `{name}`; this one becomes `{free}`");
            let fault = Diagnostic::warning(target.key_origin(self.loaded), message)
                .related(owner, "the other schema")
                .help("rename one of them");
            self.diags.push(fault);
        }
        free
    }

    /// Returns `name`, or else `longer`, with a number if necessary. The name is not from the document, so a clash cannot be
    /// resolved there.
    fn free_name(&mut self, section: &'static str, name: String, longer: String) -> String {
        let is_free = |name: &String| !self.owners.contains_key(&(section, name.clone()));
        if let Some(free) = [&name, &longer].into_iter().find(|name| is_free(name)) {
            return free.clone();
        }
        let key = (section, longer);
        let mut number = self.numbers.get(&key).map_or(2, |last| last + 1);
        while !is_free(&format!("{}_{number}", key.1)) {
            number += 1;
        }
        let free = format!("{}_{number}", key.1);
        self.numbers.insert(key, number);
        free
    }
}

/// `/components/<section>/<name>`
pub(super) fn is_component(out: &str) -> bool {
    out.starts_with("/components/") && pointer::tokens(out).count() == 3
}

/// `/paths/<path>` or `/x-webhooks/<name>`
pub(super) fn is_path(out: &str) -> bool {
    let is_entry = out.starts_with("/paths/") || out.starts_with("/x-webhooks/");
    is_entry && pointer::tokens(out).count() == 2
}

pub(super) fn component_pointer(section: &str, name: &str) -> String {
    pointer::child(&pointer::child("/components", section), name)
}

pub(super) fn reference_to(reference: String) -> Value {
    Value::Object(Map::from_iter([(
        "$ref".to_owned(),
        Value::String(reference),
    )]))
}
