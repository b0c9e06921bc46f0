//! The sources of the book: reference and guides, in the same layout as in the repository.

use std::fs;
use std::io;
use std::path::Path;

use toml_edit::{Array, DocumentMut, value};

use crate::project::{copy, root};
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
            fs::write(&path, to_indexes(&text))?;
            if path.ends_with("README.md") {
                fs::rename(&path, path.with_file_name("index.md"))?;
            }
        }
    }
    Ok(())
}

/// What the front page of the reference says about a page with scripts.
const AS_A_FILE: &str = " Open the file in a browser.";

/// Writes the front page: what leads into the site, and the front page of the reference, whose figures are those of the
/// definitions.
fn home(own: &Path, src: &Path) -> io::Result<()> {
    let page = src.join("docs/index.md");
    // What a git host would show as source is a page here.
    let reference = fs::read_to_string(&page)?;
    if !reference.contains(AS_A_FILE) {
        return Err(io::Error::other(format!(
            "docs/README.md does not contain `{AS_A_FILE}`, which the site leaves out"
        )));
    }
    let reference = reference.replace(AS_A_FILE, "");
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
    with_targets(page, |target| match target.strip_prefix("../") {
        Some(above) => above.to_owned(),
        None => format!("docs/{target}"),
    })
}

/// Makes links to `README.md` links to `index.md`.
fn to_indexes(page: &str) -> String {
    with_targets(page, |target| {
        let (path, anchor) = target.split_at(target.find('#').unwrap_or(target.len()));
        match path.strip_suffix("README.md") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => {
                format!("{folder}index.md{anchor}")
            }
            _ => target.to_owned(),
        }
    })
}

/// Changes the targets of the links to other pages: those beside the text of a link, and those of link references.
fn with_targets(page: &str, change: impl Fn(&str) -> String) -> String {
    let changed = |target: &str| {
        let is_elsewhere = target.starts_with('#') || target.contains("://");
        if is_elsewhere || target.starts_with("mailto:") {
            target.to_owned()
        } else {
            change(target)
        }
    };
    let mut out = String::new();
    for line in page.split_inclusive('\n') {
        let reference = line.split_once("]: ");
        let reference = reference.filter(|(name, _)| name.starts_with('['));
        if let Some((name, target)) = reference.filter(|(name, _)| !name.contains(']')) {
            let end = target.trim_end().len();
            let (target, end) = target.split_at(end);
            out.extend([name, "]: ", &changed(target), end]);
            continue;
        }
        let mut parts = line.split("](");
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (target, rest) = part.split_at(part.find(')').unwrap_or(0));
            out.extend(["](", &changed(target), rest]);
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

/// The picture, which mdBook copies as it is.
const PICTURE: &str = "docs/by-integration/coverage.svg";

/// In the book, the links of the picture point to HTML pages.
fn links(src: &Path) -> io::Result<()> {
    let path = src.join(PICTURE);
    let text = fs::read_to_string(&path)?.replace(".md\"", ".html\"");
    fs::write(path, text.replace(".md#", ".html#"))
}

/// The script of the reference that pages of the book use too.
const CSV: &str = "src/docs/support-chooser/csv.js";

/// Adds the styles and scripts to the configuration.
fn configuration(own: &Path, book: &Path) -> io::Result<()> {
    let text = fs::read_to_string(own.join("book.toml"))?;
    let mut configuration: DocumentMut = text.parse().map_err(io::Error::other)?;
    let html = &mut configuration["output"]["html"];
    for (extension, key) in [("css", "additional-css"), ("js", "additional-js")] {
        html[key] = value(Array::from_iter(assets(own, book, extension)?));
    }
    fs::copy(book.join(CSV), book.join("csv.js"))?;
    if let Some(scripts) = html["additional-js"].as_array_mut() {
        scripts.push("csv.js");
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

#[cfg(test)]
mod tests {
    use super::{at_root, to_indexes};

    #[test]
    fn links_of_the_reference_lead_from_the_root() {
        let page = "[a](crm.md), [b](../guides/b.md), [c](https://c), [d](#d)\n[e]: ../e.md\n";
        let expected = "[a](docs/crm.md), [b](guides/b.md), [c](https://c), [d](#d)\n[e]: e.md\n";
        assert_eq!(at_root(page), expected);
    }

    #[test]
    fn only_links_to_pages_are_renamed() {
        let page = "[a](../README.md#a), [b](https://b/README.md)\n[c]: README.md\nA README.md\n";
        let expected = "[a](../index.md#a), [b](https://b/README.md)\n[c]: index.md\nA README.md\n";
        assert_eq!(to_indexes(page), expected);
    }
}
