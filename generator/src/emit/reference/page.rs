//! A Markdown page under construction.

use std::borrow::{Borrow, Cow};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write as _;
use std::panic::Location;

use crate::emit::output::{Language, Output};
use crate::emit::prose::{escape, markdown};

/// A page and its path.
pub(crate) struct Page {
    path: String,
    out: String,
    /// The anchors, with the last number that was appended to each.
    ids: HashMap<String, usize>,
    /// The whole path of each Rust type that the page mentions, by its name.
    items: HashMap<String, String>,
    /// The source file of the emitter.
    emitter: &'static str,
}

impl Page {
    /// A page with a title, which is Markdown. The caller is the emitter.
    #[track_caller]
    pub(crate) fn new(path: String, title: &str) -> Self {
        let out = format!("# {title}\n\n");
        let emitter = Location::caller().file();
        Self {
            path,
            out,
            ids: HashMap::new(),
            items: HashMap::new(),
            emitter,
        }
    }

    /// The file.
    pub(crate) fn finish(mut self) -> Output {
        while self.out.ends_with("\n\n") {
            self.out.pop();
        }
        Output {
            emitter: self.emitter,
            ..Output::new(Language::Markdown, self.path, self.out)
        }
    }

    /// Appends a paragraph of the generator's own Markdown; nothing if it is empty.
    pub(crate) fn block(&mut self, text: &str) {
        if !text.is_empty() {
            let _ = writeln!(self.out, "{text}\n");
        }
    }

    /// Appends Markdown from a document.
    pub(crate) fn prose(&mut self, text: Option<&str>) {
        self.block(&text.map(markdown::blocks).unwrap_or_default().join("\n"));
    }

    pub(crate) fn heading(&mut self, level: usize, text: &str) {
        let _ = writeln!(self.out, "{} {text}\n", "#".repeat(level));
    }

    /// Appends a block of code.
    pub(crate) fn code(&mut self, language: &str, code: &str) {
        let code = escape::clean(code);
        let fence = escape::fence(&code);
        let _ = writeln!(
            self.out,
            "{fence}{language}\n{}\n{fence}\n",
            code.trim_end()
        );
    }

    /// Appends the head of a table.
    pub(crate) fn table(&mut self, columns: &[impl Borrow<str>]) {
        let _ = writeln!(self.out, "| {} |", columns.join(" | "));
        let _ = writeln!(self.out, "|{}", " --- |".repeat(columns.len()));
    }

    /// Appends a row of a table; a row without cells ends the table.
    pub(crate) fn row(&mut self, cells: &[String]) {
        let cells = cells.iter().map(|cell| escape::cell(cell));
        self.escaped_row(cells);
    }

    /// The same for cells that are escaped.
    pub(crate) fn escaped_row<'c>(&mut self, cells: impl IntoIterator<Item = Cow<'c, str>>) {
        for (index, cell) in cells.into_iter().enumerate() {
            self.out.push_str(if index == 0 { "|" } else { "" });
            self.out.push_str(if cell.is_empty() { "" } else { " " });
            self.out.push_str(&cell);
            self.out.push_str(" |");
        }
        self.out.push('\n');
    }

    /// Appends a line as is: of a list, or of HTML.
    pub(crate) fn line(&mut self, line: &str) {
        let _ = writeln!(self.out, "{line}");
    }

    /// `<a id="body-account.id"></a>`: an anchor that no other place of the page has.
    pub(crate) fn anchor(&mut self, id: &str) -> String {
        let is_plain = |c: char| c.is_alphanumeric() || "-_.[]$".contains(c);
        let id = id.replace(|c: char| !is_plain(c), "-");
        let free = match self.ids.get(&id) {
            None => id,
            Some(last) => {
                let mut number = last + 1;
                while self.ids.contains_key(&format!("{id}-{number}")) {
                    number += 1;
                }
                let free = format!("{id}-{number}");
                self.ids.insert(id, number);
                free
            }
        };
        let anchor = format!("<a id=\"{free}\"></a>");
        self.ids.insert(free, 1);
        anchor
    }

    /// Whether the page has this whole path, so that the name alone is enough from now on.
    pub(crate) fn has_item(&mut self, name: &str, path: &str) -> bool {
        match self.items.entry(name.to_owned()) {
            Entry::Occupied(known) => known.get() == path,
            Entry::Vacant(new) => {
                new.insert(path.to_owned());
                false
            }
        }
    }

    /// `[text](../contacts.md)`; `text` is Markdown.
    pub(crate) fn link(&self, text: &str, to: &str) -> String {
        format!("[{text}]({})", self.to(to))
    }

    /// The relative path from this page to a file, optionally with an anchor.
    pub(crate) fn to(&self, target: &str) -> String {
        let from: Vec<&str> = self.path.split('/').collect();
        let to: Vec<&str> = target.split('/').collect();
        let folder = from.len().saturating_sub(1);
        let common = from.iter().take(folder).zip(&to);
        let common = common.take_while(|(one, other)| one == other).count();
        let up = std::iter::repeat_n("..", folder.saturating_sub(common));
        let down = to.iter().skip(common).copied();
        up.chain(down).collect::<Vec<_>>().join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_anchors_of_one_id_have_numbers() {
        let mut page = Page::new("docs/desk.md".to_owned(), "x");
        page.anchor("a b-3");
        // If each number was tried for each anchor, this would take minutes.
        let anchors: Vec<String> = (0..20_000).map(|_| page.anchor("a b")).collect();
        let id = |id: &str| format!("<a id=\"{id}\"></a>");
        let first = anchors.iter().take(4).collect::<Vec<_>>();
        assert_eq!(
            first,
            [&id("a-b"), &id("a-b-2"), &id("a-b-4"), &id("a-b-5")]
        );
        assert_eq!(anchors.last(), Some(&id("a-b-20001")));
        assert_eq!(page.anchor("a-b-2"), id("a-b-2-2"));
    }

    #[test]
    fn links_lead_from_page_to_page() {
        let page = Page::new("docs/desk/people/create.md".to_owned(), "x");
        let links = [
            ("docs/desk/people/create.matrix.md", "create.matrix.md"),
            ("docs/desk/people.md", "../people.md"),
            ("docs/desk/firms.md#get", "../firms.md#get"),
            ("docs/README.md", "../../README.md"),
            ("guides/paging.md", "../../../guides/paging.md"),
        ];
        for (target, expected) in links {
            assert_eq!(page.to(target), expected);
        }
    }
}
