//! Styles of parameters and form fields.

use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle};

use super::media_type;
use crate::bundle::{At, WHOLE_QUERY};
use crate::ir::{
    self, CookieStyle, HeaderStyle, Location, Primitive, Serialization, Style, TypeDef, TypeRef,
    joinable,
};

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
            is_whole: data.extensions.contains_key(WHOLE_QUERY),
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

/// Whether the client sends the value as a text that callers write, because it knows no encoding for the media type.
pub(super) fn is_text(serialization: &Serialization) -> bool {
    match serialization {
        Serialization::Content {
            media_type,
            is_json,
            ..
        } => !is_json && !media_type.to_ascii_lowercase().starts_with("text/plain"),
        Serialization::Style { .. } => false,
    }
}

/// Returns where and how the client sends a parameter of this type. A style that cannot express nested values is replaced: in a
/// query by bracket notation, elsewhere by JSON. `explode` makes no difference for values that cannot be objects.
pub(super) fn for_type(location: Location, ty: &TypeRef, types: &[TypeDef]) -> Location {
    let is_joinable = joinable::is_joinable(ty, types);
    let is_any = *ty == TypeRef::Primitive(Primitive::Any);
    let is_flat = joinable::is_flat(ty, types) && !is_any;
    let is_scalar = joinable::is_scalar(ty, types) && !is_any;
    match location {
        Location::Query(style) => Location::Query(match style {
            ir::QueryStyle::Form
            | ir::QueryStyle::DeepObject
            | ir::QueryStyle::Json
            | ir::QueryStyle::Whole => style,
            _ if !is_joinable => ir::QueryStyle::DeepObject,
            style => style,
        }),
        Location::Path(_) if !is_joinable => Location::Path(ir::PathStyle::Json),
        Location::Path(ir::PathStyle::SimpleExploded) if is_flat => {
            Location::Path(ir::PathStyle::Simple)
        }
        Location::Header(_) if !is_joinable => Location::Header(HeaderStyle::Json),
        Location::Header(HeaderStyle::SimpleExploded) if is_flat => {
            Location::Header(HeaderStyle::Simple)
        }
        Location::Cookie(_) if !is_joinable => Location::Cookie(CookieStyle::Json),
        Location::Cookie(CookieStyle::FormExploded) if is_scalar => {
            Location::Cookie(CookieStyle::Form)
        }
        location => location,
    }
}

/// Returns the style of a query parameter with any type.
pub(super) fn query_style(serialization: &Serialization) -> ir::QueryStyle {
    let (style, explode) = match serialization {
        Serialization::Style { style, explode, .. } => (style, explode),
        Serialization::Content { is_whole: true, .. } => return ir::QueryStyle::Whole,
        Serialization::Content { is_json: true, .. } => return ir::QueryStyle::Json,
        Serialization::Content { .. } => return ir::QueryStyle::Form,
    };
    match (style, explode) {
        (Style::DeepObject, _) => ir::QueryStyle::DeepObject,
        (Style::SpaceDelimited, false) => ir::QueryStyle::SpaceDelimited,
        (Style::PipeDelimited, false) => ir::QueryStyle::PipeDelimited,
        (_, true) => ir::QueryStyle::Form,
        (_, false) => ir::QueryStyle::FormJoined,
    }
}

/// Returns the style of a path parameter with any type.
pub(super) fn path_style(serialization: &Serialization) -> ir::PathStyle {
    match serialization {
        Serialization::Content { is_json: true, .. } => ir::PathStyle::Json,
        Serialization::Content { .. } => ir::PathStyle::Simple,
        Serialization::Style { style, explode, .. } => match (style, explode) {
            (Style::Label, false) => ir::PathStyle::Label,
            (Style::Label, true) => ir::PathStyle::LabelExploded,
            (Style::Matrix, false) => ir::PathStyle::Matrix,
            (Style::Matrix, true) => ir::PathStyle::MatrixExploded,
            (_, false) => ir::PathStyle::Simple,
            (_, true) => ir::PathStyle::SimpleExploded,
        },
    }
}

/// Returns the style of a header with any type.
pub(super) fn header_style(serialization: &Serialization) -> HeaderStyle {
    match serialization {
        Serialization::Content { is_json: true, .. } => HeaderStyle::Json,
        Serialization::Style { explode: true, .. } => HeaderStyle::SimpleExploded,
        Serialization::Content { .. } | Serialization::Style { .. } => HeaderStyle::Simple,
    }
}

/// Returns the style of a cookie with any type.
pub(super) fn cookie_style(serialization: &Serialization) -> CookieStyle {
    match serialization {
        Serialization::Content { is_json: true, .. } => CookieStyle::Json,
        Serialization::Style { explode: true, .. } => CookieStyle::FormExploded,
        Serialization::Content { .. } | Serialization::Style { .. } => CookieStyle::Form,
    }
}
