//! Path templates and their parameters.

use super::operation_ref::OperationRef;
use super::parameters::Parameters;
use crate::diag::Diagnostic;
use crate::ir::{Location, ScopePlace};
use crate::lower::context::Context;

/// Checks that placeholders and path parameters match.
pub(super) fn check_path(
    cx: &mut Context<'_, '_>,
    source: &OperationRef<'_, '_>,
    params: &Parameters,
) {
    let (at, method) = (source.at.parent(), source.at.name());
    let Some(placeholders) = placeholders(source.path) else {
        let help = "write each placeholder as a name in braces, such as `/contacts/{id}`";
        cx.diags.push(at.key_error(
            format!("`{}` is not a valid path template", source.path),
            help,
        ));
        return;
    };
    if let Some(sign) = source.path.chars().find(|c| matches!(c, '?' | '#')) {
        let help = match sign {
            '?' => "remove the query from the path, and describe it with query parameters",
            _ => "remove the fragment: a request has none",
        };
        cx.diags
            .push(at.unsupported(&format!("`{sign}` in a path"), help));
    }
    let declared = || {
        params
            .all
            .iter()
            .filter(|param| param.location == Location::Path)
    };
    let refused = |name: &str| params.refused.iter().any(|refused| refused == name);
    for name in placeholders
        .iter()
        .filter(|name| !refused(name) && declared().all(|param| param.wire != **name))
    {
        let help = format!(
            "add a parameter to the operation or to the path: `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`"
        );
        cx.diags.push(at.key_error(
            format!(
                "the placeholder `{{{name}}}` in the path has no parameter in the operation `{method}`"
            ),
            &help,
        ));
    }
    let scope = cx.scope.as_ref().map(|found| found.scope.wire.clone());
    if let (Some((ScopePlace::Path, _)), Some(wire)) = (params.scope, scope)
        && refused(&wire)
        && !placeholders.contains(&wire.as_str())
    {
        let message = format!(
            "the operation `{method}` sends the scope `{wire}` in the path, but `{}` has no placeholder for it",
            source.path
        );
        let help = format!("write `{{{wire}}}` in the path, or send the scope in the query");
        cx.diags.push(at.key_error(message, &help));
    }
    for param in declared().filter(|param| !placeholders.contains(&param.wire.as_str())) {
        let message = format!(
            "the path parameter `{}` has no placeholder in `{}`",
            param.wire, source.path
        );
        let help = format!(
            "write `{{{}}}` in the path, or remove the parameter",
            param.wire
        );
        cx.diags
            .push(Diagnostic::error(param.origin, message).help(help));
    }
}

/// Returns the names between braces, or `None` if the braces do not match.
fn placeholders(path: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find(['{', '}']) {
        let inside = rest.get(open..)?.strip_prefix('{')?;
        let close = inside.find(['{', '}', '/'])?;
        let name = inside.get(..close)?;
        rest = inside.get(close..)?.strip_prefix('}')?;
        if name.is_empty() {
            return None;
        }
        found.push(name);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn placeholders_are_found_wherever_they_stand() {
        let cases = [
            ("/a/{id}", Some(vec!["id"])),
            ("/a.{ext}", Some(vec!["ext"])),
            ("/{a}...{b}", Some(vec!["a", "b"])),
            ("/a", Some(vec![])),
            ("/a/{id", None),
            ("/a/id}", None),
            ("/a/{}", None),
            ("/a/{b/c}", None),
        ];
        for (path, expected) in cases {
            assert_eq!(placeholders(path), expected, "{path}");
        }
    }
}
