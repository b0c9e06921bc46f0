//! The properties of objects before lowering, without their types.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, Schema};

use super::elements;
use super::references::Located;
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// The properties of an object, including those of its `allOf` elements.
#[derive(Default)]
pub(super) struct Outline<'b> {
    pub(super) properties: IndexMap<&'b str, Located<'b>>,
    pub(super) required: HashSet<&'b str>,
    /// The schema of additional properties.
    pub(super) values: Option<&'b AdditionalProperties>,
}

impl<'b> Outline<'b> {
    pub(super) fn of(cx: &Context<'b, '_>, schema: &'b Schema, at: &At<'b>) -> Self {
        let mut outline = Self::default();
        let mut seen = HashSet::new();
        let mut open = vec![(schema, at.clone())];
        while let Some((schema, at)) = open.pop() {
            if !seen.insert(at.clone()) {
                continue;
            }
            let view = View::of(schema);
            for (name, schema) in view.properties.into_iter().flatten() {
                let at = at.key("properties").key(name);
                outline
                    .properties
                    .entry(name)
                    .or_insert((schema.into(), at));
            }
            outline
                .required
                .extend(view.required.iter().map(String::as_str));
            let typed =
                |one: &&AdditionalProperties| matches!(one, AdditionalProperties::Schema(_));
            outline.values = outline.values.or(view.additional.filter(typed));
            open.extend(elements::elements(cx, &view, &at).iter().cloned());
        }
        outline
    }
}
