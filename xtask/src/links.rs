//! Checks that the target and anchor of every link in the Markdown files exist.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag, TagEnd};

use crate::project::root;
use crate::report::{self, Failure};

/// The files and directories to check.
const FILES: &[&str] = &[
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "spec/README.md",
    "generator/README.md",
    "generator/runtime/README.md",
    "generator/support-matrix/README.md",
    "generated/changes/README.md",
];
const FOLDERS: &[&str] = &["generated/docs", "generated/guides", "generator/guides"];

/// Checks every link of the workspace's Markdown.
pub(crate) fn run() -> Result<(), Failure> {
    let pages = Pages::read(&root())?;
    let (count, broken) = pages.check();
    for fault in &broken {
        eprintln!("{fault}");
    }
    if broken.is_empty() {
        println!(
            "checked {count} links on {}: none is broken",
            report::count(pages.pages.len(), "page")
        );
        return Ok(());
    }
    Err(report::count(broken.len(), "broken link"))
}

/// The anchors and links of a Markdown file.
#[derive(Default)]
struct Page {
    anchors: BTreeSet<String>,
    /// The line and target of each link.
    links: Vec<(usize, String)>,
    /// The line and name of each undefined reference.
    undefined: Vec<(usize, String)>,
}

/// All pages, by their path relative to the root of the workspace.
struct Pages {
    root: PathBuf,
    pages: BTreeMap<PathBuf, Page>,
}

impl Pages {
    fn read(root: &Path) -> Result<Self, Failure> {
        let mut paths: Vec<PathBuf> = FILES.iter().map(PathBuf::from).collect();
        for folder in FOLDERS {
            let found = collect(root, Path::new(folder), &mut paths);
            found.map_err(|error| format!("cannot read {folder}: {error}"))?;
        }
        let mut pages = BTreeMap::new();
        for path in paths {
            let text = fs::read_to_string(root.join(&path))
                .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            pages.insert(path, page(&text));
        }
        let root = root.to_owned();
        Ok(Self { root, pages })
    }

    /// Returns the number of links, and a message for each broken link.
    fn check(&self) -> (usize, Vec<String>) {
        let mut count = 0;
        let mut broken = Vec::new();
        for (path, page) in &self.pages {
            count += page.undefined.len();
            broken.extend(page.undefined.iter().map(|(line, name)| {
                format!(
                    "{}:{line}: `[{name}]` is not defined: add `[{name}]: …`, or escape the brackets",
                    path.display()
                )
            }));
            for (line, link) in page.links.iter().filter(|(_, link)| !is_external(link)) {
                count += 1;
                if let Err(why) = self.follow(path, link) {
                    broken.push(format!("{}:{line}: `{link}` {why}", path.display()));
                }
            }
        }
        (count, broken)
    }

    fn follow(&self, from: &Path, link: &str) -> Result<(), String> {
        let (target, anchor) = match link.split_once('#') {
            Some((target, anchor)) => (target, Some(anchor)),
            None => (link, None),
        };
        let path = if target.is_empty() {
            from.to_owned()
        } else {
            resolve(from, target).ok_or("points outside the workspace")?
        };
        if !self.root.join(&path).exists() {
            return Err(format!(
                "points to {}, which does not exist",
                path.display()
            ));
        }
        let book = |path: &Path| FOLDERS.iter().any(|folder| path.starts_with(folder));
        if book(from) && !book(&path) {
            return Err(
                "points outside the book, so it would be broken there: name the file instead"
                    .to_owned(),
            );
        }
        match (anchor, self.pages.get(&path)) {
            (Some(anchor), Some(page)) if !page.anchors.contains(anchor) => {
                let known: Vec<&str> = page.anchors.iter().map(String::as_str).collect();
                Err(format!(
                    "has an unknown anchor: {} has {}",
                    path.display(),
                    known.join(", ")
                ))
            }
            _ => Ok(()),
        }
    }
}

fn collect(root: &Path, folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let path = folder.join(entry?.file_name());
        if root.join(&path).is_dir() {
            collect(root, &path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "md")
            // Its links are relative to the root of the book, and mdBook checks them.
            && !path.ends_with("book-summary.md")
        {
            paths.push(path);
        }
    }
    Ok(())
}

/// Removes `..` from a path; `None` if it points above the root.
fn resolve(from: &Path, target: &str) -> Option<PathBuf> {
    let mut path = from.parent()?.to_owned();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir if !path.pop() => return None,
            Component::ParentDir | Component::CurDir => {}
            Component::Normal(name) => path.push(name),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

fn is_external(link: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| link.starts_with(scheme))
}

fn page(text: &str) -> Page {
    let mut page = Page::default();
    let mut heading: Option<String> = None;
    let mut anchors = Anchors::default();
    let line_of = |at: usize| 1 + text.get(..at).unwrap_or_default().matches('\n').count();
    let mut undefined = Vec::new();
    let note = |link: BrokenLink<'_>| {
        undefined.push((line_of(link.span.start), link.reference.into_string()));
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, Options::ENABLE_TABLES, Some(note));
    for (event, range) in parser.into_offset_iter() {
        let line = || line_of(range.start);
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.links.push((line(), dest_url.into_string()));
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let heading = heading.take().unwrap_or_default();
                page.anchors.insert(anchors.of(&heading));
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                page.anchors
                    .extend(attributes(&html, "id").map(str::to_owned));
                let links = attributes(&html, "href").map(|link| (line(), link.to_owned()));
                page.links.extend(links);
            }
            _ => {}
        }
    }
    page.undefined = undefined;
    page
}

/// The values of an attribute in HTML with double quotes.
pub(crate) fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {name}=\"");
    let parts = html.split_inclusive('>').flat_map(move |part| {
        let after = part.split_once(&start).map(|(_, after)| after);
        after.and_then(|after| after.split_once('"'))
    });
    parts.map(|(value, _)| value)
}

/// The anchors of the headings of a page, on Git hosts and in mdBook.
#[derive(Default)]
pub(crate) struct Anchors {
    seen: BTreeMap<String, usize>,
}

impl Anchors {
    /// The anchor of the next heading.
    pub(crate) fn of(&mut self, heading: &str) -> String {
        let slug = slug(heading);
        let times = self.seen.entry(slug.clone()).or_default();
        *times += 1;
        match *times {
            1 => slug,
            times => format!("{slug}-{}", times - 1),
        }
    }
}

fn slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(files: &[(&str, &str)]) -> (tempfile::TempDir, Pages) {
        let dir = tempfile::tempdir().unwrap();
        for folder in FOLDERS {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
        }
        let empty = FILES.iter().map(|path| (*path, ""));
        for (path, text) in empty.chain(files.iter().copied()) {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let pages = Pages::read(dir.path()).unwrap();
        (dir, pages)
    }

    #[test]
    fn broken_links_are_reported_with_their_line() {
        let (_dir, pages) = pages(&[
            (
                "README.md",
                "# A\n\n[up](../x.md)\n[docs](generated/docs/a.md#b-c)\n[self](#a)\n",
            ),
            (
                "generated/docs/a.md",
                "# B `c`!\n\n## Two\n\n## Two\n\n[1](#two-1) [2](#two-2)\n<a href=\"gone.md\">x</a>\n\
                 [out](../../README.md) <https://example.com>\nsee [that]\n",
            ),
        ]);
        let (count, broken) = pages.check();
        assert_eq!(count, 8);
        assert_eq!(
            broken,
            [
                "README.md:3: `../x.md` points outside the workspace",
                "generated/docs/a.md:10: `[that]` is not defined: add `[that]: …`, or escape the brackets",
                "generated/docs/a.md:7: `#two-2` has an unknown anchor: generated/docs/a.md has b-c, two, two-1",
                "generated/docs/a.md:8: `gone.md` points to generated/docs/gone.md, which does not exist",
                "generated/docs/a.md:9: `../../README.md` points outside the book, so it would be broken there: name the file instead",
            ]
        );
    }
}
