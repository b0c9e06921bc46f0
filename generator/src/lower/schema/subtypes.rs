//! Objects with a discriminator, and the objects that extend them by `allOf`.

use indexmap::IndexSet;

use super::annotations;
use super::derived;
use super::references;
use super::structs;
use super::tag_values::{self, Selected};
use super::tags::Tag;
use super::view::View;
use crate::bundle::At;
use crate::ir::{TypeId, TypeKind, TypeRef, Union, Words};
use crate::lower::context::{Context, TypeName, Unfinished};

/// Returns the union of an object with a discriminator and the objects that extend it, if there are any. The cases of the union
/// are added later, because they can contain it.
pub(super) fn union<'b>(
    cx: &mut Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
    words: &Words,
) -> Option<TypeRef> {
    view.data.discriminator.as_ref()?;
    if of(cx, view, at).is_empty() {
        let message = "`discriminator` has no effect: no schema lists this one in `allOf`";
        let help = "remove it, or list the subtypes under `mapping`";
        let at = at.key("discriminator");
        cx.diags.push(at.key_warning(message, help));
        return None;
    }
    let name = annotations::type_name(view, at, words);
    let origin = at.key("discriminator").key_origin();
    let empty = TypeKind::Union(Union {
        cases: Vec::new(),
        is_exclusive: true,
        origin,
        tag: Some(origin),
    });
    let id = cx.define(name, annotations::docs(view), empty, at);
    let name = TypeName::inline(Words::of_type(id, "base"));
    let base = cx.define(
        name,
        annotations::docs(view),
        TypeKind::Struct(structs::empty()),
        at,
    );
    cx.shared.bases.insert(id, base);
    cx.shared.unions.insert(base, id);
    let unfinished = Unfinished {
        id,
        schema: view.schema,
        at: at.clone(),
        beside: Vec::new(),
    };
    cx.unfilled.push_back(Unfinished {
        id: base,
        ..unfinished.clone()
    });
    cx.unfilled.push_back(unfinished);
    Some(TypeRef::Named(id))
}

/// Returns the struct of the object if `ty` is the union of an object and its subtypes.
pub(super) fn base(cx: &Context<'_, '_>, ty: TypeRef) -> TypeRef {
    let base = ty.named().and_then(|id: TypeId| cx.shared.bases.get(&id));
    match (&ty, base) {
        (TypeRef::Named(_), Some(base)) => TypeRef::Named(*base),
        _ => ty,
    }
}

/// Returns the objects that extend the one at `base`, directly or not, and then those that its discriminator names.
pub(super) fn of<'b>(cx: &mut Context<'b, '_>, view: &View<'b>, base: &At<'b>) -> Vec<At<'b>> {
    let extensions = derived::extensions(cx);
    let mut found = IndexSet::from([base.clone()]);
    let mut next = 0;
    while let Some(at) = found.get_index(next) {
        let more: Vec<_> = extensions.get(at).into_iter().flatten().cloned().collect();
        found.extend(more);
        next += 1;
    }
    let tag = Tag::of(cx, view, base);
    let targets = tag.into_iter().flat_map(|tag| tag.targets);
    found.extend(targets.map(|(target, _)| target));
    found.into_iter().skip(1).collect()
}

/// Returns the schemas of the cases of a union of subtypes, the property that selects them, and what its values are.
pub(super) fn tagged<'b>(
    cx: &mut Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
) -> Vec<(At<'b>, &'b str, Selected)> {
    let Some(tag) = Tag::of(cx, view, at) else {
        return Vec::new();
    };
    let subtypes = of(cx, view, at).into_iter();
    let subtypes = subtypes.filter_map(|subtype| references::component_schema(cx, &subtype));
    let subtypes: Vec<_> = subtypes.collect();
    let mut selected = tag_values::of(cx, &tag, subtypes.clone(), Some(at));
    let tagged = subtypes.into_iter().filter_map(|(_, subtype)| {
        let selected = selected.remove(&subtype)?;
        Some((subtype, tag.property, selected))
    });
    tagged.collect()
}
