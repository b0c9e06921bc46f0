//! What a request needs to know about its operation.

use crate::ir::{Case, Media, Operation, Param, Primitive, Records, ResponseType, Role, TypeRef};

pub(crate) fn with_role(operation: &Operation, role: Role) -> Option<&Param> {
    operation.params.iter().find(|param| param.role == role)
}

/// The media types of the responses that `send` accepts; `None` if the only one is JSON.
pub(crate) fn accept(operation: &Operation) -> Option<String> {
    let mut all: Vec<&str> = Vec::new();
    for case in cases(operation) {
        let also = case.media_types.iter().flat_map(|all| &all.also);
        let names = case.media.iter().map(Media::name);
        for name in names.chain(also.map(String::as_str)) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
    }
    match all.as_slice() {
        [] | ["application/json"] => None,
        all => Some(all.join(", ")),
    }
}

/// The successful responses that `send` decodes: those that are streams of events or lines only if there are no others.
pub(crate) fn cases(operation: &Operation) -> impl Iterator<Item = &Case> {
    let records = match &operation.response {
        ResponseType::Records(records) => Some(&records.media),
        _ => None,
    };
    operation
        .cases
        .iter()
        .filter(move |case| match &case.media {
            Some(media) => match records {
                Some(records) => media.is_like(records),
                None => !media.is_records(),
            },
            None => true,
        })
}

/// All streams of events or lines: the response, or those that can be requested instead.
pub(crate) fn streams(operation: &Operation) -> impl Iterator<Item = &Records> {
    let response = match &operation.response {
        ResponseType::Records(records) => Some(records),
        _ => None,
    };
    response.into_iter().chain(&operation.streams)
}

/// How a body is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decoder {
    Bytes,
    Text,
    /// Text, or a JSON string if the response is JSON.
    AnyText,
    Json,
}

impl Decoder {
    /// The decoder of a body of this type and media type.
    pub(crate) fn of(ty: &TypeRef, media: Option<&Media>) -> Self {
        match (ty, media) {
            (TypeRef::Primitive(Primitive::Bytes), _) => Self::Bytes,
            (TypeRef::Primitive(Primitive::String), Some(Media::Text(name))) if name == "*/*" => {
                Self::AnyText
            }
            (TypeRef::Primitive(Primitive::String), Some(Media::Text(_) | Media::Binary(_))) => {
                Self::Text
            }
            _ => Self::Json,
        }
    }
}
