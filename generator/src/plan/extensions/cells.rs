//! The rows of support matrices, by field.

use std::collections::HashMap;

use crate::ir::{FieldSupport, Package, Support, TypeId, TypeRef, parameter_path};
use crate::plan::direction::Direction;
use crate::plan::operation_ref::{OperationRef, operations};

/// A row of a support matrix that applies to a field of a type.
#[derive(Clone, Copy)]
pub(crate) struct Cell<'a> {
    pub(crate) operation: OperationRef<'a>,
    pub(crate) direction: Direction,
    pub(crate) support: &'a Support,
}

/// The rows that apply to the fields of types, by type and index of the field.
pub(crate) struct Cells<'a> {
    package: &'a Package,
    rows: HashMap<(TypeId, usize), Vec<Cell<'a>>>,
}

impl<'a> Cells<'a> {
    pub(crate) fn of(package: &'a Package) -> Self {
        let mut cells = Self {
            package,
            rows: HashMap::new(),
        };
        for place in operations(package) {
            cells.add(place);
        }
        cells
    }

    /// The rows that apply to a field.
    pub(crate) fn get(&self, id: TypeId, field: usize) -> &[Cell<'a>] {
        self.rows.get(&(id, field)).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, place: OperationRef<'a>) {
        let operation = place.operation;
        let rows = &operation.matrix.query;
        for param in &operation.params {
            let path = parameter_path(&param.wire);
            let inside = |row: &'a FieldSupport| row.path.strip_prefix(path)?.strip_prefix('.');
            let rows = rows.iter().filter_map(|row| Some((inside(row)?, row)));
            self.add_rows(place, Direction::Request, &param.ty, rows);
        }
        let by_path = |row: &'a FieldSupport| (row.path.as_str(), row);
        if let Some(body) = &operation.body {
            let rows = operation.matrix.request.iter().map(by_path);
            self.add_rows(place, Direction::Request, &body.ty, rows);
        }
        if let Some(ty) = operation.response.data() {
            let rows = operation.matrix.response.iter().map(by_path);
            self.add_rows(place, Direction::Response, ty, rows);
        }
    }

    fn add_rows(
        &mut self,
        place: OperationRef<'a>,
        direction: Direction,
        root: &TypeRef,
        rows: impl Iterator<Item = (&'a str, &'a FieldSupport)>,
    ) {
        let roots = self.package.structs(root);
        for (path, row) in rows {
            for (root, _) in &roots {
                if let Some(key) = self.package.field_at(&TypeRef::Named(*root), path) {
                    let cell = Cell {
                        operation: place,
                        direction,
                        support: &row.support,
                    };
                    self.rows.entry(key).or_default().push(cell);
                }
            }
        }
    }
}
