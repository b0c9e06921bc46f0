//! Unified diffs of limited length.

use std::fmt::Write as _;
use std::time::Duration;

use similar::TextDiff;

/// The maximum number of lines of a diff.
const LINES: usize = 60;

/// The maximum number of characters of a line.
const WIDTH: usize = 200;

/// The time limit for finding the shortest diff.
const PATIENCE: Duration = Duration::from_secs(2);

/// Returns the diff from `old` to `new`; `None` is a file that does not exist.
///
/// ```text
/// --- src/lib.rs (on disk)
/// +++ src/lib.rs (generated)
/// @@ -1,3 +1,3 @@
///  // first
/// -// by hand
/// +// second
///  // third
/// ```
pub(super) fn unified(path: &str, old: Option<&[u8]>, new: Option<&[u8]>) -> String {
    cut(&whole(path, old, new, "generated"))
}

/// Returns the complete diff of an edit of a file.
#[must_use]
pub fn diff_of_edit(path: &str, old: &[u8], new: &[u8]) -> String {
    let whole = whole(path, Some(old), Some(new), "edited");
    whole.lines().map(|line| shortened(line) + "\n").collect()
}

fn whole(path: &str, old: Option<&[u8]>, new: Option<&[u8]>, after: &str) -> String {
    let name = |content: Option<&[u8]>, what: &str| match content {
        Some(_) => format!("{path} ({what})"),
        None => "/dev/null".to_owned(),
    };
    let text =
        |content: Option<&[u8]>| String::from_utf8_lossy(content.unwrap_or_default()).into_owned();
    let (before, current) = (text(old), text(new));
    let diff = TextDiff::configure()
        .timeout(PATIENCE)
        .diff_lines(before.as_str(), current.as_str());
    diff.unified_diff()
        .context_radius(3)
        .header(&name(old, "on disk"), &name(new, after))
        .to_string()
}

fn cut(diff: &str) -> String {
    let mut shown = String::new();
    for line in diff.lines().take(LINES) {
        shown.push_str(&shortened(line));
        shown.push('\n');
    }
    let more = diff.lines().skip(LINES).count();
    if more > 0 {
        // Writing to a string cannot fail.
        let _ = writeln!(shown, "… {more} more lines");
    }
    shown
}

/// Returns a line that is safe to print on a terminal.
fn shortened(line: &str) -> String {
    let visible = |c: char| {
        if c.is_control() && c != '\t' {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    let mut shown: String = line.chars().take(WIDTH).map(visible).collect();
    let more = line.chars().skip(WIDTH).count();
    if more > 0 {
        let _ = write!(shown, "… {more} more characters");
    }
    shown
}
