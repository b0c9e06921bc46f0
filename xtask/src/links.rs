//! The links of the Markdown files: each must lead somewhere, with its anchor.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag, TagEnd};

use crate::project::root;
use crate::report::{self, Failure};

/// What is read: single files, and folders with all that is in them.
const FILES: &[&str] = &["README.md", "CHANGELOG.md", "spec/README.md"];
const FOLDERS: &[&str] = &["generated/docs", "generated/guides"];

/// Checks every link of the workspace's Markdown.
pub(crate) fn run() -> Result<(), Failure> {
    let pages = Pages::read(&root())?;
    let (count, broken) = pages.check();
    for fault in &broken {
        eprintln!("{fault}");
    }
    if broken.is_empty() {
        println!(
            "{count} links on {} lead somewhere",
            report::count(pages.pages.len(), "page")
        );
        return Ok(());
    }
    Err(format!(
        "{} lead nowhere",
        report::count(broken.len(), "link")
    ))
}

/// A Markdown file as far as links go.
#[derive(Default)]
struct Page {
    anchors: BTreeSet<String>,
    /// The line of each link, and where it leads.
    links: Vec<(usize, String)>,
    /// The line of each reference that is defined nowhere, and its name.
    undefined: Vec<(usize, String)>,
}

/// All pages, by their path from the workspace's root.
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

    /// How many links there are, and what is wrong with those that lead nowhere.
    fn check(&self) -> (usize, Vec<String>) {
        let mut count = 0;
        let mut broken = Vec::new();
        for (path, page) in &self.pages {
            count += page.undefined.len();
            broken.extend(page.undefined.iter().map(|(line, name)| {
                format!(
                    "{}:{line}: `[{name}]` is defined nowhere: add `[{name}]: …`, or escape the brackets",
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
            resolve(from, target).ok_or("leads out of the workspace")?
        };
        if !self.root.join(&path).exists() {
            return Err(format!("leads to {}, which does not exist", path.display()));
        }
        let book = |path: &Path| FOLDERS.iter().any(|folder| path.starts_with(folder));
        if book(from) && !book(&path) {
            return Err(
                "leads out of the book, where it is dead: name the file instead".to_owned(),
            );
        }
        match (anchor, self.pages.get(&path)) {
            (Some(anchor), Some(page)) if !page.anchors.contains(anchor) => {
                let known: Vec<&str> = page.anchors.iter().map(String::as_str).collect();
                Err(format!(
                    "has an anchor that {} has not; it has {}",
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
            // Its links begin at the book's root, and mdBook follows them.
            && !path.ends_with("book-summary.md")
        {
            paths.push(path);
        }
    }
    Ok(())
}

/// The path without `..`; `None` if it leads above the root.
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
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
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
                let slug = slug(&heading.take().unwrap_or_default());
                let times = seen.entry(slug.clone()).or_default();
                page.anchors.insert(match *times {
                    0 => slug,
                    times => format!("{slug}-{times}"),
                });
                *times += 1;
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

/// The values of an attribute in HTML that was written with double quotes.
pub(crate) fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {name}=\"");
    let parts = html.split_inclusive('>').flat_map(move |part| {
        let after = part.split_once(&start).map(|(_, after)| after);
        after.and_then(|after| after.split_once('"'))
    });
    parts.map(|(value, _)| value)
}

/// The anchor that hosts of Git and mdBook give to a heading.
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
    fn links_that_lead_nowhere_are_named_with_their_line() {
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
                "README.md:3: `../x.md` leads out of the workspace",
                "generated/docs/a.md:10: `[that]` is defined nowhere: add `[that]: …`, or escape the brackets",
                "generated/docs/a.md:7: `#two-2` has an anchor that generated/docs/a.md has not; it has b-c, two, two-1",
                "generated/docs/a.md:8: `gone.md` leads to generated/docs/gone.md, which does not exist",
                "generated/docs/a.md:9: `../../README.md` leads out of the book, where it is dead: name the file instead",
            ]
        );
    }
}
