//! Conversions between related types, such as from a received object to a body: what they copy, and how.

use std::collections::{HashMap, HashSet};

use crate::ir::{
    Additional, Crate, Field, Presence, Primitive, Repr, Struct, TypeId, TypeKind, TypeRef,
};
use crate::plan::boxes::Boxes;

/// The conversions of a crate.
#[derive(Default)]
pub(crate) struct Conversions {
    /// By source type: the target types in the order of their definition, and whether each conversion can fail.
    pub(crate) into: HashMap<TypeId, Vec<(TypeId, bool)>>,
    /// Types of objects that conversions copy unchanged.
    pub(crate) copied: HashSet<TypeId>,
}

impl Conversions {
    pub(crate) fn of(krate: &Crate, boxes: &Boxes) -> Self {
        let mut all = Self::default();
        let mut open = Vec::new();
        for def in &krate.types {
            let Some(of) = krate.structure(def.id) else {
                continue;
            };
            for source in &of.converts_from {
                if let Some(conversion) = Conversion::new(krate, boxes, of, *source) {
                    let known = |step: &Step<'_>| step.how.is_known().then(|| step.to.ty.named());
                    open.extend(conversion.steps.iter().filter_map(known).flatten());
                    let into = all.into.entry(*source).or_default();
                    into.push((def.id, conversion.is_fallible()));
                }
            }
        }
        while let Some(id) = open.pop() {
            if all.copied.insert(id) {
                let fields = krate.structure(id).map_or(&[][..], |of| &of.fields);
                let held = fields
                    .iter()
                    .filter(|field| copied(krate, boxes, field).is_known());
                open.extend(held.filter_map(|field| field.ty.named()));
            }
        }
        all
    }
}

/// The steps of a conversion.
pub(crate) struct Conversion<'a> {
    /// The fields that are copied.
    pub(crate) steps: Vec<Step<'a>>,
    /// Fields that both types have, but with incompatible types.
    pub(crate) left_out: Vec<&'a str>,
    /// Fields that both types have, but that only the API sets in the source.
    pub(crate) read_only: Vec<&'a str>,
    /// Both types have additional fields of the same type, so they are copied.
    pub(crate) same_extra: bool,
    /// The source lacks a field that the target requires.
    is_impossible: bool,
}

pub(crate) struct Step<'a> {
    pub(crate) from: &'a Field,
    pub(crate) to: &'a Field,
    pub(crate) how: How,
}

/// How a value is converted.
pub(crate) enum How {
    Same,
    /// An object of the same type, without its unknown fields: `.without_extra()`
    Known(TypeId),
    /// `.into()`
    Into,
    /// `.try_into()?`
    TryInto,
    /// From an enum or a timestamp to its text.
    Text,
    /// From one enum to another, through the text.
    TextInto,
    Each(Box<How>),
}

impl<'a> Conversion<'a> {
    /// The plan of a conversion that can succeed and copies at least one field.
    pub(crate) fn new(
        krate: &'a Crate,
        boxes: &Boxes,
        of: &'a Struct,
        source: TypeId,
    ) -> Option<Self> {
        let conversion = Self::any(krate, boxes, of, source)?;
        (!conversion.is_impossible && !conversion.steps.is_empty()).then_some(conversion)
    }

    /// The plan of any conversion, even one that cannot succeed.
    pub(crate) fn any(
        krate: &'a Crate,
        boxes: &Boxes,
        of: &'a Struct,
        source: TypeId,
    ) -> Option<Self> {
        let source = krate.structure(source)?;
        let mut conversion = Self {
            steps: Vec::new(),
            left_out: Vec::new(),
            read_only: Vec::new(),
            same_extra: source.additional == of.additional && of.additional != Additional::Raw,
            is_impossible: false,
        };
        for to in of.fields.iter().filter(|field| !field.read_only) {
            let Some(from) = source.fields.iter().find(|field| field.wire == to.wire) else {
                conversion.is_impossible |= to.is_argument();
                continue;
            };
            match how(krate, boxes, from, to) {
                _ if from.read_only && !to.is_argument() => conversion.read_only.push(&to.wire),
                Some(how) => conversion.steps.push(Step { from, to, how }),
                None => {
                    conversion.is_impossible |= to.is_argument();
                    conversion.left_out.push(&to.wire);
                }
            }
        }
        Some(conversion)
    }

    pub(crate) fn needed(&self) -> impl Iterator<Item = &Step<'a>> {
        self.steps.iter().filter(|step| step.may_lack())
    }

    pub(crate) fn is_fallible(&self) -> bool {
        self.steps
            .iter()
            .any(|step| step.may_lack() || step.how.may_fail())
    }
}

impl Step<'_> {
    /// Whether the target requires the field but the source may lack it.
    fn may_lack(&self) -> bool {
        self.to.is_argument() && self.from.presence != Presence::Plain
    }
}

impl How {
    /// Whether the value is an object of the same type, or a list of them.
    pub(crate) fn is_known(&self) -> bool {
        match self {
            Self::Known(_) => true,
            Self::Each(how) => how.is_known(),
            _ => false,
        }
    }

    pub(crate) fn may_fail(&self) -> bool {
        match self {
            Self::TryInto => true,
            Self::Each(how) => how.may_fail(),
            Self::Same | Self::Known(_) | Self::Into | Self::Text | Self::TextInto => false,
        }
    }
}

/// How the value of a field is converted into that of another; `None` if that is not possible.
fn how(krate: &Crate, boxes: &Boxes, from: &Field, to: &Field) -> Option<How> {
    match (boxes.has_field(from), boxes.has_field(to)) {
        (false, false) => how_type(krate, boxes, &from.ty, &to.ty),
        (true, true) => (from.ty == to.ty).then_some(How::Same),
        _ => None,
    }
}

/// The same for types.
fn how_type(krate: &Crate, boxes: &Boxes, from: &TypeRef, to: &TypeRef) -> Option<How> {
    if from == to {
        return Some(known(krate, from));
    }
    let is_text = |id: &TypeId| is_open_text(krate, *id);
    match (from, to) {
        (TypeRef::List(from), TypeRef::List(to)) => {
            Some(How::Each(Box::new(how_type(krate, boxes, from, to)?)))
        }
        (TypeRef::Primitive(from), TypeRef::Primitive(to)) => widened(*from, *to),
        (TypeRef::Primitive(Primitive::String), TypeRef::Named(to)) => {
            is_text(to).then_some(How::Into)
        }
        (TypeRef::Named(from), TypeRef::Primitive(Primitive::String)) => {
            is_text(from).then_some(How::Text)
        }
        (TypeRef::Named(from), TypeRef::Named(to)) if is_text(from) => {
            is_text(to).then_some(How::TextInto)
        }
        (TypeRef::Named(from), TypeRef::Named(to)) => {
            let of = krate.structure(*to)?;
            // Plans of mutually recursive types would never end.
            if !of.converts_from.contains(from) || krate.is_recursive(*to) {
                return None;
            }
            let conversion = Conversion::new(krate, boxes, of, *from)?;
            Some(if conversion.is_fallible() {
                How::TryInto
            } else {
                How::Into
            })
        }
        _ => None,
    }
}

/// How a value is copied into the same type: without unknown fields.
fn known(krate: &Crate, ty: &TypeRef) -> How {
    match ty {
        TypeRef::Named(id) if krate.structure(*id).is_some() => How::Known(*id),
        TypeRef::List(of) => match known(krate, of) {
            How::Same => How::Same,
            how => How::Each(Box::new(how)),
        },
        _ => How::Same,
    }
}

/// How the value of a field is copied into a field of the same type. A boxed object is copied as it is.
pub(crate) fn copied(krate: &Crate, boxes: &Boxes, field: &Field) -> How {
    match boxes.has_field(field) {
        true => How::Same,
        false => known(krate, &field.ty),
    }
}

fn widened(from: Primitive, to: Primitive) -> Option<How> {
    use Primitive::{Any, Bool, Date, F32, F64, I32, I64, Object, String, Timestamp};
    match (from, to) {
        (String | Bool | I32 | I64 | F32 | F64 | Object, Any) => Some(How::Into),
        (I32, I64 | F64) | (F32, F64) | (String, Timestamp | Date) => Some(How::Into),
        (Timestamp | Date, String) => Some(How::Text),
        _ => None,
    }
}

fn is_open_text(krate: &Crate, id: TypeId) -> bool {
    match &krate.ty(id).kind {
        TypeKind::Enum(of) => of.is_open() && of.repr == Repr::String,
        TypeKind::Struct(_) | TypeKind::Union(_) => false,
    }
}

/// The fields that are left out when a body is created from the JSON of a received object.
pub(crate) fn withheld<'a>(krate: &'a Crate, boxes: &Boxes, of: &'a Struct) -> Vec<&'a str> {
    let conversions = of
        .converts_from
        .iter()
        .filter_map(|source| Conversion::any(krate, boxes, of, *source));
    let mut names: Vec<&str> = conversions
        .flat_map(|conversion| conversion.left_out.into_iter().chain(conversion.read_only))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
