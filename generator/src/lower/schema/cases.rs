//! The cases of sum types.

use std::collections::HashMap;

use super::choice::{self, Alternative, Choice};
use super::join::{self, Joined};
use super::keywords;
use super::labels::Labels;
use super::references;
use super::subtypes;
use super::types;
use super::view::View;
use crate::ir::{Primitive, Selector, TypeRef, UnionCase, Words};
use crate::lower::context::{Context, Unfinished};

/// Returns the cases of a union. Alternatives of the same type are one case.
pub(super) fn cases<'b>(cx: &mut Context<'b, '_>, union: &Unfinished<'b>) -> Vec<UnionCase> {
    let id = union.id;
    let mut cases: Vec<UnionCase> = Vec::new();
    let mut labels = Labels::default();
    // The first case of each type.
    let mut first: HashMap<TypeRef, usize> = HashMap::new();
    let choice = Choice::within(cx, &View::of(union.schema), &union.at, &union.beside);
    let Some(choice) = choice else {
        return subtypes(cx, union);
    };
    for (at, property, doubt) in choice.doubts {
        keywords::doubtful_tag(cx, &at, property, doubt);
    }
    for (index, (_, alternative)) in choice.alternatives.into_iter().enumerate() {
        let joined = match join::join(cx, &alternative) {
            Joined::Never => continue,
            // Types of choices in choices in choices could go on forever.
            Joined::Both if !union.beside.is_empty() && is_choice(cx, &alternative) => {
                keywords::without_common_fields(cx, &alternative.at);
                Joined::Alternative
            }
            joined => joined,
        };
        // Two alternatives can have one title, but their types need different names.
        let label = label(cx, &alternative).map(|label| labels.unused(Words::new(label)));
        let text = label.as_ref().map(|words| words.text.clone());
        let words = Words::of_type(id, text.unwrap_or_else(|| (index + 1).to_string()));
        let ty = types::case(cx, &alternative, &joined, &words);
        let selector = selector(alternative.tag);
        let known = first.get(&ty).and_then(|known| cases.get_mut(*known));
        let is_merged = known.is_some_and(|known| merge(&mut known.selector, &selector));
        if !is_merged {
            let words = label.unwrap_or_else(|| labels.unused(words_of(&ty)));
            labels.note(&words);
            first.entry(ty.clone()).or_insert(cases.len());
            cases.push(UnionCase {
                words,
                ty: Some(ty),
                selector,
            });
        }
    }
    cases
}

fn is_choice<'b>(cx: &Context<'b, '_>, alternative: &Alternative<'b>) -> bool {
    let target = references::target(cx, alternative.schema, &alternative.at);
    target.is_some_and(|(schema, at)| choice::keyword(cx, &View::of(schema), &at).is_some())
}

/// Returns the cases of an object with subtypes. The object itself is the last one, for values that the discriminator does not
/// name.
fn subtypes<'b>(cx: &mut Context<'b, '_>, union: &Unfinished<'b>) -> Vec<UnionCase> {
    let mut cases: Vec<UnionCase> = Vec::new();
    let mut labels = Labels::default();
    for (at, property, selected) in subtypes::tagged(cx, &View::of(union.schema), &union.at) {
        if let Some(doubt) = selected.doubt {
            keywords::doubtful_tag(cx, &at, property, doubt);
        }
        let ty = types::component(cx, &at);
        let ty = subtypes::base(cx, ty);
        let words = labels.unused(Words::new(at.name()));
        labels.note(&words);
        cases.push(UnionCase {
            words,
            ty: Some(ty),
            selector: selector(selected.values.map(|values| (property, values))),
        });
    }
    cases.push(UnionCase {
        words: labels.unused(Words::new("base")),
        ty: Some(subtypes::base(cx, TypeRef::Named(union.id))),
        selector: Selector::Content,
    });
    cases
}

/// Returns the selector of a case with these values of a property.
fn selector(tag: Option<(&str, Vec<String>)>) -> Selector {
    match tag {
        Some((property, values)) => Selector::Tag {
            property: property.to_owned(),
            values,
        },
        None => Selector::Content,
    }
}

/// Adds the values of `other`, and returns `false` if that is impossible.
fn merge(selector: &mut Selector, other: &Selector) -> bool {
    match (selector, other) {
        (
            Selector::Tag { property, values },
            Selector::Tag {
                property: same,
                values: more,
            },
        ) if property == same => {
            let new = more.iter().filter(|value| !values.contains(value));
            let new: Vec<_> = new.cloned().collect();
            values.extend(new);
            true
        }
        (Selector::Content, Selector::Content) => true,
        _ => false,
    }
}

/// Returns the name of a component, or else the title or the first value of the tag.
fn label<'b>(cx: &Context<'b, '_>, alternative: &Alternative<'b>) -> Option<String> {
    let (schema, at) = references::target(cx, alternative.schema, &alternative.at)?;
    let component = at.component("schemas").map(|name| name.into_owned());
    let title = || View::of(schema).data.title.clone();
    let tag = || Some(alternative.tag.as_ref()?.1.first()?.clone());
    component.or_else(title).or_else(tag)
}

/// Returns the words for the type of a case without a name.
fn words_of(ty: &TypeRef) -> Words {
    Words::new(match ty {
        TypeRef::Primitive(primitive) => match primitive {
            Primitive::String | Primitive::Bytes => "text",
            Primitive::File => "file",
            Primitive::Timestamp => "timestamp",
            Primitive::Date => "date",
            Primitive::Base64 => "base64",
            Primitive::Base64Url => "base64 url",
            Primitive::Bool => "boolean",
            Primitive::I32 | Primitive::I64 | Primitive::U64 => "integer",
            Primitive::F32 | Primitive::F64 | Primitive::Decimal => "number",
            Primitive::Object => "object",
            Primitive::Any | Primitive::Raw => "any",
        },
        TypeRef::List(_) => "list",
        TypeRef::Map(_) => "map",
        TypeRef::Nullable(of) => return words_of(of),
        TypeRef::Named(id) => return Words::of_type(*id, ""),
    })
}
