//! The fields with live capabilities: `x-truto-live-support`.

use super::field_name::FieldName;

/// The names of the fields with live capabilities: one with the list, the others in its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveSupport {
    /// The list, with one item per resource.
    pub list: FieldName,
    /// The model, which is the beginning of an operation ID. Of several names, the first one present is used.
    pub model: Vec<FieldName>,
    /// The resource, which is the middle of an operation ID. Of several names, the first one present is used.
    pub resource: Vec<FieldName>,
    /// The names of the supported methods.
    pub methods: FieldName,
    /// Whether the resource is customized.
    pub overridden: Option<FieldName>,
    /// The fields about the integration.
    pub integration: Option<LiveIntegration>,
}

/// The names of the fields about the integration whose capabilities are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveIntegration {
    /// The object with the others.
    pub object: FieldName,
    /// The slug, by shape of the list.
    pub slug: Vec<FieldName>,
    /// The label, by shape of the list.
    pub label: Vec<FieldName>,
}

impl LiveSupport {
    /// Returns the names of the fields of the items, with their keys in the extension.
    pub fn of_items(&self) -> impl Iterator<Item = (&'static str, &FieldName)> {
        let model = self.model.iter().map(|name| ("model", name));
        let resource = self.resource.iter().map(|name| ("resource", name));
        let overridden = self.overridden.iter().map(|name| ("overridden", name));
        let methods = [("methods", &self.methods)];
        model.chain(resource).chain(methods).chain(overridden)
    }
}
