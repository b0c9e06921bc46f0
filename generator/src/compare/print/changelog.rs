//! The section of a changelog.

use std::fmt::Write as _;

use super::{markdown, words};
use crate::compare::Comparison;
use crate::compare::change::Effect;

/// The heading of the section under [`UNRELEASED`].
const HEADING: &str = "### Definitions";

/// The heading of what is not released yet.
const UNRELEASED: &str = "## Unreleased";

/// Returns the changelog with the changes in its section `## Unreleased`, in a section `### Definitions` of it, which replaces an
/// earlier one. Everything else stays as it is. Without changes, there is no such section.
#[must_use]
pub fn changelog(text: &str, comparison: &Comparison) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let Some(start) = lines.iter().position(is_unreleased) else {
        return match comparison.changes.is_empty() {
            true => text.to_owned(),
            false => with_release(&lines, comparison),
        };
    };
    let after = |at: usize| at + 1;
    let end = lines[after(start)..].iter().position(is_release);
    let mut end = end.map_or(lines.len(), |end| after(start) + end);
    let own = (start..end).find(|at| lines[*at].trim_end() == HEADING);
    if let Some(own) = own {
        let own_end = lines[after(own)..end].iter().position(is_section);
        let own_end = own_end.map_or(end, |at| after(own) + at);
        lines.drain(own..own_end);
        end -= own_end - own;
    }
    let before = lines[..own.unwrap_or(end)].concat();
    let rest = lines[own.unwrap_or(end)..].concat();
    joined(&before, &section(comparison), &rest)
}

/// Whether the line is the heading of what is not released yet: `## Unreleased`, or `## [Unreleased]` as in Keep a Changelog.
fn is_unreleased(line: &&str) -> bool {
    let title = line.strip_prefix("## ").map(str::trim);
    matches!(title, Some("Unreleased" | "[Unreleased]"))
}

/// Whether the line is the heading of a version.
fn is_release(line: &&str) -> bool {
    line.starts_with("## ")
}

/// Whether the line is the heading of a version, or of a section of one.
fn is_section(line: &&str) -> bool {
    is_release(line) || line.starts_with("### ")
}

/// Adds the section for what is not released before the first release.
fn with_release(lines: &[&str], comparison: &Comparison) -> String {
    let first = lines.iter().position(is_release);
    let (before, rest) = lines.split_at(first.unwrap_or(lines.len()));
    let section = format!("{UNRELEASED}\n\n{}", section(comparison));
    joined(&before.concat(), &section, &rest.concat())
}

/// Puts an empty line between the parts.
fn joined(before: &str, section: &str, rest: &str) -> String {
    let parts = [
        before.trim_end(),
        section.trim_end(),
        rest.trim_start_matches('\n'),
    ];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    let mut text = parts.collect::<Vec<_>>().join("\n\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// The section: what concerns programs in full, the rest as numbers.
fn section(comparison: &Comparison) -> String {
    if comparison.changes.is_empty() {
        return String::new();
    }
    let mut out = format!("{HEADING}\n");
    for effect in [Effect::Breaking, Effect::Additive, Effect::Fix] {
        out.push_str(&markdown::section(comparison, effect, 4));
    }
    let counted = [
        (Effect::Matrix, "the support matrix"),
        (Effect::Docs, "the documentation"),
    ];
    let counted = counted.map(|(effect, what)| (words::with(comparison, effect).len(), what));
    let counted = counted.into_iter().filter(|(count, _)| *count > 0);
    let counted: Vec<String> = counted
        .map(|(count, what)| match count {
            1 => format!("1 change of {what}"),
            _ => format!("{count} changes of {what}"),
        })
        .collect();
    if !counted.is_empty() {
        let _ = writeln!(
            out,
            "\n{} without effect on programs.",
            counted.join(" and ")
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Aspect, Change, Place, Subject, Verdict};

    fn comparison(effects: &[Effect]) -> Comparison {
        let change = |effect: &Effect| Change {
            place: Place {
                item: "pets.create".to_owned(),
                ..Place::default()
            },
            subject: Subject::Operation,
            aspect: Aspect::Existence,
            old: None,
            new: Some("POST /pets".to_owned()),
            effect: *effect,
            reason: "new method".to_owned(),
            old_at: None,
            new_at: None,
        };
        let changes: Vec<Change> = effects.iter().map(change).collect();
        Comparison {
            verdict: Verdict::of(&changes),
            changes,
            errors: [0, 0],
        }
    }

    const LOG: &str =
        "# Changelog\n\nText.\n\n## Unreleased\n\n### Fixed\n\n- A.\n\n## 0.1.0\n\n- B.\n";

    #[test]
    fn the_section_is_inserted_replaced_and_removed() {
        let first = changelog(LOG, &comparison(&[Effect::Additive, Effect::Docs]));
        let section = "### Definitions\n\n#### Added\n\n- **pets.create**: added: `POST /pets` (new method)\n\n\
                       1 change of the documentation without effect on programs.\n\n";
        let expected = LOG.replace("## 0.1.0", &format!("{section}## 0.1.0"));
        assert_eq!(first, expected);
        assert_eq!(
            changelog(&first, &comparison(&[Effect::Additive, Effect::Docs])),
            first
        );
        let second = changelog(&first, &comparison(&[Effect::Breaking]));
        assert!(
            second.contains("#### Breaking") && !second.contains("#### Added"),
            "{second}"
        );
        assert_eq!(changelog(&second, &comparison(&[])), LOG);
    }

    #[test]
    fn the_heading_can_have_brackets() {
        let log = LOG.replace("## Unreleased", "## [Unreleased]");
        let new = changelog(&log, &comparison(&[Effect::Fix]));
        assert!(!new.contains("## Unreleased"), "{new}");
        assert_eq!(changelog(&new, &comparison(&[])), log);
    }

    #[test]
    fn a_missing_section_is_added_before_the_first_release() {
        let log = "# Changelog\n\n## 0.1.0\n\n- B.\n";
        assert_eq!(changelog(log, &comparison(&[])), log);
        let new = changelog(log, &comparison(&[Effect::Fix]));
        assert!(
            new.starts_with("# Changelog\n\n## Unreleased\n\n### Definitions\n\n#### Changed\n"),
            "{new}"
        );
        assert!(new.ends_with("\n\n## 0.1.0\n\n- B.\n"), "{new}");
        let empty = changelog("", &comparison(&[Effect::Fix]));
        assert!(empty.starts_with("## Unreleased\n"), "{empty}");
    }
}
