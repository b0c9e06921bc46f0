//! Parameters in path, query, header and cookie.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use openapiv3::{
    AnySchema, Operation, ParameterData, ParameterSchemaOrContent, PathItem, ReferenceOr, Schema,
    SchemaData, SchemaKind,
};
use serde_json::Value;

use super::extensions::{cells, roles, scope, sort};
use super::source::OperationSource;
use super::{headers, styles};
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{
    Docs, FieldSupport, Location, Param, ParamId, Primitive, Role, ScopePlace, Serialization,
    TypeRef, Words,
};
use crate::lower::context::Context;
use crate::lower::extensions::keys;
use crate::lower::schema::references::{self, SchemaRef};
use crate::lower::schema::{annotations, defaults, fill, types};
use crate::source::Origin;

/// The schema of a parameter whose `content` has none.
static ANY: LazyLock<ReferenceOr<Schema>> = LazyLock::new(|| {
    ReferenceOr::Item(Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Any(AnySchema::default()),
    })
});

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
    at: At<'b>,
    /// The location where the operation or path lists it.
    listed: At<'b>,
}

/// Lowers the parameters of an operation, beginning with those of its path.
pub(super) fn parameters<'b>(
    cx: &mut Context<'b, '_>,
    source: &OperationSource<'_, 'b>,
) -> Parameters {
    let found = all_listed(cx, source.item, source.operation, source.at);
    let mut parameters = Parameters::default();
    for (index, one) in found.iter().enumerate() {
        let owner = source.id;
        let id = ParamId { owner, index };
        match parameter(cx, one, id, &mut parameters) {
            Some(param) => parameters.all.push(param),
            None if matches!(one.parameter, openapiv3::Parameter::Path { .. }) => {
                parameters.refused.push(data(one.parameter).name.clone());
            }
            None => {}
        }
    }
    parameters
}

/// Returns the parameters of the operation at `at`, beginning with those of its path, which it can replace.
fn all_listed<'b>(
    cx: &mut Context<'b, '_>,
    item: &'b PathItem,
    operation: &'b Operation,
    at: &At<'b>,
) -> Vec<Found<'b>> {
    let own = listed(cx, &operation.parameters, at);
    let mut found = listed(cx, &item.parameters, &at.parent());
    let replaced: HashSet<_> = own.iter().map(|own| key(own.parameter)).collect();
    found.retain(|shared| !replaced.contains(&key(shared.parameter)));
    found.extend(own);
    found
}

fn listed<'b>(
    cx: &mut Context<'b, '_>,
    list: &'b [ReferenceOr<openapiv3::Parameter>],
    at: &At<'b>,
) -> Vec<Found<'b>> {
    let mut found: Vec<Found<'b>> = Vec::with_capacity(list.len());
    let mut indexes = HashMap::new();
    for (index, parameter) in list.iter().enumerate() {
        let listed = at.key("parameters").index(index);
        let Some((parameter, at)) =
            references::resolved(cx, parameter, &listed, |all| &all.parameters)
        else {
            continue;
        };
        let first = *indexes.entry(key(parameter)).or_insert(found.len());
        if let Some(first) = found.get(first) {
            let message = format!("the parameter `{}` is listed twice", key(parameter).0);
            let is_same = first.parameter == parameter;
            let diagnostic = match is_same {
                true => Diagnostic::warning(listed.origin(), message),
                false => Diagnostic::error(listed.origin(), message),
            };
            let diagnostic = diagnostic
                .related(first.listed.origin(), "first listed here")
                .help("remove one of them");
            cx.diags.push(diagnostic);
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

/// Returns `None` if the parameter is the scope of the API, or was rejected and reported.
fn parameter<'b>(
    cx: &mut Context<'b, '_>,
    found: &Found<'b>,
    id: ParamId,
    into: &mut Parameters,
) -> Option<Param> {
    let (data, at) = (data(found.parameter), &found.at);
    let serialization = styles::serialization(found.parameter, at);
    let location = location(cx, found, &serialization);
    // Faults are reported in any case, also of headers without effect.
    let schema = parameter_schema(cx, data, at);
    let (mut location, (schema, schema_at)) = (location?, schema?);
    let role = keys::role(&data.extensions);
    if role == Some("scope") {
        let example = parameter_example(cx, data, schema, &schema_at);
        let format = annotations::format_of(cx, schema, &schema_at);
        scope::found_scope(cx, data, at, location, (example, format), &mut into.scope);
        return None;
    }
    let words = match at.component("parameters") {
        Some(name) => Words::new(name),
        None => Words::of_operation(id.owner, &data.name),
    };
    let (ty, meaning) = if role == Some("sort") {
        let schema = (schema, &schema_at);
        let sort = sort::sort(cx, data, at, location, schema, &words, &mut into.cells)?;
        let direction = sort.direction;
        (TypeRef::Named(sort.fields), Role::Sort { direction })
    } else {
        let ty = match styles::is_text(&serialization) {
            true => TypeRef::Primitive(Primitive::String),
            false => types::type_of(cx, schema, &schema_at, &words),
        };
        fill::fill(cx);
        location = styles::for_type(location, &ty, &cx.shared.types);
        (ty, roles::meaning(role))
    };
    if matches!(location, Location::Query(_)) {
        cells::add_parameter_cells(cx, data, at, (&ty, meaning), &mut into.cells);
    }
    let chosen = keys::name(&data.extensions);
    let default = references::target(cx, schema, &schema_at)
        .and_then(|(schema, _)| schema.schema_data.default.clone());
    let default = defaults::valid(default, &ty, &cx.shared.types);
    Some(Param {
        id,
        wire: data.name.clone(),
        chosen: chosen.map(str::to_owned),
        location,
        serialization,
        ty,
        required: data.required || matches!(location, Location::Path(_)),
        role: meaning,
        docs: parameter_docs(cx, data, schema, &schema_at),
        default,
        example: parameter_example(cx, data, schema, &schema_at),
        format: annotations::format_of(cx, schema, &schema_at),
        constraints: annotations::constraints_of(cx, schema, &schema_at),
        origin: found.listed.origin(),
        definition: at.key_origin(),
    })
}

fn parameter_example<'b>(
    cx: &Context<'b, '_>,
    data: &ParameterData,
    schema: SchemaRef<'b>,
    at: &At<'b>,
) -> Option<Value> {
    let own = data.example.clone();
    own.or_else(|| {
        references::target(cx, schema, at)?
            .0
            .schema_data
            .example
            .clone()
    })
}

/// Returns where a parameter is sent, in a style for any type, or `None` for a header that the client does not send.
fn location(
    cx: &mut Context<'_, '_>,
    found: &Found<'_>,
    serialization: &Serialization,
) -> Option<Location> {
    let (data, at) = (data(found.parameter), &found.at);
    match found.parameter {
        openapiv3::Parameter::Path { .. } => {
            if !data.required {
                let message = format!("the path parameter `{}` is required in any case", data.name);
                let warning = Diagnostic::warning(at.origin(), message);
                cx.diags.push(warning.help("write `required: true`"));
            }
            Some(Location::Path(styles::path_style(serialization)))
        }
        openapiv3::Parameter::Query { .. } => {
            Some(Location::Query(styles::query_style(serialization)))
        }
        openapiv3::Parameter::Header { .. } => headers::location(cx, data, at, serialization),
        openapiv3::Parameter::Cookie { .. } => {
            Some(Location::Cookie(styles::cookie_style(serialization)))
        }
    }
}

fn parameter_schema<'b>(
    cx: &mut Context<'b, '_>,
    data: &'b ParameterData,
    at: &At<'b>,
) -> Option<(SchemaRef<'b>, At<'b>)> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => Some((schema.into(), at.key("schema"))),
        ParameterSchemaOrContent::Content(content) => {
            let mut entries = content.iter();
            let (Some((media, described)), None) = (entries.next(), entries.next()) else {
                let help = "keep one media type";
                cx.diags.push(
                    at.key("content")
                        .error("`content` of a parameter must have exactly one entry", help),
                );
                return None;
            };
            let at = at.key("content").key(media);
            let schema = described.schema.as_ref().unwrap_or(&ANY);
            Some((schema.into(), at.key("schema")))
        }
    }
}

fn parameter_docs<'b>(
    cx: &Context<'b, '_>,
    data: &ParameterData,
    schema: SchemaRef<'b>,
    schema_at: &At<'b>,
) -> Docs {
    let target = references::target(cx, schema, schema_at).map(|(schema, _)| &schema.schema_data);
    Docs {
        summary: None,
        description: data
            .description
            .clone()
            .or_else(|| target.and_then(|data| data.description.clone())),
        url: None,
        deprecated: data.deprecated.unwrap_or_default(),
        provenance: keys::provenance(&data.extensions),
        has_inferred_type: keys::has_inferred_type(&data.extensions),
    }
}

fn data(parameter: &openapiv3::Parameter) -> &ParameterData {
    parameter.parameter_data_ref()
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
