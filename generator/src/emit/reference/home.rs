//! The front page of the reference.

use crate::emit::reference::api;
use crate::emit::reference::extensions::{front, options};
use crate::emit::reference::failures;
use crate::emit::reference::fields::sentence;
use crate::emit::reference::page::Page;
use crate::emit::reference::titles;
use crate::plan::extensions::pages::OPTIONS;
use crate::plan::pages::{Book, FAILURES, HOME};

/// Emits `docs/README.md`.
pub(crate) fn page(book: &Book<'_>) -> Page {
    let package = book.plan.package;
    let only = match package.apis.as_slice() {
        [only] if book.plan.is_flat() => Some(only),
        _ => None,
    };
    let title = only.map(|only| titles::api_title(book, only));
    let mut page = Page::new(HOME.to_owned(), title.as_deref().unwrap_or("Reference"));
    let (operations, resources) = (
        book.operations().count(),
        package
            .apis
            .iter()
            .map(|api| api.resources.len())
            .sum::<usize>(),
    );
    let counted = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    };
    page.block(&format!(
        "{} on {}, with parameters, bodies and samples.",
        counted(operations, "operation"),
        counted(resources, "resource")
    ));
    match only {
        Some(only) => {
            api::content(book, 0, only, &mut page);
            page.line("");
        }
        None => apis(book, &mut page),
    }
    front::integrations(book, &mut page);
    front::widely_supported(book, &mut page);
    let shared = shared(book);
    if !shared.is_empty() {
        page.heading(2, "Options and errors");
        for (title, path, about) in shared {
            page.line(&format!("- {}: {about}", page.link(title, &path)));
        }
        page.line("");
    }
    if !book.plan.options.guides.is_empty() {
        page.heading(2, "Guides");
        for guide in &book.plan.options.guides {
            let link = page.link(&guide.title, &book.guide_page(&guide.stem));
            page.line(&format!("- {link}"));
        }
    }
    page
}

/// A table of the APIs, with what each has.
fn apis(book: &Book<'_>, page: &mut Page) {
    page.heading(2, "APIs");
    let has_registry = book.plan.usage.registry;
    let integrations: &[&str] = if has_registry { &["integrations"] } else { &[] };
    page.table(
        &[
            &["API", "operations", "resources"],
            integrations,
            &["about"],
        ]
        .concat(),
    );
    for (index, api) in book.plan.package.apis.iter().enumerate() {
        let operations = api
            .resources
            .iter()
            .map(|resource| resource.operations.len());
        let mut cells = vec![
            page.link(&titles::api_title(book, api), &book.api_page(api)),
            number(operations.sum()),
            number(api.resources.len()),
        ];
        if has_registry {
            cells.push(number(front::integrations_of(book, index)));
        }
        cells.push(sentence(&api.docs.description, &None));
        page.row(&cells);
    }
    page.row(&[]);
}

/// A number in a cell, which is empty if there is nothing to count.
fn number(count: usize) -> String {
    match count {
        0 => String::new(),
        count => count.to_string(),
    }
}

/// The pages about what several operations share: title, path, content.
pub(super) fn shared(book: &Book<'_>) -> Vec<(&'static str, String, &'static str)> {
    let mut pages = Vec::new();
    if !book.options.all().is_empty() {
        let path = format!("docs/{OPTIONS}.md");
        pages.push((
            options::TITLE,
            path,
            "query parameters that many operations accept.",
        ));
    }
    if !book.failures.all().is_empty() {
        let about = "error responses that several operations have.";
        pages.push((failures::TITLE, FAILURES.to_owned(), about));
    }
    pages
}
