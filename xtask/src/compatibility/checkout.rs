//! A checkout on Windows, where git writes CRLF by default.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::ci::StepOutcome;
use crate::generate;
use crate::project;
use crate::report::Failure;

/// Clones the current commit as git does on Windows, and checks that git converts no line break and that the generated files in the
/// clone are up to date.
///
/// Here, `.gitattributes` prevents the conversion. Repositories of other generated crates may have no such file, so the generated files
/// must also be up to date if all files of the clone have CRLF.
pub(crate) fn run() -> Result<StepOutcome, Failure> {
    let clone = project::target()?.join("crlf");
    project::clone_to(&clone, &["-c", "core.autocrlf=true"])?;
    let files = files(&clone)?;
    let converted: Vec<&str> = files.iter().filter_map(File::converted).collect();
    if !converted.is_empty() {
        return Err(format!(
            "git converts the line breaks of files: {}",
            converted.join(", ")
        ));
    }
    println!(
        "git converts the line breaks of none of {} files",
        files.len()
    );
    // In this process: the steps before may have replaced the file of this program.
    generate::check_in(&clone)?;
    let texts = files.iter().filter(|file| file.in_index == "i/lf");
    let mut count = 0;
    for file in texts {
        count += usize::from(convert(&clone.join(&file.path))?);
    }
    println!("with CRLF in {count} files:");
    generate::check_in(&clone)?;
    Ok(StepOutcome::Passed)
}

/// A line of `git ls-files --eol`: `i/lf    w/crlf  attr/text=auto eol=lf \tREADME.md`.
struct File {
    in_index: String,
    in_work_tree: String,
    path: String,
}

impl File {
    fn new(line: &str) -> Option<Self> {
        let (about, path) = line.split_once('\t')?;
        let mut words = about.split_whitespace();
        let mut next = |prefix| {
            words
                .next()
                .filter(|word| word.starts_with(prefix))
                .map(str::to_owned)
        };
        Some(Self {
            in_index: next("i/")?,
            in_work_tree: next("w/")?,
            path: path.to_owned(),
        })
    }

    /// The path, if the work tree has other line breaks than the repository.
    fn converted(&self) -> Option<&str> {
        let is_same = self.in_index[1..] == self.in_work_tree[1..];
        // A symbolic link has no line breaks in the work tree.
        (!is_same && self.in_work_tree != "w/").then_some(&self.path)
    }
}

fn files(clone: &Path) -> Result<Vec<File>, Failure> {
    let listed = Command::new("git")
        .arg("-C")
        .arg(clone)
        .args(["-c", "core.quotePath=false", "ls-files", "--eol"])
        .output()
        .map_err(|error| format!("git cannot be started: {error}"))?;
    let listed = String::from_utf8_lossy(&listed.stdout);
    let files: Option<Vec<File>> = listed.lines().map(File::new).collect();
    let files = files.filter(|files| !files.is_empty());
    files.ok_or_else(|| "`git ls-files --eol` did not list the files".to_owned())
}

/// Converts the line breaks of a file to CRLF, and returns whether it has any.
fn convert(path: &Path) -> Result<bool, Failure> {
    if path.is_symlink() {
        return Ok(false);
    }
    let failed = |error| format!("{}: {error}", path.display());
    // As bytes, since a file that git treats as text need not be UTF-8.
    let text = fs::read(path).map_err(failed)?;
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    fs::write(path, lines.join(&b"\r\n"[..])).map_err(failed)?;
    Ok(lines.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converted_files_are_found() {
        let of = |line: &str| File::new(line).map(|file| file.converted().map(str::to_owned));
        assert_eq!(
            of("i/lf    w/lf    attr/text=auto eol=lf \ta b.md"),
            Some(None)
        );
        let converted = of("i/lf    w/crlf  attr/text=auto \ta b.md");
        assert_eq!(converted, Some(Some("a b.md".to_owned())));
        assert_eq!(of("i/lf    w/      attr/ \tlink"), Some(None));
        assert_eq!(of("fatal"), None);
    }
}
