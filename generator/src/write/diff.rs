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
    let name = |content: Option<&[u8]>, what: &str| match content {
        Some(_) => format!("{path} ({what})"),
        None => "/dev/null".to_owned(),
    };
    let text =
        |content: Option<&[u8]>| String::from_utf8_lossy(content.unwrap_or_default()).into_owned();
    let (before, after) = (text(old), text(new));
    let diff = TextDiff::configure()
        .timeout(PATIENCE)
        .diff_lines(before.as_str(), after.as_str());
    let whole = diff
        .unified_diff()
        .context_radius(3)
        .header(&name(old, "on disk"), &name(new, "generated"))
        .to_string();
    cut(&whole)
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
