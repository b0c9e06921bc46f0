//! Resources: the operations that share a tag.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{PathItem, ReferenceOr, Tag};
use serde_json::Value;

use super::context::Context;
use super::extensions::keys;
use super::operations::operation;
use super::operations::path;
use super::operations::source::OperationSource;
use super::operations::template::Template;
use super::schema::annotations::url;
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{Docs, HttpMethod, Operation, OperationId, Resource, ResourceId};
use crate::source::Origin;

/// Lowers all operations, by resource.
pub(super) fn resources(cx: &mut Context<'_, '_>) -> Vec<Resource> {
    let mut groups: IndexMap<String, Vec<Operation>> = IndexMap::new();
    let doc = cx.doc;
    let (mut known, mut ids) = (HashMap::new(), HashMap::new());
    for (path, item) in &doc.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        let at = cx.root.key("paths").key(path);
        path::check_template(cx, path, &at, &mut known);
        for (method, operation) in in_document_order(item, &at) {
            let Some(http) = HttpMethod::from_name(method) else {
                continue;
            };
            let (at, tag) = (at.key(method), resource_of(operation, path));
            check_id(cx, operation, &at, &mut ids);
            let entry = groups.entry(tag.clone());
            let resource = entry.index();
            let group = entry.or_default();
            let source = OperationSource {
                operation,
                at: &at,
                http,
                path,
                item,
                tag: &tag,
                id: OperationId {
                    api: cx.index,
                    resource,
                    index: group.len(),
                },
            };
            group.extend(operation::operations(cx, &source));
        }
    }
    let mut tags = HashMap::with_capacity(doc.tags.len());
    for (index, tag) in doc.tags.iter().enumerate() {
        tags.entry(tag.name.as_str()).or_insert((index, tag));
    }
    let groups = groups.into_iter().enumerate();
    groups
        .map(|(index, (tag, operations))| {
            let described = tags.get(tag.as_str()).copied();
            resource(cx, index, (tag, described), operations)
        })
        .collect()
}

/// Reports an operation ID that an operation before has, too.
fn check_id<'b>(
    cx: &mut Context<'_, '_>,
    operation: &'b openapiv3::Operation,
    at: &At<'_>,
    known: &mut HashMap<&'b str, Origin>,
) {
    let Some(id) = &operation.operation_id else {
        return;
    };
    let origin = at.key("operationId").origin();
    match known.get(id.as_str()) {
        Some(first) => {
            let message = format!("two operations have the `operationId` `{id}`");
            let warning = Diagnostic::warning(origin, message)
                .related(*first, "the first operation")
                .help("write another one here");
            cx.diags.push(warning);
        }
        None => {
            known.insert(id, origin);
        }
    }
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

fn resource(
    cx: &Context<'_, '_>,
    index: usize,
    (tag, described): (String, Option<(usize, &Tag)>),
    operations: Vec<Operation>,
) -> Resource {
    let origin = match (described, operations.first()) {
        (Some((index, _)), _) => cx.root.key("tags").index(index).origin(),
        (None, Some(operation)) => operation.origin,
        (None, None) => cx.root.origin(),
    };
    let described = described.map(|(_, tag)| tag);
    let singular = described.and_then(|tag| keys::singular(&tag.extensions));
    Resource {
        id: ResourceId {
            api: cx.index,
            index,
        },
        tag,
        singular: singular.map(str::to_owned),
        docs: Docs {
            summary: None,
            description: described.and_then(|tag| tag.description.clone()),
            url: url(described.and_then(|tag| tag.external_docs.as_ref())),
            ..Docs::default()
        },
        operations,
        origin,
    }
}

/// Returns the first tag, or else the first fixed segment of the path that is not a version.
fn resource_of(operation: &openapiv3::Operation, path: &str) -> String {
    operation.tags.first().cloned().unwrap_or_else(|| {
        let path = Template::new(path).path;
        let is_fixed = |segment: &&str| !segment.is_empty() && !segment.contains('{');
        let mut fixed = path.split('/').filter(is_fixed).peekable();
        let first = fixed.peek().copied();
        let found = fixed.find(|segment| !is_version(segment)).or(first);
        found.unwrap_or("root").to_owned()
    })
}

/// Whether a segment is the version of an API: `v1`, `v2.1`.
fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']);
    number.is_some_and(|number| {
        let mut parts = number.split('.');
        parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_in_a_path_is_no_resource() {
        let operation = openapiv3::Operation::default();
        for (path, expected) in [
            ("/pets/{id}", "pets"),
            ("/v1/pets", "pets"),
            ("/{account}/v2.1/pets/v3", "pets"),
            ("/v1", "v1"),
            ("/v1/{id}", "v1"),
            ("/v.1/pets", "v.1"),
            ("/vat/pets", "vat"),
            ("/{id}", "root"),
        ] {
            assert_eq!(resource_of(&operation, path), expected, "{path}");
        }
    }
}
