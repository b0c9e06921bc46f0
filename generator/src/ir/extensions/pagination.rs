//! The pagination of operations.

use crate::ir::types::TypeRef;
use crate::source::Origin;

/// The pagination of an operation: `x-truto-pagination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The property with the items.
    pub items: PageProperty,
    /// The property with the cursor of the next page, and the name of the query parameter for the cursor.
    pub cursor: PageProperty,
    /// The property with the cursor of the previous page.
    pub previous: Option<PageProperty>,
    /// The property with the number of items.
    pub count: Option<PageProperty>,
    /// The property that is true if the page is incomplete.
    pub partial: Option<PageProperty>,
    /// The source location.
    pub origin: Origin,
}

impl Pagination {
    /// Returns the properties, with their keys in the extension.
    pub fn properties(&self) -> impl Iterator<Item = (&'static str, &PageProperty)> {
        let named = [("items", &self.items), ("cursor", &self.cursor)];
        let optional = [
            ("previous", &self.previous),
            ("count", &self.count),
            ("partial", &self.partial),
        ];
        let optional = optional
            .into_iter()
            .filter_map(|(key, property)| Some((key, property.as_ref()?)));
        named.into_iter().chain(optional)
    }

    /// Returns the properties for modification.
    pub(crate) fn properties_mut(&mut self) -> impl Iterator<Item = &mut PageProperty> {
        let optional = [&mut self.previous, &mut self.count, &mut self.partial];
        [&mut self.items, &mut self.cursor]
            .into_iter()
            .chain(optional.into_iter().flatten())
    }
}

/// A pagination property of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageProperty {
    /// The name in JSON.
    pub wire: String,
    /// The type; `None` if the response has no such property.
    pub ty: Option<TypeRef>,
    /// The location in the extension.
    pub origin: Origin,
}
