//! The limit on the size of the generated crate. It is counted in lines, which are the same on every machine and which compile
//! time grows with.

use std::fs;
use std::io;
use std::path::Path;

use crate::project::root;
use crate::report::Failure;

/// The maximum number of lines of one file, which is the code of one resource.
const FILE: usize = 2_500;

/// The maximum number of lines of all files of generated/src.
///
/// The setters are most of the lines: plain functions, which cost the compiler no more than macros did that stood for them.
///
/// It was about 3 % above the total when it was last set. If a change exceeds it on purpose, for example with new operations in
/// spec/, set it to 1.03 times the total that `cargo xtask ci` prints, in the same commit as the change, and explain there what
/// the lines are for. If a change exceeds it by accident, an emitter writes too much.
const CRATE: usize = 44_300;

/// The number of longest files that are shown.
const SHOWN: usize = 10;

pub(crate) fn run() -> Result<(), Failure> {
    let source = root().join("generated/src");
    let mut files = Vec::new();
    collect(&source, "generated/src", &mut files)
        .map_err(|error| format!("cannot read {}: {error}", source.display()))?;
    files.sort_by(|one, other| (other.lines, &one.path).cmp(&(one.lines, &other.path)));
    print!("{}", table(&files));
    judge(&files)
}

/// A file of the generated crate.
struct Length {
    path: String,
    lines: usize,
}

fn collect(dir: &Path, shown: &str, files: &mut Vec<Length>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let (at, name) = (entry.path(), entry.file_name());
        let path = format!("{shown}/{}", name.to_string_lossy());
        if at.is_dir() {
            collect(&at, &path, files)?;
        } else if at.extension().is_some_and(|extension| extension == "rs") {
            let lines = fs::read_to_string(&at)?.lines().count();
            files.push(Length { path, lines });
        }
    }
    Ok(())
}

fn total(files: &[Length]) -> usize {
    files.iter().map(|file| file.lines).sum()
}

/// The longest files, the sum of the rest, and the total.
fn table(files: &[Length]) -> String {
    let (shown, rest) = files.split_at(files.len().min(SHOWN));
    let row = |lines: usize, what: &str| format!("{lines:>8} {what}\n");
    let mut table: String = shown
        .iter()
        .map(|file| row(file.lines, &file.path))
        .collect();
    if !rest.is_empty() {
        table.push_str(&row(total(rest), &format!("in {} more files", rest.len())));
    }
    table.push_str(&row(total(files), &format!("in total, of at most {CRATE}")));
    table
}

/// Lists every limit that is exceeded.
fn judge(files: &[Length]) -> Result<(), Failure> {
    let too_long = files.iter().filter(|file| file.lines > FILE);
    let mut faults: Vec<String> = too_long
        .map(|file| format!("{} has {} lines, more than {FILE}", file.path, file.lines))
        .collect();
    let total = total(files);
    if total > CRATE {
        faults.push(format!(
            "generated/src has {total} lines, more than {CRATE}"
        ));
    }
    if faults.is_empty() {
        return Ok(());
    }
    let faults = faults.join("; ");
    Err(format!(
        "{faults}: generate less code, or raise the limit as described in xtask/src/budget.rs"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(lengths: &[usize]) -> Vec<Length> {
        let file = |(index, lines): (usize, &usize)| Length {
            path: format!("generated/src/{index}.rs"),
            lines: *lines,
        };
        lengths.iter().enumerate().map(file).collect()
    }

    #[test]
    fn what_fits_exactly_is_no_fault() {
        let full = CRATE / FILE;
        let mut lengths = vec![FILE; full];
        lengths.push(CRATE - full * FILE);
        assert_eq!(judge(&files(&lengths)), Ok(()));
        assert_eq!(judge(&[]), Ok(()));
    }

    #[test]
    fn every_file_that_is_too_long_is_named() {
        let failure = judge(&files(&[FILE + 1, 1, FILE + 7])).unwrap_err();
        for (path, is_named) in [("0.rs", true), ("1.rs", false), ("2.rs", true)] {
            assert_eq!(failure.contains(path), is_named, "{failure}");
        }
    }

    #[test]
    fn many_short_files_can_be_too_much() {
        let failure = judge(&files(&vec![1; CRATE + 1])).unwrap_err();
        assert!(failure.starts_with("generated/src has"), "{failure}");
    }

    #[test]
    fn the_longest_are_shown_and_the_rest_is_added_up() {
        let mut lengths = vec![5; SHOWN];
        assert!(!table(&files(&lengths)).contains("more"));
        lengths.extend([2, 1]);
        let table = table(&files(&lengths));
        assert_eq!(table.lines().count(), SHOWN + 2);
        assert!(table.contains("       3 in 2 more files\n"), "{table}");
    }
}
