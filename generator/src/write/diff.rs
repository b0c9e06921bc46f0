//! Unified diffs that stay readable.

use std::fmt::Write as _;
use std::time::Duration;

use similar::TextDiff;

/// How many lines of a diff are shown.
const LINES: usize = 60;

/// How many characters of a line are shown.
const WIDTH: usize = 200;

/// How long the search for the shortest diff may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// The way from `old` to `new`; `None` is a file that does not exist.
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

/// A line as a terminal may show it.
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
