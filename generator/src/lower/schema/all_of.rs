//! The properties of an object, including those of its `allOf` elements.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, Schema};

use super::annotations;
use super::choice;
use super::flags::Flags;
use super::keywords;
use super::overlap::{self, Narrower};
use super::references::{self, Located, SchemaRef};
use super::restrictions;
use super::view::View;
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{Docs, RequiredSets};
use crate::lower::context::Context;

/// The maximum number of schemas that are merged for one property. Each is compared with all others.
const MOST_MERGED: usize = 64;

/// A property before lowering.
pub(crate) struct Property<'b> {
    pub(crate) wire: &'b str,
    pub(crate) schema: SchemaRef<'b>,
    pub(crate) at: At<'b>,
    /// Schemas of objects whose properties are merged with those of `schema`, first one first.
    pub(super) beside: Vec<Located<'b>>,
    /// All schemas of the property, first one first; one of them is `schema`.
    declared: Vec<Located<'b>>,
}

impl<'b> Property<'b> {
    fn new(wire: &'b str, schema: SchemaRef<'b>, at: At<'b>) -> Self {
        let declared = vec![(schema, at.clone())];
        Self {
            wire,
            schema,
            at,
            beside: Vec::new(),
            declared,
        }
    }

    /// Adds a later declaration of the same property, which decides the type unless an earlier one is narrower. The properties of objects
    /// are merged.
    fn merge(&mut self, cx: &mut Context<'b, '_>, later: Self) {
        let second = (later.schema, later.at.clone());
        let known: Vec<_> = self.deciding().collect();
        for (schema, at) in known.iter().chain([&second]) {
            cx.reached
                .extend(references::target(cx, *schema, at).map(|(_, at)| at));
        }
        if known.len() == MOST_MERGED {
            let message = format!(
                "this schema of the property `{}` has no effect: {MOST_MERGED} others are already merged",
                self.wire
            );
            let help = "merge some of the schemas into one";
            cx.diags.push(second.1.key_warning(message, help));
            return;
        }
        let compared = known
            .iter()
            .map(|one| overlap::narrower(cx, one, &second))
            .collect::<Vec<_>>();
        if compared.contains(&Narrower::Neither) {
            let replaced: Vec<_> = known.into_iter().map(|(_, at)| at).collect();
            ignored(cx, self.wire, &replaced, &later.at);
            self.declared.clear();
            self.beside.clear();
            (self.schema, self.at) = second;
        } else if compared.contains(&Narrower::Merged) || !compared.contains(&Narrower::First) {
            let compared = known.into_iter().zip(compared);
            let merged =
                compared.filter(|(_, found)| matches!(found, Narrower::Merged | Narrower::First));
            self.beside = merged.map(|(one, _)| one).collect();
            (self.schema, self.at) = second;
        }
        self.declared.extend(later.declared);
    }

    /// Returns the schemas that decide the type, first one first. If there are several, they describe objects.
    pub(super) fn deciding(&self) -> impl Iterator<Item = Located<'b>> {
        let last = (self.schema, self.at.clone());
        self.beside.iter().cloned().chain([last])
    }

    /// Returns the schemas that are not references, last one first.
    pub(crate) fn written(&self) -> impl Iterator<Item = &'b Schema> {
        self.declared
            .iter()
            .rev()
            .filter_map(|(schema, _)| match *schema {
                SchemaRef::Item(schema) => Some(schema),
                SchemaRef::To(_) => None,
            })
    }

    /// Returns the flags of all schemas.
    pub(super) fn flags(&self, cx: &Context<'b, '_>) -> Flags {
        let mut flags = Flags::default();
        for (schema, at) in &self.declared {
            flags.add(cx, *schema, at);
        }
        flags
    }

    /// Returns the documentation: the text of the last schema that has any.
    pub(super) fn docs(&self, cx: &Context<'b, '_>, is_deprecated: bool) -> Docs {
        let has_text = |docs: &Docs| docs.summary.is_some() || docs.description.is_some();
        let written = self
            .written()
            .map(|schema| annotations::docs(&View::of(schema)));
        let (texts, others): (Vec<Docs>, Vec<Docs>) = written.partition(has_text);
        let mut docs = texts.into_iter().chain(others).next().unwrap_or_default();
        if !has_text(&docs) {
            docs.description = self.described(cx, |view, _| view.data.description.clone());
        }
        docs.deprecated = is_deprecated;
        docs
    }

    /// Returns an annotation from the last schema that has it.
    pub(crate) fn described<T>(
        &self,
        cx: &Context<'b, '_>,
        get: impl Fn(&View<'b>, &At<'b>) -> Option<T>,
    ) -> Option<T> {
        let mut declared = self.declared.iter().rev();
        declared.find_map(|(schema, at)| annotations::described(cx, *schema, at, &get))
    }

    /// Whether the last schema that has a type allows null, or a later one without a type.
    pub(crate) fn is_nullable(&self, cx: &mut Context<'b, '_>) -> bool {
        for (schema, at) in self.declared.iter().rev() {
            if annotations::is_nullable(cx, *schema, at) {
                return true;
            }
            if !is_untyped(*schema) {
                return false;
            }
        }
        false
    }
}

/// Whether a schema says nothing about the type of its values.
fn is_untyped(schema: SchemaRef<'_>) -> bool {
    match schema {
        SchemaRef::Item(schema) => {
            let view = View::of(schema);
            view.has_only_elements() && overlap::kind(&view).is_none()
        }
        SchemaRef::To(_) => false,
    }
}

/// The parts of an object from all its schemas.
#[derive(Default)]
pub(crate) struct Parts<'b> {
    pub(crate) properties: IndexMap<&'b str, Property<'b>>,
    /// The names under `required`, and their locations.
    pub(crate) required: Vec<(&'b str, At<'b>)>,
    pub(crate) additional: Option<(&'b AdditionalProperties, At<'b>)>,
    pub(crate) alternatives: Vec<RequiredSets>,
    /// The location of the alternatives that are the cases of a sum type, one of which the object is.
    cases: Option<At<'b>>,
    /// The schemas that have been merged; they are skipped the second time.
    merged: HashSet<At<'b>>,
}

/// The maximum nesting of `allOf` elements.
const MOST_LEVELS: usize = 64;

/// Collects the parts of the schemas of an object and of their `allOf` elements.
pub(crate) fn parts<'b>(cx: &mut Context<'b, '_>, schemas: &[(&'b Schema, At<'b>)]) -> Parts<'b> {
    let mut parts = Parts::default();
    for (schema, at) in schemas {
        let view = View::of(schema);
        parts.cases = choice::keyword(cx, &view, at);
        collect(cx, &view, at, &mut vec![at.clone()], &mut parts);
    }
    parts
}

fn collect<'b>(
    cx: &mut Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
    path: &mut Vec<At<'b>>,
    parts: &mut Parts<'b>,
) {
    for (index, element) in view.all_of.iter().enumerate() {
        collect_element(
            cx,
            element.into(),
            &at.key("allOf").index(index),
            path,
            parts,
        );
    }
    for (wire, schema) in view.properties.into_iter().flatten() {
        let at = at.key("properties").key(wire);
        add(cx, Property::new(wire, schema.into(), at), parts);
    }
    add_choices(cx, view, at, parts);
    let required = view.required.iter().enumerate();
    parts
        .required
        .extend(required.map(|(index, name)| (name.as_str(), at.key("required").index(index))));
    if let Some(additional) = view.additional {
        add_additional(cx, additional, at.key("additionalProperties"), parts);
    }
}

fn collect_element<'b>(
    cx: &mut Context<'b, '_>,
    element: SchemaRef<'b>,
    at: &At<'b>,
    path: &mut Vec<At<'b>>,
    parts: &mut Parts<'b>,
) {
    let Some((schema, target)) = references::target(cx, element, at) else {
        return;
    };
    if path.contains(&target) {
        let help = "remove the cycle: a schema cannot include itself";
        cx.diags.push(at.error(
            "recursive `allOf`: this element includes the schema that it is part of",
            help,
        ));
        return;
    }
    if path.len() > MOST_LEVELS {
        let message = format!(
            "this element of `allOf` has no effect: it is more than {MOST_LEVELS} levels deep, so its properties get no fields"
        );
        let help = "merge some of the levels into one schema";
        cx.diags.push(at.key_warning(message, help));
        return;
    }
    cx.reached.insert(target.clone());
    let view = View::of(schema);
    let is_object =
        matches!(view.ty, Some("object") | None) && view.values.is_empty() && view.items.is_none();
    if !is_object {
        keywords::contrary(cx, std::slice::from_ref(at));
        return;
    }
    if view.not {
        keywords::without_fields(cx, &target.key("not"));
    }
    if !parts.merged.insert(target.clone()) {
        return;
    }
    path.push(target.clone());
    collect(cx, &view, &target, path, parts);
    path.pop();
}

/// Adds what alternatives require, and reports those that are neither cases nor subtypes of the object.
fn add_choices<'b>(cx: &mut Context<'b, '_>, view: &View<'b>, at: &At<'b>, parts: &mut Parts<'b>) {
    let sets = ["oneOf", "anyOf"].map(|keyword| restrictions::of(cx, view, at, keyword));
    parts.alternatives.extend(sets.into_iter().flatten());
    let others: Vec<_> = choice::own(cx, view, at)
        .filter(|one| {
            let is_case = parts.cases.as_ref() == Some(&at.key(one.0));
            !is_case && !choice::is_of_subtypes(cx, *one, at)
        })
        .collect();
    for (keyword, _) in others {
        keywords::without_fields(cx, &at.key(keyword));
    }
}

fn add<'b>(cx: &mut Context<'b, '_>, property: Property<'b>, parts: &mut Parts<'b>) {
    match parts.properties.get_mut(property.wire) {
        None => {
            parts.properties.insert(property.wire, property);
        }
        Some(known) if known.schema == property.schema => {}
        Some(known) => known.merge(cx, property),
    }
}

fn add_additional<'b>(
    cx: &mut Context<'b, '_>,
    additional: &'b AdditionalProperties,
    at: At<'b>,
    parts: &mut Parts<'b>,
) {
    let is_typed = matches!(additional, AdditionalProperties::Schema(_));
    match &parts.additional {
        Some((known, first))
            if is_typed
                && matches!(known, AdditionalProperties::Schema(_))
                && *known != additional =>
        {
            let help = "remove one of them: all additional properties have one type";
            let first = first.clone();
            several_shapes(cx, ("`additionalProperties`", help), &[at], &first);
        }
        Some((AdditionalProperties::Schema(_), _)) => {}
        _ => parts.additional = Some((additional, at)),
    }
}

/// Reports schemas of the property `wire` that do not decide its type.
pub(super) fn ignored<'b>(cx: &mut Context<'b, '_>, wire: &str, ignored: &[At<'b>], kept: &At<'b>) {
    let what = format!("the property `{wire}`");
    let help = "remove one of them: a field has one type; values that only fit the other schema are kept as JSON in `extra`, or fail to decode if the property is required";
    several_shapes(cx, (&what, help), ignored, kept);
}

fn several_shapes<'b>(
    cx: &mut Context<'b, '_>,
    (what, help): (&str, &'static str),
    ignored: &[At<'b>],
    kept: &At<'b>,
) {
    let number = match ignored.len() {
        1 => "two".to_owned(),
        more => (more + 1).to_string(),
    };
    let message =
        format!("{what} has {number} different schemas in one `allOf`; only this one has a type");
    let diagnostic = Diagnostic::warning(kept.key_origin(), message).help(help);
    let related = |diagnostic: Diagnostic, ignored: &At<'b>| {
        diagnostic.related(ignored.key_origin(), "this schema is ignored")
    };
    cx.diags.push(ignored.iter().fold(diagnostic, related));
}
