//! How a call sets a parameter.

use crate::emit::text;
use crate::ir;
use crate::ir::{Location, Param, QueryStyle};
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
        Location::Path => format!("{call}.set_path({wire}, &{value});"),
        Location::Header => format!("{call}.set_header({wire}, &{value});"),
        Location::Query(style) => format!(
            "{call}.{in_query}({wire}, {}::{}, &{value});",
            builder.name("QueryStyle"),
            self::style(style)
        ),
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
    }
}
