//! What the client does not use of an operation: other media types, and headers of responses.

use indexmap::IndexMap;
use openapiv3::{Operation, ParameterSchemaOrContent, ReferenceOr, Response};

use super::media::{self, Contents};
use super::source;
use crate::bundle::At;
use crate::ir::{self, Case, Docs, Header, Headers, Words};
use crate::lower::context::Context;
use crate::lower::schema::references::{self, SchemaRef};
use crate::lower::schema::{fill, types};

/// Adds it to `operation`, which is lowered from the one at `at`.
pub(crate) fn add<'b>(
    cx: &mut Context<'b, '_>,
    operation: &mut ir::Operation,
    source: &'b Operation,
    at: &At<'b>,
) {
    let words = Words::of_operation(operation.id, "");
    let is_variant = operation.variant.is_some();
    if let Some(body) = operation.body.as_mut().filter(|_| !is_variant) {
        add_to_body(cx, body, source, (at, &words));
    }
    for (status, at, response) in source::responses(source, at) {
        let resolved = references::resolved(cx, response, &at, |all| &all.responses);
        let Some((response, target)) = resolved else {
            continue;
        };
        let contents = media::contents(cx, &response.content, &target);
        let is_known = |case: &&mut Case| case.status == status;
        if let Some(case) = operation.cases.iter_mut().find(is_known) {
            let contents = contents.map(|contents| contents.of_success(cx));
            add_to_case(cx, case, (response, contents), (&target, &words));
        } else if let Some(case) = operation.failures.iter_mut().find(is_known) {
            let contents = contents.map(Contents::without_streams);
            add_to_case(cx, case, (response, contents), (&target, &words));
        }
    }
    fill::fill(cx);
}

fn add_to_body<'b>(
    cx: &mut Context<'b, '_>,
    body: &mut ir::Body,
    source: &'b Operation,
    (at, words): (&At<'b>, &Words),
) {
    let at = at.key("requestBody");
    let resolved = source.request_body.as_ref();
    let resolved =
        resolved.and_then(|body| references::resolved(cx, body, &at, |all| &all.request_bodies));
    if let Some((found, at)) = resolved {
        let others = media::requests(cx, &found.content, &at).others;
        body.media_types.others = media::unused(cx, &others, words);
    }
}

fn add_to_case<'b>(
    cx: &mut Context<'b, '_>,
    case: &mut Case,
    (response, contents): (&'b Response, Option<Contents<'b>>),
    (at, words): (&At<'b>, &Words),
) {
    if let (Some(media_types), Some(contents)) = (&mut case.media_types, contents) {
        media_types.others = contents.others(cx, words);
    }
    case.headers = headers(cx, response, at, words);
}

fn headers<'b>(
    cx: &mut Context<'b, '_>,
    response: &'b Response,
    at: &At<'b>,
    words: &Words,
) -> Option<Headers> {
    let at = at.key("headers");
    let all = response.headers.iter();
    let all: Vec<_> = all
        .filter_map(|(wire, found)| {
            let at = at.key(wire);
            header(cx, wire, found, (&at, words))
        })
        .collect();
    (!all.is_empty()).then(|| Headers {
        all,
        origin: at.key_origin(),
    })
}

fn header<'b>(
    cx: &mut Context<'b, '_>,
    wire: &str,
    header: &'b ReferenceOr<openapiv3::Header>,
    (at, words): (&At<'b>, &Words),
) -> Option<Header> {
    let (header, at) = references::resolved(cx, header, at, |all| &all.headers)?;
    let (schema, at): (SchemaRef<'b>, _) = match &header.format {
        ParameterSchemaOrContent::Schema(schema) => (schema.into(), at.key("schema")),
        ParameterSchemaOrContent::Content(content) => {
            let content: &'b IndexMap<_, _> = content;
            let (name, described) = content.first()?;
            let at = at.key("content").key(name);
            (described.schema.as_ref()?.into(), at.key("schema"))
        }
    };
    Some(Header {
        wire: wire.to_owned(),
        ty: types::type_of(cx, schema, &at, words),
        required: header.required,
        docs: Docs {
            description: header.description.clone(),
            deprecated: header.deprecated.unwrap_or_default(),
            ..Docs::default()
        },
    })
}
