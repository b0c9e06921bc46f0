//! Renders diagnostics as text, with `annotate-snippets`.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use indexmap::IndexMap;

use super::diagnostic::{Diagnostic, Severity};
use super::diagnostics::Diagnostics;
use crate::source::{Origin, Sources, floor};

/// The maximum width. It is fixed, so that the output does not depend on the terminal.
const WIDTH: usize = 120;

/// The maximum number of underlined characters.
const MAX_UNDERLINE: usize = 60;

/// The number of bytes on each side of a place that the renderer gets of its line.
const EXCERPT: usize = 4 * WIDTH;

/// The maximum length of a message, which can contain names from a file.
const MAX_MESSAGE: usize = 600;

/// Renders all diagnostics, ordered by location, with a blank line between them:
///
/// ```text
/// warning: `required` names `emial`, which is not a property of the schema
///   --> spec/crm/contacts.yaml:41:9
///    |
/// 41 |       - emial
///    |         ^^^^^
///    |
///    = help: did you mean `email`?
/// ```
///
/// Without `color`, the output is deterministic. Control characters from the files are replaced.
#[must_use]
pub fn render(diagnostics: &Diagnostics, sources: &Sources, color: bool) -> String {
    let all = diagnostics.iter().map(|diagnostic| (diagnostic, 0));
    rendered(all, sources, color)
}

/// Renders the diagnostics as [`render`] does, but of all warnings and pieces of advice of one kind only the first, with the number
/// of the others. Two are of one kind if their messages differ only in what is in backticks.
#[must_use]
pub fn render_grouped(diagnostics: &Diagnostics, sources: &Sources, color: bool) -> String {
    let mut groups: IndexMap<String, (&Diagnostic, usize)> = IndexMap::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        let key = match diagnostic.severity {
            Severity::Warning | Severity::Advice => kind(&diagnostic.message),
            // Each of them has a key of its own.
            Severity::Error => index.to_string(),
        };
        let group = groups.entry(key);
        group
            .and_modify(|(_, others)| *others += 1)
            .or_insert((diagnostic, 0));
    }
    rendered(groups.into_values(), sources, color)
}

/// Returns a message without what is in backticks.
fn kind(message: &str) -> String {
    message.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

/// Renders diagnostics, each with the number of others of its kind.
fn rendered<'a>(
    diagnostics: impl Iterator<Item = (&'a Diagnostic, usize)>,
    sources: &Sources,
    color: bool,
) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(WIDTH);
    let mut text = String::new();
    for (diagnostic, others) in diagnostics {
        if !text.is_empty() {
            text.push('\n');
        }
        let groups = report(diagnostic, sources);
        // Without an excerpt, the renderer would connect the groups with a bar.
        let apart = if diagnostic.origin.is_some() {
            groups.len().max(1)
        } else {
            1
        };
        for groups in groups.chunks(apart) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", renderer.render(groups));
        }
        let _ = match others {
            0 => Ok(()),
            1 => writeln!(text, "… and 1 more place"),
            _ => writeln!(text, "… and {others} more places"),
        };
    }
    text
}

fn report<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO.with_name("advice"),
    };
    let title = level.primary_title(one_line(&diagnostic.message));
    let help = diagnostic
        .help
        .as_deref()
        .map(|help| shortened(printable(help)));
    let mut groups = match diagnostic.origin {
        Some(origin) => {
            let group = with_excerpt(Group::with_title(title), origin, sources);
            vec![group.elements(help.map(|help| Level::HELP.message(help)))]
        }
        // Without an excerpt, the help message needs a group.
        None => {
            let help = help.map(|help| Group::with_title(Level::HELP.secondary_title(help)));
            std::iter::once(Group::with_title(title))
                .chain(help)
                .collect()
        }
    };
    groups.extend(diagnostic.related.iter().map(|(origin, label)| {
        let title = Level::NOTE.secondary_title(one_line(label));
        with_excerpt(Group::with_title(title), *origin, sources)
    }));
    groups
}

/// Adds the line of `origin` with the beginning underlined. The renderer cuts a long line around it.
///
/// The renderer takes as long as the line is, and a minified file is one line, so of a long line it gets only a part. Then the
/// column is passed separately.
fn with_excerpt<'a>(group: Group<'a>, origin: Origin, sources: &'a Sources) -> Group<'a> {
    let line = sources.line(origin);
    let within = |byte: usize| floor(line.text, byte.saturating_sub(line.range.start));
    let (start, end) = (within(origin.range().start), within(origin.range().end));
    let (from, to) = window(line.text, start);
    let marked = line.text[start..end.clamp(start, to)]
        .chars()
        .take(MAX_UNDERLINE);
    let marked: String = marked.collect();
    let (before, after) = (
        &line.text[from..start],
        &line.text[start + marked.len()..to],
    );
    let (before, marked, after) = (printable(before), printable(&marked), printable(after));
    let span = before.len()..before.len() + marked.len();
    let path = printable(sources.shown(origin.file));
    let snippet = Snippet::source(before + &marked + &after)
        .line_start(line.number)
        .annotation(AnnotationKind::Primary.span(span));
    if from == 0 {
        return group.element(snippet.path(path));
    }
    let column = sources.line_column(origin).column;
    let place = annotate_snippets::Origin::path(path)
        .line(line.number)
        .char_column(column);
    group.element(place).element(snippet)
}

/// The range of the text around `at` that the renderer gets.
fn window(text: &str, at: usize) -> (usize, usize) {
    let from = floor(text, at.saturating_sub(EXCERPT));
    (from, floor(text, at + EXCERPT))
}

fn one_line(text: &str) -> String {
    shortened(printable(text).replace('\n', "\u{240a}"))
}

fn shortened(mut text: String) -> String {
    if let Some((cut, _)) = text.char_indices().nth(MAX_MESSAGE) {
        text.truncate(cut);
        text.push('…');
    }
    text
}

/// Replaces the characters that control a terminal, one by one.
///
/// The renderer does this for most of them in titles and excerpts, but not in help messages, and not for C1 controls (U+009B starts
/// an escape sequence) and other invisible characters.
fn printable(text: &str) -> String {
    let replaced = |character: char| match character {
        '\n' => character,
        '\t' => ' ',
        '\0'..='\u{1f}' => {
            char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        other => other,
    };
    text.chars().map(replaced).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str, range: std::ops::Range<usize>, message: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.push("spec/a.yaml", text);
        let origin = Origin::new(file, range);
        let mut all = Diagnostics::default();
        all.push(
            Diagnostic::error(origin, message)
                .help("do this")
                .related(Origin::new(file, 0..1), "first here"),
        );
        render(&all, &sources, false)
    }

    #[test]
    fn warnings_of_one_kind_are_one() {
        let mut all = Diagnostics::default();
        for name in ["a", "b", "c"] {
            let message = format!("`{name}` has no effect");
            all.push(Diagnostic::warning(None, message.as_str()));
            all.push(Diagnostic::error(None, message.as_str()));
            all.push(Diagnostic::advice(None, format!("`{name}` has no text")));
        }
        all.push(Diagnostic::warning(None, "`a` has no type"));
        let shown = render_grouped(&all, &Sources::default(), false);
        let expected = "\
error: `a` has no effect

error: `b` has no effect

error: `c` has no effect

warning: `a` has no effect
… and 2 more places

warning: `a` has no type

advice: `a` has no text
… and 2 more places
";
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_diagnostic_shows_place_line_caret_help_and_related_places() {
        let shown = rendered("a: 1\nb: 2\na: 3\n", 10..11, "duplicate key `a`");
        assert_eq!(
            shown,
            "\
error: duplicate key `a`
 --> spec/a.yaml:3:1
  |
3 | a: 3
  | ^
  |
  = help: do this
note: first here
 --> spec/a.yaml:1:1
  |
1 | a: 1
  | ^
"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}here{}", "x".repeat(100_000), "y".repeat(100_000));
        let shown = rendered(&text, 100_000..200_004, "too long");
        assert!(shown.contains("spec/a.yaml:1:100001"), "{shown}");
        assert!(shown.contains("xhere"), "{shown}");
        assert!(shown.len() < 2_000, "{} bytes", shown.len());
        assert!(rendered("a", 0..1, &"m".repeat(100_000)).len() < 4_000);
    }

    #[test]
    fn no_control_character_reaches_the_terminal() {
        let hostile = "\u{1b}[31m\u{9b}2J\u{7}\u{202e}\u{7f}\r\u{feff}x";
        let mut shown = rendered(hostile, 0..hostile.len(), hostile);
        for origin in [None, Some(Origin::default())] {
            let mut all = Diagnostics::default();
            let diagnostic = Diagnostic::error(origin, hostile).help(format!("{hostile}\t"));
            all.push(diagnostic);
            let mut sources = Sources::default();
            sources.push("a.yaml", hostile);
            shown += &render(&all, &sources, false);
        }
        let bad = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{feff}');
        assert!(!shown.contains(bad), "{shown:?}");
    }

    #[test]
    fn unusual_locations_are_shown() {
        for (text, range) in [
            ("", 0..0),
            ("a\n", 2..2),
            ("é", 1..1),
            ("a", 7..9),
            ("a\nb", 1..3),
        ] {
            let shown = rendered(text, range.clone(), "odd");
            assert!(
                shown.contains("spec/a.yaml:"),
                "{text:?} {range:?}: {shown}"
            );
        }
    }
}
