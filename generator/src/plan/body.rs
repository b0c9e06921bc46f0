//! How a builder stores its body.

use crate::ir::{Body, Field, Operation, Package, Primitive, TypeRef};

/// How a builder stores its body.
pub(crate) enum BodyShape<'a> {
    None,
    /// The builder starts with an empty body and has a setter for each field, if any.
    Fields(&'a Body, &'a [Field]),
    /// Like `Fields`, but no body is sent unless a field is set.
    OptionalFields(&'a Body, &'a [Field]),
    /// An argument of the method. Fields that are not arguments of its `new` have setters.
    Argument(&'a Body, &'a [Field]),
    /// An optional body that is set as a whole.
    Optional(&'a Body),
}

impl<'a> BodyShape<'a> {
    pub(crate) fn of(package: &'a Package, operation: &'a Operation) -> Self {
        let Some(body) = &operation.body else {
            return Self::None;
        };
        let fields = package
            .body_struct(operation)
            .map(|(_, of)| of.fields.as_slice());
        match (fields, body.required) {
            (Some(fields), true) if fields.iter().any(Field::is_mandatory) => {
                Self::Argument(body, fields)
            }
            (Some(fields), true) => Self::Fields(body, fields),
            (Some(fields), false) if !fields.iter().any(Field::is_mandatory) => {
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

    /// The fields that have a setter on the builder.
    pub(crate) fn setters(&self) -> impl Iterator<Item = &'a Field> {
        let fields = self.fields().iter();
        fields.filter(|field| has_setter(field, true))
    }

    /// Whether the body is a JSON object, so that fields without a setter can be added.
    pub(crate) fn is_open(&self, package: &Package) -> bool {
        self.body().is_some_and(|body| match &body.ty {
            TypeRef::Named(id) => package.structure(*id).is_some() && body.media.is_json(),
            _ => is_map(body),
        })
    }

    /// Whether the builder stores the body as an `Option`.
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self, Self::OptionalFields(..) | Self::Optional(_))
    }
}

/// Whether a field has a setter, and is no argument of `new`. A field that only the server sets has one only in types that only the
/// server creates.
pub(crate) fn has_setter(field: &Field, in_request: bool) -> bool {
    match in_request {
        true => !field.is_always_sent() && !field.read_only,
        false => !field.is_always_present(),
    }
}

/// Whether the body is a JSON object without documented fields.
fn is_map(body: &Body) -> bool {
    let is_map = matches!(
        body.ty,
        TypeRef::Primitive(Primitive::Object) | TypeRef::Map(_)
    );
    is_map && body.media.is_json()
}
