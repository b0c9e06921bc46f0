//! How a builder is sent: the invocation of the runtime's `request!` macro.

use std::fmt::Write as _;

use proc_macro2::Literal;

use crate::emit::prose::phrases;
use crate::emit::rust::set_parameter::style;
use crate::emit::rust::{records, types};
use crate::emit::text;
use crate::ir::{Body, Media, Operation, ResponseType, Role, TypeKind, TypeRef};
use crate::plan::builders::Builder;
use crate::plan::modules::ModuleId;
use crate::plan::requests::{self, Decoder, with_role};
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
    let output = response(plan, builder.module, operation);
    let mut out = format!(
        "request! {{\n    {} -> {output},\n",
        builder.plan.names.operation(operation).builder
    );
    if builder.shape.is_open(plan.package) {
        out.push_str("    field: with_field,\n");
    }
    if let (ResponseType::Page(item), Some(param)) =
        (&operation.response, with_role(operation, Role::KeyBy))
    {
        let item = types::rust(plan, builder.module, item);
        let _ = writeln!(out, "    keyed: {item} = {},", Literal::string(&param.wire));
    }
    if let Some(param) = with_role(operation, Role::ResponseFormat) {
        let ty = types::rust(plan, builder.module, &param.ty);
        let _ = writeln!(out, "    format: {ty} = {},", Literal::string(&param.wire));
    }
    for stream in &operation.streams {
        let (kind, output) = (
            phrases::records(stream),
            records::output(plan, builder.module, stream),
        );
        let _ = writeln!(out, "    {kind}: {output},");
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
            let some = send(builder, body, "body");
            format!(
                "match request.body {{\n        {},\n        None => request.call,\n    }}",
                text::broken_item(8, &format!("Some(body) => {some}"))
            )
        }
        Some(body) => send(builder, body, "request.body"),
    };
    let call = text::broken(4, &format!("|request| {call}"));
    let _ = write!(out, "    {call}\n}}\n");
    out
}

/// `request.call.json("application/json", &request.body)`
fn send(builder: &Builder<'_>, body: &Body, value: &str) -> String {
    match &body.media {
        Media::Form => form(builder, body, value),
        Media::Multipart(media) => multipart(media, body, value),
        Media::Binary(media) => {
            format!("request.call.file({}, {value})", Literal::string(media))
        }
        Media::Text(media) | Media::Events(media) => {
            format!("request.call.bytes({}, {value})", Literal::string(media))
        }
        Media::Sequence(media) => {
            format!(
                "request.call.sequence({}, &{value})",
                Literal::string(media)
            )
        }
        Media::Lines(media) => {
            format!("request.call.lines({}, &{value})", Literal::string(media))
        }
        Media::Json(media) => {
            format!("request.call.json({}, &{value})", Literal::string(media))
        }
    }
}

/// `request.call.form(&request.body)`
fn form(builder: &Builder<'_>, body: &Body, value: &str) -> String {
    let styles = body.encodings().iter().filter_map(|encoding| {
        let wire = Literal::string(&encoding.wire);
        let style = style(encoding.form_style()?);
        Some(format!("({wire}, {}::{style})", builder.name("QueryStyle")))
    });
    let styles: Vec<String> = styles.collect();
    match styles.as_slice() {
        [] => format!("request.call.form(&{value})"),
        styles => {
            let styles = styles.join(", ");
            format!("request.call.styled_form(&{value}, &[{styles}])")
        }
    }
}

/// `request.call.multipart("multipart/form-data", &request.body, &[("meta", "application/json")])`
fn multipart(media: &str, body: &Body, value: &str) -> String {
    let types = body.encodings().iter().filter_map(|encoding| {
        let part = Literal::string(encoding.part_type()?);
        Some(format!("({}, {part})", Literal::string(&encoding.wire)))
    });
    let types = types.collect::<Vec<_>>().join(", ");
    let media = Literal::string(media);
    format!("request.call.multipart({media}, &{value}, &[{types}])")
}

/// The type of a successful response and the function that decodes it: `Contact = Response::json`; or `stream`, or
/// `pages of Contact`, or `events of Contact = "text/event-stream"`.
fn response(plan: &Plan<'_>, from: ModuleId, operation: &Operation) -> String {
    match &operation.response {
        ResponseType::Nothing => format!("() = {}::ignore_body", plan.name(from, "Response")),
        ResponseType::Stream => "stream".to_owned(),
        ResponseType::Records(records) => {
            let output = records::output(plan, from, records);
            format!("{} of {output}", phrases::records(records))
        }
        ResponseType::Page(item) => {
            let item = types::rust(plan, from, item);
            format!("pages of {item}")
        }
        ResponseType::Value(ty) => {
            let output = types::rust(plan, from, ty);
            if let TypeRef::Named(id) = ty
                && let TypeKind::Union(union) = &plan.package.ty(*id).kind
                && union.is_by_status()
            {
                return format!("{output} = {output}::decode");
            }
            let media = requests::cases(operation).find_map(|case| case.media.as_ref());
            let name = plan.name(from, "Response");
            format!("{output} = {name}::{}", decoder(ty, media))
        }
    }
}

/// The method of the runtime's response that decodes a body.
pub(crate) fn decoder(ty: &TypeRef, media: Option<&Media>) -> &'static str {
    match Decoder::of(ty, media) {
        Decoder::Bytes => "bytes",
        Decoder::Text => "text",
        Decoder::AnyText => "any_text",
        Decoder::Json => "json",
    }
}
