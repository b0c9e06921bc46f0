//! Finds the integrations that support a selection: operations, and the fields to set in each.
//!
//! The result follows from the support matrices alone. It distinguishes "no" from "not documented".

mod infer;
pub(crate) mod level;

pub use infer::inferred;
pub use level::{
    Level, Service, aside, excludes_unnamed, level, service, service_aside, unnamed_require_it,
};

use std::{borrow::Cow, collections::HashSet};

use crate::ir::{
    Crate, FieldSupport, Location, Operation, Param, Provenance, Role, Support, parameter_path,
};
use crate::spelling;

/// An operation, and the fields and query parameters to set.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    operation: &'a Operation,
    /// The keys of the fields and parameters to set.
    fields: Vec<String>,
    settable: Vec<Settable<'a>>,
}

impl<'a> Wish<'a> {
    /// `fields` are keys: see [`Settable::key`].
    ///
    /// # Errors
    /// There is no operation with this id, or no such field in it. The message suggests a similar name.
    pub fn new(krate: &'a Crate, operation: &str, fields: &[String]) -> Result<Self, String> {
        let found = operations(krate).find(|known| known.id == operation);
        let Some(found) = found else {
            let ids = operations(krate).map(|known| known.id.as_str());
            return Err(unknown("operation", operation, ids));
        };
        let settable = settable(krate, found);
        let keys = || settable.iter().map(|known| known.key.as_str());
        if let Some(field) = fields.iter().find(|field| !keys().any(|key| key == *field)) {
            let message = unknown("field", field, keys());
            return Err(format!("{operation}: {message}"));
        }
        Ok(Self {
            operation: found,
            fields: fields.to_vec(),
            settable,
        })
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'a Operation {
        self.operation
    }

    fn is_set(&self, key: &str) -> bool {
        self.fields.iter().any(|field| field == key)
    }

    /// Whether a field nested in this one is set, so that this one is set too.
    fn is_around(&self, key: &str) -> bool {
        let is_inside = |field: &String| {
            let rest = field.strip_prefix(key);
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        self.fields.iter().any(is_inside)
    }
}

/// The result for one integration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Reasons why the selection is not supported; if there are any, it is not.
    pub against: Vec<String>,
    /// What is not documented.
    pub open: Vec<String>,
    /// What is also required, or only partly supported.
    pub notes: Vec<String>,
}

/// Assesses every integration of the registry, in its order, by slug.
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
    let listed = service_aside(operation);
    match service(operation, slug) {
        Service::Full if listed.is_empty() => {}
        Service::Full => verdict.notes.push(format!("{id} is supported{listed}")),
        Service::Partial => verdict
            .notes
            .push(format!("{id} returns only part of each object{listed}")),
        Service::Unknown => verdict.open.push(id.clone()),
        Service::No => {
            // Then its fields are irrelevant.
            verdict.against.push(format!("does not support {id}"));
            return;
        }
    }
    judge_fields(wish, slug, verdict);
}

fn judge_fields(wish: &Wish<'_>, slug: &str, verdict: &mut Verdict) {
    let id = &wish.operation.id;
    let is_open = service(wish.operation, slug) == Service::Unknown;
    let (mut takes, mut refuses, mut requires, mut may_require) = (vec![], vec![], vec![], vec![]);
    for known in &wish.settable {
        let key = &known.key;
        let aside = known.aside();
        let said = format!("{key}{aside}");
        let level = known.level(wish.operation, slug);
        let is_set = wish.is_set(key) || wish.is_around(key);
        match (level, is_set) {
            (Level::Required | Level::Supported, true) if aside.is_empty() => {}
            (Level::Required | Level::Supported, true) => takes.push(said),
            // The nested fields, or the operation, are listed as not documented.
            (Level::Unknown, true) if !wish.is_set(key) || is_open => {}
            (Level::Unknown, true) => verdict.open.push(format!("{id} {key}")),
            (Level::Unsupported, true) => refuses.push(said),
            (Level::Required, false) if is_reached(wish, key) => requires.push(said),
            (level, false) if known.may_be_required(level) && is_reached(wish, key) => {
                may_require.push(said);
            }
            (_, false) => {}
        }
    }
    let listed = |verb: &str, keys: &[String]| {
        (!keys.is_empty()).then(|| format!("{id} {verb} {}", keys.join(", ")))
    };
    verdict.against.extend(listed("does not support", &refuses));
    let notes = [
        ("supports", takes),
        ("requires", requires),
        ("may require", may_require),
    ];
    let notes = notes.iter().filter_map(|(verb, keys)| listed(verb, keys));
    verdict.notes.extend(notes);
}

/// Whether the enclosing field is set. A top-level field has none.
fn is_reached(wish: &Wish<'_>, key: &str) -> bool {
    match key.rsplit_once('.') {
        None => true,
        Some((outer, _)) => wish.is_set(outer) || wish.is_around(outer),
    }
}

/// The operations of APIs with a support matrix.
fn operations(krate: &Crate) -> impl Iterator<Item = &Operation> {
    let apis = krate.apis.iter().filter(|api| api.has_matrix);
    let resources = apis.flat_map(|api| &api.resources);
    resources.flat_map(|resource| &resource.operations)
}

/// A query parameter or a field of the body.
#[derive(Clone, Debug)]
pub struct Settable<'a> {
    /// The key, such as `emails.type`. A query parameter with the name of a body field has the prefix `query:`.
    pub key: String,
    /// The documented or inferred support: see [`inferred`].
    pub support: Option<Cow<'a, Support>>,
}

impl Settable<'_> {
    fn level(&self, operation: &Operation, slug: &str) -> Level {
        let support = self.support.as_deref();
        support.map_or(Level::Unknown, |support| level(operation, support, slug))
    }

    /// How well its support is documented: see [`aside`].
    #[must_use]
    pub fn aside(&self) -> &'static str {
        let support = self.support.as_deref();
        support.map_or("", |support| aside(support.provenance))
    }

    /// Whether the names of the integrations that support it are inferred.
    #[must_use]
    pub fn is_inferred(&self) -> bool {
        let support = self.support.as_deref();
        support.is_some_and(|support| support.provenance == Provenance::Inferred)
    }

    /// Whether an integration of this level may require it: some that do are not named, and the level is unknown, or the names
    /// are inferred.
    fn may_be_required(&self, level: Level) -> bool {
        let is_open = level == Level::Unknown || (level == Level::Supported && self.is_inferred());
        is_open && self.support.as_deref().is_some_and(unnamed_require_it)
    }
}

/// All query parameters, then all fields of the body, in the order of the documents.
#[must_use]
pub fn settable<'a>(krate: &Crate, operation: &'a Operation) -> Vec<Settable<'a>> {
    let is_own = |param: &&Param| {
        let is_query = matches!(param.location, Location::Query(_));
        is_query && matches!(param.role, Role::Plain | Role::Sort { .. })
    };
    let params = operation.params.iter().filter(is_own);
    let query = params.map(|param| parameter_path(&param.wire).to_owned());
    let body = operation.body.as_ref();
    let body = body.map(|of| krate.nested_fields(&of.ty, |field| !field.read_only));
    let body = body.into_iter().flat_map(|nested| nested.fields);
    let body = body.map(|(path, _)| path).collect();
    let matrix = &operation.matrix;
    let of_query = |path: &str| {
        let outer = || Some(matrix.outer_parameter(path)?.1);
        matrix.parameter(path).or_else(outer)
    };
    let of_body = |path: &str| matrix.request.iter().find(|row| row.path == path);
    let query = supported(query.collect(), &matrix.query, of_query);
    let body = supported(body, &matrix.request, of_body);
    let query = query
        .into_iter()
        .map(|(path, support)| (query_key(krate, operation, &path), support));
    query
        .chain(body)
        .map(|(key, support)| Settable {
            key,
            support: support.map(|support| inferred(operation, support)),
        })
        .collect()
}

/// Each path once, with its documented support. Paths that only the matrix has come last.
fn supported<'a>(
    mut paths: Vec<String>,
    rows: &[FieldSupport],
    row: impl Fn(&str) -> Option<&'a FieldSupport>,
) -> Vec<(String, Option<&'a Support>)> {
    paths.extend(rows.iter().map(|row| row.path.clone()));
    let mut seen = HashSet::new();
    paths.retain(|path| seen.insert(path.clone()));
    let supported = paths.into_iter().map(|path| {
        let support = row(&path).map(|row| &row.support);
        (path, support)
    });
    supported.collect()
}

/// The key of a query parameter: its path, with the prefix `query:` if a body field has the same name.
#[must_use]
pub fn query_key(krate: &Crate, operation: &Operation, path: &str) -> String {
    let name = outermost(path);
    let body = operation.body.as_ref().map(|body| krate.structs(&body.ty));
    let mut fields = body.iter().flatten().flat_map(|(_, of)| &of.fields);
    let is_field = fields.any(|field| !field.read_only && outermost(&field.wire) == name);
    let mut rows = operation.matrix.request.iter();
    if is_field || rows.any(|row| outermost(&row.path) == name) {
        format!("query:{path}")
    } else {
        path.to_owned()
    }
}

fn outermost(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    match spelling::nearest(name, known.iter().copied()) {
        Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`?"),
        None if known.is_empty() => format!("there is no {what} `{name}`; there are none at all"),
        None => format!(
            "there is no {what} `{name}`; known are: {}",
            known.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests;
