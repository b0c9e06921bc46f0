//! Parameters.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{
    Cookie, Location, Operation, Package, Param, QueryStyle, Serialization, Style, joinable,
};

pub(super) fn check(package: &Package, operation: &Operation, diags: &mut Diagnostics) {
    for param in &operation.params {
        diags.extend(content(param).or_else(|| unsupported(package, param)));
        diags.extend(reserved(param));
        diags.extend(nested(param));
    }
    diags.extend(operation.cookies.iter().map(cookie));
}

fn content(param: &Param) -> Option<Diagnostic> {
    let Serialization::Content {
        media_type,
        is_json,
        origin,
    } = &param.serialization
    else {
        return None;
    };
    if !is_json {
        let message = format!("a parameter of the media type `{media_type}` is not supported yet");
        return Some(Diagnostic::error(*origin, message).help("write `application/json`"));
    }
    matches!(param.location, Location::Path | Location::Header).then(|| {
        let message = "a path or header parameter with `content` is not supported yet";
        let help = "write `schema` instead of `content`";
        Diagnostic::error(param.definition, message).help(help)
    })
}

/// Reports a style of a path or header parameter.
fn unsupported(package: &Package, param: &Param) -> Option<Diagnostic> {
    let Serialization::Style {
        style,
        explode,
        origin,
        ..
    } = &param.serialization
    else {
        return None;
    };
    let (origin, construct, help) = match param.location {
        Location::Query(_) => return None,
        _ if *style != Style::Simple => (
            *origin,
            "a path parameter of this style",
            "write `style: simple`",
        ),
        _ if !joinable::is_joinable(&param.ty, &package.types) => (
            param.definition,
            "a nested value in a path or header",
            "write a scalar type, or a list or an object of scalars",
        ),
        _ if *explode && !joinable::is_flat(&param.ty, &package.types) => (
            param.definition,
            "`explode` of an object in a path or header",
            "remove it: the object is then sent as `name,value`",
        ),
        _ => return None,
    };
    Some(Diagnostic::error(origin, format!("{construct} is not supported yet")).help(help))
}

fn reserved(param: &Param) -> Option<Diagnostic> {
    let Serialization::Style { allow_reserved, .. } = &param.serialization else {
        return None;
    };
    let message = "`allowReserved` has no effect: the client always escapes reserved characters";
    Some(Diagnostic::warning((*allow_reserved)?, message).help("remove it"))
}

/// Reports a query parameter that the client writes in bracket notation in place of the documented style.
fn nested(param: &Param) -> Option<Diagnostic> {
    let Serialization::Style { style, .. } = &param.serialization else {
        return None;
    };
    let is_replaced = param.location == Location::Query(QueryStyle::DeepObject);
    (is_replaced && *style != Style::DeepObject).then(|| {
        let message = format!(
            "the style of the parameter `{}` does not support nested values, so it has no effect: the client uses `deepObject`",
            param.wire
        );
        Diagnostic::warning(param.definition, message).help("write `style: deepObject`")
    })
}

fn cookie(cookie: &Cookie) -> Diagnostic {
    if cookie.required {
        let help = "send it as a header, or make it optional";
        return Diagnostic::error(cookie.origin, "a required cookie is not supported yet")
            .help(help);
    }
    let message = format!(
        "the cookie `{}` has no effect: the client sends no cookies",
        cookie.wire
    );
    Diagnostic::warning(cookie.origin, message).help("remove it")
}
