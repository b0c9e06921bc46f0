//! Which integrations can do what somebody wants: operations, with the fields that are to be set.
//!
//! The answer follows from the support matrices alone, and keeps "no" apart from "not documented".

mod level;

pub use level::{Level, Service, level, service};

use std::collections::HashSet;

use crate::ir::{Crate, FieldSupport, Location, Operation, Param, Role, TypeRef, parameter_path};
use crate::spelling;

/// An operation that is wanted, with the fields and query parameters that are to be set.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    operation: &'a Operation,
    fields: Vec<String>,
    /// Everything that could be set.
    settable: Vec<String>,
}

impl<'a> Wish<'a> {
    /// # Errors
    /// No operation has this id, or the operation none of these fields; the message says what is meant perhaps.
    pub fn new(krate: &'a Crate, operation: &str, fields: &[String]) -> Result<Self, String> {
        let found = operations(krate).find(|known| known.id == operation);
        let Some(found) = found else {
            let ids = operations(krate).map(|known| known.id.as_str());
            return Err(unknown("operation", operation, ids));
        };
        let settable = settable(krate, found);
        if let Some(field) = fields.iter().find(|field| !settable.contains(field)) {
            let message = unknown("field", field, settable.iter().map(String::as_str));
            return Err(format!("{operation}: {message}"));
        }
        Ok(Self {
            operation: found,
            fields: fields.to_vec(),
            settable,
        })
    }

    /// The operation that is wanted.
    #[must_use]
    pub fn operation(&self) -> &'a Operation {
        self.operation
    }
}

/// What is known of one integration and all that is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Why it cannot do what is wanted; if there is anything here, it cannot.
    pub against: Vec<String>,
    /// What the documentation does not say.
    pub open: Vec<String>,
    /// What it needs beside what is wanted, or does only in part.
    pub notes: Vec<String>,
}

/// Judges every integration of the registry, in its order, by its slug.
#[must_use]
pub fn choose<'a>(krate: &'a Crate, wishes: &[Wish<'_>]) -> Vec<(&'a str, Verdict)> {
    let entries = krate.registry.iter().flat_map(|registry| &registry.entries);
    entries
        .map(|entry| {
            let mut verdict = Verdict::default();
            for wish in wishes {
                judge(wish, &entry.slug, &mut verdict);
            }
            (entry.slug.as_str(), verdict)
        })
        .collect()
}

fn judge(wish: &Wish<'_>, slug: &str, verdict: &mut Verdict) {
    let operation = wish.operation;
    let id = &operation.id;
    match service(operation, slug) {
        Service::Full => {}
        Service::Partial => verdict.notes.push(format!("{id} answers in part")),
        Service::Unknown => verdict.open.push(id.clone()),
        Service::No => {
            // What its fields are does not matter any more.
            verdict.against.push(format!("does not serve {id}"));
            return;
        }
    }
    let level_of = |field: &str| {
        let row = rows(operation).find(|row| row.path == field);
        row.map_or(Level::Unknown, |row| level(&row.support, slug))
    };
    for field in &wish.fields {
        match level_of(field) {
            Level::Required | Level::Supported => {}
            Level::Unknown => verdict.open.push(format!("{id} {field}")),
            Level::Unsupported => verdict.against.push(format!("{id} does not take {field}")),
        }
    }
    for field in &wish.settable {
        let is_missing = is_reached(wish, field) && !wish.fields.contains(field);
        if is_missing && level_of(field) == Level::Required {
            verdict.notes.push(format!("{id} requires {field}"));
        }
    }
}

/// What the field is in is set. At the top it always is.
fn is_reached(wish: &Wish<'_>, path: &str) -> bool {
    match path.rsplit_once('.') {
        None => true,
        Some((outer, _)) => wish.fields.iter().any(|field| field == outer),
    }
}

/// The rows about what is sent.
fn rows(operation: &Operation) -> impl Iterator<Item = &FieldSupport> {
    operation
        .matrix
        .query
        .iter()
        .chain(&operation.matrix.request)
}

/// The operations that integrations serve.
fn operations(krate: &Crate) -> impl Iterator<Item = &Operation> {
    let apis = krate.apis.iter().filter(|api| api.has_matrix);
    let resources = apis.flat_map(|api| &api.resources);
    resources.flat_map(|resource| &resource.operations)
}

/// How deep the objects are whose fields can be asked for.
const DEEPEST: usize = 4;

/// Everything that can be set, in the order of the documents: query parameters, and fields of the body by their path.
#[must_use]
pub fn settable(krate: &Crate, operation: &Operation) -> Vec<String> {
    let is_own = |param: &&Param| {
        let is_query = matches!(param.location, Location::Query(_));
        is_query && matches!(param.role, Role::Plain | Role::Sort { .. })
    };
    let params = operation.params.iter().filter(is_own);
    let mut found: Vec<String> = params
        .map(|param| parameter_path(&param.wire).to_owned())
        .collect();
    if let Some(body) = &operation.body {
        fields(krate, &body.ty, "", DEEPEST, &mut found);
    }
    found.extend(rows(operation).map(|row| row.path.clone()));
    let mut seen = HashSet::new();
    found.retain(|path| seen.insert(path.clone()));
    found
}

fn fields(krate: &Crate, ty: &TypeRef, prefix: &str, depth: usize, found: &mut Vec<String>) {
    let structs = krate.structs(ty);
    let settable = structs.iter().flat_map(|(_, of)| &of.fields);
    for field in settable.filter(|field| !field.read_only) {
        let path = format!("{prefix}{}", field.wire);
        found.push(path.clone());
        if depth > 1 {
            fields(krate, &field.ty, &format!("{path}."), depth - 1, found);
        }
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    match spelling::nearest(name, known.iter().copied()) {
        Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`?"),
        None if known.is_empty() => format!("there is no {what} `{name}`, and no other one"),
        None => format!(
            "there is no {what} `{name}`; known are: {}",
            known.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests;
