//! The names that a document chooses for the values of an enum: `x-truto-enum-names`.

use std::collections::HashMap;

use serde_json::Value;

use crate::bundle::At;
use crate::lower::context::Context;
use crate::lower::schema::view::View;
use crate::source::Origin;

const KEY: &str = "x-truto-enum-names";

/// Returns the name of a value.
pub(crate) fn chosen<'b>(view: &View<'b>, value: &str) -> Option<&'b str> {
    view.extension(KEY)?.get(value)?.as_str()
}

/// Reports names of values that the enum does not have.
pub(crate) fn check(
    cx: &mut Context<'_, '_>,
    view: &View<'_>,
    at: &At<'_>,
    known: &HashMap<String, Origin>,
) {
    let Some(Value::Object(names)) = view.extension(KEY) else {
        return;
    };
    for value in names.keys().filter(|value| !known.contains_key(*value)) {
        let at = at.key(KEY).key(value);
        let message = format!("`{KEY}` has a name for `{value}`, which is not a value of the enum");
        let help = format!("correct the key `{value}`, or remove the entry");
        cx.diags.push(at.key_error(message, help));
    }
}
