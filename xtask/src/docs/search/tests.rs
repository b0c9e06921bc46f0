use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::*;

#[path = "../../../../generated/tests/tools/mod.rs"]
mod tools;

const OPERATION: &str = r#"
# Create a person

<span class="method post">POST</span> `/people`

Adds a person.

[people](../people.md) · [API](../../a.md)

## Body

| field | type | supported by | about |
| --- | --- | --- | --- |
| <a id="body-phone"></a>`phone` | string | <details><summary>2 of 3, required by 1</summary>Required by [A](a.md).</details> | Phone \| fax.<br><span class="in-rust">Rust: `phone`</span> |

## Response

| field | type | about |
| --- | --- | --- |
| <a id="response-phone"></a>`phone` | string | Phone. |
| <a id="response-etag"></a>`etag` | string | – |

## Options

| parameter | type | about |
| --- | --- | --- |
| <a id="option-without"></a>`without[]` | string[] | Fields to omit. One of `a`. |
"#;

const RESOURCE: &str = "# people\n\n## Object\n\n| field | about |\n| --- | --- |\n| <a id=\"field-phone\"></a>`phone` | Phone. |\n";

const GUIDE: &str = "# Formats\n\nKeep the default.\n\nMore.\n\n## Leaving fields out\n\nSet `without` and `without`.\n\n```rust\n# hidden\nlet a = 1;\n```\n";

fn pages() -> Pages {
    let get = OPERATION
        .replace("/people`", "/people/{id}`")
        .replace("One of `a`.", "One of `b`.");
    let pages = [
        ("docs/a.md", "# API\n"),
        ("docs/a/people.md", RESOURCE),
        ("docs/a/people/create.md", OPERATION),
        ("docs/a/people/get.md", &get),
        (
            "docs/by-integration/x.md",
            "# X\n\nX supports 1 of 2 operations.\n\n| operation | requires | also |\n| --- | --- | --- |\n| <a id=\"a.create\"></a>[create](../a.md) | `phone` | – |\n",
        ),
        ("guides/formats.md", GUIDE),
    ];
    pages
        .into_iter()
        .map(|(path, text)| (path.to_owned(), Page::of(path, text)))
        .collect()
}

fn page<'a>(index: &'a Value, url: &str) -> &'a Value {
    let pages = index["pages"].as_array().unwrap();
    pages.iter().find(|page| page["url"] == url).unwrap()
}

#[test]
fn a_page_has_its_endpoint_and_the_fields_that_its_resource_has_not() {
    let index = index(&pages(), &Topics::default());
    let create = page(&index, "docs/a/people/create.html");
    assert_eq!(create["kind"], "operation");
    assert_eq!(create["path"], json!(["API", "people"]));
    assert_eq!(
        (&create["method"], &create["address"]),
        (&json!("POST"), &json!("/people"))
    );
    assert_eq!(create["text"], "Adds a person.");
    let rows = create["rows"].as_array().unwrap();
    let texts = |row: &Value| index["texts"][row[2].as_u64().unwrap() as usize].clone();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        rows[0],
        json!([
            "body-phone",
            "phone",
            rows[0][2],
            "string · supported by 2 of 3, required by 1",
            "Rust: phone"
        ])
    );
    assert_eq!(texts(&rows[0]), "Phone | fax.");
    assert_eq!(rows[1][0], "response-etag");
    let integration = page(&index, "docs/by-integration/x.html");
    assert_eq!(integration["text"], "X supports 1 of 2 operations.");
    assert_eq!(integration["rows"][0][0], "a.create");
    assert_eq!(texts(&integration["rows"][0]), "requires: phone");
}

#[test]
fn an_option_is_found_once_and_leads_to_its_guide() {
    let index = index(&pages(), &Topics::default());
    assert_eq!(
        index["options"],
        json!([{
            "title": "without[]", "url": "guides/formats.html#leaving-fields-out",
            "text": "Fields to omit.", "note": "string[]", "count": 2,
        }])
    );
    let mut pages = pages();
    let options = "# Options\n\n## `without[]`\n\nOmits fields.\n";
    pages.insert(
        "docs/options.md".to_owned(),
        Page::of("docs/options.md", options),
    );
    let option = &super::options(&pages)[0];
    assert_eq!(
        (&option["url"], &option["text"]),
        (&json!("docs/options.html#without"), &json!("Omits fields."))
    );
    let sections = page(&index, "guides/formats.html")["sections"].clone();
    assert_eq!(
        sections,
        json!([[
            "leaving-fields-out",
            "Leaving fields out",
            "Set without and without.",
            "let a = 1;"
        ]])
    );
    assert_eq!(page(&index, "guides/formats.html")["code"], "More. ");
    assert!(links(&index).contains("docs/a/people/create.html#body-phone"));
}

/// The pages of the workspace. The names of those that are renamed on the site do not matter here.
fn workspace() -> (Pages, Topics) {
    let pages = read(&root().join("generated")).unwrap();
    (
        pages,
        Topics::read(&root().join("xtask/book/search.toml")).unwrap(),
    )
}

#[test]
fn the_pages_of_each_topic_exist() {
    let (pages, topics) = workspace();
    let targets = topics.topics.iter().flat_map(|topic| &topic.pages);
    let targets = targets.chain(&topics.minor);
    let mut count = 0;
    for target in targets {
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        let page = pages.get(path);
        let page = page.unwrap_or_else(|| panic!("search.toml: there is no page `{path}`"));
        let anchors = page.sections.iter().map(|section| section.anchor.as_str());
        let known: Vec<&str> = anchors
            .chain(page.rows.iter().map(|row| row.anchor.as_str()))
            .collect();
        assert!(
            anchor.is_empty() || known.contains(&anchor),
            "search.toml: `{target}`: {path} has {known:?}"
        );
        count += 1;
    }
    assert!(count > 20, "{count}");
}

/// Prints the links of the first results of each query.
const SCRIPT: &str = r"
const fs = require('node:fs')
const siteSearch = new Function(`${fs.readFileSync(process.argv[1], 'utf8')}\nreturn siteSearch`)()
const { index, queries } = JSON.parse(fs.readFileSync(0, 'utf8'))
const prepared = siteSearch.prepare(index)
process.stdout.write(JSON.stringify(queries.map((query) => siteSearch.search(prepared, query).entries.map(({ url }) => url))))
";

/// What is found, as URLs, for each query; `None` without `node`.
fn found(index: &Value, queries: &[&str]) -> Option<Vec<Vec<String>>> {
    let script: PathBuf = root().join("xtask/book/search.rank.js");
    let mut command = Command::new("node");
    command
        .args(["-e", SCRIPT])
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut node = match command.spawn() {
        Ok(node) => node,
        Err(error) => {
            tools::missing(
                "node",
                "the search of the site",
                &format!("`node` cannot be started: {error}"),
            );
            return None;
        }
    };
    let input = json!({"index": index, "queries": queries}).to_string();
    node.stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// Questions about integrations. Who supports an operation or a field, the chooser says; what an integration supports or requires, its
/// page; in what integrations differ, the comparison.
const QUESTIONS: [(&str, &str); 16] = [
    (
        "which integrations support creating contacts",
        "docs/support-chooser/index.html#crm.contacts.create=",
    ),
    (
        "which integrations import tickets",
        "docs/support-chooser/index.html#ticketing.tickets.import=",
    ),
    (
        "who imports tickets",
        "docs/support-chooser/index.html#ticketing.tickets.import=",
    ),
    (
        "who can create a contact with phones",
        "docs/support-chooser/index.html#crm.contacts.create=phone_numbers",
    ),
    (
        "which integrations can update deals",
        "docs/support-chooser/index.html#crm.opportunities.update=",
    ),
    (
        "which integrations support custom fields",
        "guides/custom-fields.html",
    ),
    ("which crms support leads", "docs/crm/leads.html"),
    ("list of integrations", "docs/by-integration.html"),
    ("required fields pipedrive", PIPEDRIVE),
    ("what pipedrive requires", PIPEDRIVE),
    ("mandatory fields of Pipedrive", PIPEDRIVE),
    (
        "what does pipedrive require to create a contact",
        "docs/by-integration/pipedrive.html#crm.contacts.create",
    ),
    (
        "does hubspot support merging contacts",
        "docs/by-integration/hubspot.html#crm.contacts.merge",
    ),
    (
        "what does zendesk support",
        "docs/by-integration/zendesk.html",
    ),
    (
        "hubspot vs salesforce",
        "docs/compare/index.html#with=hubspot,salesforce",
    ),
    (
        "which contact fields differ between hubspot and salesforce",
        "docs/compare/index.html#with=hubspot,salesforce&resource=crm.contacts",
    ),
];

const PIPEDRIVE: &str = "docs/by-integration/pipedrive.html";

#[test]
fn each_topic_and_each_question_has_its_answer_first() {
    let (pages, topics) = workspace();
    let index = index(&pages, &topics);
    let mut expected: Vec<(&str, String)> = Vec::new();
    for (topic, entry) in topics
        .topics
        .iter()
        .zip(index["topics"].as_array().unwrap())
    {
        let first = entry["urls"][0].as_str().unwrap();
        expected.extend(
            topic
                .words
                .iter()
                .map(|words| (words.as_str(), first.to_owned())),
        );
    }
    let more = [
        ("create contact", "docs/crm/contacts/create.html"),
        ("Create a contact", "docs/crm/contacts/create.html"),
        ("pipedrive", "docs/by-integration/pipedrive.html"),
        (
            "what does zoho crm support?",
            "docs/by-integration/zohocrm.html",
        ),
        ("tickets import", "docs/ticketing/tickets/import.html"),
        ("creating contacts", "docs/crm/contacts/create.html"),
        ("deleting a ticket", "docs/ticketing/tickets/delete.html"),
        ("how do I authenticate", "guides/authentication.html"),
        ("uploading files", "guides/attachments.html"),
        ("deals", "docs/crm/opportunities.html"),
        ("account", "docs/crm/accounts.html"),
        ("lead", "docs/crm/leads.html"),
        ("paginaton", "guides/paging.html"),
    ];
    let more = more.into_iter().chain(QUESTIONS);
    expected.extend(more.map(|(query, url)| (query, url.to_owned())));
    let queries: Vec<&str> = expected.iter().map(|(query, _)| *query).collect();
    let Some(found) = found(&index, &queries) else {
        return;
    };
    let wrong = expected
        .iter()
        .zip(&found)
        .filter(|((_, url), found)| found.first() != Some(url));
    let wrong: Vec<String> = wrong
        .map(|((query, url), found)| format!("{query}: not {url}, but {:?}", found.get(..3)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
