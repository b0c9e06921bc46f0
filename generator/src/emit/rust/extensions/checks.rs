//! The methods that check a request or a body against the support matrix.

use crate::emit::prose::phrases;
use crate::emit::rust::doc::Doc;
use crate::emit::text;
use crate::ir::TypeDef;
use crate::plan::builders::Builder;
use crate::plan::extensions::checks::can_be_checked;
use crate::plan::modules::ModuleId;
use crate::plan::root::Plan;

/// The `check` method of a builder.
///
/// ```text
/// /// Checks the request so far against [`CREATE`] and returns all issues, without sending anything.
/// pub fn check(&self, integration: Integration) -> Report { … }
///
/// preflight_report!();
/// ```
pub(crate) fn builder_check(builder: &Builder<'_>, out: &mut String) {
    if !builder.plan.usage.registry || !can_be_checked(builder.operation) {
        return;
    }
    let constant = &builder.plan.names.operation(builder.operation).constant;
    let docs = format!(
        "Checks the request so far against [`{constant}`] and returns all issues, without sending anything."
    );
    let is_json = builder
        .shape
        .body()
        .is_some_and(|body| body.media.is_json());
    let body = if is_json { "&self.body" } else { "&()" };
    method(
        builder.plan,
        builder.module,
        &docs,
        &format!("self.call.check(&{constant}, integration, {body})"),
        out,
    );
    out.push_str("\n    preflight_report!();\n");
}

/// The `check` method of a struct that is the body of exactly one operation. Types at the crate root have none, since the API of
/// the operation may be disabled.
///
/// ```text
/// /// Checks this body against [`CREATE`] and returns all issues, without sending anything.
/// pub fn check(&self, integration: Integration) -> Report {
///     CREATE.check(integration, self)
/// }
/// ```
pub(crate) fn body_check(plan: &Plan<'_>, def: &TypeDef, out: &mut String) {
    let Some(place) = plan
        .only_operation(def.id)
        .filter(|place| plan.usage.has_matrix(place.api) && plan.module(def.id) != ModuleId::Crate)
    else {
        return;
    };
    let name = &plan.names.operation(place.operation).constant;
    let path = plan.path(
        plan.module(def.id),
        ModuleId::Resource(place.api, place.resource),
        name,
    );
    let link = phrases::item(name, &path);
    let docs = format!(
        "Checks this body against {link} and returns all issues, without sending anything."
    );
    method(
        plan,
        plan.module(def.id),
        &docs,
        &format!("{path}.check(integration, self)"),
        out,
    );
}

/// Prints a method `check`.
fn method(plan: &Plan<'_>, module: ModuleId, docs: &str, value: &str, out: &mut String) {
    text::apart(out);
    Doc::new(docs).text("    ", out);
    out.push_str("    #[inline]\n");
    let arguments = [
        "&self".to_owned(),
        format!("integration: {}", plan.name(module, "Integration")),
    ];
    text::method(
        out,
        "check",
        &arguments,
        &plan.name(module, "Report"),
        &[value.to_owned()],
    );
}
