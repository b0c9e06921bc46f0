//! The table of contents of the book.

/// An entry of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The part that contains it; empty before the first one.
    pub(super) part: String,
    /// The number of entries that contain it.
    pub(super) level: usize,
    /// The title, in Markdown.
    pub(super) title: String,
    /// The path of the page.
    pub(super) target: String,
}

/// Reads `SUMMARY.md`.
pub(super) fn entries(summary: &str) -> Vec<Entry> {
    let mut part = String::new();
    let mut entries = Vec::new();
    for line in summary.lines() {
        if let Some(title) = line.strip_prefix("# ").filter(|title| *title != "Summary") {
            title.clone_into(&mut part);
        }
        let indent = line.len() - line.trim_start().len();
        let link = line.trim_start().trim_start_matches("- ");
        let link = link
            .strip_prefix('[')
            .and_then(|link| link.strip_suffix(')'));
        if let Some((title, target)) = link.and_then(|link| link.rsplit_once("](")) {
            entries.push(Entry {
                part: part.clone(),
                level: indent / 2,
                title: title.to_owned(),
                target: target.to_owned(),
            });
        }
    }
    entries
}

/// Adds a page before the first part.
pub(super) fn with(summary: &str, title: &str, page: &str) -> String {
    let line = format!("[{title}]({page})\n");
    let head = summary.find("# Summary").map_or(0, |at| at + 1);
    match summary[head..].find("\n# ") {
        Some(at) => {
            let (before, after) = summary.split_at(head + at);
            format!("{before}{line}{after}")
        }
        None => format!("{summary}\n{line}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_added_before_the_parts() {
        let summary =
            "# Summary\n\n[Home](index.md)\n\n# Guides\n\n- [A \\[b\\]](a.md)\n  - [C](a/c.md)\n";
        let summary = with(summary, "Downloads", "downloads/index.md");
        let entries = entries(&summary);
        let found: Vec<_> = entries
            .iter()
            .map(|of| (&*of.part, of.level, &*of.title, &*of.target))
            .collect();
        let expected = [
            ("", 0, "Home", "index.md"),
            ("", 0, "Downloads", "downloads/index.md"),
            ("Guides", 0, "A \\[b\\]", "a.md"),
            ("Guides", 1, "C", "a/c.md"),
        ];
        assert_eq!(found, expected);
    }
}
