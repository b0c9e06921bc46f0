//! Advice on schemas of a root document that no operation uses.

use std::collections::{HashMap, HashSet};

use crate::bundle::{Bundle, SourceLocation, pointer};
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::references;

/// Such schemas become models of the crate, which may be intended. In a fragment, they are skipped and reported as a warning.
pub(super) fn lint(bundle: &Bundle<'_>, diags: &mut Diagnostics) {
    let schemas = bundle.value.pointer("/components/schemas");
    let schemas = schemas.and_then(|schemas| schemas.as_object()).into_iter();
    let names = schemas.flat_map(|schemas| schemas.keys());
    let all: Vec<_> = names
        .map(|name| (name, pointer::child("/components/schemas", name)))
        .collect();
    let used = used(bundle, all.iter().map(|(_, at)| at));
    for (name, at) in &all {
        if !used.contains(at.as_str()) {
            let message = format!("no operation uses the schema `{name}`");
            let help = "refer to it from an operation, or remove it";
            diags.push(Diagnostic::advice(bundle.key_origin(at), message).help(help));
        }
    }
}

/// Returns the components that are referred to from outside of the components. A reference to a part of a schema, which is a
/// separate component in the bundle, counts for the schema.
fn used<'s>(bundle: &Bundle<'_>, schemas: impl Iterator<Item = &'s String>) -> HashSet<String> {
    let containers: HashMap<SourceLocation, &String> =
        schemas.map(|at| (bundle.location(at), at)).collect();
    let mut targets: HashMap<Option<String>, Vec<String>> = HashMap::new();
    for reference in references(&bundle.value) {
        let target = reference.text.strip_prefix('#').map(str::to_owned);
        let container = component(&reference.pointer);
        targets.entry(container).or_default().extend(target);
    }
    let mut used = HashSet::new();
    let mut open = targets.remove(&None).unwrap_or_default();
    while let Some(at) = open.pop() {
        if used.insert(at.clone()) {
            let SourceLocation { file, pointer } = bundle.location(&at);
            let container = component(&pointer).map(|pointer| SourceLocation { file, pointer });
            let container = container.and_then(|container| containers.get(&container));
            open.extend(container.map(|container| (*container).clone()));
            open.extend(targets.remove(&Some(at)).unwrap_or_default());
        }
    }
    used
}

/// Returns the component that contains a location.
fn component(at: &str) -> Option<String> {
    let mut tokens = at.strip_prefix("/components/")?.split('/');
    let (section, name) = (tokens.next()?, tokens.next()?);
    Some(format!("/components/{section}/{name}"))
}
