//! One API: connection, scope, resources, and the schemas that no operation uses.

use std::collections::{HashMap, HashSet, VecDeque};

use indexmap::IndexMap;
use openapiv3::{ExternalDocumentation, OpenAPI, ReferenceOr, Schema};
use serde_json::Value;

use super::names::{self, Scope, Space};
use super::{Shared, extensions, samples};
use crate::bundle::{At, Bundle};
use crate::diag::Diagnostics;
use crate::ir::{Api, Connection, Docs, Operation, Registry, Resource, SampleTemplate, TypeId};

/// Lowers one API.
pub(super) struct Lowering<'b, 's, 'd> {
    pub(super) index: usize,
    pub(super) module: String,
    pub(super) doc: &'b OpenAPI,
    pub(super) shared: &'s mut Shared,
    pub(super) diags: &'d mut Diagnostics,
    /// The location of the document.
    pub(super) root: At<'b>,
    /// The names of types, builders and handles of the API.
    pub(super) type_names: Scope,
    /// The types of other APIs whose names are reserved in this one.
    pub(super) claimed: HashSet<TypeId>,
    /// The component schemas that have been lowered or referred to.
    pub(super) reached: HashSet<At<'b>>,
    /// The structs without fields, and their schemas.
    pub(super) unfilled: VecDeque<(TypeId, &'b Schema, At<'b>)>,
    /// The component schemas that are being lowered and have no type yet.
    pub(super) open: Vec<At<'b>>,
    pub(super) scope: Option<super::scope::FoundScope>,
    /// The closed enum of fields that can be excluded, by response type.
    pub(super) field_enums: HashMap<TypeId, TypeId>,
    /// The sort types, by location of the schema; `None` if the schema is invalid, which has been reported.
    pub(super) sorts: HashMap<At<'b>, Option<super::sort::Sort>>,
}

/// The operations of a tag, while they are collected.
struct Group {
    module: String,
    methods: Scope,
    operations: Vec<Operation>,
}

impl<'b, 's, 'd> Lowering<'b, 's, 'd> {
    pub(super) fn new(
        index: usize,
        module: String,
        bundle: &'b Bundle<'b>,
        doc: &'b OpenAPI,
        shared: &'s mut Shared,
        diags: &'d mut Diagnostics,
    ) -> Self {
        Self {
            index,
            type_names: Scope::new(Space::Type, format!("API `{}`", names::plain(&module))),
            module,
            doc,
            shared,
            diags,
            root: At::root(bundle),
            claimed: HashSet::new(),
            reached: HashSet::new(),
            unfilled: VecDeque::new(),
            open: Vec::new(),
            scope: None,
            field_enums: HashMap::new(),
            sorts: HashMap::new(),
        }
    }

    pub(super) fn registry(&mut self) -> Option<Registry> {
        let at = self.root.key("x-truto-registry");
        extensions::registry(self.diags, at.value()?, &at)
    }

    pub(super) fn samples(&mut self) -> Vec<SampleTemplate> {
        let at = self.root.key("x-truto-samples");
        match at.value() {
            Some(value) => samples::templates(self.diags, value, &at),
            None => Vec::new(),
        }
    }

    pub(super) fn api(&mut self, connection: &mut Connection) -> Api {
        self.connect(connection);
        let origin = self.root.origin();
        let handle_raw = format!("{} Api", names::plain(&self.module));
        let what = format!("handle of API `{}`", names::plain(&self.module));
        let handle = self
            .type_names
            .mint(&handle_raw, &what, None, origin, self.diags);
        let resources = self.resources();
        self.unused_schemas();
        Api {
            module: self.module.clone(),
            handles: self.handles(handle, &resources),
            docs: Docs {
                summary: Some(self.doc.info.title.clone()),
                description: self.doc.info.description.clone(),
                url: self.doc.external_docs.as_ref().map(|docs| docs.url.clone()),
                ..Docs::default()
            },
            scope: self.take_scope(&resources),
            resources,
            has_matrix: self.root.key("x-truto-matrix").value() != Some(&false.into()),
            origin,
        }
    }

    fn resources(&mut self) -> Vec<Resource> {
        let doc = self.doc;
        let mut modules = Scope::new(
            Space::Module,
            format!("API `{}`", names::plain(&self.module)),
        )
        .advising("write another tag for one of them");
        let mut groups: IndexMap<String, Group> = IndexMap::new();
        for (path, item) in &doc.paths.paths {
            let at = self.root.key("paths").key(path);
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            let mut operations: Vec<_> = item.iter().collect();
            let order = at.value().and_then(Value::as_object);
            operations.sort_by_key(|(method, _)| {
                order.and_then(|keys| keys.keys().position(|known| known == method))
            });
            for (method, operation) in operations {
                let at = at.key(method);
                let tag = resource_of(operation, path);
                if !groups.contains_key(&tag) {
                    let origin = at.key_origin();
                    let what = format!("resource `{tag}`");
                    let module = modules.mint(&tag, &what, None, origin, self.diags);
                    groups.insert(
                        tag.clone(),
                        Group {
                            methods: Scope::new(Space::Method, format!("resource `{tag}`")),
                            module,
                            operations: Vec::new(),
                        },
                    );
                }
                let index = groups.get_index_of(&tag).unwrap_or_default();
                let Some(group) = groups.get_mut(&tag) else {
                    continue;
                };
                let place = super::operations::Context {
                    at: &at,
                    path,
                    item,
                    tag: &tag,
                    resource: index,
                    module: &group.module,
                };
                let lowered = self.operation(&place, method, operation, &mut group.methods);
                group.operations.extend(lowered);
            }
        }
        groups
            .into_iter()
            .map(|(tag, group)| self.resource(&tag, group))
            .collect()
    }

    fn resource(&mut self, tag: &str, group: Group) -> Resource {
        let described = self.doc.tags.iter().position(|known| known.name == tag);
        let origin = match (described, group.operations.first()) {
            (Some(index), _) => self.root.key("tags").index(index).origin(),
            (None, Some(operation)) => operation.origin,
            (None, None) => self.root.origin(),
        };
        let tag_docs = described.and_then(|index| self.doc.tags.get(index));
        let raw = format!("{} Resource", names::plain(&group.module));
        let what = format!("handle of resource `{tag}`");
        Resource {
            handle: self.type_names.mint(&raw, &what, None, origin, self.diags),
            module: group.module,
            docs: Docs {
                summary: None,
                description: tag_docs.and_then(|tag| tag.description.clone()),
                url: url(tag_docs.and_then(|tag| tag.external_docs.as_ref())),
                ..Docs::default()
            },
            operations: group.operations,
            origin,
        }
    }
}

/// Returns the first tag, or else the first fixed segment of the path.
fn resource_of(operation: &openapiv3::Operation, path: &str) -> String {
    operation.tags.first().cloned().unwrap_or_else(|| {
        let fixed = path
            .split('/')
            .find(|segment| !segment.is_empty() && !segment.contains('{'));
        fixed.unwrap_or("root").to_owned()
    })
}

pub(super) fn url(docs: Option<&ExternalDocumentation>) -> Option<String> {
    docs.map(|docs| docs.url.clone())
}
