//! The support matrix of an operation: fields × integrations.

use std::fmt::Write as _;

use truto_support_matrix::{Level, OperationLevel};

use crate::chooser::{operation_suffix, suffix};
use crate::emit::reference::extensions::cells::{NOT_DOCUMENTED, html};
use crate::emit::reference::extensions::coverage::resource_id;
use crate::emit::reference::extensions::{cells, compare};
use crate::emit::reference::page::Page;
use crate::emit::reference::titles;
use crate::ir::{FieldSupport, NamedIntegrations, Operation, Support};
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// Emits `docs/<api>/<resource>/<operation>.matrix.md`, if integrations are named. The table is HTML, since Markdown has no row
/// headings. Each field is one line, so that diffs are small.
///
/// ```text
/// <div class="matrix" …><table>
/// <tr><th scope="col">field</th><th scope="col">total</th><th scope="col"><a href="…">Alpha</a></th>…</tr>
/// <tr><th scope="row"><code>emails</code></th><td>9, 1 of which requires it</td><td><b>required</b></td><td>yes</td><td>no</td>…</tr>
/// ```
pub(crate) fn page(book: &Book<'_>, place: OperationRef<'_>) -> Option<Page> {
    let operation = place.operation;
    let path = book.matrix_page(place)?;
    let title = titles::title(book, operation);
    let mut page = Page::new(path, &format!("{title}: support matrix"));
    let back = page.link(&title, &book.operation_page(place));
    page.block(&format!(
        "Which integration supports which field of {back}, {}. –: not documented.",
        titles::address(operation)
    ));
    if let Some(resource) = book.resource(place) {
        let target = compare::of_resource(resource_id(book, resource));
        page.block(&page.link("Compare two or three integrations", &target));
    }
    let columns = columns(book, operation);
    legend(&mut page, operation);
    table(book, &mut page, operation, &columns);
    Some(page)
}

/// The integrations in the operation's matrix, in the order of the registry.
fn columns<'a>(book: &Book<'a>, operation: &Operation) -> Vec<&'a str> {
    let matrix = &operation.matrix;
    let rows = matrix
        .query
        .iter()
        .chain(&matrix.request)
        .chain(&matrix.response);
    let named = rows.flat_map(|row| row.support.names.iter().flat_map(NamedIntegrations::all));
    let listed = matrix.integrations.iter().flat_map(|list| &list.supported);
    let shown: std::collections::BTreeSet<&str> =
        named.chain(listed).map(|slug| slug.slug.as_str()).collect();
    let slugs = book.integrations().map(|entry| entry.slug.as_str());
    slugs.filter(|slug| shown.contains(slug)).collect()
}

fn legend(page: &mut Page, operation: &Operation) {
    page.line("<details><summary>What the words mean</summary>\n");
    page.line("- **required**: the integration refuses a request without the field.");
    page.line(match operation.matrix.response.is_empty() {
        true => "- yes: the integration supports the field.",
        false => "- yes: the integration supports the field of the request, or returns the field of the response.",
    });
    page.line("- no: the documentation names all integrations that support the field, and this one is not among them.");
    page.line("- –: not documented, or the documentation says only how many integrations support the field, not which.");
    page.line("- total: how many integrations support the field, and how many of them require it. Sometimes the documentation says only how many integrations support a field, not which. If exactly that many integrations support the operation, and we know the names of all of them, we infer that each of them supports the field.");
    if let Some(listed) = &operation.matrix.integrations {
        page.line("- In the first row, yes: the integration supports the operation.");
        if !listed.partial_response.is_empty() {
            page.line("- In the first row, partial: the integration supports the operation, but returns only part of each object.");
        }
    }
    let matrix = &operation.matrix;
    let mut rows = matrix
        .query
        .iter()
        .chain(&matrix.request)
        .chain(&matrix.response);
    let is_sure = |row: &FieldSupport| suffix(matrix.support(&row.support).provenance()).is_empty();
    if !rows.all(is_sure) || !operation_suffix(operation).is_empty() {
        page.line("- A value in parentheses, such as (yes), is less certain: it is from an older page of the API's documentation, or we infer it.");
    }
    page.line("\n</details>\n");
}

fn table(book: &Book<'_>, page: &mut Page, operation: &Operation, columns: &[&str]) {
    page.line(
        "<div class=\"matrix\" role=\"region\" aria-label=\"Support matrix\" tabindex=\"0\">\n<table class=\"cells\">\n<thead>",
    );
    let mut head = "<tr><th scope=\"col\">field</th><th scope=\"col\">total</th>".to_owned();
    for slug in columns {
        let label = html(book.plan.integrations.label(slug));
        let _ = match book.integration_page(slug) {
            Some(target) => {
                let href = page.to(&target);
                write!(
                    head,
                    "<th scope=\"col\"><a href=\"{href}\">{label}</a></th>"
                )
            }
            None => write!(head, "<th scope=\"col\">{label}</th>"),
        };
    }
    page.line(&format!("{head}</tr>\n</thead>\n<tbody>"));
    page.line(&operation_row(operation, columns));
    let matrix = &operation.matrix;
    let groups = [
        ("Query parameters", &matrix.query),
        ("Request body", &matrix.request),
        ("Response body", &matrix.response),
    ];
    let width = columns.len() + 2;
    for (title, rows) in groups {
        if rows.is_empty() {
            continue;
        }
        page.line(&format!(
            "<tr><th scope=\"rowgroup\" colspan=\"{width}\"><span>{title}</span></th></tr>"
        ));
        for row in rows {
            page.line(&self::row(book, operation, row, columns));
        }
    }
    page.line("</tbody>\n</table>\n</div>\n");
}

fn operation_row(operation: &Operation, columns: &[&str]) -> String {
    let mut out = "<tr><th scope=\"row\">the operation</th>".to_owned();
    let listed = operation.matrix.integrations.as_ref();
    let count = listed.map_or_else(String::new, |list| {
        let more = if list.is_complete() { "" } else { " or more" };
        format!("{}{more}", list.supported.len())
    });
    let _ = write!(out, "<td>{count}</td>");
    let is_sure = operation_suffix(operation).is_empty();
    for &slug in columns {
        out.push_str(match (operation.matrix.level(slug), is_sure) {
            (OperationLevel::Full, true) => "<td>yes</td>",
            (OperationLevel::Full, false) => "<td>(yes)</td>",
            (OperationLevel::Partial, true) => "<td>partial</td>",
            (OperationLevel::Partial, false) => "<td>(partial)</td>",
            (OperationLevel::Unsupported, _) => "<td>no</td>",
            (OperationLevel::NotDocumented, _) => "<td>–</td>",
        });
    }
    out.push_str("</tr>");
    out
}

fn row(book: &Book<'_>, operation: &Operation, row: &FieldSupport, columns: &[&str]) -> String {
    let support = operation.matrix.support(&row.support);
    let mut out = format!(
        "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td>",
        html(&row.path),
        support
            .total()
            .map_or_else(|| NOT_DOCUMENTED.to_owned(), cells::total)
    );
    let is_sure = suffix(support.provenance()).is_empty();
    let is_named = support
        .names()
        .is_some_and(|names| names.all().next().is_some());
    if !is_named && !support.excludes_unnamed() {
        // One dash replaces a row of dashes.
        let what = by_value(book, &row.support).unwrap_or_else(|| NOT_DOCUMENTED.to_owned());
        let _ = write!(
            out,
            "<td colspan=\"{}\"><span>{what}</span></td></tr>",
            columns.len()
        );
        return out;
    }
    for &slug in columns {
        out.push_str(match (support.level(slug), is_sure) {
            (Level::Required, true) => "<td><b>required</b></td>",
            (Level::Required, false) => "<td><b>(required)</b></td>",
            (Level::Supported, true) => "<td>yes</td>",
            (Level::Supported, false) => "<td>(yes)</td>",
            (Level::Unsupported, _) => "<td>no</td>",
            (Level::NotDocumented, _) => "<td>–</td>",
        });
    }
    out.push_str("</tr>");
    out
}

/// `By value: work: Alpha, Betadesk; home: Alpha.`
fn by_value(book: &Book<'_>, support: &Support) -> Option<String> {
    let values = support.values.iter().map(|value| {
        let takers = value.takers.iter();
        let takers: Vec<&str> = takers
            .map(|slug| book.plan.integrations.label(&slug.slug))
            .collect();
        format!(
            "<code>{}</code>: {}",
            html(&value.value),
            html(&takers.join(", "))
        )
    });
    let values: Vec<String> = values.collect();
    (!values.is_empty()).then(|| format!("By value: {}.", values.join("; ")))
}
