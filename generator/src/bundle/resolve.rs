//! From a `$ref` to the place that it finally points to.

use serde_json::Value;

use super::{Place, pointer, value_origin};
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::{Loaded, Unread};
use crate::source::{FileId, Origin};

/// Where a reference leads in the end.
pub(super) struct Resolved {
    pub(super) target: Place,
    /// The references on the way.
    pub(super) aliases: Vec<Place>,
}

/// Follows `reference`, which stands at `at`, through aliases to what is no `$ref` itself. What cannot be followed is
/// reported, except for files that could not be loaded: `load` has reported those.
pub(super) fn resolve(
    loaded: &Loaded,
    at: &Place,
    reference: &str,
    diags: &mut Diagnostics,
) -> Option<Resolved> {
    resolve_text(
        loaded,
        at,
        reference,
        value_origin(loaded, &at.child("$ref")),
        diags,
    )
}

/// The same for a reference that stands at `at` as a plain text.
pub(super) fn resolve_text(
    loaded: &Loaded,
    at: &Place,
    reference: &str,
    origin: Origin,
    diags: &mut Diagnostics,
) -> Option<Resolved> {
    let mut seen = vec![at.clone()];
    let mut target = step(loaded, at.file, reference, origin, diags)?;
    loop {
        let value = loaded
            .document(target.file)?
            .value
            .pointer(&target.pointer)?;
        let Some(next) = reference_of(value) else {
            seen.remove(0);
            return Some(Resolved {
                target,
                aliases: seen,
            });
        };
        if let Some(start) = seen.iter().position(|place| *place == target) {
            diags.push(cycle(loaded, seen.split_off(start)));
            return None;
        }
        let from = value_origin(loaded, &target.child("$ref"));
        let file = target.file;
        seen.push(target);
        target = step(loaded, file, next, from, diags)?;
    }
}

/// The report of a cycle is the same from wherever it is entered.
fn cycle(loaded: &Loaded, mut places: Vec<Place>) -> Diagnostic {
    places.sort();
    let mut origins = places
        .iter()
        .map(|place| value_origin(loaded, &place.child("$ref")));
    let first = origins.next();
    let help = "let one of the references point to a definition";
    let diagnostic = Diagnostic::error(first, "`$ref` cycle: this reference leads back to itself");
    origins.fold(diagnostic.help(help), |diagnostic, origin| {
        diagnostic.related(origin, "by way of this one")
    })
}

/// The `$ref` that an object consists of.
pub(super) fn reference_of(value: &Value) -> Option<&str> {
    value.as_object()?.get("$ref")?.as_str()
}

fn step(
    loaded: &Loaded,
    from: FileId,
    reference: &str,
    origin: Origin,
    diags: &mut Diagnostics,
) -> Option<Place> {
    let target = match loaded.target(from, reference) {
        Ok(target) => target,
        Err(Unread::Reported) => return None,
        Err(Unread::NotAsked) => {
            diags.push(
                Diagnostic::error(origin, format!("`{reference}` is in no file of this run"))
                    .help("name a place in this file, or in one that a `$ref` leads to"),
            );
            return None;
        }
    };
    let document = loaded
        .document(target.file)
        .filter(|document| !document.broken)?;
    if !target.pointer.is_empty() && !target.pointer.starts_with('/') {
        diags.push(
            Diagnostic::error(origin, format!("`{reference}` is not a reference that can be followed"))
                .help("write a JSON pointer behind `#`, such as `contacts.yaml#/components/schemas/Contact`"),
        );
        return None;
    }
    let target = Place {
        file: target.file,
        pointer: target.pointer,
    };
    if document.value.pointer(&target.pointer).is_none() {
        diags.push(dangling(
            loaded,
            &target,
            reference,
            origin,
            &document.value,
        ));
        return None;
    }
    Some(target)
}

fn dangling(
    loaded: &Loaded,
    target: &Place,
    reference: &str,
    origin: Origin,
    value: &Value,
) -> Diagnostic {
    let path = loaded.sources.path(target.file);
    let mut known = target.pointer.as_str();
    let mut missing = String::new();
    while let Some((base, token)) = pointer::parent(known) {
        missing = token.into_owned();
        known = base;
        if value.pointer(base).is_some() {
            break;
        }
    }
    let diagnostic = Diagnostic::error(
        origin,
        format!("`{reference}` points to nothing: `{path}` has no `{missing}` at `#{known}`"),
    );
    let near = value
        .pointer(known)
        .and_then(Value::as_object)
        .and_then(|object| crate::spelling::nearest(&missing, object.keys().map(String::as_str)));
    match near {
        Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
        None => diagnostic.help("correct the reference or add what it names"),
    }
}
