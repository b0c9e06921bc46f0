//! Combines the parts of operations.

use super::naming;
use super::operation_ref::OperationRef;
use super::{body, cells, excluded, parameters, path, responses};
use crate::ir::{
    Body, Docs, Envelope, Integrations, Matrix, Operation, Pagination, Param, ResponseType, Role,
    TypeRef,
};
use crate::lower::context::{Context, Use};
use crate::lower::extensions::{pagination, reader, support};
use crate::lower::schema::annotations::url;
use crate::lower::schema::fill;
use crate::plan::names::{self, NameScope};

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
    fill::fill(cx);
    path::check_path(cx, source, &params);
    excluded::excluded_fields(cx, &mut params.all, &responses.ty);
    let sent = body.as_ref().map(|found| &found.body);
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
        failures: Vec::new(),
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
        let resource = Some(source.id.resource);
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
