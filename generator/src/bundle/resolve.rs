//! Resolves a `$ref` to its final target.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::location::SourceLocation;
use super::pointer;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::{Loaded, Unavailable, names_a_file};
use crate::source::Origin;
use crate::suggest::Suggestions;

/// The final target of a reference.
pub(super) struct Resolved {
    pub(super) target: SourceLocation,
    /// The references in between that were not followed before.
    pub(super) aliases: Vec<SourceLocation>,
}

/// Resolves references, each chain of aliases once.
pub(super) struct Resolver<'a> {
    loaded: &'a Loaded,
    /// The final targets of the references so far; `None` for an invalid one, which has been reported.
    known: HashMap<SourceLocation, Option<SourceLocation>>,
    suggestions: Suggestions,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(loaded: &'a Loaded) -> Self {
        Self {
            loaded,
            known: HashMap::new(),
            suggestions: Suggestions::default(),
        }
    }

    /// Follows `reference`, which is at `at`, until the target is not a `$ref`. Invalid references are reported, except for files
    /// that could not be loaded, which `load` has reported.
    pub(super) fn resolve(
        &mut self,
        at: &SourceLocation,
        reference: &str,
        diags: &mut Diagnostics,
    ) -> Option<Resolved> {
        self.resolve_text(at, reference, &at.child("$ref"), diags)
    }

    /// The same for a reference whose string is at `text`.
    pub(super) fn resolve_text(
        &mut self,
        at: &SourceLocation,
        reference: &str,
        text: &SourceLocation,
        diags: &mut Diagnostics,
    ) -> Option<Resolved> {
        let mut aliases = Vec::new();
        let first = self.step(reference, text, diags);
        let target = first.and_then(|first| self.end(at, first, &mut aliases, diags));
        for alias in &aliases {
            self.known.insert(alias.clone(), target.clone());
        }
        Some(Resolved {
            target: target?,
            aliases,
        })
    }

    /// Follows the references from `target` on, and adds those that are not known yet to `aliases`.
    fn end(
        &self,
        start: &SourceLocation,
        mut target: SourceLocation,
        aliases: &mut Vec<SourceLocation>,
        diags: &mut Diagnostics,
    ) -> Option<SourceLocation> {
        let mut seen = HashMap::from([(start.clone(), 0)]);
        loop {
            let Some(next) = reference_of(target.value(self.loaded)?) else {
                return Some(target);
            };
            if let Some(known) = self.known.get(&target) {
                return known.clone();
            }
            if let Some(&from) = seen.get(&target) {
                let all = std::iter::once(start).chain(aliases.iter());
                diags.push(cycle(self.loaded, all.skip(from).cloned().collect()));
                return None;
            }
            let text = target.child("$ref");
            aliases.push(target.clone());
            seen.insert(target, aliases.len());
            target = self.step(next, &text, diags)?;
        }
    }

    fn step(
        &self,
        reference: &str,
        text: &SourceLocation,
        diags: &mut Diagnostics,
    ) -> Option<SourceLocation> {
        let loaded = self.loaded;
        let origin = || text.value_origin(loaded);
        let target = match loaded.target(text.file, reference) {
            Ok(target) => SourceLocation::new(target.file, target.pointer),
            Err(Unavailable::Reported) => return None,
            Err(Unavailable::NotLoaded) => {
                let message = format!("`{reference}` points to a file that is not loaded");
                let help = "write a location in this file, or in a file that a `$ref` points to";
                diags.push(Diagnostic::error(origin(), message).help(help));
                return None;
            }
        };
        let document = loaded
            .document(target.file)
            .filter(|document| !document.broken)?;
        if !target.pointer.is_empty() && !target.pointer.starts_with('/') {
            let message = format!("`{reference}` is not a valid reference");
            let help = "write a JSON pointer after `#`, such as `contacts.yaml#/components/schemas/Contact`";
            diags.push(Diagnostic::error(origin(), message).help(help));
            return None;
        }
        if pointer::value(&document.value, &target.pointer).is_none() {
            let path = loaded.sources.shown(target.file);
            diags.push(dangling(
                path,
                &target,
                reference,
                origin(),
                &document.value,
                &self.suggestions,
            ));
            return None;
        }
        Some(target)
    }
}

/// Reports a cycle. The report is the same wherever the cycle is entered.
fn cycle(loaded: &Loaded, mut locations: Vec<SourceLocation>) -> Diagnostic {
    locations.sort();
    let mut origins = locations
        .iter()
        .map(|location| location.child("$ref").value_origin(loaded));
    let first = origins.next();
    let help = "change one of the references to point to a definition";
    let diagnostic = Diagnostic::error(first, "`$ref` cycle: this reference points back to itself");
    origins.fold(diagnostic.help(help), |diagnostic, origin| {
        diagnostic.related(origin, "through this reference")
    })
}

/// Returns the `$ref` of an object that is a reference.
pub(super) fn reference_of(value: &Value) -> Option<&str> {
    value.as_object()?.get("$ref")?.as_str()
}

/// Returns the reference at `start`, the references in between, and its final target: all objects of which a path item consists.
pub(super) fn layers(
    loaded: &Loaded,
    start: &SourceLocation,
    target: &SourceLocation,
) -> Vec<SourceLocation> {
    let mut layers = vec![start.clone()];
    // The target is known, so the references end there.
    while let Some(last) = layers.last().filter(|last| *last != target)
        && let Some(text) = last.value(loaded).and_then(reference_of)
        && let Ok(next) = loaded.target(last.file, text)
    {
        layers.push(SourceLocation::new(next.file, next.pointer));
    }
    layers
}

/// Returns the reference that is in place of a mapping of objects: `properties: {$ref: …}`.
pub(super) fn sole_reference(entries: &Map<String, Value>) -> Option<&str> {
    let (name, value) = entries.iter().next().filter(|_| entries.len() == 1)?;
    let reference = value.as_str().filter(|_| name == "$ref")?;
    names_a_file(reference).then_some(reference)
}

fn dangling(
    path: &str,
    target: &SourceLocation,
    reference: &str,
    origin: Origin,
    value: &Value,
    suggestions: &Suggestions,
) -> Diagnostic {
    let (known, missing) = longest_existing(&target.pointer, value);
    let parent = match known {
        "" => "at its root".to_owned(),
        known => format!("at `#{known}`"),
    };
    let diagnostic = Diagnostic::error(
        origin,
        format!("unresolved reference `{reference}`: `{path}` has no `{missing}` {parent}"),
    );
    let near = value
        .pointer(known)
        .and_then(Value::as_object)
        .and_then(|object| suggestions.did_you_mean(&missing, object.keys().map(String::as_str)));
    diagnostic.help(
        near.unwrap_or_else(|| "correct the reference, or add the missing definition".to_owned()),
    )
}

/// Returns the longest part of `pointer` that exists in `value`, and the next token.
fn longest_existing<'p>(pointer: &'p str, value: &Value) -> (&'p str, String) {
    let mut known = pointer;
    let mut missing = String::new();
    while let Some((base, token)) = pointer::parent(known) {
        missing = token.into_owned();
        known = base;
        if value.pointer(base).is_some() {
            break;
        }
    }
    (known, missing)
}
