//! Support matrices: a constant per operation, and the checks that ask it.

use std::fmt::Write as _;

use proc_macro2::Literal;

use super::{
    context::Context,
    docs::{self, Doc},
    names::bare,
    text,
};
use crate::ir::{FieldSupport, Home, Operation, Support, TypeDef};

/// Emits the constant of an operation; it stands in a crate with a registry only.
///
/// ```text
/// /// Who serves [`Contacts::create`], and who takes its fields.
/// pub const CREATE: crate::support::Operation = {
///     use crate::Integration as I;
///     use truto_runtime::support::{Endpoint, Field, Operation};
///     const ENDPOINT: Endpoint = Endpoint::new("ticketing.contacts.create", "POST", "/unified/ticketing/contacts");
///     Operation::new(ENDPOINT)
///         .with_integrations(&[I::Dixa, I::Front], &[])
///         .with_request(&[
///             Field::named("emails", &[I::Dixa], &[I::Front]),
///             Field::counted("owner", 1, 20),
///         ])
/// };
/// ```
pub(crate) fn constant(
    context: &Context<'_>,
    home: Home,
    handle: &str,
    operation: &Operation,
) -> String {
    let mut out = String::new();
    let mut doc = about(handle, operation);
    example(context, home, operation, &mut doc);
    doc.block("All that can be asked of it: [`Operation`](crate::support::Operation).");
    doc.text("", &mut out);
    let matrix = &operation.matrix;
    let tables = [
        ("with_query", &matrix.query),
        ("with_request", &matrix.request),
        ("with_response", &matrix.response),
    ];
    let has_fields = tables.iter().any(|(_, rows)| !rows.is_empty());
    let names_any = |slugs: &[String]| slugs.iter().any(|slug| context.variant(slug).is_some());
    let row_names_any = |row: &FieldSupport| match &row.support {
        Support::Named {
            required,
            supported,
        } => names_any(required) || names_any(supported),
        Support::Counted { .. } => false,
    };
    let has_named = matrix
        .integrations
        .as_ref()
        .is_some_and(|all| names_any(&all.supported) || names_any(&all.partial_response))
        || tables
            .iter()
            .any(|(_, rows)| rows.iter().any(row_names_any));
    let field = if has_fields { ", Field" } else { "" };
    let _ = writeln!(
        out,
        "pub const {}: crate::support::Operation = {{",
        operation.constant
    );
    if has_named {
        out.push_str("    use crate::Integration as I;\n");
    }
    let _ = writeln!(
        out,
        "    use truto_runtime::support::{{Endpoint{field}, Operation}};"
    );
    let pages = super::request::pages(operation);
    let _ = write!(out, "{pages}    Operation::new({})", endpoint(operation));
    if let Some(integrations) = &matrix.integrations {
        let supported = list(context, &integrations.supported);
        let partial = list(context, &integrations.partial_response);
        call(
            ".with_integrations(",
            &[supported, partial],
            ")",
            8,
            &mut out,
        );
    }
    for (method, rows) in tables.iter().filter(|(_, rows)| !rows.is_empty()) {
        let _ = write!(out, "\n        .{method}(&[");
        for row in *rows {
            row_text(context, row, &mut out);
        }
        out.push_str("\n        ])");
    }
    out.push_str("\n};\n");
    out
}

fn about(handle: &str, operation: &Operation) -> Doc {
    let method = bare(&operation.method);
    let mut doc = Doc::new(format!(
        "Who serves [`{method}`]({handle}::{method}), and who takes its fields."
    ));
    let matrix = &operation.matrix;
    if matrix.integrations.is_none() {
        doc.block("The documentation does not say who serves it.");
    }
    if matrix.request.iter().any(|row| !is_named(row)) {
        doc.block("Where the documentation prints only numbers, no names are known.");
    }
    doc
}

/// What the first cells say, as assertions.
///
/// ```text
/// use shop::{Integration, spec::people::CREATE, support::Answer, support::Level};
///
/// assert_eq!(CREATE.supports(Integration::Alpha), Answer::Yes);
/// assert_eq!(CREATE.field("name").level(Integration::Beta), Level::Required);
/// ```
fn example(context: &Context<'_>, home: Home, operation: &Operation, doc: &mut Doc) {
    let name = &operation.constant;
    let (mut types, mut code) = (Vec::new(), Vec::new());
    let integrations = operation.matrix.integrations.as_ref();
    let variant = |slugs: &[String]| context.variant(slugs.first()?);
    if let Some(variant) = integrations.and_then(|all| variant(&all.supported)) {
        types.push("support::Answer");
        code.push(format!(
            "assert_eq!({name}.supports(Integration::{variant}), Answer::Yes);"
        ));
    }
    let named = operation.matrix.request.iter().find_map(|row| {
        let Support::Named {
            required,
            supported,
        } = &row.support
        else {
            return None;
        };
        let level = |slugs, level| Some((variant(slugs)?, level));
        let (variant, level) =
            level(required, "Required").or_else(|| level(supported, "Supported"))?;
        Some((text::literal(&row.path), variant, level))
    });
    if let Some((path, variant, level)) = named {
        types.push("support::Level");
        code.push(format!(
            "assert_eq!({name}.field({path}).level(Integration::{variant}), Level::{level});"
        ));
    }
    if !types.is_empty() {
        let uses = format!(
            "{{Integration, {}, {}}}",
            context.path(Home::Crate, home, name),
            types.join(", ")
        );
        doc.example("", &uses, &code);
    }
}

fn is_named(row: &FieldSupport) -> bool {
    matches!(row.support, Support::Named { .. })
}

/// `Endpoint::new("ticketing.contacts.create", "POST", "/unified/ticketing/contacts")`
pub(crate) fn endpoint(operation: &Operation) -> String {
    let (id, path) = (
        Literal::string(&operation.id),
        Literal::string(&operation.path),
    );
    let http = operation.http.as_str();
    let endpoint = format!("Endpoint::new({id}, \"{http}\", {path})");
    let options = super::request::endpoint_options(operation);
    let line = format!("{endpoint}{}", options.concat());
    if options.is_empty() || "    Operation::new()".len() + line.len() <= text::WIDTH {
        return line;
    }
    format!(
        "\n        {endpoint}\n            {},\n    ",
        options.join("\n            ")
    )
}

fn row_text(context: &Context<'_>, row: &FieldSupport, out: &mut String) {
    let path = text::literal(&row.path);
    let (start, parts) = match &row.support {
        Support::Named {
            required,
            supported,
        } => (
            "Field::named(",
            vec![path, list(context, required), list(context, supported)],
        ),
        Support::Counted {
            required,
            supported,
        } => (
            "Field::counted(",
            vec![path, required.to_string(), supported.to_string()],
        ),
    };
    call(start, &parts, "),", 12, out);
}

/// `&[I::Dixa, I::Front]`
fn list(context: &Context<'_>, slugs: &[String]) -> String {
    let variants = slugs.iter().filter_map(|slug| context.variant(slug));
    let variants: Vec<String> = variants.map(|variant| format!("I::{variant}")).collect();
    format!("&[{}]", variants.join(", "))
}

/// A call on a line of its own; filled up to the width where it is too long.
fn call(start: &str, arguments: &[String], end: &str, indent: usize, out: &mut String) {
    let text = format!("{start}{}{end}", arguments.join(", "));
    let mut column = 0;
    for (index, word) in text.split(' ').enumerate() {
        if index == 0 || column + 1 + word.len() > text::WIDTH {
            let indent = if index == 0 { indent } else { indent + 4 };
            let _ = write!(out, "\n{:indent$}{word}", "");
            column = indent + word.len();
        } else {
            let _ = write!(out, " {word}");
            column += 1 + word.len();
        }
    }
}

/// `check` of a struct that is the body of exactly one operation. Types that all APIs share have none: the API of the
/// operation may be switched off.
///
/// ```text
/// /// What `integration` would say of this body: …
/// pub fn check(&self, integration: crate::Integration) -> crate::support::Report {
///     CREATE.check(integration, self)
/// }
/// ```
pub(crate) fn body_check(context: &Context<'_>, def: &TypeDef, out: &mut String) {
    let Some(place) = context
        .only_operation(def.id)
        .filter(|_| context.has_registry() && def.home != Home::Crate)
    else {
        return;
    };
    let name = &place.operation.constant;
    let path = context.path(def.home, Home::Resource(place.api, place.resource), name);
    let link = docs::item(name, &path);
    let docs =
        format!("Checks this body against {link}: all issues at once, before anything is sent.");
    check(&docs, &format!("{path}.check(integration, self)"), out);
}

/// A method `check`.
pub(crate) fn check(docs: &str, value: &str, out: &mut String) {
    text::apart(out);
    Doc::new(docs).text("    ", out);
    let arguments = [
        "&self".to_owned(),
        "integration: crate::Integration".to_owned(),
    ];
    text::method(
        out,
        "check",
        &arguments,
        "crate::support::Report",
        &[value.to_owned()],
    );
}

/// The constant that a builder refers to in a crate without a registry: only what a call needs.
///
/// ```text
/// const CREATE: truto_runtime::support::Operation<truto_runtime::support::NoIntegration> = …;
/// ```
pub(crate) fn bare_constant(operation: &Operation) -> String {
    let (name, endpoint) = (&operation.constant, endpoint(operation));
    let pages = super::request::pages(operation);
    format!(
        "const {name}: truto_runtime::support::Operation<truto_runtime::support::NoIntegration> = {{\n    \
         use truto_runtime::support::{{Endpoint, Operation}};\n{pages}    Operation::new({endpoint})\n}};\n"
    )
}
