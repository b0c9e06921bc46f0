//! Paths of the pages of matrices and integrations.

use crate::ir::{FieldSupport, Operation, RegistryEntry};
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// The folder of the integration pages, and the name of the page that lists them.
pub(crate) const INTEGRATIONS: &str = "by-integration";

/// The name of the page that explains the options of requests.
pub(crate) const OPTIONS: &str = "request-options";

impl<'a> Book<'a> {
    pub(crate) fn integrations(&self) -> impl Iterator<Item = &'a RegistryEntry> + use<'a> {
        let registry = self.plan.package.registry.iter();
        registry.flat_map(|registry| &registry.entries)
    }

    /// `docs/ticketing/contacts/create.matrix.md`; `None` if no support of any field, or no integration, is documented.
    pub(crate) fn matrix_page(&self, place: OperationRef<'_>) -> Option<String> {
        has_cells(place.operation).then(|| format!("{}.matrix.md", self.folder(place)))
    }

    /// `docs/by-integration/betadesk.md`; `None` for a slug that is not in the registry.
    pub(crate) fn integration_page(&self, slug: &str) -> Option<String> {
        let variant = self.plan.integrations.variant(slug)?;
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        let is_file = !slug.is_empty() && slug.chars().all(is_plain);
        let name = if is_file { slug } else { bare(variant) };
        Some(format!("docs/{INTEGRATIONS}/{name}.md"))
    }
}

/// Whether the matrix would have both rows (fields) and columns (integrations).
fn has_cells(operation: &Operation) -> bool {
    let matrix = &operation.matrix;
    let is_listed = matrix
        .integrations
        .as_ref()
        .is_some_and(|list| !list.supported.is_empty());
    let mut rows = matrix
        .query
        .iter()
        .chain(&matrix.request)
        .chain(&matrix.response);
    let is_named = |row: &FieldSupport| {
        row.support
            .names
            .as_ref()
            .is_some_and(|names| names.all().next().is_some())
    };
    match rows.next() {
        None => false,
        Some(first) => is_listed || is_named(first) || rows.any(is_named),
    }
}
