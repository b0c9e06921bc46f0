//! The module of the requests that a server sends: a constant for each of them, and the types that only their bodies use.

use crate::emit::output::Output;
use crate::emit::prose::{escape, webhook};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::extensions::verifier;
use crate::emit::rust::file::File;
use crate::emit::rust::{resource, types};
use crate::emit::text;
use crate::ir::{Api, Webhook};
use crate::plan::modules::ModuleId;
use crate::plan::names::bare;
use crate::plan::root::Plan;

/// Emits `src/<api>/webhooks.rs`, if the server sends requests.
///
/// ```text
/// /// A pet was added.
/// ///
/// /// `POST`, with a body of `application/json`.
/// pub const PET_ADDED: Webhook<Pet> = Webhook::new("pet.added", "POST", Some("application/json"));
/// …models
/// ```
pub(crate) fn emit(plan: &Plan<'_>, index: usize, api: &Api) -> Option<Output> {
    plan.names.api(api).webhooks.as_ref()?.module.as_ref()?;
    let module = ModuleId::Webhooks(index);
    let mut doc = Doc::new(match plan.is_flat() {
        true => "Requests that the API sends to you.".to_owned(),
        false => {
            let name = bare(&plan.names.api(api).module);
            format!("Requests that the API `{name}` sends to you.")
        }
    });
    add_docs(plan, module, api, &mut doc);
    let mut file = File::of_module(&doc, plan, module);
    constants(plan, module, api, &mut file);
    resource::types(plan, module, &mut file);
    if let Some(accessors) = verifier::accessors(plan, module, api) {
        file.text(&accessors);
    }
    Some(file.finish())
}

/// Emits the constants, and what verifies their requests.
pub(crate) fn constants(plan: &Plan<'_>, module: ModuleId, api: &Api, file: &mut File<'_>) {
    if let Some(verifier) = verifier::emit(plan, module, api) {
        file.text(&verifier);
    }
    let names = plan.names.api(api).webhooks.as_ref();
    let names = names.map_or(&[][..], |of| &of.constants);
    for (webhook, name) in api.webhooks.iter().zip(names) {
        file.text(&constant(plan, module, webhook, name));
    }
}

/// Says how the requests are read.
pub(crate) fn add_docs(plan: &Plan<'_>, module: ModuleId, api: &Api, doc: &mut Doc) {
    if verifier::add_docs(plan, module, api, doc) {
        return;
    }
    let (ty, decode) = match plan.name(module, "Webhook").as_str() {
        "Webhook" => ("[`Webhook`]", "[`Webhook::decode`]"),
        _ => (
            "[`Webhook`](truto_runtime::Webhook)",
            "[`Webhook::decode`](truto_runtime::Webhook::decode)",
        ),
    };
    doc.block(format!(
        "Each constant is a {ty}: its name, method and content type, and the type of its body, which {decode} returns. The client \
         neither receives requests nor verifies signatures."
    ));
}

fn constant(plan: &Plan<'_>, module: ModuleId, webhook: &Webhook, name: &str) -> String {
    let mut out = String::new();
    constant_docs(plan, webhook).text("", &mut out);
    if webhook.docs.deprecated {
        out.push_str("#[deprecated]\n");
    }
    let hook = plan.name(module, "Webhook");
    let (ty, content_type) = match &webhook.payload {
        Some(payload) => (
            types::rust(plan, module, &payload.ty),
            format!("Some({})", text::literal(&payload.media_type)),
        ),
        None => ("()".to_owned(), "None".to_owned()),
    };
    let new = format!(
        "{hook}::new({}, \"{}\", {content_type})",
        text::literal(&webhook.name),
        webhook.http.as_str()
    );
    let start = format!("pub const {name}: {hook}<{ty}> =");
    let line = format!("{start} {new};");
    match line.len() <= text::WIDTH {
        true => out.push_str(&line),
        false => out.push_str(&format!("{start}\n    {};", text::broken_item(4, &new))),
    }
    out
}

fn constant_docs(plan: &Plan<'_>, of: &Webhook) -> Doc {
    let mut doc = Doc::of(&of.docs, || {
        format!("The request {}.", escape::code(&of.name))
    });
    let method = escape::code(of.http.as_str());
    doc.block(webhook::about(of, &format!("{method},")));
    doc.source(plan, &of.docs, "webhook");
    doc
}
