//! Lowers schemas with alternatives to sum types.

use std::collections::HashSet;

use super::annotations;
use super::choice::{Alternative, Choice};
use super::join::Joined;
use super::keywords;
use super::references;
use super::scalars::scalar_or_file;
use super::structs;
use super::tags::Tag;
use super::view::View;
use crate::bundle::At;
use crate::ir::{Primitive, TypeKind, TypeRef, Union, Words};
use crate::lower::context::{Context, TypeName, Unfinished};

/// Returns the type of an alternative and the schemas beside it: a struct, or if the alternative is a choice itself, a union.
pub(super) fn both<'b>(
    cx: &mut Context<'b, '_>,
    alternative: &Alternative<'b>,
    words: &Words,
) -> TypeRef {
    let target = references::target(cx, alternative.schema, &alternative.at);
    let Some((schema, at)) = target else {
        return TypeRef::Primitive(Primitive::Any);
    };
    cx.reached.insert(at.clone());
    let name = TypeName::inline(words.clone());
    let view = View::of(schema);
    let empty = match Choice::of(cx, &view, &at) {
        Some(choice) => TypeKind::Union(empty(&view, &choice, &at)),
        None => TypeKind::Struct(structs::empty()),
    };
    let id = cx.define(name, annotations::docs(&view), empty, &alternative.at);
    cx.unfilled.push_back(Unfinished {
        id,
        schema,
        at,
        beside: alternative.beside.clone(),
    });
    TypeRef::Named(id)
}

/// Returns the union of a choice. Its cases are added later, because they can contain it.
pub(super) fn union<'b>(
    cx: &mut Context<'b, '_>,
    view: &View<'b>,
    choice: &Choice<'b>,
    at: &At<'b>,
    words: &Words,
) -> TypeRef {
    keywords::unused_mapping(cx, &unlisted(cx, view, choice, at));
    let name = annotations::type_name(view, at, words);
    let empty = TypeKind::Union(empty(view, choice, at));
    let id = cx.define(name, annotations::docs(view), empty, at);
    cx.unfilled.push_back(Unfinished {
        id,
        schema: view.schema,
        at: at.clone(),
        beside: Vec::new(),
    });
    TypeRef::Named(id)
}

/// Returns a union without cases.
fn empty(view: &View<'_>, choice: &Choice<'_>, at: &At<'_>) -> Union {
    let tag = view.data.discriminator.as_ref();
    Union {
        cases: Vec::new(),
        is_exclusive: choice.is_exclusive,
        origin: choice.at.key_origin(),
        tag: tag.map(|_| at.key("discriminator").key_origin()),
    }
}

/// Returns the locations of mapped values whose schemas are no alternatives.
fn unlisted<'b>(
    cx: &Context<'b, '_>,
    view: &View<'b>,
    choice: &Choice<'b>,
    at: &At<'b>,
) -> Vec<At<'b>> {
    let listed = choice.alternatives.keys().filter_map(|key| key.first());
    let listed: HashSet<&At<'b>> = listed.collect();
    let targets = Tag::of(cx, view, at).map(|tag| tag.targets);
    let unlisted = targets.into_iter().flatten();
    let unlisted = unlisted.filter(|(target, _)| !listed.contains(target));
    unlisted.map(|(_, value)| value).collect()
}

/// Returns the scalar type of all alternatives, if they have the same one and list no values. That of files and texts is a file,
/// which can be made of a text.
pub(super) fn common_scalar<'b>(
    cx: &Context<'b, '_>,
    alternatives: &[(&Alternative<'b>, Joined<'b>)],
) -> Option<Primitive> {
    let mut found = alternatives.iter().map(|one| scalar_of(cx, one));
    let first = found.next()??;
    found.try_fold(first, |known, other| match (known, other?) {
        (Primitive::File, Primitive::String) | (Primitive::String, Primitive::File) => {
            Some(Primitive::File)
        }
        (known, other) => (known == other).then_some(known),
    })
}

fn scalar_of<'b>(
    cx: &Context<'b, '_>,
    (alternative, joined): &(&Alternative<'b>, Joined<'b>),
) -> Option<Primitive> {
    let (schema, at) = match joined {
        Joined::Beside(schema, at) => (*schema, at.clone()),
        _ => references::target(cx, alternative.schema, &alternative.at)?,
    };
    let view = View::of(schema);
    let is_beside = matches!(joined, Joined::Beside(..));
    let is_plain = view.values.is_empty() && (is_beside || !view.is_choice());
    scalar_or_file(cx, &view, &at).filter(|_| is_plain)
}
