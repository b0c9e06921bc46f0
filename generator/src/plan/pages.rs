//! Paths and titles of the pages.

use crate::ir::{Api, FieldSupport, Operation, RegistryEntry, Resource};
use crate::plan::names::bare;
use crate::plan::operation_ref::{OperationRef, operations};
use crate::plan::root::Plan;

/// All pages of a crate.
pub(crate) struct Book<'a> {
    pub(crate) plan: &'a Plan<'a>,
}

impl<'a> Book<'a> {
    pub(crate) fn operations(&self) -> impl Iterator<Item = OperationRef<'a>> + use<'a> {
        operations(self.plan.package)
    }

    pub(crate) fn integrations(&self) -> impl Iterator<Item = &'a RegistryEntry> + use<'a> {
        let registry = self.plan.package.registry.iter();
        registry.flat_map(|registry| &registry.entries)
    }

    pub(crate) fn api(&self, place: OperationRef<'_>) -> Option<&'a Api> {
        self.plan.package.apis.get(place.api)
    }

    pub(crate) fn resource(&self, place: OperationRef<'_>) -> Option<&'a Resource> {
        self.api(place)?.resources.get(place.resource)
    }

    /// `docs/ticketing.md`
    pub(crate) fn api_page(&self, api: &Api) -> String {
        let name = bare(&self.plan.names.api(api).module);
        // That is the file name of the front page.
        let apart = if name == "readme" { "_" } else { "" };
        format!("docs/{name}{apart}.md")
    }

    /// `docs/ticketing/contacts.md`
    pub(crate) fn resource_page(&self, api: &Api, resource: &Resource) -> String {
        format!(
            "docs/{}/{}.md",
            bare(&self.plan.names.api(api).module),
            bare(&self.plan.names.resource(resource).module)
        )
    }

    /// `docs/ticketing/contacts/create.md`
    pub(crate) fn operation_page(&self, place: OperationRef<'_>) -> String {
        format!("{}.md", self.folder(place))
    }

    /// `docs/ticketing/contacts/create.matrix.md`; `None` if no support of any field, or no integration, is documented.
    pub(crate) fn matrix_page(&self, place: OperationRef<'_>) -> Option<String> {
        has_cells(place.operation).then(|| format!("{}.matrix.md", self.folder(place)))
    }

    fn folder(&self, place: OperationRef<'_>) -> String {
        let method = bare(&self.plan.names.operation(place.operation).method);
        match (self.api(place), self.resource(place)) {
            (Some(api), Some(resource)) => {
                format!(
                    "docs/{}/{}/{method}",
                    bare(&self.plan.names.api(api).module),
                    bare(&self.plan.names.resource(resource).module)
                )
            }
            _ => format!("docs/{method}"),
        }
    }

    /// `docs/by-integration/helpscout.md`; `None` for a slug that is not in the registry.
    pub(crate) fn integration_page(&self, slug: &str) -> Option<String> {
        let entry = self.integrations().find(|entry| entry.slug == slug)?;
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        let is_file = !slug.is_empty() && slug.chars().all(is_plain);
        let name = if is_file {
            slug
        } else {
            bare(self.plan.names.integration(entry))
        };
        Some(format!("docs/{INTEGRATIONS}/{name}.md"))
    }

    pub(crate) fn guide_page(&self, stem: &str) -> String {
        format!("guides/{stem}.md")
    }
}

/// The folder of the integration pages, and the name of the page that lists them.
pub(crate) const INTEGRATIONS: &str = "by-integration";

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
