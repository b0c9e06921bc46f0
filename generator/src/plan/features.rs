//! The cargo features of a crate, and what is compiled with each of them.
//!
//! If there are several APIs, each has a feature, and so have the webhooks of each API. On demand, so has each resource: then a type exists with the features of the
//! resources that need it, directly or as a part of another type.

use std::collections::{BTreeSet, HashMap};

use crate::ir::{Api, Package, Resource, TypeId};
use crate::plan::analysis::Analysis;
use crate::plan::extensions::sync::SyncList;
use crate::plan::extensions::verifier;
use crate::plan::modules::{self, Layout, ModuleId};
use crate::plan::names::{FEATURES, bare};
use crate::plan::operation_ref::operations;
use crate::plan::options::Options;

/// The number of resources that can share a type behind their features. A type that more resources need always exists.
const MOST: usize = 8;

/// A cargo feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The name.
    pub name: String,
    /// The features that it turns on.
    pub requires: Vec<String>,
    /// Whether it is on by default: not that of webhooks, whose types can be more than all others.
    pub is_default: bool,
}

/// The cargo features of the APIs and resources.
#[derive(Debug, Default)]
pub(crate) struct Features {
    /// By index of the API. Empty if the only API has no feature.
    of_apis: Vec<String>,
    /// By module: those of webhooks and, on demand, of resources.
    of_modules: HashMap<ModuleId, String>,
    is_per_resource: bool,
    /// By index of the type: the resources that need it; `None` if it always exists.
    of_types: Vec<Option<BTreeSet<ModuleId>>>,
}

impl Features {
    pub(crate) fn of(analysis: &Analysis, options: &Options) -> Self {
        let (package, names) = (&analysis.package, &analysis.names);
        let mut features = Self::default();
        if analysis.modules.layout() == Layout::Nested {
            let modules = package.apis.iter().map(|api| &names.api(api).module);
            features.of_apis = modules.map(|module| bare(module).to_owned()).collect();
        }
        features.is_per_resource = options.feature_per_tag;
        for api in &package.apis {
            let webhooks = names.api(api).webhooks.as_ref();
            if let Some(module) = webhooks.and_then(|of| of.module.as_ref()) {
                features.add(ModuleId::Webhooks(api.index), module);
            }
            for resource in api.resources.iter().filter(|_| options.feature_per_tag) {
                let module = &names.resource(resource).module;
                features.add(ModuleId::of_resource(resource.id), module);
            }
        }
        if options.feature_per_tag {
            features.of_types = users(package, analysis.modules.layout());
        }
        features
    }

    fn add(&mut self, module: ModuleId, name: &str) {
        let name = bare(name);
        let api = module.api().and_then(|api| self.of_apis.get(api));
        let name = match api {
            Some(api) => format!("{api}-{name}"),
            None if FEATURES.contains(&name) => format!("{name}-operations"),
            None => name.to_owned(),
        };
        self.of_modules.insert(module, name);
    }

    /// Returns all features, for the manifest.
    pub(crate) fn all(&self, package: &Package) -> Vec<Feature> {
        let mut all = Vec::new();
        for api in &package.apis {
            let of_api = self.of_apis.get(api.index);
            let signed = verifier::required_feature(api).map(str::to_owned);
            let is_only_webhooks = api.is_only_webhooks();
            all.extend(of_api.map(|name| {
                Feature {
                    name: name.clone(),
                    requires: signed
                        .iter()
                        .filter(|_| is_only_webhooks)
                        .cloned()
                        .collect(),
                    is_default: !is_only_webhooks,
                }
            }));
            let resources = api.resources.iter();
            let modules = resources.map(|resource| (ModuleId::of_resource(resource.id), true));
            let modules = modules.chain([(ModuleId::Webhooks(api.index), false)]);
            all.extend(modules.filter_map(|(module, is_default)| {
                let signed = signed.clone().filter(|_| !is_default);
                Some(Feature {
                    name: self.of_modules.get(&module)?.clone(),
                    requires: of_api.cloned().into_iter().chain(signed).collect(),
                    is_default,
                })
            }));
        }
        let is_list = |place| SyncList::of(package, place).is_some();
        all.extend(operations(package).any(is_list).then(|| Feature {
            name: "sync".to_owned(),
            requires: vec!["truto-runtime/sync".to_owned()],
            is_default: false,
        }));
        all.extend(package.registry.as_ref().map(|_| Feature {
            name: "forms".to_owned(),
            requires: vec!["truto-runtime/forms".to_owned()],
            is_default: false,
        }));
        all
    }

    /// Returns the names of the features that are on by default.
    pub(crate) fn names(&self, package: &Package) -> Vec<String> {
        let all = self.all(package).into_iter();
        let all = all.filter(|feature| feature.is_default);
        all.map(|feature| feature.name).collect()
    }

    /// Whether each resource has a feature.
    pub(crate) fn is_per_resource(&self) -> bool {
        self.is_per_resource
    }

    /// Returns the feature of an API.
    pub(crate) fn api(&self, api: &Api) -> Option<&str> {
        self.of_apis.get(api.index).map(String::as_str)
    }

    /// Returns the feature of a resource inside the module of its API.
    pub(crate) fn resource(&self, resource: &Resource) -> Option<&str> {
        self.module(ModuleId::of_resource(resource.id))
    }

    /// Returns the feature of the module of a resource, or of webhooks, inside the module of the API.
    pub(crate) fn module(&self, module: ModuleId) -> Option<&str> {
        self.of_modules.get(&module).map(String::as_str)
    }

    /// Returns the feature of the webhooks of an API.
    pub(crate) fn webhooks(&self, api: &Api) -> Option<&str> {
        let of_api = self.api(api).filter(|_| api.is_only_webhooks());
        of_api.or(self.module(ModuleId::Webhooks(api.index)))
    }

    /// Returns the features of which a type requires any inside of its module. Without features, it always exists.
    pub(crate) fn ty(&self, id: TypeId) -> Vec<&str> {
        match self.users(id) {
            Some(users) if users.len() > 1 => self.of_users(users),
            _ => Vec::new(),
        }
    }

    /// Returns the features of which programs need any to use a type of a module, besides that of the API. Without features, it always
    /// exists.
    pub(crate) fn needed(&self, module: ModuleId, id: TypeId) -> Vec<&str> {
        match self.module(module) {
            Some(feature) => vec![feature],
            None => self.ty(id),
        }
    }

    /// Returns the features of which code with a type requires any to use another type. Without features, it can always use it.
    pub(crate) fn of_use(&self, by: TypeId, used: TypeId) -> Vec<&str> {
        match (self.users(by), self.users(used)) {
            (_, None) => Vec::new(),
            (Some(by), Some(used)) if by.is_subset(used) => Vec::new(),
            (_, Some(used)) => self.of_users(used),
        }
    }

    fn users(&self, id: TypeId) -> Option<&BTreeSet<ModuleId>> {
        self.of_types.get(id.index())?.as_ref()
    }

    fn of_users(&self, users: &BTreeSet<ModuleId>) -> Vec<&str> {
        let names = users.iter().filter_map(|id| self.of_modules.get(id));
        names.map(String::as_str).collect()
    }
}

/// Returns the resources that need a type, by index of the type.
fn users(package: &Package, layout: Layout) -> Vec<Option<BTreeSet<ModuleId>>> {
    let mut users = vec![Some(BTreeSet::new()); package.types.len()];
    let open = package.apis.iter();
    let open = open.flat_map(|api| modules::users_of_api(api, layout));
    // The models of an API always exist.
    let open = open.map(|(id, user)| {
        (
            id,
            Some(user).filter(|user| !matches!(user, ModuleId::Api(_))),
        )
    });
    spread(package, open.collect(), &mut users);
    for def in &package.types {
        let sources = package.structure(def.id).map(|of| &of.converts_from);
        for source in sources.into_iter().flatten() {
            let has_none = |id: TypeId| {
                let users = users.get(id.index()).and_then(Option::as_ref);
                users.is_some_and(BTreeSet::is_empty)
            };
            if has_none(*source) && !has_none(def.id) {
                let of = users.get(def.id.index()).cloned().flatten();
                let open = match of {
                    Some(of) => of.iter().map(|id| (*source, Some(*id))).collect(),
                    None => vec![(*source, None)],
                };
                spread(package, open, &mut users);
            }
        }
    }
    for of in &mut users {
        *of = of.take().filter(|of| !of.is_empty());
    }
    users
}

/// Adds a user to the types in `open` and to all their parts. `None` means that a type always exists. A type is visited at most once
/// for each of the first users.
fn spread(
    package: &Package,
    mut open: Vec<(TypeId, Option<ModuleId>)>,
    users: &mut [Option<BTreeSet<ModuleId>>],
) {
    while let Some((id, user)) = open.pop() {
        let (Some(known), Some(def)) = (users.get_mut(id.index()), package.types.get(id.index()))
        else {
            continue;
        };
        let Some(of) = known else { continue };
        let is_full = |of: &BTreeSet<ModuleId>, user| !of.contains(&user) && of.len() == MOST;
        let user = user.filter(|user| !is_full(of, *user));
        let is_new = match user {
            Some(user) => of.insert(user),
            None => known.take().is_some(),
        };
        if is_new {
            let parts = def.parts();
            let parts = parts.iter().filter_map(|part| part.named());
            open.extend(parts.map(|part| (part, user)));
        }
    }
}
