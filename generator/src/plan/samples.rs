//! Sample values, as a tree that is then written as Rust, as JSON, or in another language.

use std::collections::HashSet;

use serde_json::Value;

use crate::ir;
use crate::ir::{
    Field, Param, Primitive, Selector, Struct, TypeId, TypeKind, TypeRef, Union, tag_value,
};
use crate::plan::extensions::sample_values::{Known, Site};
use crate::plan::root::Plan;

/// A value. Its type is known from the context.
#[derive(Clone, Debug)]
pub(crate) enum Sample {
    /// A value of a primitive type, or of an enum without variants.
    Plain(Value),
    /// A variant of an enum, by its index.
    Variant(usize),
    List(Vec<Sample>),
    Map(Vec<(String, Sample)>),
    /// The fields of a struct that are set, by index.
    Object(Vec<(usize, Sample)>),
    /// A case of a sum type, by its index.
    Case(usize, Box<Sample>),
    /// A value of a sum type of which no case can be shown.
    NoCase,
}

/// What is known about a value besides its type.
#[derive(Clone, Copy, Default)]
pub(crate) struct Hint<'a> {
    pub(crate) example: Option<&'a Value>,
    pub(crate) format: Option<&'a str>,
    /// The value is an id: a reference, or a path parameter.
    pub(crate) is_id: bool,
    /// The example is only the tag of a case, and not a whole object.
    pub(crate) is_tag: bool,
    /// The value is a whole body or response.
    pub(crate) is_whole: bool,
    /// If the example is an object that the value refers to: the field with which a request refers to it.
    pub(crate) key: Option<&'a str>,
}

impl<'a> Hint<'a> {
    pub(crate) fn of_param(param: &'a Param) -> Self {
        Self {
            example: param.example.as_ref(),
            format: param.format.as_deref(),
            is_id: matches!(param.location, ir::Location::Path(_)),
            ..Self::default()
        }
    }

    /// The hint with another example if it has none.
    pub(crate) fn or_example(self, example: Option<&'a Value>) -> Self {
        Self {
            example: self.example.or(example),
            ..self
        }
    }

    pub(crate) fn of_field(field: &'a Field) -> Self {
        Self {
            example: field.example.as_ref(),
            format: field.format.as_deref(),
            is_id: field.reference.is_some(),
            ..Self::default()
        }
    }
}

/// How many items or entries of an example a list or a map has.
pub(crate) const MOST_ITEMS: usize = 3;

/// The number of types in each other after which a sum type is kept short.
const DEEPEST: usize = 100;

/// Chooses the values of a sample.
pub(crate) trait SampleChoice {
    /// A value of a primitive type.
    fn primitive(&self, ty: Primitive, hint: Hint<'_>) -> Value;

    /// Whether lists, maps and sum types are those of the examples.
    fn shows_examples(&self) -> bool {
        true
    }

    /// The value of a field without an example.
    fn known<'a>(&'a self, _: Site<'a>) -> Option<Known<'a>> {
        None
    }

    /// The optional fields of a struct to set. `open` are the structs that contain it.
    fn has(&self, id: TypeId, of: &Struct, hint: Hint<'_>, open: &[TypeId]) -> Fields;

    /// Whether the sample has so many structs that what follows is kept short. Sum types that are required can have millions of
    /// paths.
    fn is_large(&self) -> bool;

    /// Whether the server sends the value, and not the client.
    fn is_received(&self) -> bool {
        false
    }
}

/// The optional fields to set.
pub(crate) enum Fields {
    /// These fields, by index.
    Some(Vec<usize>),
    /// No fields, and lists of structs in required fields are empty; otherwise a struct that contains a list of itself would
    /// never end.
    Short,
}

/// Makes samples with the values of a `SampleChoice`.
pub(crate) struct Maker<'a, C> {
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) choice: C,
}

impl<C: SampleChoice> Maker<'_, C> {
    /// Makes a value of type `ty`.
    pub(crate) fn make(&self, ty: &TypeRef, hint: Hint<'_>) -> Sample {
        self.value(ty, hint, &mut Vec::new())
    }

    /// Makes the struct of a whole body or response with exactly these fields.
    pub(crate) fn object(&self, id: TypeId, of: &Struct, fields: &[usize]) -> Sample {
        let mut open = vec![id];
        let whole = Hint {
            is_whole: true,
            ..Hint::default()
        };
        let set = fields.iter().filter_map(|index| {
            let field = of.fields.get(*index)?;
            let sample = self.fixed(field).unwrap_or_else(|| {
                let hint = self.of_inner(whole, field);
                self.field(field, hint, false, &mut open)
            });
            Some((*index, sample))
        });
        Sample::Object(set.collect())
    }

    /// The hint for a field of an object: its part of the object's example, the field's own example, or else the value that the
    /// choice knows.
    fn of_inner<'h>(&'h self, whole: Hint<'h>, field: &'h Field) -> Hint<'h> {
        let own = Hint::of_field(field);
        let outer = whole.example.and_then(|example| example.get(&field.wire));
        if let Some(example) = outer.or(own.example) {
            let example = Some(example);
            return Hint { example, ..own };
        }
        let inner = field.ty.named().map(|id| &self.plan.package.ty(id).kind);
        let known = self.choice.known(Site {
            field,
            is_of_whole: whole.is_whole,
            is_object: matches!(inner, Some(TypeKind::Struct(_))),
        });
        Hint {
            example: known.map(|known| known.value),
            key: known.and_then(|known| known.key),
            ..own
        }
    }

    fn value(&self, ty: &TypeRef, hint: Hint<'_>, open: &mut Vec<TypeId>) -> Sample {
        match ty {
            TypeRef::Primitive(primitive) => Sample::Plain(self.choice.primitive(*primitive, hint)),
            TypeRef::List(of) => Sample::List(self.items(of, hint, open)),
            TypeRef::Map(of) => Sample::Map(self.entries(of, hint, open)),
            TypeRef::Nullable(of) => self.value(of, hint, open),
            TypeRef::Named(id) => self.named(*id, hint, open),
        }
    }

    fn named(&self, id: TypeId, hint: Hint<'_>, open: &mut Vec<TypeId>) -> Sample {
        match &self.plan.package.ty(id).kind {
            TypeKind::Enum(of) if of.variants.is_empty() => Sample::Plain(Value::from("text")),
            TypeKind::Enum(of) => {
                let shown = hint.example.and_then(|example| of.variant_of(example));
                Sample::Variant(shown.unwrap_or_default())
            }
            TypeKind::Union(of) => {
                let is_short = open.len() > DEEPEST || open.contains(&id) || self.choice.is_large();
                open.push(id);
                let made = self.case(of, is_short, hint, open);
                open.pop();
                made
            }
            // Only what is sent is also written as Rust, which cannot leave out what is required; `check::recursion` limits that.
            TypeKind::Struct(_) if self.choice.is_received() && self.choice.is_large() => {
                Sample::Object(Vec::new())
            }
            // A type that requires itself has no finite value.
            TypeKind::Struct(_) if open.iter().filter(|outer| **outer == id).count() > 2 => {
                Sample::Object(Vec::new())
            }
            TypeKind::Struct(of) => {
                let chosen = self.choice.has(id, of, hint, open);
                open.push(id);
                let made = self.fields(of, &chosen, hint, open);
                open.pop();
                made
            }
        }
    }

    fn example<'h>(&self, hint: Hint<'h>) -> Option<&'h Value> {
        hint.example.filter(|_| self.choice.shows_examples())
    }

    /// The first items of the example, or else one item.
    fn items(&self, of: &TypeRef, hint: Hint<'_>, open: &mut Vec<TypeId>) -> Vec<Sample> {
        let shown = self.example(hint).and_then(Value::as_array);
        let Some(shown) = shown.filter(|items| !items.is_empty()) else {
            return vec![self.value(of, hint, open)];
        };
        let items = shown.iter().take(MOST_ITEMS).map(|item| {
            let example = Some(item);
            self.value(of, Hint { example, ..hint }, open)
        });
        items.collect()
    }

    /// The first entries of the example, or else one with a placeholder as its key.
    fn entries(
        &self,
        of: &TypeRef,
        hint: Hint<'_>,
        open: &mut Vec<TypeId>,
    ) -> Vec<(String, Sample)> {
        let shown = self.example(hint).and_then(Value::as_object);
        let shown = shown.filter(|entries| !entries.is_empty());
        let Some(entries) = shown else {
            let value = self.value(of, Hint::default(), open);
            return vec![("key".to_owned(), value)];
        };
        let entries = entries.iter().take(MOST_ITEMS).map(|(key, value)| {
            let hint = Hint {
                example: Some(value),
                ..Hint::default()
            };
            (key.clone(), self.value(of, hint, open))
        });
        entries.collect()
    }

    /// The case of the example; else the first one. In a short sample, such as one inside of the same sum type, it is the first case
    /// without another type of the crate, so that the sample ends.
    fn case(&self, of: &Union, is_short: bool, hint: Hint<'_>, open: &mut Vec<TypeId>) -> Sample {
        let shown = self.example(hint).filter(|_| !is_short);
        let shown = shown.and_then(|value| self.plan.package.case_of(of, value));
        if let Some((index, ty)) = shown.and_then(|(index, case)| Some((index, case.ty.as_ref()?)))
        {
            return Sample::Case(index, Box::new(self.value(ty, hint, open)));
        }
        let cases = of.cases.iter().enumerate();
        let mut cases = cases.filter_map(|(index, case)| Some((index, case, case.ty.as_ref()?)));
        let Some((index, case, ty)) = cases.find(|(_, _, ty)| !is_short || ty.named().is_none())
        else {
            return Sample::NoCase;
        };
        let tag = match &case.selector {
            Selector::Tag { property, values } => {
                let value = values.first().map(|tag| self.tag(ty, property, tag));
                value.map(|value| Value::from_iter([(property.clone(), value)]))
            }
            Selector::Status(_) | Selector::Content => None,
        };
        let hint = Hint {
            example: tag.as_ref(),
            is_tag: true,
            is_whole: hint.is_whole,
            ..Hint::default()
        };
        Sample::Case(index, Box::new(self.value(ty, hint, open)))
    }

    /// The value of a tag, which has the type of the property if it is known.
    fn tag(&self, ty: &TypeRef, property: &str, tag: &str) -> Value {
        let package = self.plan.package;
        let object = ty.named().and_then(|id| package.structure(id));
        let field = object.and_then(|object| object.field(property));
        let value = field.and_then(|field| tag_value(&package.types, &field.ty, tag));
        value.unwrap_or_else(|| Value::from(tag))
    }

    fn fields(
        &self,
        of: &Struct,
        chosen: &Fields,
        hint: Hint<'_>,
        open: &mut Vec<TypeId>,
    ) -> Sample {
        let (set, is_short): (HashSet<usize>, bool) = match chosen {
            Fields::Some(set) => (set.iter().copied().collect(), false),
            Fields::Short => (HashSet::new(), true),
        };
        let fields = of.fields.iter().enumerate();
        let fields = fields.filter(|(index, field)| {
            let (is_absent, is_always_set) = match self.choice.is_received() {
                true => (field.write_only, field.is_always_present()),
                false => (field.read_only, field.is_always_sent()),
            };
            !is_absent && (is_always_set || field.fixed.is_some() || set.contains(index))
        });
        let made = fields.map(|(index, field)| {
            let sample = self.fixed(field).unwrap_or_else(|| {
                let hint = self.of_inner(hint, field);
                self.field(field, hint, is_short, open)
            });
            (index, sample)
        });
        Sample::Object(made.collect())
    }

    /// The only value of the field.
    fn fixed(&self, field: &Field) -> Option<Sample> {
        let value = field.fixed.as_ref()?;
        let kind = field.ty.named().map(|id| &self.plan.package.ty(id).kind);
        let variant = match kind {
            Some(TypeKind::Enum(of)) => of.variant_of(value),
            _ => None,
        };
        Some(variant.map_or_else(|| Sample::Plain(value.clone()), Sample::Variant))
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
