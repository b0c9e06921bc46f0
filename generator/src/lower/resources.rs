//! Resources: the operations that share a tag.

use indexmap::IndexMap;
use openapiv3::{PathItem, ReferenceOr};
use serde_json::Value;

use super::context::Context;
use super::operations::operation;
use super::operations::operation_ref::OperationRef;
use super::schema::annotations::url;
use crate::bundle::At;
use crate::ir::{Docs, HttpMethod, Operation, OperationId, Resource};
use crate::plan::names::{self, Item, NameScope, Space};

/// The operations of a tag, while they are collected.
struct Group {
    module: String,
    methods: NameScope,
    operations: Vec<Operation>,
}

impl Group {
    fn new(cx: &mut Context<'_, '_>, tag: &str, at: &At<'_>, modules: &mut NameScope) -> Self {
        let item = Item {
            space: Space::Module,
            raw: tag,
            chosen: None,
            what: format!("resource `{tag}`"),
            origin: at.key_origin(),
        };
        Self {
            module: modules.mint(item, cx.diags),
            methods: NameScope::new(format!("resource `{tag}`")),
            operations: Vec::new(),
        }
    }
}

/// Lowers all operations, by resource.
pub(super) fn resources(cx: &mut Context<'_, '_>) -> Vec<Resource> {
    let owner = format!("API `{}`", names::plain(&cx.module));
    let mut modules = NameScope::new(owner).advising("write another tag for one of them");
    let mut groups: IndexMap<String, Group> = IndexMap::new();
    let doc = cx.doc;
    for (path, item) in &doc.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        let at = cx.root.key("paths").key(path);
        for (method, operation) in in_document_order(item, &at) {
            let Some(http) = HttpMethod::from_name(method) else {
                continue;
            };
            let (at, tag) = (at.key(method), resource_of(operation, path));
            let entry = groups.entry(tag.clone());
            let resource = entry.index();
            let group = entry.or_insert_with(|| Group::new(cx, &tag, &at, &mut modules));
            let source = OperationRef {
                operation,
                at: &at,
                http,
                path,
                item,
                tag: &tag,
                id: OperationId {
                    api: cx.index,
                    resource,
                    index: group.operations.len(),
                },
                module: &group.module,
            };
            let lowered = operation::operation(cx, &source, &mut group.methods);
            group.operations.push(lowered);
        }
    }
    groups
        .into_iter()
        .map(|(tag, group)| resource(cx, &tag, group))
        .collect()
}

/// Returns the operations of a path. The typed document does not keep their order.
fn in_document_order<'b>(
    item: &'b PathItem,
    at: &At<'b>,
) -> Vec<(&'b str, &'b openapiv3::Operation)> {
    let keys = at.value().and_then(Value::as_object);
    let mut operations: Vec<_> = item.iter().collect();
    operations.sort_by_key(|(method, _)| keys?.keys().position(|known| known == method));
    operations
}

fn resource(cx: &mut Context<'_, '_>, tag: &str, group: Group) -> Resource {
    let described = cx.doc.tags.iter().position(|known| known.name == tag);
    let origin = match (described, group.operations.first()) {
        (Some(index), _) => cx.root.key("tags").index(index).origin(),
        (None, Some(operation)) => operation.origin,
        (None, None) => cx.root.origin(),
    };
    let tag_docs = described.and_then(|index| cx.doc.tags.get(index));
    let raw = format!("{} Resource", names::plain(&group.module));
    let what = format!("handle of resource `{tag}`");
    Resource {
        handle: cx.type_name(&raw, &what, None, origin),
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

/// Returns the first tag, or else the first fixed segment of the path.
fn resource_of(operation: &openapiv3::Operation, path: &str) -> String {
    operation.tags.first().cloned().unwrap_or_else(|| {
        let fixed = path
            .split('/')
            .find(|segment| !segment.is_empty() && !segment.contains('{'));
        fixed.unwrap_or("root").to_owned()
    })
}
