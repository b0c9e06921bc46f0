//! The samples of an operation, which stand beside the text on wide screens.
//!
//! `## Samples` and the sections below it, `## Example response` and the `## Example` of a webhook are moved behind the article. Without JavaScript, all of
//! them are shown one after another; with it, the languages are tabs.

/// The sections that belong beside the text.
pub(super) const BESIDE: [&str; 3] = ["samples", "example-response", "example"];

/// What the rewriting puts around such a section.
pub(super) const BEGIN: &str = "<!--beside-->";
pub(super) const END: &str = "<!--/beside-->";

/// Moves the marked parts of a page behind the article.
pub(super) fn beside(html: &str) -> String {
    let mut parts = html.split(BEGIN);
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut beside = String::new();
    for part in parts {
        let (section, rest) = part.split_once(END).unwrap_or((part, ""));
        beside.push_str(section);
        text.push_str(rest);
    }
    if beside.is_empty() {
        return text;
    }
    text.replacen(
        "</article>",
        &format!("</article>\n<aside class=\"beside\" aria-label=\"Samples\">{beside}</aside>"),
        1,
    )
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn samples_move_behind_the_article() {
        let html = "<article>a<!--beside-->b<!--/beside-->c<!--beside-->d<!--/beside--></article>e";
        assert_eq!(
            beside(html),
            "<article>ac</article>\n<aside class=\"beside\" aria-label=\"Samples\">bd</aside>e"
        );
        assert_eq!(beside("<article>a</article>"), "<article>a</article>");
    }
}
