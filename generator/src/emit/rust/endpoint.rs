//! The endpoint of an operation, as a constant: method, path, and form of the response.

use std::fmt::Write as _;

use proc_macro2::Literal;

use crate::emit::rust::credentials;
use crate::emit::text;
use crate::ir::{Operation, Pagination, ScopePlace};
use crate::plan::modules::ModuleId;
use crate::plan::requests::accept;
use crate::plan::root::Plan;
use crate::plan::servers;

/// Emits the constant of an operation of an API without a support matrix.
///
/// ```text
/// pub(crate) const CREATE: Endpoint = Endpoint::new("desk.people.create", "POST", "/people");
/// ```
pub(crate) fn constant(plan: &Plan<'_>, module: ModuleId, operation: &Operation) -> String {
    let ty = plan.name(module, "Endpoint");
    let name = &plan.names.operation(operation).constant;
    let start = format!("pub(crate) const {name}: {ty} =");
    let (new, options) = (new(plan, &ty, operation), options(plan, operation));
    let pages = pages(&plan.name(module, "PageNames"), operation);
    let line = format!("{start} {new}{};\n", options.concat());
    if pages.is_empty() && line.len() <= text::WIDTH {
        return line;
    }
    if options.is_empty() {
        return text::split(0, &format!("{start} {new}")) + ";\n";
    }
    let options = options.iter().map(|option| format!("\n        {option}"));
    let value = text::broken_item(4, &new) + &options.collect::<String>();
    match pages.is_empty() {
        true => format!("{start}\n    {value};\n"),
        false => format!("{start} {{\n{pages}    {value}\n}};\n"),
    }
}

/// `Endpoint::new("ticketing.contacts.create", "POST", "/unified/ticketing/contacts")`
pub(crate) fn endpoint(plan: &Plan<'_>, operation: &Operation) -> String {
    let endpoint = new(plan, "Endpoint", operation);
    let options = options(plan, operation);
    let line = format!("{endpoint}{}", options.concat());
    if "    Operation::new()".len() + line.len() <= text::WIDTH {
        return line;
    }
    let options = options
        .iter()
        .map(|option| format!("\n            {option}"));
    let endpoint = text::broken_item(8, &endpoint);
    format!("\n        {endpoint}{},\n    ", options.collect::<String>())
}

fn new(plan: &Plan<'_>, ty: &str, operation: &Operation) -> String {
    let [id, path] =
        [&plan.names.operation(operation).id, &operation.path].map(|text| Literal::string(text));
    format!("{ty}::new({id}, \"{}\", {path})", operation.http.as_str())
}

/// The endpoint's deviations from the default, as calls of its methods.
///
/// ```text
/// .with_accept("application/pdf")
/// .with_envelope("result")
/// .with_pages(&PAGES)
/// .with_scope_in_path()
/// .with_security(&[&[crate::client::API_KEY]])
/// .with_server("https://upload.example.com")
/// ```
fn options(plan: &Plan<'_>, operation: &Operation) -> Vec<String> {
    let call = |method, value: &str| format!(".{method}({})", Literal::string(value));
    let accept = accept(operation).map(|media| call("with_accept", &media));
    let envelope = operation.envelope.as_ref();
    let envelope = envelope.map(|envelope| call("with_envelope", &envelope.key));
    let pages = operation.pagination.as_ref();
    let pages = pages.map(|_| ".with_pages(&PAGES)".to_owned());
    let scope =
        (operation.scope == Some(ScopePlace::Path)).then(|| ".with_scope_in_path()".to_owned());
    let all = accept.into_iter().chain(envelope).chain(pages);
    let own = plan.auth.own(operation);
    let security = own.map(|own| {
        let code = credentials::requirement(plan, own, "crate::client::");
        format!(".with_security({code})")
    });
    let server = servers::own(plan.package, operation);
    let server = server.map(|url| call("with_server", &url));
    all.chain(scope).chain(security).chain(server).collect()
}

/// The names of the properties of a page, inside the operation's constant.
///
/// ```text
///     const PAGES: PageNames = PageNames::new("result", "next_cursor")
///         .with_count("result_count");
/// ```
pub(crate) fn pages(name: &str, operation: &Operation) -> String {
    let Some(pages) = &operation.pagination else {
        return String::new();
    };
    format!("    const PAGES: {name} = {};\n", page_names(name, pages))
}

/// `PageNames::new("result", "next_cursor")`, with further names on lines of their own.
pub(crate) fn page_names(name: &str, pages: &Pagination) -> String {
    let mut out = format!(
        "{name}::new({}, {})",
        Literal::string(&pages.items.wire),
        Literal::string(&pages.cursor.wire)
    );
    let optional = [
        ("with_previous", &pages.previous),
        ("with_count", &pages.count),
        ("with_partial", &pages.partial),
    ];
    for (method, property) in optional {
        if let Some(property) = property {
            let _ = write!(
                out,
                "\n        .{method}({})",
                Literal::string(&property.wire)
            );
        }
    }
    out
}
