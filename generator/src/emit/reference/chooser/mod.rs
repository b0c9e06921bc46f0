//! The chooser: a page that computes in the browser which integrations support a selection, and its data.
//!
//! The page and its script are the same for every crate. They load nothing but the data file next to them, so the page also works
//! when opened as a file.

use serde_json::{Value, json};

use crate::chooser::{Settable, excludes_unnamed, service_aside, settable, unnamed_require_it};
use crate::emit::header::HEADER;
use crate::emit::prose::escape;
use crate::ir;
use crate::ir::Slug;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// The path of the page.
pub(crate) const PAGE: &str = "docs/support-chooser/index.html";

const DATA: &str = "docs/support-chooser/support.js";
const SCRIPT: &str = "docs/support-chooser/chooser.js";

/// Emits page, script and data, each with its path; nothing without a registry.
pub(crate) fn emit(book: &Book<'_>) -> Vec<(String, Vec<u8>)> {
    if !book.plan.has_registry() {
        return Vec::new();
    }
    let html = format!("<!-- {HEADER} -->\n{}", include_str!("index.html"));
    let script = format!("// {HEADER}\n{}", include_str!("chooser.js"));
    let files = [(PAGE, html), (SCRIPT, script), (DATA, data(book))];
    let files = files.map(|(path, text)| (path.to_owned(), text.into_bytes()));
    files.into_iter().collect()
}

/// The data as a JavaScript constant, since a page opened as a file cannot fetch JSON. One line per integration and field.
///
/// ```text
/// const SUPPORT = {"integrations": [
/// {"slug":"dixa","label":"Dixa","page":"../by-integration/dixa"},
/// …
/// ], "operations": [
/// {"id":"desk.people.create",…,"fields":[
/// {"key":"emails","required":["dixa"],"supported":["front"],"complete":true},
/// …
/// ]},
/// …
/// ]}
/// ```
fn data(book: &Book<'_>) -> String {
    let integrations = book.integrations().map(|entry| {
        json!({
            "slug": entry.slug,
            "label": escape::clean(&entry.label),
            "page": book.integration_page(&entry.slug).and_then(|page| beside(&page)),
        })
        .to_string()
    });
    let places = book
        .operations()
        .filter(|place| book.plan.has_matrix(place.api));
    let operations = places.map(|place| operation(book, place));
    let [integrations, operations] =
        [integrations.collect::<Vec<_>>(), operations.collect()].map(|lines| lines.join(",\n"));
    format!(
        "// {HEADER}\nconst SUPPORT = {{\"integrations\": [\n{integrations}\n], \"operations\": [\n{operations}\n]}};\n"
    )
}

fn operation(book: &Book<'_>, place: OperationRef<'_>) -> String {
    let operation = place.operation;
    let listed = operation.matrix.integrations.as_ref();
    let partial = listed.map_or(&[] as &[Slug], |list| &list.partial_response);
    let head = json!({
        "id": operation.id,
        "title": operation.docs.summary.as_deref().map(escape::clean),
        "page": beside(&book.operation_page(place)),
        "supported": listed.map(|list| slugs(&list.supported)),
        "partial": slugs(partial),
        "complete": listed.is_some_and(ir::Integrations::is_complete),
        "aside": service_aside(operation),
    });
    let fields = settable(book.plan.krate, operation);
    let fields = fields.iter().map(|known| field(known).to_string());
    let fields = fields.collect::<Vec<_>>().join(",\n");
    let head = head.to_string();
    let open = head.strip_suffix('}').unwrap_or_default();
    let (before, after) = if fields.is_empty() {
        ("", "")
    } else {
        ("\n", "\n")
    };
    format!("{open},\"fields\":[{before}{fields}{after}]}}")
}

fn field(known: &Settable<'_>) -> Value {
    let mut field = json!({"key": known.key});
    let Some(support) = known.support.as_deref() else {
        return field;
    };
    if let Some(names) = &support.names {
        field["required"] = slugs(&names.required);
        field["supported"] = slugs(&names.supported);
    }
    if excludes_unnamed(support) {
        field["complete"] = Value::Bool(true);
    }
    if !known.aside().is_empty() {
        field["aside"] = Value::from(known.aside());
    }
    if known.is_inferred() {
        field["inferred"] = Value::Bool(true);
    }
    if unnamed_require_it(support) {
        field["more_required"] = Value::Bool(true);
    }
    field
}

fn slugs(slugs: &[Slug]) -> Value {
    slugs.iter().map(|slug| slug.slug.as_str()).collect()
}

/// The link from the chooser to a page, without the extension: it depends on how the pages are read.
fn beside(page: &str) -> Option<String> {
    let page = page.strip_prefix("docs/")?.strip_suffix(".md")?;
    Some(format!("../{page}"))
}
