//! Whether JSON values are of a type.

use super::package::Package;
use super::tag::tag_text;
use super::types::{Primitive, Repr, Selector, Struct, TypeKind, TypeRef, Union, UnionCase, Value};
use crate::day::Day;

/// Why a value is not of a type.
#[derive(Debug)]
pub struct Misfit {
    /// The indexes of the entries and items that lead to the part that does not fit.
    pub path: Vec<usize>,
    /// What is wrong with the part.
    pub reason: MisfitReason,
}

/// What is wrong with a part of a value.
#[derive(Debug)]
pub enum MisfitReason {
    /// It is of another type than this one.
    Expected(&'static str),
    /// It is none of these values.
    NotListed(Vec<String>),
    /// It is an object with this entry, which is no property of the type.
    Unknown(String, Vec<String>),
}

impl Package {
    /// Returns the first part of the value that does not fit the type. A value also fits a list of its type, as the only item.
    #[must_use]
    pub fn misfit(&self, ty: &TypeRef, value: &Value) -> Option<Misfit> {
        let mut path = Vec::new();
        let reason = self.misfit_at(ty, value, &mut path)?;
        Some(Misfit { path, reason })
    }

    fn misfit_at(
        &self,
        ty: &TypeRef,
        value: &Value,
        path: &mut Vec<usize>,
    ) -> Option<MisfitReason> {
        match (ty, value) {
            (TypeRef::Primitive(of), value) => {
                let expected = expected(*of);
                (!of.is_type_of(value)).then_some(MisfitReason::Expected(expected))
            }
            (TypeRef::Nullable(_), Value::Null) => None,
            (TypeRef::List(of), Value::Array(items)) => {
                self.first_misfit(items.iter().map(|item| (&**of, item)), path)
            }
            (TypeRef::Map(of), Value::Object(entries)) => {
                self.first_misfit(entries.values().map(|value| (&**of, value)), path)
            }
            (TypeRef::Map(_), _) => Some(MisfitReason::Expected("a mapping")),
            (TypeRef::List(of) | TypeRef::Nullable(of), value) => self.misfit_at(of, value, path),
            (TypeRef::Named(id), value) => match &self.ty(*id).kind {
                TypeKind::Enum(of) => {
                    let is_known = of.variants.is_empty() || of.variant_of(value).is_some();
                    let known = of.variants.iter().map(|variant| variant.wire.clone());
                    (!is_known).then(|| MisfitReason::NotListed(known.collect()))
                }
                TypeKind::Struct(of) => self.misfit_of_struct(of, value, path),
                TypeKind::Union(of) => match self.case_of(of, value) {
                    Some((_, UnionCase { ty: Some(ty), .. })) if !self.is_union(ty) => {
                        self.misfit_at(ty, value, path)
                    }
                    Some(_) => None,
                    None => Some(MisfitReason::Expected("a value of one of its types")),
                },
            },
        }
    }

    fn misfit_of_struct(
        &self,
        of: &Struct,
        value: &Value,
        path: &mut Vec<usize>,
    ) -> Option<MisfitReason> {
        let Value::Object(entries) = value else {
            return Some(MisfitReason::Expected("a mapping"));
        };
        for (index, (name, value)) in entries.iter().enumerate() {
            path.push(index);
            let found = match of.field(name) {
                Some(field) => self.misfit_at(&field.ty, value, path),
                None => {
                    let known = of.fields.iter().map(|field| field.wire.clone());
                    Some(MisfitReason::Unknown(name.clone(), known.collect()))
                }
            };
            if found.is_some() {
                return found;
            }
            path.pop();
        }
        None
    }

    fn first_misfit<'a>(
        &self,
        parts: impl Iterator<Item = (&'a TypeRef, &'a Value)>,
        path: &mut Vec<usize>,
    ) -> Option<MisfitReason> {
        for (index, (ty, value)) in parts.enumerate() {
            path.push(index);
            let found = self.misfit_at(ty, value, path);
            if found.is_some() {
                return found;
            }
            path.pop();
        }
        None
    }

    fn is_union(&self, ty: &TypeRef) -> bool {
        matches!(ty, TypeRef::Named(id) if matches!(self.ty(*id).kind, TypeKind::Union(_)))
    }

    /// Returns the first case of the sum type that the value can be of, by its tag, or else by its kind and the names of its
    /// entries.
    #[must_use]
    pub fn case_of<'a>(&self, of: &'a Union, value: &Value) -> Option<(usize, &'a UnionCase)> {
        let mut cases = of.cases.iter().enumerate();
        cases.find(|(_, case)| match (&case.selector, &case.ty) {
            (Selector::Tag { property, values }, Some(_)) => {
                let tag = value.get(property).and_then(tag_text);
                tag.is_some_and(|tag| values.iter().any(|value| *value == tag))
            }
            (_, Some(ty)) => self.is_like(ty, value),
            (_, None) => false,
        })
    }

    /// Whether the value can be of the type, without a look at its parts.
    fn is_like(&self, ty: &TypeRef, value: &Value) -> bool {
        match ty {
            TypeRef::Primitive(of) => of.is_type_of(value),
            TypeRef::List(_) => value.is_array(),
            TypeRef::Map(_) => value.is_object(),
            TypeRef::Nullable(of) => value.is_null() || self.is_like(of, value),
            TypeRef::Named(id) => match &self.ty(*id).kind {
                TypeKind::Enum(of) => {
                    let is_of_repr = match of.repr {
                        Repr::String => value.is_string(),
                        Repr::Integer | Repr::Natural => value.is_number(),
                    };
                    is_of_repr && of.variant_of(value).is_some()
                }
                TypeKind::Struct(of) => {
                    let entries = value.as_object();
                    entries
                        .is_some_and(|entries| entries.keys().all(|name| of.field(name).is_some()))
                }
                TypeKind::Union(_) => true,
            },
        }
    }
}

impl Primitive {
    /// Whether the value can be written as one of the type. An object or a list of which nothing is known must not be empty.
    #[must_use]
    pub fn is_type_of(self, value: &Value) -> bool {
        match self {
            Primitive::Bool => value.is_boolean(),
            Primitive::I32 => {
                let value = value.as_i64();
                value.is_some_and(|value| i32::try_from(value).is_ok())
            }
            Primitive::I64 => value.is_i64(),
            Primitive::U64 => value.is_u64(),
            Primitive::F32 | Primitive::F64 | Primitive::Decimal => value.is_number(),
            Primitive::Any | Primitive::Raw => is_full(value),
            Primitive::Object => value.is_object() && is_full(value),
            Primitive::Timestamp => value.as_str().is_some_and(is_time),
            Primitive::Date => {
                let text = value.as_str();
                text.is_some_and(|text| Day::parse(text).is_some())
            }
            Primitive::String
            | Primitive::Base64
            | Primitive::Base64Url
            | Primitive::Bytes
            | Primitive::File => value.is_string(),
        }
    }
}

/// Whether the text has the form of a time, with an offset: `2026-01-31T12:30:00Z`.
fn is_time(text: &str) -> bool {
    let Some((day, time)) = text.split_once('T') else {
        return false;
    };
    let (clock, offset) = time.split_at(time.find(['Z', '+', '-']).unwrap_or(time.len()));
    let is_clock = clock.len() >= 8
        && clock
            .bytes()
            .all(|c| c.is_ascii_digit() || b":.".contains(&c));
    Day::parse(day).is_some() && is_clock && !offset.is_empty()
}

/// Whether the value has no part that is null or empty.
fn is_full(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty() && items.iter().all(is_full),
        Value::Object(entries) => !entries.is_empty() && entries.values().all(is_full),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

fn expected(ty: Primitive) -> &'static str {
    match ty {
        Primitive::Bool => "`true` or `false`",
        Primitive::I32 | Primitive::I64 => "an integer",
        Primitive::U64 => "a non-negative integer",
        Primitive::F32 | Primitive::F64 | Primitive::Decimal => "a number",
        Primitive::Any | Primitive::Raw => "a value without parts that are null or empty",
        Primitive::Object => "a mapping without parts that are null or empty",
        Primitive::Timestamp => "a time such as `'2026-01-31T12:30:00Z'`",
        Primitive::Date => "a date such as `'2026-01-31'`",
        Primitive::Base64 | Primitive::Base64Url => "base64 text",
        Primitive::String | Primitive::Bytes | Primitive::File => "a string",
    }
}
