//! The forms of operations.

use truto_support_matrix::forms::{Cell, Cells, Form, Schema, Schemas, Tables, Text};

use super::{Answer, IntegrationKey, OpenIntegration, Operation};

/// Integrations whose crate has the schemas of requests; implemented by the generated enum of integrations.
#[diagnostic::on_unimplemented(
    message = "forms require the cargo feature `forms` of the generated crate",
    label = "`{Self}` has no forms"
)]
pub trait HasForms: IntegrationKey {
    /// The schemas of requests, by API.
    #[doc(hidden)]
    const FORMS: &'static [&'static Schemas];
}

impl<I: HasForms> Operation<I> {
    /// The fields of a request in the order of the documentation, each with its support by `integration`.
    ///
    /// A field's level is [`NotDocumented`](super::Level::NotDocumented) if the documentation gives only numbers, or nothing. For an
    /// integration that is not in the matrix, this is the level of every field: see [`OpenIntegration`].
    #[must_use]
    pub fn form(&self, integration: impl Into<OpenIntegration<I>>) -> Form {
        let integration = integration.into();
        let known = integration.known();
        let (slug, label): (Text, Text) = match integration {
            OpenIntegration::Known(known) => (known.slug().into(), known.label().into()),
            OpenIntegration::Unknown(slug) => {
                (String::from(slug.clone()).into(), String::from(slug).into())
            }
        };
        let schema = I::FORMS.iter().find_map(|api| api.find(self.id()));
        let schema = schema.copied().unwrap_or(Schema::new(self.id()));
        let cells = OfIntegration {
            operation: self,
            integration: known,
        };
        Form::build(
            self.id(),
            (slug, label),
            (&Tables, schema.request()),
            &cells,
        )
    }
}

/// What the matrix of an operation says about an integration; nothing if it does not have it.
struct OfIntegration<'a, I: 'static> {
    operation: &'a Operation<I>,
    integration: Option<I>,
}

impl<I: IntegrationKey> Cells for OfIntegration<'_, I> {
    fn operation(&self) -> Answer {
        let answer = |integration| self.operation.supports(integration);
        self.integration.map_or(Answer::NotDocumented, answer)
    }

    fn query(&self, path: &str) -> Cell {
        let cell = |integration| self.operation.query_parameter(path).cell(integration);
        self.integration.map_or(Cell::UNKNOWN, cell)
    }

    fn body(&self, path: &str) -> Cell {
        let cell = |integration| self.operation.field(path).cell(integration);
        self.integration.map_or(Cell::UNKNOWN, cell)
    }
}
