//! Combines the parts of operations.

use std::sync::Arc;

use super::body::FoundBody;
use super::extensions::{cells, envelope, excluded, pages};
use super::parameters::Parameters;
use super::source::OperationSource;
use super::{body, naming, number, parameters, path, responses};
use crate::ir::{Docs, FieldSupport, Matrix, Operation, OperationId, Security};
use crate::lower::context::Context;
use crate::lower::extensions::{keys, support};
use crate::lower::schema::annotations::url;
use crate::lower::schema::fill;
use crate::lower::{security, servers};

/// Lowers an operation, and its variants with other media types of the body.
pub(crate) fn operations<'b>(
    cx: &mut Context<'b, '_>,
    source: &OperationSource<'_, 'b>,
) -> Vec<Operation> {
    let params = parameters::parameters(cx, source);
    let mut bodies = body::bodies(cx, source).into_iter();
    let mut all = vec![operation(cx, source, params, bodies.next())];
    for body in bodies {
        let variant = variant(cx, &all[0], body, all.len());
        all.push(variant);
    }
    all
}

/// Returns the operation with another body.
fn variant(
    cx: &mut Context<'_, '_>,
    operation: &Operation,
    found: FoundBody,
    number: usize,
) -> Operation {
    let id = OperationId {
        index: operation.id.index + number,
        ..operation.id
    };
    let mut variant = operation.clone();
    let known = operation.body.as_ref().map(|body| &body.ty);
    if known != Some(&found.body.ty) {
        variant.matrix.request = request_cells(cx, Some(&found));
    }
    for param in &mut variant.params {
        param.id.owner = id;
    }
    let words = operation.chosen.as_ref().unwrap_or(&operation.words);
    Operation {
        id,
        words: format!("{words} {}", found.variant),
        chosen: None,
        variant: Some(found.variant),
        body: Some(found.body),
        ..variant
    }
}

/// Returns the support of the fields of a body.
fn request_cells(cx: &mut Context<'_, '_>, body: Option<&FoundBody>) -> Vec<FieldSupport> {
    let Some(found) = body else {
        return Vec::new();
    };
    let mut request = cells::body_cells(cx, &found.body);
    support::join(&mut request, found.cells.clone());
    request
}

fn operation<'b>(
    cx: &mut Context<'b, '_>,
    source: &OperationSource<'_, 'b>,
    mut params: Parameters,
    body: Option<FoundBody>,
) -> Operation {
    let pagination = pages::pagination(cx, source);
    let responses = responses::responses(cx, source, pagination);
    fill::fill(cx);
    let path = path::sent_path(cx, source, &mut params);
    excluded::excluded_fields(cx, &mut params.all, &responses.ty);
    let sent = body.as_ref().map(|found| &found.body);
    let request = request_cells(cx, body.as_ref());
    let chosen = keys::name(&source.operation.extensions);
    let words = naming::words(source);
    Operation {
        id: source.id,
        operation_id: source.operation.operation_id.clone(),
        addresses_one: number::addresses_one(source, chosen.unwrap_or(&words), sent, &responses),
        words,
        chosen: chosen.map(str::to_owned),
        variant: None,
        http: source.http,
        path,
        documented_path: source.path.to_owned(),
        scope: params.scope.map(|(place, _)| place),
        params: params.all,
        body: body.map(|found| found.body),
        response: responses.ty,
        streams: responses.streams,
        cases: responses.cases,
        failures: Vec::new(),
        failure: None,
        envelope: envelope::envelope(source),
        pagination: responses.pagination,
        matrix: Matrix {
            integrations: cells::integrations(cx, source),
            query: params.cells,
            request,
            response: responses.cells,
        },
        security: security(cx, source),
        servers: servers::own_servers(cx, source.item, source.operation, source.at),
        docs: docs(source),
        origin: source.at.key_origin(),
    }
}

fn security(cx: &Context<'_, '_>, source: &OperationSource<'_, '_>) -> Option<Arc<Security>> {
    let own = source.operation.security.as_ref();
    let own = own.map(|own| Arc::new(security::security(own, &source.at.key("security"))));
    own.or_else(|| cx.security.clone())
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
