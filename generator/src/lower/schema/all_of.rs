//! The properties of an object, including those of its `allOf` elements.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::AdditionalProperties;

use super::choice::Choice;
use super::references::{self, SchemaRef};
use super::view::View;
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::RequiredSets;
use crate::lower::context::Context;

/// A property before lowering.
pub(crate) struct Property<'b> {
    pub(crate) wire: &'b str,
    pub(crate) schema: SchemaRef<'b>,
    pub(crate) at: At<'b>,
}

/// The parts of an object from all its schemas.
#[derive(Default)]
pub(crate) struct Parts<'b> {
    pub(crate) properties: IndexMap<&'b str, Property<'b>>,
    /// The names under `required`, and their locations.
    pub(crate) required: Vec<(&'b str, At<'b>)>,
    pub(crate) additional: Option<(&'b AdditionalProperties, At<'b>)>,
    pub(crate) alternatives: Vec<RequiredSets>,
    /// The schemas that have been merged; they are skipped the second time.
    merged: HashSet<At<'b>>,
}

/// The maximum nesting of `allOf` elements.
const MOST_LEVELS: usize = 64;

/// Collects the parts of the schema at `at` and of its `allOf` elements.
pub(crate) fn parts<'b>(cx: &mut Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> Parts<'b> {
    let mut parts = Parts::default();
    collect(cx, view, at, &mut vec![at.clone()], &mut parts);
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
        add(
            cx,
            Property {
                wire,
                schema: schema.into(),
                at,
            },
            parts,
        );
    }
    let choice = Choice::of(cx, view, at);
    parts
        .alternatives
        .extend(choice.and_then(Choice::required_sets));
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
        let construct = format!("`allOf` of more than {MOST_LEVELS} levels");
        cx.diags
            .push(at.unsupported(&construct, "merge some of the levels into one schema"));
        return;
    }
    cx.reached.insert(target.clone());
    let view = View::of(schema);
    let is_object =
        matches!(view.ty, Some("object") | None) && view.values.is_empty() && view.items.is_none();
    if !is_object || is_choice(cx, &view, &target) || view.not {
        let help = "write only objects with `properties` in `allOf`";
        cx.diags
            .push(at.unsupported("`allOf` with an element that is not a plain object", help));
        return;
    }
    if !parts.merged.insert(target.clone()) {
        return;
    }
    path.push(target.clone());
    collect(cx, &view, &target, path, parts);
    path.pop();
}

/// Whether the schema has alternatives that describe values.
fn is_choice<'b>(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> bool {
    Choice::of(cx, view, at).is_some_and(|choice| choice.required_sets().is_none())
}

fn add<'b>(cx: &mut Context<'b, '_>, property: Property<'b>, parts: &mut Parts<'b>) {
    match parts.properties.get(property.wire) {
        None => {
            parts.properties.insert(property.wire, property);
        }
        Some(known) if known.schema == property.schema => {}
        Some(known) => {
            let what = format!("the property `{}`", property.wire);
            two_shapes(cx, &what, &known.at, &property.at);
        }
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
            two_shapes(cx, "`additionalProperties`", &first.clone(), &at);
        }
        Some((AdditionalProperties::Schema(_), _)) => {}
        _ => parts.additional = Some((additional, at)),
    }
}

fn two_shapes(cx: &mut Context<'_, '_>, what: &str, first: &At<'_>, second: &At<'_>) {
    let origin = second.key_origin();
    let diagnostic = Diagnostic::error(
        origin,
        format!("{what} has two different schemas in one `allOf`"),
    )
    .related(first.key_origin(), "the other schema")
    .help("remove one of them: the generated struct has one type per field");
    cx.diags.push(diagnostic);
}
