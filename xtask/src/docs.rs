//! `cargo xtask docs`

mod browser;
mod downloads;
mod html;
mod items;
mod pages;
mod rustdoc;
mod search;
mod site;
mod stage;
#[cfg(test)]
mod theme;
mod tool;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::links;
use crate::project::{self, root, run_to_end};
use crate::report::{self, Failure};

/// The crates whose rustdoc is part of the site: the one that users depend on, and those that it re-exports.
const CRATES: [&str; 3] = ["truto_unified", "truto_runtime", "truto_support_matrix"];

/// Builds the website: the reference, the guides, the page for choosing integrations, files for download, and the rustdoc of the
/// crates.
///
/// The first run installs mdBook into tools/ in the target directory, in the version that this workspace is tested with. Fails if
/// a link is broken, in the Markdown files or on the site. Also fails if a page of truto-unified's rustdoc contains a Rust path
/// that begins with `truto_runtime::`, which does not compile in a user's crate.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask docs --open
      Build the site, and open it in a browser.
  cargo xtask docs --check
      Check the links of the Markdown files, and build nothing.
  cargo xtask docs --test
      Build the site, and check its pages in Chromium.")]
pub(crate) struct Arguments {
    /// Open the site in a browser.
    #[arg(long, conflicts_with = "check")]
    open: bool,

    /// Skip the rustdoc of the crates, which takes the longest.
    #[arg(long, alias = "no-api")]
    no_rustdoc: bool,

    /// The address at which the site will be, such as `https://example.com/truto-unified/`. With it, the site has a sitemap, and
    /// llms.txt has absolute links.
    #[arg(long, value_name = "URL", conflicts_with = "check")]
    base_url: Option<downloads::BaseUrl>,

    /// Check the links of the Markdown files, and build nothing.
    #[arg(long, conflicts_with = "no_rustdoc")]
    check: bool,

    /// Check the pages in Chromium: accessibility, weight, keyboard, phones, without scripts. Needs node, npm and Chromium.
    #[arg(long, conflicts_with_all = ["check", "no_rustdoc"])]
    test: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    links::run()?;
    if arguments.check {
        return Ok(());
    }
    let start = Instant::now();
    let target = project::target()?;
    let mdbook = tool::mdbook()?;
    let book = target.join("book");
    stage::stage(&book, !arguments.no_rustdoc)?;
    let base = arguments.base_url.as_ref();
    downloads::stage(&book, base)?;
    pages::stage(&book.join("src"))?;
    run_to_end(Command::new(mdbook).arg("build").arg(&book), "mdbook build")?;
    let site = book.join("site");
    pages::finish(&site, &book.join("src/SUMMARY.md"))?;
    if !arguments.no_rustdoc {
        api(&target, &site)?;
    }
    let links = search::write(&book.join("src"), &site)?;
    downloads::finish(&book, &site, base)?;
    let pages = html::check(&site, &links)?;
    let index = site.join("index.html");
    println!(
        "{} in {} ({})",
        report::count(pages.len(), "page"),
        index.display(),
        report::seconds(start.elapsed())
    );
    if arguments.test {
        browser::test(&site)?;
    }
    if arguments.open {
        open(&index)?;
    }
    Ok(())
}

/// Checks the pages that `cargo doc` has written.
pub(crate) fn check_rustdoc() -> Result<(), Failure> {
    let pages = html::check(&project::target()?.join("doc"), &BTreeSet::new())?;
    if let Some(missing) = unchecked(&pages) {
        return Err(format!(
            "no page of `{missing}` was checked: run `cargo doc --workspace --no-deps` first, or correct `Content::of` in \
             xtask/src/docs/rustdoc.rs for this version of rustdoc"
        ));
    }
    println!(
        "checked {}: no link is broken",
        report::count(pages.len(), "page")
    );
    Ok(())
}

/// A crate of which no page is among these.
fn unchecked(pages: &[PathBuf]) -> Option<&'static str> {
    let is_missing = |name: &&str| pages.iter().all(|page| !page.starts_with(name));
    CRATES.into_iter().find(is_missing)
}

/// Adds the rustdoc of the crates to the site, and turns the page names in it into links.
fn api(target: &Path, site: &Path) -> Result<(), Failure> {
    // Pages of items that no longer exist would stay, and links would go to the pages of crates that the site does not have.
    let mut clean = project::cargo();
    clean.args(["clean", "--doc"]).current_dir(root());
    run_to_end(&mut clean, "cargo clean")?;
    let flags = rustdoc::flags();
    // Dependencies first: rustdoc links a crate only if it has been documented before.
    for package in ["truto-support-matrix", "truto-runtime", "truto-unified"] {
        let mut command = project::cargo();
        command
            .args(["doc", "--no-deps", "--all-features", "--package", package])
            .env("CARGO_ENCODED_RUSTDOCFLAGS", &flags)
            .current_dir(root());
        run_to_end(&mut command, "cargo doc")?;
    }
    site::add_api(&target.join("doc"), site)?;
    items::link(site)
}

fn open(page: &Path) -> Result<(), Failure> {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    run_to_end(Command::new(program).arg(page), program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_without_a_checked_page_is_noticed() {
        let mut pages: Vec<PathBuf> = CRATES.map(|name| Path::new(name).join("a.html")).into();
        assert_eq!(unchecked(&pages), None);
        pages[1] = "golden_enums/a.html".into();
        assert_eq!(unchecked(&pages), Some("truto_runtime"));
        assert!(unchecked(&[]).is_some());
    }
}
