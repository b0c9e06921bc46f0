//! Which lists can be copied, and how.

use crate::ir::{
    Field, HttpMethod, Location, Operation, Package, Param, Primitive, Resource, ResponseType,
    Role, SyncNames, TypeDef, TypeRef,
};
use crate::plan::operation_ref::OperationRef;
use crate::plan::presence::Presence;

/// A list that can be copied: its items have an id.
pub(crate) struct SyncList<'a> {
    /// The type of the items.
    pub(crate) item: &'a TypeRef,
    pub(crate) id: &'a Field,
    /// The time of the last change.
    pub(crate) updated: Option<&'a Field>,
    /// The query parameter that selects the items changed after a time.
    pub(crate) since: Option<&'a str>,
    /// The operation that returns one item, and the placeholder for the id in its path.
    pub(crate) get: Option<(&'a Operation, &'a str)>,
    /// The query parameters that both operations have, so that a single item is requested like those of the list.
    pub(crate) shared: Vec<&'a str>,
}

impl<'a> SyncList<'a> {
    /// Returns how the list is copied; `None` if the operation is no list, or if its items have no id that is a text and always there.
    pub(crate) fn of(package: &'a Package, place: OperationRef<'a>) -> Option<Self> {
        let api = package.apis.get(place.api)?;
        let (names, operation) = (api.sync.as_ref()?, place.operation);
        let ResponseType::Page(item) = &operation.response else {
            return None;
        };
        let TypeRef::Named(id) = item else {
            return None;
        };
        let def = package.ty(*id);
        let fields = &package.structure(*id)?.fields;
        let field = |wire: &str| fields.iter().find(|field| field.wire == wire);
        let is_id = |field: &&Field| {
            field.ty == TypeRef::Primitive(Primitive::String)
                && Presence::of(def, field) == Presence::Plain
        };
        let get = get(api.resources.get(place.resource)?, operation, item);
        Some(Self {
            item,
            id: field(&names.id.wire).filter(is_id)?,
            updated: updated(names, def, field),
            since: since(names, operation),
            get,
            shared: get.map_or_else(Vec::new, |(get, _)| shared(operation, get)),
        })
    }
}

fn updated<'a>(
    names: &SyncNames,
    def: &TypeDef,
    field: impl Fn(&str) -> Option<&'a Field>,
) -> Option<&'a Field> {
    let is_time = |field: &&Field| {
        field.ty == TypeRef::Primitive(Primitive::Timestamp)
            && Presence::of(def, field) == Presence::Optional
    };
    field(&names.updated.as_ref()?.wire).filter(is_time)
}

fn since<'a>(names: &SyncNames, operation: &'a Operation) -> Option<&'a str> {
    let wire = &names.since.as_ref()?.wire;
    let is_filter =
        |param: &&Param| param.wire == *wire && matches!(param.location, Location::Query(_));
    let param = operation.params.iter().find(is_filter)?;
    Some(&param.wire)
}

/// The operation of the resource that returns one item: its path is that of the list and a placeholder, and nothing else is required.
fn get<'a>(
    resource: &'a Resource,
    list: &Operation,
    item: &TypeRef,
) -> Option<(&'a Operation, &'a str)> {
    resource.operations.iter().find_map(|operation| {
        let rest = operation.path.strip_prefix(&*list.path)?;
        let placeholder = rest.strip_prefix("/{")?.strip_suffix('}')?;
        let mut required = operation.params.iter().filter(|param| param.required);
        let only = required.next().filter(|param| param.wire == placeholder)?;
        let fits = operation.http == HttpMethod::Get
            && operation.response == ResponseType::Value(item.clone())
            && operation.scope == list.scope
            && only.ty == TypeRef::Primitive(Primitive::String)
            && required.next().is_none();
        fits.then_some((operation, placeholder))
    })
}

/// The query parameters of the list that `get` has too, except those that only select a page or follow from the type of the response. The
/// value is sent as the list writes it, so style and type must be the same, unless the document says nothing about the value of the list.
fn shared<'a>(list: &'a Operation, get: &Operation) -> Vec<&'a str> {
    let cursor = list.pagination.as_ref().map(|pages| &pages.cursor.wire);
    let is_shared = |param: &&'a Param| {
        let mut of_get = get.params.iter();
        matches!(param.location, Location::Query(_))
            && param.role.is_set_by_callers()
            && param.role != Role::Paging
            && Some(&param.wire) != cursor
            && of_get.any(|other| {
                let is_undocumented = matches!(
                    param.ty,
                    TypeRef::Primitive(Primitive::Any | Primitive::Object)
                );
                let is_query = matches!(other.location, Location::Query(_));
                let is_same = other.location == param.location && other.ty == param.ty;
                other.wire == param.wire && is_query && (is_same || is_undocumented)
            })
    };
    let params = list.params.iter().filter(is_shared);
    params.map(|param| &*param.wire).collect()
}
