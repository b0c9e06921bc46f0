//! The support matrix has one answer to every question. The client, the pages of the reference, the terminal and the data of the
//! chooser are asked for every operation, field and integration.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use truto_codegen::chooser::{Assessment, Query, choose, suffix};
use truto_codegen::load::Disk;
use truto_codegen::{Analysis, Warnings, analyze};
use truto_unified::Integration;
use truto_unified::support::{self, Answer, FieldSupport, Level, Operation};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The definitions, as the terminal reads them.
fn definitions() -> Analysis {
    let files = Disk::new(root());
    let roots = ["ticketing", "crm", "discovery"].map(|api| format!("spec/{api}.yaml"));
    analyze(&roots, &files, Warnings::Deny).0
}

/// The data of the chooser.
fn chooser() -> Value {
    let script = root().join("generated/docs/support-chooser/support.js");
    let script = fs::read_to_string(script).unwrap();
    let (_, data) = script.split_once("const SUPPORT = ").unwrap();
    serde_json::from_str(data.trim_end().trim_end_matches(';')).unwrap()
}

/// The operation as the client's constants describe it.
fn operation(id: &str) -> &'static Operation {
    let found = support::operations().find(|operation| operation.id() == id);
    found.unwrap_or_else(|| panic!("no constant for {id}"))
}

/// The client's answer about what the chooser and the terminal call `key`.
fn by_key(operation: &Operation, key: &str) -> FieldSupport<Integration> {
    if let Some(name) = key.strip_prefix("query:") {
        return operation.query_parameter(name);
    }
    let mut fields = operation.fields().iter();
    let is_field = fields.any(|field| field.path() == key);
    if is_field || operation.body_fields().contains(&key) {
        operation.field(key)
    } else {
        operation.query_parameter(key)
    }
}

/// The note on how sure the client is.
fn note(support: &FieldSupport<Integration>) -> &'static str {
    suffix(support.provenance())
}

#[test]
fn the_chooser_and_the_terminal_answer_as_the_client_does() {
    let (data, definitions) = (chooser(), definitions());
    let slugs = data["integrations"].as_array().unwrap().iter();
    let integrations: Vec<Integration> = slugs
        .map(|entry| entry["slug"].as_str().unwrap().parse().unwrap())
        .collect();
    assert_eq!(integrations, Integration::ALL);
    let mut inferred = 0;
    for entry in data["operations"].as_array().unwrap() {
        let operation = operation(entry["id"].as_str().unwrap());
        let services: Vec<char> = entry["support"].as_str().unwrap().chars().collect();
        assert_eq!(services.len(), integrations.len());
        for (service, integration) in services.iter().zip(&integrations) {
            let answer = match service {
                'y' | 'p' => Answer::Yes,
                'n' => Answer::No,
                _ => Answer::NotDocumented,
            };
            let id = operation.id();
            assert_eq!(
                operation.supports(*integration),
                answer,
                "{id} {integration}"
            );
            let is_partial = operation.partial_response().contains(integration);
            assert_eq!(*service == 'p', is_partial, "{id} {integration}");
        }
        let unselected = ask(&definitions, operation, &[]);
        for field in entry["fields"].as_array().unwrap() {
            let key = field["key"].as_str().unwrap();
            let support = by_key(operation, key);
            inferred += usize::from(note(&support) == " (inferred)");
            assert_eq!(field["suffix"].as_str().unwrap_or_default(), note(&support));
            let selected = ask(&definitions, operation, &[key.to_owned()]);
            for (at, integration) in integrations.iter().enumerate() {
                let letter = field["levels"].as_str().and_then(|all| all.chars().nth(at));
                let level = support.level(*integration);
                let context = format!("{} {key} {integration}", operation.id());
                assert_eq!(level_of(letter.unwrap_or('-')), level, "{context}");
                if operation.supports(*integration) != Answer::No {
                    let assessments = [&unselected[at].1, &selected[at].1];
                    assert_terminal(operation, key, *integration, &support, assessments);
                }
            }
        }
    }
    assert!(inferred > 0, "no field has inferred names");
}

fn level_of(letter: char) -> Level {
    match letter {
        'r' => Level::Required,
        's' | 'm' => Level::Supported,
        'n' => Level::Unsupported,
        '-' | '?' => Level::NotDocumented,
        other => panic!("unknown letter {other}"),
    }
}

/// The terminal's answers, in the order of the integrations.
fn ask<'a>(
    analysis: &'a Analysis,
    operation: &Operation,
    fields: &[String],
) -> Vec<(&'a str, Assessment)> {
    let query = Query::new(analysis, operation.id(), fields).unwrap();
    choose(&analysis.package, &[query])
}

/// Compares the client's answer with the terminal's about the operation alone, and about the operation with the field.
fn assert_terminal(
    operation: &Operation,
    key: &str,
    integration: Integration,
    support: &FieldSupport<Integration>,
    [alone, with]: [&Assessment; 2],
) {
    let (id, note) = (operation.id(), note(support));
    let lists = |lines: &[String], verb: &str| {
        let start = format!("{id} {verb} ");
        let mut lists = lines.iter().filter_map(|line| line.strip_prefix(&start));
        lists.any(|list| list.split(", ").any(|one| one == format!("{key}{note}")))
    };
    let level = support.level(integration);
    let is_sent = matches!(level, Level::Required | Level::Supported);
    let is_known = operation.supports(integration) != Answer::NotDocumented;
    let is_open = level == Level::NotDocumented && is_known;
    let is_required = level == Level::Required && !key.contains('.');
    let expected = [
        level == Level::Unsupported,
        is_sent && !note.is_empty(),
        is_open,
        is_required,
    ];
    let terminal = [
        lists(&with.unsupported, "does not support"),
        lists(&with.notes, "supports"),
        with.undocumented.contains(&format!("{id} {key}")),
        lists(&alone.notes, "requires"),
    ];
    assert_eq!(terminal, expected, "{id} {key} {integration}: {level:?}");
}

/// A support matrix of the reference: the operation, and each field by place and path, with the cells by label.
struct Page {
    labels: Vec<String>,
    operation: Vec<String>,
    rows: HashMap<(String, String), Vec<String>>,
}

impl Page {
    fn read(text: &str) -> Self {
        let mut page = Self {
            labels: Vec::new(),
            operation: Vec::new(),
            rows: HashMap::new(),
        };
        let mut place = String::new();
        for line in text.lines().filter(|line| line.starts_with("<tr>")) {
            let mut cells = cells(line);
            if line.contains("scope=\"rowgroup\"") {
                place = cells.remove(0);
            } else if line.contains("scope=\"col\"") {
                page.labels = cells.split_off(2);
            } else if place.is_empty() {
                page.operation = cells.split_off(2);
            } else {
                let path = cells.remove(0);
                page.rows.insert((place.clone(), path), cells.split_off(1));
            }
        }
        page
    }

    /// The cell of an integration; `None` if the page has no column for it, or one cell for all.
    fn cell<'p>(&self, row: &'p [String], integration: Integration) -> Option<&'p str> {
        let at = self
            .labels
            .iter()
            .position(|label| label == integration.label())?;
        let is_whole = row.len() == self.labels.len();
        row.get(at).filter(|_| is_whole).map(String::as_str)
    }
}

/// The text of each cell of a row.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim_end_matches("</tr>").replace("</th>", "\n");
    line.replace("</td>", "\n").lines().map(text).collect()
}

fn text(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[test]
fn the_pages_answer_as_the_client_does() {
    let data = chooser();
    let mut compared = 0;
    for entry in data["operations"].as_array().unwrap() {
        let operation = operation(entry["id"].as_str().unwrap());
        let page = entry["page"].as_str().unwrap().trim_start_matches("../");
        let (resource, method) = page.rsplit_once('/').unwrap();
        let read = |path: String| fs::read_to_string(root().join("generated/docs").join(path));
        let resource = read(format!("{resource}.md")).unwrap();
        // An operation has no matrix if no integration is documented for it or its fields.
        let matrix = read(format!("{page}.matrix.md")).ok();
        let matrix = matrix.as_deref().map(Page::read);
        for integration in Integration::ALL.iter().copied() {
            let answer = answer_in_table(&resource, method, integration);
            assert_answer(operation, integration, answer.as_deref());
            if let Some(matrix) = &matrix {
                let answer = matrix.cell(&matrix.operation, integration);
                assert_answer(operation, integration, answer);
            }
            compared += compare(operation, matrix.as_ref(), integration);
        }
    }
    assert!(compared > 3_000, "{compared} cells");
}

/// The cell of an operation in the table of its resource's page; `None` if the table has no such row.
fn answer_in_table(page: &str, method: &str, integration: Integration) -> Option<String> {
    let mut rows = page
        .lines()
        .map(|line| line.split(" | ").collect::<Vec<_>>());
    let head = rows.find(|cells| cells[0] == "| integration")?;
    let is_column = |cell: &&str| cell.contains(&format!("/{method}.md)"));
    let column = head.iter().position(is_column)?;
    let link = format!("/by-integration/{}.md)", integration.slug());
    let row = rows.find(|cells| cells[0].ends_with(&link))?;
    Some(row[column].trim_end_matches(" |").to_owned())
}

/// Compares a page's answer about the operation. A table has only the integrations of which it says more than "no".
fn assert_answer(operation: &Operation, integration: Integration, cell: Option<&str>) {
    let answer = operation.supports(integration);
    let expected = match cell.map(word) {
        Some("yes" | "partial") => Answer::Yes,
        Some("no") => Answer::No,
        Some(_) => Answer::NotDocumented,
        None if operation.is_complete() => Answer::No,
        None => Answer::NotDocumented,
    };
    let id = operation.id();
    assert_eq!(answer, expected, "{id} {integration}: {cell:?}");
}

/// The first word of a cell, without what says that it is less certain.
fn word(cell: &str) -> &str {
    let cell = cell.split(" (").next().unwrap_or(cell);
    cell.trim_matches(['(', ')'])
}

/// Compares one column, and returns the number of its cells.
fn compare(operation: &Operation, page: Option<&Page>, integration: Integration) -> usize {
    let (id, answer) = (operation.id(), operation.supports(integration));
    let places = [
        (
            "Query parameters",
            operation.query_for(integration).collect::<Vec<_>>(),
        ),
        ("Request body", operation.fields_for(integration).collect()),
        (
            "Response body",
            operation.response_for(integration).collect(),
        ),
    ];
    let mut compared = 0;
    for (place, fields) in places {
        for (field, level) in fields {
            let row = (place.to_owned(), field.path().to_owned());
            let cell = page.and_then(|page| page.cell(page.rows.get(&row)?, integration));
            let context = format!("{id} {place} {} {integration}", field.path());
            let Some(cell) = cell else {
                // A page has no column for an integration of which it has nothing to say but "no".
                let is_silent = level == Level::NotDocumented || answer == Answer::No;
                assert!(is_silent, "{context}: {level:?}");
                continue;
            };
            compared += 1;
            let support = match place {
                "Query parameters" => operation.query_parameter(field.path()),
                "Request body" => operation.field(field.path()),
                _ => operation.response_field(field.path()),
            };
            assert_eq!(support.level(integration), level, "{context}");
            assert_eq!(level_in(word(cell)), level, "{context}: {cell}");
            let is_uncertain = cell.starts_with('(');
            let is_listed = matches!(level, Level::Required | Level::Supported);
            let is_noted = is_listed && !note(&support).is_empty();
            assert_eq!(is_uncertain, is_noted, "{context}: {cell}");
        }
    }
    compared
}

fn level_in(cell: &str) -> Level {
    match cell {
        "required" => Level::Required,
        "yes" => Level::Supported,
        "no" => Level::Unsupported,
        "–" => Level::NotDocumented,
        other => panic!("unknown cell {other}"),
    }
}

/// How many operations of a resource an integration supports, and whether it is documented that it supports none.
fn count(resource: &str, integration: Integration) -> String {
    let operations = support::operations().filter(|operation| {
        let of = operation.id().rsplit_once('.').map(|(of, _)| of);
        of == Some(resource)
    });
    let answers: Vec<Answer> = operations
        .map(|operation| operation.supports(integration))
        .collect();
    let has = |answer: Answer| answers.iter().filter(|given| **given == answer).count();
    match has(Answer::Yes) {
        0 if has(Answer::NotDocumented) > 0 => "–".to_owned(),
        count => count.to_string(),
    }
}

/// The distance from cell to cell in the picture.
const STEP: usize = 28;

/// `crm.contacts` for `../crm/contacts.md`
fn id_at(path: &str) -> String {
    let path = path.trim_start_matches("../").trim_end_matches(".md");
    path.replace('/', ".")
}

/// The distance from the left and the ID of the shape of a cell: `28` and `c5` of `c5" x="28"/>`.
fn cell(shown: &str) -> (usize, &str) {
    let (shape, rest) = shown.split_once("\" x=\"").unwrap();
    let (left, _) = rest.split_once('"').unwrap();
    (left.parse().unwrap(), shape)
}

#[test]
fn the_picture_and_its_tables_count_what_the_client_supports() {
    let read = |path: &str| fs::read_to_string(root().join("generated/docs").join(path)).unwrap();
    let picture = read("by-integration/coverage.svg");
    // The text of each shape, by its ID.
    let shapes: HashMap<&str, String> = picture
        .lines()
        .filter_map(|line| line.strip_prefix("<g id=\"")?.split_once('"'))
        .map(|(id, shape)| (id, text(shape.split_once('>').unwrap().1)))
        .collect();
    let mut cells = 0;
    let mut columns: Vec<String> = Vec::new();
    for line in picture.lines() {
        let target = line
            .strip_prefix("<a href=\"")
            .map(|rest| rest.split_once('"').unwrap().0);
        match target {
            Some(head) if line.contains("rotate(") => columns.push(id_at(head)),
            Some(target) => {
                for (left, shape) in line.split("<use href=\"#").skip(1).map(cell) {
                    let resource = &columns[left / STEP];
                    let shape = &shapes[shape];
                    let (page, anchor) = target.split_once(".md").unwrap();
                    let integration: Integration = page.parse().unwrap();
                    assert_eq!(*shape, count(resource, integration), "{page} {resource}");
                    let page = read(&format!("by-integration/{page}.md"));
                    assert!(page.contains(&format!("<a id=\"{resource}\">")));
                    match shape.as_str() {
                        "–" => assert_eq!(anchor, "", "{line}"),
                        _ => assert_eq!(anchor, format!("#{resource}"), "{line}"),
                    }
                    cells += 1;
                }
            }
            // The next picture has columns of its own.
            None if line.contains("class=\"title\"") => columns.clear(),
            None => {}
        }
    }
    assert!(cells > 1_000, "{cells} cells");

    let tables = read("by-integration.md");
    let mut heads: Vec<String> = Vec::new();
    for line in tables.lines().filter(|line| line.starts_with("<tr>")) {
        let shown = self::cells(line);
        if line.contains("scope=\"col\"") {
            let links = line.split("<a href=\"").skip(1);
            let ids = links.map(|link| link.split(".md").next().unwrap().replace('/', "."));
            heads = ids.collect();
            continue;
        }
        let integration: Integration = shown[1].parse().unwrap();
        assert_eq!(shown.len(), heads.len() + 3);
        for (cell, resource) in shown.iter().skip(3).zip(&heads) {
            assert_eq!(
                word(cell),
                count(resource, integration),
                "{integration} {resource}"
            );
            cells -= 1;
        }
    }
    assert_eq!(cells, 0, "the tables have the cells of the picture");
}
