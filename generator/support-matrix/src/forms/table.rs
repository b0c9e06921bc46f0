//! Schemas as constant data.

use std::borrow::Cow;

use serde_json::Value;

use super::{FormKind, Members, Property, PropertyType, Request, Source, Text};

/// The requests of an API.
#[derive(Debug)]
pub struct Schemas(&'static [Schema]);

impl Schemas {
    /// Creates the list of the requests.
    #[must_use]
    pub const fn new(all: &'static [Schema]) -> Self {
        Self(all)
    }

    /// Returns the request of the operation with this ID.
    #[must_use]
    pub fn find(&self, operation: &str) -> Option<&'static Schema> {
        self.0.iter().find(|schema| schema.operation == operation)
    }
}

/// The request of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    operation: &'static str,
    query: &'static [Row],
    body: Option<Type>,
}

impl Schema {
    /// Creates the schema of an operation without query parameters and body.
    #[must_use]
    pub const fn new(operation: &'static str) -> Self {
        Self {
            operation,
            query: &[],
            body: None,
        }
    }

    /// Sets the query parameters.
    #[must_use]
    pub const fn with_query(mut self, query: &'static [Row]) -> Self {
        self.query = query;
        self
    }

    /// Sets the type of the body.
    #[must_use]
    pub const fn with_body(mut self, body: Type) -> Self {
        self.body = Some(body);
        self
    }

    /// The ID of the operation.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the request as a form is built from it.
    #[must_use]
    pub fn request(&self) -> Request<ObjectId> {
        Request {
            query: self.query.iter().map(Row::property).collect(),
            body: self.body.as_ref().map(Type::property_type),
        }
    }
}

/// An object.
#[derive(Debug)]
pub struct Object {
    rows: &'static [Row],
    is_open: bool,
}

impl Object {
    /// Creates an object with these properties.
    #[must_use]
    pub const fn new(rows: &'static [Row]) -> Self {
        Self {
            rows,
            is_open: false,
        }
    }

    /// The object can have other properties.
    #[must_use]
    pub const fn open(mut self) -> Self {
        self.is_open = true;
        self
    }
}

/// A property or a query parameter.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    name: &'static str,
    ty: Type,
    description: &'static str,
    is_required: bool,
    is_read_only: bool,
    is_deprecated: bool,
    default: Option<&'static str>,
    constraints: &'static [(&'static str, &'static str)],
}

impl Row {
    /// Creates a property.
    #[must_use]
    pub const fn new(name: &'static str, ty: Type, description: &'static str) -> Self {
        Self {
            name,
            ty,
            description,
            is_required: false,
            is_read_only: false,
            is_deprecated: false,
            default: None,
            constraints: &[],
        }
    }

    /// The schema requires the property.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Only the API sets the property.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// The property is deprecated.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.is_deprecated = true;
        self
    }

    /// Sets the default, as JSON.
    #[must_use]
    pub const fn with_default(mut self, json: &'static str) -> Self {
        self.default = Some(json);
        self
    }

    /// Sets the constraints: keywords of JSON Schema, each with its value as JSON.
    #[must_use]
    pub const fn with_constraints(
        mut self,
        constraints: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.constraints = constraints;
        self
    }

    fn property(&self) -> Property<ObjectId> {
        let constraints = self.constraints.iter();
        let constraints = constraints.map(|(keyword, value)| ((*keyword).into(), json(value)));
        Property {
            name: self.name.into(),
            ty: self.ty.property_type(),
            is_required: self.is_required,
            is_read_only: self.is_read_only,
            is_deprecated: self.is_deprecated,
            description: text(self.description),
            default: self.default.map(json),
            constraints: constraints.collect(),
        }
    }
}

/// The type of a property.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// Any JSON value.
    Any,
    /// A text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A file.
    File,
    /// An object without named properties.
    AnyObject,
    /// A value of this kind with a format.
    Formatted(FormKind, &'static str),
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// One of these texts, each with its description.
    Described(&'static [(&'static str, &'static str)]),
    /// An integer of these, each with its description.
    Integers(&'static [(&'static str, &'static str)]),
    /// An object.
    Of(&'static Object),
    /// A list of values of one type.
    List(&'static Type),
    /// An object whose properties have any names and values of one type.
    Map(&'static Type),
    /// A value that can be null.
    Nullable(&'static Type),
    /// A value of one of several types, which can contain the choice.
    OneOf(&'static [Type]),
}

impl Type {
    fn property_type(&self) -> PropertyType<ObjectId> {
        let scalar = |kind| PropertyType::scalar(kind, None);
        let boxed = |of: &Self| Box::new(of.property_type());
        match self {
            Self::Any => scalar(FormKind::Any),
            Self::Text => scalar(FormKind::Text),
            Self::Boolean => scalar(FormKind::Boolean),
            Self::Integer => scalar(FormKind::Integer),
            Self::Number => scalar(FormKind::Number),
            Self::File => scalar(FormKind::File),
            Self::AnyObject => PropertyType::AnyObject,
            Self::Formatted(kind, format) => PropertyType::scalar(*kind, text(format)),
            Self::Choice(values) => choice(
                FormKind::Text,
                values.iter().map(|value| ((*value).into(), None)),
            ),
            Self::Described(values) => choice(FormKind::Text, described(values, Value::from)),
            Self::Integers(values) => choice(FormKind::Integer, described(values, json)),
            Self::Of(object) => PropertyType::Object(ObjectId::Object(object)),
            Self::List(of) => PropertyType::List(boxed(of)),
            Self::Map(of) => PropertyType::Map(boxed(of)),
            Self::Nullable(of) => PropertyType::Nullable(boxed(of)),
            Self::OneOf(cases) => PropertyType::OneOf(ObjectId::Choice(cases)),
        }
    }
}

fn choice(
    kind: FormKind,
    values: impl Iterator<Item = (Value, Option<Text>)>,
) -> PropertyType<ObjectId> {
    PropertyType::Scalar {
        kind,
        format: None,
        values: values.collect(),
    }
}

fn described(
    values: &'static [(&'static str, &'static str)],
    value: fn(&'static str) -> Value,
) -> impl Iterator<Item = (Value, Option<Text>)> {
    let values = values.iter();
    values.map(move |(name, description)| (value(name), text(description)))
}

fn text(text: &'static str) -> Option<Text> {
    (!text.is_empty()).then_some(Cow::Borrowed(text))
}

/// The generator writes these constants, so their text is always valid JSON.
fn json(text: &'static str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// Identifies a constant object or choice.
#[derive(Clone, Copy, Debug)]
pub enum ObjectId {
    /// An object.
    Object(&'static Object),
    /// A choice of types.
    Choice(&'static [Type]),
}

impl PartialEq for ObjectId {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Self::Object(one), Self::Object(other)) => std::ptr::eq(one, other),
            (Self::Choice(one), Self::Choice(other)) => std::ptr::eq(one, other),
            (Self::Object(_), Self::Choice(_)) | (Self::Choice(_), Self::Object(_)) => false,
        }
    }
}

/// The constant objects and choices of a crate.
#[derive(Clone, Copy, Debug)]
pub struct Tables;

impl Source for Tables {
    type Object = ObjectId;

    fn members(&self, object: ObjectId) -> Members<ObjectId> {
        let (rows, is_open) = match object {
            ObjectId::Object(object) => (object.rows, object.is_open),
            ObjectId::Choice(_) => (&[][..], true),
        };
        Members {
            properties: rows.iter().map(Row::property).collect(),
            is_open,
        }
    }

    fn cases(&self, choice: ObjectId) -> Vec<PropertyType<ObjectId>> {
        match choice {
            ObjectId::Choice(cases) => cases.iter().map(Type::property_type).collect(),
            ObjectId::Object(_) => vec![PropertyType::Object(choice)],
        }
    }
}
