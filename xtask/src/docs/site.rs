//! Adds rustdoc to the built site, and checks every link of its pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::stage::copy;
use crate::links::attributes;
use crate::report::{self, Failure};

/// The crates whose rustdoc is part of the site.
const CRATES: [&str; 3] = ["truto_unified", "truto_runtime", "truto_support_matrix"];

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
        } else if CRATES.contains(&&*name) || !path.join("index.html").exists() && name != "src" {
            copy(&path, &target)?;
        } else if name == "src" {
            for krate in CRATES {
                copy(&path.join(krate), &target.join(krate))?;
            }
        }
    }
    Ok(())
}

/// Turns `<code>docs/crm/contacts.md</code>` into a link to the page. `up` is the path from the directory to the site.
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
            if text.contains(NAMED) {
                fs::write(&path, linked(&text, up))?;
            }
        }
    }
    Ok(())
}

/// The beginning of a page name.
const NAMED: &str = "<code>docs/";

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

/// Checks every link on the pages of the book, and the links from rustdoc to those pages. Returns the number of pages.
pub(super) fn check(site: &Path) -> Result<usize, Failure> {
    let mut pages = BTreeMap::new();
    read(site, site, &mut pages)
        .map_err(|error| format!("cannot read {}: {error}", site.display()))?;
    let mut broken: Vec<String> = Vec::new();
    for (path, page) in &pages {
        for link in &page.links {
            if let Err(why) = follow(site, &pages, path, link) {
                broken.push(format!("{}: `{link}` {why}", path.display()));
            }
        }
    }
    for fault in &broken {
        eprintln!("{fault}");
    }
    if broken.is_empty() {
        return Ok(pages.len());
    }
    Err(format!(
        "{} on the site",
        report::count(broken.len(), "broken link")
    ))
}

struct Page {
    ids: BTreeSet<String>,
    links: BTreeSet<String>,
}

fn read(site: &Path, folder: &Path, pages: &mut BTreeMap<PathBuf, Page>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let relative = path.strip_prefix(site).unwrap_or(&path).to_owned();
        if path.is_dir() {
            read(site, &path, pages)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            let html = fs::read_to_string(&path)?;
            // rustdoc checks its own links.
            let is_ours = |link: &&str| !relative.starts_with("api") || link.contains("/docs/");
            let links = attributes(&html, "href")
                .filter(is_ours)
                .filter(|link| is_local(link));
            let page = Page {
                ids: attributes(&html, "id").map(str::to_owned).collect(),
                links: links.map(str::to_owned).collect(),
            };
            pages.insert(relative, page);
        }
    }
    Ok(())
}

fn is_local(link: &str) -> bool {
    !["https:", "http:", "mailto:", "data:", "javascript:"]
        .iter()
        .any(|scheme| link.starts_with(scheme))
}

fn follow(
    site: &Path,
    pages: &BTreeMap<PathBuf, Page>,
    from: &Path,
    link: &str,
) -> Result<(), String> {
    let (target, anchor) = match link.split_once('#') {
        Some((target, anchor)) => (target, anchor),
        None => (link, ""),
    };
    let mut path = from.to_owned();
    if !target.is_empty() {
        path.pop();
        for part in Path::new(target).components() {
            match part {
                Component::ParentDir if !path.pop() => {
                    return Err("points outside the site".to_owned());
                }
                Component::Normal(name) => path.push(name),
                _ => {}
            }
        }
    }
    if site.join(&path).is_dir() {
        path.push("index.html");
    }
    if !site.join(&path).exists() {
        return Err(format!(
            "points to {}, which does not exist",
            path.display()
        ));
    }
    let is_there = |page: &Page| anchor.is_empty() || page.ids.contains(anchor);
    if pages.get(&path).is_none_or(is_there) {
        Ok(())
    } else {
        Err("has an unknown anchor".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
