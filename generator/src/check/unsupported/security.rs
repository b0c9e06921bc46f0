//! Authentication.

use indexmap::IndexMap;

use super::tokens::is_token;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Credentials, KeyPlace, RequiredScheme, SecurityScheme};
use crate::suggest::Suggestions;

pub(super) fn check(api: &Api, diags: &mut Diagnostics) {
    diags.extend(api.security_schemes.iter().filter_map(unsendable));
    match api.requirements().next().is_some() {
        true => diags.extend(unused(api)),
        false => {
            let mut schemes = api.security_schemes.iter();
            let first = schemes.find(|scheme| scheme.credentials != Credentials::Certificate);
            diags.extend(first.map(undocumented));
        }
    }
    let schemes = api.security_schemes.iter();
    let schemes = schemes.map(|scheme| (scheme.name.as_str(), scheme));
    let schemes: Schemes<'_> = schemes.collect();
    for alternative in api.requirements().flat_map(|of| &of.alternatives) {
        for required in alternative {
            if !schemes.contains_key(required.name.as_str()) {
                let diagnostic = undefined(&schemes, required, diags.suggestions());
                diags.push(diagnostic);
            }
        }
        diags.extend(overwritten(&schemes, alternative));
    }
}

/// The security schemes by name.
type Schemes<'a> = IndexMap<&'a str, &'a SecurityScheme>;

/// A scheme whose credentials the client cannot send.
fn unsendable(scheme: &SecurityScheme) -> Option<Diagnostic> {
    match &scheme.credentials {
        Credentials::Certificate => {
            let message = format!(
                "the client has no setting for the certificate of the security scheme `{}`",
                scheme.name
            );
            let help = "set a transport with the certificate: `ClientBuilder::transport`";
            Some(Diagnostic::warning(scheme.origin, message).help(help))
        }
        Credentials::Key { place, wire } if !is_token(wire) && *place != KeyPlace::Query => {
            let place = match place {
                KeyPlace::Cookie => "cookie",
                KeyPlace::Header | KeyPlace::Query => "header",
            };
            let message = format!("`{wire}` is not a valid name of a {place}");
            let help = "write letters, digits and hyphens";
            Some(Diagnostic::error(scheme.origin, message).help(help))
        }
        _ => None,
    }
}

fn unused(api: &Api) -> impl Iterator<Item = Diagnostic> {
    let required = api.required_schemes();
    let schemes = api.security_schemes.iter();
    let unused = schemes.filter(move |scheme| !required.contains(scheme.name.as_str()));
    unused.map(|scheme| {
        let message = format!(
            "the security scheme `{}` has no effect: no operation requires it",
            scheme.name
        );
        let help = "remove it, or add it to `security` of the document or of an operation";
        Diagnostic::warning(scheme.origin, message).help(help)
    })
}

/// Schemes without any requirement. Often the document forgets it.
fn undocumented(scheme: &SecurityScheme) -> Diagnostic {
    let message = format!(
        "no operation requires a security scheme, such as `{}`: all requests send credentials if the client has any",
        scheme.name
    );
    let help = "add `security` to the document, or to the operations that require credentials";
    Diagnostic::warning(scheme.origin, message).help(help)
}

fn undefined(
    schemes: &Schemes<'_>,
    required: &RequiredScheme,
    suggestions: &Suggestions,
) -> Diagnostic {
    let near = suggestions.did_you_mean(&required.name, schemes.keys().copied());
    let help =
        near.unwrap_or_else(|| "add it under `securitySchemes`, or remove it here".to_owned());
    let message = format!(
        "`{}` is not a security scheme: no credentials are sent for it",
        required.name
    );
    Diagnostic::warning(required.origin, message).help(help)
}

/// Two schemes of one alternative that are sent in the same header.
fn overwritten(schemes: &Schemes<'_>, alternative: &[RequiredScheme]) -> Option<Diagnostic> {
    let mut senders = alternative.iter().filter(|required| {
        let scheme = schemes.get(required.name.as_str());
        scheme.is_some_and(|scheme| scheme.credentials.are_authorization())
    });
    let (first, second) = (senders.next()?, senders.next()?);
    let message = format!(
        "`{}` and `{}` are both sent as the header `Authorization`: requests send the first one that the client has",
        first.name, second.name
    );
    let help = "if either of them is sufficient, write them as two alternatives";
    Some(Diagnostic::warning(second.origin, message).help(help))
}
