//! Selects the case of a sum type by its JSON.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::package::Package;
use super::tag::enumeration;
use super::types::{Primitive, Repr, Selector, Struct, TypeKind, TypeRef, Union, UnionCase};

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

impl Package {
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
                TypeKind::Enum(of) if of.repr == Repr::String => JsonKind::String,
                TypeKind::Enum(_) => JsonKind::Integer,
                TypeKind::Union(_) => JsonKind::Any,
            },
        };
        Criterion::Kind(kind)
    }
}

impl Package {
    /// Returns a property that distinguishes the objects of a sum type without a tag: required in each of them, and with a list of
    /// values that has no value of the others.
    #[must_use]
    pub fn implied_tag<'k>(&'k self, union: &'k Union) -> Option<&'k str> {
        let is_tagged = |case: &UnionCase| case.selector != Selector::Content;
        let objects: Vec<&Struct> = union.types().filter_map(|ty| self.object(ty)).collect();
        let [first, _, ..] = objects.as_slice() else {
            return None;
        };
        let mut names = first.fields.iter().map(|field| field.wire.as_str());
        let has_tag = union.cases.iter().any(is_tagged);
        names.find(|name| !has_tag && self.is_distinct(&objects, name))
    }

    fn is_distinct(&self, objects: &[&Struct], name: &str) -> bool {
        let mut used = HashSet::new();
        objects.iter().all(|object| {
            let values = self.values_of(object, name);
            !values.is_empty() && values.into_iter().all(|value| used.insert(value))
        })
    }

    fn object(&self, ty: &TypeRef) -> Option<&Struct> {
        match ty {
            TypeRef::Named(id) => self.structure(*id),
            TypeRef::Nullable(of) => self.object(of),
            TypeRef::Primitive(_) | TypeRef::List(_) | TypeRef::Map(_) => None,
        }
    }

    /// Returns the values of the tag that [`implied_tag`](Self::implied_tag) returns, in an object.
    #[must_use]
    pub fn implied_values(&self, ty: &TypeRef, name: &str) -> Vec<&str> {
        let object = self.object(ty);
        object.map_or_else(Vec::new, |object| self.values_of(object, name))
    }

    fn values_of(&self, object: &Struct, name: &str) -> Vec<&str> {
        let field = object.field(name).filter(|field| field.required);
        let Some(field) = field else {
            return Vec::new();
        };
        match (&field.ty, field.constraints.only) {
            (TypeRef::Primitive(Primitive::Bool), Some(true)) => vec!["true"],
            (TypeRef::Primitive(Primitive::Bool), Some(false)) => vec!["false"],
            (ty, _) => {
                let of = enumeration(&self.types, ty).into_iter();
                let variants = of.flat_map(|of| &of.variants);
                variants.map(|one| one.wire.as_str()).collect()
            }
        }
    }
}

fn kind_of(primitive: Primitive) -> JsonKind {
    match primitive {
        Primitive::String
        | Primitive::Base64
        | Primitive::Base64Url
        | Primitive::Timestamp
        | Primitive::Date
        | Primitive::Bytes
        | Primitive::File => JsonKind::String,
        Primitive::Bool => JsonKind::Boolean,
        Primitive::I32 | Primitive::I64 | Primitive::U64 => JsonKind::Integer,
        Primitive::F32 | Primitive::F64 | Primitive::Decimal => JsonKind::Number,
        Primitive::Object => JsonKind::Object,
        Primitive::Any | Primitive::Raw => JsonKind::Any,
    }
}
