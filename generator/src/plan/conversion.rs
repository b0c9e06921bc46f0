//! Conversions between related types, such as from a received object to a body: what they copy, and how.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::ir::{
    Additional, Field, Package, Primitive, Repr, Struct, TypeDef, TypeId, TypeKind, TypeRef,
};
use crate::plan::boxes::Boxes;
use crate::plan::graph::{groups, postorder};
use crate::plan::names::{Names, bare};

/// The conversions of a crate.
#[derive(Default)]
pub(crate) struct Conversions<'a> {
    /// By source and target. Even those that cannot succeed.
    plans: HashMap<(TypeId, TypeId), Conversion<'a>>,
    /// By source type: the target types in the order of their definition, and whether each conversion can fail.
    pub(crate) into: HashMap<TypeId, Vec<(TypeId, bool)>>,
    /// The objects that conversions copy into the same type, with those of their fields that contain such objects.
    copied: HashMap<TypeId, Vec<(&'a Field, How)>>,
    /// By target: the fields that are left out when a body is created from the JSON of a received object.
    withheld: HashMap<TypeId, Vec<&'a str>>,
}

impl<'a> Conversions<'a> {
    pub(crate) fn of(package: &'a Package, names: &Names, boxes: &Boxes) -> Self {
        let mut all = Self {
            plans: plans(package, names, boxes),
            ..Self::default()
        };
        let mut open = Vec::new();
        for def in &package.types {
            let Some(of) = package.structure(def.id) else {
                continue;
            };
            let withheld = all.find_withheld(def.id, of);
            all.withheld.insert(def.id, withheld);
            for source in &of.converts_from {
                if let Some(conversion) = all.get(*source, def.id) {
                    let known = |step: &Step<'_>| step.how.is_known().then(|| step.to.ty.named());
                    open.extend(conversion.steps.iter().filter_map(known).flatten());
                    let is_fallible = conversion.is_fallible();
                    let into = all.into.entry(*source).or_default();
                    into.push((def.id, is_fallible));
                }
            }
        }
        while let Some(id) = open.pop() {
            if let Entry::Vacant(new) = all.copied.entry(id) {
                let held = held(package, boxes, id);
                open.extend(held.iter().filter_map(|(field, _)| field.ty.named()));
                new.insert(held);
            }
        }
        all
    }

    /// Returns the fields of an object that is copied into the same type which contain other such objects. `None` if no conversion
    /// copies objects of the type.
    pub(crate) fn copied(&self, id: TypeId) -> Option<&[(&'a Field, How)]> {
        self.copied.get(&id).map(Vec::as_slice)
    }

    /// Returns a conversion that can succeed and copies at least one field.
    pub(crate) fn get(&self, source: TypeId, target: TypeId) -> Option<&Conversion<'a>> {
        possible(&self.plans, source, target)
    }

    /// Returns the fields that are left out when a body is created from the JSON of a received object.
    pub(crate) fn withheld(&self, target: TypeId) -> &[&'a str] {
        self.withheld.get(&target).map_or(&[], Vec::as_slice)
    }

    fn find_withheld(&self, target: TypeId, of: &Struct) -> Vec<&'a str> {
        let sources = of.converts_from.iter();
        let conversions = sources.filter_map(|source| self.plans.get(&(*source, target)));
        let mut names: Vec<&str> = conversions
            .flat_map(|conversion| conversion.left_out.iter().chain(&conversion.read_only))
            .copied()
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Plans each conversion once, after those of the objects that it contains.
fn plans<'a>(
    package: &'a Package,
    names: &Names,
    boxes: &Boxes,
) -> HashMap<(TypeId, TypeId), Conversion<'a>> {
    let parts: Vec<Vec<TypeId>> = package.types.iter().map(parts).collect();
    let mut planner = Planner {
        package,
        names,
        boxes,
        recursive: recursive(&parts),
        sources: HashMap::new(),
        plans: HashMap::new(),
    };
    for target in postorder(&parts, package.types.iter().map(|def| def.id)) {
        let of = package.structure(target);
        for source in of.into_iter().flat_map(|of| &of.converts_from) {
            planner.plan(*source, target);
        }
    }
    planner.plans
}

/// Returns the types of the fields, or of the items in their lists and maps.
fn parts(def: &TypeDef) -> Vec<TypeId> {
    match &def.kind {
        TypeKind::Struct(of) => {
            let fields = of.fields.iter();
            fields.filter_map(|field| field.ty.named()).collect()
        }
        TypeKind::Enum(_) | TypeKind::Union(_) => Vec::new(),
    }
}

/// Returns the types whose values can contain other values of them.
fn recursive(parts: &[Vec<TypeId>]) -> HashSet<TypeId> {
    let groups = groups(parts);
    let group = |id: TypeId| groups.get(id.index());
    let all = (0..parts.len()).map(TypeId::new).zip(parts);
    let in_circle = all.filter(|(id, parts)| parts.iter().any(|part| group(*part) == group(*id)));
    in_circle.map(|(id, _)| id).collect()
}

fn possible<'p, 'a>(
    plans: &'p HashMap<(TypeId, TypeId), Conversion<'a>>,
    source: TypeId,
    target: TypeId,
) -> Option<&'p Conversion<'a>> {
    let conversion = plans.get(&(source, target))?;
    (!conversion.is_impossible && !conversion.steps.is_empty()).then_some(conversion)
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
    /// The variable for a value that the source may lack. Fields have unique names, so these are unique, too.
    pub(crate) local: String,
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
        self.to.is_mandatory() && !self.from.is_always_present()
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

/// Plans conversions, whose nested ones it has planned before.
struct Planner<'a, 'b> {
    package: &'a Package,
    names: &'b Names,
    boxes: &'b Boxes,
    recursive: HashSet<TypeId>,
    /// The fields of each source, by JSON name.
    sources: HashMap<TypeId, HashMap<&'a str, &'a Field>>,
    plans: HashMap<(TypeId, TypeId), Conversion<'a>>,
}

impl<'a> Planner<'a, '_> {
    fn plan(&mut self, source: TypeId, target: TypeId) {
        let package = self.package;
        if let (Some(from), Some(to)) = (package.structure(source), package.structure(target)) {
            let fields = || from.fields.iter().map(|field| (field.wire.as_str(), field));
            let known = self.sources.entry(source);
            known.or_insert_with(|| fields().rev().collect());
            let conversion = self.conversion(source, from, to);
            self.plans.insert((source, target), conversion);
        }
    }

    fn conversion(&self, id: TypeId, source: &'a Struct, of: &'a Struct) -> Conversion<'a> {
        let sources = self.sources.get(&id);
        let mut conversion = Conversion {
            steps: Vec::new(),
            left_out: Vec::new(),
            read_only: Vec::new(),
            same_extra: source.additional == of.additional && of.additional != Additional::Raw,
            is_impossible: false,
        };
        // A fixed value is the same in both.
        let is_copied = |field: &&Field| !field.read_only && field.fixed.is_none();
        for to in of.fields.iter().filter(is_copied) {
            let from = sources.and_then(|fields| fields.get(to.wire.as_str()).copied());
            let Some(from) = from else {
                conversion.is_impossible |= to.is_mandatory();
                continue;
            };
            match self.how(from, to) {
                _ if from.read_only && !to.is_mandatory() => conversion.read_only.push(&to.wire),
                Some(how) => conversion.steps.push(Step {
                    from,
                    to,
                    how,
                    local: format!("{}_value", bare(self.names.field(to))),
                }),
                None => {
                    conversion.is_impossible |= to.is_mandatory();
                    conversion.left_out.push(&to.wire);
                }
            }
        }
        conversion
    }

    /// How the value of a field is converted into that of another; `None` if that is not possible.
    fn how(&self, from: &Field, to: &Field) -> Option<How> {
        match (self.boxes.has_field(from), self.boxes.has_field(to)) {
            (false, false) => self.how_type(&from.ty, &to.ty),
            (true, true) => (from.ty == to.ty).then_some(How::Same),
            _ => None,
        }
    }

    /// How a value of one type is converted into another type; `None` if that is not possible.
    fn how_type(&self, from: &TypeRef, to: &TypeRef) -> Option<How> {
        if from == to {
            return Some(known(self.package, from));
        }
        let is_text = |id: &TypeId| is_open_text(self.package, *id);
        match (from, to) {
            (TypeRef::List(from), TypeRef::List(to)) => {
                Some(How::Each(Box::new(self.how_type(from, to)?)))
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
            (TypeRef::Named(from), TypeRef::Named(to)) => self.nested(*from, *to),
            _ => None,
        }
    }

    /// How a nested object is converted. Plans of recursive types would depend on each other.
    fn nested(&self, from: TypeId, to: TypeId) -> Option<How> {
        if self.recursive.contains(&to) {
            return None;
        }
        let is_fallible = possible(&self.plans, from, to)?.is_fallible();
        Some(if is_fallible { How::TryInto } else { How::Into })
    }
}

/// How a value is copied into the same type: without unknown fields.
fn known(package: &Package, ty: &TypeRef) -> How {
    match ty {
        TypeRef::Named(id) if package.structure(*id).is_some() => How::Known(*id),
        TypeRef::List(of) => match known(package, of) {
            How::Same => How::Same,
            how => How::Each(Box::new(how)),
        },
        _ => How::Same,
    }
}

/// Returns the fields of the object that contain other objects, in lists or not. A boxed object is copied as it is.
fn held<'a>(package: &'a Package, boxes: &Boxes, id: TypeId) -> Vec<(&'a Field, How)> {
    let fields = package.structure(id).map_or(&[][..], |of| &of.fields);
    let unboxed = fields.iter().filter(|field| !boxes.has_field(field));
    let copied = unboxed.map(|field| (field, known(package, &field.ty)));
    copied.filter(|(_, how)| how.is_known()).collect()
}

fn widened(from: Primitive, to: Primitive) -> Option<How> {
    use Primitive::{
        Any, Base64, Base64Url, Bool, Date, Decimal, F32, F64, I32, I64, Object, String, Timestamp,
        U64,
    };
    match (from, to) {
        (String | Base64 | Base64Url | Bool | I32 | I64 | U64 | F32 | F64 | Object, Any) => {
            Some(How::Into)
        }
        (I32 | I64 | U64 | F64, Decimal) => Some(How::Into),
        (I32, I64 | F64) | (F32, F64) | (String, Timestamp | Date | Base64 | Base64Url) => {
            Some(How::Into)
        }
        (Timestamp | Date | Base64 | Base64Url, String) => Some(How::Text),
        _ => None,
    }
}

fn is_open_text(package: &Package, id: TypeId) -> bool {
    match &package.ty(id).kind {
        TypeKind::Enum(of) => of.is_open() && of.repr == Repr::String,
        TypeKind::Struct(_) | TypeKind::Union(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::load::Memory;
    use crate::{Warnings, analyze};

    /// The number of objects inside each other. Planned anew for both fields of each, this would take 2^40 steps.
    const LEVELS: usize = 40;

    #[test]
    fn each_conversion_is_planned_once() {
        let mut text = "
openapi: 3.0.3
info: {title: Nested, version: 1.0.0}
paths: {}
components:
  schemas:
    A40: {type: object, properties: {text: {type: string}}}
    B40: {type: object, properties: {text: {type: string}}}
"
        .to_owned();
        for level in 0..LEVELS {
            for letter in ["A", "B"] {
                let part = format!("{{$ref: '#/components/schemas/{letter}{}'}}", level + 1);
                let from = match letter {
                    "A" => format!("x-truto-converts-from: ['#/components/schemas/B{level}'], "),
                    _ => String::new(),
                };
                let _ = writeln!(
                    text,
                    "    {letter}{level}: {{type: object, {from}properties: {{l: {part}, r: {part}, text: {{type: string}}}}}}"
                );
            }
        }
        let memory = Memory::from_iter([("nested.yaml", text.as_str())]);
        let (analysis, _) = analyze(&["nested.yaml".to_owned()], &memory, Warnings::Allow);
        let package = &analysis.package;
        let conversions = Conversions::of(package, &analysis.names, &Boxes::of(package));
        assert_eq!(conversions.plans.len(), LEVELS);
        let steps = |conversion: &Conversion<'_>| conversion.steps.len();
        let steps: Vec<usize> = conversions.plans.values().map(steps).collect();
        // That of the innermost objects is not asked for, so only the text around them is copied.
        assert_eq!(
            steps.iter().filter(|steps| **steps == 3).count(),
            LEVELS - 1
        );
    }

    #[test]
    fn a_resource_has_one_conversion_for_each_body() {
        let mut text = "
openapi: 3.0.3
info: {title: Bodies, version: 1.0.0}
components:
  schemas:
    Thing: {type: object, properties: {id: {type: string}, text: {type: string}}}
"
        .to_owned();
        let mut paths = "paths:\n".to_owned();
        let json = |name: &str| {
            format!(
                "content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}"
            )
        };
        let response = format!("{{'200': {{description: Done., {}}}}}", json("Thing"));
        for index in 0..LEVELS {
            let body = format!("Body{index}");
            let _ = writeln!(
                text,
                "    {body}: {{type: object, properties: {{text: {{type: string}}}}}}"
            );
            let _ = writeln!(
                paths,
                "  /things/{{id}}/{index}:
    parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
    get: {{operationId: get {index}, tags: [things], responses: {response}}}
    post: {{operationId: act {index}, tags: [things], requestBody: {{{}}}, responses: {response}}}",
                json(&body)
            );
        }
        text += &paths;
        let memory = Memory::from_iter([("bodies.yaml", text.as_str())]);
        let (analysis, _) = analyze(&["bodies.yaml".to_owned()], &memory, Warnings::Allow);
        let package = &analysis.package;
        let conversions = Conversions::of(package, &analysis.names, &Boxes::of(package));
        assert_eq!(conversions.plans.len(), LEVELS);
        let steps: usize = conversions.plans.values().map(|one| one.steps.len()).sum();
        assert_eq!(steps, LEVELS);
        let bodies = package
            .types
            .iter()
            .filter_map(|def| package.structure(def.id));
        let received: usize = bodies.map(|body| body.received.len()).sum();
        assert_eq!(received, LEVELS);
    }
}
