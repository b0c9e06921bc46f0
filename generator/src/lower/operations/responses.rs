//! The types of successful responses.

use std::collections::HashSet;

use openapiv3::{ReferenceOr, Response, Schema};

use super::extensions::{cells, envelope, pages};
use super::media::{self, Content, Contents};
use super::media_type;
use super::source::OperationSource;
use crate::bundle::At;
use crate::ir::{
    Case, Docs, FieldSupport, HttpMethod, Media, OperationId, Pagination, Primitive, Records,
    ResponseType, Selector, StatusRange, TypeKind, TypeRef, Union, UnionCase, Words,
};
use crate::lower::context::{Context, TypeName};
use crate::lower::schema::references;

/// The responses of an operation.
pub(super) struct Responses<'b> {
    pub(super) ty: ResponseType,
    pub(super) cases: Vec<Case>,
    /// The streams that the client can request instead.
    pub(super) streams: Vec<Records>,
    /// The schemas of all streams, in the order in which they were found.
    schemas: Vec<Option<&'b ReferenceOr<Schema>>>,
    /// The support cells on the media types.
    pub(super) cells: Vec<FieldSupport>,
    /// The pagination, with the types of its properties.
    pub(super) pagination: Option<Pagination>,
}

/// The facts about all successful responses of an operation.
struct Expected<'e> {
    operation: OperationId,
    envelope: Option<&'e str>,
    /// Several of them have an unnamed schema, so the status must be part of the type name.
    are_several: bool,
    is_head: bool,
}

/// Lowers the successful responses of an operation.
pub(super) fn responses<'b>(
    cx: &mut Context<'b, '_>,
    source: &OperationSource<'_, 'b>,
    pagination: Option<Pagination>,
) -> Responses<'b> {
    let envelope = envelope::key(cx, source, pagination.as_ref());
    let mut found = Responses {
        ty: ResponseType::Nothing,
        cases: Vec::new(),
        streams: Vec::new(),
        schemas: Vec::new(),
        cells: Vec::new(),
        pagination,
    };
    let expected = Expected {
        operation: source.id,
        envelope,
        are_several: inline_successes(cx, source) > 1,
        is_head: source.http == HttpMethod::Head,
    };
    cases(cx, source, &expected, &mut found);
    found.ty = match &found.pagination {
        Some(pagination) => pages::page(cx, &found.cases, pagination.origin),
        None => match only_stream(&mut found) {
            Some(stream) => ResponseType::Records(stream),
            None => joined(cx, &found.cases, source),
        },
    };
    found
}

/// Adds the successful statuses, or else the default response.
fn cases<'b>(
    cx: &mut Context<'b, '_>,
    source: &OperationSource<'_, 'b>,
    expected: &Expected<'_>,
    into: &mut Responses<'b>,
) {
    for (range, at, response) in source.successes() {
        case(cx, range, response, &at, expected, into);
    }
    let at = source.at.key("responses");
    if into.cases.is_empty()
        && let Some(default) = &source.operation.responses.default
    {
        case(
            cx,
            StatusRange::Default,
            default,
            &at.key("default"),
            expected,
            into,
        );
    }
    if into.cases.is_empty() {
        let help = "write a success response: `'200': {description: …}`";
        cx.diags
            .push(at.key_warning("the operation has no success response", help));
    }
}

fn case<'b>(
    cx: &mut Context<'b, '_>,
    status: StatusRange,
    response: &'b ReferenceOr<Response>,
    at: &At<'b>,
    expected: &Expected<'_>,
    into: &mut Responses<'b>,
) {
    let Some((response, target)) = references::resolved(cx, response, at, |all| &all.responses)
    else {
        return;
    };
    let contents = contents(cx, (status, response), &target, expected);
    let media_types = contents.as_ref().map(Contents::media_types);
    let text = match expected.are_several {
        true => status.words(),
        false => "Response".to_owned(),
    };
    let words = Words::of_operation(expected.operation, text);
    let (content, streams) = match contents {
        Some(contents) => (Some(contents.chosen), contents.streams),
        None => (None, Vec::new()),
    };
    if let Some(content) = &content {
        media::lost_response_schema(cx, content);
    }
    let ty = content.as_ref().map(|content| {
        if content.media.is_records() {
            return add_stream(cx, content, expected, into);
        }
        match (&mut into.pagination, expected.envelope) {
            (Some(pagination), _) => {
                pages::opened_page(cx, content, pagination, expected.operation)
            }
            (None, Some(key)) => envelope::opened(cx, content, key, &words),
            (None, None) => media::response_type(cx, content, &words),
        }
    });
    for stream in &streams {
        add_stream(cx, stream, expected, into);
    }
    if let Some(content) = &content {
        cells::add_media_cells(cx, content, &mut into.cells);
    }
    into.cases.push(Case {
        status,
        media: content.map(|content| content.media),
        media_types,
        headers: None,
        ty,
        docs: Docs {
            description: Some(response.description.clone()),
            ..Docs::default()
        },
        origin: at.key_origin(),
    });
}

/// Returns the media types of a response. Some responses have no body, whatever the document says: often it copies that of another
/// method or status.
fn contents<'b>(
    cx: &mut Context<'b, '_>,
    (status, response): (StatusRange, &'b Response),
    at: &At<'b>,
    expected: &Expected<'_>,
) -> Option<Contents<'b>> {
    let bodiless = match status {
        _ if expected.is_head => "to `HEAD`".to_owned(),
        StatusRange::Code(code @ (204 | 205)) => format!("with the status {code}"),
        _ => {
            media::check_names(cx, &response.content, at);
            let contents = media::contents(cx, &response.content, at);
            return contents.map(|contents| contents.of_success(cx));
        }
    };
    if !response.content.is_empty() {
        let message =
            format!("the body of this response has no effect: a response {bodiless} has none");
        let help = "remove `content`; headers of the response can be read with `send_with_meta`";
        cx.diags.push(at.key("content").key_warning(message, help));
    }
    None
}

/// Adds a stream of events or lines, unless there is one already. Returns its type.
fn add_stream<'b>(
    cx: &mut Context<'b, '_>,
    content: &Content<'b>,
    expected: &Expected<'_>,
    into: &mut Responses<'b>,
) -> TypeRef {
    let is_events = content.media.is_events();
    let schema = content.described.schema.as_ref();
    let mut known = into.streams.iter().zip(&into.schemas);
    if let Some((known, first)) = known.find(|(known, _)| known.media.is_events() == is_events) {
        if *first != schema {
            let name = content.at.name();
            let message = format!(
                "`{name}` has no effect: a response with another status is a stream already, and an operation has only one type of stream"
            );
            let help = "describe all streams of the operation with one schema";
            cx.diags.push(content.at.key_warning(message, help));
        }
        return known.ty.clone();
    }
    let words = match is_events {
        true => "Event",
        false => "Line",
    };
    let words = Words::of_operation(expected.operation, words);
    let stream = content.records(cx, &words);
    let ty = stream.ty.clone();
    into.streams.push(stream);
    into.schemas.push(schema);
    ty
}

/// Takes the stream of an operation that has no other body.
fn only_stream(found: &mut Responses<'_>) -> Option<Records> {
    let mut media = found.cases.iter().filter_map(|case| case.media.as_ref());
    let is_only = media.all(Media::is_records) && !found.streams.is_empty();
    is_only.then(|| found.streams.remove(0))
}

/// Returns the number of different successful JSON responses with an unnamed schema.
fn inline_successes<'b>(cx: &Context<'b, '_>, source: &OperationSource<'_, 'b>) -> usize {
    let inline = source.successes().filter_map(|(_, at, response)| {
        let (response, target) = references::resolved(cx, response, &at, |all| &all.responses)?;
        let mut media = response.content.iter();
        media
            .any(|(name, described)| {
                let is_inline = matches!(described.schema, Some(ReferenceOr::Item(_)));
                is_inline && media_type::is_json(name)
            })
            .then_some(target)
    });
    inline.collect::<HashSet<_>>().len()
}

/// Returns one type for all successful responses, which is a union if they differ.
fn joined<'b>(
    cx: &mut Context<'b, '_>,
    cases: &[Case],
    source: &OperationSource<'_, 'b>,
) -> ResponseType {
    let is_stream = |case: &Case| case.media.as_ref().is_some_and(Media::is_records);
    let cases: Vec<&Case> = cases.iter().filter(|case| !is_stream(case)).collect();
    let Some(first) = cases.first() else {
        return ResponseType::Nothing;
    };
    if cases.iter().all(|case| case.is_like(first)) {
        return match &first.ty {
            None => ResponseType::Nothing,
            Some(TypeRef::Primitive(Primitive::Bytes)) => ResponseType::Stream,
            Some(ty) => ResponseType::Value(ty.clone()),
        };
    }
    let union = cases.iter().map(|case| UnionCase {
        words: Words::new(case.status.words()),
        ty: case.ty.clone(),
        selector: Selector::Status(case.status),
    });
    let cases = union.collect();
    let at = source.at.key("responses");
    let kind = TypeKind::Union(Union {
        cases,
        is_exclusive: true,
        origin: at.key_origin(),
        tag: None,
    });
    let name = TypeName::inline(Words::of_operation(source.id, "Outcome"));
    let id = cx.define(name, Docs::default(), kind, &at);
    ResponseType::Value(TypeRef::Named(id))
}
