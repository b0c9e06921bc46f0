//! Counts operations, fields, parameters and cells.

use std::collections::{BTreeMap, HashSet};
use std::ops::AddAssign;

use crate::ir::{
    Api, Location, Matrix, Operation, Package, Param, Primitive, Provenance, Role, Support, TypeId,
    TypeKind, TypeRef,
};
use crate::plan::{Analysis, ModuleId};
use crate::source::Origin;

/// The counts of one part of the definitions, or the sum of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Operations.
    pub operations: usize,
    /// Operations without a list of integrations, in an API that integrations support.
    pub unlisted: usize,
    /// Operations with a complete list of integrations.
    pub complete: usize,
    /// Operations with a list that is older or incomplete.
    pub incomplete: usize,
    /// Documented fields and parameters.
    pub documented: usize,
    /// Fields and parameters that only an older page shows.
    pub older: usize,
    /// Fields and parameters with an inferred name.
    pub inferred: usize,
    /// Fields of request bodies that are only documented on the object of the resource.
    pub object: usize,
    /// Fields and parameters of these four kinds whose type is any JSON.
    pub untyped: usize,
    /// Matrix cells with a named integration.
    pub named_cells: usize,
    /// Matrix cells of which only the number is documented.
    pub counted_cells: usize,
}

/// Counts each part: a resource, or the definitions that several resources or APIs share.
///
/// Fields are the properties of bodies, responses and objects in a query, at any depth. Each field and parameter counts once,
/// where it is defined, even if several operations use it. Parameters count if they are sent in the query and are not options of
/// the client. A cell is one integration that supports or requires one field of one operation.
#[must_use]
pub fn counts(analysis: &Analysis) -> BTreeMap<ModuleId, Counts> {
    let package = &analysis.package;
    let mut counts: BTreeMap<ModuleId, Counts> = BTreeMap::new();
    let mut items = fields(analysis);
    for (api_index, api) in package.apis.iter().enumerate() {
        for (index, resource) in api.resources.iter().enumerate() {
            let module = ModuleId::Resource(api_index, index);
            for operation in &resource.operations {
                *counts.entry(module).or_default() +=
                    of_operation(operation, package.has_matrix(api));
                let params = operation.params.iter().filter(|param| is_counted(param));
                params.for_each(|param| {
                    items.add(param.definition, module, param.docs.provenance, &param.ty)
                });
            }
        }
    }
    for item in items.all.into_values() {
        *counts.entry(item.module).or_default() += item.counts;
    }
    counts
}

/// Fields and parameters, by the location of their definition.
#[derive(Default)]
struct Items {
    all: BTreeMap<Origin, Item>,
}

struct Item {
    module: ModuleId,
    counts: Counts,
}

impl Items {
    /// Adds a definition at `origin` that is used in `module`. A definition used in two modules belongs to the one that contains
    /// both.
    fn add(&mut self, origin: Origin, module: ModuleId, provenance: Provenance, ty: &TypeRef) {
        let new = || {
            let mut counts = Counts {
                untyped: usize::from(*ty == TypeRef::Primitive(Primitive::Any)),
                ..Counts::default()
            };
            match provenance {
                Provenance::Documented | Provenance::Live(_) => counts.documented = 1,
                Provenance::Older => counts.older = 1,
                Provenance::Inferred => counts.inferred = 1,
                Provenance::Object => counts.object = 1,
            }
            Item { module, counts }
        };
        let item = self.all.entry(origin).or_insert_with(new);
        item.module = item.module.joined(module);
    }
}

fn fields(
    Analysis {
        package, modules, ..
    }: &Analysis,
) -> Items {
    let mut items = Items::default();
    let of_failures = only_of_failures(package);
    let counted = package.types.iter();
    for def in counted.filter(|def| !of_failures.contains(&def.id)) {
        if let TypeKind::Struct(object) = &def.kind {
            let module = modules.module(def.id);
            for field in &object.fields {
                items.add(field.origin, module, field.docs.provenance, &field.ty);
            }
        }
    }
    items
}

/// The types that only error responses contain. They describe how calls fail, not the objects of the API.
fn only_of_failures(package: &Package) -> HashSet<TypeId> {
    let operations = || package.apis.iter().flat_map(Api::operations);
    let failures = operations().filter_map(|of| of.failure.as_ref()?.named());
    let others = operations().flat_map(|of| {
        let streams = of.streams.iter().map(|stream| &stream.ty);
        let received = of.response.data().into_iter().chain(streams);
        of.sent().chain(received.filter_map(TypeRef::named))
    });
    let others = reached(package, others);
    let mut only = reached(package, failures);
    only.retain(|id| !others.contains(id));
    only
}

/// The types, with all types that they contain.
fn reached(package: &Package, types: impl Iterator<Item = TypeId>) -> HashSet<TypeId> {
    let mut waiting: Vec<TypeId> = types.collect();
    let mut reached = HashSet::new();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            let parts = package.ty(id).parts();
            waiting.extend(parts.into_iter().filter_map(TypeRef::named));
        }
    }
    reached
}

/// Whether it is a parameter of the operation and not an option of the client.
fn is_counted(param: &Param) -> bool {
    let is_own = matches!(param.role, Role::Plain | Role::Sort { .. });
    is_own && matches!(param.location, Location::Query(_))
}

fn of_operation(operation: &Operation, has_matrix: bool) -> Counts {
    let mut counts = Counts {
        operations: 1,
        ..Counts::default()
    };
    match &operation.matrix.integrations {
        None if has_matrix => counts.unlisted = 1,
        None => {}
        Some(list) if list.is_complete() => counts.complete = 1,
        Some(_) => counts.incomplete = 1,
    }
    let Matrix {
        query,
        request,
        response,
        ..
    } = &operation.matrix;
    for row in query.iter().chain(request).chain(response) {
        let (named, counted) = cells(&row.support);
        counts.named_cells += named;
        counts.counted_cells += counted;
    }
    counts
}

/// Returns the number of cells with a named integration, and the number of other cells.
fn cells(support: &Support) -> (usize, usize) {
    let named = support
        .names
        .as_ref()
        .map_or(0, |names| names.all().count());
    let all = support.counts.map_or(0, |counts| counts.supported as usize);
    (named, all.saturating_sub(named))
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.operations += more.operations;
        self.unlisted += more.unlisted;
        self.complete += more.complete;
        self.incomplete += more.incomplete;
        self.documented += more.documented;
        self.older += more.older;
        self.inferred += more.inferred;
        self.object += more.object;
        self.untyped += more.untyped;
        self.named_cells += more.named_cells;
        self.counted_cells += more.counted_cells;
    }
}
