//! How many operations of each resource an integration supports, as numbers.

use truto_support_matrix::OperationLevel;

use crate::emit::reference::extensions::cells::NOT_DOCUMENTED;
use crate::ir::{Api, Operation, RegistryEntry, Resource};
use crate::plan::pages::Book;

/// How many operations an integration supports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    pub(crate) full: usize,
    /// Supported, but they return only part of each object.
    pub(crate) partial: usize,
    pub(crate) unsupported: usize,
    pub(crate) undocumented: usize,
}

impl Coverage {
    pub(crate) fn of<'a>(operations: impl IntoIterator<Item = &'a Operation>, slug: &str) -> Self {
        let mut coverage = Self::default();
        for operation in operations {
            *match operation.matrix.level(slug) {
                OperationLevel::Full => &mut coverage.full,
                OperationLevel::Partial => &mut coverage.partial,
                OperationLevel::Unsupported => &mut coverage.unsupported,
                OperationLevel::NotDocumented => &mut coverage.undocumented,
            } += 1;
        }
        coverage
    }

    pub(crate) fn supported(&self) -> usize {
        self.full + self.partial
    }

    pub(crate) fn total(&self) -> usize {
        self.supported() + self.unsupported + self.undocumented
    }

    fn plus(self, other: Self) -> Self {
        Self {
            full: self.full + other.full,
            partial: self.partial + other.partial,
            unsupported: self.unsupported + other.unsupported,
            undocumented: self.undocumented + other.undocumented,
        }
    }

    /// The number of supported operations; `–` if it is not documented that there are any, nor that there are none.
    pub(crate) fn number(&self) -> String {
        match self.supported() {
            0 if self.undocumented > 0 => NOT_DOCUMENTED.to_owned(),
            count => count.to_string(),
        }
    }

    /// In which of four equal parts of the scale the share of supported operations is; 0 if none is.
    pub(crate) fn shade(&self) -> usize {
        (4 * self.supported()).div_ceil(self.total().max(1))
    }
}

/// The coverage of an API: a row per integration that supports any of its operations, and a column per resource.
pub(crate) struct Grid<'a> {
    pub(crate) api: &'a Api,
    pub(crate) columns: Vec<&'a Resource>,
    pub(crate) rows: Vec<Row<'a>>,
}

pub(crate) struct Row<'a> {
    pub(crate) integration: &'a RegistryEntry,
    /// One per column.
    pub(crate) cells: Vec<Coverage>,
    pub(crate) total: Coverage,
}

impl<'a> Grid<'a> {
    /// The grid of each API with a support matrix.
    pub(crate) fn all(book: &Book<'a>) -> Vec<Self> {
        let apis = book.plan.package.apis.iter().enumerate();
        let apis = apis.filter(|(index, _)| book.plan.usage.has_matrix(*index));
        let grids = apis.map(|(_, api)| Self::new(book, api));
        grids.filter(|grid| !grid.rows.is_empty()).collect()
    }

    fn new(book: &Book<'a>, api: &'a Api) -> Self {
        let columns = api.resources.iter();
        let columns: Vec<&Resource> = columns.filter(|of| !of.operations.is_empty()).collect();
        let rows = book.integrations().map(|integration| {
            let cells = columns.iter();
            let cells: Vec<Coverage> = cells
                .map(|resource| Coverage::of(&resource.operations, &integration.slug))
                .collect();
            let total = cells
                .iter()
                .copied()
                .fold(Coverage::default(), Coverage::plus);
            Row {
                integration,
                cells,
                total,
            }
        });
        let rows = rows.filter(|row| row.total.supported() > 0).collect();
        Self { api, columns, rows }
    }
}

/// The ID of a resource, `desk.people`: the beginning of the IDs of its operations. On the page of an integration, this and the
/// IDs of operations are anchors.
pub(crate) fn resource_id<'a>(book: &'a Book<'_>, resource: &Resource) -> &'a str {
    let first = resource.operations.first();
    let id = first.map_or("", |first| &book.plan.names.operation(first).id);
    id.rsplit_once('.').map_or(id, |(resource, _)| resource)
}
