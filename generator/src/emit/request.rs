//! How a builder is sent: the call of the runtime's `request!`, and what documentation says of it.

use std::fmt::Write as _;

use proc_macro2::Literal;

use super::{builder::Builder, context::Context, markdown::escape, types};
use crate::ir::{
    Body, Home, Media, Operation, Param, Primitive, ResponseType, Role, TypeKind, TypeRef,
};

/// Emits the call of the macro that makes a builder sendable.
///
/// ```text
/// truto_runtime::request! {
///     CreateContact -> Contact = truto_runtime::Response::json,
///     format: crate::ResponseFormat = "truto_response_format",
///     |request| request.call.json("application/json", &request.body)
/// }
/// ```
pub(crate) fn emit(builder: &Builder<'_>) -> String {
    let (context, operation) = (builder.context, builder.operation);
    let (output, decode) = response(context, builder.home, operation);
    let mut out = format!(
        "truto_runtime::request! {{\n    {} -> {output} = {decode},\n",
        operation.builder
    );
    if let Some(param) = response_format(operation) {
        let ty = types::rust(context, builder.home, &param.ty);
        let _ = writeln!(out, "    format: {ty} = {},", Literal::string(&param.wire));
    }
    let call = match builder.shape.body() {
        None => "request.call".to_owned(),
        Some(body) if builder.shape.is_optional() => {
            let some = send(body, "body");
            format!(
                "match request.body {{\n        Some(body) => {some},\n        None => request.call,\n    }}"
            )
        }
        Some(body) => send(body, "request.body"),
    };
    let _ = write!(out, "    |request| {call}\n}}\n");
    out
}

/// `request.call.json("application/json", &request.body)`
fn send(body: &Body, value: &str) -> String {
    let is_text = body.ty == TypeRef::Primitive(Primitive::String);
    let is_bytes = body.ty == TypeRef::Primitive(Primitive::Bytes);
    match &body.media {
        Media::Form => format!("request.call.form(&{value})"),
        Media::Text(media) | Media::Binary(media) if is_text || is_bytes => {
            format!("request.call.bytes({}, {value})", Literal::string(media))
        }
        Media::Json(media) | Media::Text(media) | Media::Binary(media) => {
            format!("request.call.json({}, &{value})", Literal::string(media))
        }
    }
}

/// The type that a call brings, and the function that decodes it.
fn response(context: &Context<'_>, from: Home, operation: &Operation) -> (String, String) {
    let ResponseType::Value(ty) = &operation.response else {
        return (
            "()".to_owned(),
            "truto_runtime::Response::nothing".to_owned(),
        );
    };
    let output = types::rust(context, from, ty);
    if let TypeRef::Named(id) = ty
        && matches!(context.krate.ty(*id).kind, TypeKind::Union(_))
    {
        return (output.clone(), format!("{output}::decode"));
    }
    let media = operation.cases.iter().find_map(|case| case.media.as_ref());
    (
        output,
        format!("truto_runtime::Response::{}", decoder(ty, media)),
    )
}

/// The method of the runtime's response that gives a body of this type.
pub(crate) fn decoder(ty: &TypeRef, media: Option<&Media>) -> &'static str {
    match (ty, media) {
        (TypeRef::Primitive(Primitive::Bytes), _) => "bytes",
        (TypeRef::Primitive(Primitive::String), Some(Media::Text(_) | Media::Binary(_))) => "text",
        _ => "json",
    }
}

fn response_format(operation: &Operation) -> Option<&Param> {
    operation
        .params
        .iter()
        .find(|param| param.role == Role::ResponseFormat)
}

/// `` `POST /unified/ticketing/contacts` ``
pub(crate) fn address(operation: &Operation) -> String {
    escape::code(&format!("{} {}", operation.http.as_str(), operation.path))
}

/// There is something to check a request against.
pub(crate) fn has_matrix(operation: &Operation) -> bool {
    let matrix = &operation.matrix;
    matrix.integrations.is_some() || !matrix.query.is_empty() || !matrix.request.is_empty()
}

/// `Served by Dixa and Front.`; nothing without a registry.
pub(crate) fn integrations(context: &Context<'_>, operation: &Operation) -> Option<String> {
    if !context.has_registry() {
        return None;
    }
    let Some(integrations) = &operation.matrix.integrations else {
        return Some("The documentation does not say which integrations serve it.".to_owned());
    };
    if integrations.supported.is_empty() {
        return Some("No integration serves it.".to_owned());
    }
    let mut out = format!(
        "Served by {}.",
        super::field_docs::labels(context, &integrations.supported)
    );
    if !integrations.partial_response.is_empty() {
        let partial = super::field_docs::labels(context, &integrations.partial_response);
        let _ = write!(out, " Only a part of each object comes from {partial}.");
    }
    Some(out)
}
