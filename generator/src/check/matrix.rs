//! Support matrices: known integrations, disjoint lists, plausible counts, fields that exist.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Crate, FieldSupport, Integrations, Operation, Support, TypeRef};
use crate::source::Origin;
use crate::spelling;

pub(super) fn check(krate: &Crate, operation: &Operation, diags: &mut Diagnostics) {
    let matrix = &operation.matrix;
    let known: BTreeSet<&str> = krate
        .registry
        .iter()
        .flat_map(|registry| &registry.entries)
        .map(|entry| entry.slug.as_str())
        .collect();
    let mut checker = Checker {
        known: &known,
        listed: matrix.integrations.as_ref(),
        diags,
    };
    if let Some(integrations) = &matrix.integrations {
        checker.integrations(integrations);
    }
    for rows in [&matrix.query, &matrix.request, &matrix.response] {
        checker.rows(rows);
    }
    let body = operation.body.as_ref().map(|body| &body.ty);
    let response = operation.response.data();
    checker.existing(krate, &matrix.request, body, "request");
    checker.existing(krate, &matrix.response, response, "response");
}

struct Checker<'a, 'd> {
    known: &'a BTreeSet<&'a str>,
    listed: Option<&'a Integrations>,
    diags: &'d mut Diagnostics,
}

impl Checker<'_, '_> {
    fn integrations(&mut self, integrations: &Integrations) {
        self.slugs(&integrations.supported, integrations.origin);
        self.slugs(&integrations.partial_response, integrations.origin);
        for slug in integrations
            .partial_response
            .iter()
            .filter(|slug| !integrations.supported.contains(slug))
        {
            let message = format!("`{slug}` answers in part what it does not support");
            self.error(integrations.origin, message, "add it to `supported` too");
        }
    }

    fn rows(&mut self, rows: &[FieldSupport]) {
        let mut first: BTreeMap<&str, Origin> = BTreeMap::new();
        for row in rows {
            if let Some(first) = first.insert(&row.path, row.origin) {
                let diagnostic = Diagnostic::error(
                    row.origin,
                    format!("a second row for the field `{}`", row.path),
                )
                .related(first, "the first one")
                .help("keep the support of a field in one place");
                self.diags.push(diagnostic);
            }
            match &row.support {
                Support::Named {
                    required,
                    supported,
                } => self.named(row, required, supported),
                Support::Counted {
                    required,
                    supported,
                } if required > supported => {
                    let message = format!(
                        "{required} integrations require `{}`, but only {supported} support it",
                        row.path
                    );
                    self.error(
                        row.origin,
                        message,
                        "`supported_count` includes `required_count`",
                    );
                }
                Support::Counted { .. } => {}
            }
        }
    }

    fn named(&mut self, row: &FieldSupport, required: &[String], supported: &[String]) {
        self.slugs(required, row.origin);
        self.slugs(supported, row.origin);
        for slug in required.iter().filter(|slug| supported.contains(slug)) {
            let message = format!("`{slug}` is both required and supported for `{}`", row.path);
            self.error(
                row.origin,
                message,
                "an integration that requires a field is listed under `required` only",
            );
        }
        let Some(listed) = self.listed else { return };
        for slug in required
            .iter()
            .chain(supported)
            .filter(|slug| self.known.contains(slug.as_str()) && !listed.supported.contains(slug))
        {
            let diagnostic = Diagnostic::error(
                row.origin,
                format!("`{slug}` supports `{}`, but not the operation", row.path),
            )
            .related(listed.origin, "the operation's integrations")
            .help("add it to the operation's `supported`, or remove it here");
            self.diags.push(diagnostic);
        }
    }

    fn slugs(&mut self, slugs: &[String], origin: Origin) {
        let mut seen = BTreeSet::new();
        for slug in slugs {
            if !seen.insert(slug) {
                self.error(
                    origin,
                    format!("`{slug}` is listed twice"),
                    "remove one of them",
                );
            }
            if !self.known.contains(slug.as_str()) {
                let help = match spelling::nearest(slug, self.known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "add it to `x-truto-registry`".to_owned(),
                };
                self.error(
                    origin,
                    format!("`{slug}` is no integration of the registry"),
                    &help,
                );
            }
        }
    }

    /// Each row must sit on a field that the body has.
    fn existing(
        &mut self,
        krate: &Crate,
        rows: &[FieldSupport],
        body: Option<&TypeRef>,
        which: &str,
    ) {
        for row in rows {
            if body.is_some_and(|body| krate.field_at(body, &row.path).is_some()) {
                continue;
            }
            let fields = body
                .map(|body| super::fields(krate, body))
                .unwrap_or_default();
            let help = match spelling::nearest(
                &row.path,
                fields.iter().map(|field| field.wire.as_str()),
            ) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name a field by its path, such as `emails.type`".to_owned(),
            };
            self.error(
                row.origin,
                format!("the {which} has no field `{}`", row.path),
                &help,
            );
        }
    }

    fn error(&mut self, origin: Origin, message: String, help: &str) {
        self.diags
            .push(Diagnostic::error(origin, message).help(help));
    }
}
