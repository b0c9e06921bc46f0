//! Capabilities of an integration or account, according to the documentation.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::metadata::{CapabilitiesShape, Source};
use crate::testing::{reply::Refusal, shape::Object};

/// The names of the fields that list the supported operations.
#[derive(Clone, Copy, Debug)]
pub(in crate::testing) struct Live {
    /// The list of resources.
    list: &'static str,
    /// Of its items: the model, the resource and the methods.
    item: Item,
    /// The names in the second shape, in which the field `list` is an object: the name of the list in it, and the names in the items of
    /// that list.
    nested: Option<(&'static str, Item)>,
    /// The name of the field about the integration and, for each of the two shapes, the names of its slug and its label.
    integration: Option<(&'static str, [[&'static str; 2]; 2])>,
}

type Item = [&'static str; 3];

impl Object {
    /// Sets the name of the field that lists the supported operations, and the names of the three properties of each list item:
    /// of the model, the resource and the methods.
    #[must_use]
    pub const fn with_capabilities(mut self, list: &'static str, item: [&'static str; 3]) -> Self {
        self.live = Some(Live {
            list,
            item,
            nested: None,
            integration: None,
        });
        self
    }

    /// Sets the names in another shape of the same object: there, the field is an object that contains the list.
    #[must_use]
    pub const fn with_nested_capabilities(
        mut self,
        list: &'static str,
        item: [&'static str; 3],
    ) -> Self {
        if let Some(live) = &mut self.live {
            live.nested = Some((list, item));
        }
        self
    }

    /// Sets the name of the field about the integration, and the names of its slug and label in each of the two shapes.
    #[must_use]
    pub const fn with_integration(
        mut self,
        field: &'static str,
        names: [[&'static str; 2]; 2],
    ) -> Self {
        if let Some(live) = &mut self.live {
            live.integration = Some((field, names));
        }
        self
    }

    /// The former name of [`with_capabilities`](Self::with_capabilities).
    #[deprecated(since = "0.1.0", note = "renamed to `with_capabilities`")]
    #[must_use]
    pub const fn with_live(self, list: &'static str, items: [&'static str; 3]) -> Self {
        self.with_capabilities(list, items)
    }
}

/// Fills the list of supported operations. Refuses the request if the integration is unknown.
pub(super) fn fill(
    live: &Live,
    answer: &mut Map<String, Value>,
    source: &Source<'_>,
) -> Result<(), Refusal> {
    let named = source.found.first_parameter();
    let integration = source.integration(named)?;
    let mut resources: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for operation in source.router.operations() {
        let mut parts = operation.endpoint().id().splitn(3, '.');
        if let (true, Some(model), Some(resource), Some(method)) = (
            source.changes.supports(&integration, operation),
            parts.next(),
            parts.next(),
            parts.next(),
        ) {
            resources.entry((model, resource)).or_default().push(method);
        }
    }
    let nested = live
        .nested
        .filter(|_| source.style.shape == CapabilitiesShape::Nested);
    let [of_model, of_resource, of_methods] = nested.map_or(live.item, |(_, item)| item);
    let list = resources.into_iter().map(|((model, resource), methods)| {
        json!({of_model: model, of_resource: resource, of_methods: methods})
    });
    let list: Value = list.collect();
    let list = match nested {
        Some((field, _)) => json!({ field: list }),
        None => list,
    };
    answer.insert(live.list.to_owned(), list);
    if let Some((field, names)) = live.integration {
        let [slug, label] = names[usize::from(nested.is_some())];
        let about = json!({slug: integration.slug, label: integration.label});
        answer.insert(field.to_owned(), about);
    }
    Ok(())
}
