//! Reports keywords of schemas that the generated types cannot express, or that contradict each other.

use std::collections::BTreeSet;

use super::tag_values::Doubt;
use super::view::View;
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::lower::context::Context;

/// Reports the keywords that restrict the valid values and that the generated types cannot express.
pub(super) fn unrepresented(cx: &mut Context<'_, '_>, view: &View<'_>, at: &At<'_>) {
    if view.not {
        let help =
            "describe the allowed values, or say in the description which values are invalid";
        cx.diags.push(
            at.key("not")
                .key_warning("`not` has no effect on the type", help),
        );
    }
}

/// Reports an alternative that no value fits.
pub(super) fn impossible(cx: &mut Context<'_, '_>, at: &At<'_>) {
    let message = "no value fits this alternative, since the schema around it has another `type`";
    let diagnostic = Diagnostic::warning(at.origin(), message);
    cx.diags
        .push(diagnostic.help("remove it, or remove the `type` of the schema around it"));
}

/// Reports values of a discriminator that select no alternative.
pub(super) fn unused_mapping(cx: &mut Context<'_, '_>, values: &[At<'_>]) {
    for at in values {
        let message = "this value has no effect: its schema is not one of the alternatives";
        let help = "list the schema as an alternative, or remove the value";
        cx.diags.push(at.key_warning(message, help));
    }
}

/// Reports a schema that the property of a discriminator may not select as is meant.
pub(super) fn doubtful_tag(cx: &mut Context<'_, '_>, at: &At<'_>, property: &str, doubt: Doubt) {
    let (message, help) = match doubt {
        Doubt::Shared => (
            format!(
                "no value of `{property}` selects only this schema: those that it allows also belong to others, so its other properties select it"
            ),
            "map values to it under `mapping` of the discriminator, or allow only its own values in each schema",
        ),
        Doubt::Forbidden => (
            format!(
                "the name of this schema selects it, but `{property}` does not allow this value"
            ),
            "map an allowed value to it under `mapping` of the discriminator, or add its name to the `enum`",
        ),
    };
    let diagnostic = Diagnostic::warning(at.key_origin(), message);
    cx.diags.push(diagnostic.help(help));
}

/// Reports elements of `allOf` of another type than the other elements.
pub(super) fn contrary(cx: &mut Context<'_, '_>, elements: &[At<'_>]) {
    for at in elements {
        let message = "this element of `allOf` has no effect: another element has another type";
        let diagnostic = Diagnostic::warning(at.origin(), message);
        cx.diags
            .push(diagnostic.help("remove one of them: no value fits both"));
    }
}

/// Reports an alternative in nested choices that lacks the properties of the schemas around them.
pub(super) fn without_common_fields(cx: &mut Context<'_, '_>, at: &At<'_>) {
    let message = "this alternative has further alternatives, which do not get the properties of the schemas around it";
    let help = "list its alternatives here, or write these properties in each of its alternatives; until then, programs can read these properties only as JSON";
    let diagnostic = Diagnostic::warning(at.origin(), message);
    cx.diags.push(diagnostic.help(help));
}

/// Reports a keyword of an element of `allOf` that no type expresses.
pub(super) fn without_fields(cx: &mut Context<'_, '_>, at: &At<'_>) {
    let message = format!(
        "`{}` has no effect here: properties that only it describes get no fields",
        at.name()
    );
    let help = "write it in a schema of its own; until then, read these properties as JSON";
    cx.diags.push(at.key_warning(message, help));
}

/// Reports bytes inside JSON. A body that consists of bytes is recognized by its media type and does not get here.
pub(super) fn binary_text(cx: &mut Context<'_, '_>, view: &View<'_>, at: &At<'_>) {
    if view.format.as_deref() == Some("binary") {
        let message = "`format: binary` has no effect in JSON: the value is a text";
        let help = "remove the format; for a body of bytes, write a media type such as `application/octet-stream`";
        cx.diags.push(at.key("format").key_warning(message, help));
    }
}

/// Reports all names under `required` of an object without properties.
pub(super) fn unknown_required(cx: &mut Context<'_, '_>, view: &View<'_>, at: &At<'_>) {
    for (index, name) in view.required.iter().enumerate() {
        unknown_required_name(cx, name, &at.key("required").index(index), &BTreeSet::new());
    }
}

/// Reports a name under `required` that is not one of the `known` properties.
pub(super) fn unknown_required_name(
    cx: &mut Context<'_, '_>,
    name: &str,
    at: &At<'_>,
    known: &BTreeSet<&str>,
) {
    let suggestions = cx.diags.suggestions();
    let near = suggestions.did_you_mean(name, known.iter().copied());
    let help =
        near.unwrap_or_else(|| format!("add `{name}` under `properties`, or remove it here"));
    let message = format!("`required` names `{name}`, which is not a property of the schema");
    cx.diags.push(at.key_warning(message, &help));
}
