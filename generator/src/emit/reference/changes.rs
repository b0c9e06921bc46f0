//! The page of the recorded changes of an API.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::emit::prose::escape;
use crate::emit::reference::page::Page;
use crate::emit::reference::titles;
use crate::history::{Effect, Entry, Release};
use crate::ir::Api;
use crate::plan::pages::Book;

/// Emits `docs/<api>/api-changes.md`; `None` if the crate does not record changes.
pub(crate) fn page(book: &Book<'_>, api: &Api) -> Option<Page> {
    let releases = book.plan.options.history.as_ref()?;
    let mut page = Page::new(book.changes_page(api)?, "Changes");
    let back = page.link(&titles::api_title(book, api), &book.api_page(api));
    page.block(&back);
    if releases.is_empty() {
        page.block("No changes have been recorded yet.");
        return Some(page);
    }
    page.block(
        "What has changed in the definitions of this API and of the client, by release, and what it means for programs that use this \
         crate.",
    );
    let changes = Changes::of(book, api);
    for release in releases {
        changes.release(release, &mut page);
    }
    Some(page)
}

/// What the page looks up.
struct Changes<'a> {
    book: &'a Book<'a>,
    api: &'a Api,
    /// The pages of operations, by the item of their changes: `contacts.create`.
    pages: HashMap<&'a str, String>,
}

impl<'a> Changes<'a> {
    fn of(book: &'a Book<'a>, api: &'a Api) -> Self {
        let places = book.operations().filter(|place| place.api == api.index);
        let pages = places.map(|place| {
            let id = book.plan.names.operation(place.operation).id.as_str();
            let short = id.split_once('.').filter(|_| !book.plan.is_flat());
            let item = short.map_or(id, |(_, short)| short);
            (item, book.operation_page(place))
        });
        Self {
            book,
            api,
            pages: pages.collect(),
        }
    }

    fn release(&self, release: &Release, page: &mut Page) {
        let title = match &release.released {
            Some((version, day)) => format!("{version} ({day})"),
            None => "Unreleased".to_owned(),
        };
        page.heading(2, &escape::plain(&title));
        let entries = release.changes.iter().filter(|entry| self.concerns(entry));
        let entries: Vec<&Entry> = entries.collect();
        if entries.is_empty() {
            page.block("Nothing has changed.");
        }
        for effect in Effect::ALL {
            let entries = entries.iter().filter(|entry| entry.effect == effect);
            let entries: Vec<&Entry> = entries.copied().collect();
            if !entries.is_empty() {
                page.heading(3, effect.title());
                self.section(effect, &entries, page);
            }
        }
    }

    /// Whether a change concerns the API. One that names no API of the crate, such as a change of the client, concerns all of them.
    fn concerns(&self, entry: &Entry) -> bool {
        let named = entry.api.as_deref();
        let mut apis = self.book.plan.package.apis.iter();
        let known = apis.find(|known| named == Some(known.name.as_str()));
        known.is_none_or(|known| known.index == self.api.index)
    }

    /// Writes the changes with an effect. Those that no program notices are folded, since they can be many.
    fn section(&self, effect: Effect, entries: &[&Entry], page: &mut Page) {
        let is_folded = matches!(effect, Effect::Matrix | Effect::Docs);
        if is_folded {
            let count = match entries.len() {
                1 => "1 change".to_owned(),
                count => format!("{count} changes"),
            };
            page.line(&format!("<details>\n<summary>{count}</summary>\n"));
        }
        for entry in entries {
            page.line(&self.line(entry, page));
        }
        page.line("");
        if is_folded {
            page.line("</details>\n");
        }
    }

    /// ``- **[contacts.create](contacts/create.md) · body · name**: required: `no` → `yes` (`NewContact::new` takes it)``
    fn line(&self, entry: &Entry, page: &Page) -> String {
        let parts = entry.parts.iter().map(|part| escape::plain(part));
        let place: Vec<String> = std::iter::once(self.item(entry, page))
            .chain(parts)
            .collect();
        let mut line = format!(
            "- **{}**: {}",
            place.join(" · "),
            escape::plain(&entry.what)
        );
        let values = [&entry.old, &entry.new].into_iter().flatten();
        let values: Vec<String> = values.map(|value| escape::code(value)).collect();
        if !values.is_empty() {
            let _ = write!(line, ": {}", values.join(" → "));
        }
        if !entry.reason.is_empty() {
            let _ = write!(line, " ({})", with_code(&entry.reason));
        }
        line
    }

    /// The item, with a link to the page of an operation that still exists.
    fn item(&self, entry: &Entry, page: &Page) -> String {
        let text = match (entry.item.as_str(), &entry.api) {
            ("", Some(api)) => escape::plain(api),
            ("", None) => "API".to_owned(),
            (item, _) => escape::plain(item),
        };
        match self.pages.get(entry.item.as_str()) {
            Some(target) => page.link(&text, target),
            None => text,
        }
    }
}

/// Text with code in backticks, in which nothing else is Markdown.
fn with_code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(index, part)| match index % 2 {
        1 => escape::code(part),
        _ => spaced(part),
    });
    parts.collect()
}

/// Plain text that keeps a space at either end.
fn spaced(text: &str) -> String {
    let space = |has: bool| if has { " " } else { "" };
    let plain = escape::plain(text);
    match plain.is_empty() {
        true => space(text.contains(' ')).to_owned(),
        false => format!(
            "{}{plain}{}",
            space(text.starts_with(' ')),
            space(text.ends_with(' '))
        ),
    }
}
