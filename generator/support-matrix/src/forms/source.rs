//! What a form is built from: the schemas of objects and choices.

use serde_json::Value;

use super::{FormKind, Text};

/// The schemas of objects and choices, by an identifier that is compared but not interpreted. They can contain themselves.
pub trait Source {
    /// Identifies an object, or a choice of types.
    type Object: Copy + PartialEq;

    /// Returns the properties of an object.
    fn members(&self, object: Self::Object) -> Members<Self::Object>;

    /// Returns the types of a choice.
    fn cases(&self, choice: Self::Object) -> Vec<PropertyType<Self::Object>>;
}

/// What a request consists of.
#[derive(Clone, Debug)]
pub struct Request<O> {
    /// The query parameters that the integration handles.
    pub query: Vec<Property<O>>,
    /// The type of the body, if it consists of fields.
    pub body: Option<PropertyType<O>>,
}

/// The properties of an object.
#[derive(Clone, Debug)]
pub struct Members<O> {
    /// The properties, in the order of the schema.
    pub properties: Vec<Property<O>>,
    /// Whether it can have others.
    pub is_open: bool,
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Property<O> {
    /// The name in JSON.
    pub name: Text,
    /// The type.
    pub ty: PropertyType<O>,
    /// Whether the schema requires it.
    pub is_required: bool,
    /// Whether only the API sets it.
    pub is_read_only: bool,
    /// Whether it is deprecated.
    pub is_deprecated: bool,
    /// The description, in Markdown.
    pub description: Option<Text>,
    /// The default.
    pub default: Option<Value>,
    /// The constraints, by their keywords in JSON Schema.
    pub constraints: Vec<(Text, Value)>,
}

/// The type of a property.
#[derive(Clone, Debug)]
pub enum PropertyType<O> {
    /// A text, a number, a boolean, or any value.
    Scalar {
        /// The kind.
        kind: FormKind,
        /// The format, such as `date-time`.
        format: Option<Text>,
        /// The values of the enum, each with its description; empty if it is none.
        values: Vec<(Value, Option<Text>)>,
    },
    /// An object without named properties.
    AnyObject,
    /// An object with named properties.
    Object(O),
    /// A list of values of one type.
    List(Box<PropertyType<O>>),
    /// An object whose properties have any names and values of one type.
    Map(Box<PropertyType<O>>),
    /// A value that can be null.
    Nullable(Box<PropertyType<O>>),
    /// A value of one of several types.
    OneOf(O),
}

impl<O> PropertyType<O> {
    /// Returns a scalar that is no enum.
    #[must_use]
    pub const fn scalar(kind: FormKind, format: Option<Text>) -> Self {
        Self::Scalar {
            kind,
            format,
            values: Vec::new(),
        }
    }
}
