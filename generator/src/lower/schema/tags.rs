//! Discriminators: properties whose value names the type of an object.

use std::collections::HashMap;

use super::references;
use super::view::View;
use crate::bundle::At;
use crate::lower::context::Context;

/// A discriminator.
pub(super) struct Tag<'b> {
    /// The JSON name of the property.
    pub(super) property: &'b str,
    /// The mapped values, by the schema that they select.
    pub(super) mapped: HashMap<At<'b>, Vec<String>>,
    /// The mapped schemas, and the locations of their values, in document order.
    pub(super) targets: Vec<(At<'b>, At<'b>)>,
}

impl<'b> Tag<'b> {
    /// Returns the discriminator of the schema at `at`.
    pub(super) fn of(cx: &Context<'b, '_>, view: &View<'b>, at: &At<'b>) -> Option<Self> {
        let discriminator = view.data.discriminator.as_ref()?;
        let mut mapped: HashMap<_, Vec<String>> = HashMap::new();
        let mut targets = Vec::new();
        for (value, reference) in &discriminator.mapping {
            let target = at.target(reference);
            let target = target.and_then(|target| references::component_schema(cx, &target));
            if let Some((_, target)) = target {
                let value_at = at.key("discriminator").key("mapping").key(value);
                targets.push((target.clone(), value_at));
                mapped.entry(target).or_default().push(value.clone());
            }
        }
        Some(Self {
            property: &discriminator.property_name,
            mapped,
            targets,
        })
    }
}
