//! The page of each integration, with what it supports and requires; and the page that lists all integrations.

use truto_support_matrix::{Answer, FieldSupport, Level, OperationLevel};

use crate::chooser::{operation_suffix, query_key, suffix};
use crate::emit::prose::escape;
use crate::emit::reference::extensions::cells;
use crate::emit::reference::extensions::cells::NOT_DOCUMENTED;
use crate::emit::reference::page::Page;
use crate::emit::reference::titles;
use crate::ir::{Api, Operation, Package, RegistryEntry, Slug};
use crate::plan::extensions::pages::INTEGRATIONS;
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// Emits `docs/by-integration.md`, with a registry.
pub(crate) fn list(book: &Book<'_>) -> Option<Page> {
    book.plan.usage.registry.then(|| all(book))
}

fn all(book: &Book<'_>) -> Page {
    let mut page = Page::new(format!("docs/{INTEGRATIONS}.md"), "Integrations");
    page.block("How many operations each integration supports. The page of an integration lists them, with the fields that it requires.");
    let apis = book.plan.package.apis.iter().enumerate();
    let apis: Vec<(usize, &Api)> = apis
        .filter(|(index, _)| book.plan.usage.has_matrix(*index))
        .collect();
    let titles: Vec<String> = apis
        .iter()
        .map(|(_, api)| titles::api_title(book, api))
        .collect();
    let heads = ["integration", "slug"]
        .into_iter()
        .chain(titles.iter().map(String::as_str));
    page.table(&heads.collect::<Vec<_>>());
    for entry in book.integrations() {
        let label = escape::plain(&entry.label);
        let name = match book.integration_page(&entry.slug) {
            Some(target) => page.link(&label, &target),
            None => label,
        };
        let counts = apis.iter().map(|(api, _)| {
            let places = book.operations().filter(|place| place.api == *api);
            match places
                .filter(|place| supports_fields(place.operation, &entry.slug))
                .count()
            {
                0 => String::new(),
                1 => "1 operation".to_owned(),
                count => format!("{count} operations"),
            }
        });
        let cells = [name, escape::code(&entry.slug)].into_iter().chain(counts);
        page.row(&cells.collect::<Vec<_>>());
    }
    page
}

/// ```text
/// # Help Scout
///
/// ## Unified Ticketing API
/// | operation | support | requires | also supports |
/// ```
pub(crate) fn page(book: &Book<'_>, entry: &RegistryEntry) -> Option<Page> {
    let mut page = Page::new(
        book.integration_page(&entry.slug)?,
        &escape::plain(&entry.label),
    );
    let slug = escape::code(&entry.slug);
    page.block(&if entry.slug_documented {
        format!("Slug: {slug}.")
    } else {
        format!("Slug: {slug} (not documented; derived from the name).")
    });
    let mut is_empty = true;
    for (index, api) in book.plan.package.apis.iter().enumerate() {
        let places: Vec<OperationRef<'_>> = book
            .operations()
            .filter(|place| place.api == index)
            .collect();
        let is_known = |place: &&OperationRef<'_>| supports_fields(place.operation, &entry.slug);
        if places.iter().any(|place| is_known(&place)) {
            is_empty = false;
            of_api(book, &mut page, entry, api, &places);
        }
    }
    if is_empty {
        page.block("The documentation does not list it for any operation.");
    }
    Some(page)
}

fn of_api(
    book: &Book<'_>,
    page: &mut Page,
    entry: &RegistryEntry,
    api: &Api,
    places: &[OperationRef<'_>],
) {
    page.heading(2, &titles::api_title(book, api));
    page.table(&["operation", "support", "requires", "also supports"]);
    let mut open = Vec::new();
    let mut has_unsupported = false;
    let mut shown = Vec::new();
    for place in places {
        match support(place.operation, &entry.slug) {
            Some(support) => {
                let name = name(book, *place);
                let link = page.link(&name, &book.operation_page(*place));
                let [required, supported] = fields(book, place.operation, &entry.slug);
                page.row(&[link, support.clone(), required.clone(), supported.clone()]);
                shown.extend([support, required, supported]);
            }
            None if place.operation.matrix.level(&entry.slug) == OperationLevel::NotDocumented => {
                open.push(*place)
            }
            None => has_unsupported = true,
        }
    }
    page.row(&[]);
    footnotes(book, page, &shown, &open);
    if has_unsupported {
        page.block("The integration does not support the remaining operations of this API.");
    }
}

/// `yes`, `partial (older page)`; `None` if the operation is not supported, or its support is not documented.
fn support(operation: &Operation, slug: &str) -> Option<String> {
    let support = match operation.matrix.level(slug) {
        OperationLevel::Full => "yes",
        OperationLevel::Partial => "partial",
        OperationLevel::NotDocumented if supports_fields(operation, slug) => "fields only",
        OperationLevel::NotDocumented | OperationLevel::Unsupported => return None,
    };
    Some(format!("{support}{}", operation_suffix(operation)))
}

/// The fields that the integration requires, and those that it also supports.
fn fields(book: &Book<'_>, operation: &Operation, slug: &str) -> [String; 2] {
    let [required, supported] = [Level::Required, Level::Supported].map(|level| {
        let rows = rows(book.plan.package, operation);
        let rows = rows.filter(|(_, support)| support.level(slug) == level);
        let shown = rows.map(|(key, support)| {
            format!("{}{}", escape::code(&key), suffix(support.provenance()))
        });
        shown.collect::<Vec<_>>().join(", ")
    });
    let required = match required.as_str() {
        "" if may_require(operation, slug) => NOT_DOCUMENTED.to_owned(),
        "" => "nothing".to_owned(),
        _ => required,
    };
    [required, supported]
}

/// Explains the words in the cells of the table, and what the table does not show.
fn footnotes(book: &Book<'_>, page: &mut Page, cells: &[String], open: &[OperationRef<'_>]) {
    let has = |word: &str| cells.iter().any(|cell| cell.starts_with(word));
    let mut legend = Vec::new();
    if has(NOT_DOCUMENTED) {
        legend.push(
            "–: not documented, or the documentation says only how many integrations require a field, not which.",
        );
    }
    if has("partial") {
        legend.push("partial: returns only part of each object.");
    }
    if has("fields only") {
        legend.push("fields only: the documentation names the integration for fields of the operation, but not for the operation.");
    }
    legend.extend(cells::notes(cells));
    let is_inferred = cells.iter().any(|cell| cell.contains("(inferred)"));
    legend.push(match is_inferred {
        true => "A field is listed only if the documentation names the integrations that support it, or if we infer which ones do.",
        false => "A field is listed only if the documentation names the integrations that support it.",
    });
    page.block(&legend.join(" "));
    if cells.iter().any(|cell| cell.contains("`query:")) {
        page.block("`query:` marks a query parameter that has the name of a field of the body.");
    }
    if !open.is_empty() {
        page.block(&format!(
            "Support is not documented for {}.",
            grouped(book, open)
        ));
    }
}

/// Whether the documentation leaves open that the integration requires something: support of the body is not documented, or is
/// only counted.
fn may_require(operation: &Operation, slug: &str) -> bool {
    let is_silent = operation.body.is_some() && operation.matrix.request.is_empty();
    let is_open = |support: FieldSupport<'_, Slug>| {
        let is_counted = support.row().counts.is_some();
        let is_silent = !is_counted && support.level(slug) == Level::NotDocumented;
        is_silent || support.may_be_required(slug)
    };
    is_silent || supports(operation).any(is_open)
}

/// Whether the integration is listed for the operation, or named for one of its fields.
fn supports_fields(operation: &Operation, slug: &str) -> bool {
    let is_named = |support: FieldSupport<'_, Slug>| {
        matches!(support.level(slug), Level::Required | Level::Supported)
    };
    match operation.matrix.row().supports(slug) {
        Answer::Yes => true,
        Answer::No => false,
        Answer::NotDocumented => supports(operation).any(is_named),
    }
}

/// The documented support of query parameters and body fields.
fn supports(operation: &Operation) -> impl Iterator<Item = FieldSupport<'_, Slug>> {
    let matrix = &operation.matrix;
    let rows = matrix.query.iter().chain(&matrix.request);
    rows.map(|row| matrix.support(&row.support))
}

/// The documented support of query parameters and body fields, by their keys.
fn rows<'a>(
    package: &Package,
    operation: &'a Operation,
) -> impl Iterator<Item = (String, FieldSupport<'a, Slug>)> {
    let matrix = &operation.matrix;
    let query = matrix.query.iter();
    let query = query.map(|row| (query_key(package, operation, &row.path), row));
    let body = matrix.request.iter().map(|row| (row.path.clone(), row));
    query
        .chain(body)
        .map(|(key, row)| (key, matrix.support(&row.support)))
}

/// `contacts.create`
fn name(book: &Book<'_>, place: OperationRef<'_>) -> String {
    let resource = book.resource(place).map_or("", |resource| {
        bare(&book.plan.names.resource(resource).module)
    });
    escape::plain(&format!(
        "{resource}.{}",
        bare(&book.plan.names.operation(place.operation).method)
    ))
}

/// `contacts (list, create)`
fn grouped(book: &Book<'_>, places: &[OperationRef<'_>]) -> String {
    let groups = places.chunk_by(|one, other| one.resource == other.resource);
    let groups = groups.filter_map(|group| {
        let resource = book.resource(*group.first()?)?;
        let methods: Vec<&str> = group
            .iter()
            .map(|place| bare(&book.plan.names.operation(place.operation).method))
            .collect();
        Some(escape::plain(&format!(
            "{} ({})",
            bare(&book.plan.names.resource(resource).module),
            methods.join(", ")
        )))
    });
    groups.collect::<Vec<_>>().join(", ")
}
