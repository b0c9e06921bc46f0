//! Combines the parts of operations.

use super::naming::{self, Named};
use super::operation_ref::OperationRef;
use super::{body, cells, excluded, parameters, path, responses};
use crate::ir::{
    Body, Docs, Envelope, Integrations, Matrix, Operation, Pagination, Param, ResponseType, Role,
    TypeKind, TypeRef,
};
use crate::lower::context::{Context, Use};
use crate::lower::extensions::{pagination, reader, support};
use crate::lower::names::{self, NameScope, Space};
use crate::lower::schema::annotations::url;
use crate::lower::schema::fields;

/// Lowers an operation. Its method gets a name in `methods`.
pub(crate) fn operation<'b>(
    cx: &mut Context<'b, '_>,
    source: &OperationRef<'_, 'b>,
    methods: &mut NameScope,
) -> Operation {
    let named = naming::name_operation(cx, source, methods);
    let mut params = parameters::parameters(cx, source, &named);
    let body = body::body(cx, source, &named);
    let pagination = pagination(cx, source);
    let responses = responses::responses(cx, source, &named, pagination);
    fields::fill_structs(cx);
    path::check_path(cx, source, &params);
    excluded::excluded_fields(cx, &mut params.all, &responses.ty);
    let sent = body.as_ref().map(|found| &found.body);
    let pagination = responses.pagination.as_ref();
    check_setters(cx, &params.all, sent, pagination, &named);
    record_uses(cx, source, &params.all, sent, &responses.ty);
    let mut request = sent
        .map(|body| cells::body_cells(cx, body))
        .unwrap_or_default();
    let of_media = body.iter().flat_map(|body| body.cells.clone());
    support::join(&mut request, of_media.collect());
    Operation {
        id: [cx.module.as_str(), source.module, &named.method]
            .map(names::plain)
            .join("."),
        method: named.method,
        builder: named.builder,
        former_builder: named.former_builder,
        constant: named.constant,
        http: source.http,
        path: source.path.to_owned(),
        scope: params.scope.map(|(place, _)| place),
        params: params.all,
        body: body.map(|found| found.body),
        response: responses.ty,
        cases: responses.cases,
        envelope: envelope(source),
        pagination: responses.pagination,
        matrix: Matrix {
            integrations: integrations(cx, source),
            query: params.cells,
            request,
            response: responses.cells,
        },
        docs: docs(source),
        origin: source.at.key_origin(),
    }
}

fn envelope(source: &OperationRef<'_, '_>) -> Option<Envelope> {
    Some(Envelope {
        key: source.extension("x-truto-envelope")?.as_str()?.to_owned(),
        origin: source.at.key("x-truto-envelope").origin(),
    })
}

fn pagination(cx: &mut Context<'_, '_>, source: &OperationRef<'_, '_>) -> Option<Pagination> {
    let key = "x-truto-pagination";
    pagination::pagination(cx.diags, source.extension(key)?, &source.at.key(key))
}

fn integrations(cx: &mut Context<'_, '_>, source: &OperationRef<'_, '_>) -> Option<Integrations> {
    let key = "x-truto-integrations";
    support::integrations(cx.diags, source.extension(key)?, &source.at.key(key))
}

/// Checks that the methods of a builder have unique names: the setters of body fields and optional parameters, and the
/// methods for pagination.
fn check_setters(
    cx: &mut Context<'_, '_>,
    params: &[Param],
    body: Option<&Body>,
    pagination: Option<&Pagination>,
    named: &Named,
) {
    let mut setters = NameScope::new(Space::Field, format!("builder `{}`", named.builder));
    let mut arguments = NameScope::new(
        Space::Field,
        format!("operation `{}`", names::plain(&named.method)),
    );
    let fields = body
        .and_then(|body| body.ty.named())
        .and_then(|id| cx.shared.def(id));
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
                cx.diags,
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
            cx.diags,
        );
    }
}

fn record_uses(
    cx: &mut Context<'_, '_>,
    source: &OperationRef<'_, '_>,
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
        let resource = Some(source.resource);
        cx.shared.uses.push(Use {
            ty,
            api: cx.index,
            resource,
            request,
            response: !request,
        });
    }
}

fn docs(source: &OperationRef<'_, '_>) -> Docs {
    let operation = source.operation;
    Docs {
        summary: operation.summary.clone(),
        description: operation.description.clone(),
        url: url(operation.external_docs.as_ref()),
        deprecated: operation.deprecated,
        provenance: reader::provenance(source.extension("x-truto-provenance")),
        has_inferred_type: false,
    }
}
