//! Reports keywords of schemas that the generated types cannot express, or that contradict each other.

use std::collections::BTreeSet;

use super::constraints;
use super::view::View;
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{Primitive, TypeRef};
use crate::lower::context::Context;
use crate::suggest;

/// Reports the keywords that restrict the valid values and that the generated types cannot express.
pub(super) fn unrepresented(cx: &mut Context<'_, '_>, view: &View<'_>, at: &At<'_>) {
    if view.not {
        let help = "describe the allowed values, or allow any JSON: remove `not` and any `type` next to it";
        cx.diags.push(at.key("not").unsupported("`not`", help));
    }
}

/// Reports an alternative that no value fits.
pub(super) fn impossible(cx: &mut Context<'_, '_>, at: &At<'_>) {
    let message = "no value fits this alternative, since the schema around it has another `type`";
    let diagnostic = Diagnostic::warning(at.origin(), message);
    cx.diags
        .push(diagnostic.help("remove it, or remove the `type` of the schema around it"));
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

/// Reports a keyword of an element of `allOf` that no type expresses.
pub(super) fn without_fields(cx: &mut Context<'_, '_>, at: &At<'_>) {
    let message = format!(
        "`{}` has no effect here: properties that only it describes get no fields",
        at.name()
    );
    let help = "write it in a schema of its own; until then, read these properties as JSON";
    cx.diags.push(at.key_warning(message, help));
}

/// Reports a default that is not a value of the type of the schema.
pub(super) fn check_default(cx: &mut Context<'_, '_>, view: &View<'_>, ty: &TypeRef, at: &At<'_>) {
    let Some(default) = &view.data.default else {
        return;
    };
    let fits = match ty {
        TypeRef::Primitive(Primitive::Bool) => default.is_boolean(),
        TypeRef::Primitive(Primitive::I32 | Primitive::I64) => default.is_i64(),
        TypeRef::Primitive(Primitive::F32 | Primitive::F64) => default.is_number(),
        TypeRef::Primitive(Primitive::Any | Primitive::Raw) => true,
        TypeRef::Primitive(Primitive::Object) | TypeRef::Map(_) => default.is_object(),
        TypeRef::Primitive(_) => default.is_string(),
        TypeRef::List(_) => default.is_array(),
        TypeRef::Named(_) | TypeRef::Nullable(_) => true,
    };
    let is_null = default.is_null() && view.data.nullable;
    if !fits && !is_null {
        let at = at.key("default");
        let shown = constraints::shown(default, &at);
        let message =
            format!("`default` is {shown}, which is not a value of the type of the schema");
        cx.diags
            .push(at.key_warning(message, "correct it, or remove it"));
    }
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
    let help = match suggest::nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add `{name}` under `properties`, or remove it here"),
    };
    let message = format!("`required` names `{name}`, which is not a property of the schema");
    cx.diags.push(at.key_warning(message, &help));
}
