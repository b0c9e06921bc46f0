//! The scope of an API: a parameter that is given once and sent with every call.

use openapiv3::ParameterData;
use serde_json::Value;

use super::api::Lowering;
use super::names::{Scope, Space};
use crate::diag::Diagnostic;
use crate::ir::{Docs, Location, Resource, Scope as ApiScope};
use crate::source::Origin;

/// A parameter with the role `scope`, and how many operations have it.
pub(super) struct FoundScope {
    scope: ApiScope,
    origin: Origin,
    operations: usize,
}

impl Lowering<'_, '_, '_> {
    /// `about` is the parameter's example and format.
    pub(super) fn found_scope(
        &mut self,
        data: &ParameterData,
        at: &str,
        location: Location,
        about: (Option<Value>, Option<String>),
    ) {
        let origin = self.reporter.key_origin(at);
        if !matches!(location, Location::Query(_)) {
            self.reporter.unsupported(
                at,
                "a scope that is not sent in the query",
                "send it in the query, or drop the role",
            );
            return;
        }
        let raw = data
            .extensions
            .get("x-truto-name")
            .and_then(Value::as_str)
            .unwrap_or(&data.name);
        match &mut self.scope {
            Some(known) if known.scope.wire == data.name => known.operations += 1,
            Some(known) => {
                let diagnostic =
                    Diagnostic::error(origin, format!("a second scope: `{}`", data.name))
                        .related(known.origin, "the first one")
                        .help("an API has one scope");
                self.reporter.diags.push(diagnostic);
            }
            None => {
                let mut methods = Scope::new(Space::Method, "the client");
                let diags = &mut *self.reporter.diags;
                let chosen = data.extensions.get("x-truto-name").and_then(Value::as_str);
                let scope = ApiScope {
                    method: methods.mint(&data.name, chosen, origin, diags),
                    handle: self.type_names.mint(raw, None, origin, diags),
                    wire: data.name.clone(),
                    docs: Docs {
                        description: data.description.clone(),
                        ..Docs::default()
                    },
                    example: about.0,
                    format: about.1,
                };
                self.scope = Some(FoundScope {
                    scope,
                    origin,
                    operations: 1,
                });
            }
        }
    }

    /// The API's scope, which all or none of its operations must have.
    pub(super) fn take_scope(&mut self, resources: &[Resource]) -> Option<ApiScope> {
        let found = self.scope.take()?;
        let all: usize = resources
            .iter()
            .map(|resource| resource.operations.len())
            .sum();
        if found.operations != all {
            let message = format!(
                "the scope `{}` is on {} of {all} operations",
                found.scope.wire, found.operations
            );
            let diagnostic = Diagnostic::error(found.origin, message)
                .help("all operations of an API have its scope, or none has");
            self.reporter.diags.push(diagnostic);
        }
        Some(found.scope)
    }
}
