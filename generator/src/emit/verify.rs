//! Checks the emitted files, so that a bug of an emitter is a diagnostic here and not a compile error of a user.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::emit::output::{Language, Output};
use crate::source::{Origin, Sources};
use crate::syntax::{SyntaxError, Tokens};

/// A syntax error in an emitted file.
#[derive(Clone)]
pub(crate) struct Fault {
    path: String,
    error: SyntaxError,
}

/// Parses the Rust files that their emitters have not parsed.
pub(crate) fn faults(outputs: &[Output]) -> Vec<Fault> {
    let is_open = |output: &&Output| output.language == Language::Rust && !output.is_parsed;
    let faults = outputs.iter().filter(is_open).filter_map(|output| {
        let error = Tokens::of(&output.content).parse().err()?;
        let path = output.path.clone();
        Some(Fault { path, error })
    });
    faults.collect()
}

/// Reports the faults, and paths that two files have. Faulty files are added to `sources`, which shows their lines.
pub(crate) fn bugs(outputs: &[Output], faults: &[Fault], sources: &mut Sources) -> Vec<Diagnostic> {
    let faulty = |fault: &Fault| {
        let output = outputs.iter().find(|output| output.path == fault.path)?;
        Some(invalid(output, fault, sources))
    };
    let mut bugs: Vec<Diagnostic> = faults.iter().filter_map(faulty).collect();
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
fn invalid(output: &Output, fault: &Fault, sources: &mut Sources) -> Diagnostic {
    let file = sources.push(output.path.as_str(), output.content.as_str());
    let message = format!(
        "bug in the generator: this file is not valid Rust: {}",
        fault.error.message
    );
    let origin = Origin::new(file, fault.error.range.clone());
    Diagnostic::error(origin, message).help(format!(
        "the emitter is `{}`; please report this",
        output.emitter
    ))
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
        diagnostics.extend(bugs(outputs, &faults(outputs), &mut sources));
        render(&diagnostics, &sources, false)
    }

    #[test]
    fn a_file_that_is_not_rust_is_shown_with_its_emitter() {
        let sound = Output::new(Language::Rust, "src/a.rs", "struct A;\n");
        let page = Output::new(Language::Markdown, "docs/a.md", "struct {\n");
        assert_eq!(shown(&[sound.clone(), page]), "");
        let faulty = Output::new(
            Language::Rust,
            "src/b.rs",
            "\nstruct É {\n    é: u8 /* é */ b: u8,\n}\n",
        );
        assert_eq!(
            shown(&[sound, faulty]).replace(file!(), "verify.rs"),
            "\
error: bug in the generator: this file is not valid Rust: expected COMMA
 --> src/b.rs:5:19
  |
5 |     é: u8 /* é */ b: u8,
  |                   ^
  |
  = help: the emitter is `verify.rs`; please report this
"
        );
    }

    #[test]
    fn a_comment_without_an_item_is_a_fault() {
        let text = "struct A {\n    /// Two\n    /// lines.\n}\n";
        let faulty = Output::new(Language::Rust, "src/a.rs", text);
        assert!(shown(&[faulty]).contains("--> src/a.rs:"));
        let string = "/// \"\nconst A: &str = \"\n/// a\n/// b\";\n";
        assert_eq!(
            shown(&[Output::new(Language::Rust, "src/a.rs", string)]),
            ""
        );
    }

    #[test]
    fn faults_at_the_end_have_a_place_too() {
        let open = Output::new(Language::Rust, "src/a.rs", "struct A {\n    a: u8,\n");
        assert!(shown(&[open]).contains("--> src/a.rs:5:1\n"));
    }

    #[test]
    fn one_path_for_two_files_is_an_error() {
        let file = Output::new(Language::Rust, "src/a.rs", "");
        let other = Output {
            emitter: "b.rs",
            ..file.clone()
        };
        assert_eq!(
            shown(&[file, other]).replace(file!(), "verify.rs"),
            "\
error: bug in the generator: two emitted files have the path `src/a.rs`
help: the emitters are `verify.rs` and `b.rs`; please report this
"
        );
    }
}
