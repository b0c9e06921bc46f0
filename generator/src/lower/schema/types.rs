//! Lowers schemas to types.

use openapiv3::{AdditionalProperties, Schema};

use super::choice::{Alternative, Choice};
use super::extensions::misplaced;
use super::join::{self, Joined};
use super::references::{self, SchemaRef};
use super::scalars::scalar_or_file;
use super::sole::Sole;
use super::view::View;
use super::{annotations, defaults, enums, keywords, limits, second, structs, subtypes, unions};
use crate::bundle::At;
use crate::ir::{Primitive, TypeRef, Words};
use crate::lower::context::Context;
use crate::lower::extensions::keys;

/// The maximum nesting of lists and maps, each of which becomes a generic type.
const MOST_LEVELS: usize = 32;

/// Returns the type of a schema.
pub(crate) fn type_of<'b>(
    cx: &mut Context<'b, '_>,
    schema: SchemaRef<'b>,
    at: &At<'b>,
    words: &Words,
) -> TypeRef {
    match schema {
        SchemaRef::To(reference) => match at.target(reference) {
            Some(target) => component(cx, &target),
            None => TypeRef::Primitive(Primitive::Any),
        },
        SchemaRef::Item(schema) => inline(cx, schema, at, words),
    }
}

/// Returns the type of an element of a list or a map, which can be null.
pub(crate) fn element_of<'b>(
    cx: &mut Context<'b, '_>,
    schema: SchemaRef<'b>,
    at: &At<'b>,
    words: &Words,
) -> TypeRef {
    let ty = type_of(cx, schema, at, words);
    or_null(cx, ty, schema, at)
}

/// Returns the type of the schema at `at` with null, if the schema allows it.
pub(super) fn or_null<'b>(
    cx: &mut Context<'b, '_>,
    ty: TypeRef,
    schema: SchemaRef<'b>,
    at: &At<'b>,
) -> TypeRef {
    let any = matches!(ty, TypeRef::Primitive(Primitive::Any | Primitive::Raw));
    if annotations::is_nullable(cx, schema, at) && !any {
        TypeRef::Nullable(Box::new(ty))
    } else {
        ty
    }
}

/// Returns the type of the component at `at`.
pub(crate) fn component<'b>(cx: &mut Context<'b, '_>, at: &At<'b>) -> TypeRef {
    let any = TypeRef::Primitive(Primitive::Any);
    let Some((schema, at)) = references::component_schema(cx, at) else {
        return any;
    };
    if let Some(known) = cx.known(&at) {
        return known;
    }
    if cx.open.contains(&at) {
        recursive(cx, &at);
        return any;
    }
    if cx.open.len() > MOST_LEVELS {
        let help = "put one of the inner levels into a property of an object";
        let message = format!(
            "the schema has no effect here: it is inside of more than {MOST_LEVELS} lists and maps, where values are any JSON"
        );
        cx.diags.push(at.key_warning(message, help));
        return any;
    }
    let words = Words::new(at.name());
    cx.open.push(at.clone());
    let ty = inline(cx, schema, &at, &words);
    cx.open.pop();
    cx.intern(&at, &ty);
    ty
}

/// Reports a component that contains itself, although neither it nor what is in between is an object.
fn recursive<'b>(cx: &mut Context<'b, '_>, at: &At<'b>) {
    let cycle = cx.open.iter().skip_while(|open| *open != at);
    let mut schemas = cycle.filter_map(|open| references::component_schema(cx, open));
    let has_parts = schemas.any(|(schema, _)| {
        let view = View::of(schema);
        view.items.is_some() || view.additional.is_some()
    });
    let name = at.name();
    cx.diags.push(if has_parts {
        let message = format!(
            "the schema `{name}` contains itself without an object in between: its inner values are any JSON"
        );
        let help =
            "put the list or map into a property of an object: only an object can contain itself";
        at.key_warning(message, help)
    } else {
        let message = format!("the schema `{name}` is defined only by itself");
        at.key_error(message, "remove the cycle of references, or describe the values")
    });
}

/// Returns the type of the inline schema at `at`.
pub(super) fn inline<'b>(
    cx: &mut Context<'b, '_>,
    schema: &'b Schema,
    at: &At<'b>,
    words: &Words,
) -> TypeRef {
    if let Some(known) = cx.known(at) {
        return known;
    }
    cx.reached.insert(at.clone());
    let view = View::of(schema);
    misplaced::misplaced(cx, &view, at);
    if keys::is_raw(&view.data.extensions) {
        return TypeRef::Primitive(Primitive::Raw);
    }
    keywords::unrepresented(cx, &view, at);
    let ty = match Sole::of(cx, &view, at) {
        Some(sole) => {
            keywords::contrary(cx, &sole.contrary);
            match sole.at == *at {
                true => written(cx, &view, at, words),
                false => type_of(cx, sole.schema, &sole.at, words),
            }
        }
        None => match Choice::of(cx, &view, at) {
            Some(choice) => alternatives(cx, &view, &choice, at, words),
            None => subtypes::union(cx, &view, at, words)
                .unwrap_or_else(|| written(cx, &view, at, words)),
        },
    };
    if matches!(ty, TypeRef::Named(_)) {
        cx.intern(at, &ty);
    }
    defaults::check(cx, &view, &ty, at);
    limits::check(cx, &view, at);
    ty
}

/// Returns the type of a choice: the type of all alternatives if it is one, or else a union.
fn alternatives<'b>(
    cx: &mut Context<'b, '_>,
    view: &View<'b>,
    choice: &Choice<'b>,
    at: &At<'b>,
    words: &Words,
) -> TypeRef {
    for other in second::choices(cx, choice) {
        keywords::without_fields(cx, &other);
    }
    let mut possible = Vec::with_capacity(choice.alternatives.len());
    for alternative in choice.alternatives.values() {
        match join::join(cx, alternative) {
            Joined::Never => keywords::impossible(cx, &alternative.at),
            joined => possible.push((alternative, joined)),
        }
    }
    let is_own = |joined: &Joined<'b>| matches!(joined, Joined::Beside(_, own) if own == at);
    match possible.as_slice() {
        [] if view.pure_choice().is_some() => TypeRef::Primitive(Primitive::Any),
        all if all.iter().all(|(_, joined)| is_own(joined)) => written(cx, view, at, words),
        [(only, joined)] => case(cx, only, joined, words),
        all => match unions::common_scalar(cx, all) {
            Some(scalar) => TypeRef::Primitive(scalar),
            None => unions::union(cx, view, choice, at, words),
        },
    }
}

/// Returns the type of an alternative.
pub(super) fn case<'b>(
    cx: &mut Context<'b, '_>,
    alternative: &Alternative<'b>,
    joined: &Joined<'b>,
    words: &Words,
) -> TypeRef {
    match joined {
        Joined::Beside(schema, at) => written(cx, &View::of(schema), at, words),
        Joined::Both => unions::both(cx, alternative, words),
        Joined::Alternative | Joined::Never => {
            type_of(cx, alternative.schema, &alternative.at, words)
        }
    }
}

/// Returns the type of a schema apart from its alternatives.
pub(super) fn written<'b>(
    cx: &mut Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
    words: &Words,
) -> TypeRef {
    let has_values = !view.values.is_empty() || at.key("enum").value().is_some();
    if has_values && let Some(ty) = enums::enumeration(cx, view, at, words) {
        return ty;
    }
    if let Some(scalar) = scalar_or_file(cx, view, at) {
        if scalar != Primitive::File {
            keywords::binary_text(cx, view, at);
        }
        return TypeRef::Primitive(scalar);
    }
    match view.ty {
        Some("array") => list(cx, view, at, words),
        None if view.items.is_some() => list(cx, view, at, words),
        _ if !view.all_of.is_empty() => structs::structure(cx, view, at, words),
        Some("object") => object(cx, view, at, words),
        None if view.properties.is_some() || view.additional.is_some() => {
            object(cx, view, at, words)
        }
        _ => TypeRef::Primitive(Primitive::Any),
    }
}

fn list<'b>(cx: &mut Context<'b, '_>, view: &View<'b>, at: &At<'b>, words: &Words) -> TypeRef {
    let Some(items) = view.items else {
        let help = "write `items:`; without it, the items can be any JSON";
        cx.diags
            .push(at.key_warning("the array has no `items`", help));
        return TypeRef::List(Box::new(TypeRef::Primitive(Primitive::Any)));
    };
    let words = words.and("item");
    let element = element_of(cx, items.into(), &at.key("items"), &words);
    TypeRef::List(Box::new(element))
}

fn object<'b>(cx: &mut Context<'b, '_>, view: &View<'b>, at: &At<'b>, words: &Words) -> TypeRef {
    if view.properties.is_some() {
        return structs::structure(cx, view, at, words);
    }
    keywords::unknown_required(cx, view, at);
    match view.additional {
        Some(AdditionalProperties::Schema(schema)) => {
            let words = words.and("value");
            let at = at.key("additionalProperties");
            TypeRef::Map(Box::new(element_of(
                cx,
                schema.as_ref().into(),
                &at,
                &words,
            )))
        }
        Some(AdditionalProperties::Any(_)) | None => TypeRef::Primitive(Primitive::Object),
    }
}
