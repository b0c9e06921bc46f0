//! The scope of an API: a parameter that is set once, on a handle, and sent with every request.

use openapiv3::ParameterData;
use serde_json::Value;

use super::api::Lowering;
use super::names::{self, Scope, Space};
use super::parameters::Parameters;
use crate::diag::Diagnostic;
use crate::ir::{Docs, Handle, Location, Resource, Scope as ApiScope, ScopePlace};
use crate::source::Origin;

/// A parameter with the role `scope`, where it was first found.
pub(super) struct FoundScope {
    scope: ApiScope,
    /// The source of its Rust names.
    raw: String,
    origin: Origin,
}

impl FoundScope {
    /// The name of the parameter.
    pub(super) fn wire(&self) -> &str {
        &self.scope.wire
    }
}

impl Lowering<'_, '_, '_> {
    /// Records that an operation has the scope that `data` describes. The first description is used. `about` is its example and
    /// format.
    pub(super) fn found_scope(
        &mut self,
        data: &ParameterData,
        at: &str,
        location: Location,
        about: (Option<Value>, Option<String>),
        into: &mut Parameters,
    ) {
        let origin = self.reporter.key_origin(at);
        let place = match location {
            Location::Query(_) => ScopePlace::Query,
            Location::Path => ScopePlace::Path,
            Location::Header => {
                let help = "send it in the query or in the path, or remove the role";
                self.reporter.unsupported(at, "a scope in a header", help);
                return;
            }
        };
        if let Some((first, first_origin)) = into.scope.replace((place, origin)) {
            let words = |place| match place {
                ScopePlace::Query => "query",
                ScopePlace::Path => "path",
            };
            let message = format!(
                "the operation has a second scope parameter, `{}` in the {}",
                data.name,
                words(place)
            );
            let label = format!("its first scope parameter, in the {}", words(first));
            let diagnostic = Diagnostic::error(origin, message)
                .related(first_origin, label)
                .help("remove one of the two parameters: send the scope either in the path or in the query");
            self.reporter.diags.push(diagnostic);
        }
        let chosen = data.extensions.get("x-truto-name").and_then(Value::as_str);
        let raw = chosen.unwrap_or(&data.name);
        let Some(known) = &self.scope else {
            self.scope = Some(self.new_scope(data, raw, chosen, origin, about));
            return;
        };
        let (message, help) = if known.scope.wire != data.name {
            let message = format!("the API has a second scope, `{}`", data.name);
            (message, "write one scope with one name for the whole API")
        } else if known.raw != raw {
            let message = format!(
                "the scope `{}` has a different Rust name here, `{raw}`",
                data.name
            );
            (
                message,
                "write the same `x-truto-name` on all scope parameters, or on none",
            )
        } else {
            return;
        };
        let diagnostic = Diagnostic::error(origin, message)
            .related(known.origin, "the first scope parameter")
            .help(help);
        self.reporter.diags.push(diagnostic);
    }

    fn new_scope(
        &mut self,
        data: &ParameterData,
        raw: &str,
        chosen: Option<&str>,
        origin: Origin,
        (example, format): (Option<Value>, Option<String>),
    ) -> FoundScope {
        let mut methods = Scope::new(Space::Method, "the client");
        let what = format!("handle of scope `{}`", data.name);
        let diags = &mut *self.reporter.diags;
        let scope = ApiScope {
            method: methods.mint(&data.name, &what, chosen, origin, diags),
            handle: self.type_names.mint(raw, &what, None, origin, diags),
            wire: data.name.clone(),
            docs: Docs {
                description: data.description.clone(),
                ..Docs::default()
            },
            example,
            format,
        };
        FoundScope {
            scope,
            raw: raw.to_owned(),
            origin,
        }
    }

    /// Returns the handles of the API: `plain`, and a second one if only some resources have the scope.
    pub(super) fn handles(&mut self, plain: String, resources: &[Resource]) -> Vec<Handle> {
        let is_scoped = resources.iter().any(Resource::is_scoped);
        let is_mixed = is_scoped && !resources.iter().all(Resource::is_scoped);
        let mut handles = vec![Handle {
            name: plain,
            is_scoped: is_scoped && !is_mixed,
        }];
        if let Some(found) = self.scope.as_ref().filter(|_| is_mixed) {
            let raw = format!("{} {} Api", found.raw, names::plain(&self.module));
            let what = format!("scoped handle of API `{}`", names::plain(&self.module));
            let origin = self.reporter.origin("");
            let name = self
                .type_names
                .mint(&raw, &what, None, origin, self.reporter.diags);
            handles.push(Handle {
                name,
                is_scoped: true,
            });
        }
        handles
    }

    /// Returns the scope of the API. All operations of a resource must have it, or none, because a resource belongs to one
    /// handle.
    pub(super) fn take_scope(&mut self, resources: &[Resource]) -> Option<ApiScope> {
        let found = self.scope.take()?;
        for resource in resources.iter().filter(|resource| resource.is_scoped()) {
            let operations = &resource.operations;
            let mut unscoped = operations.iter().filter(|one| one.scope.is_none());
            let Some(first) = unscoped.next() else {
                continue;
            };
            let message = format!(
                "some operations of the resource `{}` have the scope `{}`, but this one does not",
                names::plain(&resource.module),
                found.scope.wire
            );
            let diagnostic = Diagnostic::error(first.origin, message)
                .related(found.origin, "the scope parameter")
                .help("add the scope parameter, or write another tag: either all operations of a tag have the scope, or none");
            self.reporter.diags.push(diagnostic);
        }
        Some(found.scope)
    }
}
