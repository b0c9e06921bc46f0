//! Alternatives whose values also have to fit the schema that lists them.

use openapiv3::Schema;

use super::choice::{Alternative, Choice};
use super::outline::Outline;
use super::overlap::{self, Narrower};
use super::references::{self, Located, SchemaRef};
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// What describes the values of an alternative.
pub(super) enum Joined<'b> {
    /// The alternative alone.
    Alternative,
    /// A schema beside it alone, apart from its choice.
    Beside(&'b Schema, At<'b>),
    /// The alternative and the schemas beside it, all of which describe objects. The alternative can be a choice of objects.
    Both,
    /// No value fits the alternative and the schemas beside it.
    Never,
}

/// Returns what describes the values of the alternative.
pub(super) fn join<'b>(cx: &Context<'b, '_>, alternative: &Alternative<'b>) -> Joined<'b> {
    let located = (alternative.schema, alternative.at.clone());
    let Some((view, at)) = overlap::defined(cx, &located) else {
        return Joined::Alternative;
    };
    let own = overlap::kind(&view);
    let mut objects = Vec::new();
    let mut narrowest = (located, Joined::Alternative);
    for (schema, at) in &alternative.beside {
        let outer = View::of(schema);
        let has_fields = !outer.required.is_empty() && outer.ty.is_none();
        match (own, overlap::kind(&outer)) {
            (None | Some("object"), Some("object")) => objects.push((*schema, at.clone())),
            (None | Some("object"), None) if has_fields => objects.push((*schema, at.clone())),
            (_, None) => {}
            (Some(own), Some(other)) if !is_one_kind(own, other) => {
                if outer.ty.is_some() {
                    return Joined::Never;
                }
            }
            _ => {
                let other: Located<'b> = (SchemaRef::Item(schema), at.clone());
                if overlap::narrower(cx, &narrowest.0, &other) == Narrower::Second {
                    narrowest = (other, Joined::Beside(schema, at.clone()));
                }
            }
        }
    }
    if objects.is_empty() {
        return narrowest.1;
    }
    let is_complete = match Choice::of(cx, &view, &at) {
        Some(nested) => nested.alternatives.values().all(|one| {
            let target = references::target(cx, one.schema, &one.at);
            target.is_none_or(|(schema, at)| adds_nothing(cx, &objects, (schema, &at)))
        }),
        None => adds_nothing(cx, &objects, (view.schema, &at)),
    };
    match is_complete {
        true => Joined::Alternative,
        false => Joined::Both,
    }
}

fn is_one_kind(one: &str, other: &str) -> bool {
    let is_number = |kind: &str| matches!(kind, "integer" | "number");
    one == other || (is_number(one) && is_number(other))
}

/// Whether the schema at `at` has all that the `objects` require and describe.
fn adds_nothing<'b>(
    cx: &Context<'b, '_>,
    objects: &[(&'b Schema, At<'b>)],
    (schema, at): (&'b Schema, &At<'b>),
) -> bool {
    let whole = Outline::of(cx, schema, at);
    objects.iter().all(|(schema, at)| {
        let part = Outline::of(cx, schema, at);
        let has_property = |(name, part): (&&str, &Located<'b>)| {
            whole.properties.get(name).is_some_and(|whole| {
                let narrower = overlap::narrower(cx, whole, part);
                matches!(narrower, Narrower::First | Narrower::Both)
            })
        };
        part.properties.iter().all(has_property)
            && part.required.is_subset(&whole.required)
            && (part.values.is_none() || part.values == whole.values)
    })
}
