//! Operations: their names, and the parts put together.

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::Value;

use super::api::{Lowering, url};
use super::names::{self, Scope};
use super::{Use, extensions};
use crate::bundle::pointer;
use crate::ir::{
    Body, Docs, Envelope, FieldSupport, HttpMethod, Matrix, Operation, Param, ResponseType, TypeId,
    TypeKind, TypeRef,
};

/// Where an operation stands and what it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Context<'c, 'b> {
    /// Its pointer.
    pub(super) at: &'c str,
    pub(super) path: &'b str,
    pub(super) item: &'b openapiv3::PathItem,
    pub(super) tag: &'c str,
    /// The index of its resource.
    pub(super) resource: usize,
    /// The module of its resource.
    pub(super) module: &'c str,
}

/// The names of an operation.
pub(super) struct Named {
    pub(super) method: String,
    pub(super) builder: String,
    constant: String,
}

impl<'b> Lowering<'b, '_, '_> {
    pub(super) fn operation(
        &mut self,
        context: &Context<'_, 'b>,
        http: &str,
        operation: &'b openapiv3::Operation,
        methods: &mut Scope,
    ) -> Option<Operation> {
        let at = context.at;
        let http_method = http_method(http)?;
        let named = self.name_operation(context, http, operation, methods);
        self.without_effect(operation, at);
        let mut params = self.parameters(context, operation, &named);
        let body = self.body(operation, at, &named, http_method);
        self.check_path(context, &params);
        let responses = self.responses(operation, at, &named);
        self.excluded_fields(&mut params.all, &responses.ty);
        self.check_setters(&params.all, body.as_ref().map(|found| &found.body), &named);
        let pagination = extension(operation, "x-truto-pagination").and_then(|value| {
            extensions::pagination(
                &mut self.reporter,
                value,
                &format!("{at}/x-truto-pagination"),
            )
        });
        let integrations = extension(operation, "x-truto-integrations").and_then(|value| {
            extensions::integrations(
                &mut self.reporter,
                value,
                &format!("{at}/x-truto-integrations"),
            )
        });
        let mut request = body
            .as_ref()
            .map(|body| self.cells_of(&body.body.ty))
            .unwrap_or_default();
        let mut response = match &responses.ty {
            ResponseType::Value(ty) => self.cells_of(ty),
            ResponseType::Nothing => Vec::new(),
        };
        request.extend(body.iter().flat_map(|body| body.cells.clone()));
        response.extend(responses.cells);
        self.record_uses(
            context,
            &params.all,
            body.as_ref().map(|found| &found.body),
            &responses.ty,
        );
        Some(Operation {
            id: format!(
                "{}.{}.{}",
                names::plain(&self.module),
                names::plain(context.module),
                names::plain(&named.method)
            ),
            method: named.method,
            builder: named.builder,
            constant: named.constant,
            http: http_method,
            path: context.path.to_owned(),
            params: params.all,
            body: body.map(|found| found.body),
            response: responses.ty,
            cases: responses.cases,
            envelope: extension(operation, "x-truto-envelope")
                .and_then(Value::as_str)
                .map(|key| Envelope {
                    key: key.to_owned(),
                    origin: self.reporter.origin(&format!("{at}/x-truto-envelope")),
                }),
            pagination,
            matrix: Matrix {
                integrations,
                query: params.cells,
                request,
                response,
            },
            docs: Docs {
                summary: operation.summary.clone(),
                description: operation.description.clone(),
                url: url(operation.external_docs.as_ref()),
                deprecated: operation.deprecated,
                provenance: extensions::provenance(extension(operation, "x-truto-provenance")),
            },
            origin: self.reporter.key_origin(at),
        })
    }

    fn name_operation(
        &mut self,
        context: &Context<'_, 'b>,
        http: &str,
        operation: &openapiv3::Operation,
        methods: &mut Scope,
    ) -> Named {
        let chosen = extension(operation, "x-truto-name").and_then(Value::as_str);
        let raw = match &operation.operation_id {
            Some(id) => without_tag(id, context.tag),
            None => words_of(http, context.path),
        };
        let origin = self.reporter.key_origin(context.at);
        let diags = &mut *self.reporter.diags;
        let method = methods.mint(&raw, chosen, origin, diags);
        let plain = names::plain(&method);
        let constant = names::derive(names::Space::Constant, plain);
        let words = builder_words(plain, context.module);
        // Two operations of one name have been reported; their builders would only say it again.
        let builder = match methods.owns(&method, origin) {
            true => self.type_names.mint(&words, None, origin, diags),
            false => words,
        };
        Named {
            method,
            builder,
            constant,
        }
    }

    /// Reports what a document may say of an operation and no client acts on.
    fn without_effect(&mut self, operation: &openapiv3::Operation, at: &str) {
        if !operation.callbacks.is_empty() {
            let message = "callbacks have no effect: the client does not receive calls".to_owned();
            self.reporter
                .key_warning(&format!("{at}/callbacks"), message, "leave them out");
        }
        if !operation.servers.is_empty() {
            let message = "`servers` of an operation have no effect: all calls go to the document's first server";
            self.reporter.key_warning(
                &format!("{at}/servers"),
                message.to_owned(),
                "leave them out",
            );
        }
    }

    /// A builder has one setter per name: those of the body's fields and of the optional parameters must differ.
    fn check_setters(&mut self, params: &[Param], body: Option<&Body>, named: &Named) {
        let mut setters = Scope::new(names::Space::Field, format!("builder `{}`", named.builder));
        let mut arguments = Scope::new(
            names::Space::Field,
            format!("operation `{}`", names::plain(&named.method)),
        );
        let fields = body
            .and_then(|body| body.ty.named())
            .and_then(|id| self.shared.types.get(id.index()));
        if let Some(TypeKind::Struct(body)) = fields.map(|def| &def.kind) {
            for field in &body.fields {
                setters.claim(
                    field.name.clone(),
                    &field.wire,
                    field.origin,
                    self.reporter.diags,
                );
            }
        }
        for param in params
            .iter()
            .filter(|param| param.role != crate::ir::Role::ResponseFormat)
        {
            let scope = if param.required {
                &mut arguments
            } else {
                &mut setters
            };
            scope.claim(
                param.name.clone(),
                &param.wire,
                param.origin,
                self.reporter.diags,
            );
        }
    }

    /// The support cells on the properties of a type, with the path to each.
    pub(super) fn cells_of(&self, ty: &TypeRef) -> Vec<FieldSupport> {
        let mut found = Vec::new();
        if let Some(id) = ty.named() {
            self.collect_cells(id, "", &mut Vec::new(), &mut found);
        }
        found
    }

    fn collect_cells(
        &self,
        id: TypeId,
        prefix: &str,
        seen: &mut Vec<TypeId>,
        found: &mut Vec<FieldSupport>,
    ) {
        let Some(TypeKind::Struct(def)) = self.shared.types.get(id.index()).map(|def| &def.kind)
        else {
            return;
        };
        if seen.contains(&id) {
            return;
        }
        seen.push(id);
        let cells = self
            .shared
            .cells
            .get(&id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        for field in &def.fields {
            let path = format!("{prefix}{}", field.wire);
            let own = cells.iter().filter(|cell| cell.path == field.wire);
            found.extend(own.map(|cell| FieldSupport {
                path: path.clone(),
                ..cell.clone()
            }));
            if let Some(inner) = field.ty.named() {
                self.collect_cells(inner, &format!("{path}."), seen, found);
            }
        }
        seen.pop();
    }

    fn record_uses(
        &mut self,
        context: &Context<'_, 'b>,
        params: &[Param],
        body: Option<&Body>,
        response: &ResponseType,
    ) {
        let sent = params
            .iter()
            .map(|param| &param.ty)
            .chain(body.map(|body| &body.ty));
        let received = match response {
            ResponseType::Value(ty) => Some(ty),
            ResponseType::Nothing => None,
        };
        let uses = sent
            .map(|ty| (ty, true))
            .chain(received.map(|ty| (ty, false)));
        for (ty, request) in uses {
            if let Some(ty) = ty.named() {
                let resource = Some(context.resource);
                self.shared.uses.push(Use {
                    ty,
                    api: self.index,
                    resource,
                    request,
                    response: !request,
                });
            }
        }
    }
}

pub(super) fn extension<'o>(operation: &'o openapiv3::Operation, name: &str) -> Option<&'o Value> {
    operation.extensions.get(name)
}

fn http_method(name: &str) -> Option<HttpMethod> {
    Some(match name {
        "get" => HttpMethod::Get,
        "put" => HttpMethod::Put,
        "post" => HttpMethod::Post,
        "delete" => HttpMethod::Delete,
        "options" => HttpMethod::Options,
        "head" => HttpMethod::Head,
        "patch" => HttpMethod::Patch,
        "trace" => HttpMethod::Trace,
        _ => return None,
    })
}

/// `contacts_create` of the tag `contacts` is `create`.
fn without_tag(id: &str, tag: &str) -> String {
    let (id_words, tag_words) = (id.to_snake_case(), tag.to_snake_case());
    let rest = id_words
        .strip_prefix(&format!("{tag_words}_"))
        .or_else(|| id_words.strip_suffix(&format!("_{tag_words}")));
    rest.map_or_else(|| id.to_owned(), str::to_owned)
}

/// `get /a/{id}` is `get a by id`.
fn words_of(http: &str, path: &str) -> String {
    let mut words = http.to_owned();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let segment = segment.replace('{', " by ").replace('}', " ");
        words.push(' ');
        words.push_str(&segment);
    }
    words
}

/// The builder of `create` in `contacts` is `CreateContacts`; the resource is not said twice.
fn builder_words(method: &str, module: &str) -> String {
    let (method, module) = (
        method.to_upper_camel_case(),
        names::plain(module).to_upper_camel_case(),
    );
    let stem = module.strip_suffix('s').unwrap_or(&module);
    if method.contains(stem) {
        method
    } else {
        format!("{method}{module}")
    }
}

/// Pointer of the parameter list that holds the parameter `index` of the operation or, failing that, of the path.
pub(super) fn parameter_pointer(at: &str, own: bool, index: usize) -> String {
    let base = if own {
        at
    } else {
        pointer::parent(at).map_or(at, |(base, _)| base)
    };
    format!("{base}/parameters/{index}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_from_their_id_or_from_where_they_stand() {
        assert_eq!(without_tag("contacts_create", "contacts"), "create");
        assert_eq!(without_tag("createContacts", "contacts"), "create");
        assert_eq!(without_tag("createContact", "contacts"), "createContact");
        assert_eq!(words_of("get", "/a/{id}"), "get a  by id ");
        assert_eq!(builder_words("create", "contacts"), "CreateContacts");
        assert_eq!(builder_words("get_pet_by_id", "pet"), "GetPetById");
    }
}
