//! Bodies by media type, and the headers of responses.

use super::docs::Docs;
use super::style::Style;
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
}

impl Media {
    /// Returns the media type.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Json(name) | Self::Text(name) | Self::Binary(name) | Self::Multipart(name) => {
                name
            }
            Self::Form => "application/x-www-form-urlencoded",
        }
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
