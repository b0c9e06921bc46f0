//! What a request sends of a path template, and which parameters its placeholders are.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;

use super::parameters::Parameters;
use super::source::OperationSource;
use super::styles;
use super::template::Template;
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{
    Constraints, Docs, Location, Param, ParamId, PathStyle, Primitive, Role, ScopePlace,
    Serialization, Style, TypeRef,
};
use crate::lower::context::Context;
use crate::source::Origin;

/// Reports what is unusual in the path at `at`. `known` has the paths before it, with placeholders without names.
pub(crate) fn check_template<'b>(
    cx: &mut Context<'_, '_>,
    path: &'b str,
    at: &At<'_>,
    known: &mut HashMap<String, (&'b str, Origin)>,
) {
    let template = Template::new(path);
    if let Some(fragment) = template.fragment {
        let message = format!("the fragment `#{fragment}` of the path is not sent");
        let help = "remove it, unless it tells operations on the same path apart";
        cx.diags.push(at.key_warning(message, help));
    }
    if template.has_empty_query {
        let message = "the `?` at the end of the path is not sent";
        cx.diags.push(at.key_warning(message, "remove it"));
    }
    if !template.query.is_empty() {
        let query = template.query.join("&");
        let message = format!("OpenAPI allows no query in a path; `{query}` is sent in the query");
        let help =
            "describe it with query parameters, unless it tells operations on the same path apart";
        cx.diags.push(at.key_warning(message, help));
    }
    if template
        .path
        .split('/')
        .any(|part| matches!(part, "." | ".."))
    {
        let message =
            format!("the path `{path}` has a dot segment, which servers and libraries resolve");
        cx.diags
            .push(at.key_warning(message, "write the path without it"));
    }
    match known.get(&without_names(path)) {
        Some((first, origin)) if Template::new(first).path != template.path => {
            let message = format!(
                "`{path}` and `{first}` differ only in the names of their placeholders, so a request matches both"
            );
            let help = "use the same names, and write all methods below one of the paths";
            let warning = at.key_warning(message, help);
            cx.diags.push(warning.related(*origin, "the other path"));
        }
        Some(_) => {}
        None => {
            known.insert(without_names(path), (path, at.key_origin()));
        }
    }
}

/// Replaces `{id}` by `{}`, and removes the fragment.
fn without_names(path: &str) -> String {
    let template = Template::new(path);
    let mut out = String::with_capacity(path.len());
    let mut is_inside = false;
    for sign in template
        .path
        .chars()
        .chain(template.query.iter().flat_map(|part| part.chars()))
    {
        is_inside &= sign != '}';
        if !is_inside {
            out.push(sign);
        }
        is_inside |= sign == '{';
    }
    out
}

/// Returns the path that a request sends, with placeholders and the fixed part of the query. Afterwards the path parameters in
/// `params` are those of its placeholders.
pub(super) fn sent_path(
    cx: &mut Context<'_, '_>,
    source: &OperationSource<'_, '_>,
    params: &mut Parameters,
) -> String {
    if placeholders(source.path).is_none() {
        let help = "write each placeholder as a name in braces, such as `/contacts/{id}`";
        let message = format!("`{}` is not a valid path template", source.path);
        cx.diags.push(source.at.parent().key_error(message, help));
        return source.path.to_owned();
    }
    let path = with_fixed_query(cx, source, params);
    let path = with_declared_names(cx, source, &path, params);
    let names = placeholders(&path).unwrap_or_default();
    check_scope(cx, source, &names, params);
    add_missing(cx, source, &names, params);
    remove_unused(cx, source, &names.into_iter().collect(), params);
    path
}

/// Returns the path with those parts of its query that are not sent as query parameters. A parameter whose value is in the path is
/// removed.
fn with_fixed_query(
    cx: &mut Context<'_, '_>,
    source: &OperationSource<'_, '_>,
    params: &mut Parameters,
) -> String {
    let template = Template::new(source.path);
    let declared = params.all.iter().filter(|param| is_in_query(param));
    let mut declared: HashMap<String, Origin> = declared
        .map(|param| (param.wire.clone(), param.origin))
        .collect();
    let mut fixed = HashSet::new();
    let mut path = template.path.to_owned();
    let mut sign = '?';
    for part in &template.query {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        if declared.contains_key(key) && is_placeholder(value) {
            continue;
        }
        path.push(sign);
        path.push_str(part);
        sign = '&';
        if let Some(origin) = declared.remove(key) {
            fixed.insert(key);
            let message = format!(
                "the query parameter `{key}` is not sent: the path `{}` contains its value",
                shown(source.path)
            );
            let warning = Diagnostic::warning(origin, message)
                .related(source.at.parent().key_origin(), "the path")
                .help("remove the parameter, or the query of the path");
            cx.diags.push(warning);
        }
    }
    let is_fixed = |param: &Param| is_in_query(param) && fixed.contains(param.wire.as_str());
    params.all.retain(|param| !is_fixed(param));
    path
}

/// Whether a value in a query is one placeholder.
fn is_placeholder(value: &str) -> bool {
    let name = value
        .strip_prefix('{')
        .and_then(|name| name.strip_suffix('}'));
    name.is_some_and(|name| !name.contains('{'))
}

fn is_in_query(param: &Param) -> bool {
    matches!(param.location, Location::Query(_))
}

/// How many characters of a path messages contain.
const MOST_SHOWN: usize = 100;

/// Returns the beginning of a path for messages.
fn shown(path: &str) -> Cow<'_, str> {
    match path.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &path[..end])),
        None => Cow::Borrowed(path),
    }
}

/// Replaces placeholders such as `{path+}` and `{path*}`, which only other descriptions of APIs have, by `{path}`.
fn with_declared_names(
    cx: &mut Context<'_, '_>,
    source: &OperationSource<'_, '_>,
    path: &str,
    params: &Parameters,
) -> String {
    let known: HashSet<&str> = names(params).collect();
    let mut sent = String::with_capacity(path.len());
    let mut rest = path;
    for name in placeholders(path).unwrap_or_default() {
        let Some((before, after)) = rest.split_once('{') else {
            break;
        };
        let plain = name.trim_matches(['+', '*', '?', '#', ';', '/', '.', ' ']);
        let is_plain = known.contains(name) || !known.contains(plain);
        sent.push_str(before);
        sent.push('{');
        sent.push_str(if is_plain { name } else { plain });
        rest = after.strip_prefix(name).unwrap_or(after);
        if !is_plain {
            let message = format!(
                "the placeholder `{{{name}}}` is read as `{{{plain}}}`: slashes in its value are escaped"
            );
            let help = format!("write `{{{plain}}}`");
            cx.diags.push(source.at.parent().key_warning(message, help));
        }
    }
    sent.push_str(rest);
    sent
}

/// The names of the path parameters.
fn names(params: &Parameters) -> impl Iterator<Item = &str> {
    let all = params.all.iter();
    let declared = all.filter(|param| matches!(param.location, Location::Path(_)));
    let declared = declared.map(|param| param.wire.as_str());
    declared.chain(params.refused.iter().map(String::as_str))
}

/// Whether an error in a list of parameters has been reported: then the one of a placeholder may only be missing because of it.
fn has_faulty_parameter(cx: &Context<'_, '_>, source: &OperationSource<'_, '_>) -> bool {
    let lists = [source.at, &source.at.parent()].map(|at| at.key("parameters").origin());
    lists.iter().any(|list| cx.diags.has_error_inside(*list))
}

/// Adds the parameters of placeholders that have none: the query parameters of these names, or else strings.
fn add_missing(
    cx: &mut Context<'_, '_>,
    source: &OperationSource<'_, '_>,
    placeholders: &[&str],
    params: &mut Parameters,
) {
    let known: HashSet<&str> = names(params).collect();
    let missing = placeholders.iter().filter(|name| !known.contains(*name));
    let missing: IndexSet<&str> = missing.copied().collect();
    if missing.is_empty() {
        return;
    }
    let queries = params.all.iter().enumerate();
    let queries = queries.filter(|(_, param)| is_in_query(param));
    let queries: HashMap<String, usize> = queries
        .map(|(index, param)| (param.wire.clone(), index))
        .collect();
    let is_faulty = has_faulty_parameter(cx, source);
    let indexes = params.all.iter().map(|param| param.id.index + 1);
    let mut next = indexes.max().unwrap_or_default();
    for name in missing {
        let query = queries.get(name);
        match query.and_then(|index| params.all.get_mut(*index)) {
            Some(param) => move_to_path(cx, source, param),
            None if is_faulty => {}
            None => {
                let owner = source.id;
                let id = ParamId { owner, index: next };
                params.all.push(missing_param(cx, source, name, id));
                next += 1;
            }
        }
    }
}

/// Sends a query parameter in the path, which has its placeholder.
fn move_to_path(cx: &mut Context<'_, '_>, source: &OperationSource<'_, '_>, param: &mut Param) {
    let at = source.at.parent();
    let location = Location::Path(PathStyle::Simple);
    param.location = styles::for_type(location, &param.ty, &cx.shared.types);
    param.required = true;
    param.serialization = simple(&at);
    let message = format!(
        "the query parameter `{}` is sent in the path, where `{}` has its placeholder",
        param.wire,
        shown(source.path)
    );
    let warning = Diagnostic::warning(param.origin, message);
    let warning = warning.related(at.key_origin(), "the path");
    cx.diags.push(warning.help("write `in: path`"));
}

/// Returns the parameter of a placeholder that the document does not describe.
fn missing_param(
    cx: &mut Context<'_, '_>,
    source: &OperationSource<'_, '_>,
    name: &str,
    id: ParamId,
) -> Param {
    let at = source.at.parent();
    let message = format!(
        "the placeholder `{{{name}}}` in the path has no parameter in the operation `{}`, so it is a required string",
        source.at.name()
    );
    let help = format!(
        "add a parameter to the operation or to the path: `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`"
    );
    cx.diags.push(at.key_warning(message, help));
    Param {
        id,
        wire: name.to_owned(),
        chosen: None,
        location: Location::Path(PathStyle::Simple),
        serialization: simple(&at),
        ty: TypeRef::Primitive(Primitive::String),
        required: true,
        role: Role::Plain,
        docs: Docs::default(),
        default: None,
        example: None,
        format: None,
        constraints: Constraints::default(),
        origin: at.key_origin(),
        definition: at.key_origin(),
    }
}

fn simple(path: &At<'_>) -> Serialization {
    Serialization::Style {
        style: Style::Simple,
        explode: false,
        allow_reserved: None,
        origin: path.key_origin(),
    }
}

/// Removes the path parameters without a placeholder.
fn remove_unused(
    cx: &mut Context<'_, '_>,
    source: &OperationSource<'_, '_>,
    placeholders: &HashSet<&str>,
    params: &mut Parameters,
) {
    params.all.retain(|param| {
        let is_sent = !matches!(param.location, Location::Path(_))
            || placeholders.contains(param.wire.as_str());
        if !is_sent {
            let message = format!(
                "the path parameter `{}` is not sent: `{}` has no placeholder for it",
                param.wire,
                shown(source.path)
            );
            let help = format!(
                "write `{{{}}}` in the path, or remove the parameter",
                param.wire
            );
            cx.diags
                .push(Diagnostic::warning(param.origin, message).help(help));
        }
        is_sent
    });
}

/// Reports a scope in the path that has no placeholder.
fn check_scope(
    cx: &mut Context<'_, '_>,
    source: &OperationSource<'_, '_>,
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
