//! The chooser: a page that computes in the browser which integrations support a selection, and its data.
//!
//! The page and its scripts are the same for every crate. They load nothing but the data file next to them, so the page also works
//! when opened as a file.

use serde_json::{Value, json};

use truto_support_matrix::{FieldSupport, Level, OperationLevel, enclosing};

use crate::chooser::{Settable, operation_suffix, settable};
use crate::emit::output::{Language, Output};
use crate::emit::prose::escape;
use crate::ir::Slug;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// The path of the page.
pub(crate) const PAGE: &str = "docs/support-chooser/index.html";

const DATA: &str = "docs/support-chooser/support.js";
const RULES: &str = "docs/support-chooser/chooser.js";
const SCRIPT: &str = "docs/support-chooser/page.js";
const STYLE: &str = "docs/support-chooser/chooser.css";

/// Emits page, scripts and data; nothing without a registry.
pub(crate) fn emit(book: &Book<'_>) -> Vec<Output> {
    if !book.plan.usage.registry {
        return Vec::new();
    }
    vec![
        Output::new(Language::Html, PAGE, include_str!("index.html")),
        Output::new(Language::Css, STYLE, include_str!("chooser.css")),
        Output::new(Language::JavaScript, RULES, include_str!("chooser.js")),
        Output::new(Language::JavaScript, SCRIPT, include_str!("page.js")),
        Output::new(Language::JavaScript, DATA, data(book)),
    ]
}

/// The data as a JavaScript constant, since a page opened as a file cannot fetch JSON. One line per integration and field. The
/// answers of the rules are in `support` and `levels`, with one [letter](operation_letter) per integration, in their order. A field
/// that is not documented for any has no `levels`.
///
/// ```text
/// const SUPPORT = {"integrations": [
/// {"slug":"alpha","label":"Alpha","page":"../by-integration/alpha"},
/// …
/// ], "operations": [
/// {"id":"desk.people.create",…,"support":"yn","fields":[
/// {"key":"emails","levels":"rs"},
/// {"key":"emails.type","in":["emails"],"levels":"s-"},
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
            "page": book.integration_page(&entry.slug).and_then(|page| link_to(&page)),
        })
        .to_string()
    });
    let places = book
        .operations()
        .filter(|place| book.plan.usage.has_matrix(place.api));
    let operations = places.map(|place| operation(book, place));
    let [integrations, operations] =
        [integrations.collect::<Vec<_>>(), operations.collect()].map(|lines| lines.join(",\n"));
    format!(
        "const SUPPORT = {{\"integrations\": [\n{integrations}\n], \"operations\": [\n{operations}\n]}};\n"
    )
}

fn operation(book: &Book<'_>, place: OperationRef<'_>) -> String {
    let operation = place.operation;
    let matrix = operation.matrix.row();
    let support = slugs(book).map(|slug| operation_letter(matrix.level(slug)));
    let head = json!({
        "id": book.plan.names.operation(operation).id,
        "title": operation.docs.summary.as_deref().map(escape::clean),
        "page": link_to(&book.operation_page(place)),
        "support": support.collect::<String>(),
        "suffix": operation_suffix(operation),
    });
    let fields = settable(book.plan.package, operation);
    let fields = fields.iter().map(|known| field(book, known).to_string());
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

fn field(book: &Book<'_>, known: &Settable<'_>) -> Value {
    let mut field = json!({"key": known.key});
    let levels = slugs(book).map(|slug| level_letter(&known.support, slug));
    let levels: String = levels.collect();
    if levels.contains(|letter| letter != '-') {
        field["levels"] = levels.into();
    }
    let outer: Vec<&str> = enclosing(&known.key).collect();
    if !outer.is_empty() {
        field["in"] = outer.into();
    }
    if !known.suffix().is_empty() {
        field["suffix"] = Value::from(known.suffix());
    }
    field
}

pub(crate) fn slugs<'a>(book: &Book<'a>) -> impl Iterator<Item = &'a str> {
    book.integrations().map(|entry| entry.slug.as_str())
}

/// `y`: supported. `p`: only part of each object is returned. `n`: not supported. `-`: not documented.
fn operation_letter(level: OperationLevel) -> char {
    match level {
        OperationLevel::Full => 'y',
        OperationLevel::Partial => 'p',
        OperationLevel::Unsupported => 'n',
        OperationLevel::NotDocumented => '-',
    }
}

/// `r`: required. `s`: supported. `n`: not supported. `-`: not documented. `m` in place of `s`, and `?` in place of `-`: may be
/// required.
pub(crate) fn level_letter(support: &FieldSupport<'_, Slug>, slug: &str) -> char {
    let may_be_required = support.may_be_required(slug);
    match support.level(slug) {
        Level::Required => 'r',
        Level::Supported if may_be_required => 'm',
        Level::Supported => 's',
        Level::Unsupported => 'n',
        Level::NotDocumented if may_be_required => '?',
        Level::NotDocumented => '-',
    }
}

/// The link from the chooser to a page, without the extension: it depends on how the pages are read.
pub(crate) fn link_to(page: &str) -> Option<String> {
    let page = page.strip_prefix("docs/")?.strip_suffix(".md")?;
    Some(format!("../{page}"))
}
