//! The names, by item.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use crate::ir::{
    Api, Field, FieldId, Operation, OperationId, Param, ParamId, RegistryEntry, Resource,
    ResourceId, Scope, Server, ServerVariable, TypeId,
};
use crate::plan::modules::Layout;

/// The Rust names of all items.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Where the modules of resources are.
    pub(super) layout: Layout,
    /// By index.
    pub(super) apis: Vec<ApiNames>,
    /// By index of the API.
    pub(super) scopes: HashMap<usize, ScopeNames>,
    pub(super) resources: HashMap<ResourceId, ResourceNames>,
    pub(super) operations: HashMap<OperationId, OperationNames>,
    pub(super) params: HashMap<ParamId, String>,
    /// Of the parameters whose setters have another name.
    pub(super) arguments: HashMap<ParamId, String>,
    pub(super) types: FxHashMap<TypeId, String>,
    /// How the names of the parts of types begin, if not with the name of the type.
    pub(super) type_stems: FxHashMap<TypeId, String>,
    pub(super) fields: FxHashMap<FieldId, String>,
    pub(super) variants: FxHashMap<TypeId, Vec<String>>,
    /// The setter of a security scheme, by index of the API and name of the scheme.
    pub(super) schemes: HashMap<(usize, String), String>,
    /// The type of credentials: `Credentials`.
    pub(super) credentials: String,
    /// The type of servers: `Server`.
    pub(super) server: String,
    /// The constructor of a server, by URL.
    pub(super) servers: HashMap<String, String>,
    /// By name of the variable.
    pub(super) server_variables: HashMap<String, ServerNames>,
    /// By slug.
    pub(super) integrations: HashMap<String, String>,
}

/// The names of a server variable.
#[derive(Clone, Debug)]
pub struct ServerNames {
    /// The setter: `region`.
    pub setter: String,
    /// The type of its values, if the document lists them: `ServerRegion`.
    pub ty: String,
    /// The variants of this type, in document order.
    pub variants: Vec<String>,
}

/// The names of an API.
#[derive(Clone, Debug)]
pub struct ApiNames {
    /// The name: `ticketing`.
    pub name: String,
    /// The module with the types that its resources share: that of the API, or `types` for the only API.
    pub module: String,
    /// The types of the handles: one for resources with the scope, and one for those without, if there are any. Empty if the client
    /// itself is the handle.
    pub handles: Vec<Handle>,
    /// The names of the requests that the server sends, if there are any.
    pub webhooks: Option<WebhookNames>,
}

/// The names of the requests that the server of an API sends.
#[derive(Clone, Debug)]
pub struct WebhookNames {
    /// The module: `webhooks`. `None` if it is that of the API, which has nothing else.
    pub module: Option<String>,
    /// The constants, in document order: `CONTACT_CREATED`.
    pub constants: Vec<String>,
}

/// The type that gives access to resources of an API.
#[derive(Clone, Debug)]
pub struct Handle {
    /// `TicketingApi`
    pub name: String,
    /// It belongs to the handle of the scope and not to the client.
    pub is_scoped: bool,
}

/// The names of the scope of an API.
#[derive(Clone, Debug)]
pub struct ScopeNames {
    /// The accessor on the client: `integrated_account`.
    pub method: String,
    /// The type of the handle: `IntegratedAccount`.
    pub handle: String,
}

/// The names of a resource.
#[derive(Clone, Debug)]
pub struct ResourceNames {
    /// The module and the accessor: `contacts`.
    pub module: String,
    /// The type of the handle: `ContactsResource`.
    pub handle: String,
}

/// The names of an operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The ID, which is stable and shown in errors and docs: `ticketing.contacts.create`.
    pub id: String,
    /// The method on the handle: `create`.
    pub method: String,
    /// The builder: `CreateContact`.
    pub builder: String,
    /// The former name of the builder, which is deprecated: `CreateContacts`.
    pub former_builder: Option<String>,
    /// The constant with the support matrix: `CREATE`.
    pub constant: String,
}

impl Names {
    /// The names of an API.
    #[must_use]
    pub fn api(&self, api: &Api) -> &ApiNames {
        &self.apis[api.index]
    }

    /// The setter of a security scheme: `api_key`.
    #[must_use]
    pub fn scheme(&self, api: &Api, name: &str) -> Option<&str> {
        let name = self.schemes.get(&(api.index, name.to_owned()))?;
        Some(name)
    }

    /// The type of the credentials of the client: `Credentials`.
    #[must_use]
    pub fn credentials(&self) -> &str {
        &self.credentials
    }

    /// The type of the servers of the client: `Server`.
    #[must_use]
    pub fn server_type(&self) -> &str {
        &self.server
    }

    /// The constructor of a server: `production`.
    #[must_use]
    pub fn server(&self, server: &Server) -> &str {
        &self.servers[&server.url]
    }

    /// The names of a server variable.
    #[must_use]
    pub fn server_variable(&self, variable: &ServerVariable) -> &ServerNames {
        &self.server_variables[&variable.wire]
    }

    /// The names of a scope.
    #[must_use]
    pub fn scope(&self, scope: &Scope) -> &ScopeNames {
        &self.scopes[&scope.api]
    }

    /// The names of a resource.
    #[must_use]
    pub fn resource(&self, resource: &Resource) -> &ResourceNames {
        &self.resources[&resource.id]
    }

    /// The names of an operation.
    #[must_use]
    pub fn operation(&self, operation: &Operation) -> &OperationNames {
        &self.operations[&operation.id]
    }

    /// The identifier of the method's argument, or of the setter: `limit`, `with_remote_query`.
    #[must_use]
    pub fn param(&self, param: &Param) -> &str {
        &self.params[&param.id]
    }

    /// The identifier of the argument: `limit`, and `remote_query` of the setter `with_remote_query`.
    #[must_use]
    pub fn argument(&self, param: &Param) -> &str {
        let own = self.arguments.get(&param.id);
        own.map_or_else(|| self.param(param), String::as_str)
    }

    /// The name of a type: `ContactEmail`.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &str {
        &self.types[&id]
    }

    /// The identifier of a field and of its setter: `r#type`.
    #[must_use]
    pub fn field(&self, field: &Field) -> &str {
        &self.fields[&field.id]
    }

    /// The variants of an enum or union, in document order: `HomeFax`. A struct has none.
    #[must_use]
    pub fn variants(&self, id: TypeId) -> &[String] {
        self.variants.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The variant of an integration: `HelpScout`.
    #[must_use]
    pub fn integration(&self, entry: &RegistryEntry) -> &str {
        &self.integrations[&entry.slug]
    }
}
