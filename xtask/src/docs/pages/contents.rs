//! The table of contents: beside each page, the part of it that leads there.
//!
//! A page shows all parts, the pages above it and those beside and below it, and its own sections. The whole table on each page
//! would make the site as large as the square of its pages.

use std::fmt::Write as _;
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::facts::Facts;

pub(super) struct Contents {
    entries: Vec<Entry>,
    /// The most important pages, as far as the site has them.
    main: Vec<(&'static str, &'static str)>,
}

/// An entry of the table, or the title of a part.
struct Entry {
    /// HTML text.
    title: String,
    /// The path of its page, if it is one.
    page: Option<String>,
    level: usize,
}

/// What is put into a page.
pub(super) struct Around {
    /// The links of the header.
    pub(super) main: String,
    pub(super) contents: String,
    /// Where the page is.
    pub(super) crumbs: String,
    /// Links to the pages before and after it.
    pub(super) turn: String,
}

/// The pages that the header links, with their names.
const MAIN: [(&str, &str); 7] = [
    ("Reference", "docs/index.html"),
    ("Integrations", "docs/by-integration.html"),
    ("Choose", "docs/support-chooser/index.html"),
    ("Compare", "docs/compare/index.html"),
    ("Guides", "guides/index.html"),
    ("Downloads", "downloads/index.html"),
    ("Rust API", "rust-api.html"),
];

impl Contents {
    /// Reads the table of contents of mdBook.
    pub(super) fn of(summary: &str, site: &Path) -> Self {
        Self {
            entries: entries(summary),
            main: MAIN
                .into_iter()
                .filter(|(_, page)| site.join(page).exists())
                .collect(),
        }
    }

    /// The titles of the pages above a page, the nearest first; or of the part, if the page is one of its first.
    pub(super) fn titles_above(&self, path: &str) -> Vec<&str> {
        let above = self.above(path);
        let part = self.position(path).and_then(|at| self.part(at));
        let part = part
            .filter(|_| above.is_empty())
            .map(|part| &self.entries[part]);
        let titles = above.into_iter().chain(part);
        titles.map(|entry| entry.title.as_str()).collect()
    }

    /// The part of the table that an entry is in.
    fn part(&self, at: usize) -> Option<usize> {
        self.entries[..at]
            .iter()
            .rposition(|entry| entry.page.is_none())
    }

    fn position(&self, path: &str) -> Option<usize> {
        let is_page = |entry: &Entry| entry.page.as_deref() == Some(path);
        self.entries.iter().position(is_page)
    }

    fn above(&self, path: &str) -> Vec<&Entry> {
        let Some(at) = self.position(path) else {
            return Vec::new();
        };
        let mut level = self.entries[at].level;
        let mut above = Vec::new();
        for entry in self.entries[..at].iter().rev() {
            if entry.page.is_some() && entry.level < level {
                level = entry.level;
                above.push(entry);
            }
        }
        above
    }

    pub(super) fn around(&self, path: &str, facts: &Facts) -> Around {
        let up = "../".repeat(path.matches('/').count());
        let above = self.above(path);
        let mut crumbs = String::new();
        for entry in above.iter().rev() {
            let page = entry.page.as_deref().unwrap_or_default();
            let _ = write!(crumbs, "<li>{}</li>", link(&up, page, &entry.title, ""));
        }
        let mut main = String::new();
        let here = self.main_page(path, &above);
        for (title, page) in &self.main {
            let current = match here == Some(*page) {
                true => " aria-current=\"true\"",
                false => "",
            };
            let _ = write!(main, "<li>{}</li>", link(&up, page, title, current));
        }
        Around {
            contents: self.shown(path, &up, facts),
            turn: self.turn(path, &up),
            main,
            crumbs: if crumbs.is_empty() {
                crumbs
            } else {
                format!("<ol>{crumbs}</ol>")
            },
        }
    }

    /// The links to the pages before and after a page. A title that several pages have comes with that of the page above.
    fn turn(&self, path: &str, up: &str) -> String {
        let Some(at) = self.position(path) else {
            return String::new();
        };
        let is_page = |entry: &&Entry| entry.page.is_some();
        let before = self.entries[..at].iter().rfind(is_page);
        let after = self.entries[at + 1..].iter().find(is_page);
        let mut out = String::new();
        for (rel, word, entry) in [("prev", "Previous", before), ("next", "Next", after)] {
            let Some((entry, page)) = entry.and_then(|entry| Some((entry, entry.page.as_deref()?)))
            else {
                continue;
            };
            let named = self
                .entries
                .iter()
                .filter(|other| other.title == entry.title);
            let above = match self.above(page).first() {
                Some(above) if named.count() > 1 => format!("{}: ", above.title),
                _ => String::new(),
            };
            let _ = write!(
                out,
                "<a rel=\"{rel}\" href=\"{up}{page}\"><span>{word}</span>{above}{}</a>",
                entry.title
            );
        }
        out
    }

    /// The page of the header to which a page belongs: one above it, or the first page of its folder.
    fn main_page(&self, path: &str, above: &[&Entry]) -> Option<&'static str> {
        let pages = || self.main.iter().map(|(_, page)| *page);
        let is_above = |page: &&str| {
            *page == path
                || above
                    .iter()
                    .any(|entry| entry.page.as_deref() == Some(*page))
        };
        let folder = path
            .split_once('/')
            .map(|(folder, _)| format!("{folder}/index.html"));
        let of_folder = |page: &&str| Some(*page) == folder.as_deref();
        pages().find(is_above).or_else(|| pages().find(of_folder))
    }

    /// Whether a part of the table is unfolded beside a page: the one that has it, or all of them if none has.
    fn is_open(&self, part: usize, here: Option<usize>) -> bool {
        let of_page = here.and_then(|here| self.part(here));
        of_page.is_none_or(|of_page| of_page == part)
    }

    /// The entries that are shown beside a page.
    fn shown(&self, path: &str, up: &str, facts: &Facts) -> String {
        let at = self.position(path);
        let open: Vec<&str> = self
            .above(path)
            .iter()
            .filter_map(|entry| entry.page.as_deref())
            .chain([path])
            .collect();
        let mut out = String::new();
        let mut level = None;
        let mut has_part = false;
        let mut parents: Vec<&str> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let Some(page) = &entry.page else {
                close(&mut out, &mut level, None);
                let open = if self.is_open(index, at) { " open" } else { "" };
                let end = if std::mem::replace(&mut has_part, true) {
                    "</details>"
                } else {
                    ""
                };
                let _ = write!(
                    out,
                    "{end}<details{open}><summary>{}</summary>",
                    entry.title
                );
                continue;
            };
            parents.truncate(entry.level);
            let is_shown = parents.iter().all(|parent| open.contains(parent));
            parents.push(page);
            if !is_shown {
                continue;
            }
            close(&mut out, &mut level, Some(entry.level));
            let is_here = at == Some(index);
            let current = match () {
                () if is_here => " aria-current=\"page\"",
                () if open.contains(&page.as_str()) => " class=\"open\"",
                () => "",
            };
            let _ = write!(out, "<li>{}", link(up, page, &entry.title, current));
            if is_here {
                out.push_str(&sections(facts));
            }
        }
        close(&mut out, &mut level, None);
        out.push_str(if has_part { "</details>" } else { "" });
        out
    }
}

/// Ends the lists down to a level, and begins those up to it. `None` stands outside of all lists.
fn close(out: &mut String, level: &mut Option<usize>, to: Option<usize>) {
    let depth = |level: Option<usize>| level.map_or(0, |level| level + 1);
    let (from, down) = (depth(*level), depth(to));
    if down > from {
        out.push_str(&"<ul>".repeat(down - from));
    } else {
        out.push_str(&"</li></ul>".repeat(from - down));
        if down > 0 {
            out.push_str("</li>");
        }
    }
    *level = to;
}

/// The sections of the page itself.
fn sections(facts: &Facts) -> String {
    if facts.sections.len() < 2 {
        return String::new();
    }
    let mut out = "<ul class=\"sections\">".to_owned();
    for section in &facts.sections {
        let _ = write!(
            out,
            "<li><a href=\"#{}\">{}</a></li>",
            section.id, section.title
        );
    }
    out + "</ul>"
}

fn link(up: &str, page: &str, title: &str, attributes: &str) -> String {
    format!("<a href=\"{up}{page}\"{attributes}>{title}</a>")
}

fn entries(summary: &str) -> Vec<Entry> {
    let (mut entries, mut depth) = (Vec::new(), 0_usize);
    let mut text = String::new();
    let mut page = None;
    for event in Parser::new_ext(summary, Options::empty()) {
        match event {
            Event::Start(Tag::List(_)) => depth += 1,
            Event::End(TagEnd::List(_)) => depth = depth.saturating_sub(1),
            Event::Start(Tag::Heading { .. }) => text.clear(),
            Event::Start(Tag::Link { dest_url, .. }) => {
                text.clear();
                page = Some(address(&dest_url));
            }
            Event::Text(part) | Event::Code(part) => text.push_str(&escaped(&part)),
            Event::End(TagEnd::Link) => entries.push(Entry {
                title: std::mem::take(&mut text),
                page: page.take(),
                level: depth.saturating_sub(1),
            }),
            // The first heading is that of the table.
            Event::End(TagEnd::Heading(_)) if !entries.is_empty() => entries.push(Entry {
                title: std::mem::take(&mut text),
                page: None,
                level: 0,
            }),
            _ => {}
        }
    }
    entries
}

/// The page that mdBook makes of a source.
fn address(source: &str) -> String {
    source
        .strip_suffix(".md")
        .map_or_else(|| source.to_owned(), |stem| format!("{stem}.html"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMMARY: &str = "# Summary\n\n[Home](index.md)\n\n# Guides\n\n- [One](guides/one.md)\n\n# Operations\n\n\
        - [CRM](docs/crm.md)\n  - [a & b](docs/crm/a.md)\n    - [Get](docs/crm/a/get.md)\n  - [c](docs/crm/c.md)\n    - [Put](docs/crm/c/put.md)\n";

    fn around(path: &str) -> Around {
        let contents = Contents::of(SUMMARY, Path::new("/nowhere"));
        contents.around(path, &Facts::default())
    }

    #[test]
    fn pages_before_and_after_are_named_with_the_page_above_if_several_have_the_title() {
        let contents = Contents::of(
            &format!("{SUMMARY}    - [Get](docs/crm/c/get.md)\n"),
            Path::new("/nowhere"),
        );
        assert_eq!(
            contents.turn("docs/crm/c.html", "../../"),
            "<a rel=\"prev\" href=\"../../docs/crm/a/get.html\"><span>Previous</span>a &amp; b: Get</a>\
             <a rel=\"next\" href=\"../../docs/crm/c/put.html\"><span>Next</span>Put</a>"
        );
        assert!(!contents.turn("index.html", "").contains("prev"));
    }

    #[test]
    fn a_page_shows_what_is_above_beside_and_below_it() {
        assert_eq!(
            around("docs/crm/a.html").contents,
            "<ul><li><a href=\"../../index.html\">Home</a></li></ul><details><summary>Guides</summary>\
             <ul><li><a href=\"../../guides/one.html\">One</a></li></ul></details><details open><summary>Operations</summary>\
             <ul><li><a href=\"../../docs/crm.html\" class=\"open\">CRM</a>\
             <ul><li><a href=\"../../docs/crm/a.html\" aria-current=\"page\">a &amp; b</a>\
             <ul><li><a href=\"../../docs/crm/a/get.html\">Get</a></li></ul></li>\
             <li><a href=\"../../docs/crm/c.html\">c</a></li></ul></li></ul></details>"
        );
        assert_eq!(
            around("index.html")
                .contents
                .matches("<details open>")
                .count(),
            2
        );
        assert!(
            !around("guides/one.html")
                .contents
                .contains("docs/crm/a.html")
        );
    }

    #[test]
    fn titles_above_end_with_a_page_or_a_part() {
        let contents = Contents::of(SUMMARY, Path::new("/nowhere"));
        assert_eq!(
            contents.titles_above("docs/crm/a/get.html"),
            ["a &amp; b", "CRM"]
        );
        assert_eq!(contents.titles_above("guides/one.html"), ["Guides"]);
        assert!(contents.titles_above("index.html").is_empty());
    }

    #[test]
    fn crumbs_lead_to_the_pages_above() {
        assert_eq!(
            around("docs/crm/a/get.html").crumbs,
            "<ol><li><a href=\"../../../docs/crm.html\">CRM</a></li><li><a href=\"../../../docs/crm/a.html\">a &amp; b</a></li></ol>"
        );
        assert_eq!(around("index.html").crumbs, "");
    }

    #[test]
    fn the_header_marks_the_page_above_or_the_first_of_the_folder() {
        let mut contents = Contents::of(SUMMARY, Path::new("/nowhere"));
        contents.main = vec![("Reference", "docs/index.html"), ("CRM", "docs/crm.html")];
        let main = |path: &str| {
            let above = contents.above(path);
            contents.main_page(path, &above)
        };
        assert_eq!(main("docs/crm/a.html"), Some("docs/crm.html"));
        assert_eq!(main("docs/other.html"), Some("docs/index.html"));
        assert_eq!(main("guides/one.html"), None);
    }
}
