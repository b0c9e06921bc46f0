//! How a builder is sent: the invocation of the runtime's `request!` macro, and documentation of the operation.

use std::fmt::Write as _;

use proc_macro2::Literal;

use crate::emit::rust::types;
use crate::ir::{
    Body, Home, Media, Operation, Primitive, ResponseType, Role, ScopePlace, TypeKind, TypeRef,
};
use crate::plan::builders::Builder;
use crate::plan::requests::{accept, with_role};
use crate::plan::root::Plan;

/// Emits the macro invocation that makes a builder sendable.
///
/// ```text
/// request! {
///     CreateContact -> Contact = Response::json,
///     field: with_field,
///     format: ResponseFormat = "truto_response_format",
///     |request| request.call.json("application/json", &request.body)
/// }
/// ```
pub(crate) fn emit(builder: &Builder<'_>) -> String {
    let (plan, operation) = (builder.plan, builder.operation);
    let output = response(plan, builder.home, operation);
    let mut out = format!("request! {{\n    {} -> {output},\n", operation.builder);
    if builder.shape.is_open(plan) {
        out.push_str("    field: with_field,\n");
    }
    if let (ResponseType::Page(item), Some(param)) =
        (&operation.response, with_role(operation, Role::KeyBy))
    {
        let item = types::rust(plan, builder.home, item);
        let _ = writeln!(out, "    keyed: {item} = {},", Literal::string(&param.wire));
    }
    if let Some(param) = with_role(operation, Role::ResponseFormat) {
        let ty = types::rust(plan, builder.home, &param.ty);
        let _ = writeln!(out, "    format: {ty} = {},", Literal::string(&param.wire));
    }
    let call = match builder.shape.body() {
        None => "request.call".to_owned(),
        Some(Body {
            media: Media::Json(media),
            ..
        }) if builder.shape.is_optional() => format!(
            "request.call.json_if_set({}, request.body.as_ref())",
            Literal::string(media)
        ),
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

/// The type of a successful response and the function that decodes it: `Contact = Response::json`; or `stream`, or
/// `pages of Contact`.
fn response(plan: &Plan<'_>, from: Home, operation: &Operation) -> String {
    match &operation.response {
        ResponseType::Nothing => format!("() = {}::ignore_body", plan.name(from, "Response")),
        ResponseType::Stream => "stream".to_owned(),
        ResponseType::Page(item) => {
            let item = types::rust(plan, from, item);
            format!("pages of {item}")
        }
        ResponseType::Value(ty) => {
            let output = types::rust(plan, from, ty);
            if let TypeRef::Named(id) = ty
                && matches!(plan.krate.ty(*id).kind, TypeKind::Union(_))
            {
                return format!("{output} = {output}::decode");
            }
            let media = operation.cases.iter().find_map(|case| case.media.as_ref());
            let name = plan.name(from, "Response");
            format!("{output} = {name}::{}", decoder(ty, media))
        }
    }
}

/// The method of the runtime's response that decodes a body of this type.
pub(crate) fn decoder(ty: &TypeRef, media: Option<&Media>) -> &'static str {
    match (ty, media) {
        (TypeRef::Primitive(Primitive::Bytes), _) => "bytes",
        (TypeRef::Primitive(Primitive::String), Some(Media::Text(_) | Media::Binary(_))) => "text",
        _ => "json",
    }
}

/// The endpoint's deviations from the default, as calls of its methods.
///
/// ```text
/// .with_accept("application/pdf")
/// .with_envelope("result")
/// .with_pages(&PAGES)
/// .with_scope_in_path()
/// ```
pub(crate) fn endpoint_options(operation: &Operation) -> Vec<String> {
    let call = |method, value: &str| format!(".{method}({})", Literal::string(value));
    let accept = accept(operation).map(|media| call("with_accept", &media));
    let envelope = operation.envelope.as_ref();
    let envelope = envelope.map(|envelope| call("with_envelope", &envelope.key));
    let pages = operation.pagination.as_ref();
    let pages = pages.map(|_| ".with_pages(&PAGES)".to_owned());
    let scope =
        (operation.scope == Some(ScopePlace::Path)).then(|| ".with_scope_in_path()".to_owned());
    let all = accept.into_iter().chain(envelope).chain(pages);
    all.chain(scope).collect()
}

/// The names of the properties of a page, inside the operation's constant.
///
/// ```text
///     const PAGES: PageNames = PageNames::new("result", "next_cursor")
///         .with_count("result_count");
/// ```
pub(crate) fn pages(name: &str, operation: &Operation) -> String {
    let Some(pages) = &operation.pagination else {
        return String::new();
    };
    let mut out = format!(
        "    const PAGES: {name} = {name}::new({}, {})",
        Literal::string(&pages.items.wire),
        Literal::string(&pages.cursor.wire)
    );
    let optional = [
        ("with_previous", &pages.previous),
        ("with_count", &pages.count),
        ("with_partial", &pages.partial),
    ];
    for (method, property) in optional {
        if let Some(property) = property {
            let _ = write!(
                out,
                "\n        .{method}({})",
                Literal::string(&property.wire)
            );
        }
    }
    out.push_str(";\n");
    out
}
