//! Objects with a discriminator, and the objects that extend them by `allOf`.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::fill;
use super::references;
use super::tags::Tag;
use super::types;
use super::view::View;
use crate::bundle::At;
use crate::ir::{Selector, TypeKind, TypeRef, Union, UnionCase, Words};
use crate::lower::context::{Context, Unfinished};

/// The components that list a component in `allOf`.
type Extensions<'b> = HashMap<At<'b>, Vec<At<'b>>>;

/// Adds the subtypes of all objects with a discriminator. Those that only failures contain are lowered here.
pub(crate) fn link(cx: &mut Context<'_, '_>) {
    let tagged = std::mem::take(&mut cx.tagged);
    if tagged.is_empty() {
        return;
    }
    let extensions = extensions(cx);
    for Unfinished { id, schema, at, .. } in tagged {
        let Some(tag) = Tag::of(cx, &View::of(schema), &at) else {
            continue;
        };
        let subtypes = Union {
            cases: cases(cx, &tag, &at, &extensions),
            is_exclusive: true,
            origin: at.key_origin(),
            tag: Some(tag.at.key_origin()),
        };
        if let Some(TypeKind::Struct(of)) = cx.shared.kind_mut(id) {
            of.subtypes = Some(subtypes);
        }
    }
    fill::fill(cx);
}

fn extensions<'b>(cx: &Context<'b, '_>) -> Extensions<'b> {
    let mut extensions = Extensions::new();
    let components = cx.doc.components.iter();
    for (name, schema) in components.flat_map(|components| &components.schemas) {
        let at = cx.root.key("components").key("schemas").key(name);
        let Some(schema) = schema.as_item() else {
            continue;
        };
        for (index, element) in View::of(schema).all_of.iter().enumerate() {
            let element_at = at.key("allOf").index(index);
            if let Some((_, base)) = references::target(cx, element.into(), &element_at) {
                extensions.entry(base).or_default().push(at.clone());
            }
        }
    }
    extensions
}

/// Returns the direct and indirect extensions of the schema at `base`.
fn cases<'b>(
    cx: &mut Context<'b, '_>,
    tag: &Tag<'b>,
    base: &At<'b>,
    extensions: &Extensions<'b>,
) -> Vec<UnionCase> {
    let mut found = IndexSet::from([base.clone()]);
    let mut next = 0;
    while let Some(at) = found.get_index(next) {
        found.extend(
            extensions
                .get(at)
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>(),
        );
        next += 1;
    }
    let subtypes = found.into_iter().skip(1);
    subtypes.filter_map(|at| case(cx, tag, &at)).collect()
}

fn case<'b>(cx: &mut Context<'b, '_>, tag: &Tag<'b>, at: &At<'b>) -> Option<UnionCase> {
    let (schema, target) = references::component_schema(cx, at)?;
    let values = tag.values(cx, &View::of(schema), &target)?;
    let ty = types::component(cx, &target);
    matches!(ty, TypeRef::Named(_)).then(|| UnionCase {
        words: Words::new(target.name()),
        ty: Some(ty),
        selector: Selector::Tag {
            property: tag.property.to_owned(),
            values,
        },
    })
}
