//! Schemas of a root document that no operation uses.

use std::collections::{HashMap, HashSet};

use crate::bundle::{Bundle, Place, pointer};
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::references;

/// They become models of the crate, which may be what is wanted. In a fragment, they are left out, and there is a warning.
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
            let help = "refer to it where it is to be used, or remove it";
            diags.push(Diagnostic::advice(bundle.key_origin(at), message).help(help));
        }
    }
}

/// The components that references lead to from outside of the components. Who refers to a part of a schema, which is a component
/// of its own in the bundle, uses the schema.
fn used<'s>(bundle: &Bundle<'_>, schemas: impl Iterator<Item = &'s String>) -> HashSet<String> {
    let holders: HashMap<Place, &String> = schemas.map(|at| (bundle.place(at), at)).collect();
    let mut leading: HashMap<Option<String>, Vec<String>> = HashMap::new();
    for reference in references(&bundle.value) {
        let target = reference.text.strip_prefix('#').map(str::to_owned);
        let holder = component(&reference.pointer);
        leading.entry(holder).or_default().extend(target);
    }
    let mut used = HashSet::new();
    let mut open = leading.remove(&None).unwrap_or_default();
    while let Some(at) = open.pop() {
        if used.insert(at.clone()) {
            let Place { file, pointer } = bundle.place(&at);
            let holder = component(&pointer).map(|pointer| Place { file, pointer });
            let holder = holder.and_then(|holder| holders.get(&holder));
            open.extend(holder.map(|holder| (*holder).clone()));
            open.extend(leading.remove(&Some(at)).unwrap_or_default());
        }
    }
    used
}

/// The component that a place lies in.
fn component(at: &str) -> Option<String> {
    let mut tokens = at.strip_prefix("/components/")?.split('/');
    let (section, name) = (tokens.next()?, tokens.next()?);
    Some(format!("/components/{section}/{name}"))
}
