//! Models: structs, enums, unions and the references between them.

use super::Docs;
use crate::source::Origin;

/// An index into [`Crate::types`](super::Crate::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

impl TypeId {
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The module that a type is written into: the narrowest one that holds all its users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// Used by several APIs: the crate's root.
    Crate,
    /// Used by several resources of one API (its index): the API's `mod.rs`.
    Api(usize),
    /// Used by one resource (index of API, index of resource): the resource's file.
    Resource(usize, usize),
}

impl Home {
    /// The API whose module it is or lies in; `None` for what several share.
    #[must_use]
    pub fn api(self) -> Option<usize> {
        match self {
            Self::Crate => None,
            Self::Api(api) | Self::Resource(api, _) => Some(api),
        }
    }

    /// The narrowest module that holds what is used in both.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        match (self.api(), other.api()) {
            _ if self == other => self,
            (Some(one), Some(other)) if one == other => Self::Api(one),
            _ => Self::Crate,
        }
    }
}

/// A type that the generated crate defines.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Its own index.
    pub id: TypeId,
    /// `ContactEmail`.
    pub name: String,
    /// Where it is written.
    pub home: Home,
    /// What the schema says of itself.
    pub docs: Docs,
    /// What it is made of.
    pub kind: TypeKind,
    /// It is sent: as a body, a parameter or a part of one.
    pub in_request: bool,
    /// It is received: as a response or a part of one.
    pub in_response: bool,
    /// Where its schema stands.
    pub origin: Origin,
}

/// The kinds of type.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// An object with named properties.
    Struct(Struct),
    /// A closed list of values.
    Enum(Enum),
    /// One of several response bodies, told apart by status.
    Union(Union),
}

/// An object with named properties.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The properties, in document order.
    pub fields: Vec<Field>,
    /// What properties beyond the named ones hold.
    pub additional: Additional,
    /// `additionalProperties` is written and allows some: names other than those of `fields` are expected.
    pub is_open: bool,
    /// Types that this one can be made from, field by field: those under `x-truto-converts-from`, and of a request body the
    /// object that the resource reads.
    pub converts_from: Vec<TypeId>,
    /// Of a request body: names that only such an object has, since they identify it.
    pub received: Vec<String>,
    /// The field with the list that may come in place of the object: `x-truto-list`.
    pub list: Option<FieldName>,
    /// Where it lists what is served now: `x-truto-live-support`.
    pub live_support: Option<Box<LiveSupport>>,
}

impl Struct {
    /// The field with this name in JSON.
    #[must_use]
    pub fn field(&self, wire: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.wire == wire)
    }
}

/// The names of the fields that list what is served now: one with the list, the others in its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveSupport {
    /// What holds the list, one item per resource.
    pub list: FieldName,
    /// The model, as operations have it at the beginning of their id. Of several names, the first that is there counts.
    pub model: Vec<FieldName>,
    /// The resource, as operations have it within their id. Of several names, the first that is there counts.
    pub resource: Vec<FieldName>,
    /// The names of the methods that can be called.
    pub methods: FieldName,
    /// What tells that the resource is not as usual.
    pub overridden: Option<FieldName>,
}

impl LiveSupport {
    /// What the items of the list have, each with the key of the extension that names it.
    pub fn of_items(&self) -> impl Iterator<Item = (&'static str, &FieldName)> {
        let model = self.model.iter().map(|name| ("model", name));
        let resource = self.resource.iter().map(|name| ("resource", name));
        let overridden = self.overridden.iter().map(|name| ("overridden", name));
        let methods = [("methods", &self.methods)];
        model.chain(resource).chain(methods).chain(overridden)
    }
}

/// The name of a field in JSON, as an extension has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldName {
    /// The name.
    pub wire: String,
    /// Where it is named.
    pub origin: Origin,
}

/// What an object may hold besides its named properties. They are kept in either case.
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// Anything: kept as raw JSON.
    Raw,
    /// Values of one type.
    Typed(TypeRef),
}

/// A property of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name in JSON, byte for byte.
    pub wire: String,
    /// The Rust identifier of field and setter: `r#type`.
    pub name: String,
    /// The type of a present, non-null value.
    pub ty: TypeRef,
    /// How absence and null are represented.
    pub presence: Presence,
    /// Listed under `required`.
    pub required: bool,
    /// Sent by the server only: never an argument or a setter.
    pub read_only: bool,
    /// What the property says of itself.
    pub docs: Docs,
    /// `default`, for the documentation: the server applies it, the client never sends it by itself.
    pub default: Option<Value>,
    /// `example`, for samples.
    pub example: Option<Value>,
    /// `format`, or that of the items, for the documentation: `uuid`.
    pub format: Option<String>,
    /// Further constraints, for the documentation.
    pub constraints: Vec<Constraint>,
    /// The property that an id points to: `accounts.id` (`x-truto-reference`).
    pub reference: Option<String>,
    /// Where the property stands.
    pub origin: Origin,
}

impl Field {
    /// No value is made without it: it is an argument of `new`.
    #[must_use]
    pub fn is_argument(&self) -> bool {
        self.presence == Presence::Plain && !self.read_only
    }
}

/// What a value keeps to. The server checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// `at most 50 characters`
    Words(String),
    /// A regular expression that it matches.
    Pattern(String),
}

/// A JSON value out of a document.
pub type Value = serde_json::Value;

/// How absence and null of a field are represented in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// `T`: always there.
    Plain,
    /// `Option<T>`: absent, or null, is `None`; `None` is not sent. A field that is required *and* nullable is sent as
    /// null: see [`Field::required`].
    Optional,
    /// `Patch<T>`: absent, null and a value are three things.
    Patch,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeRef {
    /// A type of Rust or of the runtime.
    Primitive(Primitive),
    /// `Vec<T>`.
    List(Box<TypeRef>),
    /// `BTreeMap<String, T>`, for objects without named properties.
    Map(Box<TypeRef>),
    /// `Option<T>`: a null inside a list or map.
    Nullable(Box<TypeRef>),
    /// `Box<T>`: breaks a cycle.
    Boxed(Box<TypeRef>),
    /// A type of the crate.
    Named(TypeId),
}

impl TypeRef {
    /// The named type inside, however it is wrapped.
    #[must_use]
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Primitive(_) => None,
            Self::List(of) | Self::Map(of) | Self::Nullable(of) | Self::Boxed(of) => of.named(),
            Self::Named(id) => Some(*id),
        }
    }
}

/// The types that need no definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Primitive {
    /// `String`, also for the formats `uuid`, `byte` and all that are not listed here.
    String,
    /// `bool`
    Bool,
    /// `i32` (`format: int32`)
    I32,
    /// `i64` (`format: int64`, or an integer without format)
    I64,
    /// `f32` (`format: float`)
    F32,
    /// `f64` (`format: double`, or a number without format)
    F64,
    /// `truto_runtime::Timestamp` (`format: date-time`)
    Timestamp,
    /// `truto_runtime::Date` (`format: date`)
    Date,
    /// `bytes::Bytes` (`format: binary`): a whole body, never a part of JSON.
    Bytes,
    /// Any JSON value: `serde_json::Value`. No `type` in the schema.
    Any,
    /// An object without named properties: `serde_json::Map<String, Value>`.
    Object,
    /// JSON kept as text and parsed on demand (`x-truto-raw`): `truto_runtime::RawJson`.
    Raw,
}

/// A list of values. Open (values not listed are kept) unless the crate itself makes every value of it.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The type of the values.
    pub repr: Repr,
    /// The values, in document order.
    pub variants: Vec<Variant>,
    /// Unknown values are kept; `false` for types that only name fields to send, such as `excluded_fields`.
    pub open: bool,
}

/// The JSON type of an enum's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repr {
    /// Strings.
    String,
    /// Integers.
    Integer,
}

/// One value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// `HomeFax`
    pub name: String,
    /// The value, byte for byte (for [`Repr::Integer`], its decimal text).
    pub wire: String,
    /// What is documented of this value.
    pub docs: Docs,
}

/// One of several bodies, told apart by the response's status.
#[derive(Clone, Debug)]
pub struct Union {
    /// The cases, in document order.
    pub cases: Vec<UnionCase>,
}

/// A body that a response can have.
#[derive(Clone, Debug)]
pub struct UnionCase {
    /// `Created`
    pub name: String,
    /// The statuses that announce it.
    pub status: super::StatusRange,
    /// Its type; `None` is an empty body.
    pub ty: Option<TypeRef>,
}
