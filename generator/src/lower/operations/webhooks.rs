//! Requests that the server sends: webhooks, and callbacks of operations.

use openapiv3::{Operation, Parameter, ReferenceOr};

use super::media;
use super::source;
use crate::bundle::{At, pointer};
use crate::ir::{Docs, HttpMethod, Payload, Primitive, TypeRef, Webhook, Words};
use crate::lower::context::Context;
use crate::lower::extensions::keys;
use crate::lower::schema::annotations::url;
use crate::lower::schema::{fill, references};
use crate::lower::typed::WebhookSource;

/// Lowers the requests that the server sends, in document order.
pub(crate) fn webhooks<'b>(cx: &mut Context<'b, '_>) -> Vec<Webhook> {
    let mut all = Vec::new();
    for source in cx.webhooks {
        let tokens = pointer::tokens(&source.pointer);
        let at = tokens.fold(cx.root.clone(), |at, token| at.key(token.into_owned()));
        let operations: Vec<_> = source.item.iter().collect();
        for (method, operation) in &operations {
            let Some(http) = HttpMethod::from_name(method) else {
                continue;
            };
            let is_only = operations.len() == 1;
            let of = (*operation, &at.key(*method));
            all.push(webhook(cx, source, (http, is_only), of));
        }
    }
    fill::fill(cx);
    all
}

fn webhook<'b>(
    cx: &mut Context<'b, '_>,
    source: &'b WebhookSource,
    (http, is_only): (HttpMethod, bool),
    (operation, at): (&'b Operation, &At<'b>),
) -> Webhook {
    let words = match is_only {
        true => source.name.clone(),
        false => format!("{} {}", source.name, http.as_str().to_lowercase()),
    };
    let responses = source::responses(operation, at);
    let statuses = responses.map(|(status, ..)| status);
    Webhook {
        name: source.name.clone(),
        chosen: keys::name(&operation.extensions).map(str::to_owned),
        callback: source.callback.clone(),
        http,
        payload: payload(cx, operation, at, &words),
        parameters: parameters(cx, source, operation, at),
        statuses: statuses.filter(|status| status.is_success()).collect(),
        docs: Docs {
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            url: url(operation.external_docs.as_ref()),
            deprecated: operation.deprecated,
            ..Docs::default()
        },
        words,
        origin: at.parent().key_origin(),
    }
}

/// Returns the type of the body: that of JSON, or else bytes.
fn payload<'b>(
    cx: &mut Context<'b, '_>,
    operation: &'b Operation,
    at: &At<'b>,
    words: &str,
) -> Option<Payload> {
    let at = at.key("requestBody");
    let body = operation.request_body.as_ref()?;
    let (body, at) = references::resolved(cx, body, &at, |all| &all.request_bodies)?;
    media::check_names(cx, &body.content, &at);
    let contents = media::contents(cx, &body.content, &at)?.without_streams();
    let content = &contents.chosen;
    let ty = match content.media.is_json() {
        true => {
            let words = Words::new(format!("{words} payload"));
            media::response_type(cx, content, &words)
        }
        false => {
            media::lost_payload_schema(cx, content);
            TypeRef::Primitive(Primitive::Bytes)
        }
    };
    Some(Payload {
        ty,
        media_type: content.at.name().into_owned(),
        others: contents
            .others
            .iter()
            .map(|other| other.at.name().into_owned())
            .collect(),
        description: body.description.clone(),
        example: content.described.example.clone(),
    })
}

/// Returns the names of the parameters, for the documentation: ``header `X-Event` ``.
fn parameters<'b>(
    cx: &Context<'b, '_>,
    source: &'b WebhookSource,
    operation: &'b Operation,
    at: &At<'b>,
) -> Vec<(&'static str, String)> {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    let own = (&operation.parameters, at.key("parameters"));
    let of_item = (&source.item.parameters, at.parent().key("parameters"));
    for (parameters, at) in [own, of_item] {
        for (index, parameter) in parameters.iter().enumerate() {
            let parameter: &'b ReferenceOr<Parameter> = parameter;
            let at = at.index(index);
            let resolved = references::resolved(cx, parameter, &at, |all| &all.parameters);
            let Some((parameter, _)) = resolved else {
                continue;
            };
            let place = match parameter {
                Parameter::Query { .. } => "query parameter",
                Parameter::Header { .. } => "header",
                Parameter::Path { .. } => "path parameter",
                Parameter::Cookie { .. } => "cookie",
            };
            let named = (place, parameter.parameter_data_ref().name.clone());
            if !found.contains(&named) {
                found.push(named);
            }
        }
    }
    found
}
