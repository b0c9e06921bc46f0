//! The path of a request in a collection.

use serde_json::{Value, json};

use super::variables::Variables;
use crate::emit::prose::fields;
use crate::emit::samples::call::Call;
use crate::ir::Location;

/// The segments of the path, and the values of their variables.
///
/// A segment that is a placeholder is a variable of Postman: `:id`. Postman knows no placeholder that is a part of a segment, so such a
/// segment has the sample value.
pub(super) fn path(call: &Call<'_>, variables: &Variables) -> (Vec<String>, Vec<Value>) {
    let template = call.operation.path_and_query().0;
    let mut named = Vec::new();
    let segments = template.trim_start_matches('/').split('/');
    let segments = segments.map(|segment| match placeholder(segment) {
        Some(name) => {
            let is_new = named.iter().all(|known: &Value| known["key"] != name);
            if is_new {
                named.push(variable(call, variables, name));
            }
            format!(":{name}")
        }
        None => {
            let filled = call.filled(segment).replace("{{", "%7B%7B");
            match filled.strip_prefix(':') {
                Some(rest) => format!("%3A{rest}"),
                None => filled,
            }
        }
    });
    (segments.collect(), named)
}

/// `id`, for `{id}`. Other characters than these can end the name.
fn placeholder(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    (!name.is_empty() && name.chars().all(fits)).then_some(name)
}

fn variable(call: &Call<'_>, variables: &Variables, name: &str) -> Value {
    let scope = call.scope().filter(|scope| scope.wire == name);
    let is_in_path = call.scope_in_query().is_none();
    if let Some(scope) = scope.filter(|_| is_in_path) {
        return json!({"key": name, "value": variables.scope(&scope.wire)});
    }
    let mut variable = json!({"key": name, "value": call.filled(&format!("{{{name}}}"))});
    let mut params = call.operation.params.iter();
    let param =
        params.find(|param| param.wire == name && matches!(param.location, Location::Path(_)));
    if let Some(about) = param.and_then(|param| fields::short(&param.docs)) {
        variable["description"] = about.into();
    }
    variable
}
