//! Parameters that the client sends in another way than the document says.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{
    CookieStyle, HeaderStyle, Location, Operation, Param, PathStyle, QueryStyle, Serialization,
    Style,
};

pub(super) fn check(operation: &Operation, diags: &mut Diagnostics) {
    for param in &operation.params {
        diags.extend(text(param));
        diags.extend(nested(param));
        diags.extend(exploded(param));
    }
}

/// Reports a media type that the client cannot write.
fn text(param: &Param) -> Option<Diagnostic> {
    let Serialization::Content {
        media_type,
        is_json: false,
        origin,
    } = &param.serialization
    else {
        return None;
    };
    let is_plain = media_type.to_ascii_lowercase().starts_with("text/plain");
    (!is_plain).then(|| {
        let message = format!(
            "the parameter `{}` is a string that callers write as `{media_type}`: the client does not support this media type in parameters",
            param.wire
        );
        Diagnostic::warning(*origin, message).help("write `application/json`, if the API supports it")
    })
}

/// Reports nested values, which the client writes in another way than the documented style.
fn nested(param: &Param) -> Option<Diagnostic> {
    let style = match &param.serialization {
        Serialization::Style { style, .. } => Some(*style),
        Serialization::Content { is_json: false, .. } => None,
        Serialization::Content { .. } => return None,
    };
    let (instead, help) = match param.location {
        Location::Query(QueryStyle::DeepObject) if style != Some(Style::DeepObject) => {
            ("uses `deepObject`", "write `style: deepObject`")
        }
        Location::Path(PathStyle::Json)
        | Location::Header(HeaderStyle::Json)
        | Location::Cookie(CookieStyle::Json) => (
            "sends JSON",
            "write `content: {application/json: {schema: …}}`, or a list or an object of scalars",
        ),
        _ => return None,
    };
    let what = match style {
        Some(_) => "style",
        None => "media type",
    };
    let message = format!(
        "the {what} of the parameter `{}` does not support nested values, so it has no effect: the client {instead}",
        param.wire
    );
    Some(Diagnostic::warning(param.definition, message).help(help))
}

/// Reports a cookie with several values, for which OpenAPI defines no form that servers can read.
fn exploded(param: &Param) -> Option<Diagnostic> {
    (param.location == Location::Cookie(CookieStyle::FormExploded)).then(|| {
        let message = format!(
            "OpenAPI does not define how cookies are exploded: the client sends each item or property of `{}` as a cookie",
            param.wire
        );
        Diagnostic::warning(param.definition, message).help("write `explode: false`")
    })
}
