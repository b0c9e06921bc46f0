//! Parameters in path, query and header.

use openapiv3::{
    ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle as Style, ReferenceOr,
};
use serde_json::Value;

use super::api::Lowering;
use super::extensions;
use super::names::{Scope, Space};
use super::naming::Named;
use super::operations::{Context, parameter_pointer};
use super::support;
use super::types::{Hint, SchemaRef};
use crate::bundle::pointer;
use crate::diag::Diagnostic;
use crate::ir::{
    Docs, FieldSupport, Location, Param, QueryStyle, Role, ScopePlace, TypeRef, parameter_path,
};
use crate::source::Origin;

/// The parameters of an operation.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) all: Vec<Param>,
    /// The names of path parameters that are the scope, or were rejected and reported.
    pub(super) refused: Vec<String>,
    /// Where the scope of the API is sent, and the location of its parameter, if the operation has it.
    pub(super) scope: Option<(ScopePlace, Origin)>,
    pub(super) cells: Vec<FieldSupport>,
}

/// A resolved parameter.
struct Found<'b> {
    parameter: &'b openapiv3::Parameter,
    /// The location of its definition.
    at: String,
    /// The location where the operation or path lists it.
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
            match self.parameter(one, named, &mut options, &mut parameters) {
                Some(param) => parameters.all.push(param),
                None if matches!(one.parameter, openapiv3::Parameter::Path { .. }) => {
                    parameters.refused.push(data(one.parameter).name.clone());
                }
                None => {}
            }
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
                    .related(self.reporter.origin(&first.listed), "first listed here")
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
        let section = self
            .doc
            .components
            .as_ref()
            .map(|components| &components.parameters);
        super::resolved(parameter, at, section)
    }

    /// Returns `None` if the parameter is the scope of the API, or was rejected and reported.
    fn parameter(
        &mut self,
        found: &Found<'b>,
        named: &Named,
        options: &mut Scope,
        into: &mut Parameters,
    ) -> Option<Param> {
        let (data, at) = (data(found.parameter), found.at.as_str());
        let mut location = self.location(found, data)?;
        let (schema, schema_at) = self.parameter_schema(data, at)?;
        let role = role(data);
        if role == Some("scope") {
            let example = self.parameter_example(data, schema, &schema_at);
            let format = self.format_of(schema, &schema_at);
            self.found_scope(data, at, location, (example, format), into);
            return None;
        }
        let words = match pointer::parent(at) {
            Some(("/components/parameters", name)) => name.into_owned(),
            _ => format!("{} {}", named.builder, data.name),
        };
        let (ty, meaning) = if role == Some("sort") {
            let schema = (schema, schema_at.as_str());
            let sort = self.sort(data, at, location, schema, &words, &mut into.cells)?;
            let direction = sort.direction;
            (TypeRef::Named(sort.fields), Role::Sort { direction })
        } else {
            let ty = self.type_of(schema, &schema_at, Hint { words: &words });
            location = self.check_joined(data, at, location, &ty)?;
            (ty, meaning(role))
        };
        if matches!(location, Location::Query(_)) {
            self.add_cells(data, at, (&ty, meaning), into);
        }
        let origin = self.reporter.key_origin(at);
        Some(Param {
            wire: data.name.clone(),
            name: self.parameter_name(data, role, &found.listed, options, origin),
            location,
            ty,
            required: data.required,
            role: meaning,
            docs: self.parameter_docs(data, schema, &schema_at),
            default: self
                .target(schema, &schema_at)
                .and_then(|(schema, _)| schema.schema_data.default.clone()),
            example: self.parameter_example(data, schema, &schema_at),
            format: self.format_of(schema, &schema_at),
            origin: self.reporter.origin(&found.listed),
            definition: origin,
        })
    }

    fn parameter_example(
        &self,
        data: &ParameterData,
        schema: SchemaRef<'b>,
        at: &str,
    ) -> Option<Value> {
        let own = data.example.clone();
        own.or_else(|| self.target(schema, at)?.0.schema_data.example.clone())
    }

    fn location(&mut self, found: &Found<'b>, data: &ParameterData) -> Option<Location> {
        let at = found.at.as_str();
        match found.parameter {
            openapiv3::Parameter::Path {
                style: PathStyle::Simple,
                ..
            } => {
                if !data.required {
                    let help = "write `required: true`";
                    self.reporter.error(
                        at,
                        format!("the path parameter `{}` must be required", data.name),
                        help,
                    );
                }
                Some(Location::Path)
            }
            openapiv3::Parameter::Path { .. } => {
                let help = "write `style: simple`";
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
            openapiv3::Parameter::Header { .. } => self.header(data, at),
            openapiv3::Parameter::Cookie { .. } => self.cookie(data, at),
        }
    }

    fn header(&mut self, data: &ParameterData, at: &str) -> Option<Location> {
        let name = data.name.to_ascii_lowercase();
        if !["accept", "authorization", "content-type"].contains(&name.as_str()) {
            return Some(Location::Header);
        }
        let message = format!(
            "the header parameter `{}` has no effect: OpenAPI reserves the name",
            data.name
        );
        self.reporter.key_warning(at, message, "remove it");
        None
    }

    fn cookie(&mut self, data: &ParameterData, at: &str) -> Option<Location> {
        if data.required {
            self.reporter.unsupported(
                at,
                "a required cookie",
                "send it as a header, or make it optional",
            );
        } else {
            let message = format!(
                "the cookie `{}` has no effect: the client sends no cookies",
                data.name
            );
            self.reporter.key_warning(at, message, "remove it");
        }
        None
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
                        "`content` of a parameter must have exactly one entry".to_owned(),
                        help,
                    );
                    return None;
                };
                let at = pointer::child(&format!("{at}/content"), media);
                if !super::media::is_json(media) {
                    self.reporter.unsupported(
                        &at,
                        &format!("a parameter of the media type `{media}`"),
                        "write `application/json`",
                    );
                    return None;
                }
                let Some(schema) = &described.schema else {
                    self.reporter.key_error(
                        &at,
                        "`content` of a parameter requires a `schema`".to_owned(),
                        "write `schema:`",
                    );
                    return None;
                };
                Some((schema.into(), format!("{at}/schema")))
            }
        }
    }

    fn add_cells(
        &mut self,
        data: &ParameterData,
        at: &str,
        (ty, role): (&TypeRef, Role),
        into: &mut Parameters,
    ) {
        let path = parameter_path(&data.name);
        let extension = |name: &str| data.extensions.get(name);
        into.cells
            .extend(support::cell(&mut self.reporter, extension, at, path));
        self.fill_structs();
        let inner = self.cells_of(ty, self.reporter.key_origin(at));
        if let (false, Some(cell)) = (role.is_checked(), inner.first()) {
            let message = format!(
                "`{}` is not allowed on the property `{}` of the parameter `{}`, because the parameter has the role `{}`",
                support::key(&cell.support),
                cell.path,
                data.name,
                self::role(data).unwrap_or_default()
            );
            let diagnostic = Diagnostic::error(cell.origin, message)
                .related(self.reporter.key_origin(at), "the parameter")
                .help("remove it: of all roles, only `sort` allows a support matrix; if the schema is also used elsewhere, write a separate schema for the parameter, without the support");
            self.reporter.diags.push(diagnostic);
        }
        into.cells
            .extend(inner.into_iter().map(|cell| FieldSupport {
                path: format!("{path}.{}", cell.path),
                ..cell
            }));
    }

    /// Options get a name that begins with `with_…`; other parameters keep their wire name.
    fn parameter_name(
        &mut self,
        data: &ParameterData,
        role: Option<&str>,
        listed: &str,
        options: &mut Scope,
        origin: Origin,
    ) -> String {
        let chosen = data.extensions.get("x-truto-name").and_then(Value::as_str);
        let what = format!("parameter `{}`", data.name);
        if matches!(role, Some("option" | "excluded-fields")) {
            let raw = chosen.unwrap_or(&data.name);
            let prefixed = raw.starts_with("with_") || raw.starts_with("without_");
            let name = if prefixed {
                raw.to_owned()
            } else {
                format!("with {raw}")
            };
            return options.mint(&name, &what, None, origin, self.reporter.diags);
        }
        let mut alone = Scope::new(Space::Field, what.clone());
        alone.mint(
            &data.name,
            &what,
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
            has_inferred_type: data.extensions.contains_key("x-truto-type-provenance"),
        }
    }
}

fn data(parameter: &openapiv3::Parameter) -> &ParameterData {
    parameter.parameter_data_ref()
}

fn role(data: &ParameterData) -> Option<&str> {
    data.extensions.get("x-truto-role").and_then(Value::as_str)
}

/// Returns the meaning of the role of a parameter, if it does not depend on the schema.
fn meaning(role: Option<&str>) -> Role {
    match role {
        Some("paging") => Role::Paging,
        Some("option") => Role::Option,
        Some("excluded-fields") => Role::ExcludedFields,
        Some("response-format") => Role::ResponseFormat,
        Some("key-by") => Role::KeyBy,
        _ => Role::Plain,
    }
}

/// The identity of a parameter: its name and location.
fn key(parameter: &openapiv3::Parameter) -> (&str, u8) {
    let place = match parameter {
        openapiv3::Parameter::Query { .. } => 0,
        openapiv3::Parameter::Header { .. } => 1,
        openapiv3::Parameter::Path { .. } => 2,
        openapiv3::Parameter::Cookie { .. } => 3,
    };
    (data(parameter).name.as_str(), place)
}
