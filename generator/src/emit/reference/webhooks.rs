//! The pages of the requests that a server sends.

use crate::emit::prose::{escape, source, webhook};
use crate::emit::reference::fields::{Fields, sentence};
use crate::emit::reference::page::Page;
use crate::emit::reference::{rust_items, titles};
use crate::emit::samples::response::Example;
use crate::ir::{Api, Webhook};
use crate::plan::direction::Direction;
use crate::plan::extensions::sample_values::Values;
use crate::plan::pages::Book;

/// Emits `docs/<api>/webhooks.md`, and a page for each webhook.
pub(crate) fn pages(book: &Book<'_>, api: &Api) -> Vec<Page> {
    let Some(list) = book.webhooks_page(api) else {
        return Vec::new();
    };
    let each = api.webhooks.iter().enumerate();
    let each = each.map(|(index, of)| one(book, api, index, of));
    if list == book.api_page(api) {
        return each.collect();
    }
    let mut page = Page::new(list, "Webhooks");
    page.block("Requests that the API sends.");
    let back = page.link(&titles::api_title(book, api), &book.api_page(api));
    page.block(&back);
    table(book, api, &mut page);
    std::iter::once(page).chain(each).collect()
}

/// Writes the table of the webhooks.
pub(super) fn table(book: &Book<'_>, api: &Api, page: &mut Page) {
    page.table(&["webhook", "method", "about"]);
    for (index, of) in api.webhooks.iter().enumerate() {
        let target = book.webhook_page(api, index);
        page.row(&[
            page.link(&escape::plain(&of.name), &target),
            titles::method(of.http),
            sentence(&of.docs.description, &of.docs.summary),
        ]);
    }
}

fn one(book: &Book<'_>, api: &Api, index: usize, of: &Webhook) -> Page {
    let mut page = Page::new(book.webhook_page(api, index), &escape::plain(&of.name));
    if of.docs.deprecated {
        page.block("**Deprecated.**");
    }
    let (summary, description) = (of.docs.summary.as_deref(), of.docs.description.as_deref());
    page.prose(summary.filter(|text| Some(*text) != description));
    page.prose(description);
    page.block(&titles::method(of.http));
    page.block(&webhook::about(of, "A request"));
    let mut links = Vec::new();
    if let Some(list) = book.webhooks_page(api) {
        let title = match list == book.api_page(api) {
            true => titles::api_title(book, api),
            false => "Webhooks".to_owned(),
        };
        links.push(page.link(&title, &list));
    }
    links.extend(source::named_link(book.plan, &of.docs));
    page.block(&links.join(" · "));
    page.block(&in_rust(book, api, index).unwrap_or_default());
    if let Some(payload) = of.payload.as_ref().filter(|payload| payload.is_json()) {
        page.heading(2, "Body");
        page.prose(payload.description.as_deref());
        let rust = rust_items::of_type(book.plan, &payload.ty, &mut page);
        page.block(&rust);
        let fields = Fields {
            book,
            api: api.index,
            direction: Direction::Response,
            anchor: "body",
            place: None,
            rows: &[],
        };
        fields.table(&mut page, &payload.ty);
        let example = Example {
            plan: book.plan,
            values: Values::of_api(api),
        };
        let example = example.sample(&payload.ty, payload.example.as_ref());
        if !example.is_null() {
            page.heading(2, "Example");
            page.code("json", &format!("{example:#}"));
        }
    }
    page
}

/// ``In Rust: `client::webhooks::PET_ADDED`.``
fn in_rust(book: &Book<'_>, api: &Api, index: usize) -> Option<String> {
    let names = book.plan.names.api(api);
    let webhooks = names.webhooks.as_ref()?;
    let of_api = (!book.plan.is_flat()).then_some(&names.module);
    let constant = webhooks.constants.get(index)?;
    let steps = of_api.into_iter().chain(&webhooks.module).chain([constant]);
    let steps: Vec<&str> = steps.map(String::as_str).collect();
    let path = rust_items::whole(book.plan, &steps.join("::"));
    Some(format!("In Rust: {}.", escape::code(&path)))
}
