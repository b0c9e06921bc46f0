//! The schemas of requests, from which forms are built.

use truto_support_matrix::forms::{
    FormKind, Members, Property, PropertyType, Request, Source, Text,
};

use crate::ir::{
    Bound, Constraints, Docs, Enum, Extent, Field, Location, Operation, Package, Param, Primitive,
    Repr, Role, TypeDef, TypeId, TypeKind, TypeRef, Value, Variant,
};
use crate::plan::presence::Presence;

/// An object or a choice of types in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ObjectRef {
    /// An object with a schema.
    Struct(TypeId),
    /// A choice of types.
    Union(TypeId),
    /// A sort order: a direction for each field that is sorted by.
    Sort {
        /// The enum of fields.
        fields: TypeId,
        /// The enum of directions.
        direction: TypeId,
    },
}

impl ObjectRef {
    /// Returns the type whose name the object or choice has.
    pub(crate) fn ty(self) -> TypeId {
        match self {
            Self::Struct(id) | Self::Union(id) | Self::Sort { fields: id, .. } => id,
        }
    }
}

/// The objects of a package.
#[derive(Clone, Copy)]
pub(crate) struct Schemas<'a>(pub(crate) &'a Package);

impl Source for Schemas<'_> {
    type Object = ObjectRef;

    fn members(&self, object: ObjectRef) -> Members<ObjectRef> {
        match object {
            ObjectRef::Struct(id) | ObjectRef::Union(id) => {
                let (def, of) = (self.0.ty(id), self.0.structure(id));
                let fields = of.map_or(&[][..], |of| &of.fields);
                Members {
                    properties: fields.iter().map(|field| self.field(def, field)).collect(),
                    is_open: of.is_some_and(|of| of.is_open),
                }
            }
            ObjectRef::Sort { fields, direction } => {
                let fields = match &self.0.ty(fields).kind {
                    TypeKind::Enum(of) => &of.variants[..],
                    TypeKind::Struct(_) | TypeKind::Union(_) => &[],
                };
                let fields = fields.iter().map(|field| self.sorted(field, direction));
                Members {
                    properties: fields.collect(),
                    is_open: false,
                }
            }
        }
    }

    fn cases(&self, choice: ObjectRef) -> Vec<PropertyType<ObjectRef>> {
        match &self.0.ty(choice.ty()).kind {
            TypeKind::Union(of) => of.types().map(|case| self.ty(case, None)).collect(),
            TypeKind::Struct(_) | TypeKind::Enum(_) => vec![PropertyType::Object(choice)],
        }
    }
}

impl Schemas<'_> {
    /// Returns the query parameters that integrations handle, and the type of a body that consists of fields.
    pub(crate) fn request(&self, operation: &Operation) -> Request<ObjectRef> {
        let query = operation.params.iter().filter(|param| {
            param.role.is_checked() && matches!(param.location, Location::Query(_))
        });
        let body = operation.body.as_ref();
        let body = body.filter(|body| body.media.has_fields());
        Request {
            query: query.map(|param| self.parameter(param)).collect(),
            body: body.map(|body| self.ty(&body.ty, None)),
        }
    }

    /// Returns the type of a successful response, of the items of a page, or of the records of a stream, as the body of a form.
    pub(crate) fn response(&self, operation: &Operation) -> Request<ObjectRef> {
        let data = operation.response.data();
        Request {
            query: Vec::new(),
            body: data.map(|ty| self.ty(ty, None)),
        }
    }

    fn parameter(&self, param: &Param) -> Property<ObjectRef> {
        let ty = match (param.role, &param.ty) {
            (Role::Sort { direction }, TypeRef::Named(fields)) => {
                PropertyType::Object(ObjectRef::Sort {
                    fields: *fields,
                    direction,
                })
            }
            _ => self.ty(&param.ty, param.format.as_deref()),
        };
        Property {
            name: param.wire.clone().into(),
            ty,
            is_required: param.required,
            is_read_only: false,
            is_deprecated: param.docs.deprecated,
            description: description(&param.docs),
            default: param.default.clone(),
            constraints: Vec::new(),
        }
    }

    /// A field to sort by.
    fn sorted(&self, field: &Variant, direction: TypeId) -> Property<ObjectRef> {
        Property {
            name: field.wire.clone().into(),
            ty: self.ty(&TypeRef::Named(direction), None),
            is_required: false,
            is_read_only: false,
            is_deprecated: field.docs.deprecated,
            description: description(&field.docs),
            default: None,
            constraints: Vec::new(),
        }
    }

    fn field(&self, def: &TypeDef, field: &Field) -> Property<ObjectRef> {
        let ty = self.ty(&field.ty, field.format.as_deref());
        // In an update, null clears the field.
        let is_nullable = field.nullable || Presence::of(def, field) == Presence::Patch;
        Property {
            name: field.wire.clone().into(),
            ty: match is_nullable {
                true => PropertyType::Nullable(Box::new(ty)),
                false => ty,
            },
            is_required: field.required,
            is_read_only: field.read_only,
            is_deprecated: field.docs.deprecated,
            description: description(&field.docs),
            default: field.default.clone(),
            constraints: constraints(&field.constraints),
        }
    }

    /// `format` is that of the type, or of its items.
    fn ty(&self, ty: &TypeRef, format: Option<&str>) -> PropertyType<ObjectRef> {
        let boxed = |of: &TypeRef| Box::new(self.ty(of, format));
        match ty {
            TypeRef::Primitive(primitive) => self::primitive(*primitive, format),
            TypeRef::List(of) => PropertyType::List(boxed(of)),
            TypeRef::Map(of) => PropertyType::Map(boxed(of)),
            TypeRef::Nullable(of) => PropertyType::Nullable(boxed(of)),
            TypeRef::Named(id) => match &self.0.ty(*id).kind {
                TypeKind::Struct(_) => PropertyType::Object(ObjectRef::Struct(*id)),
                TypeKind::Enum(of) => choice(of),
                TypeKind::Union(_) => PropertyType::OneOf(ObjectRef::Union(*id)),
            },
        }
    }
}

fn primitive(primitive: Primitive, format: Option<&str>) -> PropertyType<ObjectRef> {
    let (kind, implied) = match primitive {
        Primitive::String => (FormKind::Text, None),
        Primitive::Bool => (FormKind::Boolean, None),
        Primitive::I32 | Primitive::I64 | Primitive::U64 => (FormKind::Integer, None),
        Primitive::F32 | Primitive::F64 | Primitive::Decimal => (FormKind::Number, None),
        Primitive::Timestamp => (FormKind::Text, Some("date-time")),
        Primitive::Date => (FormKind::Text, Some("date")),
        Primitive::Base64 => (FormKind::Text, Some("byte")),
        Primitive::Base64Url => (FormKind::Text, Some("base64url")),
        Primitive::Bytes | Primitive::File => return PropertyType::scalar(FormKind::File, None),
        Primitive::Any | Primitive::Raw => return PropertyType::scalar(FormKind::Any, None),
        Primitive::Object => return PropertyType::AnyObject,
    };
    let format = format.or(implied);
    PropertyType::scalar(kind, format.map(|format| Text::from(format.to_owned())))
}

fn choice(of: &Enum) -> PropertyType<ObjectRef> {
    let (kind, value): (_, fn(&Variant) -> Value) = match of.repr {
        Repr::String => (FormKind::Text, |variant| variant.wire.as_str().into()),
        Repr::Integer | Repr::Natural => (FormKind::Integer, |variant| {
            let number = serde_json::from_str(&variant.wire);
            number.unwrap_or_else(|_| variant.wire.as_str().into())
        }),
    };
    let values = of.variants.iter();
    let values = values.map(|variant| (value(variant), description(&variant.docs)));
    PropertyType::Scalar {
        kind,
        format: None,
        values: values.collect(),
    }
}

fn description(docs: &Docs) -> Option<Text> {
    let text = docs.description.as_ref().or(docs.summary.as_ref())?.trim();
    (!text.is_empty()).then(|| Text::from(text.to_owned()))
}

/// Returns the constraints in the order of their keywords.
fn constraints(of: &Constraints) -> Vec<(Text, Value)> {
    let mut all = Vec::new();
    let mut add = |keyword: &'static str, value: Option<Value>| {
        all.extend(value.map(|value| (Text::from(keyword), value)));
    };
    let sizes = [
        ("minItems", "maxItems", of.items),
        ("minLength", "maxLength", of.length),
        ("minProperties", "maxProperties", of.properties),
    ];
    for (least, most, Extent { min, max }) in sizes {
        add(least, min.map(Value::from));
        add(most, max.map(Value::from));
    }
    let bounds = [
        ("minimum", "exclusiveMinimum", &of.minimum),
        ("maximum", "exclusiveMaximum", &of.maximum),
    ];
    for (inside, beyond, bound) in bounds {
        let Some(Bound {
            value,
            is_exclusive,
        }) = bound
        else {
            continue;
        };
        let keyword = if *is_exclusive { beyond } else { inside };
        add(keyword, serde_json::from_str(&value.to_string()).ok());
    }
    let multiple = of.multiple_of.as_ref();
    add(
        "multipleOf",
        multiple.and_then(|of| serde_json::from_str(&of.to_string()).ok()),
    );
    add("pattern", of.pattern.as_deref().map(Value::from));
    add(
        "uniqueItems",
        of.has_unique_items.then_some(Value::Bool(true)),
    );
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all
}
