//! The page of all integrations: a picture of what each supports of every resource, and the same numbers as tables.

use std::fmt::Write as _;

use crate::emit::reference::extensions::cells::html;
use crate::emit::reference::extensions::coverage::{Coverage, Grid, PICTURE, Row};
use crate::emit::reference::extensions::{chooser, compare};
use crate::emit::reference::page::Page;
use crate::emit::reference::titles;
use crate::ir::RegistryEntry;
use crate::plan::extensions::pages::INTEGRATIONS;
use crate::plan::names::bare;
use crate::plan::pages::Book;

/// Emits `docs/by-integration.md`, with a registry.
pub(crate) fn page(book: &Book<'_>) -> Option<Page> {
    book.plan.usage.registry.then(|| all(book))
}

fn all(book: &Book<'_>) -> Page {
    let mut page = Page::new(format!("docs/{INTEGRATIONS}.md"), "Integrations");
    let grids = Grid::all(book);
    page.block(
        "What each integration supports. The page of an integration lists its operations, with the fields that it requires.",
    );
    let links = [
        page.link("Compare two or three integrations", compare::PAGE),
        page.link(
            "Find the integrations that support what you need",
            chooser::PAGE,
        ),
    ];
    page.block(&links.join(" · "));
    if !grids.is_empty() {
        let picture = page.to(PICTURE);
        page.block(&format!(
            "[![How many operations of each resource an integration supports. The tables below have the same numbers.]({picture})]({picture})"
        ));
        page.block(
            "In the tables, a number is how many operations of the resource the integration supports. In parentheses: how many of \
             them return only part of each object. –: not documented. 0: the documentation lists the integrations that support the operations, and this \
             one is not among them.",
        );
    }
    for grid in &grids {
        page.heading(2, &titles::api_title(book, grid.api));
        table(book, &mut page, grid);
    }
    others(book, &mut page, &grids);
    page
}

/// ```text
/// <tr><th scope="col">integration</th><th scope="col">slug</th><th scope="col">all 12</th><th scope="col"><a href="…">people</a> 7</th>…</tr>
/// <tr><th scope="row"><a href="…">Alpha</a></th><td><code>alpha</code></td><td>8</td><td class="shade-3">5</td>…</tr>
/// ```
fn table(book: &Book<'_>, page: &mut Page, grid: &Grid<'_>) {
    page.line(&format!(
        "<div class=\"matrix coverage\" role=\"region\" aria-label=\"{}: supported operations by resource\" tabindex=\"0\">\n<table class=\"cells\">\n<thead>",
        html(&titles::api_title(book, grid.api))
    ));
    let all: usize = grid.columns.iter().map(|of| of.operations.len()).sum();
    let mut head = format!(
        "<tr><th scope=\"col\">integration</th><th scope=\"col\">slug</th><th scope=\"col\">all {all}</th>"
    );
    for resource in &grid.columns {
        let href = page.to(&book.resource_page(grid.api, resource));
        let name = bare(&book.plan.names.resource(resource).module);
        let _ = write!(
            head,
            "<th scope=\"col\"><a href=\"{}\">{}</a> {}</th>",
            html(&href),
            html(name),
            resource.operations.len()
        );
    }
    page.line(&format!("{head}</tr>\n</thead>\n<tbody>"));
    for row in &grid.rows {
        let line = self::row(book, page, row);
        page.line(&line);
    }
    page.line("</tbody>\n</table>\n</div>\n");
}

fn row(book: &Book<'_>, page: &Page, row: &Row<'_>) -> String {
    let label = html(&row.integration.label);
    let name = match book.integration_page(&row.integration.slug) {
        Some(target) => format!("<a href=\"{}\">{label}</a>", html(&page.to(&target))),
        None => label,
    };
    let mut out = format!(
        "<tr><th scope=\"row\">{name}</th><td><code>{}</code></td><td>{}</td>",
        html(&row.integration.slug),
        row.total.supported()
    );
    for cell in &row.cells {
        out.push_str(&self::cell(cell));
    }
    out.push_str("</tr>");
    out
}

fn cell(cell: &Coverage) -> String {
    let class = match cell.shade() {
        0 => String::new(),
        shade => format!(" class=\"shade-{shade}\""),
    };
    let part = match cell.partial {
        0 => String::new(),
        partial => format!(" ({partial})"),
    };
    format!("<td{class}>{}{part}</td>", cell.number())
}

/// Names the integrations that are in none of the tables.
fn others(book: &Book<'_>, page: &mut Page, grids: &[Grid<'_>]) {
    let shown: std::collections::BTreeSet<&str> = grids
        .iter()
        .flat_map(|grid| &grid.rows)
        .map(|row| row.integration.slug.as_str())
        .collect();
    let is_other = |entry: &&RegistryEntry| !shown.contains(entry.slug.as_str());
    let links = book.integrations().filter(is_other).map(|entry| {
        let label = crate::emit::prose::escape::plain(&entry.label);
        match book.integration_page(&entry.slug) {
            Some(target) => page.link(&label, &target),
            None => label,
        }
    });
    let links: Vec<String> = links.collect();
    if !links.is_empty() {
        let names = crate::emit::prose::phrases::enumeration(&links);
        page.block(&format!(
            "The documentation does not list {names} for any operation."
        ));
    }
}
