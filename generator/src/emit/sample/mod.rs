//! Sample values: what a caller would set, as a tree that is then written as Rust, as JSON, or in another language.

mod choice;
mod json;
pub(crate) mod literal;
mod rust;

pub(crate) use choice::{Everything, Telling};
pub(crate) use json::json;
pub(crate) use rust::{Paths, Uses, Writer};

use serde_json::Value;

use super::context::Context;
use crate::ir::{Field, Param, Primitive, Struct, TypeId, TypeKind, TypeRef};

/// A value of a type that is known from elsewhere.
#[derive(Clone, Debug)]
pub(crate) enum Sample {
    /// Of a primitive type; of an enum without values.
    Plain(Value),
    /// A value of an enum, by its index.
    Variant(usize),
    List(Vec<Sample>),
    Map(Vec<(String, Sample)>),
    /// The fields of a struct that are set, by their index.
    Object(Vec<(usize, Sample)>),
    /// One of several bodies: a response can be one, what is sent cannot.
    Union,
}

/// What is known of a value beside its type.
#[derive(Clone, Copy, Default)]
pub(crate) struct Hint<'a> {
    pub(crate) example: Option<&'a Value>,
    pub(crate) format: Option<&'a str>,
    /// It names an object: by a reference, or in a path.
    pub(crate) is_id: bool,
}

impl<'a> Hint<'a> {
    pub(crate) fn of_param(param: &'a Param) -> Self {
        Self {
            example: param.example.as_ref(),
            format: param.format.as_deref(),
            is_id: param.location == crate::ir::Location::Path,
        }
    }

    pub(crate) fn of_field(field: &'a Field) -> Self {
        Self {
            example: field.example.as_ref(),
            format: field.format.as_deref(),
            is_id: field.reference.is_some(),
        }
    }

    /// Of a field of the object, as its own example has it or else that of the field.
    fn of_inner(self, field: &'a Field) -> Self {
        let own = Self::of_field(field);
        let outer = self.example.and_then(|example| example.get(&field.wire));
        Self {
            example: outer.or(own.example),
            ..own
        }
    }

    /// Of an item of the list.
    fn of_item(self) -> Self {
        let example = match self.example {
            Some(Value::Array(items)) => items.first(),
            other => other,
        };
        Self { example, ..self }
    }
}

/// Decides what a sample has.
pub(crate) trait Choice {
    /// A value of a primitive type.
    fn primitive(&self, ty: Primitive, hint: Hint<'_>) -> Value;

    /// Which fields of a struct are set beside those that it cannot be made without. `open` are the structs around it.
    fn has(&self, id: TypeId, of: &Struct, hint: Hint<'_>, open: &[TypeId]) -> Fields;
}

/// The fields that are set.
pub(crate) enum Fields {
    /// These, by their index.
    Some(Vec<usize>),
    /// None, and what is made without them has no lists of structs either: nothing else ends a struct that holds a list of
    /// itself.
    Short,
}

/// Makes samples as a choice has it.
pub(crate) struct Maker<'a, C> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) choice: C,
}

impl<C: Choice> Maker<'_, C> {
    /// A value of type `ty`.
    pub(crate) fn make(&self, ty: &TypeRef, hint: Hint<'_>) -> Sample {
        self.value(ty, hint, &mut Vec::new())
    }

    /// The struct with just these of its fields.
    pub(crate) fn object(&self, id: TypeId, of: &Struct, fields: &[usize]) -> Sample {
        let mut open = vec![id];
        let set = fields.iter().filter_map(|index| {
            let field = of.fields.get(*index)?;
            let hint = Hint::of_field(field);
            Some((*index, self.field(field, hint, false, &mut open)))
        });
        Sample::Object(set.collect())
    }

    fn value(&self, ty: &TypeRef, hint: Hint<'_>, open: &mut Vec<TypeId>) -> Sample {
        match ty {
            TypeRef::Primitive(primitive) => Sample::Plain(self.choice.primitive(*primitive, hint)),
            TypeRef::List(of) => Sample::List(vec![self.value(of, hint.of_item(), open)]),
            TypeRef::Map(of) => Sample::Map(vec![(
                "key".to_owned(),
                self.value(of, Hint::default(), open),
            )]),
            TypeRef::Boxed(of) | TypeRef::Nullable(of) => self.value(of, hint, open),
            TypeRef::Named(id) => self.named(*id, hint, open),
        }
    }

    fn named(&self, id: TypeId, hint: Hint<'_>, open: &mut Vec<TypeId>) -> Sample {
        match &self.context.krate.ty(id).kind {
            TypeKind::Enum(of) if of.variants.is_empty() => Sample::Plain(Value::from("text")),
            TypeKind::Enum(of) => {
                let example = hint.example.and_then(Value::as_str);
                let mut shown = of.variants.iter();
                let shown = shown.position(|variant| Some(variant.wire.as_str()) == example);
                Sample::Variant(shown.unwrap_or_default())
            }
            TypeKind::Union(_) => Sample::Union,
            TypeKind::Struct(of) => {
                let chosen = self.choice.has(id, of, hint, open);
                open.push(id);
                let made = self.fields(of, &chosen, hint, open);
                open.pop();
                made
            }
        }
    }

    fn fields(
        &self,
        of: &Struct,
        chosen: &Fields,
        hint: Hint<'_>,
        open: &mut Vec<TypeId>,
    ) -> Sample {
        let (set, is_short) = match chosen {
            Fields::Some(set) => (set.as_slice(), false),
            Fields::Short => (&[] as &[usize], true),
        };
        let fields = of.fields.iter().enumerate();
        let fields = fields.filter(|(index, field)| {
            !field.read_only && (field.is_argument() || set.contains(index))
        });
        let made = fields.map(|(index, field)| {
            let hint = hint.of_inner(field);
            (index, self.field(field, hint, is_short, open))
        });
        Sample::Object(made.collect())
    }

    fn field(
        &self,
        field: &Field,
        hint: Hint<'_>,
        is_short: bool,
        open: &mut Vec<TypeId>,
    ) -> Sample {
        let is_type_of_crate = |of: &TypeRef| of.named().is_some();
        match &field.ty {
            TypeRef::List(of) if is_short && is_type_of_crate(of) => Sample::List(Vec::new()),
            TypeRef::Map(of) if is_short && is_type_of_crate(of) => Sample::Map(Vec::new()),
            ty => self.value(ty, hint, open),
        }
    }
}
