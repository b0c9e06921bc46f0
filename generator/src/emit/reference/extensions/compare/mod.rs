//! The comparison: a page that shows in the browser in what two or three integrations differ.
//!
//! The page and its scripts are the same for every crate. They load the data of the chooser, and a file next to them with what the
//! chooser does not need, so the page also works when opened as a file.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::chooser::{query_key, suffix};
use crate::emit::output::{Language, Output};
use crate::emit::reference::extensions::{cells, chooser};
use crate::ir::{FieldSupport, Matrix, Operation, Package, RegistryEntry};
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// The path of the page.
pub(crate) const PAGE: &str = "docs/compare/index.html";

const RULES: &str = "docs/compare/compare.js";
const SCRIPT: &str = "docs/compare/page.js";
const STYLE: &str = "docs/compare/compare.css";
const DATA: &str = "docs/compare/details.js";

/// How many similar integrations a page suggests.
const SUGGESTED: usize = 6;

/// Emits page, scripts and data; nothing without a registry.
pub(crate) fn emit(book: &Book<'_>) -> Vec<Output> {
    if !book.plan.usage.registry {
        return Vec::new();
    }
    vec![
        Output::new(Language::Html, PAGE, include_str!("index.html")),
        Output::new(Language::Css, STYLE, include_str!("compare.css")),
        Output::new(Language::JavaScript, RULES, include_str!("compare.js")),
        Output::new(Language::JavaScript, SCRIPT, include_str!("page.js")),
        Output::new(Language::JavaScript, DATA, data(book)),
    ]
}

/// The page with a comparison of these integrations.
pub(crate) fn view<'s>(slugs: impl Iterator<Item = &'s str>) -> String {
    let slugs: Vec<String> = slugs.map(encoded).collect();
    format!("{PAGE}#with={}", slugs.join(","))
}

/// The page for comparisons of a resource, by its ID.
pub(crate) fn of_resource(resource: &str) -> String {
    format!("{PAGE}#resource={}", encoded(resource))
}

fn encoded(slug: &str) -> String {
    let bytes = slug.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// The other integrations that support most of the operations that an integration supports, those with most first.
pub(crate) fn similar<'a>(book: &Book<'a>, entry: &RegistryEntry) -> Vec<&'a RegistryEntry> {
    let mut shared: HashMap<&str, usize> = HashMap::new();
    for place in book.operations() {
        let listed = place.operation.matrix.integrations.iter();
        let listed: Vec<&str> = listed
            .flat_map(|list| &list.supported)
            .map(|slug| slug.slug.as_str())
            .collect();
        if listed.contains(&entry.slug.as_str()) {
            for slug in listed {
                *shared.entry(slug).or_default() += 1;
            }
        }
    }
    let count =
        |other: &RegistryEntry| shared.get(other.slug.as_str()).copied().unwrap_or_default();
    let others = book.integrations();
    let mut others: Vec<&RegistryEntry> = others
        .filter(|other| other.slug != entry.slug && count(other) > 0)
        .collect();
    others.sort_by_key(|other| std::cmp::Reverse(count(other)));
    others.truncate(SUGGESTED);
    others
}

/// The data as a JavaScript constant, by operation, one per line. `matrix` is the page of the support matrix. `response` has the
/// fields that the operation returns, in the form of the chooser's fields. `totals` has the fields of which the documentation says
/// how many integrations support them, but not which.
///
/// ```text
/// const DETAILS = {
/// "desk.people.create":{"matrix":"../desk/people/create.matrix","response":[{"key":"id","levels":"s-"}],"totals":{"emails":"9"}},
/// …
/// };
/// ```
fn data(book: &Book<'_>) -> String {
    let places = book
        .operations()
        .filter(|place| book.plan.usage.has_matrix(place.api));
    let lines = places.filter_map(|place| {
        let details = details(book, place);
        let id = &book.plan.names.operation(place.operation).id;
        (!details.is_empty()).then(|| format!("{}:{}", json!(id), Value::from(details)))
    });
    let lines: Vec<String> = lines.collect();
    format!("const DETAILS = {{\n{}\n}};\n", lines.join(",\n"))
}

fn details(book: &Book<'_>, place: OperationRef<'_>) -> Map<String, Value> {
    let operation = place.operation;
    let mut details = Map::new();
    if let Some(page) = book.matrix_page(place) {
        details.insert("matrix".to_owned(), json!(chooser::link_to(&page)));
    }
    let matrix = &operation.matrix;
    let response = matrix
        .response
        .iter()
        .map(|row| returned(book, matrix, row));
    let response: Vec<Value> = response.collect();
    if !response.is_empty() {
        details.insert("response".to_owned(), response.into());
    }
    let totals = totals(book.plan.package, operation);
    if !totals.is_empty() {
        details.insert("totals".to_owned(), totals.into());
    }
    details
}

/// A field of the response.
fn returned(book: &Book<'_>, matrix: &Matrix, row: &FieldSupport) -> Value {
    let support = matrix.support(&row.support);
    let levels = chooser::slugs(book).map(|slug| chooser::level_letter(&support, slug));
    let levels: String = levels.collect();
    let mut field = json!({"key": row.path});
    if levels.contains(|letter| letter != '-') {
        field["levels"] = levels.into();
    } else if let Some(total) = support.total() {
        field["total"] = cells::total(total).into();
    }
    match suffix(support.provenance()) {
        "" => {}
        suffix => field["suffix"] = suffix.into(),
    }
    field
}

/// How many integrations support a field, by its key; only of fields whose integrations are not named.
fn totals(package: &Package, operation: &Operation) -> Map<String, Value> {
    let matrix = &operation.matrix;
    let query = matrix.query.iter();
    let query = query.map(|row| (query_key(package, operation, &row.path), row));
    let body = matrix.request.iter().map(|row| (row.path.clone(), row));
    let counted = query.chain(body).filter_map(|(key, row)| {
        let support = matrix.support(&row.support);
        let is_named = support
            .names()
            .is_some_and(|names| names.all().next().is_some());
        let total = support.total().filter(|_| !is_named)?;
        Some((key, cells::total(total).into()))
    });
    counted.collect()
}
