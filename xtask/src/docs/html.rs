//! The links of HTML pages, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::rustdoc;
use crate::links::attributes;
use crate::report::{self, Failure};

/// Checks every link on the pages in a directory, and the text of those that rustdoc has written; also the links of the search, which
/// are relative to the directory. Returns the number of pages.
pub(super) fn check(root: &Path, found: &BTreeSet<String>) -> Result<usize, Failure> {
    let mut pages = BTreeMap::new();
    read(root, root, &mut pages)
        .map_err(|error| format!("cannot read {}: {error}", root.display()))?;
    let mut faults = 0;
    for (path, page) in &pages {
        let dead = page.links.iter().filter_map(|link| {
            let why = follow(root, &pages, path, link).err()?;
            Some(format!("`{link}` {why}"))
        });
        for fault in dead.chain(page.faults.iter().cloned()) {
            eprintln!("{}: {fault}", path.display());
            faults += 1;
        }
    }
    for link in found {
        if let Err(why) = follow(root, &pages, Path::new("index.html"), link) {
            eprintln!("search: `{link}` {why}");
            faults += 1;
        }
    }
    match faults {
        0 => Ok(pages.len()),
        _ => Err(format!(
            "{} in {}",
            report::count(faults, "broken link"),
            root.display()
        )),
    }
}

/// Where rustdoc names itself.
const BY_RUSTDOC: &str = "<meta name=\"generator\" content=\"rustdoc\">";

struct Page {
    ids: BTreeSet<String>,
    links: BTreeSet<String>,
    /// What is wrong with its text.
    faults: Vec<String>,
}

impl Page {
    /// `None` if the page is not checked.
    fn of(html: &str) -> Option<Self> {
        let (linking, faults) = if html.contains(BY_RUSTDOC) {
            let content = rustdoc::Content::of(html)?;
            (content.html, content.faults())
        } else {
            (html, Vec::new())
        };
        let links = attributes(linking, "href").filter(|link| is_local(link));
        Some(Self {
            ids: attributes(html, "id").map(str::to_owned).collect(),
            links: links.map(str::to_owned).collect(),
            faults,
        })
    }
}

fn read(root: &Path, folder: &Path, pages: &mut BTreeMap<PathBuf, Page>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let relative = path.strip_prefix(root).unwrap_or(&path).to_owned();
        if path.is_dir() {
            read(root, &path, pages)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
            && let Some(page) = Page::of(&fs::read_to_string(&path)?)
        {
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
    root: &Path,
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
    if root.join(&path).is_dir() {
        path.push("index.html");
    }
    if !root.join(&path).exists() {
        return Err(format!(
            "points to {}, which does not exist",
            path.display()
        ));
    }
    // Such as `#with=front,dixa`: not an element, but a view that a script of the page shows.
    let is_view = anchor.contains('=');
    let is_there = |page: &Page| anchor.is_empty() || is_view || page.ids.contains(anchor);
    if pages.get(&path).is_none_or(is_there) {
        Ok(())
    } else {
        Err("has an unknown anchor".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::check;

    #[test]
    fn dead_links_are_found_in_the_book_and_in_rustdoc() {
        let rustdoc = |class: &str, body: &str| {
            format!(
                "<meta name=\"generator\" content=\"rustdoc\"><meta data-current-crate=\"truto_runtime\" >\
                 <body class=\"rustdoc {class}\"><main>{body}</main>"
            )
        };
        let dir = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("index.html", "<a href=\"api/a.html#b\">b</a>");
        write(
            "api/a.html",
            &rustdoc(
                "struct",
                "<p id=\"b\"><a href=\"src/a.rs.html#7\">Source</a></p>",
            ),
        );
        write(
            "api/src/a.rs.html",
            &rustdoc("src", "<a href=\"$crate::lines\">1</a>"),
        );
        let found = |link: &str| BTreeSet::from([link.to_owned()]);
        assert_eq!(check(dir.path(), &found("api/a.html#b")), Ok(2));
        let error = check(dir.path(), &found("api/a.html#c")).unwrap_err();
        assert!(error.starts_with("1 broken link in "), "{error}");

        write(
            "api/a.html",
            &rustdoc("struct", "<a href=\"$crate::policy\">policy</a>"),
        );
        let error = check(dir.path(), &BTreeSet::new()).unwrap_err();
        assert!(error.starts_with("2 broken links in "), "{error}");
    }
}
