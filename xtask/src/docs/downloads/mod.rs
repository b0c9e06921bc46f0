//! What programs read: the definitions, a Postman collection, the support matrix as data, texts for language models, and a sitemap.
//!
//! All of it is written for the site only. It is large, and a checkout has the commands that print it.

mod base_url;
mod files;
mod flatten;
mod llms;
mod page;
mod sitemap;
mod summary;

use std::fs;
use std::io;
use std::path::Path;

pub(super) use base_url::BaseUrl;

use crate::report::Failure;
use summary::Entry;

/// Adds the files and a page about them to the sources of the book.
pub(super) fn stage(book: &Path, base: Option<&BaseUrl>) -> Result<(), Failure> {
    let src = book.join("src");
    let files = files::all()?;
    let staged = add(&src, &files, base);
    staged.map_err(|error| format!("cannot write {}: {error}", src.display()))
}

fn add(src: &Path, files: &[(String, Vec<u8>)], base: Option<&BaseUrl>) -> io::Result<()> {
    let folder = src.join(page::FOLDER);
    fs::create_dir_all(&folder)?;
    let mut sizes = Vec::new();
    for (name, content) in files {
        fs::write(folder.join(name), content)?;
        sizes.push((format!("{}/{name}", page::FOLDER), content.len()));
    }
    let path = src.join("SUMMARY.md");
    let summary = fs::read_to_string(&path)?;
    let entries = summary::entries(&summary);
    let read = |entry: &Entry| fs::read_to_string(src.join(&entry.target)).unwrap_or_default();
    let pages: Vec<(Entry, String)> = entries
        .into_iter()
        .map(|entry| {
            let text = read(&entry);
            (entry, text)
        })
        .collect();
    for (name, text) in [
        (llms::INDEX, llms::index(&pages, base)),
        (llms::FULL, llms::full(&pages)),
    ] {
        fs::write(src.join(name), &text)?;
        sizes.push((name.to_owned(), text.len()));
    }
    fs::write(folder.join("index.md"), page::page(&sizes))?;
    fs::write(path, summary::with(&summary, "Downloads", page::PAGE))
}

/// Adds the Markdown of each page to the built site, and a sitemap if its address is known.
pub(super) fn finish(book: &Path, site: &Path, base: Option<&BaseUrl>) -> Result<(), Failure> {
    let finished = copy_markdown(&book.join("src"), site).and_then(|()| match base {
        Some(base) => fs::write(site.join(sitemap::FILE), sitemap::sitemap(site, base)?),
        None => Ok(()),
    });
    finished.map_err(|error| format!("cannot write {}: {error}", site.display()))?;
    if base.is_none() {
        println!("without --base-url, the site has no {}", sitemap::FILE);
    }
    Ok(())
}

/// Copies `docs/crm/contacts.md` next to `docs/crm/contacts.html`.
fn copy_markdown(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        let target = to.join(name);
        if path.is_dir() {
            fs::create_dir_all(&target)?;
            copy_markdown(&path, &target)?;
        } else if path.extension().is_some_and(|extension| extension == "md")
            && name != "SUMMARY.md"
        {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
