//! References outside of `$ref`.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use super::components::{component_pointer, is_component};
use super::validator::Validator;
use crate::bundle::grammar::Kind;
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::bundle::resolve::Resolver;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::load::{Loaded, names_a_file, references};

/// Returns the locations inside other objects that a `$ref` points to. Each becomes a component, which all references share.
pub(in crate::bundle) fn shared_parts(loaded: &Loaded) -> HashSet<SourceLocation> {
    let mut found = HashSet::new();
    // Faults are reported when the validation reaches the reference.
    let mut unreported = Diagnostics::default();
    let mut resolver = Resolver::new(loaded);
    for document in loaded.documents.iter().filter(|document| !document.broken) {
        for reference in references(&document.value) {
            let holder = pointer::parent(&reference.pointer).map_or("", |(base, _)| base);
            let at = SourceLocation::new(document.file, holder);
            let resolved = resolver.resolve(&at, reference.text, &mut unreported);
            let target = resolved.map(|resolved| resolved.target);
            found.extend(target.filter(|target| !is_component(&target.pointer)));
        }
    }
    found
}

/// Returns the locations that references of any document point to, also those in between.
fn targets(loaded: &Loaded) -> BTreeSet<SourceLocation> {
    let documents = loaded.documents.iter();
    let targets = documents.flat_map(|document| {
        let all = references(&document.value).into_iter();
        all.filter_map(|reference| loaded.target(document.file, reference.text).ok())
    });
    targets
        .map(|target| SourceLocation::new(target.file, target.pointer))
        .collect()
}

impl Validator<'_, '_> {
    /// Whether a reference points to the value at `location` or a part of it.
    pub(super) fn is_pointed_into(&self, location: &SourceLocation) -> bool {
        let targets = self.targets.get_or_init(|| targets(self.loaded));
        let parts = SourceLocation::new(location.file, format!("{}/", location.pointer));
        let is_part = |target: &SourceLocation| {
            target.file == parts.file && target.pointer.starts_with(&parts.pointer)
        };
        targets.contains(location) || targets.range(&parts..).next().is_some_and(is_part)
    }

    /// Follows the plain strings of `x-truto-converts-from` like any `$ref`.
    pub(super) fn visit_schema_refs(
        &mut self,
        values: &[Value],
        location: &SourceLocation,
    ) -> Value {
        let mut followed = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let at = location.child(&index.to_string());
            let Value::String(reference) = value else {
                self.mismatch(&at, "a reference to a schema must be a string", value);
                continue;
            };
            let resolved = self.resolver.resolve_text(&at, reference, &at, self.diags);
            if let Some(resolved) = resolved {
                let target = self.reach(resolved);
                followed.push(Value::String(self.schema_reference(target)));
            }
        }
        Value::Array(followed)
    }

    /// Copies a mapping to strings, and replaces each string by the result of `rewrite`, which gets its location and value.
    pub(super) fn visit_texts(
        &mut self,
        entries: &Map<String, Value>,
        location: &SourceLocation,
        rewrite: impl Fn(&mut Self, &SourceLocation, &str) -> Option<String>,
    ) -> Value {
        let mut kept = Map::with_capacity(entries.len());
        for (name, value) in entries {
            let at = location.child(name);
            match value {
                Value::String(text) => {
                    let text = rewrite(self, &at, text);
                    kept.extend(text.map(|text| (name.clone(), Value::String(text))));
                }
                _ => self.mismatch(&at, &format!("`{name}` must be a string"), value),
            }
        }
        Value::Object(kept)
    }

    /// Resolves a schema in a discriminator: a reference, or the name of a component of the same file. A reference to nothing only costs
    /// the type of one value, so it is a warning.
    pub(super) fn schema_name(&mut self, at: &SourceLocation, text: &str) -> Option<String> {
        let own = SourceLocation::new(at.file, component_pointer("schemas", text));
        let reference = if names_a_file(text) {
            text.to_owned()
        } else if own.value(self.loaded).is_some() {
            pointer::fragment(&own.pointer)
        } else {
            let message = format!("`{text}` is not the name of a schema of this file");
            let warning = Diagnostic::warning(at.value_origin(self.loaded), message);
            let help = "correct the name, or remove the value: it selects no type";
            self.diags.push(warning.help(help));
            return Some(text.to_owned());
        };
        let mut faults = Diagnostics::default();
        let resolved = self.resolver.resolve_text(at, &reference, at, &mut faults);
        let faults = faults.into_iter().map(|fault| Diagnostic {
            severity: Severity::Warning,
            ..fault
        });
        self.diags.extend(faults);
        let target = self.reach(resolved?);
        Some(self.schema_reference(target))
    }

    /// Rewrites the reference to an operation, if the bundle contains the operation. A reference to a file outside this run is
    /// left unchanged, and so is a wrong one: only links have it, which have no effect.
    pub(super) fn operation_reference(&mut self, reference: &str, at: &SourceLocation) -> String {
        let mut found = Diagnostics::default();
        let bundled = self.bundled_operation(reference, at, &mut found);
        found.excuse_errors("the link has no effect");
        self.diags.extend(found);
        bundled.unwrap_or_else(|| reference.to_owned())
    }

    fn bundled_operation(
        &mut self,
        reference: &str,
        at: &SourceLocation,
        diags: &mut Diagnostics,
    ) -> Option<String> {
        let (item, method) = reference.rsplit_once('/')?;
        let own = self.loaded.target(at.file, reference).ok()?;
        // An operation next to a `$ref` is none of the path item that the reference points to.
        let own = SourceLocation::new(own.file, own.pointer);
        if let Some(out) = own.parent().and_then(|item| self.items.get(&item))
            && own.value(self.loaded).is_some()
        {
            return Some(pointer::fragment(&pointer::child(out, method)));
        }
        let target = self.links.resolve_text(at, item, at, diags)?.target;
        let has_method = target.child(method).value(self.loaded).is_some();
        let known = self.items.get(&target);
        if has_method && let Some(out) = known {
            return Some(pointer::fragment(&pointer::child(out, method)));
        }
        let is_of_other_api = self.loaded.roots.contains(&target.file) && target.file != self.root;
        if known.is_some() || !has_method || !is_of_other_api {
            let message = format!("`{reference}` is not an operation of this API");
            let help = if known.is_some() {
                "correct the method, or add the operation"
            } else {
                "write a reference such as `#/paths/~1contacts/get`, and list the path in the root document"
            };
            let origin = at.value_origin(self.loaded);
            diags.push(Diagnostic::error(origin, message).help(help));
        }
        None
    }

    fn schema_reference(&mut self, target: SourceLocation) -> String {
        format!("#{}", self.component_at(Kind::Schema, target))
    }
}
