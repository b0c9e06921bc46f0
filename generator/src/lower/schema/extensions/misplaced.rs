//! Reports extensions on schemas that do not allow them.

use crate::bundle::At;
use crate::lower::context::Context;
use crate::lower::schema::view::View;

/// Reports extensions on schemas that do not allow them.
pub(crate) fn misplaced(cx: &mut Context<'_, '_>, view: &View<'_>, at: &At<'_>) {
    let is_property = at.property().is_some();
    let mut report = |name: &str, help: &str| {
        let message = format!("`{name}` is not allowed on this schema");
        cx.diags.push(at.key(name).key_error(message, help));
    };
    for name in [
        "x-truto-support",
        "x-truto-enum-support",
        "x-truto-reference",
    ] {
        if view.extension(name).is_some() && !is_property {
            let help = if is_of_query_parameter(at) {
                "move it out of `schema`, to the parameter itself"
            } else {
                "write it directly in the schema of a property, or on a query parameter"
            };
            report(name, help);
        }
    }
    if view.extension("x-truto-enum-names").is_some() && view.values.is_empty() {
        report(
            "x-truto-enum-names",
            "write it next to the `enum` whose values it names",
        );
    }
    let is_struct = view.properties.is_some() || view.all_of.len() > 1;
    for name in [
        "x-truto-live-support",
        "x-truto-live-schemas",
        "x-truto-lookups",
        "x-truto-converts-from",
    ] {
        if view.extension(name).is_some() && !is_struct {
            report(name, "write it on an object with properties");
        }
    }
}

/// Whether the schema here is that of a query parameter, which has the extensions of a property itself, next to `schema`.
fn is_of_query_parameter(at: &At<'_>) -> bool {
    let parameter = at.parent().value().filter(|_| at.name() == "schema");
    parameter.is_some_and(|parameter| parameter.get("in") == Some(&"query".into()))
}
