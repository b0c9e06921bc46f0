//! How a builder puts its body together.

use super::context::Context;
use crate::ir::{Body, Field, Media, Operation, Primitive, TypeRef};

/// How the body is put together.
pub(crate) enum BodyShape<'a> {
    None,
    /// The builder begins with an empty one and has a setter per field, if there are any.
    Fields(&'a Body, &'a [Field]),
    /// As `Fields`, and nothing is sent unless a field is set.
    OptionalFields(&'a Body, &'a [Field]),
    /// An argument of the method; the fields that are not arguments of its `new` have setters.
    Argument(&'a Body, &'a [Field]),
    /// Given whole, or not at all.
    Optional(&'a Body),
}

impl<'a> BodyShape<'a> {
    pub(crate) fn of(context: &Context<'a>, operation: &'a Operation) -> Self {
        let Some(body) = &operation.body else {
            return Self::None;
        };
        let fields = context
            .body_struct(operation)
            .map(|(_, of)| of.fields.as_slice());
        match (fields, body.required) {
            (Some(fields), true) if fields.iter().any(Field::is_argument) => {
                Self::Argument(body, fields)
            }
            (Some(fields), true) => Self::Fields(body, fields),
            (Some(fields), false) if !fields.iter().any(Field::is_argument) => {
                Self::OptionalFields(body, fields)
            }
            (None, true) if is_map(body) => Self::Fields(body, &[]),
            (_, true) => Self::Argument(body, &[]),
            (_, false) => Self::Optional(body),
        }
    }

    pub(crate) fn body(&self) -> Option<&'a Body> {
        match self {
            Self::None => None,
            Self::Fields(body, _)
            | Self::OptionalFields(body, _)
            | Self::Argument(body, _)
            | Self::Optional(body) => Some(body),
        }
    }

    pub(crate) fn fields(&self) -> &'a [Field] {
        match self {
            Self::None | Self::Optional(_) => &[],
            Self::Fields(_, fields)
            | Self::OptionalFields(_, fields)
            | Self::Argument(_, fields) => fields,
        }
    }

    /// It is a JSON object, so that it can have fields that its type does not name.
    pub(crate) fn is_open(&self, context: &Context<'_>) -> bool {
        self.body().is_some_and(|body| match &body.ty {
            TypeRef::Named(id) => {
                context.structure(*id).is_some() && matches!(body.media, Media::Json(_))
            }
            _ => is_map(body),
        })
    }

    /// The builder holds an `Option`.
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self, Self::OptionalFields(..) | Self::Optional(_))
    }
}

/// A JSON object of which no field is known.
fn is_map(body: &Body) -> bool {
    let is_map = matches!(
        body.ty,
        TypeRef::Primitive(Primitive::Object) | TypeRef::Map(_)
    );
    is_map && matches!(body.media, Media::Json(_))
}
