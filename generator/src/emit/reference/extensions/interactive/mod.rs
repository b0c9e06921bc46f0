//! Style sheets and scripts that both interactive pages use: the chooser and the comparison.
//!
//! They are separate files, so the pages also work on a git host and when opened as files. A site that shows the pages within its own
//! layout needs neither `theme.js` nor `page.css`.

use crate::emit::output::{Language, Output};
use crate::plan::pages::Book;

/// Emits the files into the folder of the chooser; nothing without a registry.
pub(crate) fn emit(book: &Book<'_>) -> Vec<Output> {
    if !book.plan.usage.registry {
        return Vec::new();
    }
    let file = |language, name: &str, text| {
        Output::new(language, format!("docs/support-chooser/{name}"), text)
    };
    vec![
        file(Language::JavaScript, "theme.js", include_str!("theme.js")),
        file(Language::Css, "page.css", include_str!("page.css")),
        file(Language::Css, "parts.css", include_str!("parts.css")),
        file(Language::JavaScript, "parts.js", include_str!("parts.js")),
        file(Language::JavaScript, "csv.js", include_str!("csv.js")),
    ]
}
