//! Checks the emitted files, so that a bug of an emitter is a diagnostic here and not a compile error of a user.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::emit::output::{Kind, Output};
use crate::source::{Origin, Sources};

/// Parses every Rust file, and compares the paths of all files. Faulty files are added to `sources`, which shows their lines.
pub(crate) fn verify(outputs: &[Output], sources: &mut Sources) -> Vec<Diagnostic> {
    let rust = outputs.iter().filter(|output| output.kind == Kind::Rust);
    let faults = rust.filter_map(|output| Some((output, syn::parse_file(&output.content).err()?)));
    let mut bugs: Vec<Diagnostic> = faults
        .map(|(output, fault)| invalid(output, &fault, sources))
        .collect();
    bugs.extend(collisions(outputs));
    bugs
}

/// ```text
/// error: bug in the generator: this file is not valid Rust: expected `,`
///  --> src/desk/people.rs:12:16
///    |
/// 12 |     id: String name: String,
///    |                ^^^^
///    |
///    = help: the emitter is `generator/src/emit/rust/resource.rs`; please report this
/// ```
fn invalid(output: &Output, fault: &syn::Error, sources: &mut Sources) -> Diagnostic {
    let (text, span) = (output.content.as_str(), fault.span());
    let (start, end) = (span.start(), span.end());
    let range = byte(text, start.line, start.column)..byte(text, end.line, end.column);
    let file = sources.push(output.path.as_str(), text);
    let message = format!("bug in the generator: this file is not valid Rust: {fault}");
    Diagnostic::error(Origin::new(file, range), message).help(format!(
        "the emitter is `{}`; please report this",
        output.emitter
    ))
}

/// The offset of a character. Lines are counted from 1, columns from 0.
fn byte(text: &str, line: usize, column: usize) -> usize {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = before.map(str::len).sum();
    let characters = text.get(start..).unwrap_or_default().chars();
    start + characters.take(column).map(char::len_utf8).sum::<usize>()
}

fn collisions(outputs: &[Output]) -> Vec<Diagnostic> {
    let mut emitters: BTreeMap<&str, &str> = BTreeMap::new();
    let collision = |output: &Output, other: &str| {
        let (path, emitter) = (&output.path, output.emitter);
        let message = format!("bug in the generator: two emitted files have the path `{path}`");
        let help = format!("the emitters are `{other}` and `{emitter}`; please report this");
        Diagnostic::error(None, message).help(help)
    };
    let found = outputs.iter().filter_map(|output| {
        let other = emitters.insert(&output.path, output.emitter)?;
        Some(collision(output, other))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Diagnostics, render};

    fn shown(outputs: &[Output]) -> String {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        diagnostics.extend(verify(outputs, &mut sources));
        render(&diagnostics, &sources, false)
    }

    #[test]
    fn a_file_that_is_not_rust_is_shown_with_its_emitter() {
        let sound = Output::new(Kind::Rust, "src/a.rs", "struct A;\n");
        let page = Output::new(Kind::Markdown, "docs/a.md", "struct {\n");
        assert_eq!(shown(&[sound.clone(), page]), "");
        let faulty = Output::new(
            Kind::Rust,
            "src/b.rs",
            "\nstruct É {\n    é: u8 /* é */ b: u8,\n}\n",
        );
        assert_eq!(
            shown(&[sound, faulty]),
            "\
error: bug in the generator: this file is not valid Rust: expected `,`
 --> src/b.rs:5:19
  |
5 |     é: u8 /* é */ b: u8,
  |                   ^
  |
  = help: the emitter is `generator/src/emit/verify.rs`; please report this
"
        );
    }

    #[test]
    fn faults_of_the_lexer_have_a_place_too() {
        let open = Output::new(Kind::Rust, "src/a.rs", "struct A {\n    a: u8,\n");
        assert!(shown(&[open]).contains("--> src/a.rs:3:10\n"));
    }

    #[test]
    fn one_path_for_two_files_is_an_error() {
        let file = Output::new(Kind::Rust, "src/a.rs", "");
        let other = Output {
            emitter: "b.rs",
            ..file.clone()
        };
        assert_eq!(
            shown(&[file, other]),
            "\
error: bug in the generator: two emitted files have the path `src/a.rs`
help: the emitters are `generator/src/emit/verify.rs` and `b.rs`; please report this
"
        );
    }
}
