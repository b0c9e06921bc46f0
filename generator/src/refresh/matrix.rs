//! The operations of the documents, compared with the answers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::entries::{self, Place};
use super::extensions::{self, Listed, Row, keys};
use super::fields::{self, Additions};
use super::known::Known;
use super::live::{Live, Seen};
use super::place::{OperationKey, Part};
use super::snapshot::{Fault, Models};
use super::state::Run;
use crate::ir::{Docs, FieldSupport, Operation, Package, Provenance, Role, TypeId, TypeRef};
use crate::source::Origin;

/// Returns the names of the models with a support matrix.
pub(super) fn models(package: &Package) -> impl Iterator<Item = &str> {
    let apis = package.apis.iter();
    let apis = apis.filter(move |api| package.has_matrix(api));
    apis.map(|api| api.name.as_str())
}

/// Returns the slugs of all integrations.
pub(super) fn slugs(package: &Package) -> BTreeSet<&str> {
    let entries = package
        .registry
        .iter()
        .flat_map(|registry| &registry.entries);
    entries.map(|entry| entry.slug.as_str()).collect()
}

/// Returns the operations with a support matrix.
fn operations(package: &Package) -> impl Iterator<Item = (OperationKey, &Operation)> {
    let apis = package
        .apis
        .iter()
        .filter(move |api| package.has_matrix(api));
    apis.flat_map(|api| {
        api.resources.iter().flat_map(move |resource| {
            let operations = resource.operations.iter();
            operations.map(move |operation| (key(&api.name, &resource.tag, operation), operation))
        })
    })
}

fn key(api: &str, tag: &str, operation: &Operation) -> OperationKey {
    let id = operation.operation_id.as_deref();
    let own = id.and_then(|id| id.strip_prefix(tag)?.strip_prefix('_'));
    OperationKey::new(api, tag, own.unwrap_or(&operation.words))
}

/// Returns all places of the documents.
pub(super) fn places(package: &Package) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    for (key, operation) in operations(package) {
        for part in Part::ALL {
            let rows = rows(operation, part).iter();
            places.extend(rows.map(|row| key.field(part, &row.path)));
        }
        places.insert(key.to_string());
    }
    places
}

fn rows(operation: &Operation, part: Part) -> &[FieldSupport] {
    match part {
        Part::Query => &operation.matrix.query,
        Part::Body => &operation.matrix.request,
        Part::Response => &operation.matrix.response,
    }
}

/// Compares all operations of these models.
pub(super) fn plan(run: &mut Run<'_, '_>, models: Models<'_>) {
    let package = run.package;
    let shared = Shared::of(package);
    let mut additions = Additions::default();
    let mut known = BTreeSet::new();
    let nothing = BTreeMap::new();
    for (key, operation) in operations(package) {
        known.insert(key.clone());
        if !models.contain(&key.model) {
            continue;
        }
        let listed = extensions::plan_integrations(run, &key, operation);
        let answers = run.answers.schemas.get(&key).unwrap_or(&nothing);
        let mut used = BTreeSet::new();
        for slug in answers.keys() {
            match reason_against(run, &key, slug, &listed) {
                None => drop(used.insert(slug.as_str())),
                Some(reason) => {
                    let OperationKey {
                        model,
                        resource,
                        method,
                    } = &key;
                    let file = format!("meta/{model}/{resource}/{method}/{slug}.json");
                    run.report.faults.insert(Fault::new(file, reason));
                }
            }
        }
        for part in Part::ALL {
            let live = Live::of(answers, part, |slug| used.contains(slug));
            let compared = Compared {
                key: &key,
                operation,
                part,
                live: &live,
                listed: &listed,
                shared: &shared,
            };
            compared.plan(run, &mut additions);
        }
    }
    additions.plan(run);
    unknown_operations(run, &known);
}

/// Returns why the schemas of an operation are not used.
fn reason_against(
    run: &Run<'_, '_>,
    key: &OperationKey,
    slug: &str,
    listed: &Listed,
) -> Option<String> {
    if !run.registry.contains(slug) {
        return Some(format!("there is no integration `{slug}` in the registry"));
    }
    match run.answers.capabilities.get(slug) {
        Some(of) if of.operations.contains(key) => None,
        Some(_) => Some(format!(
            "the capabilities of `{slug}` do not list the operation"
        )),
        None if listed.slugs.contains(slug) => None,
        None => Some(format!("there are no capabilities of `{slug}`")),
    }
}

fn unknown_operations(run: &mut Run<'_, '_>, known: &BTreeSet<OperationKey>) {
    let package = run.package;
    let models: BTreeSet<&str> = package.apis.iter().map(|api| api.name.as_str()).collect();
    for (slug, capabilities) in &run.answers.capabilities {
        for key in capabilities
            .operations
            .iter()
            .filter(|key| !known.contains(key))
        {
            let what = match models.contains(key.model.as_str()) {
                true => format!("{key}: the operation"),
                false => format!("{}: the model", key.model),
            };
            run.report.unknown(what, [slug.as_str()]);
        }
    }
}

/// What several operations share.
struct Shared {
    /// The number of operations with a body of this type.
    bodies: HashMap<TypeId, usize>,
    /// The number of objects with a field that is written here.
    fields: HashMap<Origin, usize>,
}

impl Shared {
    fn of(package: &Package) -> Self {
        let mut shared = Self {
            bodies: HashMap::new(),
            fields: HashMap::new(),
        };
        for operation in package.apis.iter().flat_map(crate::ir::Api::operations) {
            if let Some((def, _)) = package.body_struct(operation) {
                *shared.bodies.entry(def.id).or_default() += 1;
            }
        }
        for def in package.types.iter().chain(&package.types_outside_client) {
            for field in package
                .structure(def.id)
                .into_iter()
                .flat_map(|of| &of.fields)
            {
                *shared.fields.entry(field.origin).or_default() += 1;
            }
        }
        shared
    }

    /// Whether only one operation sends objects of this type, and none receives them.
    fn is_own(&self, package: &Package, id: TypeId) -> bool {
        self.bodies.get(&id) == Some(&1) && !package.ty(id).in_response
    }
}

/// One part of an operation.
struct Compared<'c> {
    key: &'c OperationKey,
    operation: &'c Operation,
    part: Part,
    live: &'c Live<'c>,
    listed: &'c Listed,
    shared: &'c Shared,
}

impl Compared<'_> {
    fn plan(&self, run: &mut Run<'_, '_>, additions: &mut Additions) {
        let mut provenances: HashMap<&str, [Provenance; 2]> = HashMap::new();
        for (path, seen) in &self.live.fields {
            let provenance = self.field(run, additions, path, seen);
            provenances.insert(path, provenance);
        }
        for row in rows(self.operation, self.part) {
            let place = self.key.field(self.part, &row.path);
            let of_field = provenances
                .get(row.path.as_str())
                .copied()
                .unwrap_or_else(|| [self.provenance(run.package, &row.path); 2]);
            let row = Row {
                place: &place,
                known: row,
                of_field: self.inherited(run, row, of_field),
                seen: self.live.fields.get(&row.path),
            };
            extensions::plan_support(run, &row, self.live, self.listed);
        }
    }

    /// Only rows that are written at the field have its provenance.
    fn inherited(
        &self,
        run: &Run<'_, '_>,
        row: &FieldSupport,
        of_field: [Provenance; 2],
    ) -> [Provenance; 2] {
        match run.draft.sites.sources.slice(row.origin) == keys::SUPPORT {
            true => of_field,
            false => Default::default(),
        }
    }

    fn provenance(&self, package: &Package, path: &str) -> Provenance {
        match self.known(package, path) {
            Known::Param(param) => param.docs.provenance,
            Known::Field(field, _) => field.docs.provenance,
            Known::Any | Known::MissingIn(_) | Known::Missing => Provenance::Documented,
        }
    }

    fn place(&self, path: &str) -> String {
        self.key.field(self.part, path)
    }

    /// Compares a field that the API has. Returns the provenance of its name before and after.
    fn field(
        &self,
        run: &mut Run<'_, '_>,
        additions: &mut Additions,
        path: &str,
        seen: &Seen<'_>,
    ) -> [Provenance; 2] {
        let package = run.package;
        match self.known(package, path) {
            Known::Param(param) => {
                self.values(run, additions, path, &param.ty, seen);
                // The definition can be shared; a cell is only added to the parameter of one operation.
                let cell = || (param.role == Role::Plain).then_some(param.origin);
                self.confirmed(
                    run,
                    path,
                    (&param.docs, param.definition),
                    seen,
                    param.required,
                    cell,
                )
            }
            Known::Field(field, owner) => {
                self.values(run, additions, path, &field.ty, seen);
                let is_own = self.shared.is_own(package, owner)
                    && self.shared.fields.get(&field.origin) == Some(&1);
                let cell = || {
                    (self.part == Part::Body && is_own && !path.contains('.'))
                        .then_some(field.origin)
                };
                self.confirmed(
                    run,
                    path,
                    (&field.docs, field.origin),
                    seen,
                    field.required,
                    cell,
                )
            }
            Known::Any => Default::default(),
            Known::MissingIn(owner) if self.is_extended(package, owner) => {
                self.missing(run, additions, path, owner, seen);
                Default::default()
            }
            Known::Missing
                if self.part == Part::Query && !path.contains('.') && fields::is_name(path) =>
            {
                let of_field = Provenance::Live(run.day);
                let answering = self.live.answering(path);
                let cell = extensions::cell(run, seen, &answering, self.listed, of_field);
                fields::add_parameter(run, self.key, self.operation, path, seen.schema, cell);
                Default::default()
            }
            Known::MissingIn(_) | Known::Missing => {
                // What is inside of something missing is reported with it.
                let is_inside = path.rsplit_once('.').is_some_and(|(outer, _)| {
                    matches!(
                        self.known(package, outer),
                        Known::Missing | Known::MissingIn(_)
                    )
                });
                if !is_inside {
                    let slugs = seen.required.union(&seen.supported).copied();
                    run.report
                        .unknown(format!("{}: the field", self.place(path)), slugs);
                }
                Default::default()
            }
        }
    }

    /// Whether an object gets the fields that it lacks. A field of a response says nothing about requests, so it is not added to an
    /// object that requests contain too.
    fn is_extended(&self, package: &Package, owner: TypeId) -> bool {
        match self.part {
            Part::Query => false,
            Part::Body => true,
            Part::Response => !package.ty(owner).in_request,
        }
    }

    fn missing(
        &self,
        run: &mut Run<'_, '_>,
        additions: &mut Additions,
        path: &str,
        owner: TypeId,
        seen: &Seen<'_>,
    ) {
        let name = path.rsplit_once('.').map_or(path, |(_, name)| name);
        let is_own = !path.contains('.') && self.shared.is_own(run.package, owner);
        let answering = self.live.answering(path);
        let cell = is_own.then(|| {
            extensions::cell(
                run,
                seen,
                &answering,
                self.listed,
                Provenance::Live(run.day),
            )
        });
        additions.field(owner, name, self.place(path), seen.schema, cell.flatten());
    }

    /// Adds the values of an enum that the documents do not have.
    fn values(
        &self,
        run: &mut Run<'_, '_>,
        additions: &mut Additions,
        path: &str,
        ty: &TypeRef,
        seen: &Seen<'_>,
    ) {
        let package = run.package;
        let Some(id) = fields::enum_of(package, ty) else {
            return;
        };
        let crate::ir::TypeKind::Enum(of) = &package.ty(id).kind else {
            return;
        };
        let is_known = |value: &str| of.variants.iter().any(|variant| variant.wire == value);
        let place = self.place(path);
        for (value, slugs) in seen.values.iter().filter(|(value, _)| !is_known(value)) {
            additions.value(id, value, &place);
            let row = rows(self.operation, self.part)
                .iter()
                .find(|row| row.path == path);
            if let Some(row) = row {
                let slugs: Vec<String> = slugs.iter().map(|&slug| slug.to_owned()).collect();
                extensions::add_value(run, row, value, &slugs);
            }
        }
    }

    /// Marks the name of a field as live, and adds its support if it has none.
    fn confirmed(
        &self,
        run: &mut Run<'_, '_>,
        path: &str,
        (docs, at): (&Docs, Origin),
        seen: &Seen<'_>,
        is_required: bool,
        cell_at: impl FnOnce() -> Option<Origin>,
    ) -> [Provenance; 2] {
        let before = docs.provenance;
        let is_request = self.part != Part::Response;
        let after = match is_request {
            true => extensions::confirm(&mut run.draft, docs, at, run.day),
            false => None,
        };
        if before != after.unwrap_or(before) {
            run.report.change(
                self.place(path),
                format!("its name is now live {}", run.day),
            );
        }
        let provenance = [before, after.unwrap_or(before)];
        let has_row = rows(self.operation, self.part)
            .iter()
            .any(|row| row.path == path);
        let answering = self.live.answering(path);
        let is_always_required = is_required && seen.required.len() == answering.len();
        if has_row || is_always_required {
            return provenance;
        }
        let site = cell_at().and_then(|at| run.draft.sites.at(at));
        let site = site.filter(|site| {
            site.entries()
                .is_some_and(|of| !of.contains_key("$ref") && !of.contains_key(keys::SUPPORT))
        });
        let cell = extensions::cell(run, seen, &answering, self.listed, provenance[1]);
        if let (Some(site), Some(cell)) = (site, cell)
            && run.draft.touch(site.tree.origin)
        {
            entries::add(&mut run.draft, site, Place::Last, keys::SUPPORT, &cell);
            let what = format!(
                "support: {} of {} require it",
                seen.required.len(),
                seen.required.len() + seen.supported.len()
            );
            run.report.change(self.place(path), what);
        }
        provenance
    }

    fn known<'k>(&'k self, package: &'k Package, path: &str) -> Known<'k> {
        Known::at(package, self.operation, self.part, path)
    }
}
