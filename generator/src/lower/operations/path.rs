//! Path templates and their parameters.

use std::collections::HashSet;

use super::operation_ref::OperationRef;
use super::parameters::Parameters;
use crate::diag::Diagnostic;
use crate::ir::{Location, Param, ScopePlace};
use crate::lower::context::Context;

/// Checks that placeholders and path parameters match.
pub(super) fn check_path(
    cx: &mut Context<'_, '_>,
    source: &OperationRef<'_, '_>,
    params: &Parameters,
) {
    let at = source.at.parent();
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
    check_placeholders(cx, source, &placeholders, params);
    check_scope(cx, source, &placeholders, params);
    let placeholders: HashSet<&str> = placeholders.into_iter().collect();
    for param in declared(params).filter(|param| !placeholders.contains(param.wire.as_str())) {
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

fn declared(params: &Parameters) -> impl Iterator<Item = &Param> {
    let all = params.all.iter();
    all.filter(|param| param.location == Location::Path)
}

/// Reports placeholders without a parameter.
fn check_placeholders(
    cx: &mut Context<'_, '_>,
    source: &OperationRef<'_, '_>,
    placeholders: &[&str],
    params: &Parameters,
) {
    let declared = declared(params).map(|param| param.wire.as_str());
    let refused = params.refused.iter().map(String::as_str);
    let known: HashSet<&str> = declared.chain(refused).collect();
    for name in placeholders.iter().filter(|name| !known.contains(*name)) {
        let message = format!(
            "the placeholder `{{{name}}}` in the path has no parameter in the operation `{}`",
            source.at.name()
        );
        let help = format!(
            "add a parameter to the operation or to the path: `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`"
        );
        cx.diags.push(source.at.parent().key_error(message, help));
    }
}

/// Reports a scope in the path that has no placeholder.
fn check_scope(
    cx: &mut Context<'_, '_>,
    source: &OperationRef<'_, '_>,
    placeholders: &[&str],
    params: &Parameters,
) {
    let (Some((ScopePlace::Path, _)), Some(found)) = (params.scope, &cx.scope) else {
        return;
    };
    let wire = &found.wire;
    if params.refused.contains(wire) && !placeholders.contains(&wire.as_str()) {
        let message = format!(
            "the operation `{}` sends the scope `{wire}` in the path, but `{}` has no placeholder for it",
            source.at.name(),
            source.path
        );
        let help = format!("write `{{{wire}}}` in the path, or send the scope in the query");
        cx.diags.push(source.at.parent().key_error(message, help));
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
