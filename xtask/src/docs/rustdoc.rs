//! What rustdoc does not check in its own pages.
//!
//! An item that is documented where it is re-exported has the links of the crate that defines it. If rustdoc cannot resolve one
//! of them there, it prints the link as text, or with a dead target, and reports nothing.

use std::collections::BTreeSet;
use std::path::Path;

use crate::links::attributes;
use crate::project::root;

/// The crate whose documentation has to be complete, because its users depend on no other one, and the crate that it re-exports.
const OWN: &str = super::CRATES[0];
const RUNTIME: &str = super::CRATES[1];

/// The flags with which the pages have the colours of the site, encoded as cargo expects: a path may contain spaces.
pub(super) fn flags() -> String {
    let given = std::env::var("RUSTDOCFLAGS").unwrap_or_default();
    let head = root().join("xtask/book/rustdoc/head.html");
    let own = ["--html-in-header".to_owned(), head.display().to_string()];
    let flags: Vec<String> = given
        .split_whitespace()
        .map(str::to_owned)
        .chain(own)
        .collect();
    flags.join("\u{1f}")
}

/// What the check looks at on a page of rustdoc.
pub(super) struct Content<'a> {
    krate: &'a str,
    /// The page without what its item gets from a blanket implementation, whose docs are those of other crates.
    pub(super) html: &'a str,
}

impl<'a> Content<'a> {
    /// `None` if the page is not one of rustdoc, or not of our crates, or shows source code or settings.
    pub(super) fn of(html: &'a str) -> Option<Self> {
        let krate = attributes(html, "data-current-crate").next()?;
        let is_other = |class| html.contains(&format!("<body class=\"rustdoc {class}\">"));
        let is_ours = super::CRATES.contains(&krate) && !is_other("src") && !is_other("mod sys");
        is_ours.then(|| Self {
            krate,
            html: before(html, "<h2 id=\"blanket-implementations\""),
        })
    }

    /// Whether the item is one of another crate, whose docs are that crate's.
    fn is_foreign(&self) -> bool {
        let source = self
            .html
            .split_once("<span class=\"sub-heading\"><a class=\"src\" href=\"");
        let path = source.and_then(|(_, rest)| rest.split_once('"'));
        path.is_some_and(|(path, _)| !path.contains("/truto_"))
    }

    /// What is wrong with the text.
    pub(super) fn faults(&self) -> Vec<String> {
        if self.is_foreign() {
            return Vec::new();
        }
        let Some((_, content)) = self.html.split_once("<main>") else {
            return vec!["has no `<main>`, so its text is not checked".to_owned()];
        };
        // The methods of other crates' traits have the docs of those crates.
        let (prose, code) = split(before(content, "<h2 id=\"trait-implementations\""));
        let mut faults = raw_links(&prose);
        if self.krate == OWN {
            faults.extend(runtime_links(content));
            if code.contains(RUNTIME) {
                faults.push(format!(
                    "an example mentions `{RUNTIME}`, on which users do not depend: hide the line with `#`"
                ));
            }
        }
        faults
    }
}

fn before<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or(text, |(text, _)| text)
}

/// The text of a page without and within its blocks of code. Code in a line of prose is replaced by a backtick on both sides.
fn split(html: &str) -> (String, String) {
    let (mut prose, mut code) = (String::new(), String::new());
    let mut parts = html.split("<pre ");
    prose.push_str(&text(parts.next().unwrap_or_default()));
    for part in parts {
        let (block, rest) = part.split_once("</pre>").unwrap_or((part, ""));
        // What is left of the opening tag would be taken for text.
        code.push_str(&text(block.split_once('>').map_or("", |(_, block)| block)));
        code.push('\n');
        prose.push_str(&text(rest));
    }
    (prose, code)
}

/// The text of HTML, with the tags of inline code as backticks.
fn text(html: &str) -> String {
    let mut parts = html.split('<');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (tag, rest) = part.split_once('>').unwrap_or((part, ""));
        if tag == "code" || tag == "/code" {
            out.push('`');
        }
        out.push_str(rest);
    }
    out
}

/// Links that were printed as text: ``[`Name`]``.
fn raw_links(prose: &str) -> Vec<String> {
    let names = prose.split("[`").skip(1).filter_map(|part| {
        let (name, _) = part.split_once("`]")?;
        let is_name = !name.contains(char::is_whitespace);
        is_name.then(|| {
            format!(
                "`[{name}]` is not a link: give its target as a path that begins with `crate::`"
            )
        })
    });
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Links to pages of the runtime, other than its source code.
fn runtime_links(html: &str) -> BTreeSet<String> {
    let to_runtime = |link: &&str| {
        let path = Path::new(link.split('#').next().unwrap_or_default());
        let mut names = path.iter();
        names.clone().any(|name| name == RUNTIME) && !names.any(|name| name == "src")
    };
    attributes(html, "href")
        .filter(to_runtime)
        .map(|link| {
            format!(
                "`{link}` is a page of `{RUNTIME}`, on which users do not depend: re-export the item"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Content;

    fn faults(krate: &str, body: &str) -> Vec<String> {
        let html = format!("<meta data-current-crate=\"{krate}\" ><main>{body}</main>");
        Content::of(&html).map_or_else(Vec::new, |content| content.faults())
    }

    #[test]
    fn links_that_are_text_are_reported_once() {
        let body = "<p>[<code>Error::kind</code>] and [<code>Error::kind</code>], <code>[u8]</code>, \
                    [<code>a</code>, <code>b</code>]</p><pre class=\"rust\"><code>[<code>x</code>]</code></pre>";
        assert_eq!(
            faults("truto_runtime", body),
            ["`[Error::kind]` is not a link: give its target as a path that begins with `crate::`"]
        );
        assert!(faults("tracing", body).is_empty());
    }

    #[test]
    fn the_runtime_is_reported_where_users_read() {
        let body = "<a href=\"../truto_runtime/struct.Call.html#x\">Call</a> <a href=\"../src/truto_runtime/a.rs.html#1\">Source</a>\
                    <pre class=\"rust\" title=\"truto_runtime\"><code>use <span>truto_runtime</span>::Call;</code></pre>";
        assert_eq!(
            faults("truto_unified", body),
            [
                "`../truto_runtime/struct.Call.html#x` is a page of `truto_runtime`, on which users do not depend: re-export the item",
                "an example mentions `truto_runtime`, on which users do not depend: hide the line with `#`",
            ]
        );
        assert!(faults("truto_runtime", body).is_empty());
    }
}
