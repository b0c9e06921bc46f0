//! How a call sets a parameter.

use crate::emit::text;
use crate::ir;
use crate::ir::{CookieStyle, HeaderStyle, Location, Param, PathStyle, QueryStyle};
use crate::plan::builders::Builder;
use crate::plan::parameters;

/// `call.set_query("limit", QueryStyle::Form, &limit);`
pub(crate) fn set(builder: &Builder<'_>, param: &Param, call: &str, value: &str) -> String {
    set_by(builder, param, call, setting(param), value)
}

/// `call.set_cursor("next_cursor", QueryStyle::Form, &next_cursor);`
pub(crate) fn cursor(builder: &Builder<'_>, param: &Param, call: &str, value: &str) -> String {
    set_by(builder, param, call, "set_cursor", value)
}

/// `in_query` is the method that sets a query parameter.
fn set_by(builder: &Builder<'_>, param: &Param, call: &str, in_query: &str, value: &str) -> String {
    let wire = text::literal(&param.wire);
    match param.location {
        Location::Path(PathStyle::Simple) => format!("{call}.set_path({wire}, &{value});"),
        Location::Path(style) => format!(
            "{call}.set_path_as({wire}, {}::{}, &{value});",
            builder.name("PathStyle"),
            path_style(style)
        ),
        Location::Query(style) => format!(
            "{call}.{in_query}({wire}, {}::{}{}, &{value});",
            builder.name("QueryStyle"),
            self::style(style),
            match param.allows_reserved() {
                true => ".allow_reserved()",
                false => "",
            }
        ),
        Location::Header(HeaderStyle::Simple) => format!("{call}.set_header({wire}, &{value});"),
        Location::Header(style) => format!(
            "{call}.set_header_as({wire}, {}::{}, &{value});",
            builder.name("HeaderStyle"),
            header_style(style)
        ),
        Location::Cookie(style) => format!(
            "{call}.set_cookie({wire}, {}::{}, &{value});",
            builder.name("CookieStyle"),
            cookie_style(style)
        ),
    }
}

/// The variant of the runtime's `PathStyle`.
pub(crate) fn path_style(style: PathStyle) -> &'static str {
    match style {
        PathStyle::Simple => "Simple",
        PathStyle::SimpleExploded => "SimpleExploded",
        PathStyle::Label => "Label",
        PathStyle::LabelExploded => "LabelExploded",
        PathStyle::Matrix => "Matrix",
        PathStyle::MatrixExploded => "MatrixExploded",
        PathStyle::Json => "Json",
    }
}

/// The variant of the runtime's `HeaderStyle`.
fn header_style(style: HeaderStyle) -> &'static str {
    match style {
        HeaderStyle::Simple => "Simple",
        HeaderStyle::SimpleExploded => "SimpleExploded",
        HeaderStyle::Json => "Json",
    }
}

/// The variant of the runtime's `CookieStyle`.
fn cookie_style(style: CookieStyle) -> &'static str {
    match style {
        CookieStyle::Form => "Form",
        CookieStyle::FormExploded => "FormExploded",
        CookieStyle::Json => "Json",
    }
}

/// The method of `Call` that sets a query parameter. Options are not in the support matrix. A cursor is bound to options that
/// have a value, since they can change the list.
fn setting(param: &Param) -> &'static str {
    if param.role.is_checked() {
        "set_query"
    } else if param.role == ir::Role::Option && !parameters::is_switch(param) {
        "set_passthrough"
    } else {
        "set_option"
    }
}

/// The variant of the runtime's `QueryStyle`.
pub(crate) fn style(style: QueryStyle) -> &'static str {
    match style {
        QueryStyle::Form => "Form",
        QueryStyle::FormJoined => "FormJoined",
        QueryStyle::SpaceDelimited => "SpaceDelimited",
        QueryStyle::PipeDelimited => "PipeDelimited",
        QueryStyle::DeepObject => "DeepObject",
        QueryStyle::Json => "Json",
        QueryStyle::Whole => "Whole",
    }
}
