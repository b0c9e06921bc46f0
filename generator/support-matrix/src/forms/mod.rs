//! Forms: the fields of a request in the order of its schema, each with its support by one integration.
//!
//! A [`Form`] follows from two descriptions of an operation: its schema (a [`Source`]) and its matrix (a [`Cell`] for each path). Both
//! can be constants, as in a generated crate, or parsed documents.

mod build;
mod inputs;
mod json;
mod json_schema;
mod source;
mod table;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde_json::Value;

use self::inputs::Inputs;
use crate::{Answer, Level, Provenance};

pub use build::{Cell, Cells};
pub use source::{Members, Property, PropertyType, Request, Source};
pub use table::{Object, Row, Schema, Schemas, Tables, Type};

/// A text of a form: a constant, unless it comes from a document.
pub type Text = Cow<'static, str>;

/// The fields of a request in the order of its schema, each with its support by one integration.
///
/// In JSON, it has all that the methods return: `operation`, `integration` (the slug), `label`, `operation_support`, `query` (a list of
/// fields), and as `body` the type of the body, with its `fields`.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    operation: Text,
    integration: Text,
    label: Text,
    operation_support: Answer,
    query: Vec<FormField>,
    body: Option<FormType>,
}

impl Form {
    /// The ID of the operation, such as `ticketing.contacts.create`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The slug of the integration.
    #[must_use]
    pub fn integration(&self) -> &str {
        &self.integration
    }

    /// The display name of the integration.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Whether the integration supports the operation. If not, it supports none of the fields either.
    #[must_use]
    pub fn operation_support(&self) -> Answer {
        self.operation_support
    }

    /// The query parameters that the integration handles, such as filters, in the order of the schema.
    #[must_use]
    pub fn query(&self) -> &[FormField] {
        &self.query
    }

    /// The type of the body; `None` if the operation has no body that consists of fields.
    #[must_use]
    pub fn body(&self) -> Option<&FormType> {
        self.body.as_ref()
    }

    /// The fields at the top level of the body, in the order of the schema. Empty if there is no body, or if it is not an object.
    #[must_use]
    pub fn fields(&self) -> &[FormField] {
        self.body.as_ref().map_or(&[], FormType::fields)
    }

    /// All fields of the body, also nested ones. Each field is followed by those that it contains.
    #[must_use]
    pub fn all_fields(&self) -> Vec<&FormField> {
        let mut all = Vec::new();
        if let Some(body) = &self.body {
            body.collect(&mut all);
        }
        all
    }

    /// The field of the body at a path, such as `emails.type`.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<&FormField> {
        self.all_fields()
            .into_iter()
            .find(|field| field.path() == path)
    }

    /// The body of a request from the inputs of a web page: pairs of name and text, as a browser sends them.
    ///
    /// - The name of an input is the [path](FormField::path) of its field. In a list, the index of the item follows the name of the list:
    ///   `emails.0.type`, `tags.1`. The indexes only need to be in the order of the items.
    /// - Every type but text is read as JSON: `7`, `true`, `{"plan": "pro"}`. An input that is not JSON stays a text. `on`, from a box that
    ///   is ticked, is `true`.
    /// - A list or an object can have one input with its JSON instead of those of its parts. A map or a value of one of several types
    ///   always has one.
    /// - A time without an offset, as browsers send it, is in UTC.
    /// - A field without an input, or with an empty one, is left out. An input without a field is ignored.
    ///
    /// The body is not checked: a number can be a text, and a required field can be missing. `from_json` or the check of the
    /// operation reports that.
    #[must_use]
    pub fn read_inputs<N: Into<String>, T: Into<String>>(
        &self,
        inputs: impl IntoIterator<Item = (N, T)>,
    ) -> Value {
        let inputs = inputs.into_iter();
        let inputs = Inputs::new(inputs.map(|(name, text)| (name.into(), text.into())));
        self.body
            .as_ref()
            .map_or(Value::Null, |body| inputs.body(body))
    }

    /// A JSON Schema (draft 2020-12) of the bodies that the integration accepts, as far as the documentation says; `None` if the
    /// operation has no body that consists of fields.
    ///
    /// - A field that the integration does not support is not among the `properties`. A body with such a field is not valid.
    /// - A field that the integration requires according to a current page, or that the API requires, is `required`.
    /// - The known values of a field are its `enum` if the integration is known to accept no others, and otherwise `examples`.
    /// - If the integration does not support the operation, no body is valid. If that is not documented, a body is only invalid if it does not
    ///   satisfy the API.
    /// - `x-level` is the [level](FormField::level) of each field.
    #[must_use]
    pub fn json_schema(&self) -> Option<String> {
        json_schema::text(self)
    }
}

/// A field of a [`Form`].
#[derive(Clone, Debug, PartialEq)]
pub struct FormField {
    name: Text,
    path: String,
    level: Level,
    provenance: Option<Provenance>,
    is_required: bool,
    may_be_required: bool,
    is_read_only: bool,
    is_deprecated: bool,
    description: Option<Text>,
    default: Option<Value>,
    constraints: Vec<(Text, Value)>,
    ty: FormType,
}

impl FormField {
    /// The name in JSON.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names from the root of the body, such as `emails.type`, or the name of the query parameter without a trailing `[]`: the
    /// path in the matrix.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How the integration supports the field. [`Level::NotDocumented`] if the documentation gives only numbers, or nothing.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// The source of the names of the integrations that support the field; `None` if there are none.
    #[must_use]
    pub fn provenance(&self) -> Option<Provenance> {
        self.provenance
    }

    /// Whether the field must be set: the integration requires it, or the API requires it of every integration. A field inside an
    /// object must be set if the object is. If the [provenance](Self::provenance) is not a current page, the integration may not require it
    /// today.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.is_required
    }

    /// Whether the integration may require the field: the documentation counts more integrations that require it than it names.
    #[must_use]
    pub fn may_be_required(&self) -> bool {
        self.may_be_required
    }

    /// Whether only the API sets the field.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// Whether the field is deprecated.
    #[must_use]
    pub fn is_deprecated(&self) -> bool {
        self.is_deprecated
    }

    /// The description, in Markdown.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The value that the API uses if the field is not set.
    #[must_use]
    pub fn default_value(&self) -> Option<&Value> {
        self.default.as_ref()
    }

    /// The constraints on the value, by their keywords in JSON Schema: `minLength`, `maxLength`, `pattern`, `minimum`, `maximum`,
    /// `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`, `minItems`, `maxItems`, `uniqueItems`, `minProperties`, `maxProperties`.
    pub fn constraints(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.constraints
            .iter()
            .map(|(keyword, value)| (&**keyword, value))
    }

    /// The type of the value.
    #[must_use]
    pub fn field_type(&self) -> &FormType {
        &self.ty
    }

    /// The fields of the object, or of the objects in the list or map, in the order of the schema.
    #[must_use]
    pub fn fields(&self) -> &[FormField] {
        self.ty.fields()
    }

    /// All fields inside the field. Each is followed by those that it contains.
    #[must_use]
    pub fn all_fields(&self) -> Vec<&FormField> {
        let mut all = Vec::new();
        self.ty.collect(&mut all);
        all
    }
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FormType {
    /// A text, a number, a boolean, or any value.
    Scalar(FormScalar),
    /// An object.
    Object(FormObject),
    /// A list of values of one type.
    List(Box<FormType>),
    /// An object whose fields have any names and values of one type.
    Map(Box<FormType>),
    /// A value that can be null.
    Nullable(Box<FormType>),
    /// A value of one of several types.
    OneOf(Vec<FormType>),
}

impl FormType {
    /// The fields of the object, or of the objects in the list or map. Empty for any other type.
    #[must_use]
    pub fn fields(&self) -> &[FormField] {
        match self {
            Self::Object(object) => &object.fields,
            Self::List(of) | Self::Map(of) | Self::Nullable(of) => of.fields(),
            Self::Scalar(_) | Self::OneOf(_) => &[],
        }
    }

    /// The scalar type of the value itself, or of the values in the list or map. Text, numbers, booleans and any value are scalar types.
    #[must_use]
    pub fn scalar(&self) -> Option<&FormScalar> {
        match self {
            Self::Scalar(scalar) => Some(scalar),
            Self::List(of) | Self::Map(of) | Self::Nullable(of) => of.scalar(),
            Self::Object(_) | Self::OneOf(_) => None,
        }
    }

    fn collect<'a>(&'a self, all: &mut Vec<&'a FormField>) {
        match self {
            Self::Object(object) => {
                for field in &object.fields {
                    all.push(field);
                    field.ty.collect(all);
                }
            }
            Self::List(of) | Self::Map(of) | Self::Nullable(of) => of.collect(all),
            Self::OneOf(cases) => cases.iter().for_each(|case| case.collect(all)),
            Self::Scalar(_) => {}
        }
    }
}

/// An object with named fields.
#[derive(Clone, Debug, PartialEq)]
pub struct FormObject {
    fields: Vec<FormField>,
    is_open: bool,
}

impl FormObject {
    /// The fields, in the order of the schema. Empty if they are not documented, or if the object contains itself.
    #[must_use]
    pub fn fields(&self) -> &[FormField] {
        &self.fields
    }

    /// Whether the object can have other fields, too.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }
}

/// A text, a number, a boolean, or any value.
#[derive(Clone, Debug, PartialEq)]
pub struct FormScalar {
    kind: FormKind,
    format: Option<Text>,
    values: Vec<FormValue>,
    is_open: bool,
}

impl FormScalar {
    /// The kind of value.
    #[must_use]
    pub fn kind(&self) -> FormKind {
        self.kind
    }

    /// The format, such as `date-time`.
    #[must_use]
    pub fn format(&self) -> Option<&str> {
        self.format.as_deref()
    }

    /// The documented values. Empty if there is no list of them.
    #[must_use]
    pub fn values(&self) -> &[FormValue] {
        &self.values
    }

    /// Whether the integration may accept other values than the documented ones.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }
}

/// The kind of a [`FormScalar`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FormKind {
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
    /// A file, which is a part of a multipart body.
    File,
}

named_variants! {
    FormKind {
        Any = "any",
        Text = "string",
        Boolean = "boolean",
        Integer = "integer",
        Number = "number",
        File = "file",
    }
}

/// A documented value of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct FormValue {
    value: Value,
    answer: Answer,
    description: Option<Text>,
}

impl FormValue {
    /// The value: a text or a number.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Whether the integration accepts the value.
    #[must_use]
    pub fn answer(&self) -> Answer {
        self.answer
    }

    /// The description, in Markdown.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }
}
