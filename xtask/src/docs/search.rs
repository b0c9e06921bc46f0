//! The index of the site's search: what its pages have to offer, in one file that a page loads when a reader first searches.
//!
//! mdBook's own index has every word of every section, so most words find most pages. This one has titles, first paragraphs, the
//! sections of guides, and the rows of tables, each with its link. `xtask/book/search.rank.js` says how results are ordered.

mod page;
mod topics;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Value, json};

use crate::project::root;
use crate::report::Failure;
use page::{Kind, Page, Row, Section};
use topics::Topics;

/// Written to the root of the site.
const FILE: &str = "search-index.js";

/// The prefix of anchors of options that many operations have. Each is in the index once.
const OPTION: &str = "option-";
/// The prefixes of anchors of fields that an operation returns, and of the fields of the object of a resource.
const RESPONSE: &str = "response-";
const FIELD: &str = "field-";

/// Writes the index of the Markdown files in `src` into the site. Returns the links in it, relative to the site.
pub(super) fn write(src: &Path, site: &Path) -> Result<BTreeSet<String>, Failure> {
    let topics = Topics::read(&root().join("xtask/book/search.toml"))?;
    let pages = read(src).map_err(|error| format!("cannot read {}: {error}", src.display()))?;
    let topics = topics.on_site(site);
    let index = index(&pages, &topics);
    let file = site.join(FILE);
    fs::write(&file, format!("const SEARCH_INDEX = {index}\n"))
        .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    Ok(links(&index))
}

/// The pages of the reference and the guides, by their path relative to `src`.
type Pages = BTreeMap<String, Page>;

fn read(src: &Path) -> io::Result<Pages> {
    let mut pages = Pages::new();
    let mut folders = vec!["docs/".to_owned(), "guides/".to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(src.join(&folder))? {
            let path = format!("{folder}{}", entry?.file_name().to_string_lossy());
            if src.join(&path).is_dir() {
                folders.push(format!("{path}/"));
            } else if path.ends_with(".md") && !path.ends_with("/book-summary.md") {
                let text = fs::read_to_string(src.join(&path))?;
                pages.insert(path.clone(), Page::of(&path, &text));
            }
        }
    }
    Ok(pages)
}

fn index(pages: &Pages, topics: &Topics) -> Value {
    let mut texts = Texts::default();
    let is_extra = |path: &str| topics.pages.iter().any(|page| page.is_at(&html(path)));
    let listed: Vec<Value> = pages
        .iter()
        .filter(|(path, _)| !is_extra(path))
        .map(|(path, page)| {
            let mut entry = entry(pages, path, page, &mut texts);
            if topics.minor.contains(path) {
                entry["isMinor"] = true.into();
            }
            entry
        })
        .chain(topics.pages.iter().map(topics::Extra::entry))
        .collect();
    json!({
        "topics": topics.topics.iter().map(topics::Topic::entry).collect::<Vec<_>>(),
        "same": topics.same,
        "options": options(pages),
        "pages": listed,
        "texts": texts.all,
    })
}

/// Texts that rows share, each once.
#[derive(Default)]
struct Texts {
    all: Vec<String>,
    known: BTreeMap<String, usize>,
}

impl Texts {
    fn at(&mut self, text: &str) -> usize {
        if let Some(at) = self.known.get(text) {
            return *at;
        }
        self.all.push(text.to_owned());
        self.known.insert(text.to_owned(), self.all.len() - 1);
        self.all.len() - 1
    }
}

fn entry(pages: &Pages, path: &str, page: &Page, texts: &mut Texts) -> Value {
    let mut entry = json!({
        "kind": page.kind.name(),
        "url": html(path),
        "title": page.title,
        "path": above(pages, path),
        "text": page.lead,
    });
    if let Some((method, address)) = &page.endpoint {
        entry["method"] = json!(method);
        entry["address"] = json!(address);
    }
    if page.kind == Kind::Guide {
        // Searched, but not shown: the results show the first paragraph.
        entry["code"] = format!("{} {}", page.intro.text, page.intro.code).into();
        let sections = page.sections.iter();
        entry["sections"] = sections
            .map(|section| json!([section.anchor, section.title, section.text, section.code]))
            .collect();
    }
    if page.kind == Kind::Integration {
        entry["code"] = page.columns().into();
    }
    let object = object(pages, path);
    let rows = page.rows.iter().filter(|row| is_listed(row, object));
    let rows: Vec<Value> = rows
        .map(|row| {
            json!([
                row.anchor,
                row.name,
                texts.at(&row.text),
                row.note,
                row.rust
            ])
        })
        .collect();
    if !rows.is_empty() {
        entry["rows"] = rows.into();
    }
    entry
}

/// Whether a row is an entry of its own. An option is one of all operations, and what an operation returns is a field of the object
/// of its resource, if it has one of this name.
fn is_listed(row: &Row, object: Option<&Page>) -> bool {
    let is_known = || object.is_some_and(|page| page.rows.iter().any(|of| of.is(FIELD, &row.name)));
    !(row.anchor.starts_with(OPTION) || row.anchor.starts_with(RESPONSE) && is_known())
}

/// The page of the resource of an operation.
fn object<'a>(pages: &'a Pages, path: &str) -> Option<&'a Page> {
    let (folder, _) = path.rsplit_once('/')?;
    pages.get(&format!("{folder}.md"))
}

/// The titles of the pages above a page: `docs/crm/contacts/create.md` is below `docs/crm.md` and `docs/crm/contacts.md`.
fn above(pages: &Pages, path: &str) -> Vec<String> {
    let slashes = path.match_indices('/');
    let above = slashes.filter_map(|(at, _)| {
        let folder = path.get(..at)?;
        let page = pages.get(&format!("{folder}.md"));
        let index = || pages.get(&format!("{folder}/index.md"));
        page.or_else(index)
            .filter(|_| path != format!("{folder}/index.md"))
    });
    let titles = above.map(|page| page.title.clone());
    // Every page of the reference is below its first page.
    titles.filter(|title| title != "Reference").collect()
}

/// Each option once, with the number of operations that have it. The link is to the section of a page of the reference that has its
/// name, if there is one, or else to the guide that explains it.
fn options(pages: &Pages) -> Vec<Value> {
    let mut found: BTreeMap<&str, Vec<(&str, &Row)>> = BTreeMap::new();
    for (path, page) in pages {
        for row in &page.rows {
            if page.kind == Kind::Operation && row.anchor.starts_with(OPTION) {
                found.entry(&row.name).or_default().push((path, row));
            }
        }
    }
    let entries = found.into_iter().filter_map(|(name, rows)| {
        let (path, first) = rows.first()?;
        let (url, text) = match section(pages, name) {
            Some((url, section)) => (url, section.text.clone()),
            None => {
                let texts: Vec<&str> = rows.iter().map(|(_, row)| row.text.as_str()).collect();
                let url = explained(pages, name).unwrap_or_else(|| link(path, &first.anchor));
                (url, common(&texts))
            }
        };
        let count = rows.len();
        Some(json!({"title": name, "url": url, "text": text, "note": first.note, "count": count}))
    });
    entries.collect()
}

/// The section of the reference that has the name of an option.
fn section<'a>(pages: &'a Pages, option: &str) -> Option<(String, &'a Section)> {
    let pages = pages.iter().filter(|(_, page)| page.kind == Kind::Page);
    let mut sections =
        pages.flat_map(|(path, page)| page.sections.iter().map(move |of| (path, of)));
    let (path, section) = sections.find(|(_, section)| section.title == option)?;
    Some((link(path, &section.anchor), section))
}

/// The part of a guide that is about an option: the one that names it as code most often.
fn explained(pages: &Pages, option: &str) -> Option<String> {
    let name = option.trim_end_matches("[]");
    let guides = pages.iter().filter(|(_, page)| page.kind == Kind::Guide);
    let parts = guides.flat_map(|(path, page)| {
        let parts = std::iter::once(&page.intro).chain(&page.sections);
        parts.map(move |part| (path, part))
    });
    let named = parts.filter_map(|(path, part)| Some((*part.names.get(name)?, path, part)));
    let (_, path, part) = named.max_by_key(|(times, ..)| *times)?;
    Some(link(path, &part.anchor))
}

fn link(path: &str, anchor: &str) -> String {
    match anchor {
        "" => html(path),
        anchor => format!("{}#{anchor}", html(path)),
    }
}

/// The sentences with which all of some texts begin, or else the first text.
fn common(texts: &[&str]) -> String {
    let first = texts.first().copied().unwrap_or_default();
    let same = |end: usize| {
        let start = first.get(..end);
        texts.iter().all(|text| text.get(..end) == start)
    };
    let ends = first.match_indices(". ").map(|(at, _)| at + 1);
    let ends = ends.chain([first.len()]).filter(|end| same(*end));
    let end = ends.max().unwrap_or(first.len());
    first.get(..end).unwrap_or_default().to_owned()
}

fn html(path: &str) -> String {
    format!("{}.html", path.strip_suffix(".md").unwrap_or(path))
}

/// Every link of an index.
fn links(index: &Value) -> BTreeSet<String> {
    let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
    let mut links = BTreeSet::new();
    let mut add = |url: &Value, anchor: Option<&Value>| {
        let url = url.as_str().unwrap_or_default();
        match anchor.and_then(Value::as_str).unwrap_or_default() {
            "" => links.insert(url.to_owned()),
            anchor => links.insert(format!("{url}#{anchor}")),
        };
    };
    for topic in list(&index["topics"]) {
        list(&topic["urls"]).iter().for_each(|url| add(url, None));
    }
    for option in list(&index["options"]) {
        add(&option["url"], None);
    }
    for page in list(&index["pages"]) {
        add(&page["url"], None);
        for part in list(&page["rows"]).iter().chain(&list(&page["sections"])) {
            add(&page["url"], part.get(0));
        }
    }
    links
}

#[cfg(test)]
mod tests;
