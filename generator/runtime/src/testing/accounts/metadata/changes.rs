//! The planned changes, applied to the documented metadata.

use serde_json::Value;

use super::{
    change::{Edit, Kind, MetadataChange},
    schema::Schemas,
};
use crate::{
    Error,
    support::{Answer, Matrix, mapping::SchemaPart},
    testing::{
        router::Router,
        table::{ParameterRole, Route},
    },
};

type Options = &'static [(&'static str, ParameterRole)];

/// The changes, in order.
#[derive(Clone, Debug, Default)]
pub(in crate::testing) struct Changes(Vec<MetadataChange>);

/// An integration that has metadata.
pub(in crate::testing::accounts) struct Subject {
    /// Its current slug and label.
    pub(in crate::testing::accounts) slug: String,
    pub(in crate::testing::accounts) label: String,
    /// The slug of the integration whose metadata it has.
    known: String,
    is_renamed: bool,
}

impl Subject {
    /// Its slug in the matrix, if it supports the operation according to the matrix.
    pub(super) fn slug_in_matrix_of(&self, operation: &dyn Matrix) -> Option<&str> {
        self.is_documented(operation).then_some(&*self.known)
    }

    fn is_documented(&self, operation: &dyn Matrix) -> bool {
        let report = operation.check_request(&self.known, &Value::Null, None);
        report.is_some_and(|report| report.operation_support() == Answer::Yes)
    }
}

impl Changes {
    /// Adds changes, all or none.
    pub(in crate::testing) fn add(
        &mut self,
        changes: impl IntoIterator<Item = MetadataChange>,
        router: &Router,
        options: Options,
    ) -> Result<(), Error> {
        let mut all = self.clone();
        for change in changes {
            all.check(&change, router, options)?;
            all.0.push(change);
        }
        *self = all;
        Ok(())
    }

    /// Refuses a change that would have no effect.
    fn check(
        &self,
        change: &MetadataChange,
        router: &Router,
        options: Options,
    ) -> Result<(), Error> {
        if let Some(slug) = &change.of {
            let known = self.subject(slug, router).is_some() || label(slug, router).is_some();
            if !known {
                return Err(Error::invalid(format!("unknown integration `{slug}`")));
            }
        }
        let Kind::Field {
            operation,
            part,
            path,
            edit,
        } = &change.kind
        else {
            return Ok(());
        };
        let Some(route) = router.operation(operation) else {
            return Ok(());
        };
        let mut schema = Schemas::of(route, options).part(*part);
        for (path, edit) in self.edits(route, *part).map(|(_, path, edit)| (path, edit)) {
            if edit.adds() {
                edit.apply(&mut schema, path);
            }
        }
        match edit.apply(&mut schema, path) {
            true => Ok(()),
            false => Err(Error::invalid(format!(
                "cannot change the field `{path}` of `{operation}`: there is no such field or value in this part of the operation"
            ))),
        }
    }

    /// The integration with this slug; `None` if there is none.
    pub(super) fn subject(&self, slug: &str, router: &Router) -> Option<Subject> {
        let (mut known, mut changed, mut is_renamed) = (slug, None, false);
        for change in &self.0 {
            match &change.kind {
                Kind::Renamed { from, .. } if *from == slug => return None,
                Kind::Renamed { from, to } if to == slug => (known, is_renamed) = (from, true),
                Kind::Added {
                    slug: added,
                    label,
                    like,
                } if added == slug => (known, changed) = (like, Some(label.as_str())),
                _ => {}
            }
        }
        let label = label(known, router)?;
        Some(Subject {
            slug: slug.to_owned(),
            label: changed.map_or(label, str::to_owned),
            known: known.to_owned(),
            is_renamed,
        })
    }

    /// Whether the integration supports the operation.
    pub(in crate::testing::accounts) fn supports(
        &self,
        integration: &Subject,
        operation: &dyn Matrix,
    ) -> bool {
        let id = operation.endpoint().id();
        let changed = self.0.iter().rev().find_map(|change| match &change.kind {
            Kind::Support {
                operation,
                is_supported,
            } if operation == id && is_of(change, integration) => Some(*is_supported),
            _ => None,
        });
        changed.unwrap_or_else(|| integration.is_documented(operation))
    }

    /// Applies the changes of a part of an operation.
    pub(super) fn apply(
        &self,
        route: &Route,
        integration: &Subject,
        part: SchemaPart,
        schema: &mut Value,
    ) {
        for (change, path, edit) in self.edits(route, part) {
            if is_of(change, integration) {
                edit.apply(schema, path);
            }
        }
    }

    /// Applies the changes of the response to the schema of the whole object, which has everything that any integration returns.
    pub(super) fn apply_to_object(&self, route: &Route, integration: &Subject, schema: &mut Value) {
        for (change, path, edit) in self.edits(route, SchemaPart::Response) {
            let is_of_object = change.of.is_none() || edit.adds();
            if is_of_object && is_of(change, integration) {
                edit.apply(schema, path);
            }
        }
    }

    fn edits(
        &self,
        route: &Route,
        of: SchemaPart,
    ) -> impl Iterator<Item = (&MetadataChange, &str, &Edit)> {
        let id = route.operation.endpoint().id();
        self.0.iter().filter_map(move |change| match &change.kind {
            Kind::Field {
                operation,
                part,
                path,
                edit,
            } if operation == id && *part == of => Some((change, path.as_str(), edit)),
            _ => None,
        })
    }
}

fn is_of(change: &MetadataChange, integration: &Subject) -> bool {
    let Some(slug) = &change.of else { return true };
    *slug == integration.slug || integration.is_renamed && *slug == integration.known
}

/// The label of an integration of the matrix.
fn label(slug: &str, router: &Router) -> Option<String> {
    let report = |operation: &dyn Matrix| operation.check_request(slug, &Value::Null, None);
    let report = router.operations().find_map(report)?;
    Some(report.label.into_owned())
}
