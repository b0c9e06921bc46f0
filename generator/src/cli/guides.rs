//! The hand-written guides of a generated crate: `guides/`, with a `README.md` that lists them in reading order.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::report::Failure;
use crate::Guide;

/// Reads the guides of the crate in `out`; empty if there is no `guides/README.md`.
pub(super) fn read(out: &Path) -> Result<Vec<Guide>, Failure> {
    let dir = out.join("guides");
    let index = dir.join("README.md");
    let text = match fs::read_to_string(&index) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(format!("cannot read {}: {error}", index.display())),
    };
    let stems: Vec<&str> = text.lines().filter_map(listed).collect();
    let missing = unlisted(&dir, &stems)?;
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Err(format!(
            "{} does not list {missing}: add a line `- [Title](name.md)` in reading order",
            index.display()
        ));
    }
    stems.into_iter().map(|stem| guide(&dir, stem)).collect()
}

/// `- [Paging](paging.md)`
fn listed(line: &str) -> Option<&str> {
    let (_, target) = line.strip_prefix("- [")?.split_once("](")?;
    let (target, _) = target.split_once(')')?;
    target
        .strip_suffix(".md")
        .filter(|stem| !stem.contains('/'))
}

fn unlisted(dir: &Path, stems: &[&str]) -> Result<Vec<String>, Failure> {
    let failed = |error| format!("cannot read {}: {error}", dir.display());
    let mut missing = BTreeSet::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let name = name.to_string_lossy();
        let stem = name.strip_suffix(".md");
        if let Some(stem) = stem.filter(|stem| *stem != "README" && !stems.contains(stem)) {
            missing.insert(format!("{stem}.md"));
        }
    }
    Ok(missing.into_iter().collect())
}

fn guide(dir: &Path, stem: &str) -> Result<Guide, Failure> {
    let path = dir.join(format!("{stem}.md"));
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let title = text.lines().find_map(|line| line.strip_prefix("# "));
    let Some(title) = title else {
        return Err(format!(
            "{} has no title: write `# Title` on the first line",
            path.display()
        ));
    };
    Ok(Guide {
        stem: stem.to_owned(),
        title: title.trim().to_owned(),
        pages: text.lines().filter_map(page).map(str::to_owned).collect(),
        targets: targets(&text),
    })
}

/// `[crm.contacts.list]: ../docs/crm/contacts/list.md`
///
/// The name `reference` is that of the front page, which every guide may use.
fn page(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix('[')?.split_once("]: ../docs/")?;
    Some(name).filter(|name| *name != "reference")
}

/// The pages of the reference that a guide links to: `[…](../docs/crm/contacts/list.md)`, `[…]: ../docs/crm/contacts/list.md`.
fn targets(text: &str) -> Vec<String> {
    let starts = ["](../docs/", "]: ../docs/"];
    let links = starts.iter().flat_map(|start| text.split(start).skip(1));
    let ends = |c: char| c == ')' || c.is_whitespace();
    let pages = links.filter_map(|link| Some(format!("docs/{}", link.split(ends).next()?)));
    pages.collect()
}
