//! Texts for language models: `llms.txt`, as <https://llmstxt.org> describes it, and `llms-full.txt`, with the pages themselves.

use std::fmt::Write as _;

use super::base_url::BaseUrl;
use super::flatten::{flatten, shortened};
use super::page;
use super::summary::Entry;

/// The names of the texts.
pub(super) const INDEX: &str = "llms.txt";
pub(super) const FULL: &str = "llms-full.txt";

/// What the site is about. Both texts begin with it.
const ABOUT: &str = "\
# truto-unified

> A typed Rust client for Truto's unified ticketing and CRM APIs, and the reference of these APIs: every operation, and which of the
> integrations (help desks, trackers, CRMs) supports or requires which field. It is independent of Truto.

- Requests go to `https://api.truto.one`, with the header `Authorization: Bearer $TRUTO_API_TOKEN` and, for unified data, the query
  parameter `integrated_account_id`: the id of a customer's connection to an integration.
- `supported by` and `required by` are what the vendor's documentation says about each integration. A count without names never means that
  an integration does not support a field; \"–\" means that it is not documented.
- In Rust, an operation is a builder: `account.crm().contacts().create().first_name(\"Ada\").await?`.
";

/// Writes `llms.txt`: a list of all pages, each with what it is about. Links are relative unless the address of the site is known.
pub(super) fn index(pages: &[(Entry, String)], base: Option<&BaseUrl>) -> String {
    let mut out = ABOUT.to_owned();
    let link = |path: &str| base.map_or_else(|| path.to_owned(), |base| base.of(path));
    let mut heading = String::new();
    for (entry, text) in pages.iter().filter(|(entry, _)| is_listed(entry)) {
        let next = heading_of(entry).unwrap_or(&heading).to_owned();
        if next != heading {
            let _ = writeln!(out, "\n## {next}\n");
            heading = next;
        }
        let about = about(text);
        let line = format!("- [{}]({}): {about}", entry.title, link(&entry.target));
        let _ = writeln!(out, "{}", line.trim_end_matches([' ', ':']));
    }
    let _ = writeln!(
        out,
        "\n## Optional\n\n- [{FULL}]({}): the guides and the reference in one text.\n- [Downloads]({}): OpenAPI documents, a Postman collection, and the support matrix as JSON and CSV.",
        link(FULL),
        link(page::PAGE)
    );
    out
}

/// The heading before an entry, unless it is the one before. The parts of the operations are their APIs.
fn heading_of(entry: &Entry) -> Option<&str> {
    match (entry.part.as_str(), entry.level) {
        ("", _) => Some("Overview"),
        ("Operations", 0) => Some(&entry.title),
        ("Operations", _) => None,
        (part, _) => Some(part),
    }
}

/// The home page and the matrices are not listed: the support of each field is on the page of its operation, too.
fn is_listed(entry: &Entry) -> bool {
    let is_of_site = matches!(
        entry.target.as_str(),
        "index.md" | "rust-api.md" | page::PAGE
    );
    !is_of_site && !entry.target.ends_with(".matrix.md")
}

/// ``GET `/unified/crm/contacts`. Returns one page of contacts.``: the address, if there is one, and the first sentence.
fn about(text: &str) -> String {
    let text = flatten(text);
    let blocks = text.split("\n\n").map(|block| block.replace('\n', " "));
    let blocks = blocks.map(|block| block.trim().to_owned());
    let mut blocks = blocks.skip_while(|block| !block.starts_with("# ")).skip(1);
    let is_prose = |block: &str| {
        let is_structure = block.starts_with(['#', '|', '-', '<', '>']) || block.starts_with("```");
        !block.is_empty()
            && !is_structure
            && !block.contains(" · ")
            && !block.starts_with("Vendor documentation:")
    };
    let mut about = String::new();
    let mut first = blocks.find(|block| !block.is_empty()).unwrap_or_default();
    if is_address(&first) {
        about.push_str(&first);
        first = blocks.find(|block| !block.is_empty()).unwrap_or_default();
    }
    if is_prose(&first) {
        let end = first.find(". ").map_or(first.len(), |at| at + 1);
        about.push_str(if about.is_empty() { "" } else { ". " });
        about.push_str(&first[..end]);
    }
    about
}

/// Whether a paragraph is the method and path of an operation.
fn is_address(block: &str) -> bool {
    let words = block.trim_start_matches('`').split([' ', '`']).next();
    let is_method = |word: &str| word.len() >= 3 && word.chars().all(|c| c.is_ascii_uppercase());
    block.ends_with('`') && words.is_some_and(is_method)
}

/// Writes `llms-full.txt`: the guides and the reference, without what would only repeat it.
pub(super) fn full(pages: &[(Entry, String)]) -> String {
    let mut out = format!(
        "{ABOUT}
This text has all guides and all pages of operations, resources and APIs. These are left out: samples in other languages than Rust and
curl, examples of responses, and the pages per integration and the support matrices, whose content is in the tables of the operations.
`{}` lists all pages.
",
        INDEX
    );
    let kept = pages
        .iter()
        .filter(|(entry, _)| is_listed(entry) && !entry.target.contains("by-integration"));
    for (entry, text) in kept {
        let mut text = flatten(&shortened(text));
        // Where tags were.
        while text.contains("\n\n\n") {
            text = text.replace("\n\n\n", "\n\n");
        }
        let _ = write!(out, "\n---\n\nPage: {}\n\n{}\n", entry.target, text.trim());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages() -> Vec<(Entry, String)> {
        let page = |part: &str, level, title: &str, target: &str, text: &str| {
            let entry = Entry {
                part: part.to_owned(),
                level,
                title: title.to_owned(),
                target: target.to_owned(),
            };
            (entry, text.to_owned())
        };
        vec![
            page("", 0, "Home", "index.md", "# Home\n"),
            page(
                "Guides",
                0,
                "Paging",
                "guides/paging.md",
                "# Paging\n\nLists are paginated. More.\n",
            ),
            page(
                "Operations",
                0,
                "Desk",
                "docs/desk.md",
                "<!-- x -->\n\n# Desk\n\n[up](a.md) · x\n",
            ),
            page(
                "Operations",
                1,
                "List people",
                "docs/desk/list.md",
                "# List people\n\n<span class=\"method get\">GET</span> `/people`\n\nReturns [people](p.md).\n",
            ),
            page(
                "Operations",
                2,
                "Support matrix",
                "docs/desk/list.matrix.md",
                "# M\n",
            ),
            page(
                "Integrations",
                1,
                "Front",
                "docs/by-integration/front.md",
                "# Front\n\n`POST /x`\n",
            ),
        ]
    }

    #[test]
    fn the_index_lists_pages_by_part() {
        let base: BaseUrl = "https://x.example".parse().unwrap();
        let index = index(&pages(), Some(&base));
        let (_, lists) = index.split_once("## Guides").unwrap();
        let expected = "

- [Paging](https://x.example/guides/paging.md): Lists are paginated.

## Desk

- [Desk](https://x.example/docs/desk.md)
- [List people](https://x.example/docs/desk/list.md): GET `/people`. Returns people.

## Integrations

- [Front](https://x.example/docs/by-integration/front.md): `POST /x`

## Optional
";
        assert!(lists.starts_with(expected), "{lists}");
        assert!(super::index(&pages(), None).contains("](docs/desk.md)"));
    }

    #[test]
    fn the_full_text_has_pages_but_no_matrices() {
        let full = full(&pages());
        assert!(full.contains("\n---\n\nPage: docs/desk/list.md\n\n# List people\n\nGET `/people`\n\nReturns people.\n"));
        assert!(!full.contains("# M\n") && !full.contains("# Front"));
    }
}
