//! The modules of the types.

use std::collections::HashMap;

use crate::ir::{Api, Package, ResourceId, TypeId};

/// A module that contains types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModuleId {
    /// The root of the crate, for types that several APIs use.
    Crate,
    /// The module of the API with this index, for types that several of its resources use.
    Api(usize),
    /// The module of the requests that the server of the API with this index sends, for types that only their payloads use.
    Webhooks(usize),
    /// The module of a resource (index of the API, index of the resource), for types that only it uses.
    Resource(usize, usize),
}

impl ModuleId {
    /// Returns the index of the API that contains the module, or `None` for the root of the crate.
    #[must_use]
    pub fn api(self) -> Option<usize> {
        match self {
            Self::Crate => None,
            Self::Api(api) | Self::Webhooks(api) | Self::Resource(api, _) => Some(api),
        }
    }

    /// Returns the module of a resource.
    #[must_use]
    pub fn of_resource(id: ResourceId) -> Self {
        Self::Resource(id.api, id.index)
    }

    /// Returns the innermost module that contains both.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        match (self.api(), other.api()) {
            _ if self == other => self,
            (Some(one), Some(other)) if one == other => Self::Api(one),
            _ => Self::Crate,
        }
    }
}

/// Where the modules and accessors of resources are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// At the root of the crate and on the client: the only API of a crate has no module. The types that its resources share are in
    /// the module `types`.
    Flat,
    /// In the module and on the handle of their API.
    #[default]
    Nested,
}

/// The module of each type: the innermost one that contains all its users.
#[derive(Clone, Debug, Default)]
pub struct Modules {
    layout: Layout,
    /// By index of the type.
    of_types: Vec<ModuleId>,
    /// The types of each module, in document order.
    types: HashMap<ModuleId, Vec<TypeId>>,
}

impl Modules {
    /// Decides the modules of all types that the client has.
    #[must_use]
    pub fn of(package: &Package, layout: Layout) -> Self {
        let mut modules = Self {
            layout,
            ..Self::default()
        };
        for (def, user) in package.types.iter().zip(users(package, layout)) {
            let module = user.unwrap_or(ModuleId::Api(def.api));
            modules.of_types.push(module);
            modules.types.entry(module).or_default().push(def.id);
        }
        modules
    }

    /// Returns where the modules of resources are.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Returns the module of a type.
    #[must_use]
    pub fn module(&self, id: TypeId) -> ModuleId {
        let module = self.of_types.get(id.index());
        module.copied().unwrap_or(ModuleId::Crate)
    }

    /// Returns the types of a module, in document order.
    #[must_use]
    pub fn types(&self, module: ModuleId) -> &[TypeId] {
        self.types.get(&module).map_or(&[], Vec::as_slice)
    }
}

/// Returns the types that an API uses directly, each with the module that uses it. The models of an API belong to the API itself.
pub(super) fn users_of_api(api: &Api, layout: Layout) -> Vec<(TypeId, ModuleId)> {
    let models = api.models.iter().map(|id| (*id, ModuleId::Api(api.index)));
    let webhooks = match layout {
        Layout::Nested if api.is_only_webhooks() => ModuleId::Api(api.index),
        Layout::Nested | Layout::Flat => ModuleId::Webhooks(api.index),
    };
    let payloads = api.payloads().map(|id| (id, webhooks));
    let mut users: Vec<_> = models.chain(payloads).collect();
    for resource in &api.resources {
        let operations = resource.operations.iter();
        let types = operations.flat_map(|of| of.sent().chain(of.received()));
        let module = ModuleId::of_resource(resource.id);
        users.extend(types.map(|id| (id, module)));
    }
    users
}

/// Returns the innermost module that contains all users of a type, by index of the type; `None` for types without users.
///
/// A type that another one can be converted from, and that has no other users, has those of the other one.
fn users(package: &Package, layout: Layout) -> Vec<Option<ModuleId>> {
    let mut users = vec![None; package.types.len()];
    for api in &package.apis {
        spread(package, users_of_api(api, layout), &mut users);
    }
    for def in &package.types {
        let sources = package.structure(def.id).map(|of| &of.converts_from);
        for source in sources.into_iter().flatten() {
            let user = |id: TypeId| users.get(id.index()).copied().flatten();
            if let (None, Some(module)) = (user(*source), user(def.id)) {
                spread(package, vec![(*source, module)], &mut users);
            }
        }
    }
    users
}

/// Adds the module of a user to the types in `open` and to all their parts. Modules only move outwards, from a resource to its API
/// to the crate, so each type is visited at most three times.
fn spread(package: &Package, mut open: Vec<(TypeId, ModuleId)>, users: &mut [Option<ModuleId>]) {
    while let Some((id, module)) = open.pop() {
        let (Some(user), Some(def)) = (users.get_mut(id.index()), package.types.get(id.index()))
        else {
            continue;
        };
        let joined = user.map_or(module, |known| known.joined(module));
        if user.replace(joined) != Some(joined) {
            let parts = def.parts();
            let parts = parts.iter().filter_map(|part| part.named());
            open.extend(parts.map(|part| (part, joined)));
        }
    }
}
