//! Models: structs, enums, unions, and references between them.

use super::constraints::Constraints;
use super::docs::Docs;
use super::extensions::field_name::FieldName;
use super::extensions::live_schemas::LiveSchemas;
use super::extensions::live_support::LiveSupport;
use super::extensions::lookup::Lookup;
use super::ids::{FieldId, TypeId};
use super::status::StatusRange;
use super::words::{SchemaPlace, Words};
use crate::source::Origin;

/// A type with a definition of its own.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The index.
    pub id: TypeId,
    /// The words of its name.
    pub words: Words,
    /// The name that the document chooses with `x-truto-name`.
    pub chosen: Option<String>,
    /// Where its schema is.
    pub place: SchemaPlace,
    /// The index of the API whose document has it. Of several, the first.
    pub api: usize,
    /// The documentation.
    pub docs: Docs,
    /// The content.
    pub kind: TypeKind,
    /// Whether requests contain it: as a body, a parameter, or a part of one.
    pub in_request: bool,
    /// Whether responses contain it.
    pub in_response: bool,
    /// Whether it is the body of a PATCH request, in which an absent property stays as it is, and null clears it.
    pub in_patch: bool,
    /// The location of the schema.
    pub origin: Origin,
}

impl TypeDef {
    /// Returns the types that the definition refers to.
    #[must_use]
    pub fn parts(&self) -> Vec<&TypeRef> {
        match &self.kind {
            TypeKind::Struct(object) => {
                let additional = match &object.additional {
                    Additional::Typed(ty) => Some(ty),
                    Additional::Raw => None,
                };
                object
                    .fields
                    .iter()
                    .map(|field| &field.ty)
                    .chain(additional)
                    .collect()
            }
            TypeKind::Union(union) => union.types().collect(),
            TypeKind::Enum(_) => Vec::new(),
        }
    }
}

/// The kinds of types.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// An object with named properties.
    Struct(Struct),
    /// A list of values.
    Enum(Enum),
    /// A value of one of several types.
    Union(Union),
}

/// An object with named properties.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The properties, in document order.
    pub fields: Vec<Field>,
    /// The type of additional properties.
    pub additional: Additional,
    /// `additionalProperties` is present and allows some, so names other than those of `fields` are expected.
    pub is_open: bool,
    /// The types that this one can be converted from: those under `x-truto-converts-from` and, for a request body, the object
    /// that the resource reads.
    pub converts_from: Vec<TypeId>,
    /// For a request body: the names of properties that only the received object has, since they identify it.
    pub received: Vec<String>,
    /// The field with the list that may replace the object: `x-truto-list`.
    pub list: Option<FieldName>,
    /// The fields with live capabilities: `x-truto-live-support`.
    pub live_support: Option<Box<LiveSupport>>,
    /// The fields with the schemas of an operation: `x-truto-live-schemas`.
    pub live_schemas: Option<Box<LiveSchemas>>,
    /// The methods that search open objects in it: `x-truto-lookups`.
    pub lookups: Vec<Lookup>,
    /// Sets of properties, one of which a value must have.
    pub alternatives: Vec<RequiredSets>,
}

/// Sets of properties, one of which a value must have. The server checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredSets {
    /// The sets.
    pub sets: Vec<RequiredSet>,
    /// Whether a value that has several of the sets is invalid.
    pub is_exclusive: bool,
    /// The source location.
    pub origin: Origin,
}

/// Properties that a value must have together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredSet {
    /// The JSON names.
    pub names: Vec<String>,
    /// The values that properties must have if they are present, by JSON name.
    pub values: Vec<(String, Vec<Value>)>,
}

impl Struct {
    /// Returns the field with this JSON name.
    #[must_use]
    pub fn field(&self, wire: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.wire == wire)
    }
}

/// The additional properties of an object. They are always kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// Any value, kept as raw JSON.
    Raw,
    /// Values of one type.
    Typed(TypeRef),
}

/// A property of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// The ID.
    pub id: FieldId,
    /// The JSON name, byte for byte.
    pub wire: String,
    /// The name that the document chooses with `x-truto-name`.
    pub chosen: Option<String>,
    /// The type of a present, non-null value.
    pub ty: TypeRef,
    /// Whether it is listed under `required`. It is not, in a type that also travels in the direction in which the property does not.
    pub required: bool,
    /// Whether its value can be null.
    pub nullable: bool,
    /// Whether only the server sets it, so that no request contains it.
    pub read_only: bool,
    /// Whether only the client sets it, so that no response contains it.
    pub write_only: bool,
    /// The documentation.
    pub docs: Docs,
    /// The `default`, for the documentation: the server applies it, and the client does not send it.
    pub default: Option<Value>,
    /// The only value that it can have, so that no caller has to set it: a constant, or the tag of a case of a [`Union`].
    pub fixed: Option<Value>,
    /// The `example`, for samples.
    pub example: Option<Value>,
    /// The `format`, or that of the items, for the documentation: `uuid`.
    pub format: Option<String>,
    /// Its constraints, for the documentation.
    pub constraints: Constraints,
    /// The property that an ID refers to: `accounts.id` (`x-truto-reference`).
    pub reference: Option<String>,
    /// The source location.
    pub origin: Origin,
}

impl Field {
    /// Whether every object has it, and not as null.
    #[must_use]
    pub fn is_always_present(&self) -> bool {
        self.required && !self.nullable
    }

    /// Whether every object in a request has it.
    #[must_use]
    pub fn is_always_sent(&self) -> bool {
        self.is_always_present() && !self.read_only
    }

    /// Whether an object cannot be created without a value of it.
    #[must_use]
    pub fn is_mandatory(&self) -> bool {
        self.is_always_sent() && self.fixed.is_none()
    }
}

/// A JSON value from a document.
pub type Value = serde_json::Value;

/// A reference to a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypeRef {
    /// A type without a definition.
    Primitive(Primitive),
    /// A list of values of one type.
    List(Box<TypeRef>),
    /// An object whose properties have any names and values of one type.
    Map(Box<TypeRef>),
    /// A value that can be null, in a list, a map or a whole body.
    Nullable(Box<TypeRef>),
    /// A type with a definition.
    Named(TypeId),
}

impl TypeRef {
    /// Returns the named type inside any wrappers.
    #[must_use]
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Primitive(_) => None,
            Self::List(of) | Self::Map(of) | Self::Nullable(of) => of.named(),
            Self::Named(id) => Some(*id),
        }
    }
}

/// The types without a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Primitive {
    /// Text, also with the format `uuid` and all others that are not listed here.
    String,
    /// A boolean.
    Bool,
    /// An integer of 32 bits (`format: int32`).
    I32,
    /// An integer of 64 bits (`format: int64`, or an integer without format).
    I64,
    /// An integer of 64 bits without a sign (`format: uint64`, or according to its limits).
    U64,
    /// A number of single precision (`format: float`).
    F32,
    /// A number of double precision (`format: double`, or a number without format).
    F64,
    /// A number with any number of digits (`format: decimal`, or an integer with limits beyond 64 bits).
    Decimal,
    /// A date with a time (`format: date-time`).
    Timestamp,
    /// A date (`format: date`).
    Date,
    /// Bytes as base64 text (`format: byte`).
    Base64,
    /// Bytes as base64 text for URLs (`format: base64url`).
    Base64Url,
    /// Bytes (`format: binary`): only a whole body, never a part of JSON.
    Bytes,
    /// A file, which is a part of a multipart body.
    File,
    /// Any JSON value. The schema has no `type`.
    Any,
    /// An object without named properties.
    Object,
    /// JSON kept as text and parsed on demand (`x-truto-raw`).
    Raw,
}

impl Primitive {
    /// Whether any text is such a value.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Self::String | Self::Base64 | Self::Base64Url)
    }
}

/// A list of values. It is open, so that unknown values are kept, unless only the client creates its values.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The type of the values.
    pub repr: Repr,
    /// The values, in document order.
    pub variants: Vec<Variant>,
    /// The meaning of the values.
    pub meaning: Meaning,
}

impl Enum {
    /// Whether unknown values are kept.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.meaning == Meaning::Values
    }

    /// Returns the index of the variant that the value is, as text or as a number.
    #[must_use]
    pub fn variant_of(&self, value: &Value) -> Option<usize> {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let mut variants = self.variants.iter();
        variants.position(|variant| variant.wire == text)
    }
}

/// What the values of an enum are. Names of fields are only sent, so all of them are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The values of a schema.
    Values,
    /// The fields to sort by.
    SortFields,
    /// The fields of this struct that can be excluded from a response.
    FieldsOf(TypeId),
}

/// The JSON type of an enum's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repr {
    /// Strings.
    String,
    /// Integers of 64 bits.
    Integer,
    /// Integers of 64 bits without a sign.
    Natural,
}

/// One value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The value, byte for byte (for integers, its decimal text).
    pub wire: String,
    /// The name that the document chooses, with `x-truto-enum-names` or `x-truto-name`.
    pub chosen: Option<String>,
    /// The title, of which the name is made instead of the value.
    pub title: Option<String>,
    /// The documentation.
    pub docs: Docs,
    /// The source location.
    pub origin: Origin,
}

/// A value of one of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// The cases, in document order.
    pub cases: Vec<UnionCase>,
    /// Whether a value that fits several cases is invalid.
    pub is_exclusive: bool,
    /// The location of the list of cases.
    pub origin: Origin,
    /// The location of the name of the tag, if there is one.
    pub tag: Option<Origin>,
}

impl Union {
    /// Whether the status of the response selects the case, not the JSON.
    #[must_use]
    pub fn is_by_status(&self) -> bool {
        self.by_status().next().is_some()
    }

    /// Returns the cases that are selected by the status of the response.
    pub fn by_status(&self) -> impl Iterator<Item = (StatusRange, &UnionCase)> {
        let cases = self.cases.iter();
        cases.filter_map(|case| Some((case.status()?, case)))
    }

    /// Returns the types of the cases.
    pub fn types(&self) -> impl Iterator<Item = &TypeRef> {
        self.cases.iter().filter_map(|case| case.ty.as_ref())
    }
}

/// One of the types of a [`Union`].
#[derive(Clone, Debug)]
pub struct UnionCase {
    /// The words of its name: `Cat`, `created`.
    pub words: Words,
    /// The type; `None` for an empty body.
    pub ty: Option<TypeRef>,
    /// How the case is selected.
    pub selector: Selector,
}

impl UnionCase {
    /// Returns the statuses that select the case, if they do.
    #[must_use]
    pub fn status(&self) -> Option<StatusRange> {
        match self.selector {
            Selector::Status(status) => Some(status),
            Selector::Tag { .. } | Selector::Content => None,
        }
    }
}

/// How a case of a [`Union`] is selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// By the status of the response.
    Status(StatusRange),
    /// By the value of a property.
    Tag {
        /// The JSON name of the property.
        property: String,
        /// The values that select the case.
        values: Vec<String>,
    },
    /// By the JSON: see [`Package::criterion`](super::Package::criterion).
    Content,
}
