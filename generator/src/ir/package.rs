//! The root of the representation, and the lookups in it.

use std::collections::HashSet;

use super::api::Api;
use super::extensions::matrix::Registry;
use super::extensions::samples::SampleTemplate;
use super::ids::TypeId;
use super::omission::Omission;
use super::operation::Operation;
use super::server::{Server, ServerVariable};
use super::types::{Struct, TypeDef, TypeKind, TypeRef};

/// The APIs of a client, and everything that they share.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// The integrations of the support matrices; `None` if no document has a registry.
    pub registry: Option<Registry>,
    /// The base URL of the client, from the first API that defines it.
    pub connection: Connection,
    /// Samples for clients in other languages.
    pub samples: Vec<SampleTemplate>,
    /// The APIs, in the order of the root documents.
    pub apis: Vec<Api>,
    /// All types of the client, indexed by [`TypeId`].
    pub types: Vec<TypeDef>,
    /// The types that nothing of the client uses, such as those of error responses. Their IDs follow those of the other types.
    pub types_outside_client: Vec<TypeDef>,
    /// The parts of the documents that are left out because of errors.
    pub omissions: Vec<Omission>,
}

impl Package {
    /// Returns the definition of `id`.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        match id.index().checked_sub(self.types.len()) {
            Some(index) => &self.types_outside_client[index],
            None => &self.types[id.index()],
        }
    }

    /// Returns the definition of `id` if it is a struct.
    #[must_use]
    pub fn structure(&self, id: TypeId) -> Option<&Struct> {
        match &self.ty(id).kind {
            TypeKind::Struct(of) => Some(of),
            TypeKind::Enum(_) | TypeKind::Union(_) => None,
        }
    }

    /// Returns the servers of the client: those whose URLs are absolute, each URL once. Those of APIs come before those of
    /// single operations.
    #[must_use]
    pub fn servers(&self) -> Vec<&Server> {
        let mut urls = HashSet::new();
        let mut found = Vec::new();
        let of_apis = self.apis.iter().flat_map(|api| &api.servers);
        let resources = self.apis.iter().flat_map(|api| &api.resources);
        let operations = resources.flat_map(|resource| &resource.operations);
        let own = operations.flat_map(|operation| &operation.servers);
        for server in of_apis.chain(own.flat_map(|own| &own.all)) {
            let url = server.url.trim_end_matches('/');
            if server.absolute_url().is_some() && urls.insert(url) {
                found.push(server);
            }
        }
        found
    }

    /// Returns the variables of the servers, each name once.
    #[must_use]
    pub fn server_variables(&self) -> Vec<&ServerVariable> {
        let mut names = HashSet::new();
        let servers = self.servers().into_iter();
        let used = servers.flat_map(|server| {
            let placeholders = server.placeholders();
            placeholders.filter_map(|name| server.variable(name))
        });
        used.filter(|variable| names.insert(variable.wire.as_str()))
            .collect()
    }

    /// Whether the client, which all APIs share, can repeat a write without executing it twice.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        let mut receiving = self.apis.iter().filter(|api| !api.is_only_webhooks());
        receiving.all(|api| api.is_idempotent)
    }

    /// Whether the operations of the API have a support matrix. Without a registry of integrations, no operation has one.
    #[must_use]
    pub fn has_matrix(&self, api: &Api) -> bool {
        self.registry.is_some() && api.has_matrix
    }

    /// Returns the struct of the body, if the body consists of properties.
    #[must_use]
    pub fn body_struct(&self, operation: &Operation) -> Option<(&TypeDef, &Struct)> {
        let body = operation.body.as_ref()?;
        match &body.ty {
            TypeRef::Named(id) if body.media.has_fields() => {
                Some((self.ty(*id), self.structure(*id)?))
            }
            _ => None,
        }
    }

    /// Returns the type of the list that may replace `ty` (`x-truto-list`), or `ty` itself.
    #[must_use]
    pub fn listed<'k>(&'k self, ty: &'k TypeRef) -> &'k TypeRef {
        let TypeRef::Named(id) = ty else {
            return ty;
        };
        let TypeKind::Struct(of) = &self.ty(*id).kind else {
            return ty;
        };
        let list = of.list.as_ref().and_then(|list| of.field(&list.wire));
        list.map_or(ty, |field| &field.ty)
    }

    /// Returns the structs in `ty`, including those in lists and maps.
    #[must_use]
    pub fn structs(&self, ty: &TypeRef) -> Vec<(TypeId, &Struct)> {
        let Some(id) = ty.named() else {
            return Vec::new();
        };
        match &self.ty(id).kind {
            TypeKind::Struct(of) => vec![(id, of)],
            TypeKind::Union(union) => {
                let structs = union
                    .types()
                    .filter_map(|ty| match &self.ty(ty.named()?).kind {
                        TypeKind::Struct(of) => Some((ty.named()?, of)),
                        _ => None,
                    });
                structs.collect()
            }
            TypeKind::Enum(_) => Vec::new(),
        }
    }

    /// Returns the field at a path of wire names from a value of `ty`: the struct, and the index of the field. Names may contain
    /// dots, so all ways to split the path are tried, but no rest of the path twice from the same struct.
    #[must_use]
    pub fn field_at(&self, ty: &TypeRef, path: &str) -> Option<(TypeId, usize)> {
        let mut seen = HashSet::new();
        let mut open = self.begun(ty, path, &mut seen);
        while let Some(begun) = open.pop() {
            match begun.rest {
                Some(rest) => open.extend(self.begun(begun.ty, rest, &mut seen)),
                None => return Some((begun.owner, begun.index)),
            }
        }
        None
    }

    /// Returns the fields that a path can begin with, the last one first.
    fn begun<'a>(
        &'a self,
        ty: &TypeRef,
        path: &'a str,
        seen: &mut HashSet<(TypeId, usize)>,
    ) -> Vec<Begun<'a>> {
        let mut begun = Vec::new();
        for (owner, of) in self.structs(ty) {
            if seen.insert((owner, path.len())) {
                let fields = of.fields.iter().enumerate();
                begun.extend(fields.filter_map(|(index, field)| {
                    let rest = match path.strip_prefix(field.wire.as_str())? {
                        "" => None,
                        rest => Some(rest.strip_prefix('.')?),
                    };
                    Some(Begun {
                        owner,
                        index,
                        ty: &field.ty,
                        rest,
                    })
                }));
            }
        }
        begun.reverse();
        begun
    }
}

/// A field that a path begins with.
struct Begun<'a> {
    owner: TypeId,
    index: usize,
    ty: &'a TypeRef,
    /// The path from a value of the field; `None` if the path ends with it.
    rest: Option<&'a str>,
}

/// The base URL of the client.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    /// The URL of the first server, with the defaults of its variables and without a trailing slash.
    pub base_url: Option<String>,
    /// The environment variable with another base URL for samples: `x-truto-env` on `servers[0]`.
    pub base_url_env: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Memory;
    use crate::{Warnings, analyze};

    #[test]
    fn a_path_of_ambiguous_names_is_found_fast() {
        let text = "
openapi: 3.0.3
info: {title: Nodes, version: 1.0.0}
paths: {}
components:
  schemas:
    Node:
      type: object
      properties:
        a: {$ref: '#/components/schemas/Node'}
        a.a: {$ref: '#/components/schemas/Node'}
        end: {type: string}
";
        let memory = Memory::from_iter([("nodes.yaml", text)]);
        let (analysis, _) = analyze(&["nodes.yaml".to_owned()], &memory, Warnings::Allow);
        let node = TypeId::new(0);
        let at = |path: &str| analysis.package.field_at(&TypeRef::Named(node), path);
        let long = "a.".repeat(2000);
        assert_eq!(at(&format!("{long}end")), Some((node, 2)));
        assert_eq!(at(&format!("{long}missing")), None);
        assert_eq!(at("a.a"), Some((node, 0)));
    }
}
