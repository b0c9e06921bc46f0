//! How the cases of a sum type are told apart by their JSON.

use std::cmp::Reverse;

use super::package::Crate;
use super::types::{Primitive, Repr, Selector, TypeKind, TypeRef, Union, UnionCase};

/// What a value must be to fit a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// An object with properties.
    Properties {
        /// The names of the required ones.
        required: Vec<String>,
        /// The names of all documented ones.
        known: Vec<String>,
    },
    /// A value of one kind.
    Kind(JsonKind),
}

/// The kinds of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonKind {
    /// `true` or `false`.
    Boolean,
    /// A number without fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// A list.
    List,
    /// An object.
    Object,
    /// Any value.
    Any,
}

impl Crate {
    /// Returns the cases in the order in which they are tried, the most specific first: cases with a tag, objects by their number
    /// of required and then of known properties, other kinds. Equal ones keep the order of the document.
    #[must_use]
    pub fn in_order<'u>(&self, union: &'u Union) -> Vec<&'u UnionCase> {
        let mut cases: Vec<&UnionCase> = union.cases.iter().collect();
        cases.sort_by_cached_key(|case| {
            let has_tag = matches!(case.selector, Selector::Tag { .. });
            match case.ty.as_ref().map(|ty| self.criterion(ty)) {
                _ if has_tag => (0, Reverse((0, 0)), JsonKind::Object),
                Some(Criterion::Properties { required, known }) => {
                    let sizes = (required.len(), known.len());
                    (1, Reverse(sizes), JsonKind::Object)
                }
                Some(Criterion::Kind(kind)) => (2, Reverse((0, 0)), kind),
                None => (2, Reverse((0, 0)), JsonKind::Any),
            }
        });
        cases
    }

    /// Returns what a value must be to fit the type.
    #[must_use]
    pub fn criterion(&self, ty: &TypeRef) -> Criterion {
        let kind = match ty {
            TypeRef::Primitive(primitive) => kind_of(*primitive),
            TypeRef::List(_) => JsonKind::List,
            TypeRef::Map(_) => JsonKind::Object,
            TypeRef::Nullable(of) => return self.criterion(of),
            TypeRef::Named(id) => match &self.ty(*id).kind {
                TypeKind::Struct(of) => {
                    let required = of.fields.iter().filter(|field| field.required);
                    return Criterion::Properties {
                        required: required.map(|field| field.wire.clone()).collect(),
                        known: of.fields.iter().map(|field| field.wire.clone()).collect(),
                    };
                }
                TypeKind::Enum(of) if of.repr == Repr::Integer => JsonKind::Integer,
                TypeKind::Enum(_) => JsonKind::String,
                TypeKind::Union(_) => JsonKind::Any,
            },
        };
        Criterion::Kind(kind)
    }
}

fn kind_of(primitive: Primitive) -> JsonKind {
    match primitive {
        Primitive::String | Primitive::Timestamp | Primitive::Date | Primitive::Bytes => {
            JsonKind::String
        }
        Primitive::Bool => JsonKind::Boolean,
        Primitive::I32 | Primitive::I64 => JsonKind::Integer,
        Primitive::F32 | Primitive::F64 => JsonKind::Number,
        Primitive::Object => JsonKind::Object,
        Primitive::Any | Primitive::Raw => JsonKind::Any,
    }
}
