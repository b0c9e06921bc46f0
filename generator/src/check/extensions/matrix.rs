//! Checks support matrices: known integrations, disjoint lists, plausible counts, existing fields and values.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{
    Field, FieldSupport, Integrations, Location, NamedIntegrations, Operation, Package, Param,
    Role, Slug, TypeId, TypeKind, TypeRef, parameter_path,
};
use crate::source::Origin;

pub(super) fn check(package: &Package, operation: &Operation, diags: &mut Diagnostics) {
    let matrix = &operation.matrix;
    let known: BTreeSet<&str> = package
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
    checker.fields_exist(package, &matrix.request, body, "request");
    checker.fields_exist(package, &matrix.response, response, "response");
    for row in &matrix.query {
        checker.values(package, row, parameter_type(package, operation, &row.path));
    }
}

/// Reports support on an operation whose API has no support matrix.
pub(super) fn unexpected(operation: &Operation, diags: &mut Diagnostics) {
    let matrix = &operation.matrix;
    let listed = matrix.integrations.iter().map(|listed| listed.origin);
    let rows = [&matrix.query, &matrix.request, &matrix.response];
    let rows = rows.into_iter().flatten().map(|row| row.origin);
    for origin in listed.chain(rows) {
        let message = format!(
            "the operation `{}` has a support matrix, but its API has `x-truto-matrix: false`",
            operation.label()
        );
        let help = "remove the support matrix, or remove `x-truto-matrix: false` from the root of the document";
        diags.push(Diagnostic::error(origin, message).help(help));
    }
}

/// Returns the named type of a query parameter, or of a part of one.
fn parameter_type(package: &Package, operation: &Operation, path: &str) -> Option<TypeId> {
    let is_query = |param: &&Param| matches!(param.location, Location::Query(_));
    operation.params.iter().filter(is_query).find_map(|param| {
        match (path.strip_prefix(parameter_path(&param.wire))?, param.role) {
            ("", _) => param.ty.named(),
            (_, Role::Sort { direction }) => Some(direction),
            (rest, _) => field_type(package, &param.ty, rest.strip_prefix('.')?)?.named(),
        }
    })
}

fn field_type<'k>(package: &'k Package, ty: &TypeRef, path: &str) -> Option<&'k TypeRef> {
    let (id, index) = package.field_at(ty, path)?;
    match &package.ty(id).kind {
        TypeKind::Struct(of) => of.fields.get(index).map(|field| &field.ty),
        TypeKind::Enum(_) | TypeKind::Union(_) => None,
    }
}

/// Returns the fields of the objects in `ty`, including those in lists and maps.
fn fields<'k>(package: &'k Package, ty: &TypeRef) -> Vec<&'k Field> {
    package
        .structs(ty)
        .into_iter()
        .flat_map(|(_, of)| &of.fields)
        .collect()
}

struct Checker<'a, 'd> {
    known: &'a BTreeSet<&'a str>,
    listed: Option<&'a Integrations>,
    diags: &'d mut Diagnostics,
}

impl Checker<'_, '_> {
    fn integrations(&mut self, integrations: &Integrations) {
        self.slugs(&integrations.supported);
        self.slugs(&integrations.partial_response);
        for partial in integrations
            .partial_response
            .iter()
            .filter(|slug| !integrations.supported.contains(slug))
        {
            let message = format!(
                "the integration `{}` is listed under `partial_response`, but not under `supported`",
                partial.slug
            );
            self.error(partial.origin, message, "list it under `supported` too");
        }
        if integrations.supported.is_empty() && !integrations.is_complete() {
            self.error(
                integrations.origin,
                "the list of integrations is empty, but marked as incomplete or older".to_owned(),
                "list the integrations that are known, or remove the list",
            );
        }
    }

    fn rows(&mut self, rows: &[FieldSupport]) {
        let mut first: BTreeMap<&str, Origin> = BTreeMap::new();
        for row in rows {
            if let Some(first) = first.insert(&row.path, row.origin) {
                let diagnostic = Diagnostic::error(
                    row.origin,
                    format!("the support of the field `{}` is defined twice", row.path),
                )
                .related(first, "first defined here")
                .help("write the support of a field in one place");
                self.diags.push(diagnostic);
            }
            self.counts(row);
            if let Some(names) = &row.support.names {
                self.names(row, names);
            }
        }
    }

    fn counts(&mut self, row: &FieldSupport) {
        let Some(counts) = row.support.counts else {
            return;
        };
        if counts.required > counts.supported {
            let message = format!(
                "`required_count` ({}) of the field `{}` is greater than `supported_count` ({})",
                counts.required, row.path, counts.supported
            );
            let help = "correct one of them: `supported_count` includes `required_count`";
            self.error(row.origin, message, help);
        }
        // Integrations that an older page names may no longer be counted.
        let is_current = row.support.provenance.is_certain();
        let names = row.support.names.as_ref().filter(|_| is_current);
        if let Some(names) = names {
            let named = names.counts();
            let (lists, key) = ("`required` lists", "required_count");
            self.count(row, lists, named.required, key, counts.required);
            let lists = match (names.required.is_empty(), names.supported.is_empty()) {
                (true, _) => "`supported` lists",
                (_, true) => "`required` lists",
                _ => "`required` and `supported` list",
            };
            self.count(
                row,
                lists,
                named.supported,
                "supported_count",
                counts.supported,
            );
        }
    }

    /// Checks that lists do not name more integrations than are counted.
    fn count(&mut self, row: &FieldSupport, lists: &str, named: u32, key: &str, counted: u32) {
        if named <= counted {
            return;
        }
        let integrations = match named {
            1 => "integration",
            _ => "integrations",
        };
        let counted = match counted {
            0 => "0 or missing".to_owned(),
            counted => counted.to_string(),
        };
        let message = format!(
            "{lists} {named} {integrations} for the field `{}`, but `{key}` is {counted}",
            row.path
        );
        let help = "correct the lists or the count; if the lists are from an older page of the documentation, write `provenance: older`";
        self.error(row.origin, message, help);
    }

    fn names(&mut self, row: &FieldSupport, names: &NamedIntegrations) {
        self.slugs(&names.required);
        self.slugs(&names.supported);
        for both in names
            .supported
            .iter()
            .filter(|slug| names.required.contains(slug))
        {
            let message = format!(
                "the integration `{}` is listed under both `required` and `supported` of the field `{}`",
                both.slug, row.path
            );
            let help = "remove it from `supported`: that list is for integrations that support the field, but do not require it";
            self.error(both.origin, message, help);
        }
        let says_something = row.support.is_complete() || row.support.counts.is_some();
        if names.all().next().is_none() && !says_something {
            self.error(
                row.origin,
                "the list of integrations is empty, but marked as incomplete or older".to_owned(),
                "list the integrations that are known, or remove the list",
            );
        }
        self.listed_for_operation(row, names.all());
    }

    /// Checks that integrations that support a field are in the list of the operation, if that list is complete.
    fn listed_for_operation<'r>(
        &mut self,
        row: &FieldSupport,
        slugs: impl Iterator<Item = &'r Slug>,
    ) {
        let Some(listed) = self.listed.filter(|listed| listed.is_complete()) else {
            return;
        };
        for slug in slugs.filter(|slug| {
            self.known.contains(slug.slug.as_str()) && !listed.supported.contains(slug)
        }) {
            let diagnostic = Diagnostic::error(
                slug.origin,
                format!(
                    "the integration `{}` supports the field `{}`, but not the operation",
                    slug.slug, row.path
                ),
            )
            .related(listed.origin, "the integrations of the operation")
            .help("list it under `supported` of the operation, or remove it here");
            self.diags.push(diagnostic);
        }
    }

    /// Checks that values are in the enum of the field, and that integrations that support a value support the field.
    fn values(&mut self, package: &Package, row: &FieldSupport, ty: Option<TypeId>) {
        let Some(first) = row.support.values.first() else {
            return;
        };
        let kind = ty.map(|id| &package.ty(id).kind);
        let Some(TypeKind::Enum(of)) = kind else {
            let message = format!(
                "the field `{}` has `x-truto-enum-support`, but no `enum`",
                row.path
            );
            let help = "add an `enum`, or remove `x-truto-enum-support`";
            self.error(first.origin, message, help);
            return;
        };
        let variants = of.variants.iter().map(|variant| variant.wire.as_str());
        let known: BTreeSet<&str> = variants.clone().collect();
        for value in &row.support.values {
            if !known.contains(value.value.as_str()) {
                let message = format!(
                    "`{}` is not a value of the enum of the field `{}`",
                    value.value, row.path
                );
                let suggestions = self.diags.suggestions();
                let near = suggestions.did_you_mean(&value.value, variants.clone());
                let help =
                    near.unwrap_or_else(|| "add it to the enum, or remove it here".to_owned());
                self.error(value.origin, message, &help);
            }
            if value.takers.is_empty() {
                let message = format!("no integration is listed for the value `{}`", value.value);
                let help = "list the integrations that support the value, or remove this entry if they are not documented";
                self.error(value.origin, message, help);
            }
            self.supporters_of_value(row, &value.takers);
        }
    }

    fn supporters_of_value(&mut self, row: &FieldSupport, supporters: &[Slug]) {
        self.slugs(supporters);
        match row
            .support
            .names
            .as_ref()
            .filter(|_| row.support.is_complete())
        {
            None => self.listed_for_operation(row, supporters.iter()),
            Some(names) => {
                let names: BTreeSet<&str> = names.all().map(|slug| slug.slug.as_str()).collect();
                let is_known = |slug: &&Slug| self.known.contains(slug.slug.as_str());
                for supporter in supporters
                    .iter()
                    .filter(is_known)
                    .filter(|slug| !names.contains(slug.slug.as_str()))
                {
                    let diagnostic = Diagnostic::error(
                        supporter.origin,
                        format!(
                            "the integration `{}` supports a value of the field `{}`, but not the field",
                            supporter.slug, row.path
                        ),
                    )
                    .related(row.origin, "the integrations that support the field")
                    .help("add the integration to the `x-truto-support` of the field, or remove it here");
                    self.diags.push(diagnostic);
                }
            }
        }
    }

    fn slugs(&mut self, slugs: &[Slug]) {
        let mut seen = BTreeSet::new();
        for Slug { slug, origin } in slugs {
            if !seen.insert(slug) {
                self.error(
                    *origin,
                    format!("the integration `{slug}` is listed twice"),
                    "remove one of them",
                );
            }
            if !self.known.contains(slug.as_str()) {
                let suggestions = self.diags.suggestions();
                let near = suggestions.did_you_mean(slug, self.known.iter().copied());
                let help = near.unwrap_or_else(|| "add it to `x-truto-registry`".to_owned());
                let message = format!("unknown integration `{slug}`");
                self.error(*origin, message, &help);
            }
        }
    }

    /// Checks that the field of each row exists.
    fn fields_exist(
        &mut self,
        package: &Package,
        rows: &[FieldSupport],
        body: Option<&TypeRef>,
        which: &str,
    ) {
        let fields = LazyCell::new(|| body.map(|body| fields(package, body)).unwrap_or_default());
        for row in rows {
            if let Some(ty) = body.and_then(|body| field_type(package, body, &row.path)) {
                self.values(package, row, ty.named());
                continue;
            }
            let fields = fields.iter().map(|field| field.wire.as_str());
            let near = self.diags.suggestions().did_you_mean(&row.path, fields);
            let help = near.unwrap_or_else(|| "correct the name, or add the field to the schema; a nested field is written as in `emails.type`".to_owned());
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
