//! The forms of operations.

use truto_support_matrix::forms::{Cell, Cells, Form, Request};
use truto_support_matrix::{Answer, outer_parameter};

use super::lookup::{operations, unknown};
use crate::ir::{FieldSupport, Matrix, Operation, Package, RegistryEntry};
use crate::plan::extensions::forms::{ObjectRef, Schemas};
use crate::plan::{Analysis, Names};

/// Operations and integrations.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    pub(super) package: &'a Package,
    pub(super) names: &'a Names,
    pub(super) operations: Vec<&'a Operation>,
    pub(super) integrations: Vec<&'a RegistryEntry>,
}

/// Selects operations by ID, and integrations by slug or label. All of them, if none is named.
///
/// # Errors
/// There is no operation or integration of that name. The message suggests a similar one.
pub fn select<'a>(
    analysis: &'a Analysis,
    of_operations: &[String],
    of_integrations: &[String],
) -> Result<Selection<'a>, String> {
    let Analysis { package, names, .. } = analysis;
    let all: Vec<&Operation> = operations(package).collect();
    let id = |operation: &Operation| names.operation(operation).id.as_str();
    let selected = of_operations.iter().map(|name| {
        let found = all.iter().copied().find(|known| id(known) == name);
        found.ok_or_else(|| unknown("operation", name, all.iter().map(|known| id(known))))
    });
    let selected: Vec<&Operation> = selected.collect::<Result<_, _>>()?;
    let integrations = integrations(package, of_integrations)?;
    Ok(Selection {
        package,
        names,
        operations: if selected.is_empty() { all } else { selected },
        integrations,
    })
}

fn integrations<'a>(
    package: &'a Package,
    names: &[String],
) -> Result<Vec<&'a RegistryEntry>, String> {
    let registry = package.registry.iter();
    let all: Vec<&RegistryEntry> = registry.flat_map(|registry| &registry.entries).collect();
    if names.is_empty() {
        return Ok(all);
    }
    let selected = names.iter().map(|name| {
        let is_meant = |known: &&RegistryEntry| known.slug == *name || known.label == *name;
        let found = all.iter().copied().find(is_meant);
        let slugs = all.iter().map(|known| known.slug.as_str());
        found.ok_or_else(|| unknown("integration", name, slugs))
    });
    selected.collect()
}

impl<'a> Selection<'a> {
    /// Returns the form of each operation for each integration, in the order in which they were named.
    pub fn forms(&self) -> impl Iterator<Item = Form> + use<'_, 'a> {
        let operations = self.operations.iter();
        operations.flat_map(|operation| {
            let integrations = self.integrations.iter();
            integrations.map(|integration| self.form(operation, integration))
        })
    }

    /// Returns the fields of the response of each operation for each integration, in the same order. The response is the body of the
    /// form: one object of a list, without what surrounds it.
    pub fn responses(&self) -> impl Iterator<Item = Form> + use<'_, 'a> {
        let operations = self.operations.iter();
        operations.flat_map(|operation| {
            let integrations = self.integrations.iter();
            integrations.map(|integration| self.response(operation, integration))
        })
    }

    /// Returns the number of forms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.operations.len() * self.integrations.len()
    }

    /// Whether there are no forms.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn form(&self, operation: &Operation, integration: &RegistryEntry) -> Form {
        let request = Schemas(self.package).request(operation);
        self.build(operation, integration, (&operation.matrix.request, request))
    }

    pub(super) fn response(&self, operation: &Operation, integration: &RegistryEntry) -> Form {
        let response = Schemas(self.package).response(operation);
        self.build(
            operation,
            integration,
            (&operation.matrix.response, response),
        )
    }

    /// The form of a body with the rows of its fields.
    fn build(
        &self,
        operation: &Operation,
        integration: &RegistryEntry,
        (body, schema): (&[FieldSupport], Request<ObjectRef>),
    ) -> Form {
        let cells = OfIntegration {
            matrix: &operation.matrix,
            body,
            slug: &integration.slug,
        };
        let id = self.names.operation(operation).id.clone();
        let integration = (integration.slug.clone(), integration.label.clone());
        Form::build(id, integration, (&Schemas(self.package), schema), &cells)
    }
}

/// What a matrix says about an integration.
struct OfIntegration<'a> {
    matrix: &'a Matrix,
    /// The rows of the body.
    body: &'a [FieldSupport],
    slug: &'a str,
}

impl OfIntegration<'_> {
    fn cell(&self, row: Option<&FieldSupport>) -> Cell {
        let Some(row) = row else {
            return Cell::UNKNOWN;
        };
        let values = row.support.values.iter();
        let values = values.map(|value| (value.value.as_str(), value.takers.as_slice()));
        Cell::new(&self.matrix.support(&row.support), values, self.slug)
    }
}

impl Cells for OfIntegration<'_> {
    fn operation(&self) -> Answer {
        self.matrix.row().supports(self.slug)
    }

    fn query(&self, path: &str) -> Cell {
        let row = |path: &str| self.matrix.query.iter().find(|row| row.path == path);
        self.cell(row(path).or_else(|| row(outer_parameter(path)?)))
    }

    fn body(&self, path: &str) -> Cell {
        self.cell(self.body.iter().find(|row| row.path == path))
    }
}
