//! The schemas that extend others by `allOf`.

use std::rc::Rc;

use super::elements;
use super::tags::Tag;
use super::view::View;
use crate::bundle::At;
use crate::lower::context::{Context, Extensions};

/// Whether the schema is an object with a discriminator that other objects extend.
pub(super) fn has_subtypes<'b>(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> bool {
    let is_extended = || extensions(cx).contains_key(at);
    let is_mapped = || Tag::of(cx, view, at).is_some_and(|tag| !tag.targets.is_empty());
    view.data.discriminator.is_some() && (is_extended() || is_mapped())
}

/// Collects the schemas that extend others, so that they are not searched again and again.
pub(super) fn extensions<'b>(cx: &Context<'b, '_>) -> Rc<Extensions<'b>> {
    let known = cx.extensions.get_or_init(|| Rc::new(find_extensions(cx)));
    Rc::clone(known)
}

fn find_extensions<'b>(cx: &Context<'b, '_>) -> Extensions<'b> {
    let mut extensions = Extensions::new();
    let components = cx.doc.components.iter();
    for (name, schema) in components.flat_map(|components| &components.schemas) {
        let at = cx.root.key("components").key("schemas").key(name);
        let Some(schema) = schema.as_item() else {
            continue;
        };
        for (_, base) in elements::elements(cx, &View::of(schema), &at).iter() {
            let base = base.clone();
            extensions.entry(base).or_default().push(at.clone());
        }
    }
    extensions
}
