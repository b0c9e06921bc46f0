//! The verifier of signed webhooks.

use std::fmt::Write as _;

use crate::emit::prose::{fields, phrases};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::types;
use crate::emit::text;
use crate::ir::{Api, Field, Primitive, Struct, TypeKind, TypeRef};
use crate::plan::modules::ModuleId;
use crate::plan::names::bare;
use crate::plan::presence::Presence;
use crate::plan::root::Plan;
use crate::plan::unions::{Content, Contents};

/// Emits the alias of the runtime's verifier for the type of the events.
///
/// ```text
/// pub use truto_runtime::webhooks::{SIGNATURE_HEADER, VerifyError, VerifyErrorKind};
///
/// pub type Verifier = truto_runtime::webhooks::Verifier<Event>;
/// ```
pub(crate) fn emit(plan: &Plan<'_>, module: ModuleId, api: &Api) -> Option<String> {
    let event = api.signed_payload()?;
    let ty = types::rust(plan, module, &TypeRef::Named(event));
    let mut out = String::from(
        "pub use truto_runtime::webhooks::{SIGNATURE_HEADER, VerifyError, VerifyErrorKind};\n\
         #[cfg(feature = \"testing\")]\n\
         pub use truto_runtime::webhooks::sign;\n\n",
    );
    alias_docs(&ty).text("", &mut out);
    let _ = writeln!(
        out,
        "pub type Verifier = truto_runtime::webhooks::Verifier<{ty}>;"
    );
    Some(out)
}

/// rustdoc does not list the methods of a type alias, so the docs link them.
fn alias_docs(event: &str) -> Doc {
    const OF: &str = "truto_runtime::webhooks::Verifier";
    let mut doc = Doc::new(format!(
        "Checks that a webhook was sent by the API, and decodes it as [`{event}`]. See [its behavior]({OF})."
    ));
    let items: [(&[&str], &str); 3] = [
        (&["new", "or_secret"], "the secrets"),
        (
            &["with_tolerance", "without_tolerance", "with_known"],
            "which events are refused, although their signature is right",
        ),
        (&["verify", "verify_request"], "the event of a request"),
    ];
    doc.block_of(items.into_iter().map(|(names, about)| {
        let links = phrases::methods(OF, names);
        format!("- {links}: {about}")
    }));
    doc
}

/// Says how webhooks are verified, if they are.
pub(crate) fn add_docs(plan: &Plan<'_>, module: ModuleId, api: &Api, doc: &mut Doc) -> bool {
    let Some(event) = api.signed_payload() else {
        return false;
    };
    let ty = types::rust(plan, module, &TypeRef::Named(event));
    doc.block(format!(
        "Anyone can send a request to your server. A [`Verifier`] checks that it is signed by the API, and decodes it as [`{ty}`]:"
    ));
    let path = plan.path(ModuleId::Crate, module, "Verifier");
    let code = [
        "# fn example(headers: &http::HeaderMap, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {",
        "let verifier = Verifier::new(std::env::var(\"WEBHOOK_SECRET\")?)?;",
        "// The body as it arrived: JSON that was parsed and written again has another signature.",
        "let event = verifier.verify_request(headers, body, std::time::SystemTime::now())?;",
        "println!(\"{event:?}\");",
        "# Ok(())",
        "# }",
    ];
    doc.example(
        "no_run",
        &format!("{{{path}, http}}"),
        &code.map(str::to_owned),
    );
    true
}

/// Emits the accessors of what all kinds of events have, after the type of the events.
pub(crate) fn accessors(plan: &Plan<'_>, module: ModuleId, api: &Api) -> Option<String> {
    let event = api.signed_payload()?;
    let is_here = plan.module(event) == module;
    let is_union = matches!(plan.package.ty(event).kind, TypeKind::Union(_));
    if !is_here || !is_union {
        return None;
    }
    let contents = plan.unions.contents(event);
    let structs = structs(plan, contents)?;
    let fields = structs.first().map_or(&[][..], |(_, of)| &of.fields);
    let fields = fields
        .iter()
        .filter(|field| is_common(plan, field, &structs));
    let taken = |name: &str| {
        let mut cases = contents.cases.iter();
        cases.any(|case| case.accessor.as_deref() == Some(name))
    };
    let fields: Vec<&Field> = fields
        .filter(|field| !taken(plan.names.field(field)))
        .collect();
    let mut out = format!("impl {} {{\n", plan.names.ty(event));
    for field in &fields {
        text::apart(&mut out);
        accessor(plan, module, field, &structs, &mut out);
    }
    out.push_str("}\n");
    (!fields.is_empty()).then_some(out)
}

/// The cases of a sum type with their objects, if all are objects.
fn structs<'a>(
    plan: &Plan<'a>,
    contents: &'a Contents<'_>,
) -> Option<Vec<(&'a Content<'a>, &'a Struct)>> {
    let cases = contents.cases.iter();
    let cases = cases.map(|case| Some((case, plan.package.structure(case.ty.named()?)?)));
    cases.collect()
}

/// Whether all cases have the field, with one type.
fn is_common(plan: &Plan<'_>, field: &Field, structs: &[(&Content<'_>, &Struct)]) -> bool {
    let presence = plan.presence(field);
    structs.iter().all(|(_, of)| {
        of.field(&field.wire).is_some_and(|other| {
            other.ty == field.ty && plan.presence(other) == presence && presence != Presence::Patch
        })
    })
}

/// ```text
/// /// Id of the event.
/// ///
/// /// `None` for JSON that fits no case.
/// #[must_use]
/// pub fn id(&self) -> Option<&str> {
///     match self {
///         Self::Account(event) => Some(&event.id),
///         Self::Unrecognized(_) => None,
///     }
/// }
/// ```
fn accessor(
    plan: &Plan<'_>,
    module: ModuleId,
    field: &Field,
    structs: &[(&Content<'_>, &Struct)],
    out: &mut String,
) {
    let name = plan.names.field(field);
    let ty = match field.ty {
        TypeRef::Primitive(Primitive::String) => "str".to_owned(),
        _ => types::rust(plan, module, &field.ty),
    };
    let about = fields::short(&field.docs);
    let mut doc = Doc::new(about.unwrap_or_else(|| format!("The property `{}`.", bare(name))));
    doc.block("`None` for JSON that fits no case.");
    doc.text("    ", out);
    let _ = writeln!(
        out,
        "    #[must_use]\n    pub fn {name}(&self) -> Option<&{ty}> {{\n        match self {{"
    );
    for (case, of) in structs {
        let Some(own) = of.field(&field.wire) else {
            continue;
        };
        let place = format!("event.{}", plan.names.field(own));
        let value = match (plan.presence(own), ty.as_str()) {
            (Presence::Optional, "str") => format!("{place}.as_deref()"),
            (Presence::Optional, _) => format!("{place}.as_ref()"),
            _ => format!("Some(&{place})"),
        };
        let _ = writeln!(out, "            Self::{}(event) => {value},", case.name);
    }
    out.push_str("            Self::Unrecognized(_) => None,\n        }\n    }\n");
}
