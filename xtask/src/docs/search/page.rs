//! What the search finds on a page: read from its Markdown.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::links::{Anchors, attributes};

/// The heading of the first column of a table of operations.
const OPERATION: &str = "operation";

/// What a page is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Guide,
    Integration,
    Matrix,
    Operation,
    Page,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Guide => "guide",
            Kind::Integration => "integration",
            Kind::Matrix => "matrix",
            Kind::Operation => "operation",
            Kind::Page => "page",
        }
    }

    fn of(path: &str, has_endpoint: bool) -> Self {
        if path.starts_with("guides/") && !path.ends_with("/index.md") {
            Kind::Guide
        } else if path.starts_with("docs/by-integration/") {
            Kind::Integration
        } else if path.ends_with(".matrix.md") {
            Kind::Matrix
        } else if has_endpoint {
            Kind::Operation
        } else {
            Kind::Page
        }
    }
}

pub(super) struct Page {
    pub(super) kind: Kind,
    pub(super) title: String,
    /// The first paragraph of prose.
    pub(super) lead: String,
    /// The method and the path of an operation.
    pub(super) endpoint: Option<(String, String)>,
    /// What is between the first paragraph and the first section.
    pub(super) intro: Section,
    pub(super) sections: Vec<Section>,
    pub(super) rows: Vec<Row>,
    columns: BTreeSet<String>,
}

/// What is below a heading.
#[derive(Default)]
pub(super) struct Section {
    pub(super) anchor: String,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) code: String,
    /// How often its prose names something as code.
    pub(super) names: BTreeMap<String, usize>,
}

/// A row of a table that has an anchor, or that is about an operation on the page of an integration.
pub(super) struct Row {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) text: String,
    /// The type of a field, and its support.
    pub(super) note: String,
    /// Its name in Rust.
    pub(super) rust: String,
}

impl Row {
    /// Whether it has a name in a group of anchors.
    pub(super) fn is(&self, group: &str, name: &str) -> bool {
        self.anchor.starts_with(group) && self.name == name
    }
}

impl Page {
    /// Reads a page. The path decides what kind of page it is.
    pub(super) fn of(path: &str, markdown: &str) -> Self {
        let mut reader = Reader::default();
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
            reader.read(event);
        }
        let kind = Kind::of(path, reader.endpoint.is_some());
        let columns = reader.tables.iter().flat_map(|row| &row.columns);
        let columns = columns.cloned().collect();
        let rows = reader.tables.into_iter();
        Self {
            kind,
            title: reader.title,
            lead: reader.lead,
            endpoint: reader.endpoint,
            intro: reader.intro,
            sections: reader.sections,
            rows: rows.filter_map(|row| row.read(kind)).collect(),
            columns,
        }
    }

    /// The headings of the columns of its tables.
    pub(super) fn columns(&self) -> String {
        let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        columns.join(" ")
    }
}

#[derive(Default, Clone)]
struct Cell {
    text: String,
    anchor: String,
    /// The first text as code, or the first link.
    name: Option<String>,
    /// What a folded part says when it is closed; the rest of it is not read.
    summary: String,
    /// What `<span class="in-rust">` says: the name in Rust.
    rust: String,
}

/// A row of a table as it was written, with the headings of its columns.
struct TableRow {
    columns: Vec<String>,
    cells: Vec<Cell>,
}

impl TableRow {
    fn read(self, kind: Kind) -> Option<Row> {
        let first = self.cells.first()?;
        let name = first.name.clone()?;
        let (text, note) = if !first.anchor.is_empty() && kind != Kind::Integration {
            let is_short = |at: &usize| *at > 0 && *at + 1 < self.cells.len();
            let short = (0..self.cells.len()).filter(is_short);
            let short: Vec<String> = short.filter_map(|at| self.short(at)).collect();
            let about = self.cells.last().map(|cell| cell.text.trim().to_owned());
            (about.unwrap_or_default(), short.join(" · "))
        } else if self.columns.first().is_some_and(|of| of == OPERATION)
            && kind == Kind::Integration
        {
            let others = (1..self.cells.len()).filter_map(|at| self.labelled(at));
            (others.collect::<Vec<_>>().join(". "), String::new())
        } else {
            return None;
        };
        let anchor = first.anchor.clone();
        let rust = self
            .cells
            .last()
            .map(|cell| cell.rust.clone())
            .unwrap_or_default();
        Some(Row {
            anchor,
            name,
            text,
            note,
            rust,
        })
    }

    /// What a column says in a few words, if it says anything.
    fn short(&self, at: usize) -> Option<String> {
        let cell = self.cells.get(at)?;
        if !cell.summary.is_empty() {
            return self
                .columns
                .get(at)
                .map(|column| format!("{column} {}", cell.summary));
        }
        let text = cell.text.trim();
        (!matches!(text, "" | "–")).then(|| text.to_owned())
    }

    fn labelled(&self, at: usize) -> Option<String> {
        let text = self.cells.get(at)?.text.trim();
        let column = self.columns.get(at)?;
        (!matches!(text, "" | "–")).then(|| format!("{column}: {text}"))
    }
}

/// Where the reader is.
#[derive(Default, PartialEq)]
enum Place {
    #[default]
    Elsewhere,
    Heading,
    Paragraph,
    Cell,
    Code,
}

#[derive(Default)]
struct Reader {
    title: String,
    lead: String,
    endpoint: Option<(String, String)>,
    intro: Section,
    sections: Vec<Section>,
    tables: Vec<TableRow>,
    place: Place,
    text: String,
    anchors: Anchors,
    is_head: bool,
    columns: Vec<String>,
    cells: Vec<Cell>,
    /// Within `<details>`, and within its `<summary>`.
    is_folded: bool,
    is_summary: bool,
    /// Within `<span class="in-rust">`.
    is_rust: bool,
    link: Option<String>,
}

impl Reader {
    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.add(&text, false),
            Event::Code(text) => self.add(&text, true),
            Event::SoftBreak | Event::HardBreak => self.add(" ", false),
            Event::InlineHtml(html) => self.html(&html),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.begin(Place::Heading),
            Tag::Paragraph => self.begin(Place::Paragraph),
            Tag::Item if self.place == Place::Elsewhere => self.begin(Place::Paragraph),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.begin(Place::Code),
            Tag::TableHead => self.is_head = true,
            Tag::TableCell => {
                self.place = Place::Cell;
                self.cells.push(Cell::default());
            }
            Tag::Link { .. } => self.link = Some(String::new()),
            _ => {}
        }
    }

    fn begin(&mut self, place: Place) {
        self.place = place;
        self.text.clear();
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.heading(),
            TagEnd::Paragraph | TagEnd::Item => self.paragraph(),
            TagEnd::CodeBlock => self.code(),
            TagEnd::TableHead => {
                self.is_head = false;
                self.columns = take(&mut self.cells)
                    .into_iter()
                    .map(|cell| cell.text)
                    .collect();
            }
            TagEnd::TableRow => self.row(),
            TagEnd::TableCell => {
                (self.is_folded, self.is_summary, self.is_rust) = (false, false, false);
            }
            TagEnd::Link => {
                let link = self.link.take();
                if let Some(cell) = self.cell() {
                    cell.name = cell.name.take().or(link);
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        if self.place == Place::Cell {
            self.cells.last_mut()
        } else {
            None
        }
    }

    fn add(&mut self, text: &str, is_code: bool) {
        if let Some(link) = &mut self.link {
            link.push_str(text);
        }
        let (is_folded, is_summary) = (self.is_folded, self.is_summary);
        let (is_rust, is_link) = (self.is_rust, self.link.is_some());
        let Some(cell) = self.cell() else {
            self.text.push_str(text);
            if is_code {
                *self.section().names.entry(text.to_owned()).or_default() += 1;
            }
            return;
        };
        if is_rust {
            cell.rust.push_str(text);
        } else if is_summary {
            cell.summary.push_str(text);
        } else if !is_folded {
            cell.text.push_str(text);
            if is_code && !is_link && cell.name.is_none() {
                cell.name = Some(text.to_owned());
            }
        }
    }

    fn html(&mut self, html: &str) {
        match html.trim() {
            "<details>" => self.is_folded = true,
            "</details>" => self.is_folded = false,
            "<summary>" => self.is_summary = true,
            "</summary>" => self.is_summary = false,
            "<span class=\"in-rust\">" => self.is_rust = true,
            "</span>" => self.is_rust = false,
            "<br>" => self.add(" ", false),
            html => {
                let anchor = attributes(html, "id").next();
                if let (Some(anchor), Some(cell)) = (anchor, self.cell())
                    && cell.anchor.is_empty()
                {
                    cell.anchor = anchor.to_owned();
                }
            }
        }
    }

    /// The section that is read.
    fn section(&mut self) -> &mut Section {
        self.sections.last_mut().unwrap_or(&mut self.intro)
    }

    fn heading(&mut self) {
        let title = take(&mut self.text).trim().to_owned();
        let anchor = self.anchors.of(&title);
        self.place = Place::Elsewhere;
        if self.title.is_empty() {
            self.title = title;
        } else {
            self.sections.push(Section {
                anchor,
                title,
                ..Section::default()
            });
        }
    }

    fn paragraph(&mut self) {
        self.place = Place::Elsewhere;
        let text = take(&mut self.text);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if !self.sections.is_empty() || !self.lead.is_empty() {
            append(&mut self.section().text, text);
        } else if let Some(endpoint) = endpoint(text) {
            self.endpoint = Some(endpoint);
        // Links to other pages are separated by dots.
        } else if !text.contains(" · ") {
            text.clone_into(&mut self.lead);
        }
    }

    fn code(&mut self) {
        self.place = Place::Elsewhere;
        let code = take(&mut self.text);
        // Lines that rustdoc hides are not found either.
        for line in code.lines().filter(|line| !line.starts_with("# ")) {
            append(&mut self.section().code, line.trim());
        }
    }

    fn row(&mut self) {
        self.place = Place::Elsewhere;
        let cells = take(&mut self.cells);
        for cell in &cells {
            append(&mut self.section().text, cell.text.trim());
        }
        let columns = self.columns.clone();
        self.tables.push(TableRow { columns, cells });
    }
}

fn append(to: &mut String, text: &str) {
    if !to.is_empty() {
        to.push(' ');
    }
    to.push_str(text);
}

/// `POST /unified/crm/contacts`
fn endpoint(paragraph: &str) -> Option<(String, String)> {
    let (method, path) = paragraph.split_once(' ')?;
    let is_method = method.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_path = path.starts_with('/') && !path.contains(' ');
    (is_method && is_path).then(|| (method.to_owned(), path.to_owned()))
}
