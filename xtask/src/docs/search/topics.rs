//! What readers search for in words that the pages do not have, and the pages that answer it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use toml_edit::{Array, DocumentMut, Item, Table};

use super::html;
use crate::report::Failure;

#[derive(Default)]
pub(super) struct Topics {
    pub(super) topics: Vec<Topic>,
    /// Groups of words that mean the same.
    pub(super) same: Vec<Vec<String>>,
    /// Paths of Markdown files that few readers look for, such as those for maintainers.
    pub(super) minor: Vec<String>,
    /// Pages of the site that are not written in Markdown.
    pub(super) pages: Vec<Extra>,
}

/// Words, and the pages that answer them, best first: paths of Markdown files, with the anchor of a heading if the answer is below it.
pub(super) struct Topic {
    pub(super) words: Vec<String>,
    pub(super) pages: Vec<String>,
}

impl Topic {
    pub(super) fn entry(&self) -> Value {
        let urls: Vec<String> = self.pages.iter().map(|page| url(page)).collect();
        json!({"words": self.words, "urls": urls})
    }
}

pub(super) struct Extra {
    url: String,
    title: String,
    text: String,
}

impl Extra {
    pub(super) fn is_at(&self, url: &str) -> bool {
        self.url == url
    }

    pub(super) fn entry(&self) -> Value {
        json!({"kind": "page", "url": self.url, "title": self.title, "path": [], "text": self.text})
    }
}

/// The link of a page on the site.
fn url(page: &str) -> String {
    match page.split_once('#') {
        Some((path, anchor)) => format!("{}#{anchor}", html(path)),
        None => html(page),
    }
}

impl Topics {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let error =
            |what: &dyn std::fmt::Display| format!("cannot read {}: {what}", path.display());
        let text = fs::read_to_string(path).map_err(|io| error(&io))?;
        Self::of(&text).map_err(|what| error(&what))
    }

    fn of(text: &str) -> Result<Self, String> {
        let document: DocumentMut = text.parse().map_err(|error| format!("{error}"))?;
        let mut topics = Self::default();
        for table in tables(&document, "topic") {
            topics.topics.push(Topic {
                words: texts(table.get("words"))?,
                pages: texts(table.get("pages"))?,
            });
        }
        for table in tables(&document, "page") {
            let text = |key| {
                let value = table.get(key).and_then(Item::as_str);
                value
                    .map(str::to_owned)
                    .ok_or(format!("`page` without `{key}`"))
            };
            topics.pages.push(Extra {
                url: text("url")?,
                title: text("title")?,
                text: text("text")?,
            });
        }
        topics.minor = texts(document.get("minor"))?;
        let same = document.get("same").and_then(Item::as_array);
        for group in same.into_iter().flatten() {
            topics.same.push(words(group.as_array())?);
        }
        Ok(topics)
    }

    /// Without the pages that this build of the site does not have.
    pub(super) fn on_site(mut self, site: &Path) -> Self {
        self.pages.retain(|page| site.join(&page.url).exists());
        self
    }
}

fn tables<'a>(document: &'a DocumentMut, key: &str) -> impl Iterator<Item = &'a Table> {
    let tables = document.get(key).and_then(Item::as_array_of_tables);
    tables.into_iter().flatten()
}

fn texts(item: Option<&Item>) -> Result<Vec<String>, String> {
    words(item.and_then(Item::as_array))
}

fn words(list: Option<&Array>) -> Result<Vec<String>, String> {
    let values = list.ok_or("a list is missing")?.iter();
    let text = |value: &toml_edit::Value| value.as_str().map(str::to_owned);
    values
        .map(|value| text(value).ok_or_else(|| format!("`{value}` is not a text")))
        .collect()
}
