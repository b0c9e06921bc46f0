//! What integrations support, as the API itself describes it: capabilities, and the schemas of operations. It is taken from the
//! support matrix, and a test can change it.

mod change;
mod changes;
mod references;
mod schema;

use http::StatusCode;
use serde_json::{Map, Value};

use super::{Account, live};
use crate::{
    support::mapping::SchemaPart,
    testing::{
        reply::{Refusal, Reply},
        router::{Found, Router},
        shape::Object,
        table::{ParameterRole, Route},
    },
};

pub use change::MetadataChange;
pub(in crate::testing) use changes::Changes;
use changes::Subject;
use schema::Schemas;

/// The shape of capabilities in responses of the fake. The documentation has two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CapabilitiesShape {
    /// The field of the supported operations is the list itself.
    #[default]
    List,
    /// The field of the supported operations is an object that contains the list. The names in the items differ too.
    Nested,
}

/// How the fake writes metadata.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::testing) struct Style {
    pub(in crate::testing) shape: CapabilitiesShape,
    /// Whether objects in schemas are definitions, to which `$ref` refers.
    pub(in crate::testing) has_references: bool,
}

/// The names in the metadata of an operation.
#[derive(Clone, Copy, Debug)]
pub(in crate::testing) struct Described {
    /// The path parameters that name the operation.
    operation: [&'static str; 3],
    /// The path parameter of the integration.
    integration: &'static str,
    /// The properties: the name of the method; the schemas of the object, the query, the body and the response.
    properties: [&'static str; 5],
}

impl Object {
    /// Marks an object that describes an operation of the API for one integration. The first names are those of the path parameters that form
    /// the id of the operation, the next one is that of the path parameter of the integration. The last names are those of the
    /// properties: the method, and the schemas of the object, the query, the body and the response.
    #[must_use]
    pub const fn with_live_schemas(
        mut self,
        operation: [&'static str; 3],
        integration: &'static str,
        properties: [&'static str; 5],
    ) -> Self {
        self.described = Some(Described {
            operation,
            integration,
            properties,
        });
        self
    }
}

/// A request for metadata, and what the metadata is made of.
pub(in crate::testing) struct Source<'a> {
    pub(in crate::testing) found: &'a Found<'a>,
    pub(in crate::testing) account: &'a Account,
    pub(in crate::testing) router: &'a Router,
    pub(in crate::testing) options: &'static [(&'static str, ParameterRole)],
    pub(in crate::testing) changes: &'a Changes,
    pub(in crate::testing) style: Style,
}

impl Source<'_> {
    /// Adds the metadata to the response, if it has any. Refuses the request if the integration or the operation is unknown.
    pub(in crate::testing) fn fill(&self, answer: &mut Map<String, Value>) -> Result<(), Refusal> {
        let Some(object) = self.found.target.route.object() else {
            return Ok(());
        };
        if let Some(live) = &object.live {
            live::fill(live, answer, self)?;
        }
        if let Some(described) = &object.described {
            self.describe(described, answer)?;
        }
        Ok(())
    }

    /// The integration with this slug, or that of the account.
    pub(super) fn integration(&self, named: Option<&str>) -> Result<Subject, Refusal> {
        let named = named.filter(|_| self.found.account.is_none());
        let slug = named.or(self.account.integration).ok_or_else(unknown)?;
        let found = self.changes.subject(slug, self.router);
        found.ok_or_else(|| missing(&format!("unknown integration `{slug}`")))
    }

    fn describe(
        &self,
        described: &Described,
        answer: &mut Map<String, Value>,
    ) -> Result<(), Refusal> {
        let integration = self.integration(self.found.parameter(described.integration))?;
        let parts = described.operation.map(|name| {
            let value = self.found.parameter(name);
            value.unwrap_or_default()
        });
        let id = parts.join(".");
        let route = self.router.operation(&id);
        let route = route
            .filter(|route| self.changes.supports(&integration, route.operation))
            .ok_or_else(|| {
                let slug = &integration.slug;
                missing(&format!("the integration `{slug}` does not support `{id}`"))
            })?;
        let [method, whole, of_query, of_body, of_response] = described.properties;
        let [object, query, body, response] = self.schemas(route, &integration);
        answer.insert(method.to_owned(), parts[2].into());
        for (name, schema) in [
            (whole, object),
            (of_query, query),
            (of_body, body),
            (of_response, response),
        ] {
            answer.insert(name.to_owned(), schema);
        }
        Ok(())
    }

    /// The schemas of the whole object, and of the query, the body and the response as the integration maps them.
    fn schemas(&self, route: &'static Route, integration: &Subject) -> [Value; 4] {
        let parts = [SchemaPart::Query, SchemaPart::Body, SchemaPart::Response];
        let mapped = Schemas::of(route, self.options).mapped_by(integration);
        let mapped = parts.map(|part| {
            let mut schema = mapped.part(part);
            self.changes.apply(route, integration, part, &mut schema);
            schema
        });
        let mut object = Schemas::of(route, self.options).part(SchemaPart::Response);
        self.changes
            .apply_to_object(route, integration, &mut object);
        let [query, body, response] = mapped;
        let all = [object, query, body, response];
        match self.style.has_references {
            true => all.map(references::with_definitions),
            false => all,
        }
    }
}

fn missing(why: &str) -> Refusal {
    Reply::error(StatusCode::NOT_FOUND, why).into()
}

fn unknown() -> Refusal {
    let why = "the account has no integration, so its capabilities are unknown: \
               set an integration for the account, or for all accounts";
    Reply::error(StatusCode::NOT_IMPLEMENTED, why).into()
}
