//! What the fake needs to know about responses that describe what integrations support, and how a test changes them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::text;
use crate::ir::{FieldName, LiveSchemas, LiveSupport, Struct};
use crate::plan::root::Plan;

/// The types with which a test changes metadata, if there is any.
pub(crate) fn exports(plan: &Plan<'_>) -> Option<TokenStream> {
    let exports = quote!(CapabilitiesShape, MetadataChange, SchemaPart,);
    plan.usage.live_schemas.then_some(exports)
}

/// The methods of the fake that concern metadata, and what they do.
pub(crate) fn methods(plan: &Plan<'_>) -> Option<(&'static [&'static str], &'static str)> {
    let methods: (&[&str], &str) = (
        &["change_metadata"],
        "differences between its metadata and the documentation",
    );
    plan.usage.live_schemas.then_some(methods)
}

/// The names of the fields, as methods of the runtime's `Object`.
///
/// ```text
/// .with_capabilities("unified", ["model", "resource", "methods"])
/// ```
pub(crate) fn of_object(plan: &Plan<'_>, of: &Struct) -> String {
    if !plan.usage.registry {
        return String::new();
    }
    let mut calls = Vec::new();
    if let Some(live) = &of.live_support {
        capabilities(plan, of, live, &mut calls);
    }
    let schemas = of.live_schemas.as_deref();
    calls.extend(schemas.map(live_schemas));
    match calls.as_slice() {
        [one] if one.len() < text::WIDTH / 2 => one.clone(),
        calls => calls
            .iter()
            .map(|call| format!("\n        {call}"))
            .collect(),
    }
}

fn live_schemas(schemas: &LiveSchemas) -> String {
    let operation = format!("[{}]", names(&schemas.operation));
    let integration = text::literal(&schemas.integration.wire);
    let properties = [&schemas.method].into_iter().chain(&schemas.schemas);
    let properties = format!("[{}]", names(properties));
    let mut call = String::new();
    let start = ".with_live_schemas(";
    text::list(
        &mut call,
        8,
        start,
        &[operation, integration, properties],
        false,
        ")",
    );
    call.trim().to_owned()
}

fn capabilities(plan: &Plan<'_>, of: &Struct, live: &LiveSupport, calls: &mut Vec<String>) {
    let (Some(model), Some(resource)) = (live.model.first(), live.resource.first()) else {
        return;
    };
    let list = text::literal(&live.list.wire);
    let item = names([model, resource, &live.methods]);
    calls.push(format!(".with_capabilities({list}, [{item}])"));
    let nested = nested(plan, of, live);
    if let (Some(nested), Some(model), Some(resource)) =
        (nested, live.model.get(1), live.resource.get(1))
    {
        let nested = text::literal(nested);
        let item = names([model, resource, &live.methods]);
        calls.push(format!(".with_nested_capabilities({nested}, [{item}])"));
    }
    if let Some(integration) = &live.integration {
        let object = text::literal(&integration.object.wire);
        let in_shape = |shape: usize| {
            let of = |names: &'_ [FieldName]| {
                let name = names.get(shape).or(names.last());
                name.map(|name| text::literal(&name.wire))
                    .unwrap_or_default()
            };
            format!("[{}, {}]", of(&integration.slug), of(&integration.label))
        };
        let shapes = [0, 1].map(in_shape).join(", ");
        calls.push(format!(".with_integration({object}, [{shapes}])"));
    }
}

/// The name of the list in the object that may replace it.
fn nested<'a>(plan: &Plan<'a>, of: &Struct, live: &LiveSupport) -> Option<&'a str> {
    let list = of.field(&live.list.wire)?.ty.named()?;
    let list = plan.package.structure(list)?.list.as_ref()?;
    Some(&list.wire)
}

fn names<'n>(names: impl IntoIterator<Item = &'n FieldName>) -> String {
    let names = names.into_iter().map(|name| text::literal(&name.wire));
    names.collect::<Vec<_>>().join(", ")
}
