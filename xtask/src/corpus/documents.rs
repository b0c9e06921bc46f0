//! The documents of a run.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::report::Failure;

/// A root document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// A unique name, which is that of the crate.
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// How it must generate. `None` allows both.
    pub(super) mode: Option<Mode>,
    /// The parts of it that are generated; all of it if there are none.
    pub(super) only: Vec<String>,
}

/// A line of a list.
#[derive(Debug, Default, PartialEq, Eq)]
struct Line {
    path: String,
    mode: Option<Mode>,
    only: Vec<String>,
}

/// How a crate is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Plain,
    /// Without what has errors.
    KeepGoing,
}

/// Returns the documents in `list` or, without a list, those of the directory, sorted by name.
pub(super) fn find(dir: &Path, list: Option<&Path>) -> Result<Vec<Document>, Failure> {
    let lines = match list {
        Some(list) => {
            let text = fs::read_to_string(list)
                .map_err(|error| format!("cannot read {}: {error}", list.display()))?;
            listed(&text)?
        }
        None => {
            let files =
                files(dir).map_err(|error| format!("cannot read {}: {error}", dir.display()))?;
            let line = |path| Line {
                path,
                ..Line::default()
            };
            files.into_iter().map(line).collect()
        }
    };
    if lines.is_empty() {
        let place = list.unwrap_or(dir).display();
        return Err(format!("there are no documents in {place}"));
    }
    let mut taken = HashSet::new();
    let documents = lines.into_iter().map(|line| Document {
        name: unused(&line.path, &mut taken),
        path: dir.join(line.path),
        mode: line.mode,
        only: line.only,
    });
    Ok(documents.collect())
}

/// Returns the lines that are not comments: a path and, optionally, how the document generates, and what is generated of it.
fn listed(text: &str) -> Result<Vec<Line>, Failure> {
    let mut found = Vec::new();
    for text in text.lines() {
        let text = text.split('#').next().unwrap_or_default();
        let mut words = text.split_whitespace();
        let Some(path) = words.next() else { continue };
        let mut line = Line {
            path: path.to_owned(),
            ..Line::default()
        };
        for word in words {
            match (word, word.strip_prefix("only=")) {
                (_, Some(only)) => line.only.push(only.to_owned()),
                ("plain", _) => line.mode = Some(Mode::Plain),
                ("keep-going", _) => line.mode = Some(Mode::KeepGoing),
                _ => {
                    return Err(format!(
                        "invalid line `{}`: write a path and, optionally, `plain` or `keep-going`, and `only=` before a tag, an \
                         operationId or a path",
                        text.trim()
                    ));
                }
            }
        }
        found.push(line);
    }
    Ok(found)
}

fn files(dir: &Path) -> std::io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        let is_document = matches!(extension, Some("yaml" | "yml" | "json")) && path.is_file();
        let name = path.file_name().and_then(|name| name.to_str());
        found.extend(name.filter(|_| is_document).map(str::to_owned));
    }
    found.sort();
    Ok(found)
}

/// Returns a name for the document at `path` that none before has: its path without extension.
fn unused(path: &str, taken: &mut HashSet<String>) -> String {
    let stem = Path::new(path).with_extension("");
    let stem = stem.to_string_lossy();
    let kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let words: Vec<&str> = stem
        .split(|c| !kept(c))
        .filter(|word| !word.is_empty())
        .collect();
    let base = words.join("-");
    let others = (2..).map(|number| format!("{base}-{number}"));
    let mut names = std::iter::once(base.clone()).chain(others);
    let name = names.find(|name| taken.insert(name.clone()));
    name.unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut taken = HashSet::new();
        let paths = ["v1.2/pets.yaml", "v1.2-pets.yaml", "../my pets.json"];
        let names = paths.map(|path| unused(path, &mut taken));
        assert_eq!(names, ["v1.2-pets", "v1.2-pets-2", "..-my-pets"]);
    }

    #[test]
    fn a_list_has_comments() {
        let text = "# All.\n\na.yaml # the first\n  b/c.json keep-going\na.yaml plain only=/pets only=toys\n";
        let line = |path: &str, mode, only: &[&str]| Line {
            path: path.to_owned(),
            mode,
            only: only.iter().map(|only| (*only).to_owned()).collect(),
        };
        let expected = [
            line("a.yaml", None, &[]),
            line("b/c.json", Some(Mode::KeepGoing), &[]),
            line("a.yaml", Some(Mode::Plain), &["/pets", "toys"]),
        ];
        assert_eq!(listed(text), Ok(expected.into()));
        assert!(listed("a b.yaml").is_err());
    }
}
