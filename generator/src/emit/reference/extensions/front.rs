//! What the front page says of integrations.

use std::cmp::Reverse;

use crate::emit::prose::operation;
use crate::emit::reference::extensions::{chooser, compare, integration};
use crate::emit::reference::page::Page;
use crate::emit::reference::titles;
use crate::plan::extensions::pages::INTEGRATIONS;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// How many widely supported operations of each API are listed.
const WIDELY_SUPPORTED: usize = 5;

/// The number of integrations that support something of an API.
pub(crate) fn integrations_of(book: &Book<'_>, api: usize) -> usize {
    let supports_any = |slug: &str| {
        let mut places = book.operations().filter(|place| place.api == api);
        places.any(|place| integration::supports_fields(place.operation, slug))
    };
    let all = book.integrations();
    all.filter(|entry| supports_any(&entry.slug)).count()
}

/// Links to what answers which integration supports what, with a registry.
pub(crate) fn integrations(book: &Book<'_>, page: &mut Page) {
    if !book.plan.usage.registry {
        return;
    }
    let count = book.integrations().count();
    page.heading(2, "Integrations");
    let all = page.link("Integrations", &format!("docs/{INTEGRATIONS}.md"));
    page.line(&format!(
        "- {all}: what each of the {count} integrations supports and requires."
    ));
    let choose = page.link("Chooser", chooser::PAGE);
    page.line(&format!(
        "- {choose}: select operations and fields to see which integrations support them. Open the file in a browser."
    ));
    let compare = page.link("Comparison", compare::PAGE);
    page.line(&format!(
        "- {compare}: two or three integrations side by side, field by field. Open the file in a browser."
    ));
    page.line("");
}

/// A table of the operations of each API that most integrations support, with a support matrix.
pub(crate) fn widely_supported(book: &Book<'_>, page: &mut Page) {
    let count = |place: &OperationRef<'_>| {
        let integrations = place.operation.matrix.integrations.as_ref();
        integrations.map_or(0, |integrations| integrations.supported.len())
    };
    let apis = 0..book.plan.package.apis.len();
    let places: Vec<OperationRef<'_>> = apis
        .flat_map(|api| {
            let places = book.operations().filter(|place| place.api == api);
            let mut places: Vec<_> = places.filter(|place| count(place) > 0).collect();
            // The order of the document decides between equals.
            places.sort_by_key(|place| Reverse(count(place)));
            places.truncate(WIDELY_SUPPORTED);
            places
        })
        .collect();
    if places.is_empty() {
        return;
    }
    page.heading(2, "Widely supported operations");
    let has_apis = book.plan.package.apis.len() > 1;
    let api: &[&str] = if has_apis { &["API"] } else { &[] };
    page.table(&[&["operation", "address"], api, &["integrations"]].concat());
    for place in places {
        let title = titles::title(book, place.operation);
        let mut cells = vec![
            page.link(&title, &book.operation_page(place)),
            operation::address(place.operation),
        ];
        if has_apis {
            let of = book.api(place);
            cells.push(of.map_or_else(String::new, |of| {
                page.link(&titles::api_title(book, of), &book.api_page(of))
            }));
        }
        cells.push(count(&place).to_string());
        page.row(&cells);
    }
    page.row(&[]);
}
