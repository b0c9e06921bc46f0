//! The support matrix of an operation: fields × integrations.

use std::fmt::Write as _;

use super::{
    book::{self, Book},
    escape,
    page::Page,
};
use crate::{
    chooser::{Level, Service, excludes_unnamed, inferred, level, service, service_aside},
    emit::context::Place,
    ir::{Counts, FieldSupport, Names, Operation, Provenance, Support},
};

/// Emits `docs/<api>/<resource>/<operation>.matrix.md`, if integrations are named. The table is HTML, since it has headings of
/// rows; a line per field, so that a change of one is a change of a line.
///
/// ```text
/// <div class="matrix" …><table>
/// <tr><th scope="col">field</th><th scope="col">in all</th><th scope="col"><a href="…">Dixa</a></th>…</tr>
/// <tr><th scope="row"><code>emails</code></th><td>9, 1 R</td><td><b>R</b></td><td>S</td><td>–</td>…</tr>
/// ```
pub(crate) fn page(book: &Book<'_>, place: Place<'_>) -> Option<Page> {
    let operation = place.operation;
    let path = book.matrix_page(place)?;
    let title = book::title(operation);
    let mut page = Page::new(path, &format!("{title}: support matrix"));
    let back = page.link(&title, &book.operation_page(place));
    page.block(&format!(
        "Which integration takes which field of {back}, {}.",
        crate::emit::request::address(operation)
    ));
    let columns = columns(book, operation);
    legend(&mut page, operation);
    table(book, &mut page, operation, &columns);
    Some(page)
}

/// The integrations that the operation's matrix speaks of, in the order of the registry.
fn columns<'a>(book: &Book<'a>, operation: &Operation) -> Vec<&'a str> {
    let matrix = &operation.matrix;
    let rows = matrix
        .query
        .iter()
        .chain(&matrix.request)
        .chain(&matrix.response);
    let named = rows.flat_map(|row| row.support.names.iter().flat_map(Names::all));
    let listed = matrix.integrations.iter().flat_map(|list| &list.supported);
    let spoken: std::collections::BTreeSet<&str> =
        named.chain(listed).map(|slug| slug.slug.as_str()).collect();
    let slugs = book.integrations().map(|entry| entry.slug.as_str());
    slugs.filter(|slug| spoken.contains(slug)).collect()
}

fn legend(page: &mut Page, operation: &Operation) {
    page.line("- **R**: requires the field, and refuses a request without it.");
    page.line("- S: takes the field, or returns it.");
    page.line("- –: does not: the documentation names all that do.");
    page.line("- ?: the documentation does not say.");
    page.line("- In all: how many take the field, and how many of these require it. Where that is all who serve the operation, it is inferred who they are.");
    if operation.matrix.integrations.is_some() {
        page.line("- In the first row, S: serves the operation; P: serves it and returns a part of each object.");
    }
    let matrix = &operation.matrix;
    let mut rows = matrix
        .query
        .iter()
        .chain(&matrix.request)
        .chain(&matrix.response);
    let is_sure =
        |row: &FieldSupport| inferred(operation, &row.support).provenance == Provenance::Documented;
    if !rows.all(is_sure) || !service_aside(operation).is_empty() {
        page.line(
            "- In brackets, such as (S): the same, but an older page says so, or it was inferred.",
        );
    }
    page.line("");
}

fn table(book: &Book<'_>, page: &mut Page, operation: &Operation, columns: &[&str]) {
    page.line(
        "<div class=\"matrix\" role=\"region\" aria-label=\"Support matrix\" tabindex=\"0\">\n<table>\n<thead>",
    );
    let mut head = "<tr><th scope=\"col\">field</th><th scope=\"col\">in all</th>".to_owned();
    for slug in columns {
        let label = html(book.context.label(slug));
        let _ = match book.integration_page(slug) {
            Some(target) => {
                let way = page.to(&target);
                write!(head, "<th scope=\"col\"><a href=\"{way}\">{label}</a></th>")
            }
            None => write!(head, "<th scope=\"col\">{label}</th>"),
        };
    }
    page.line(&format!("{head}</tr>\n</thead>\n<tbody>"));
    page.line(&served(operation, columns));
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
            "<tr><th scope=\"rowgroup\" colspan=\"{width}\">{title}</th></tr>"
        ));
        for row in rows {
            page.line(&self::row(book, operation, row, columns));
        }
    }
    page.line("</tbody>\n</table>\n</div>\n");
}

fn served(operation: &Operation, columns: &[&str]) -> String {
    let mut out = "<tr><th scope=\"row\">the operation</th>".to_owned();
    let listed = operation.matrix.integrations.as_ref();
    let count = listed.map_or_else(String::new, |list| {
        let more = if list.is_complete() { "" } else { " or more" };
        format!("{}{more}", list.supported.len())
    });
    let _ = write!(out, "<td>{count}</td>");
    let is_sure = service_aside(operation).is_empty();
    for slug in columns {
        out.push_str(match (service(operation, slug), is_sure) {
            (Service::Full, true) => "<td>S</td>",
            (Service::Full, false) => "<td>(S)</td>",
            (Service::Partial, true) => "<td>P</td>",
            (Service::Partial, false) => "<td>(P)</td>",
            (Service::No, _) => "<td>–</td>",
            (Service::Unknown, _) => "<td>?</td>",
        });
    }
    out.push_str("</tr>");
    out
}

fn row(book: &Book<'_>, operation: &Operation, row: &FieldSupport, columns: &[&str]) -> String {
    let support = &inferred(operation, &row.support);
    let mut out = format!(
        "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td>",
        html(&row.path),
        numbers(support)
    );
    let is_sure = support.provenance == Provenance::Documented;
    let is_named = support
        .names
        .as_ref()
        .is_some_and(|names| names.all().next().is_some());
    if !is_named && !excludes_unnamed(support) {
        // As many question marks would say no more.
        let what = by_value(book, support)
            .unwrap_or_else(|| "? The documentation does not say which.".to_owned());
        let _ = write!(out, "<td colspan=\"{}\">{what}</td></tr>", columns.len());
        return out;
    }
    for slug in columns {
        out.push_str(match (level(operation, support, slug), is_sure) {
            (Level::Required, true) => "<td><b>R</b></td>",
            (Level::Required, false) => "<td><b>(R)</b></td>",
            (Level::Supported, true) => "<td>S</td>",
            (Level::Supported, false) => "<td>(S)</td>",
            (Level::Unsupported, _) => "<td>–</td>",
            (Level::Unknown, _) => "<td>?</td>",
        });
    }
    out.push_str("</tr>");
    out
}

/// `By value: work: Dixa, Front; home: Dixa.`
fn by_value(book: &Book<'_>, support: &Support) -> Option<String> {
    let values = support.values.iter().map(|value| {
        let takers = value.takers.iter();
        let takers: Vec<&str> = takers.map(|slug| book.context.label(&slug.slug)).collect();
        format!(
            "<code>{}</code>: {}",
            html(&value.value),
            html(&takers.join(", "))
        )
    });
    let values: Vec<String> = values.collect();
    (!values.is_empty()).then(|| format!("By value: {}.", values.join("; ")))
}

/// `9, 1 R`
fn numbers(support: &Support) -> String {
    let named = support.names.as_ref().map(Names::counts);
    let Some(Counts {
        required,
        supported,
    }) = support.counts.or(named)
    else {
        return "?".to_owned();
    };
    let more = if support.counts.is_none() && support.incomplete {
        " or more"
    } else {
        ""
    };
    match required {
        0 => format!("{supported}{more}"),
        required => format!("{supported}{more}, {required} R"),
    }
}

/// Text inside of HTML.
pub(super) fn html(text: &str) -> String {
    let text = escape::clean(text).replace('\n', " ");
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
