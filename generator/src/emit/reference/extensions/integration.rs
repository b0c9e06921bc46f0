//! The page of each integration, with what it supports and requires.

use truto_support_matrix::{Answer, FieldSupport, Level, OperationLevel};

use crate::chooser::{operation_suffix, query_key, suffix};
use crate::emit::prose::{escape, phrases};
use crate::emit::reference::extensions::cells::NOT_DOCUMENTED;
use crate::emit::reference::extensions::cells::html;
use crate::emit::reference::extensions::coverage::{Coverage, resource_id};
use crate::emit::reference::extensions::{cells, compare};
use crate::emit::reference::page::Page;
use crate::emit::reference::titles;
use crate::ir::{Api, Operation, Package, RegistryEntry, Slug};
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// ```text
/// # Beta Desk
///
/// Beta Desk supports 24 of 68 operations; for 31 it is not documented. Its slug is `betadesk`.
///
/// Compare with [Gamma](…), [Delta](…) or [another integration](…).
///
/// ## Unified Ticketing API
/// | resource | supported | not supported | not documented |
/// | operation | support | requires | also supports |
/// ```
pub(crate) fn page(book: &Book<'_>, entry: &RegistryEntry) -> Option<Page> {
    let label = escape::plain(&entry.label);
    let mut page = Page::new(book.integration_page(&entry.slug)?, &label);
    let apis = book.plan.package.apis.iter().enumerate();
    let parts = apis.filter_map(|(index, api)| {
        let places = book.operations().filter(|place| place.api == index);
        let places: Vec<OperationRef<'_>> = places.collect();
        let mut known = places.iter();
        let is_known = known.any(|place| supports_fields(place.operation, &entry.slug));
        is_known.then_some((api, places))
    });
    let parts: Vec<(&Api, Vec<OperationRef<'_>>)> = parts.collect();
    page.block(&summary(book, entry, &parts));
    page.block(&comparisons(book, &page, entry));
    for (api, places) in &parts {
        page.heading(2, &titles::api_title(book, api));
        resources(book, &mut page, entry, places);
        operations(book, &mut page, entry, places);
    }
    Some(page)
}

/// ``Alpha supports 59 of 141 operations; for 66 it is not documented. Desk: 19 of 68. Sales: 40 of 73. Its slug is `alpha`.``
fn summary(
    book: &Book<'_>,
    entry: &RegistryEntry,
    parts: &[(&Api, Vec<OperationRef<'_>>)],
) -> String {
    let slug = escape::code(&entry.slug);
    let slug = match entry.slug_documented {
        true => format!("Its slug is {slug}."),
        false => format!("Its slug is {slug}, which is not documented but derived from the name."),
    };
    let coverage = |parts: &[(&Api, Vec<OperationRef<'_>>)]| {
        let places = parts.iter().flat_map(|(_, places)| places);
        Coverage::of(places.map(|place| place.operation), &entry.slug)
    };
    if parts.is_empty() {
        return format!("The documentation does not list it for any operation. {slug}");
    }
    let all = coverage(parts);
    let mut sentences = vec![format!(
        "{} supports {} of {} operations",
        escape::plain(&entry.label),
        all.supported(),
        all.total()
    )];
    if all.undocumented > 0 {
        sentences[0].push_str(&format!("; for {} it is not documented", all.undocumented));
    }
    let several = parts.chunks(1).filter(|_| parts.len() > 1);
    sentences.extend(several.map(|part| {
        let of = coverage(part);
        let title = part.first().map(|(api, _)| titles::api_title(book, api));
        format!(
            "{}: {} of {}",
            title.unwrap_or_default(),
            of.supported(),
            of.total()
        )
    }));
    format!("{}. {slug}", sentences.join(". "))
}

/// Links to comparisons with the integrations that support most of the same operations.
fn comparisons(book: &Book<'_>, page: &Page, entry: &RegistryEntry) -> String {
    let link = |label: &str, others: &[&str]| {
        let slugs = std::iter::once(entry.slug.as_str()).chain(others.iter().copied());
        page.link(label, &compare::view(slugs))
    };
    let similar = compare::similar(book, entry);
    let links = similar.iter().map(|other| {
        let label = escape::plain(&other.label);
        link(&label, &[other.slug.as_str()])
    });
    let links: Vec<String> = links.chain([link("another integration", &[])]).collect();
    format!("Compare with {}.", phrases::alternatives(&links))
}

/// Which operations of each resource are supported.
fn resources(book: &Book<'_>, page: &mut Page, entry: &RegistryEntry, places: &[OperationRef<'_>]) {
    page.table(&["resource", "supported", "not supported", "not documented"]);
    for group in places.chunk_by(|one, other| one.resource == other.resource) {
        let Some((api, resource)) = group
            .first()
            .and_then(|first| Some((book.api(*first)?, book.resource(*first)?)))
        else {
            continue;
        };
        let name = escape::plain(bare(&book.plan.names.resource(resource).module));
        let link = page.link(&name, &book.resource_page(api, resource));
        let anchor = anchor(resource_id(book, resource));
        let [supported, unsupported, open] = by_answer(book, entry, group);
        page.row(&[format!("{anchor}{link}"), supported, unsupported, open]);
    }
    page.row(&[]);
}

/// The operations of a resource that are supported, those that are not, and those whose support is not documented. A link leads to
/// the row with the fields.
fn by_answer(book: &Book<'_>, entry: &RegistryEntry, group: &[OperationRef<'_>]) -> [String; 3] {
    let mut lists: [Vec<String>; 3] = Default::default();
    for place in group {
        let method = escape::plain(bare(&book.plan.names.operation(place.operation).method));
        let level = place.operation.matrix.level(&entry.slug);
        let has_row = supports_fields(place.operation, &entry.slug);
        let id = &book.plan.names.operation(place.operation).id;
        let shown = match has_row {
            true => format!("[{method}](#{id})"),
            false => method,
        };
        let [supported, unsupported, open] = &mut lists;
        match level {
            OperationLevel::Full => supported.push(shown),
            OperationLevel::Partial => supported.push(format!("{shown} (partial)")),
            OperationLevel::Unsupported => unsupported.push(shown),
            OperationLevel::NotDocumented => open.push(shown),
        }
    }
    lists.map(|list| list.join(", "))
}

/// The fields of each supported operation.
fn operations(
    book: &Book<'_>,
    page: &mut Page,
    entry: &RegistryEntry,
    places: &[OperationRef<'_>],
) {
    page.table(&["operation", "support", "requires", "also supports"]);
    let mut shown = Vec::new();
    for place in places {
        let Some(support) = support(place.operation, &entry.slug) else {
            continue;
        };
        let link = page.link(&name(book, *place), &book.operation_page(*place));
        let anchor = anchor(&book.plan.names.operation(place.operation).id);
        let [required, supported] = fields(book, place.operation, &entry.slug);
        let cells = [support, required, supported];
        shown.extend_from_slice(&cells);
        page.row(
            &std::iter::once(format!("{anchor}{link}"))
                .chain(cells)
                .collect::<Vec<_>>(),
        );
    }
    page.row(&[]);
    footnotes(page, &shown);
}

fn anchor(id: &str) -> String {
    format!("<a id=\"{}\"></a>", html(id))
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

/// Explains the words in the cells of the table.
fn footnotes(page: &mut Page, cells: &[String]) {
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
pub(super) fn supports_fields(operation: &Operation, slug: &str) -> bool {
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
