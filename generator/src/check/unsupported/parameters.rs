//! Parameters that the client sends in another way than the document says.

use super::tokens::is_token;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{
    Api, CookieStyle, Credentials, HeaderStyle, KeyPlace, Location, Operation, Param, PathStyle,
    QueryStyle, Serialization, Style,
};

pub(super) fn check(api: &Api, operation: &Operation, diags: &mut Diagnostics) {
    let mut params = operation.params.iter();
    if let Some(whole) = params.find(|param| is_whole(param)) {
        beside_whole(operation, whole, diags);
        diags.extend(key_beside_whole(api, operation, whole));
    }
    for param in &operation.params {
        diags.extend(unnameable(param));
        diags.extend(text(param));
        diags.extend(nested(param));
        diags.extend(exploded(param));
    }
}

fn is_whole(param: &Param) -> bool {
    param.location == Location::Query(QueryStyle::Whole)
}

/// Reports query parameters of an operation whose query is one value.
fn beside_whole(operation: &Operation, whole: &Param, diags: &mut Diagnostics) {
    for param in &operation.params {
        let is_in_query = matches!(param.location, Location::Query(_));
        if is_in_query && param.definition != whole.definition {
            let message = format!(
                "the parameter `{}` is the whole query, so `{}` cannot be in the query",
                whole.wire, param.wire
            );
            let fault = Diagnostic::error(param.definition, message)
                .help("remove one of the two")
                .related(whole.definition, "the whole query");
            diags.push(fault);
        }
    }
}

/// Reports a key in a query that is one value.
fn key_beside_whole(api: &Api, operation: &Operation, whole: &Param) -> Option<Diagnostic> {
    let is_in_query = |name: &str| {
        let mut schemes = api.security_schemes.iter();
        let scheme = schemes.find(|scheme| scheme.name == name);
        scheme.is_some_and(|scheme| {
            matches!(&scheme.credentials, Credentials::Key { place, .. } if *place == KeyPlace::Query)
        })
    };
    let alternatives = &operation.security.as_ref()?.alternatives;
    let mut required = alternatives.iter().flatten();
    let key = required.find(|required| is_in_query(&required.name))?;
    let message = format!(
        "the parameter `{}` is the whole query, so the key of the security scheme `{}` cannot be in the query",
        whole.wire, key.name
    );
    let fault = Diagnostic::error(whole.definition, message);
    Some(
        fault
            .help("remove one of the two")
            .related(key.origin, "required here"),
    )
}

/// Reports a header whose name HTTP does not allow. The names of cookies are escaped.
fn unnameable(param: &Param) -> Option<Diagnostic> {
    let is_header = matches!(param.location, Location::Header(_));
    (is_header && !is_token(&param.wire)).then(|| {
        let message = format!("`{}` is not a valid name of a header", param.wire);
        let help = "write letters, digits and hyphens";
        Diagnostic::error(param.definition, message).help(help)
    })
}

/// Reports a media type that the client cannot write.
fn text(param: &Param) -> Option<Diagnostic> {
    let Serialization::Content {
        media_type,
        is_json: false,
        is_whole,
        origin,
    } = &param.serialization
    else {
        return None;
    };
    if *is_whole {
        let message = format!(
            "the query as a whole (`in: querystring` of OpenAPI 3.2) cannot be `{media_type}`: the client supports JSON and forms"
        );
        let help = "write `application/json` or `application/x-www-form-urlencoded`, or parameters with `in: query`";
        return Some(Diagnostic::error(*origin, message).help(help));
    }
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
