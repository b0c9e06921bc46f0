//! The picture of what integrations support: integrations × resources as a heat map, with a bar per integration.
//!
//! It is readable without colors, since each cell has a number, and on light and dark pages, since it has a background of its own. A
//! cell is a link to the resource on the page of the integration, or to that page if no operation of the resource is documented as
//! supported. Equal cells share their shape, so the file is small.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::grid::{Coverage, Grid, Row, resource_id};
use crate::emit::output::{Language, Output};
use crate::emit::prose::escape;
use crate::emit::reference::extensions::cells::NOT_DOCUMENTED;
use crate::emit::reference::extensions::cells::html;
use crate::emit::reference::page::Page;
use crate::plan::names::bare;
use crate::plan::pages::Book;

/// The path of the picture.
pub(crate) const PICTURE: &str = "docs/by-integration/coverage.svg";

/// The distance from cell to cell, and the size of a cell.
const STEP: (usize, usize) = (28, 20);
const CELL: (usize, usize) = (26, 18);

/// The width of the names of integrations, and the longest name that is not shortened.
const NAMES: usize = 224;
const LONGEST_NAME: usize = 28;

/// The height of a title with the slanted names of resources, and of the legend.
const HEAD: usize = 150;
const LEGEND: usize = 118;

/// The bar of an integration that supports everything, and the space for its number.
const BAR: usize = 130;
const BAR_NUMBER: usize = 90;

const MARGIN: usize = 16;

/// Emits the picture; nothing if no integration supports anything.
pub(crate) fn emit(book: &Book<'_>) -> Option<Output> {
    let grids = Grid::all(book);
    if grids.is_empty() {
        return None;
    }
    let widest = grids.iter().map(|grid| grid.columns.len()).max();
    let width = 2 * MARGIN + NAMES + widest.unwrap_or_default() * STEP.0 + BAR + BAR_NUMBER;
    let mut picture = Picture {
        book,
        links: Page::new(PICTURE.to_owned(), ""),
        shapes: BTreeSet::new(),
        body: String::new(),
    };
    let mut top = LEGEND;
    for grid in &grids {
        picture.grid(grid, top);
        top += HEAD + grid.rows.len() * STEP.1 + MARGIN;
    }
    Some(Output::new(
        Language::Svg,
        PICTURE,
        picture.finish(width.max(560), top),
    ))
}

struct Picture<'a> {
    book: &'a Book<'a>,
    /// For links from the place of the picture.
    links: Page,
    shapes: BTreeSet<Shape>,
    body: String,
}

impl Picture<'_> {
    /// ```text
    /// <g transform="translate(240 268)"><a href="alpha.md"><text class="name" x="-8">Alpha</text></a>
    /// <a href="alpha.md#desk.people"><use href="#c5" x="28"/></a>
    /// <a href="alpha.md"><use href="#u" x="56"/><use href="#u" x="84"/></a>
    /// …
    /// </g>
    /// ```
    fn grid(&mut self, grid: &Grid<'_>, top: usize) {
        let title = html(grid.api.docs.summary.as_deref().unwrap_or_default());
        let title = match title.trim() {
            "" => html(bare(&self.book.plan.names.api(grid.api).name)),
            title => title.to_owned(),
        };
        let _ = writeln!(
            self.body,
            "<text class=\"title\" x=\"{MARGIN}\" y=\"{}\">{}</text>",
            top + 24,
            title
        );
        self.resources(grid, top);
        let mut rows: Vec<&Row<'_>> = grid.rows.iter().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.total.supported()));
        for (at, row) in rows.into_iter().enumerate() {
            self.row(grid, row, top + HEAD + at * STEP.1);
        }
    }

    /// The names of the resources with their numbers of operations, slanted.
    fn resources(&mut self, grid: &Grid<'_>, top: usize) {
        for (at, resource) in grid.columns.iter().enumerate() {
            let target = self.book.resource_page(grid.api, resource);
            let name = bare(&self.book.plan.names.resource(resource).module);
            let _ = writeln!(
                self.body,
                "<a href=\"{}\"><text transform=\"translate({} {}) rotate(-50)\">{} <tspan class=\"of\">{}</tspan></text></a>",
                html(&self.links.to(&target)),
                MARGIN + NAMES + at * STEP.0 + STEP.0 / 2,
                top + HEAD - 6,
                html(name),
                resource.operations.len()
            );
        }
    }

    fn row(&mut self, grid: &Grid<'_>, row: &Row<'_>, top: usize) {
        let label = html(&shortened(&row.integration.label));
        let page = self.book.integration_page(&row.integration.slug);
        let page = page.map(|page| html(&self.links.to(&page)));
        let name = format!("<text class=\"name\" x=\"-8\" y=\"13\">{label}</text>");
        let name = match &page {
            Some(page) => format!("<a href=\"{page}\">{name}</a>"),
            None => name,
        };
        let _ = write!(
            self.body,
            "<g transform=\"translate({} {top})\">{name}",
            MARGIN + NAMES
        );
        self.cells(grid, row, page.as_deref());
        self.bar(&row.total, grid.columns.len() * STEP.0 + 12);
        self.body.push_str("</g>\n");
    }

    /// Neighbors that lead to the same place are one link.
    fn cells(&mut self, grid: &Grid<'_>, row: &Row<'_>, page: Option<&str>) {
        let mut open = None;
        for (at, (cell, resource)) in row.cells.iter().zip(&grid.columns).enumerate() {
            let shape = Shape::of(cell);
            let target = page.map(|page| match shape.is_open() {
                true => page.to_owned(),
                false => format!("{page}#{}", html(resource_id(self.book, resource))),
            });
            if open != target {
                self.switch(open.as_deref(), target.as_deref());
                open = target;
            }
            let (id, left) = (shape.id(), at * STEP.0);
            let _ = write!(self.body, "<use href=\"#{id}\" x=\"{left}\"/>");
            self.shapes.insert(shape);
        }
        self.switch(open.as_deref(), None);
        self.body.push('\n');
    }

    /// Ends the link to `from`, and begins the one to `to`.
    fn switch(&mut self, from: Option<&str>, to: Option<&str>) {
        if from.is_some() {
            self.body.push_str("</a>");
        }
        if let Some(to) = to {
            let _ = write!(self.body, "\n<a href=\"{to}\">");
        }
    }

    /// The share of all operations: supported, and supported in part.
    fn bar(&mut self, total: &Coverage, left: usize) {
        let length = |count: usize| count * BAR / total.total().max(1);
        let (full, both) = (length(total.full), length(total.supported()));
        let _ = write!(
            self.body,
            "<path class=\"rail\" d=\"M{left} 4h{BAR}v10h-{BAR}z\"/><path class=\"bar\" d=\"M{left} 4h{full}v10h-{full}z\"/>"
        );
        if both > full {
            let (start, part) = (left + full, both - full);
            let _ = write!(
                self.body,
                "<path class=\"part\" d=\"M{start} 4h{part}v10h-{part}z\"/>"
            );
        }
        let _ = writeln!(
            self.body,
            "<text x=\"{}\" y=\"13\">{} of {}</text>",
            left + BAR + 8,
            total.supported(),
            total.total()
        );
    }

    fn finish(self, width: usize, height: usize) -> String {
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
             <title>How many operations of each resource an integration supports</title>\n\
             <style>\n{}</style>\n<defs>\n",
            include_str!("picture.css")
        );
        for shape in legend_shapes()
            .iter()
            .chain(&self.shapes)
            .collect::<BTreeSet<_>>()
        {
            let _ = writeln!(out, "{}", shape.drawn());
        }
        let _ = writeln!(
            out,
            "</defs>\n<rect class=\"paper\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>\n{}{}</svg>",
            legend(),
            self.body
        );
        out
    }
}

/// The legend, above the first grid.
fn legend() -> String {
    let words = [
        "up to a quarter",
        "up to half",
        "up to three quarters",
        "more, or all",
    ];
    let mut out = format!(
        "<text class=\"title\" x=\"{MARGIN}\" y=\"32\">Who supports what</text>\n\
         <text x=\"{MARGIN}\" y=\"54\">How many operations of a resource an integration supports. Beside a resource: how many it has. The stronger the color, the more.</text>\n"
    );
    let shades = words.iter().zip([0, 150, 270, 440]);
    for (shape, (word, left)) in legend_shapes().iter().zip(shades) {
        let _ = writeln!(out, "{}", entry(shape, word, MARGIN + left, 66));
    }
    let others = [
        ("supports none", 0),
        ("not documented", 150),
        ("some return only part of each object", 300),
    ];
    for (shape, (word, left)) in legend_shapes().iter().skip(4).zip(others) {
        let _ = writeln!(out, "{}", entry(shape, word, MARGIN + left, 92));
    }
    out
}

fn entry(shape: &Shape, word: &str, left: usize, top: usize) -> String {
    let (text, base) = (left + CELL.0 + 6, top + 13);
    format!(
        "<use href=\"#{}\" x=\"{left}\" y=\"{top}\"/><text x=\"{text}\" y=\"{base}\">{word}</text>",
        shape.id()
    )
}

/// The four shades, then nothing, not documented, and in part.
fn legend_shapes() -> [Shape; 7] {
    let shade = |shade, is_partial| Shape {
        shade,
        number: String::new(),
        is_partial,
    };
    let number = |number: &str| Shape {
        shade: 0,
        number: number.to_owned(),
        is_partial: false,
    };
    [
        shade(1, false),
        shade(2, false),
        shade(3, false),
        shade(4, false),
        number("0"),
        number(NOT_DOCUMENTED),
        shade(2, true),
    ]
}

/// What a cell looks like.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    shade: usize,
    number: String,
    is_partial: bool,
}

impl Shape {
    fn of(cell: &Coverage) -> Self {
        Self {
            shade: cell.shade(),
            number: cell.number(),
            is_partial: cell.partial > 0,
        }
    }

    fn is_open(&self) -> bool {
        self.number == NOT_DOCUMENTED
    }

    /// `c5p`: its shade, its number, in part. It is in every cell, so it is short.
    fn id(&self) -> String {
        if self.is_open() {
            return "u".to_owned();
        }
        let shade = ["z", "a", "b", "c", "d"].get(self.shade).copied();
        let part = if self.is_partial { "p" } else { "" };
        format!("{}{}{part}", shade.unwrap_or_default(), self.number)
    }

    fn drawn(&self) -> String {
        let (width, height) = CELL;
        let class = if self.is_open() {
            "u".to_owned()
        } else {
            format!("s{}", self.shade)
        };
        let mut out = format!(
            "<g id=\"{}\"><rect class=\"{class}\" width=\"{width}\" height=\"{height}\" rx=\"3\"/>",
            self.id()
        );
        if self.is_partial {
            let _ = write!(out, "<path class=\"corner\" d=\"M{} 1h7v7z\"/>", width - 8);
        }
        if !self.number.is_empty() {
            let middle = width / 2;
            let _ = write!(
                out,
                "<text class=\"on{class}\" x=\"{middle}\" y=\"13\">{}</text>",
                self.number
            );
        }
        out.push_str("</g>");
        out
    }
}

fn shortened(label: &str) -> String {
    let label = escape::clean(label);
    let label = label.trim();
    match label.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", label.get(..end).unwrap_or(label).trim_end()),
        None => label.to_owned(),
    }
}
