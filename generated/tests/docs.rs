//! Compares the reference pages with the vendor's documentation: every cell of the transcripts in `matrix/` is on the page of its
//! operation and in its support matrix.

use std::collections::{BTreeMap, BTreeSet};

/// Place, field, level and integration: a line of a transcript.
type Cell = (String, String, String, String);

fn transcript(text: &str) -> BTreeSet<Cell> {
    let cells = text.lines().map(|line| {
        let parts: Vec<&str> = line.split('\t').collect();
        let [place, field, level, label] = parts[..] else {
            panic!("not a cell: {line}")
        };
        [place, field, level, label].map(str::to_owned).into()
    });
    cells.collect()
}

fn place(title: &str) -> &'static str {
    match title {
        "Query parameters" => "query",
        "Request body" => "request",
        "Response body" => "response",
        _ => "",
    }
}

/// The content of each element `tag`, which may have attributes.
fn elements<'a>(html: &'a str, tag: &str) -> Vec<&'a str> {
    let (start, end) = (format!("<{tag}"), format!("</{}>", tag.trim()));
    let parts = html.split(&start).skip(1);
    let bodies = parts.filter_map(|part| Some(part.split_once('>')?.1.split_once(&end)?.0));
    bodies.collect()
}

/// The text of a piece of HTML.
fn text(html: &str) -> String {
    let parts = html.split('<').enumerate();
    let parts = parts.filter_map(|(index, part)| match index {
        0 => Some(part),
        _ => part.split_once('>').map(|(_, text)| text),
    });
    parts.collect::<String>().trim().replace("&amp;", "&")
}

/// The cells of a support matrix page.
fn matrix(page: &str) -> BTreeSet<Cell> {
    let (head, body) = page.split_once("</thead>").unwrap();
    let labels: Vec<String> = elements(head, "th ")
        .into_iter()
        .map(text)
        .skip(2)
        .collect();
    let mut at = "";
    let mut cells = BTreeSet::new();
    for row in elements(body, "tr") {
        let field = text(elements(row, "th ")[0]);
        if row.contains("rowgroup") {
            at = place(&field);
            continue;
        }
        let words = elements(row, "td").into_iter().skip(1).map(text);
        for (label, word) in labels.iter().zip(words).filter(|_| !at.is_empty()) {
            let level = match word.as_str() {
                "required" => "required",
                "yes" => "supported",
                "no" => continue,
                other => panic!("{field}, {label}: {other}"),
            };
            cells.insert([at, &field, level, label].map(str::to_owned).into());
        }
    }
    cells
}

/// The sentences about support on an operation's page, by place and field.
fn sentences(page: &str) -> BTreeMap<(&'static str, String), String> {
    let mut at = "";
    let mut found = BTreeMap::new();
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            at = place(title);
        }
        let cells: Vec<&str> = line.split(" | ").collect();
        if let ([name, _, support, _], false) = (&cells[..], at.is_empty()) {
            let name = text(name.trim_start_matches("| "));
            found.insert((at, name.trim_matches('`').to_owned()), text(support));
        }
    }
    found
}

/// Whether a cell says that the integration supports or requires the field: a few integrations follow a number, more of them a verb.
fn says(cell: &str, level: &str, label: &str) -> bool {
    let verbs: &[&str] = match level {
        "required" => &["Required by "],
        _ => &["Supported by ", "Returned by "],
    };
    let few = cell
        .split_once(": ")
        .filter(|(numbers, _)| numbers.starts_with(|c: char| c.is_ascii_digit()));
    match few {
        Some((_, list)) if !cell.contains("ed by ") => {
            let wanted = match level {
                "required" => format!("{label} (required)"),
                _ => label.to_owned(),
            };
            list.replace(" and ", ", ")
                .split(", ")
                .any(|known| known == wanted)
        }
        _ => listed(cell, verbs, label),
    }
}

/// Whether `label` is in the list after one of the verbs.
fn listed(sentence: &str, verbs: &[&str], label: &str) -> bool {
    let list = verbs.iter().find_map(|verb| sentence.split_once(verb));
    let list = list.map_or("", |(_, list)| list);
    // A label may contain a full stop, but none that is followed by a space.
    let list = list
        .split(". ")
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let list = list.replace(" and ", ", ");
    list.split(", ").any(|known| known == label)
}

fn assert_found(transcript_text: &str, page: &str, matrix_page: &str) {
    let cells = transcript(transcript_text);
    assert_eq!(matrix(matrix_page), cells);
    let sentences = sentences(page);
    for (place, field, level, label) in &cells {
        let places = ["query", "request", "response"];
        let place = places.into_iter().find(|known| known == place).unwrap();
        let sentence = &sentences[&(place, field.clone())];
        assert!(says(sentence, level, label), "{field}, {label}: {sentence}");
    }
}

#[test]
fn every_documented_cell_of_a_ticketing_contact_is_on_its_page() {
    assert_found(
        include_str!("matrix/ticketing-contacts-create.tsv"),
        include_str!("../docs/ticketing/contacts/create.md"),
        include_str!("../docs/ticketing/contacts/create.matrix.md"),
    );
}

#[test]
fn every_documented_cell_of_a_crm_contact_is_on_its_page() {
    assert_found(
        include_str!("matrix/crm-contacts-create.tsv"),
        include_str!("../docs/crm/contacts/create.md"),
        include_str!("../docs/crm/contacts/create.matrix.md"),
    );
}

/// The example response on a page.
#[cfg(all(feature = "crm", feature = "ticketing"))]
fn example(page: &str) -> serde_json::Value {
    let (_, section) = page.split_once("## Example response\n").unwrap();
    let (_, json) = section.split_once("```json\n").unwrap();
    serde_json::from_str(json.split_once("\n```").unwrap().0).unwrap()
}

/// Decodes an example as the type of its response, and compares it with what the type is encoded as.
#[cfg(all(feature = "crm", feature = "ticketing"))]
macro_rules! assert_typed {
    ($example:expr, $ty:ty) => {{
        let example: serde_json::Value = $example;
        let typed: $ty = serde_json::from_value(example.clone()).unwrap();
        assert!(typed.extra.is_empty(), "{:?}", typed.extra);
        assert!(typed.mismatches().is_empty(), "{:?}", typed.mismatches());
        assert_eq!(serde_json::to_value(typed).unwrap(), example);
    }};
}

#[test]
#[cfg(all(feature = "crm", feature = "ticketing"))]
fn examples_have_the_types_of_the_responses() {
    use truto_unified::{crm, ticketing};

    let contact = example(include_str!("../docs/ticketing/contacts/create.md"));
    assert_typed!(contact, ticketing::contacts::Contact);
    let ticket = example(include_str!("../docs/ticketing/tickets/get.md"));
    assert_typed!(ticket, ticketing::tickets::Ticket);

    let page = example(include_str!("../docs/crm/contacts/list.md"));
    assert_typed!(page["result"][0].clone(), crm::contacts::Contact);
    assert!(page["next_cursor"].is_string());
    assert_eq!(page["result_count"], 1);
}
