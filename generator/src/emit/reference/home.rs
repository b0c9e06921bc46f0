//! The front page of the reference.

use crate::emit::reference::api;
use crate::emit::reference::extensions::chooser;
use crate::emit::reference::fields::sentence;
use crate::emit::reference::page::Page;
use crate::emit::reference::titles;
use crate::plan::extensions::pages::INTEGRATIONS;
use crate::plan::pages::{Book, HOME};

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
    if let Some(only) = only {
        api::content(book, 0, only, &mut page);
        page.line("");
    }
    for api in package.apis.iter().filter(|_| only.is_none()) {
        let link = page.link(&titles::api_title(book, api), &book.api_page(api));
        let about = sentence(&api.docs.description, &None);
        page.line(format!("- {link}: {about}").trim_end_matches([' ', ':']));
    }
    if book.plan.usage.registry {
        let count = book.integrations().count();
        let all = page.link("Integrations", &format!("docs/{INTEGRATIONS}.md"));
        page.line(&format!(
            "- {all}: what each of the {count} integrations supports and requires."
        ));
        let choose = page.link("Chooser", chooser::PAGE);
        page.line(&format!(
            "- {choose}: select operations and fields to see which integrations support them. Open the file in a browser."
        ));
    }
    page.line("");
    if !book.plan.options.guides.is_empty() {
        page.heading(2, "Guides");
        for guide in &book.plan.options.guides {
            let link = page.link(&guide.title, &book.guide_page(&guide.stem));
            page.line(&format!("- {link}"));
        }
    }
    page
}
