//! Adds rustdoc to the built site.

use std::fs;
use std::io;
use std::path::Path;

use crate::project::copy;
use crate::report::Failure;

/// Copies the rustdoc of the crates to `api/`, and turns the page names in it into links.
pub(super) fn add_api(doc: &Path, site: &Path) -> Result<(), Failure> {
    let api = site.join("api");
    let added = copy_crates(doc, &api).and_then(|()| link_pages(&api, "../"));
    added.map_err(|error| format!("cannot write {}: {error}", api.display()))
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
/// directory to the site.
fn link_pages(folder: &Path, up: &str) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            link_pages(&path, &format!("../{up}"))?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            let text = fs::read_to_string(&path)?;
            let text = accessible(&linked(&text, up));
            fs::write(&path, with_links_to_site(&text, up))?;
        }
    }
    Ok(())
}

/// The beginning of a page name.
const NAMED: &str = "<code>docs/";

/// Links to the site, for the top of each page. `%SITE%` is the path to it.
const TOP: &str = include_str!("../../book/rustdoc/top.html");

fn with_links_to_site(html: &str, up: &str) -> String {
    let top = format!("<main>{}", TOP.trim().replace("%SITE%", up));
    html.replacen("<main>", &top, 1)
}

/// The list of what a module re-exports, which has no descriptions.
const REEXPORTS: &str = "<dl class=\"item-table reexports\">";

/// Mends what a screen reader cannot read, or a keyboard not reach: folded parts without a name, code that scrolls, and lists of
/// terms without descriptions.
fn accessible(html: &str) -> String {
    let (folded, unnamed) = (
        "<summary class=\"hideme\"",
        "><span>Expand description</span>",
    );
    let code = "<pre class=\"rust rust-example-rendered\"";
    let html = html
        .replace(
            &format!("{folded}{unnamed}"),
            &format!("{folded} aria-label=\"Expand description\"{unnamed}"),
        )
        .replace(code, &format!("{code} tabindex=\"0\""));
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
        let page = with_links_to_site("<body><main><h1></h1></main>", "../../");
        assert!(
            page.starts_with("<body><main><nav class=\"site\""),
            "{page}"
        );
        assert!(
            page.contains("<a href=\"../../guides/index.html\">Guides</a>"),
            "{page}"
        );
        assert!(
            page.ends_with("</nav><h1></h1></main>") && !page.contains('%'),
            "{page}"
        );
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
    fn names_of_pages_become_links() {
        let html = "Page: <code>docs/crm/contacts.md</code>, <code>docs/<b></code>, <code>docs/README.md</code>.";
        assert_eq!(
            linked(html, "../../"),
            "Page: <a href=\"../../docs/crm/contacts.html\"><code>docs/crm/contacts.md</code></a>, <code>docs/<b></code>, \
             <a href=\"../../docs/index.html\"><code>docs/README.md</code></a>."
        );
    }
}
