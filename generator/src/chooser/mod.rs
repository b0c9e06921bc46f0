//! Finds the integrations that support a selection: operations, and the fields to set in each. Returns the forms of operations.
//!
//! The result follows from the support matrices alone. It distinguishes "no" from "not documented".

use std::collections::HashSet;

use truto_support_matrix::{
    FieldRow as Row, FieldSupport, Finding, OperationLevel, Provenance, Relation,
};

use self::lookup::{operations, unknown};
use crate::ir::{
    FieldSupport as Documented, Location, Matrix, Operation, Package, Param, Role, Slug,
    parameter_path,
};
use crate::plan::Analysis;

mod form;
mod lookup;
mod table;

pub use form::{Selection, select};
pub use table::type_name;

/// An operation, and the fields and query parameters to set.
#[derive(Clone, Debug)]
pub struct Query<'a> {
    /// The ID of the operation.
    id: &'a str,
    operation: &'a Operation,
    /// All that can be set, each with its relation to what is to be set.
    settable: Vec<(Settable<'a>, Relation)>,
}

impl<'a> Query<'a> {
    /// `fields` are keys: see [`Settable::key`].
    ///
    /// # Errors
    /// There is no operation with this id, or no such field in it. The message suggests a similar name.
    pub fn new(analysis: &'a Analysis, operation: &str, fields: &[String]) -> Result<Self, String> {
        let Analysis { package, names, .. } = analysis;
        let id = |known: &Operation| names.operation(known).id.as_str();
        let Some(found) = operations(package).find(|known| id(known) == operation) else {
            let ids = operations(package).map(id);
            return Err(unknown("operation", operation, ids));
        };
        let settable = settable(package, found);
        let keys = || settable.iter().map(|known| known.key.as_str());
        if let Some(field) = fields.iter().find(|field| !keys().any(|key| key == *field)) {
            let message = unknown("field", field, keys());
            return Err(format!("{operation}: {message}"));
        }
        Ok(Self {
            id: id(found),
            operation: found,
            settable: related(settable, fields),
        })
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'a Operation {
        self.operation
    }
}

fn related<'a>(settable: Vec<Settable<'a>>, fields: &[String]) -> Vec<(Settable<'a>, Relation)> {
    let related = settable.into_iter().map(|known| {
        let relation = Relation::new(&known.key, fields);
        (known, relation)
    });
    related.collect()
}

/// The result for one integration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assessment {
    /// Reasons why the selection is not supported; if there are any, it is not.
    pub unsupported: Vec<String>,
    /// What is not documented.
    pub undocumented: Vec<String>,
    /// What is also required, or only partly supported.
    pub notes: Vec<String>,
}

/// Assesses every integration of the registry, in its order, by slug.
#[must_use]
pub fn choose<'a>(package: &'a Package, queries: &[Query<'_>]) -> Vec<(&'a str, Assessment)> {
    let entries = package
        .registry
        .iter()
        .flat_map(|registry| &registry.entries);
    entries
        .map(|entry| {
            let mut assessment = Assessment::default();
            for query in queries {
                assess(query, &entry.slug, &mut assessment);
            }
            (entry.slug.as_str(), assessment)
        })
        .collect()
}

fn assess(query: &Query<'_>, slug: &str, assessment: &mut Assessment) {
    let id = query.id;
    let suffix = operation_suffix(query.operation);
    let level = query.operation.matrix.level(slug);
    match level {
        OperationLevel::Full if suffix.is_empty() => {}
        OperationLevel::Full => assessment.notes.push(format!("{id} is supported{suffix}")),
        OperationLevel::Partial => assessment
            .notes
            .push(format!("{id} returns only part of each object{suffix}")),
        OperationLevel::NotDocumented => assessment.undocumented.push(id.to_owned()),
        OperationLevel::Unsupported => {
            // Then its fields are irrelevant.
            assessment
                .unsupported
                .push(format!("does not support {id}"));
            return;
        }
    }
    assess_fields(query, level, slug, assessment);
}

fn assess_fields(
    query: &Query<'_>,
    level: OperationLevel,
    slug: &str,
    assessment: &mut Assessment,
) {
    let id = query.id;
    let (mut supported, mut unsupported, mut required, mut may_require) =
        (vec![], vec![], vec![], vec![]);
    for (known, relation) in &query.settable {
        let suffix = known.suffix();
        let field = format!("{}{suffix}", known.key);
        match known.support.finding(*relation, slug) {
            Finding::Supports if suffix.is_empty() => {}
            Finding::Supports => supported.push(field),
            Finding::DoesNotSupport => unsupported.push(field),
            // The operation is listed as not documented.
            Finding::NotDocumented if level == OperationLevel::NotDocumented => {}
            Finding::NotDocumented => assessment.undocumented.push(format!("{id} {}", known.key)),
            Finding::Requires => required.push(field),
            Finding::MayRequire => may_require.push(field),
            Finding::None => {}
        }
    }
    let listed = |verb: &str, keys: &[String]| {
        (!keys.is_empty()).then(|| format!("{id} {verb} {}", keys.join(", ")))
    };
    assessment
        .unsupported
        .extend(listed("does not support", &unsupported));
    let notes = [
        ("supports", supported),
        ("requires", required),
        ("may require", may_require),
    ];
    let notes = notes.iter().filter_map(|(verb, keys)| listed(verb, keys));
    assessment.notes.extend(notes);
}

/// A note on how well a list of integrations is documented, such as ` (older page)`; empty if it is on a current page, or there is
/// none.
#[must_use]
pub fn suffix(provenance: Option<Provenance>) -> &'static str {
    match provenance {
        None | Some(Provenance::Documented) => "",
        Some(Provenance::Older) => " (older page)",
        Some(_) => " (inferred)",
    }
}

/// A note on how well the operation's list of integrations is documented: see [`suffix`].
#[must_use]
pub fn operation_suffix(operation: &Operation) -> &'static str {
    suffix(operation.matrix.row().provenance())
}

/// A query parameter or a field of the body.
#[derive(Clone, Debug)]
pub struct Settable<'a> {
    /// The key, such as `emails.type`. A query parameter with the name of a body field has the prefix `query:`.
    pub key: String,
    /// The documented or inferred support.
    pub support: FieldSupport<'a, Slug>,
}

impl Settable<'_> {
    /// How well its support is documented: see [`suffix`].
    #[must_use]
    pub fn suffix(&self) -> &'static str {
        suffix(self.support.provenance())
    }
}

/// All query parameters, then all fields of the body, in the order of the documents.
#[must_use]
pub fn settable<'a>(package: &Package, operation: &'a Operation) -> Vec<Settable<'a>> {
    let is_own = |param: &&Param| {
        let is_query = matches!(param.location, Location::Query(_));
        is_query && matches!(param.role, Role::Plain | Role::Sort { .. })
    };
    let params = operation.params.iter().filter(is_own);
    let query = params.map(|param| parameter_path(&param.wire).to_owned());
    let body = operation.body.as_ref();
    let body = body.map(|of| package.nested_fields(&of.ty, |field| !field.read_only));
    let body = body.into_iter().flat_map(|nested| nested.fields);
    let body = body.map(|(path, _)| path).collect();
    let matrix = &operation.matrix;
    let of_query = |path: &str| {
        let outer = || Some(matrix.outer_parameter(path)?.1);
        matrix.parameter(path).or_else(outer)
    };
    let of_body = |path: &str| matrix.request.iter().find(|row| row.path == path);
    let query = supported(query.collect(), matrix, &matrix.query, of_query);
    let body = supported(body, matrix, &matrix.request, of_body);
    let query = query
        .into_iter()
        .map(|(path, support)| (query_key(package, operation, &path), support));
    query
        .chain(body)
        .map(|(key, support)| Settable { key, support })
        .collect()
}

/// Each path once, with its documented or inferred support. Paths that only the matrix has come last.
fn supported<'a>(
    mut paths: Vec<String>,
    matrix: &'a Matrix,
    rows: &[Documented],
    row: impl Fn(&str) -> Option<&'a Documented>,
) -> Vec<(String, FieldSupport<'a, Slug>)> {
    paths.extend(rows.iter().map(|row| row.path.clone()));
    let mut seen = HashSet::new();
    paths.retain(|path| seen.insert(path.clone()));
    let supported = paths.into_iter().map(|path| {
        let unknown = || Row::UNKNOWN.in_operation(&matrix.row());
        let support = row(&path).map_or_else(unknown, |row| matrix.support(&row.support));
        (path, support)
    });
    supported.collect()
}

/// The key of a query parameter: its path, with the prefix `query:` if a body field has the same name.
#[must_use]
pub fn query_key(package: &Package, operation: &Operation, path: &str) -> String {
    let name = outermost(path);
    let body = operation
        .body
        .as_ref()
        .map(|body| package.structs(&body.ty));
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

#[cfg(test)]
mod tests;
