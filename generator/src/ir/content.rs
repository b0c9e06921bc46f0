//! Bodies by media type, and the headers of responses.

use super::docs::Docs;
use super::style::{QueryStyle, Style};
use super::types::TypeRef;
use crate::source::Origin;

/// The encoding of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Media {
    /// JSON, with the media type of the document.
    Json(String),
    /// `application/x-www-form-urlencoded`
    Form,
    /// Text.
    Text(String),
    /// Raw bytes.
    Binary(String),
    /// Several parts, one for each property of the object.
    Multipart(String),
    /// A stream of events: `text/event-stream`.
    Events(String),
    /// A stream of JSON values, one on each line: `application/jsonl`.
    Lines(String),
    /// A stream of JSON values, each after a separator: `application/json-seq`.
    Sequence(String),
}

impl Media {
    /// Returns the media type.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Json(name)
            | Self::Text(name)
            | Self::Binary(name)
            | Self::Multipart(name)
            | Self::Events(name)
            | Self::Lines(name)
            | Self::Sequence(name) => name,
            Self::Form => "application/x-www-form-urlencoded",
        }
    }

    /// Whether the body is JSON, so that the support matrix and conversions refer to its fields.
    #[must_use]
    pub fn is_json(&self) -> bool {
        matches!(self, Self::Json(_))
    }

    /// Whether the body has named fields, each with a setter.
    #[must_use]
    pub fn has_fields(&self) -> bool {
        matches!(self, Self::Json(_) | Self::Form | Self::Multipart(_))
    }

    /// Whether the body has several parts, such as files.
    #[must_use]
    pub fn is_multipart(&self) -> bool {
        matches!(self, Self::Multipart(_))
    }

    /// Whether the body is a stream of events.
    #[must_use]
    pub fn is_events(&self) -> bool {
        matches!(self, Self::Events(_))
    }

    /// Whether the body is a stream of records: events or lines.
    #[must_use]
    pub fn is_records(&self) -> bool {
        matches!(self, Self::Events(_) | Self::Lines(_) | Self::Sequence(_))
    }

    /// Whether both are read and written in the same way.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// The media types of a body, beside the type and the encoding of the one that the client uses.
#[derive(Clone, Debug)]
pub struct MediaTypes {
    /// How the properties are encoded in a form or multipart body.
    pub encodings: Option<Encodings>,
    /// Further media types of a response, which the client reads in the same way.
    pub also: Vec<String>,
    /// The media types that the client does not use.
    pub others: Vec<Content>,
    /// The location of the media type that the client uses.
    pub origin: Origin,
}

/// A body of one media type.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type, as in the document.
    pub media_type: String,
    /// Its encoding.
    pub media: Media,
    /// Its type.
    pub ty: TypeRef,
    /// The source location.
    pub origin: Origin,
}

/// A successful response that is a stream of records: events or lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Records {
    /// How the records are separated.
    pub media: Media,
    /// What the type describes.
    pub form: RecordForm,
    /// The type of the records.
    pub ty: TypeRef,
}

/// What the type of a stream of records describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordForm {
    /// A line, or the data of an event, which is JSON.
    Json,
    /// The data of an event, which is text.
    Text,
    /// A whole event: an object with `data`, and with `event` or `id`.
    Whole,
}

/// The encodings of the properties of a body.
#[derive(Clone, Debug)]
pub struct Encodings {
    /// The properties with an encoding of their own.
    pub properties: Vec<PropertyEncoding>,
    /// The source location.
    pub origin: Origin,
}

/// The encoding of a property of a form or multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyEncoding {
    /// The JSON name of the property.
    pub wire: String,
    /// The media type of the part.
    pub media_type: Option<String>,
    /// The serialization in a form.
    pub style: Style,
    /// Whether a list or object becomes several parameters of a form.
    pub explode: bool,
    /// Whether the document says so, with `style` or `explode`.
    pub is_styled: bool,
    /// The location of the headers of the part, if it has any.
    pub headers: Option<Origin>,
    /// The source location.
    pub origin: Origin,
}

impl PropertyEncoding {
    /// Returns how a form serializes the property, if that is not the default of forms. The default differs from the style `form` in
    /// that an object keeps the name of the property.
    #[must_use]
    pub fn form_style(&self) -> Option<QueryStyle> {
        let media = self.media_type.as_deref();
        if media.is_some_and(is_json) {
            return Some(QueryStyle::Json);
        }
        match (self.style, self.explode) {
            (Style::DeepObject, _) => Some(QueryStyle::DeepObject),
            (Style::SpaceDelimited, false) => Some(QueryStyle::SpaceDelimited),
            (Style::PipeDelimited, false) => Some(QueryStyle::PipeDelimited),
            (Style::Form, false) => Some(QueryStyle::FormJoined),
            _ => self.is_styled.then_some(QueryStyle::Form),
        }
    }

    /// Returns the media type of the part of a multipart body, if it is one media type.
    #[must_use]
    pub fn part_type(&self) -> Option<&str> {
        let media = self.media_type.as_deref()?;
        (!media.contains(['*', ','])).then_some(media)
    }
}

/// Whether the media type is JSON: `application/json`, `text/json` or `application/problem+json`, also with parameters.
#[must_use]
pub(crate) fn is_json(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

/// The headers of a response.
#[derive(Clone, Debug)]
pub struct Headers {
    /// The headers, in document order.
    pub all: Vec<Header>,
    /// The source location.
    pub origin: Origin,
}

/// A header of a response.
#[derive(Clone, Debug)]
pub struct Header {
    /// The name: `X-Rate-Limit`.
    pub wire: String,
    /// The type.
    pub ty: TypeRef,
    /// Whether every response has it.
    pub required: bool,
    /// The documentation.
    pub docs: Docs,
}
