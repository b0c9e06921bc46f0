//! Implements `LiveSupport`, for comparing live capabilities with the support matrix.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::emit::rust::doc::Doc;
use crate::emit::text;
use crate::ir::{Field, FieldName, LiveSupport, Primitive, Struct, TypeDef, TypeRef};
use crate::plan::modules::ModuleId;
use crate::plan::operation_ref::operations;
use crate::plan::presence::Presence;
use crate::plan::root::Plan;

/// Emits the implementation of the runtime's trait.
///
/// ```text
/// /// Lets the support matrix be compared with these live capabilities.
/// impl truto_runtime::support::LiveSupport for Capabilities {
///     fn resources(&self) -> Option<Vec<{resource_type}<'_>>> {
///         let list = self.unified.as_deref()?;
///         let resources = list.iter().map(|one| {
///             truto_runtime::support::LiveResource::new(one.model.as_deref(), one.resource.as_deref())
///                 .with_methods(one.methods.as_deref())
///                 .with_override(one.env_overridden)
///         });
///         Some(resources.collect())
///     }
/// }
/// ```
pub(crate) fn emit(plan: &Plan<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    let Some(parts) = Parts::new(plan, of) else {
        return;
    };
    let value = |name: &str| {
        parts
            .item
            .field(name)
            .map(|field| optional(plan, "one", field))
    };
    let first = |names: &[FieldName]| {
        let values: Option<Vec<String>> = names.iter().map(|name| value(&name.wire)).collect();
        let mut values = values?.into_iter();
        let first = values.next()?;
        Some(values.fold(first, |known, other| format!("{known}.or({other})")))
    };
    let live = parts.live;
    let (Some(model), Some(resource), Some(methods)) = (
        first(&live.model),
        first(&live.resource),
        value(&live.methods.wire),
    ) else {
        return;
    };
    let overridden = live.overridden.as_ref();
    let overridden = overridden.and_then(|name| value(&name.wire));
    let list = match parts.list.is_always_present() {
        true => format!("&self.{}", plan.names.field(parts.list)),
        false => format!("{}?", optional(plan, "self", parts.list)),
    };
    text::apart(out);
    parts.docs(plan, def, of).text("", out);
    let resource_type = plan.name(plan.module(def.id), "LiveResource");
    let _ = write!(
        out,
        "impl {} for {} {{\n    \
         fn resources(&self) -> Option<Vec<{resource_type}<'_>>> {{\n        \
         let list = {list};\n        \
         let resources = list.iter().map(|one| {{\n",
        plan.name(plan.module(def.id), "LiveSupport"),
        plan.names.ty(def.id)
    );
    let new = format!("{resource_type}::new(");
    text::list(out, 12, &new, &[model, resource], false, ")");
    let _ = write!(out, "                .with_methods({methods})");
    if let Some(overridden) = overridden {
        let _ = write!(out, "\n                .with_override({overridden})");
    }
    out.push_str("\n        });\n        Some(resources.collect())\n    }\n}\n");
}

/// The field of `owner` as an `Option` of a borrowed value or of a flag.
fn optional(plan: &Plan<'_>, owner: &str, field: &Field) -> String {
    let place = format!("{owner}.{}", plan.names.field(field));
    let is_flag = field.ty == TypeRef::Primitive(Primitive::Bool);
    match plan.presence(field) {
        Presence::Plain if is_flag => format!("Some({place})"),
        Presence::Plain => format!("Some(&{place})"),
        Presence::Optional if is_flag => place,
        Presence::Optional => format!("{place}.as_deref()"),
        Presence::Patch if is_flag => format!("{place}.value().copied()"),
        Presence::Patch => format!("{place}.value().map(|value| &**value)"),
    }
}

struct Parts<'a> {
    live: &'a LiveSupport,
    list: &'a Field,
    /// The struct of the list's items.
    item: &'a Struct,
}

impl<'a> Parts<'a> {
    fn new(plan: &Plan<'a>, of: &'a Struct) -> Option<Self> {
        let live = of.live_support.as_deref();
        let live = live.filter(|_| plan.usage.registry)?;
        let list = of.field(&live.list.wire)?;
        let item = plan
            .package
            .structure(plan.package.listed(&list.ty).named()?)?;
        Some(Self { live, list, item })
    }

    fn docs(&self, plan: &Plan<'_>, def: &TypeDef, of: &Struct) -> Doc {
        let mut doc = Doc::new("Lets the support matrix be compared with these live capabilities.");
        if let Some((uses, code)) = self.example(plan, def, of) {
            doc.example("", &uses, &code);
        }
        doc
    }

    /// ```text
    /// let response = r#"{"unified":[{"model":"desk","resource":"people","methods":["list"]}]}"#;
    /// let live: Capabilities = from_json(response.parse()?)?;
    /// let diff = Integration::Betadesk.support().diff(&live);
    /// println!("{diff}");
    /// for one in diff.only_documented() {
    ///     println!("{} is not supported", one.operation().id());
    /// }
    /// ```
    fn example(
        &self,
        plan: &Plan<'_>,
        def: &TypeDef,
        of: &Struct,
    ) -> Option<(String, Vec<String>)> {
        let entry = plan.package.registry.as_ref()?.entries.first()?;
        let mut apis = plan.package.apis.iter();
        let is_clear = plan.names.ty(def.id) != "Integration"
            && apis.all(|api| plan.names.api(api).module != "from_json");
        if !is_clear {
            return None;
        }
        let answer = self.answer(plan, of)?;
        let path = plan.path(ModuleId::Crate, plan.module(def.id), plan.names.ty(def.id));
        let code = [
            &format!("let response = r#\"{answer}\"#;"),
            &format!(
                "let live: {} = from_json(response.parse()?)?;",
                plan.names.ty(def.id)
            ),
            &format!(
                "let diff = Integration::{}.support().diff(&live);",
                plan.names.integration(entry)
            ),
            "println!(\"{diff}\");",
            "for one in diff.only_documented() {",
            "    println!(\"{} is not supported\", one.operation().id());",
            "}",
            "# Ok::<(), Box<dyn std::error::Error>>(())",
        ];
        let uses = format!("{{Integration, {path}, from_json}}");
        Some((uses, code.map(str::to_owned).to_vec()))
    }

    /// A response that lists the first operation of a support matrix; `None` if it would require other fields.
    fn answer(&self, plan: &Plan<'_>, of: &Struct) -> Option<Value> {
        let place = operations(plan.package).find(|place| plan.usage.has_matrix(place.api))?;
        let (resource, method) = plan.names.operation(place.operation).id.rsplit_once('.')?;
        let (model, resource) = resource.rsplit_once('.')?;
        let (of_model, of_resource) = (self.live.model.first()?, self.live.resource.first()?);
        let item = Map::from_iter([
            (of_model.wire.clone(), json!(model)),
            (of_resource.wire.clone(), json!(resource)),
            (self.live.methods.wire.clone(), json!([method])),
        ]);
        let is_whole = |of: &Struct, object: &Map<String, Value>| {
            let mut needed = of.fields.iter().filter(|field| field.is_always_sent());
            needed.all(|field| object.contains_key(&field.wire))
        };
        let is_item_whole = is_whole(self.item, &item);
        let object = Map::from_iter([(self.live.list.wire.clone(), json!([item]))]);
        let is_plain = |text: &str| !text.contains(['#', '`']) && !text.contains(char::is_control);
        let answer = Value::Object(object.clone());
        let fits = is_item_whole && is_whole(of, &object) && is_plain(&answer.to_string());
        fits.then_some(answer)
    }
}
