//! Parameters in path, query and header.

use openapiv3::{
    ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle as Style, ReferenceOr,
};
use serde_json::Value;

use super::api::Lowering;
use super::extensions;
use super::names::{self, Scope, Space};
use super::operations::{Context, Named, parameter_pointer};
use super::types::{Hint, SchemaRef};
use crate::bundle::pointer;
use crate::diag::Diagnostic;
use crate::ir::{
    Docs, Enum, FieldSupport, Location, Param, Primitive, QueryStyle, Repr, Resource, ResponseType,
    Role, Scope as ApiScope, TypeKind, TypeRef, Variant,
};
use crate::source::Origin;

/// The parameters of an operation.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) all: Vec<Param>,
    pub(super) cells: Vec<FieldSupport>,
}

/// A parameter with the role `scope`, and how many operations have it.
pub(super) struct FoundScope {
    scope: ApiScope,
    origin: Origin,
    operations: usize,
}

/// A parameter with the reference resolved.
struct Found<'b> {
    parameter: &'b openapiv3::Parameter,
    /// Where it is defined.
    at: String,
    /// Where the operation or path lists it.
    listed: String,
}

impl<'b> Lowering<'b, '_, '_> {
    pub(super) fn parameters(
        &mut self,
        context: &Context<'_, 'b>,
        operation: &'b openapiv3::Operation,
        named: &Named,
    ) -> Parameters {
        let own = self.listed(&operation.parameters, context.at, true);
        let mut found = self.listed(&context.item.parameters, context.at, false);
        found.retain(|shared| {
            own.iter()
                .all(|own| key(own.parameter) != key(shared.parameter))
        });
        found.extend(own);
        let mut parameters = Parameters::default();
        let mut options = Scope::new(Space::Method, format!("builder `{}`", named.builder));
        for one in &found {
            self.parameter(one, named, &mut options, &mut parameters);
        }
        parameters
    }

    fn listed(
        &mut self,
        list: &'b [ReferenceOr<openapiv3::Parameter>],
        at: &str,
        own: bool,
    ) -> Vec<Found<'b>> {
        let mut found: Vec<Found<'b>> = Vec::with_capacity(list.len());
        for (index, parameter) in list.iter().enumerate() {
            let listed = parameter_pointer(at, own, index);
            let Some((parameter, at)) = self.parameter_target(parameter, &listed) else {
                continue;
            };
            if let Some(first) = found
                .iter()
                .find(|known| key(known.parameter) == key(parameter))
            {
                let message = format!("the parameter `{}` is listed twice", key(parameter).0);
                let diagnostic = Diagnostic::error(self.reporter.origin(&listed), message)
                    .related(self.reporter.origin(&first.listed), "the first one")
                    .help("remove one of them");
                self.reporter.diags.push(diagnostic);
                continue;
            }
            found.push(Found {
                parameter,
                at,
                listed,
            });
        }
        found
    }

    fn parameter_target(
        &self,
        parameter: &'b ReferenceOr<openapiv3::Parameter>,
        at: &str,
    ) -> Option<(&'b openapiv3::Parameter, String)> {
        match parameter {
            ReferenceOr::Item(parameter) => Some((parameter, at.to_owned())),
            ReferenceOr::Reference { reference } => {
                let at = reference.strip_prefix('#')?;
                let (_, name) = pointer::parent(at)?;
                self.parameter_target(
                    self.doc
                        .components
                        .as_ref()?
                        .parameters
                        .get(name.as_ref())?,
                    at,
                )
            }
        }
    }

    fn parameter(
        &mut self,
        found: &Found<'b>,
        named: &Named,
        options: &mut Scope,
        into: &mut Parameters,
    ) {
        let (data, at) = (data(found.parameter), found.at.as_str());
        let Some(location) = self.location(found, data) else {
            return;
        };
        if !matches!(data.format, ParameterSchemaOrContent::Schema(_)) && location == Location::Path
        {
            self.reporter
                .unsupported(at, "a path parameter with `content`", "give it a `schema`");
            return;
        }
        let (schema, schema_at) = match self.parameter_schema(data, at) {
            Some(found) => found,
            None => return,
        };
        let role = role(data);
        if role == Some("scope") {
            self.found_scope(data, at, location);
            return;
        }
        let words = format!("{} {}", named.builder, data.name);
        let ty = self.type_of(schema, &schema_at, Hint { words: &words });
        if location != Location::Path && location != Location::Header {
            self.add_cells(data, at, &ty, into);
        } else if !is_flat(&ty, &self.shared.types) {
            self.reporter.unsupported(
                at,
                "an object in a path or header",
                "give the parameter a type of one value",
            );
            return;
        }
        let origin = self.reporter.key_origin(at);
        let name = self.parameter_name(data, role, &found.listed, options, origin);
        let docs = self.parameter_docs(data, schema, &schema_at);
        into.all.push(Param {
            wire: data.name.clone(),
            name,
            location,
            ty,
            required: data.required,
            role: match role {
                Some("option") => Role::Option,
                Some("excluded-fields") => Role::ExcludedFields,
                Some("response-format") => Role::ResponseFormat,
                _ => Role::Plain,
            },
            docs,
            default: self
                .target(schema, &schema_at)
                .and_then(|(schema, _)| schema.schema_data.default.clone()),
            origin: self.reporter.origin(&found.listed),
        });
    }

    fn location(&mut self, found: &Found<'b>, data: &ParameterData) -> Option<Location> {
        let at = found.at.as_str();
        match found.parameter {
            openapiv3::Parameter::Path {
                style: PathStyle::Simple,
                ..
            } => {
                if !data.required {
                    let help = "add `required: true`";
                    self.reporter.error(
                        at,
                        format!("the path parameter `{}` must be required", data.name),
                        help,
                    );
                }
                Some(Location::Path)
            }
            openapiv3::Parameter::Path { .. } => {
                let help = "use the style `simple`";
                self.reporter.unsupported(
                    &format!("{at}/style"),
                    "a path parameter of this style",
                    help,
                );
                None
            }
            openapiv3::Parameter::Query { style, .. } => {
                Some(Location::Query(self.query_style(data, style)))
            }
            openapiv3::Parameter::Header { .. } => {
                let ignored = ["accept", "authorization", "content-type"]
                    .contains(&data.name.to_ascii_lowercase().as_str());
                if ignored {
                    let message = format!(
                        "the header parameter `{}` has no effect: OpenAPI says to ignore it",
                        data.name
                    );
                    self.reporter.key_warning(at, message, "remove it");
                    return None;
                }
                Some(Location::Header)
            }
            openapiv3::Parameter::Cookie { .. } if data.required => {
                self.reporter.unsupported(
                    at,
                    "a required cookie",
                    "send it as a header, or make it optional",
                );
                None
            }
            openapiv3::Parameter::Cookie { .. } => {
                let message = format!(
                    "the cookie `{}` has no effect: the client sends no cookies",
                    data.name
                );
                self.reporter.key_warning(at, message, "remove it");
                None
            }
        }
    }

    fn query_style(&self, data: &ParameterData, style: &Style) -> QueryStyle {
        if matches!(data.format, ParameterSchemaOrContent::Content(_)) {
            return QueryStyle::Json;
        }
        match (style, data.explode) {
            (Style::Form, Some(false)) => QueryStyle::FormJoined,
            (Style::Form, _) => QueryStyle::Form,
            (Style::SpaceDelimited, Some(true)) | (Style::PipeDelimited, Some(true)) => {
                QueryStyle::Form
            }
            (Style::SpaceDelimited, _) => QueryStyle::SpaceDelimited,
            (Style::PipeDelimited, _) => QueryStyle::PipeDelimited,
            (Style::DeepObject, _) => QueryStyle::DeepObject,
        }
    }

    fn parameter_schema(
        &mut self,
        data: &'b ParameterData,
        at: &str,
    ) -> Option<(SchemaRef<'b>, String)> {
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                Some((schema.into(), format!("{at}/schema")))
            }
            ParameterSchemaOrContent::Content(content) => {
                let mut entries = content.iter();
                let (Some((media, described)), None) = (entries.next(), entries.next()) else {
                    let help = "keep one media type";
                    self.reporter.error(
                        &format!("{at}/content"),
                        "a parameter's `content` must have one entry".to_owned(),
                        help,
                    );
                    return None;
                };
                let at = pointer::child(&format!("{at}/content"), media);
                if !super::body::is_json(media) {
                    self.reporter.unsupported(
                        &at,
                        &format!("a parameter of the media type `{media}`"),
                        "use `application/json`",
                    );
                    return None;
                }
                let Some(schema) = &described.schema else {
                    self.reporter.key_error(
                        &at,
                        "a parameter's `content` needs a `schema`".to_owned(),
                        "add `schema:`",
                    );
                    return None;
                };
                Some((schema.into(), format!("{at}/schema")))
            }
        }
    }

    fn add_cells(&mut self, data: &ParameterData, at: &str, ty: &TypeRef, into: &mut Parameters) {
        if let Some(value) = data.extensions.get("x-truto-support") {
            let at = format!("{at}/x-truto-support");
            into.cells.extend(extensions::support(
                &mut self.reporter,
                value,
                &at,
                &data.name,
            ));
        }
        if data.extensions.contains_key("x-truto-enum-support") {
            let at = format!("{at}/x-truto-enum-support");
            self.reporter.unsupported(
                &at,
                "`x-truto-enum-support`",
                "leave it out until the generator knows it",
            );
        }
        let inner = self.cells_of(ty);
        into.cells
            .extend(inner.into_iter().map(|cell| FieldSupport {
                path: format!("{}.{}", data.name, cell.path),
                ..cell
            }));
    }

    /// Options live in the `with_…` namespace; all others are named by their wire name.
    fn parameter_name(
        &mut self,
        data: &ParameterData,
        role: Option<&str>,
        listed: &str,
        options: &mut Scope,
        origin: Origin,
    ) -> String {
        let chosen = data.extensions.get("x-truto-name").and_then(Value::as_str);
        if matches!(role, Some("option" | "excluded-fields")) {
            let raw = chosen.unwrap_or(&data.name);
            let prefixed = raw.starts_with("with_") || raw.starts_with("without_");
            let name = if prefixed {
                raw.to_owned()
            } else {
                format!("with {raw}")
            };
            return options.mint(&name, None, origin, self.reporter.diags);
        }
        let mut alone = Scope::new(Space::Field, format!("parameter `{}`", data.name));
        alone.mint(
            &data.name,
            chosen,
            self.reporter.origin(listed),
            self.reporter.diags,
        )
    }

    fn parameter_docs(&self, data: &ParameterData, schema: SchemaRef<'b>, schema_at: &str) -> Docs {
        let target = self
            .target(schema, schema_at)
            .map(|(schema, _)| &schema.schema_data);
        Docs {
            summary: None,
            description: data
                .description
                .clone()
                .or_else(|| target.and_then(|data| data.description.clone())),
            url: None,
            deprecated: data.deprecated.unwrap_or_default(),
            provenance: extensions::provenance(data.extensions.get("x-truto-provenance")),
        }
    }

    fn found_scope(&mut self, data: &ParameterData, at: &str, location: Location) {
        let origin = self.reporter.key_origin(at);
        if !matches!(location, Location::Query(_)) {
            self.reporter.unsupported(
                at,
                "a scope that is not sent in the query",
                "send it in the query, or drop the role",
            );
            return;
        }
        let raw = data
            .extensions
            .get("x-truto-name")
            .and_then(Value::as_str)
            .unwrap_or(&data.name);
        match &mut self.scope {
            Some(known) if known.scope.wire == data.name => known.operations += 1,
            Some(known) => {
                let diagnostic =
                    Diagnostic::error(origin, format!("a second scope: `{}`", data.name))
                        .related(known.origin, "the first one")
                        .help("an API has one scope");
                self.reporter.diags.push(diagnostic);
            }
            None => {
                let scope = ApiScope {
                    method: names::derive(Space::Method, raw),
                    handle: names::derive(Space::Type, raw),
                    wire: data.name.clone(),
                    docs: Docs {
                        description: data.description.clone(),
                        ..Docs::default()
                    },
                };
                self.scope = Some(FoundScope {
                    scope,
                    origin,
                    operations: 1,
                });
            }
        }
    }

    /// The API's scope, which all or none of its operations must have.
    pub(super) fn take_scope(&mut self, resources: &[Resource]) -> Option<ApiScope> {
        let found = self.scope.take()?;
        let all: usize = resources
            .iter()
            .map(|resource| resource.operations.len())
            .sum();
        if found.operations != all {
            let message = format!(
                "the scope `{}` is on {} of {all} operations",
                found.scope.wire, found.operations
            );
            let diagnostic = Diagnostic::error(found.origin, message)
                .help("all operations of an API have its scope, or none has");
            self.reporter.diags.push(diagnostic);
        }
        Some(found.scope)
    }

    /// What can be left out of a response is a type of its own, so that a required field cannot be.
    pub(super) fn excluded_fields(&mut self, params: &mut [Param], response: &ResponseType) {
        let ResponseType::Value(response) = response else {
            return;
        };
        for param in params
            .iter_mut()
            .filter(|param| param.role == Role::ExcludedFields)
        {
            let fields = match response {
                TypeRef::Named(id) => self.field_enum(*id, param.origin),
                _ => None,
            };
            match fields {
                Some(ty) => param.ty = TypeRef::List(Box::new(TypeRef::Named(ty))),
                None => param.role = Role::Option,
            }
        }
    }

    fn field_enum(
        &mut self,
        response: crate::ir::TypeId,
        origin: Origin,
    ) -> Option<crate::ir::TypeId> {
        if let Some(known) = self.field_enums.get(&response) {
            return Some(*known);
        }
        let def = self.shared.types.get(response.index())?;
        let TypeKind::Struct(object) = &def.kind else {
            return None;
        };
        let owner = def.name.clone();
        let optional: Vec<_> = object
            .fields
            .iter()
            .filter(|field| !field.required)
            .map(|field| (field.wire.clone(), field.docs.clone(), field.origin))
            .collect();
        let raw = format!("{owner} Field");
        let name = self
            .type_names
            .mint(&raw, None, origin, self.reporter.diags);
        let mut scope = Scope::new(Space::Variant, format!("enum `{name}`"));
        let variants = optional
            .into_iter()
            .map(|(wire, docs, origin)| Variant {
                name: scope.mint(&wire, None, origin, self.reporter.diags),
                wire,
                docs,
            })
            .collect();
        let docs = Docs {
            description: Some(format!(
                "A field of `{owner}` that a response can do without."
            )),
            ..Docs::default()
        };
        let kind = TypeKind::Enum(Enum {
            repr: Repr::String,
            variants,
            open: false,
        });
        let id = self.define(name, docs, kind, "");
        self.field_enums.insert(response, id);
        Some(id)
    }

    /// Placeholders and path parameters must be the same.
    pub(super) fn check_path(&mut self, context: &Context<'_, 'b>, params: &Parameters) {
        let at = pointer::parent(context.at).map_or(context.at, |(base, _)| base);
        let Some(placeholders) = placeholders(context.path) else {
            let help = "braces come in pairs with a name between them: `/contacts/{id}`";
            self.reporter.key_error(
                at,
                format!("`{}` is not a path template", context.path),
                help,
            );
            return;
        };
        if let Some(sign) = context.path.chars().find(|c| matches!(c, '?' | '#')) {
            let help = "describe the query by parameters; a fragment is never sent";
            self.reporter
                .unsupported(at, &format!("`{sign}` in a path"), help);
        }
        let declared = || {
            params
                .all
                .iter()
                .filter(|param| param.location == Location::Path)
        };
        for name in placeholders
            .iter()
            .filter(|name| declared().all(|param| param.wire != **name))
        {
            let help = format!(
                "add a parameter: `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`"
            );
            self.reporter.key_error(
                at,
                format!("the path has a placeholder `{{{name}}}` that no parameter fills"),
                &help,
            );
        }
        for param in declared().filter(|param| !placeholders.contains(&param.wire.as_str())) {
            let message = format!(
                "the path parameter `{}` has no placeholder in `{}`",
                param.wire, context.path
            );
            let help = format!(
                "write `{{{}}}` into the path, or remove the parameter",
                param.wire
            );
            self.reporter
                .diags
                .push(Diagnostic::error(param.origin, message).help(help));
        }
    }
}

fn data(parameter: &openapiv3::Parameter) -> &ParameterData {
    parameter.parameter_data_ref()
}

fn role(data: &ParameterData) -> Option<&str> {
    data.extensions.get("x-truto-role").and_then(Value::as_str)
}

/// What makes a parameter the same: name and place.
fn key(parameter: &openapiv3::Parameter) -> (&str, u8) {
    let place = match parameter {
        openapiv3::Parameter::Query { .. } => 0,
        openapiv3::Parameter::Header { .. } => 1,
        openapiv3::Parameter::Path { .. } => 2,
        openapiv3::Parameter::Cookie { .. } => 3,
    };
    (data(parameter).name.as_str(), place)
}

/// It can be written as text without structure.
fn is_flat(ty: &TypeRef, types: &[crate::ir::TypeDef]) -> bool {
    match ty {
        TypeRef::Primitive(primitive) => !matches!(
            primitive,
            Primitive::Object | Primitive::Any | Primitive::Raw | Primitive::Bytes
        ),
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Nullable(_) | TypeRef::Boxed(_) => false,
        TypeRef::Named(id) => types
            .get(id.index())
            .is_some_and(|def| matches!(def.kind, TypeKind::Enum(_))),
    }
}

/// The names between braces; `None` when the braces do not match.
fn placeholders(path: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find(['{', '}']) {
        let inside = rest.get(open..)?.strip_prefix('{')?;
        let close = inside.find(['{', '}', '/'])?;
        let name = inside.get(..close)?;
        rest = inside.get(close..)?.strip_prefix('}')?;
        if name.is_empty() {
            return None;
        }
        found.push(name);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn placeholders_are_found_wherever_they_stand() {
        let cases = [
            ("/a/{id}", Some(vec!["id"])),
            ("/a.{ext}", Some(vec!["ext"])),
            ("/{a}...{b}", Some(vec!["a", "b"])),
            ("/a", Some(vec![])),
            ("/a/{id", None),
            ("/a/id}", None),
            ("/a/{}", None),
            ("/a/{b/c}", None),
        ];
        for (path, expected) in cases {
            assert_eq!(placeholders(path), expected, "{path}");
        }
    }
}
