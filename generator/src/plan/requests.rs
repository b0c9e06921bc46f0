//! What a request needs to know about its operation.

use crate::ir::{Media, Operation, Param, Primitive, Role, TypeRef};

pub(crate) fn with_role(operation: &Operation, role: Role) -> Option<&Param> {
    operation.params.iter().find(|param| param.role == role)
}

/// The media types of the responses; `None` if the only one is JSON.
pub(crate) fn accept(operation: &Operation) -> Option<String> {
    let mut all: Vec<&str> = Vec::new();
    for media in operation
        .cases
        .iter()
        .filter_map(|case| case.media.as_ref())
    {
        if !all.contains(&media.name()) {
            all.push(media.name());
        }
    }
    match all.as_slice() {
        [] | ["application/json"] => None,
        all => Some(all.join(", ")),
    }
}

/// How a body is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decoder {
    Bytes,
    Text,
    Json,
}

impl Decoder {
    /// The decoder of a body of this type and media type.
    pub(crate) fn of(ty: &TypeRef, media: Option<&Media>) -> Self {
        match (ty, media) {
            (TypeRef::Primitive(Primitive::Bytes), _) => Self::Bytes,
            (TypeRef::Primitive(Primitive::String), Some(Media::Text(_) | Media::Binary(_))) => {
                Self::Text
            }
            _ => Self::Json,
        }
    }
}
