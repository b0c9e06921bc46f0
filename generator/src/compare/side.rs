//! One of the two states.

use std::collections::HashSet;

use super::change::{At, Place};
use crate::ir::{Api, Operation, OperationId, SchemaPlace, TypeDef, TypeId, TypeRef, Within};
use crate::plan::names::bare;
use crate::plan::operation_ref::operations;
use crate::plan::root::Plan;
use crate::plan::{Analysis, Options};
use crate::source::{Origin, Sources};

/// A state of definitions: what documents contain, and their text.
#[derive(Clone, Debug)]
pub struct State {
    /// The content, with the modules and names of a crate.
    pub analysis: Analysis,
    /// The documents.
    pub sources: Sources,
    /// How the crate is generated, as far as that decides its modules and names.
    pub options: Options,
    /// How many errors the documents have. What has errors is missing from the content.
    pub errors: usize,
}

impl State {
    /// A state from which a crate is generated with the usual options.
    #[must_use]
    pub fn new(analysis: Analysis, sources: Sources) -> Self {
        Self {
            analysis,
            sources,
            options: Options::default(),
            errors: 0,
        }
    }
}

/// A state with the plan of its crate.
pub(super) struct Side<'a> {
    pub(super) plan: Plan<'a>,
    sources: &'a Sources,
    /// Whether places begin with the API: there are several in one of the states.
    names_apis: bool,
    /// By index of the type: the place of its schema.
    places: Vec<Place>,
}

impl<'a> Side<'a> {
    pub(super) fn new(state: &'a State, names_apis: bool) -> Self {
        let mut side = Self {
            plan: Plan::new(&state.analysis, &state.options),
            sources: &state.sources,
            names_apis,
            places: Vec::new(),
        };
        side.places = places(&side);
        side
    }

    /// The operation with this identity.
    pub(super) fn operation(&self, id: OperationId) -> Option<&'a Operation> {
        let resource = self
            .plan
            .package
            .apis
            .get(id.api)?
            .resources
            .get(id.resource)?;
        resource.operations.get(id.index)
    }

    /// The line of an item.
    pub(super) fn at(&self, origin: Origin) -> Option<At> {
        let path = self.sources.shown(origin.file);
        let line = self.sources.line_column(origin).line;
        (!path.is_empty()).then(|| At {
            path: path.to_owned(),
            line,
        })
    }

    /// The place of an API, or of an item in it.
    pub(super) fn place(&self, api: &Api, item: impl Into<String>) -> Place {
        Place {
            api: self.names_apis.then(|| api.name.clone()),
            item: item.into(),
            parts: Vec::new(),
        }
    }

    /// `contacts.create`
    pub(super) fn place_of_operation(&self, operation: &Operation) -> Place {
        let id = &self.plan.names.operation(operation).id;
        let names_api = !self.plan.is_flat();
        let short = id.split_once('.').filter(|_| names_api);
        let item = short.map_or(id.as_str(), |(_, rest)| rest);
        self.place(&self.plan.package.apis[operation.id.api], item)
    }

    /// The place of the schema of a type.
    pub(super) fn place_of_type(&self, id: TypeId) -> Place {
        self.places.get(id.index()).cloned().unwrap_or_default()
    }

    /// Whether the crate has the type.
    pub(super) fn has_type(&self, id: TypeId) -> bool {
        id.index() < self.plan.package.types.len()
    }

    /// The paths by which programs name a type. The module of an API also has the types of its resources.
    pub(super) fn paths(&self, id: TypeId) -> Vec<String> {
        use crate::plan::modules::ModuleId::{Api, Crate, Resource, Webhooks};
        let (module, name) = (self.plan.module(id), self.plan.names.ty(id));
        let own = self.plan.path(Crate, module, name);
        match module {
            Resource(api, _) | Webhooks(api) => vec![own, self.plan.path(Crate, Api(api), name)],
            Crate | Api(_) => vec![own],
        }
    }

    /// The cargo features of which programs need any to use a type, by name. Without features, it always exists.
    pub(super) fn features(&self, id: TypeId) -> Vec<&str> {
        let mut features = self.plan.features.needed(self.plan.module(id), id);
        features.sort_unstable();
        features
    }

    /// The names of all cargo features.
    pub(super) fn all_features(&self) -> HashSet<String> {
        let all = self.plan.features.all(self.plan.package).into_iter();
        all.map(|feature| feature.name).collect()
    }

    /// The call that begins a request: `client.crm().contacts().create`.
    pub(super) fn call(&self, operation: &Operation) -> String {
        let package = self.plan.package;
        let api = &package.apis[operation.id.api];
        let resource = &api.resources[operation.id.resource];
        let start = match &api.scope {
            Some(scope) if operation.scope.is_some() => {
                format!("client.{}(…)", self.plan.names.scope(scope).method)
            }
            _ => "client".to_owned(),
        };
        let accessors = self.plan.accessors(api, resource);
        let method = &self.plan.names.operation(operation).method;
        format!("{start}.{accessors}.{method}")
    }
}

/// Decides the place of each type. That of a component is the operation whose body or response it is, if it is nothing else.
fn places(side: &Side<'_>) -> Vec<Place> {
    let package = side.plan.package;
    let uses = uses(side);
    let mut places: Vec<Place> = Vec::with_capacity(package.types.len());
    for def in &package.types {
        places.push(own_place(side, def, uses.get(def.id.index())));
    }
    // The place of a part is that of its owner, which can be a part itself. Each is completed once.
    let mut done = vec![false; package.types.len()];
    for def in &package.types {
        let mut chain = Vec::new();
        let mut next = Some(def);
        while let Some(def) = next.filter(|def| !done[def.id.index()]) {
            done[def.id.index()] = true;
            chain.push(def);
            next = owner(side, def);
        }
        for def in chain.into_iter().rev() {
            if let Some(owner) = owner(side, def) {
                places[def.id.index()] = places[owner.id.index()].and(part(def));
            }
        }
    }
    places
}

/// The type that contains an unnamed one.
fn owner<'a>(side: &Side<'a>, def: &TypeDef) -> Option<&'a TypeDef> {
    match (&def.place, def.words.within) {
        (SchemaPlace::Component, _) => None,
        (_, Some(Within::Type(id))) if side.has_type(id) && id != def.id => {
            Some(side.plan.package.ty(id))
        }
        _ => None,
    }
}

/// The part of its owner that an unnamed type describes.
fn part(def: &TypeDef) -> String {
    match &def.place {
        SchemaPlace::Property(name) => name.clone(),
        SchemaPlace::Component | SchemaPlace::Inline => def.words.text.clone(),
    }
}

fn own_place(side: &Side<'_>, def: &TypeDef, uses: Option<&Uses>) -> Place {
    let api = &side.plan.package.apis[def.api];
    if let Some(Uses::Once(place)) = uses {
        return place.clone();
    }
    match def.words.within {
        Some(Within::Operation(id)) => match side.operation(id) {
            Some(operation) => side.place_of_operation(operation).and(part(def)),
            None => side.place(api, part(def)),
        },
        Some(Within::Type(_)) => side.place(api, bare(side.plan.names.ty(def.id))),
        None => side.place(api, format!("schema {}", def.words.text)),
    }
}

/// Where a type is used directly by operations.
#[derive(Clone, Default)]
enum Uses {
    #[default]
    Never,
    Once(Place),
    More,
}

/// Returns the direct uses of each type: by operations, and by other types.
fn uses(side: &Side<'_>) -> Vec<Uses> {
    let package = side.plan.package;
    let mut uses = vec![Uses::Never; package.types.len()];
    let mut add = |id: Option<TypeId>, place: Option<Place>| {
        let Some(known) = id.and_then(|id| uses.get_mut(id.index())) else {
            return;
        };
        *known = match (&known, place) {
            (Uses::Never, Some(place)) => Uses::Once(place),
            _ => Uses::More,
        };
    };
    for operation in operations(package).map(|place| place.operation) {
        let place = side.place_of_operation(operation);
        for param in &operation.params {
            add(param.ty.named(), None);
        }
        if let Some(body) = &operation.body {
            add(body.ty.named(), whole(&body.ty, place.and("body")));
        }
        if let Some(ty) = operation.response.data() {
            add(ty.named(), whole(ty, place.and("response")));
        }
        for stream in &operation.streams {
            add(stream.ty.named(), None);
        }
        add(operation.failure.as_ref().and_then(TypeRef::named), None);
    }
    for def in &package.types {
        for part in def.parts() {
            add(part.named(), None);
        }
    }
    for api in &package.apis {
        api.payloads().for_each(|id| add(Some(id), None));
    }
    uses
}

/// The place of a body, if its type is that of the whole body. A list of values is something else.
fn whole(ty: &TypeRef, place: Place) -> Option<Place> {
    matches!(ty, TypeRef::Named(_)).then_some(place)
}
