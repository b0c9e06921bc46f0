//! Selects the media type of a body, and its type.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::media_type::{essence, is_format_of_text, media, request_rank, response_rank, variant};
use super::{encodings, records, whole};
use crate::bundle::At;
use crate::ir::{self, Media, MediaTypes, Primitive, Records, TypeRef, Words};
use crate::lower::context::Context;
use crate::lower::extensions::keys;
use crate::lower::schema::all_of::{self, Parts};
use crate::lower::schema::references::{self, SchemaRef};
use crate::lower::schema::types;
use crate::lower::schema::view::View;

/// The media types of a body.
pub(super) struct Contents<'b> {
    /// The one that the client uses.
    pub(super) chosen: Content<'b>,
    /// Streams that the client can request instead: at most one of events and one of lines.
    pub(super) streams: Vec<Content<'b>>,
    /// Those that the client reads as it reads the chosen one.
    also: Vec<Content<'b>>,
    pub(super) others: Vec<Content<'b>>,
}

/// A media type of a body.
pub(super) struct Content<'b> {
    pub(super) media: Media,
    pub(super) described: &'b MediaType,
    pub(super) at: At<'b>,
}

impl<'b> Content<'b> {
    /// Whether a client that uses this media type needs not use the other one: they have the same schema, and this one is JSON or encoded
    /// like the other one.
    fn covers(&self, other: &Self) -> bool {
        let schema = self.described.schema.as_ref();
        let is_as_good = self.media.is_json() || self.media.is_like(&other.media);
        is_as_good && schema.is_some() && schema == other.described.schema.as_ref()
    }

    /// Returns the type of a stream of events or lines.
    pub(super) fn records(&self, cx: &mut Context<'b, '_>, words: &Words) -> Records {
        records::records(cx, &self.media, self.described, (&self.at, words))
    }
}

/// Returns the media types of a response, and the choice of the client: JSON before text before bytes before streams.
pub(super) fn contents<'b>(
    cx: &Context<'b, '_>,
    content: &'b IndexMap<String, MediaType>,
    at: &At<'b>,
) -> Option<Contents<'b>> {
    let mut others: Vec<_> = all(cx, content, at).collect();
    let rank = |content: &Content<'_>| response_rank(&content.at.name(), &content.media);
    let ranks = others.iter().map(rank);
    let (chosen, _) = ranks.enumerate().min_by_key(|(_, rank)| *rank)?;
    let chosen = as_response(cx, others.remove(chosen));
    let mut streams: Vec<Content<'_>> = Vec::new();
    let others = others.into_iter().filter_map(|content| {
        let is_like = |known: &Content<'_>| {
            known.media.is_records() && known.media.is_events() == content.media.is_events()
        };
        let is_known = is_like(&chosen) || streams.iter().any(is_like);
        if !content.media.is_records() || is_known {
            return Some(content);
        }
        streams.push(content);
        None
    });
    let others = others.collect();
    Some(Contents {
        chosen,
        streams,
        also: Vec::new(),
        others,
    })
}

fn all<'a, 'b>(
    cx: &'a Context<'b, '_>,
    content: &'b IndexMap<String, MediaType>,
    at: &'a At<'b>,
) -> impl Iterator<Item = Content<'b>> + 'a {
    content.iter().filter_map(|(name, described)| {
        let media = match media(name)? {
            Media::Json(_) if essence(name) == "*/*" && may_be_bytes(cx, described, at) => {
                Media::Binary(name.clone())
            }
            Media::Binary(_)
                if essence(name) == "application/*" && is_structured(cx, described, at) =>
            {
                Media::Json("application/json".to_owned())
            }
            media => media,
        };
        let at = at.key("content").key(name);
        Some(Content {
            media,
            described,
            at,
        })
    })
}

/// The media types of a request body.
pub(super) struct Requests<'b> {
    /// Those that the client sends, each with the last words of the name of its operation. The first one is preferred.
    pub(super) sent: Vec<(String, Content<'b>)>,
    /// Those that differ from another one only in parameters, and ranges beside other media types, unless they have the same schema.
    pub(super) others: Vec<Content<'b>>,
}

/// Returns the media types of a request body: JSON before forms before text before bytes.
pub(super) fn requests<'b>(
    cx: &Context<'b, '_>,
    content: &'b IndexMap<String, MediaType>,
    at: &At<'b>,
) -> Requests<'b> {
    let mut found: Vec<_> = all(cx, content, at)
        .map(|content| as_request(cx, content))
        .collect();
    // The sort is stable, so media types of one rank stay in document order.
    found.sort_by_key(|content| request_rank(&content.at.name(), &content.media));
    let mut requests = Requests {
        sent: Vec::new(),
        others: Vec::new(),
    };
    for content in found {
        let name = content.at.name().into_owned();
        let words = variant(&name, &content.media);
        let is_known = requests.sent.iter().any(|(known, _)| *known == words);
        let is_range = name.contains('*') && !requests.sent.is_empty();
        let mut sent = requests.sent.iter().map(|(_, sent)| sent);
        match is_known || is_range {
            true if sent.any(|sent| sent.covers(&content)) => {}
            true => requests.others.push(content),
            false => requests.sent.push((words, content)),
        }
    }
    requests
}

/// Sends a string of the media type `*/*` as a file, whose media type the program chooses. Sends formats of text as text, although
/// responses of them are read as bytes or as streams. JSON lines and sequences are sent as such if their schema describes more than a
/// text. Forms and multipart bodies that are no objects are sent as a whole.
fn as_request<'b>(cx: &Context<'b, '_>, content: Content<'b>) -> Content<'b> {
    let media = match content.media {
        media @ (Media::Lines(_) | Media::Sequence(_))
            if is_structured(cx, content.described, &content.at) =>
        {
            media
        }
        media @ (Media::Form | Media::Multipart(_)) => {
            whole::media(cx, media, content.described, &content.at)
        }
        Media::Json(_) if essence(&content.at.name()) == "*/*" && is_plain(cx, &content) => {
            Media::Binary("*/*".to_owned())
        }
        Media::Binary(name) if is_format_of_text(&name) => Media::Text(name),
        Media::Events(name) | Media::Lines(name) | Media::Sequence(name) => Media::Text(name),
        media => media,
    };
    Content { media, ..content }
}

/// Reads forms and multipart bodies as bytes: only requests of them have types. A string of any media type is text.
fn as_response<'b>(cx: &Context<'b, '_>, content: Content<'b>) -> Content<'b> {
    let name = content.at.name();
    let media = match content.media {
        Media::Json(_) if essence(&name) == "*/*" && is_plain(cx, &content) => {
            Media::Text("*/*".to_owned())
        }
        Media::Form | Media::Multipart(_) => Media::Binary(content.at.name().into_owned()),
        media => media,
    };
    Content { media, ..content }
}

/// Reports the schema of a body that the client sends as text or bytes.
pub(super) fn lost_request_schema<'b>(cx: &mut Context<'b, '_>, content: &Content<'b>) {
    let help = "describe the format in words: only JSON, JSON lines and sequences, forms and multipart bodies have types";
    if !whole::report(cx, &content.media, &content.at) {
        lost_schema(cx, content, ("the body", help));
    }
}

/// Reports the schema of a response that the client reads as text or bytes.
pub(super) fn lost_response_schema<'b>(cx: &mut Context<'b, '_>, content: &Content<'b>) {
    let help =
        "describe the format in words: only responses of JSON, and streams of JSON, have types";
    lost_schema(cx, content, ("the response", help));
}

/// Reports the schema of a payload that the server sends in another format than JSON.
pub(super) fn lost_payload_schema<'b>(cx: &mut Context<'b, '_>, content: &Content<'b>) {
    let help = "describe the format in words: only payloads of JSON have types";
    let bytes = Content {
        media: Media::Binary(content.media.name().to_owned()),
        described: content.described,
        at: content.at.clone(),
    };
    lost_schema(cx, &bytes, ("the payload", help));
}

fn lost_schema<'b>(
    cx: &mut Context<'b, '_>,
    content: &Content<'b>,
    (body, help): (&str, &'static str),
) {
    let read = match &content.media {
        Media::Text(_) => "a text",
        Media::Binary(_) => "bytes",
        Media::Json(_)
        | Media::Form
        | Media::Multipart(_)
        | Media::Events(_)
        | Media::Lines(_)
        | Media::Sequence(_) => return,
    };
    if is_structured(cx, content.described, &content.at) {
        let at = content.at.key("schema");
        let name = content.at.name();
        let message = format!("the schema of `{name}` has no effect: {body} is {read}");
        cx.diags.push(at.key_warning(message, help));
    }
}

/// Returns what the IR says about the media type that the client uses.
pub(super) fn media_types(content: &Content<'_>) -> MediaTypes {
    MediaTypes {
        encodings: encodings::encodings(content.described, &content.at),
        also: Vec::new(),
        others: Vec::new(),
        origin: content.at.key_origin(),
    }
}

/// Returns the media types that the client does not use.
pub(super) fn unused<'b: 'c, 'c>(
    cx: &mut Context<'b, '_>,
    others: impl IntoIterator<Item = &'c Content<'b>>,
    words: &Words,
) -> Vec<ir::Content> {
    let other = |content: &Content<'b>| ir::Content {
        media_type: content.at.name().into_owned(),
        media: content.media.clone(),
        ty: response_type(cx, content, words),
        origin: content.at.key_origin(),
    };
    others.into_iter().map(other).collect()
}

/// Reports names that are no media types, which is an error if there is no other name.
pub(super) fn check_names(
    cx: &mut Context<'_, '_>,
    content: &IndexMap<String, MediaType>,
    at: &At<'_>,
) {
    let has_media_type = content.keys().any(|name| media(name).is_some());
    report_names(cx, content, at, has_media_type);
}

/// Reports names that are no media types, of a body that the client can do without.
pub(super) fn warn_of_names(
    cx: &mut Context<'_, '_>,
    content: &IndexMap<String, MediaType>,
    at: &At<'_>,
) {
    report_names(cx, content, at, true);
}

fn report_names(
    cx: &mut Context<'_, '_>,
    content: &IndexMap<String, MediaType>,
    at: &At<'_>,
    has_media_type: bool,
) {
    for name in content.keys().filter(|name| media(name).is_none()) {
        let at = at.key("content").key(name.clone());
        let message = format!("`{name}` is not a media type");
        let help = "write a media type such as `application/json`";
        cx.diags.push(match has_media_type {
            true => at.key_warning(message, help),
            false => at.key_error(message, help),
        });
    }
}

impl<'b> Contents<'b> {
    /// Returns what the IR says about the media types. The other ones are added later.
    pub(super) fn media_types(&self) -> MediaTypes {
        let also = self.also.iter().map(|content| content.at.name());
        MediaTypes {
            also: also.map(Cow::into_owned).collect(),
            ..media_types(&self.chosen)
        }
    }

    /// Returns the media types of a successful response. If the chosen one would not fit all bodies, because some are files, the client
    /// reads bytes, whatever their media type is. JSON that is more than a text has a type all the same.
    pub(super) fn of_success(mut self, cx: &Context<'b, '_>) -> Self {
        let is_file = |content: &Content<'b>| {
            let name = content.at.name();
            matches!(content.media, Media::Binary(_)) && !is_format_of_text(&name)
        };
        let is_bytes =
            |content: &Content<'b>| described(cx, content).is_some_and(|view| view.is_bytes());
        let is_string = |view: View<'b>| view.ty == Some("string") && view.values.is_empty();
        let is_typed = |content: &Content<'b>| {
            content.media.is_json() && described(cx, content).is_some_and(|view| !is_string(view))
        };
        let is_text = |content: &Content<'b>| described(cx, content).is_some_and(is_string);
        if self.chosen.media.is_json()
            && is_text(&self.chosen)
            && self.others.iter().any(is_file)
            && let Some(typed) = self.others.iter_mut().find(|one| is_typed(one))
        {
            std::mem::swap(&mut self.chosen, typed);
        }
        let is_opaque = match &self.chosen.media {
            Media::Text(_) | Media::Json(_) if is_bytes(&self.chosen) => true,
            Media::Text(_) => self.others.iter().any(|one| is_file(one) || is_bytes(one)),
            Media::Json(_) if is_text(&self.chosen) => self.others.iter().any(is_file),
            _ => false,
        };
        if is_opaque {
            let mut others = self.others.iter_mut();
            if let Some(file) = others.find(|one| is_file(one)) {
                std::mem::swap(&mut self.chosen, file);
            }
            self.chosen.media = Media::Binary(self.chosen.at.name().into_owned());
        }
        if matches!(self.chosen.media, Media::Binary(_)) {
            self.also = std::mem::take(&mut self.others);
        }
        self
    }

    /// Returns the media types of an error response: the client requests no stream of errors.
    pub(super) fn without_streams(mut self) -> Self {
        self.others.append(&mut self.streams);
        self
    }

    /// Returns the media types that the client does not use.
    pub(super) fn others(&self, cx: &mut Context<'b, '_>, words: &Words) -> Vec<ir::Content> {
        let others = self.others.iter();
        let others =
            others.filter(|other| !(self.chosen.media.is_json() && self.chosen.covers(other)));
        unused(cx, others, words)
    }
}

/// Whether there is a schema that describes more than a text.
fn is_structured<'b>(cx: &Context<'b, '_>, described: &'b MediaType, at: &At<'b>) -> bool {
    let at = at.key("schema");
    let schema = described.schema.as_ref().map(SchemaRef::from);
    schema
        .and_then(|schema| references::target(cx, schema, &at))
        .is_some_and(|(schema, _)| !View::of(schema).is_text())
}

/// Returns the schema.
fn described<'b>(cx: &Context<'b, '_>, content: &Content<'b>) -> Option<View<'b>> {
    let schema = SchemaRef::from(content.described.schema.as_ref()?);
    let (schema, _) = references::target(cx, schema, &content.at.key("schema"))?;
    Some(View::of(schema))
}

/// Whether the schema describes any string.
fn is_plain<'b>(cx: &Context<'b, '_>, content: &Content<'b>) -> bool {
    described(cx, content).is_some_and(|view| {
        view.ty == Some("string") && view.format.is_none() && view.values.is_empty()
    })
}

/// Whether there is no schema, or one that describes nothing or only bytes.
fn may_be_bytes<'b>(cx: &Context<'b, '_>, described: &'b MediaType, at: &At<'b>) -> bool {
    let Some(schema) = &described.schema else {
        return true;
    };
    let schema = references::target(cx, SchemaRef::from(schema), at);
    schema.is_some_and(|(schema, _)| {
        let view = View::of(schema);
        let is_any = view.ty.is_none() && view.is_text() && !keys::is_raw(&view.data.extensions);
        view.is_bytes() || is_any
    })
}

/// Returns the properties of an object that the client unwraps and that gets no type.
pub(super) fn opened_parts<'b>(
    cx: &mut Context<'b, '_>,
    content: &Content<'b>,
) -> Option<Parts<'b>> {
    let schema = SchemaRef::from(content.described.schema.as_ref()?);
    let (schema, at) = references::target(cx, schema, &content.at.key("schema"))?;
    cx.reached.insert(at.clone());
    Some(all_of::parts(cx, &[(schema, at)]))
}

/// Returns the type of a request body. It is never null, which would be another way to send nothing.
pub(super) fn request_type<'b>(
    cx: &mut Context<'b, '_>,
    content: &Content<'b>,
    words: &Words,
) -> TypeRef {
    match response_type(cx, content, words) {
        line if content.media.is_records() => TypeRef::List(Box::new(line)),
        TypeRef::Nullable(ty) => *ty,
        // It can be read while it is sent.
        TypeRef::Primitive(Primitive::Bytes) => TypeRef::Primitive(Primitive::File),
        ty => ty,
    }
}

/// Returns the type of a response body.
pub(super) fn response_type<'b>(
    cx: &mut Context<'b, '_>,
    content: &Content<'b>,
    words: &Words,
) -> TypeRef {
    match (&content.media, &content.described.schema) {
        (Media::Text(_), _) => TypeRef::Primitive(Primitive::String),
        (Media::Binary(_), _) => TypeRef::Primitive(Primitive::Bytes),
        (media, _) if media.is_records() => content.records(cx, words).ty,
        (_, Some(schema)) => types::element_of(cx, schema.into(), &content.at.key("schema"), words),
        (_, None) => TypeRef::Primitive(Primitive::Any),
    }
}
