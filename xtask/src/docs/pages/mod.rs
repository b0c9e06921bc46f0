//! The pages that mdBook has written, made into those of the site.
//!
//! One pass over the HTML adds what Markdown cannot say: a title and a description of its own for each page, the contents beside
//! it, the depth of nested fields, the labels that turn rows into cards on a phone, and colours of code. All of it is there
//! without JavaScript.

mod breaks;
mod contents;
mod facts;
mod head;
mod highlight;
mod interactive;
mod languages;
mod rewrite;
mod samples;

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub(super) use self::breaks::{BREAK, breakable};
use self::contents::Contents;
use self::facts::Facts;
use crate::report::Failure;

/// Where the theme leaves room for the contents: the sign of a page that mdBook has written with it.
const ROOM: &str = "id=\"contents\"";

/// Files of mdBook that the theme does not use.
const UNUSED: [&str; 9] = [
    "ayu-highlight",
    "book-",
    "clipboard",
    "css",
    "fonts",
    "highlight",
    "toc-",
    "toc.",
    "tomorrow-night",
];

/// Gives the interactive pages of the reference a place in the sources of the book.
pub(super) fn stage(src: &Path) -> Result<(), Failure> {
    interactive::stage(src).map_err(|error| format!("cannot write {}: {error}", src.display()))
}

/// Rewrites the pages in `site`, whose table of contents is `summary`. Returns the number of pages.
pub(super) fn finish(site: &Path, summary: &Path) -> Result<usize, Failure> {
    rewrite_all(site, summary)
        .and_then(|pages| remove_unused(site).map(|()| pages))
        .map_err(|error| format!("cannot rewrite the pages in {}: {error}", site.display()))
}

fn rewrite_all(site: &Path, summary: &Path) -> io::Result<usize> {
    let contents = Contents::of(&fs::read_to_string(summary)?, site);
    let mut pages = HashMap::new();
    read(site, site, &mut pages)?;
    let mut read = Vec::new();
    for (path, html) in &pages {
        let facts = Facts::of(html).map_err(io::Error::other)?;
        let head = head::Head::of(&facts, &contents.titles_above(path));
        read.push((path, html, facts, head));
    }
    head::distinguish(read.iter_mut().map(|(.., head)| head));
    for (path, html, facts, head) in &read {
        let page = rewrite::page(html, facts, head, &contents.around(path, facts));
        let page = page.map_err(io::Error::other)?;
        let page = interactive::filled(path, samples::beside(&page))?;
        fs::write(site.join(path), page)?;
    }
    Ok(read.len())
}

/// Reads the pages of the book, by their path in the site.
fn read(site: &Path, folder: &Path, pages: &mut HashMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read(site, &path, pages)?;
        } else if path.extension().is_some_and(|of| of == "html") {
            let html = fs::read_to_string(&path)?;
            if html.contains(ROOM) {
                pages.insert(address(site, &path), highlight::without_hidden_lines(&html));
            }
        }
    }
    Ok(())
}

/// The path of a file in the site, with slashes.
fn address(site: &Path, path: &Path) -> String {
    let inside: PathBuf = path.strip_prefix(site).unwrap_or(path).to_owned();
    let names = inside.iter().map(|name| name.to_string_lossy());
    names.collect::<Vec<_>>().join("/")
}

fn remove_unused(site: &Path) -> io::Result<()> {
    for entry in fs::read_dir(site)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !UNUSED.iter().any(|unused| name.starts_with(unused)) {
            continue;
        }
        if path.is_dir() {
            fs::remove_dir_all(&path)?;
        } else {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}
