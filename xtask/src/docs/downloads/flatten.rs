//! A page as Markdown for a text that has all pages: without HTML, without links to other pages, without what the text repeats.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Removes the HTML, and turns links to other pages into their text. Lines of code that a site hides are removed, too.
pub(super) fn flatten(markdown: &str) -> String {
    let mut edits = Vec::new();
    // The links that are open: where they begin, and whether they are removed.
    let mut links: Vec<(usize, bool)> = Vec::new();
    let mut is_rust = false;
    let mut parser = Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter();
    let mut events: Vec<(Event<'_>, Range<usize>)> = Vec::new();
    events.extend(parser.by_ref());
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                edits.push((range.clone(), without_tags(html)));
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_removed = is_relative(dest_url);
                links.push((range.start, is_removed));
                // The text begins with the next event.
                if let Some((_, inner)) = events.get(index + 1).filter(|_| is_removed) {
                    edits.push((range.start..inner.start, String::new()));
                }
            }
            Event::End(TagEnd::Link) => {
                let is_removed = links.pop().is_some_and(|(_, is_removed)| is_removed);
                let last = index.checked_sub(1).and_then(|at| events.get(at));
                if let Some((_, inner)) = last.filter(|_| is_removed) {
                    edits.push((inner.end..range.end, String::new()));
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                is_rust = language.starts_with("rust");
            }
            Event::End(TagEnd::CodeBlock) => is_rust = false,
            Event::Text(_) if is_rust => {
                let mut start = range.start;
                let code = markdown.get(range.clone()).unwrap_or_default();
                for line in code.split_inclusive('\n') {
                    let end = start + line.len();
                    if is_hidden(line) {
                        edits.push((start..end, String::new()));
                    }
                    start = end;
                }
            }
            _ => {}
        }
    }
    let definitions = parser.reference_definitions().iter();
    let relative = definitions.filter(|(_, of)| is_relative(&of.dest));
    edits.extend(relative.map(|(_, of)| (of.span.clone(), String::new())));
    edited(markdown, edits)
}

fn is_relative(target: &str) -> bool {
    !target.contains("://") && !target.starts_with("mailto:")
}

/// Whether a line of Rust is one that rustdoc and mdBook hide.
fn is_hidden(line: &str) -> bool {
    line.starts_with("# ") || line.trim_end() == "#"
}

/// The text of HTML. A summary is followed by what it summarizes.
fn without_tags(html: &str) -> String {
    let html = html.replace("</summary>", ": ").replace("<br>", " ");
    let mut out = String::new();
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// Applies the edits, none of which is inside of another.
fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (range, with) in edits {
        out.push_str(text.get(end..range.start).unwrap_or_default());
        out.push_str(&with);
        end = end.max(range.end);
    }
    out.push_str(text.get(end..).unwrap_or_default());
    out
}

/// Removes the samples in other languages than Rust and shell, and the examples of responses, whose fields are in a table.
pub(super) fn shortened(markdown: &str) -> String {
    let headings = headings(markdown);
    let mut edits = Vec::new();
    let mut part = String::new();
    for (index, (level, title, start)) in headings.iter().enumerate() {
        if *level == HeadingLevel::H2 {
            part.clone_from(title);
        }
        let is_other_language = *level == HeadingLevel::H3
            && part == "Samples"
            && !["Rust", "curl"].iter().any(|kept| title.starts_with(kept));
        let is_example = *level == HeadingLevel::H2 && title == "Example response";
        if is_other_language || is_example {
            let mut after = headings.iter().skip(index + 1);
            let end = after.find(|(next, ..)| next <= level);
            let end = end.map_or(markdown.len(), |(.., end)| *end);
            edits.push((*start..end, String::new()));
        }
    }
    edited(markdown, edits)
}

/// The level, the text and the start of each heading.
fn headings(markdown: &str) -> Vec<(HeadingLevel, String, usize)> {
    let mut found: Vec<(HeadingLevel, String, usize)> = Vec::new();
    let mut is_inside = false;
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                found.push((level, String::new(), range.start));
                is_inside = true;
            }
            Event::End(TagEnd::Heading(_)) => is_inside = false,
            Event::Text(text) | Event::Code(text) if is_inside => {
                if let Some((_, title, _)) = found.last_mut() {
                    title.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_pages_become_text_and_html_disappears() {
        let page = "[`a`](../a.md) and [B *c*][b], <https://x.example>, [web](https://x.example).\n\n\
                    | f | by |\n| --- | --- |\n\
                    | <a id=\"body-f\"></a>`f` | <details><summary>2</summary>Required by [X](x.md).</details> |\n\n\
                    ```rust\n# hidden();\n#[test]\nlet a = \"[x](y)\";\n```\n\n[b]: b.md\n";
        let expected = "`a` and B *c*, <https://x.example>, [web](https://x.example).\n\n\
                        | f | by |\n| --- | --- |\n\
                        | `f` | 2: Required by X. |\n\n\
                        ```rust\n#[test]\nlet a = \"[x](y)\";\n```\n\n\n";
        assert_eq!(flatten(page), expected);
    }

    #[test]
    fn samples_are_in_two_languages() {
        let page = "# T\n\n## Example response\n\n```json\n{}\n```\n\n## Samples\n\n### Rust\n\n```rust\n```\n\n### curl\n\n```sh\n# x\n```\n\n\
                    ### Python\n\n```python\n# y\n```\n\n## Errors\n\ne\n";
        let expected = "# T\n\n## Samples\n\n### Rust\n\n```rust\n```\n\n### curl\n\n```sh\n# x\n```\n\n## Errors\n\ne\n";
        assert_eq!(shortened(page), expected);
    }
}
