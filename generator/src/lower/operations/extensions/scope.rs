//! Parameters with the role `scope`: set once and sent with every request.

use openapiv3::ParameterData;
use serde_json::Value;

use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{Docs, Location, PathStyle, Scope, ScopePlace};
use crate::lower::context::Context;
use crate::lower::extensions::keys;
use crate::source::Origin;

/// Records that an operation has the scope that `data` describes. The first description is used. `about` is its example and
/// format.
pub(crate) fn found_scope(
    cx: &mut Context<'_, '_>,
    data: &ParameterData,
    at: &At<'_>,
    location: Location,
    about: (Option<Value>, Option<String>),
    sent: &mut Option<(ScopePlace, Origin)>,
) {
    let origin = at.key_origin();
    let place = match place(location) {
        Ok(place) => place,
        Err((message, help)) => return cx.diags.push(at.key_error(message, help)),
    };
    if let Some(first) = sent.replace((place, origin)) {
        cx.diags
            .push(second_parameter(data, (place, origin), first));
    }
    let chosen = keys::name(&data.extensions);
    let raw = chosen.unwrap_or(&data.name);
    let Some(known) = &cx.scope else {
        let (example, format) = about;
        cx.scope = Some(Scope {
            api: cx.index,
            wire: data.name.clone(),
            chosen: chosen.map(str::to_owned),
            docs: Docs {
                description: data.description.clone(),
                ..Docs::default()
            },
            example,
            format,
            origin,
        });
        return;
    };
    let (message, help) = if known.wire != data.name {
        let message = format!("the API has a second scope, `{}`", data.name);
        (message, "write one scope with one name for the whole API")
    } else if known.raw() != raw {
        let message = format!(
            "the scope `{}` has a different name here, `{raw}`",
            data.name
        );
        (
            message,
            "write the same `x-truto-name` on all scope parameters, or on none",
        )
    } else {
        return;
    };
    let diagnostic = Diagnostic::error(origin, message)
        .related(known.origin, "the first scope parameter")
        .help(help);
    cx.diags.push(diagnostic);
}

/// Returns the error about the second parameter of an operation with the role `scope`.
fn second_parameter(
    data: &ParameterData,
    (place, origin): (ScopePlace, Origin),
    (first, first_origin): (ScopePlace, Origin),
) -> Diagnostic {
    let words = |place| match place {
        ScopePlace::Query => "query",
        ScopePlace::Path => "path",
    };
    let message = format!(
        "the operation has a second scope parameter, `{}` in the {}",
        data.name,
        words(place)
    );
    let label = format!("its first scope parameter, in the {}", words(first));
    Diagnostic::error(origin, message)
        .related(first_origin, label)
        .help("remove one of the two parameters: send the scope either in the path or in the query")
}

/// Where the scope is sent, or why it cannot be sent there and what helps.
fn place(location: Location) -> Result<ScopePlace, (&'static str, &'static str)> {
    match location {
        Location::Query(_) => Ok(ScopePlace::Query),
        Location::Path(PathStyle::Simple | PathStyle::SimpleExploded) => Ok(ScopePlace::Path),
        Location::Path(_) => Err((
            "a scope in the path can only have the style `simple`",
            "write `style: simple`, or remove the role",
        )),
        Location::Header(_) => Err((
            "a parameter with the role `scope` cannot be sent in a header",
            "send it in the query or in the path, or remove the role",
        )),
        Location::Cookie(_) => Err((
            "a parameter with the role `scope` cannot be sent in a cookie",
            "send it in the query or in the path, or remove the role",
        )),
    }
}
