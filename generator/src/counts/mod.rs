//! How much is in the definitions: operations, fields and parameters, cells of the support matrix.

mod table;

pub use table::table;

use std::collections::BTreeMap;
use std::ops::AddAssign;

use crate::ir::{
    Crate, Home, Location, Matrix, Operation, Param, Primitive, Provenance, Role, Support,
    TypeKind, TypeRef,
};
use crate::source::Origin;

/// What a part of the definitions has, or several parts together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Operations.
    pub operations: usize,
    /// Operations that do not say who serves them, though integrations do.
    pub unlisted: usize,
    /// Operations with a list of all who serve them.
    pub complete: usize,
    /// Operations with a list that is older, or names some of many.
    pub incomplete: usize,
    /// Fields and parameters from a current page.
    pub documented: usize,
    /// Those that only an older page shows.
    pub older: usize,
    /// Those whose names were matched.
    pub inferred: usize,
    /// Those of bodies that no page shows, taken from the object of the resource.
    pub object: usize,
    /// Those of all four kinds that take any JSON.
    pub untyped: usize,
    /// Cells of the matrix whose integration is named.
    pub named_cells: usize,
    /// Cells of the matrix of which only the number is known.
    pub counted_cells: usize,
}

/// Counts what each part has: a resource, or what several resources of an API or several APIs share.
///
/// Fields are the properties of bodies, results and objects in a query, at any depth. Each field and parameter counts once,
/// where it is written, however many operations have it. Parameters count if they are sent in the query and are no options of
/// the client. A cell is one integration that supports or requires one field of one operation.
#[must_use]
pub fn counts(krate: &Crate) -> BTreeMap<Home, Counts> {
    let mut counts: BTreeMap<Home, Counts> = BTreeMap::new();
    let mut items = fields(krate);
    for (api_index, api) in krate.apis.iter().enumerate() {
        for (index, resource) in api.resources.iter().enumerate() {
            let home = Home::Resource(api_index, index);
            for operation in &resource.operations {
                *counts.entry(home).or_default() += of_operation(operation, api.has_matrix);
                let params = operation.params.iter().filter(|param| is_counted(param));
                params.for_each(|param| {
                    items.add(param.definition, home, param.docs.provenance, &param.ty)
                });
            }
        }
    }
    for item in items.all.into_values() {
        *counts.entry(item.home).or_default() += item.counts;
    }
    counts
}

/// Fields and parameters, by the place where each is written.
#[derive(Default)]
struct Items {
    all: BTreeMap<Origin, Item>,
}

struct Item {
    home: Home,
    counts: Counts,
}

impl Items {
    /// Adds what is written at `origin` and used in `home`. What is used in two places belongs to what holds both.
    fn add(&mut self, origin: Origin, home: Home, provenance: Provenance, ty: &TypeRef) {
        let new = || {
            let mut counts = Counts {
                untyped: usize::from(*ty == TypeRef::Primitive(Primitive::Any)),
                ..Counts::default()
            };
            match provenance {
                Provenance::Documented => counts.documented = 1,
                Provenance::Older => counts.older = 1,
                Provenance::Inferred => counts.inferred = 1,
                Provenance::Object => counts.object = 1,
            }
            Item { home, counts }
        };
        let item = self.all.entry(origin).or_insert_with(new);
        item.home = item.home.joined(home);
    }
}

fn fields(krate: &Crate) -> Items {
    let mut items = Items::default();
    for def in &krate.types {
        if let TypeKind::Struct(object) = &def.kind {
            for field in &object.fields {
                items.add(field.origin, def.home, field.docs.provenance, &field.ty);
            }
        }
    }
    items
}

/// It is a parameter of the operation, and not an option of the client.
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

/// The cells with a name, and how many more there are.
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
