//! The sources of the book: reference and guides, in the same layout as in the repository.

use std::fs;
use std::io;
use std::path::Path;

use toml_edit::{Array, DocumentMut, value};

use crate::project::root;
use crate::report::Failure;

/// Prepares the directory of the book for mdBook, and removes the previous build.
pub(super) fn stage(book: &Path, has_api: bool) -> Result<(), Failure> {
    write(book, has_api).map_err(|error| format!("cannot write {}: {error}", book.display()))
}

fn write(book: &Path, has_api: bool) -> io::Result<()> {
    let src = book.join("src");
    for old in [&src, &book.join("site")] {
        if old.exists() {
            fs::remove_dir_all(old)?;
        }
    }
    let (generated, own) = (root().join("generated"), root().join("xtask/book"));
    for folder in ["docs", "guides"] {
        copy(&generated.join(folder), &src.join(folder))?;
        rename_indexes(&src.join(folder))?;
    }
    copy(&own.join("theme"), &book.join("theme"))?;
    home(&own, &src)?;
    summary(&src, has_api)?;
    links(&src)?;
    configuration(&own, book)
}

/// Renames `README.md` to `index.md`: mdBook writes it as `index.html`, but does not change the links to `README.html`.
fn rename_indexes(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rename_indexes(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(&path)?;
            let text = text.replace("README.md)", "index.md)");
            // The target of a link reference is at the end of its line.
            fs::write(&path, text.replace("README.md\n", "index.md\n"))?;
            if path.ends_with("README.md") {
                fs::rename(&path, path.with_file_name("index.md"))?;
            }
        }
    }
    Ok(())
}

/// Writes the front page: what leads into the site, and the front page of the reference, whose figures are those of the
/// definitions.
fn home(own: &Path, src: &Path) -> io::Result<()> {
    let page = src.join("docs/index.md");
    // What a git host would show as source is a page here.
    let reference = fs::read_to_string(&page)?.replace(" Open the file in a browser.", "");
    fs::write(page, &reference)?;
    let (_, reference) = reference.split_once("\n# ").unwrap_or(("", &reference));
    let (_, content) = reference.split_once('\n').unwrap_or_default();
    let start = fs::read_to_string(own.join("index.md"))?;
    fs::write(
        src.join("index.md"),
        format!("{start}\n{}", at_root(content)),
    )
}

/// Makes the links of a page in `docs/` those of a page in the root.
fn at_root(page: &str) -> String {
    let mut parts = page.split("](");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("](");
        match part.strip_prefix("../") {
            Some(above) => out.push_str(above),
            None if part.starts_with("http") => out.push_str(part),
            None => {
                out.push_str("docs/");
                out.push_str(part);
            }
        }
    }
    out
}

/// Writes the table of contents, which mdBook reads from the root of the sources.
fn summary(src: &Path, has_api: bool) -> io::Result<()> {
    let generated = src.join("docs/book-summary.md");
    let text = fs::read_to_string(&generated)?;
    fs::remove_file(generated)?;
    let mut text = text.replacen("# Summary\n", "# Summary\n\n[Home](index.md)\n", 1);
    if has_api {
        text.push_str("\n# Rust\n\n- [API of the crate](rust-api.md)\n");
        fs::write(
            src.join("rust-api.md"),
            "# API of the crate\n\nRustdoc of all types and methods: [`truto_unified`](api/truto_unified/index.html), \
             and its runtime, [`truto_runtime`](api/truto_runtime/index.html).\n",
        )?;
    }
    fs::write(src.join("SUMMARY.md"), text)
}

/// The files with links to pages that mdBook copies as they are.
const WITH_LINKS: [&str; 3] = [
    "docs/support-chooser/index.html",
    "docs/compare/index.html",
    "docs/by-integration/coverage.svg",
];

/// In the book, the links of these files point to HTML pages, and home is the first page of the book.
fn links(src: &Path) -> io::Result<()> {
    for file in WITH_LINKS {
        let path = src.join(file);
        let text = fs::read_to_string(&path)?;
        let text = text.replace("\"../README.md\"", "\"../../index.html\"");
        let text = text.replace(".md\"", ".html\"");
        fs::write(path, text.replace(".md#", ".html#"))?;
    }
    Ok(())
}

/// Adds the styles and scripts to the configuration.
fn configuration(own: &Path, book: &Path) -> io::Result<()> {
    let text = fs::read_to_string(own.join("book.toml"))?;
    let mut configuration: DocumentMut = text.parse().map_err(io::Error::other)?;
    let html = &mut configuration["output"]["html"];
    for (extension, key) in [("css", "additional-css"), ("js", "additional-js")] {
        html[key] = value(Array::from_iter(assets(own, book, extension)?));
    }
    fs::write(book.join("book.toml"), configuration.to_string())
}

/// Copies the files with this extension into the book, and returns their names in alphabetical order, which pages load them in.
fn assets(own: &Path, book: &Path, extension: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(own)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            let name = path.file_name().unwrap_or_default();
            fs::copy(&path, book.join(name))?;
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Copies a directory recursively.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::at_root;

    #[test]
    fn links_of_the_reference_lead_from_the_root() {
        let page = "[a](crm.md), [b](../guides/b.md), [c](https://c)";
        let expected = "[a](docs/crm.md), [b](guides/b.md), [c](https://c)";
        assert_eq!(at_root(page), expected);
    }
}
