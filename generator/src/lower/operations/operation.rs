//! Combines the parts of operations.

use super::extensions::{cells, envelope, excluded, pages};
use super::source::OperationSource;
use super::{body, naming, number, parameters, path, responses};
use crate::ir::{Docs, Matrix, Operation, Security};
use crate::lower::context::Context;
use crate::lower::extensions::{keys, support};
use crate::lower::schema::annotations::url;
use crate::lower::schema::fill;
use crate::lower::{security, servers};

/// Lowers an operation.
pub(crate) fn operation<'b>(
    cx: &mut Context<'b, '_>,
    source: &OperationSource<'_, 'b>,
) -> Operation {
    let mut params = parameters::parameters(cx, source);
    let body = body::body(cx, source);
    let pagination = pages::pagination(cx, source);
    let responses = responses::responses(cx, source, pagination);
    fill::fill(cx);
    let path = path::sent_path(cx, source, &mut params);
    excluded::excluded_fields(cx, &mut params.all, &responses.ty);
    let sent = body.as_ref().map(|found| &found.body);
    let mut request = sent
        .map(|body| cells::body_cells(cx, body))
        .unwrap_or_default();
    let of_media = body.iter().flat_map(|body| body.cells.clone());
    support::join(&mut request, of_media.collect());
    let chosen = keys::name(&source.operation.extensions);
    let words = naming::words(source);
    Operation {
        id: source.id,
        operation_id: source.operation.operation_id.clone(),
        addresses_one: number::addresses_one(source, chosen.unwrap_or(&words), sent, &responses),
        words,
        chosen: chosen.map(str::to_owned),
        http: source.http,
        path,
        documented_path: source.path.to_owned(),
        scope: params.scope.map(|(place, _)| place),
        params: params.all,
        cookies: Vec::new(),
        body: body.map(|found| found.body),
        response: responses.ty,
        cases: responses.cases,
        failures: Vec::new(),
        envelope: envelope::envelope(source),
        pagination: responses.pagination,
        matrix: Matrix {
            integrations: cells::integrations(cx, source),
            query: params.cells,
            request,
            response: responses.cells,
        },
        security: security(cx, source),
        servers: servers::own_servers(source.item, source.operation, source.at),
        docs: docs(source),
        origin: source.at.key_origin(),
    }
}

fn security(cx: &Context<'_, '_>, source: &OperationSource<'_, '_>) -> Option<Security> {
    let own = source.operation.security.as_ref();
    let own = own.map(|own| security::security(own, &source.at.key("security")));
    own.or_else(|| {
        let shared = cx.doc.security.as_ref()?;
        Some(security::security(shared, &cx.root.key("security")))
    })
}

fn docs(source: &OperationSource<'_, '_>) -> Docs {
    let operation = source.operation;
    Docs {
        summary: operation.summary.clone(),
        description: operation.description.clone(),
        url: url(operation.external_docs.as_ref()),
        deprecated: operation.deprecated,
        provenance: keys::provenance(&operation.extensions),
        has_inferred_type: false,
    }
}
