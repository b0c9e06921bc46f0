//! Descriptions of the JSON that types decode from. They are data rather than code, so the code that converts fields of another
//! type than documented is compiled once, not for each model.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Extra;
use crate::{Base64, Base64Url, Date, Decimal, FilePart, Patch, RawJson, Timestamp};

/// The JSON that a type decodes from.
///
/// The kinds of nested types are returned by functions, so that a kind can be a constant even for a recursive type.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Anything, kept as text.
    Any,
    /// Any value that the function accepts. The function tries to decode the text.
    Leaf(JsonKind, fn(&str) -> bool),
    /// Any number, kept as text.
    Decimal,
    /// Any string. The values are the documented ones.
    Listed(&'static [&'static str]),
    /// Null, or a value.
    Nullable(fn() -> Kind),
    /// An array of values.
    List(fn() -> Kind),
    /// An object without documented names.
    Map(fn() -> Kind),
    /// An object with documented names: a model.
    Object(&'static Shape),
    /// An object with documented names, or only the list that it contains.
    Listing(&'static Shape, fn() -> Kind),
    /// One of several kinds.
    OneOf(&'static Cases),
}

impl Kind {
    /// The kind of an open enum of integers, which accepts any `i64`.
    pub const INTEGER: Self = Self::Leaf(JsonKind::Integer, fits::<i64>);

    /// The kind of an open enum of integers without a sign, which accepts any `u64`.
    pub const NATURAL: Self = Self::Leaf(JsonKind::Integer, fits::<u64>);

    /// The documented type.
    pub(super) fn expected(self) -> JsonKind {
        match self {
            Self::Any | Self::OneOf(_) => JsonKind::Any,
            Self::Leaf(expected, _) => expected,
            Self::Decimal => JsonKind::Number,
            Self::Listed(_) => JsonKind::String,
            Self::Nullable(of) => of().expected(),
            Self::List(_) => JsonKind::Array,
            Self::Map(_) | Self::Object(_) | Self::Listing(..) => JsonKind::Object,
        }
    }
}

/// The fields of a model.
pub struct Shape {
    pub(super) name: &'static str,
    /// The names of the fields in JSON, in the order of `slots`.
    pub(super) names: &'static [&'static str],
    pub(super) slots: &'static [Slot],
    /// The kind of all other fields.
    pub(super) extra: fn() -> Kind,
    /// For a request body: names that only an object from the API has.
    pub(super) received: &'static [&'static str],
    /// For a request body: fields that have another meaning or type in an object from the API, or that only the API sets.
    pub(super) withheld: &'static [&'static str],
}

/// A field of a model.
#[derive(Clone, Copy)]
pub struct Slot {
    pub(super) kind: fn() -> Kind,
    pub(super) is_required: bool,
}

impl Shape {
    /// Creates a shape from the fields of a model, in order. The functions in [`slot`] create the slots.
    #[must_use]
    pub const fn new(
        name: &'static str,
        names: &'static [&'static str],
        slots: &'static [Slot],
        extra: fn() -> Kind,
    ) -> Self {
        Self {
            name,
            names,
            slots,
            extra,
            received: &[],
            withheld: &[],
        }
    }

    /// Makes this the shape of a request body that [`from_json`](super::from_json) can create from an object that the API
    /// returned. `received` are names that only such an object has. If the JSON has one of them, the fields `withheld` of the
    /// body are not sent.
    #[must_use]
    pub const fn made_from(
        mut self,
        received: &'static [&'static str],
        withheld: &'static [&'static str],
    ) -> Self {
        self.received = received;
        self.withheld = withheld;
        self
    }

    /// The slot of the field `name`, with the name as a constant.
    pub(super) fn slot(&self, name: &str) -> Option<(usize, &'static str, Slot)> {
        let index = self.names.iter().position(|known| *known == name)?;
        Some((index, self.names.get(index)?, *self.slots.get(index)?))
    }
}

/// The cases of a sum type, in the order in which equally good ones are preferred.
pub struct Cases {
    pub(super) list: &'static [Case],
}

impl Cases {
    /// Creates the cases.
    #[must_use]
    pub const fn new(list: &'static [Case]) -> Self {
        Self { list }
    }
}

/// A case of a sum type.
#[derive(Clone, Copy)]
pub struct Case {
    pub(super) kind: fn() -> Kind,
    /// The property that selects the case, and its values; numbers and booleans are listed as text. Without one, the JSON selects it.
    pub(super) tag: Option<(&'static str, &'static [&'static str])>,
}

impl Case {
    /// Creates a case that is selected by the JSON of its values.
    #[must_use]
    pub const fn by_content(kind: fn() -> Kind) -> Self {
        Self { kind, tag: None }
    }

    /// Creates a case that is selected by the value of a property.
    #[must_use]
    pub const fn by_tag(
        kind: fn() -> Kind,
        property: &'static str,
        values: &'static [&'static str],
    ) -> Self {
        let tag = Some((property, values));
        Self { kind, tag }
    }
}

/// Creates the slots. For each way in which [`model!`](crate::model!) can list a field, such as `required`, there is a function
/// of that name. Its argument is a function that only provides the type of the field, and is never called.
pub mod slot {
    use super::{Extra, Kind, Slot, Typed};

    /// A required field.
    #[must_use]
    pub const fn required<M, T: Typed>(_: fn(&M) -> &T) -> Slot {
        Slot {
            kind: T::kind,
            is_required: true,
        }
    }

    /// A required nullable field.
    #[must_use]
    pub const fn nullable<M, T: Typed>(_: fn(&M) -> &T) -> Slot {
        Slot {
            kind: T::kind,
            is_required: false,
        }
    }

    /// An optional field.
    #[must_use]
    pub const fn optional<M, T: Typed>(field: fn(&M) -> &T) -> Slot {
        nullable(field)
    }

    /// A field for which absent and null are different.
    #[must_use]
    pub const fn patch<M, T: Typed>(field: fn(&M) -> &T) -> Slot {
        nullable(field)
    }

    /// The kind of all other fields.
    #[must_use]
    pub const fn extra<M, T: Typed>(_: fn(&M) -> &Extra<T>) -> fn() -> Kind {
        T::kind
    }
}

/// The type of a field of a model.
#[doc(hidden)]
pub trait Typed {
    /// The JSON that the type decodes from.
    fn kind() -> Kind;
}

/// Returns whether `text` decodes as a `T`.
pub(super) fn fits<T: for<'de> Deserialize<'de>>(text: &str) -> bool {
    serde_json::from_str::<T>(text).is_ok()
}

/// Returns whether `text` is a number, of any size.
pub(super) fn is_decimal(text: &str) -> bool {
    Decimal::from(text).is_valid()
}

macro_rules! leaves {
    ($($ty:ty: $expected:ident;)*) => {$(
        impl Typed for $ty {
            fn kind() -> Kind {
                Kind::Leaf(JsonKind::$expected, fits::<$ty>)
            }
        }
    )*};
}

leaves! {
    bool: Boolean;
    i8: Integer;
    i16: Integer;
    i32: Integer;
    i64: Integer;
    u8: Integer;
    u16: Integer;
    u32: Integer;
    u64: Integer;
    f32: Number;
    f64: Number;
    String: String;
    Timestamp: Timestamp;
    Date: Date;
    Base64: String;
    Base64Url: String;
    FilePart: String;
    Value: Any;
}

impl Typed for Decimal {
    fn kind() -> Kind {
        Kind::Decimal
    }
}

impl Typed for RawJson {
    fn kind() -> Kind {
        Kind::Any
    }
}

impl<T: Typed> Typed for Option<T> {
    fn kind() -> Kind {
        Kind::Nullable(T::kind)
    }
}

impl<T: Typed> Typed for Patch<T> {
    fn kind() -> Kind {
        Kind::Nullable(T::kind)
    }
}

impl<T: Typed> Typed for Box<T> {
    fn kind() -> Kind {
        T::kind()
    }
}

impl<T: Typed> Typed for Vec<T> {
    fn kind() -> Kind {
        Kind::List(T::kind)
    }
}

impl<T: Typed> Typed for BTreeMap<String, T> {
    fn kind() -> Kind {
        Kind::Map(T::kind)
    }
}

impl Typed for Map<String, Value> {
    fn kind() -> Kind {
        Kind::Map(Value::kind)
    }
}

/// A JSON type, either documented or found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonKind {
    /// Nothing: the field is missing.
    Absent,
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// A string with a date and a time of day.
    Timestamp,
    /// A string with a date.
    Date,
    /// An array.
    Array,
    /// An object.
    Object,
    /// Any value.
    Any,
    /// A value that no Rust type can represent: a number out of range, a string with an unpaired surrogate, arrays or objects
    /// nested more than 127 deep.
    Unrepresentable,
}

impl JsonKind {
    /// The kind of a value, by its text.
    pub(crate) fn of(text: &str) -> Self {
        match text.as_bytes().first() {
            None => Self::Absent,
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'"') => Self::String,
            Some(b'[') => Self::Array,
            Some(b'{') => Self::Object,
            Some(_) if text.contains(['.', 'e', 'E']) => Self::Number,
            Some(_) => Self::Integer,
        }
    }

    /// Returns whether values of the kind `found` are also of this kind.
    pub(super) fn includes(self, found: Self) -> bool {
        self == found
            || match self {
                Self::Any => true,
                Self::Number => found == Self::Integer,
                Self::Timestamp | Self::Date => found == Self::String,
                _ => false,
            }
    }
}

impl fmt::Display for JsonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Absent => "nothing",
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Timestamp => "a timestamp",
            Self::Date => "a date",
            Self::Array => "an array",
            Self::Object => "an object",
            Self::Any => "a value",
            Self::Unrepresentable => "a value that cannot be represented",
        })
    }
}
