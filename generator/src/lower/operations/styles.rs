//! Styles of parameters and form fields.

use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle};

use super::media_type;
use crate::bundle::At;
use crate::ir::{self, Location, Serialization, Style, TypeDef, TypeRef, joinable};

/// Returns the style of a query parameter or form field.
pub(super) fn of_query(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}

/// Returns how the document serializes the parameter at `at`.
pub(super) fn serialization(parameter: &Parameter, at: &At<'_>) -> Serialization {
    let data = parameter.parameter_data_ref();
    if let Some(media_type) = content_of(data) {
        return Serialization::Content {
            media_type: media_type.to_owned(),
            is_json: media_type::is_json(media_type),
            origin: at.key("content").key(media_type.to_owned()).key_origin(),
        };
    }
    let style = style(parameter);
    let written = at.key("style");
    let is_reserved = matches!(
        parameter,
        Parameter::Query {
            allow_reserved: true,
            ..
        }
    );
    Serialization::Style {
        style,
        explode: data.explode.unwrap_or(style == Style::Form),
        allow_reserved: is_reserved.then(|| at.key("allowReserved").key_origin()),
        origin: match written.value() {
            Some(_) => written.key_origin(),
            None => at.key_origin(),
        },
    }
}

fn style(parameter: &Parameter) -> Style {
    match parameter {
        Parameter::Query { style, .. } => of_query(style),
        Parameter::Path { style, .. } => match style {
            PathStyle::Matrix => Style::Matrix,
            PathStyle::Label => Style::Label,
            PathStyle::Simple => Style::Simple,
        },
        Parameter::Header { .. } => Style::Simple,
        Parameter::Cookie { .. } => Style::Form,
    }
}

/// Returns the media type of a parameter with `content`.
fn content_of(data: &ParameterData) -> Option<&str> {
    match &data.format {
        ParameterSchemaOrContent::Content(content) => content.keys().next().map(String::as_str),
        ParameterSchemaOrContent::Schema(_) => None,
    }
}

/// Returns where and how the client sends a query parameter of this type. A style with separators cannot express nested values,
/// which are sent in bracket notation instead.
pub(super) fn in_query(serialization: &Serialization, ty: &TypeRef, types: &[TypeDef]) -> Location {
    let style = query_style(serialization);
    let is_joined = !matches!(
        style,
        ir::QueryStyle::Form | ir::QueryStyle::DeepObject | ir::QueryStyle::Json
    );
    Location::Query(match style {
        _ if is_joined && !joinable::is_joinable(ty, types) => ir::QueryStyle::DeepObject,
        style => style,
    })
}

/// Returns the style of a query parameter with any type.
pub(super) fn query_style(serialization: &Serialization) -> ir::QueryStyle {
    let Serialization::Style { style, explode, .. } = serialization else {
        return ir::QueryStyle::Json;
    };
    match (style, explode) {
        (Style::DeepObject, _) => ir::QueryStyle::DeepObject,
        (Style::SpaceDelimited, false) => ir::QueryStyle::SpaceDelimited,
        (Style::PipeDelimited, false) => ir::QueryStyle::PipeDelimited,
        (_, true) => ir::QueryStyle::Form,
        (_, false) => ir::QueryStyle::FormJoined,
    }
}
