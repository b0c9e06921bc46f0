//! Lookups that all emitters share: paths of types, uses of types.

use std::collections::{HashMap, HashSet};

use crate::ir::{Api, Field, Operation, OperationId, Package, Resource, TypeDef, TypeId, TypeRef};
use crate::plan::analysis::Analysis;
use crate::plan::auth::Auth;
use crate::plan::boxes::Boxes;
use crate::plan::builder_parts;
use crate::plan::builder_parts::BuilderParts;
use crate::plan::conversion::Conversions;
use crate::plan::defaults;
use crate::plan::extensions::cells::Cells;
use crate::plan::extensions::integrations::Integrations;
use crate::plan::features::Features;
use crate::plan::imports::Imports;
use crate::plan::modules::{Layout, ModuleId, Modules};
use crate::plan::names::{Names, bare};
use crate::plan::operation_ref::{OperationRef, operations};
use crate::plan::options::Options;
use crate::plan::presence::Presence;
use crate::plan::servers::Servers;
use crate::plan::unions::Unions;
use crate::plan::usage::Usage;

/// The crate that is emitted, with the indexes that the emitters need.
pub(crate) struct Plan<'a> {
    pub(crate) package: &'a Package,
    modules: &'a Modules,
    pub(crate) names: &'a Names,
    pub(crate) options: &'a Options,
    pub(crate) features: Features,
    pub(crate) integrations: Integrations<'a>,
    pub(crate) cells: Cells<'a>,
    /// The operations that have the type as their JSON body.
    bodies: HashMap<TypeId, Vec<OperationRef<'a>>>,
    /// What the builders consist of.
    builders: HashMap<OperationId, BuilderParts<'a>>,
    /// The structs that implement `Default`.
    defaults: HashSet<TypeId>,
    pub(crate) boxes: Boxes,
    pub(crate) unions: Unions<'a>,
    pub(crate) conversions: Conversions<'a>,
    pub(crate) imports: Imports<'a>,
    pub(crate) usage: Usage,
    pub(crate) auth: Auth<'a>,
    pub(crate) servers: Servers<'a>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(analysis: &'a Analysis, options: &'a Options) -> Self {
        let Analysis {
            package,
            modules,
            names,
        } = analysis;
        let boxes = Boxes::of(package);
        Self {
            package,
            modules,
            names,
            options,
            features: Features::of(analysis, options),
            integrations: Integrations::of(package, names),
            cells: Cells::of(package),
            bodies: bodies(package),
            builders: builder_parts::of_package(package, names),
            defaults: defaults::of(package),
            conversions: Conversions::of(package, names, &boxes),
            unions: Unions::of(package, names, &boxes),
            boxes,
            imports: Imports::of(analysis),
            usage: Usage::of(package),
            auth: Auth::of(analysis, options),
            servers: Servers::of(package),
        }
    }

    /// What the builder of an operation consists of.
    pub(crate) fn builder_parts(&self, operation: &Operation) -> &BuilderParts<'a> {
        &self.builders[&operation.id]
    }

    /// Whether the struct implements `Default`.
    pub(crate) fn has_default(&self, id: TypeId) -> bool {
        self.defaults.contains(&id)
    }

    /// The module of a type.
    pub(crate) fn module(&self, id: TypeId) -> ModuleId {
        self.modules.module(id)
    }

    /// The types of a module, in document order.
    pub(crate) fn types_in(&self, module: ModuleId) -> impl Iterator<Item = &'a TypeDef> {
        let package = self.package;
        let types = self.modules.types(module).iter();
        types.map(|id| package.ty(*id))
    }

    /// How a field represents that its value is absent or null.
    pub(crate) fn presence(&self, field: &Field) -> Presence {
        Presence::of(self.package.ty(field.id.owner), field)
    }

    /// The operation that has the type as its body, if there is exactly one.
    pub(crate) fn only_operation(&self, id: TypeId) -> Option<OperationRef<'a>> {
        match self.bodies.get(&id).map(Vec::as_slice) {
            Some([place]) => Some(*place),
            _ => None,
        }
    }

    /// Whether the resources are at the root of the crate, because it has one API only.
    pub(crate) fn is_flat(&self) -> bool {
        self.modules.layout() == Layout::Flat
    }

    /// Whether the API has a module. The only API has one for its types.
    pub(crate) fn has_module(&self) -> bool {
        !self.is_flat() || !self.package.types.is_empty()
    }

    /// What the client consists of.
    pub(crate) fn parts(&self) -> &'static str {
        match self.is_flat() {
            true => "resources",
            false => "APIs",
        }
    }

    /// The accessors from the client, or from the handle of a scope, to a resource: `desk().people()`.
    pub(crate) fn accessors(&self, api: &Api, resource: &Resource) -> String {
        let resource = &self.names.resource(resource).module;
        match self.is_flat() {
            true => format!("{resource}()"),
            false => format!("{}().{resource}()", self.names.api(api).module),
        }
    }

    /// How code of a module writes a type of the runtime or of the crate root: `Timestamp`, or `truto_runtime::Timestamp` if the
    /// module has another item of this name.
    pub(crate) fn name(&self, from: ModuleId, name: &str) -> String {
        self.imports.name(from, name)
    }

    /// How code of a module writes a type that the crate defines: `Email`, or `super::Email` if the module does not import it.
    pub(crate) fn type_name(&self, from: ModuleId, to: ModuleId, name: &str) -> String {
        if self.imports.has_short_name(from, to, name) {
            name.to_owned()
        } else {
            self.path(from, to, name)
        }
    }

    /// The path of an item as seen from a module: `ContactEmail`, `super::Email`, `crate::ResponseFormat`.
    pub(crate) fn path(&self, from: ModuleId, to: ModuleId, name: &str) -> String {
        let mut path = String::new();
        for module in self.steps(from, to) {
            path.push_str(module);
            path.push_str("::");
        }
        path.push_str(name);
        path
    }

    /// The file of a module: `src/ticketing/contacts.rs`.
    pub(crate) fn file(&self, module: ModuleId) -> String {
        match module {
            ModuleId::Crate => "src/types.rs".to_owned(),
            ModuleId::Api(_) if self.is_flat() => format!("{}.rs", self.folder(module)),
            ModuleId::Api(_) => format!("{}/mod.rs", self.folder(module)),
            ModuleId::Resource(..) | ModuleId::Webhooks(_) => format!("{}.rs", self.folder(module)),
        }
    }

    /// The folder of a module's submodules: `src/ticketing/contacts`.
    pub(crate) fn folder(&self, module: ModuleId) -> String {
        let steps = self.steps(ModuleId::Crate, module);
        let names = steps.into_iter().map(bare);
        std::iter::once("src")
            .chain(names)
            .collect::<Vec<_>>()
            .join("/")
    }

    /// The modules inside of that of an API, or beside it, with their names: those of resources, and that of webhooks.
    pub(crate) fn inner_modules(&self, api: &Api) -> Vec<(ModuleId, &'a str)> {
        let resources = api.resources.iter();
        let resources = resources.map(|resource| {
            let module = self.names.resource(resource).module.as_str();
            (ModuleId::of_resource(resource.id), module)
        });
        let webhooks = self.names.api(api).webhooks.as_ref();
        let webhooks = webhooks.and_then(|of| of.module.as_deref());
        let webhooks = webhooks.map(|module| (ModuleId::Webhooks(api.index), module));
        resources.chain(webhooks).collect()
    }

    /// The modules on the path from one to another.
    fn steps(&self, from: ModuleId, to: ModuleId) -> Vec<&'a str> {
        use ModuleId::{Api, Crate, Resource, Webhooks};
        let names = self.names;
        let api = |at: usize| Some(names.api(self.package.apis.get(at)?).module.as_str());
        // The modules inside of that of an API.
        let inner = |module: ModuleId| match module {
            Resource(at, index) => {
                let resource = self.package.apis.get(at)?.resources.get(index)?;
                Some(names.resource(resource).module.as_str())
            }
            Webhooks(at) => {
                let webhooks = names.api(self.package.apis.get(at)?).webhooks.as_ref();
                webhooks.and_then(|webhooks| webhooks.module.as_deref())
            }
            Crate | Api(_) => None,
        };
        let package = Some("crate");
        let parent = |at: usize| api(at).filter(|_| !self.is_flat());
        let is_near = |at: usize, to: usize| at == to && !self.is_flat();
        let steps = match (from, to) {
            (from, to) if from == to => vec![],
            (Crate, Api(at)) => vec![api(at)],
            (Crate, Resource(at, _) | Webhooks(at)) => vec![parent(at), inner(to)],
            (_, Crate) => vec![package],
            (Resource(at, _) | Webhooks(at), Api(to)) if is_near(at, to) => vec![Some("super")],
            (Resource(at, _) | Webhooks(at), Resource(of, _) | Webhooks(of)) if is_near(at, of) => {
                vec![Some("super"), inner(to)]
            }
            (Api(at), Resource(of, _) | Webhooks(of)) if is_near(at, of) => vec![inner(to)],
            (_, Api(at)) => vec![package, api(at)],
            (_, Resource(at, _) | Webhooks(at)) => vec![package, parent(at), inner(to)],
        };
        steps.into_iter().flatten().collect()
    }

    /// The module of the resource that a reference such as `accounts.id` names, as seen from another module.
    pub(crate) fn referenced_module(&self, from: ModuleId, reference: &str) -> Option<String> {
        let at = from.api()?;
        let name = reference.split('.').next()?;
        let api = self.package.apis.get(at)?;
        let resources = api.resources.iter();
        let mut modules = resources.map(|resource| self.names.resource(resource).module.as_str());
        let module = modules.find(|module| bare(module) == name)?;
        Some(match self.is_flat() {
            true => format!("crate::{module}"),
            false => self.path(from, ModuleId::Api(at), module),
        })
    }
}

/// Returns the operations that have a type as their JSON body, by type.
fn bodies(package: &Package) -> HashMap<TypeId, Vec<OperationRef<'_>>> {
    let mut bodies: HashMap<TypeId, Vec<OperationRef<'_>>> = HashMap::new();
    for place in operations(package) {
        if let Some(body) = &place.operation.body
            && let TypeRef::Named(id) = &body.ty
            && body.media.is_json()
        {
            bodies.entry(*id).or_default().push(place);
        }
    }
    bodies
}
