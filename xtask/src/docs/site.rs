//! Adds rustdoc to the built site.

use std::fs;
use std::io;
use std::path::Path;

use crate::links::attributes;
use crate::project::copy;
use crate::report::Failure;

/// Copies the rustdoc of the crates to `api/`, and turns the page names in it into links.
pub(super) fn add_api(doc: &Path, site: &Path) -> Result<(), Failure> {
    let api = site.join("api");
    let added = copy_crates(doc, &api).and_then(|()| link_pages(&api, "../"));
    match added {
        Ok(0) => Err(format!(
            "no page in {} has the text `{SKIP}`, behind which the links to the site belong: set `SKIP` in xtask/src/docs/site.rs to \
             what this version of rustdoc writes",
            api.display()
        )),
        Ok(_) => Ok(()),
        Err(error) => Err(format!("cannot write {}: {error}", api.display())),
    }
}

/// Copies the pages of the crates and the shared files, but no other crates that have been documented in this directory.
fn copy_crates(doc: &Path, api: &Path) -> io::Result<()> {
    fs::create_dir_all(api)?;
    for entry in fs::read_dir(doc)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let target = api.join(&name);
        let name = name.to_string_lossy();
        if !path.is_dir() {
            fs::copy(&path, &target)?;
        } else if super::CRATES.contains(&&*name)
            || !path.join("index.html").exists() && name != "src"
        {
            copy(&path, &target)?;
        } else if name == "src" {
            for krate in super::CRATES {
                copy(&path.join(krate), &target.join(krate))?;
            }
        }
    }
    Ok(())
}

/// Turns `<code>docs/crm/contacts.md</code>` into a link to the page, and adds links to the site. `up` is the path from the
/// directory to the site. Returns the number of pages with links to the site.
fn link_pages(folder: &Path, up: &str) -> io::Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            count += link_pages(&path, &format!("../{up}"))?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            let text = fs::read_to_string(&path)?;
            let text = accessible(&linked(&text, up));
            let with_links = with_links_to_site(&text, up);
            count += usize::from(with_links.is_some());
            fs::write(&path, with_links.unwrap_or(text))?;
        }
    }
    Ok(count)
}

/// The beginning of a page name.
const NAMED: &str = "<code>docs/";

/// The bar of the site, for the top of each page. `%SITE%` is the path to the site.
const TOP: &str = include_str!("../../book/rustdoc/top.html");

/// The end of the link with which each page begins. Pages that only redirect have none.
const SKIP: &str = "Skip to main content</a>";

fn with_links_to_site(html: &str, up: &str) -> Option<String> {
    let (before, after) = html.split_once(SKIP)?;
    let top = TOP.trim().replace("%SITE%", up);
    Some(format!("{before}{SKIP}{top}{after}"))
}

/// The list of what a module re-exports, which has no descriptions.
const REEXPORTS: &str = "<dl class=\"item-table reexports\">";

/// Mends what a screen reader cannot read, or a keyboard not reach: links in summaries, folded parts without a name, code that
/// scrolls, and lists of terms without descriptions.
fn accessible(html: &str) -> String {
    let html = without_links_in_summaries(html);
    let (folded, unnamed) = (
        "<summary class=\"hideme\"",
        "><span>Expand description</span>",
    );
    let code = "<pre class=\"";
    let html = html
        .replace(
            &format!("{folded}{unnamed}"),
            &format!("{folded} aria-label=\"Expand description\"{unnamed}"),
        )
        .replace(code, "<pre tabindex=\"0\" class=\"");
    let Some((before, list)) = html.split_once(REEXPORTS) else {
        return html;
    };
    let Some((list, after)) = list.split_once("</dl>") else {
        return html;
    };
    if list.contains("<dd") {
        return html;
    }
    let list = list.replace("<dt", "<li").replace("</dt>", "</li>");
    format!("{before}<ul class=\"item-table reexports\">{list}</ul>{after}")
}

/// Moves declarations out of the summaries that fold their details: a summary is a control, and must contain no links.
fn without_links_in_summaries(html: &str) -> String {
    const SUMMARY: &str = "<summary>";
    let mut parts = html.split(SUMMARY);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let content = part.split_once("</summary>");
        let content = content.filter(|(declaration, _)| declaration.contains("<a "));
        let start = out.rfind('<').unwrap_or_default();
        let is_folding = out[start..].starts_with("<details class=\"toggle");
        match content.filter(|_| is_folding) {
            Some((declaration, rest)) => {
                let details = out.split_off(start);
                let name = name_of(declaration);
                out.extend([
                    declaration,
                    &details,
                    &format!(
                        "<summary class=\"hideme\" aria-label=\"Show details of {name}\"><span>Show details</span></summary>"
                    ),
                    rest,
                ]);
            }
            None => out.extend([SUMMARY, part]),
        }
    }
    out
}

/// The name in the id of a declaration, as in `method.new`, or else its text.
fn name_of(declaration: &str) -> String {
    let mut ids = attributes(declaration, "id");
    let id = ids.next().filter(|id| !id.starts_with("impl-"));
    match id.and_then(|id| id.split_once('.')) {
        Some((_, name)) => name.to_owned(),
        None => {
            let texts = declaration.split('<').filter_map(|tag| tag.split_once('>'));
            let texts =
                texts.filter(|(tag, _)| !tag.contains("\"anchor\"") && !tag.contains("\"src "));
            let text: String = texts.map(|(_, text)| text).collect();
            text.trim().replace('"', "&quot;")
        }
    }
}

fn linked(html: &str, up: &str) -> String {
    let mut parts = html.split(NAMED);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(".md</code>") {
            Some((page, rest)) if !page.contains('<') => {
                let target = if page == "README" { "index" } else { page };
                out.push_str(&format!(
                    "<a href=\"{up}docs/{target}.html\"><code>docs/{page}.md</code></a>{rest}"
                ));
            }
            _ => out.push_str(&format!("{NAMED}{part}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_rustdoc_lead_to_the_site() {
        let skip = "<body><a href=\"#main-content\">Skip to main content</a>";
        let page = with_links_to_site(&format!("{skip}<main></main>"), "../../").unwrap();
        assert!(
            page.starts_with(&format!("{skip}<header class=\"site\">")),
            "{page}"
        );
        assert!(
            page.contains("<a href=\"../../guides/index.html\">Guides</a>"),
            "{page}"
        );
        assert!(
            page.ends_with("</nav></header><main></main>") && !page.contains('%'),
            "{page}"
        );
    }

    #[test]
    fn pages_of_an_unknown_rustdoc_are_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let (doc, site) = (dir.path().join("doc"), dir.path().join("site"));
        fs::create_dir(&doc).unwrap();
        fs::write(doc.join("help.html"), "<body><main></main>").unwrap();
        let failure = add_api(&doc, &site).unwrap_err();
        assert!(failure.contains("rustdoc"), "{failure}");
        fs::write(doc.join("help.html"), format!("<body>{SKIP}<main></main>")).unwrap();
        assert_eq!(add_api(&doc, &site), Ok(()));
    }

    #[test]
    fn pages_of_rustdoc_become_accessible() {
        assert_eq!(
            accessible(
                "<summary class=\"hideme\"><span>Expand description</span></summary><summary class=\"hideme\"><span>Show 2 fields\
                 </span></summary><dl class=\"item-table reexports\"><dt id=\"a\">a</dt></dl><dl><dt>b</dt></dl>"
            ),
            "<summary class=\"hideme\" aria-label=\"Expand description\"><span>Expand description</span></summary>\
             <summary class=\"hideme\"><span>Show 2 fields</span></summary>\
             <ul class=\"item-table reexports\"><li id=\"a\">a</li></ul><dl><dt>b</dt></dl>"
        );
        let described = "<dl class=\"item-table reexports\"><dt>a</dt><dd>b</dd></dl>";
        assert_eq!(accessible(described), described);
    }

    #[test]
    fn summaries_of_declarations_contain_no_links() {
        let details = "<details class=\"toggle method-toggle\" open>";
        let method = "<section id=\"method.new\"><a class=\"fn\">new</a>()</section>";
        let block = "<section id=\"impl-A-for-B\"><a class=\"src rightside\">Source</a><a class=\"anchor\">§</a><h3>impl <a>A</a>&lt;\"\"&gt;</h3></section>";
        let plain = "<details class=\"toggle\"><summary>Text</summary></details>";
        let other = "<details><summary><a>Link</a></summary></details>";
        let folded = |name: &str| {
            format!(
                "{details}<summary class=\"hideme\" aria-label=\"Show details of {name}\"><span>Show details</span></summary>"
            )
        };
        assert_eq!(
            without_links_in_summaries(&format!(
                "{details}<summary>{block}</summary>{details}<summary>{method}</summary>a</details></details>{plain}{other}"
            )),
            format!(
                "{block}{}{method}{}a</details></details>{plain}{other}",
                folded("impl A&lt;&quot;&quot;&gt;"),
                folded("new")
            )
        );
    }

    #[test]
    fn names_of_pages_become_links() {
        let html = "Page: <code>docs/crm/contacts.md</code>, <code>docs/<b></code>, <code>docs/README.md</code>.";
        assert_eq!(
            linked(html, "../../"),
            "Page: <a href=\"../../docs/crm/contacts.html\"><code>docs/crm/contacts.md</code></a>, <code>docs/<b></code>, \
             <a href=\"../../docs/index.html\"><code>docs/README.md</code></a>."
        );
    }
}
