//! Combines the parts of operations.

use serde_json::Value;

use super::api::{Lowering, url};
use super::names::{self, Scope};
use super::naming::Named;
use super::{Use, extensions, support};
use crate::bundle::pointer;
use crate::ir::{
    Body, Docs, Envelope, HttpMethod, Integrations, Matrix, Operation, Pagination, Param,
    ResponseType, Role, TypeKind, TypeRef,
};

/// The location of an operation, and its parents.
#[derive(Clone, Copy)]
pub(super) struct Context<'c, 'b> {
    /// Its pointer.
    pub(super) at: &'c str,
    pub(super) path: &'b str,
    pub(super) item: &'b openapiv3::PathItem,
    pub(super) tag: &'c str,
    /// The index of its resource.
    pub(super) resource: usize,
    /// The module of its resource.
    pub(super) module: &'c str,
}

impl<'b> Lowering<'b, '_, '_> {
    pub(super) fn operation(
        &mut self,
        context: &Context<'_, 'b>,
        http: &str,
        operation: &'b openapiv3::Operation,
        methods: &mut Scope,
    ) -> Option<Operation> {
        let at = context.at;
        let http = http_method(http)?;
        let named = self.name_operation(context, http, operation, methods);
        let mut params = self.parameters(context, operation, &named);
        let body = self.body(operation, at, &named, http);
        let pagination = self.pagination(operation, at);
        let responses = self.responses(operation, at, &named, pagination);
        self.fill_structs();
        self.check_path(context, &params);
        self.excluded_fields(&mut params.all, &responses.ty);
        let sent = body.as_ref().map(|found| &found.body);
        let pagination = responses.pagination.as_ref();
        self.check_setters(&params.all, sent, pagination, &named);
        self.record_uses(context, &params.all, sent, &responses.ty);
        let mut request = sent.map(|body| self.body_cells(body)).unwrap_or_default();
        let of_media = body.iter().flat_map(|body| body.cells.clone());
        support::join(&mut request, of_media.collect());
        Some(Operation {
            id: [self.module.as_str(), context.module, &named.method]
                .map(names::plain)
                .join("."),
            method: named.method,
            builder: named.builder,
            constant: named.constant,
            http,
            path: context.path.to_owned(),
            scope: params.scope.map(|(place, _)| place),
            params: params.all,
            body: body.map(|found| found.body),
            response: responses.ty,
            cases: responses.cases,
            envelope: self.envelope(operation, at),
            pagination: responses.pagination,
            matrix: Matrix {
                integrations: self.integrations(operation, at),
                query: params.cells,
                request,
                response: responses.cells,
            },
            docs: docs(operation),
            origin: self.reporter.key_origin(at),
        })
    }

    fn envelope(&self, operation: &openapiv3::Operation, at: &str) -> Option<Envelope> {
        let key = extension(operation, "x-truto-envelope")?
            .as_str()?
            .to_owned();
        let origin = self.reporter.origin(&format!("{at}/x-truto-envelope"));
        Some(Envelope { key, origin })
    }

    fn pagination(&mut self, operation: &openapiv3::Operation, at: &str) -> Option<Pagination> {
        let value = extension(operation, "x-truto-pagination")?;
        extensions::pagination(
            &mut self.reporter,
            value,
            &format!("{at}/x-truto-pagination"),
        )
    }

    fn integrations(&mut self, operation: &openapiv3::Operation, at: &str) -> Option<Integrations> {
        let value = extension(operation, "x-truto-integrations")?;
        support::integrations(
            &mut self.reporter,
            value,
            &format!("{at}/x-truto-integrations"),
        )
    }

    /// Checks that the methods of a builder have unique names: the setters of body fields and optional parameters, and the
    /// methods for pagination.
    fn check_setters(
        &mut self,
        params: &[Param],
        body: Option<&Body>,
        pagination: Option<&Pagination>,
        named: &Named,
    ) {
        let mut setters = Scope::new(names::Space::Field, format!("builder `{}`", named.builder));
        let mut arguments = Scope::new(
            names::Space::Field,
            format!("operation `{}`", names::plain(&named.method)),
        );
        let fields = body
            .and_then(|body| body.ty.named())
            .and_then(|id| self.shared.types.get(id.index()));
        if let Some(pagination) = pagination {
            for name in ["items", "pages"] {
                let what = format!("method `{name}` of a paginated operation");
                setters.reserve(name, &what, pagination.origin);
            }
        }
        if let Some(TypeKind::Struct(body)) = fields.map(|def| &def.kind) {
            for field in &body.fields {
                setters.claim(
                    field.name.clone(),
                    &format!("property `{}`", field.wire),
                    field.origin,
                    self.reporter.diags,
                );
            }
        }
        for param in params.iter().filter(|param| param.role.has_setter()) {
            let scope = if param.required {
                &mut arguments
            } else {
                &mut setters
            };
            scope.claim(
                param.name.clone(),
                &format!("parameter `{}`", param.wire),
                param.origin,
                self.reporter.diags,
            );
        }
    }

    fn record_uses(
        &mut self,
        context: &Context<'_, 'b>,
        params: &[Param],
        body: Option<&Body>,
        response: &ResponseType,
    ) {
        let directions = params.iter().filter_map(|param| match param.role {
            Role::Sort { direction } => Some(direction),
            _ => None,
        });
        let sent = params
            .iter()
            .map(|param| &param.ty)
            .chain(body.map(|body| &body.ty))
            .filter_map(TypeRef::named)
            .chain(directions);
        let received = response.data().and_then(TypeRef::named);
        let uses = sent
            .map(|ty| (ty, true))
            .chain(received.map(|ty| (ty, false)));
        for (ty, request) in uses {
            let resource = Some(context.resource);
            self.shared.uses.push(Use {
                ty,
                api: self.index,
                resource,
                request,
                response: !request,
            });
        }
    }
}

fn docs(operation: &openapiv3::Operation) -> Docs {
    Docs {
        summary: operation.summary.clone(),
        description: operation.description.clone(),
        url: url(operation.external_docs.as_ref()),
        deprecated: operation.deprecated,
        provenance: extensions::provenance(extension(operation, "x-truto-provenance")),
        has_inferred_type: false,
    }
}

pub(super) fn extension<'o>(operation: &'o openapiv3::Operation, name: &str) -> Option<&'o Value> {
    operation.extensions.get(name)
}

pub(super) fn http_method(name: &str) -> Option<HttpMethod> {
    Some(match name {
        "get" => HttpMethod::Get,
        "put" => HttpMethod::Put,
        "post" => HttpMethod::Post,
        "delete" => HttpMethod::Delete,
        "options" => HttpMethod::Options,
        "head" => HttpMethod::Head,
        "patch" => HttpMethod::Patch,
        "trace" => HttpMethod::Trace,
        _ => return None,
    })
}

/// Returns the pointer of the parameter `index` in the list of the operation (`own`) or of its path.
pub(super) fn parameter_pointer(at: &str, own: bool, index: usize) -> String {
    let base = if own {
        at
    } else {
        pointer::parent(at).map_or(at, |(base, _)| base)
    };
    format!("{base}/parameters/{index}")
}
