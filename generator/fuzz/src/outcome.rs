//! Properties of every run of the generator.

use truto_codegen::Outcome;
use truto_codegen::diag::{Diagnostics, render, render_grouped};
use truto_codegen::source::Sources;

/// Panics if a run has found a bug in the generator, or does not explain why it generates nothing.
pub(crate) fn check(outcome: &Outcome) {
    check_diagnostics(&outcome.diagnostics, &outcome.sources);
    let generates = !outcome.files.is_empty();
    assert!(
        generates || outcome.diagnostics.has_errors(),
        "nothing is generated, without an error"
    );
}

/// Panics if a diagnostic reports a bug, has no help or a wrong location, or if control characters are printed.
pub(crate) fn check_diagnostics(diagnostics: &Diagnostics, sources: &Sources) {
    for one in diagnostics.iter() {
        let is_bug = one.message.starts_with("bug in the generator");
        assert!(!is_bug, "{}", one.message);
        assert!(one.help.is_some(), "no help: {}", one.message);
        if let Some(origin) = one.origin {
            let text = sources.text(origin.file);
            let range = origin.range();
            assert!(
                text.get(range.clone()).is_some(),
                "{range:?} of {}: {}",
                text.len(),
                one.message
            );
        }
    }
    for color in [false, true] {
        let printed = render(diagnostics, sources, color);
        let grouped = render_grouped(diagnostics, sources, color);
        for text in [printed, grouped] {
            let is_plain =
                |sign: char| !sign.is_control() || sign == '\n' || (color && sign == '\u{1b}');
            let odd = text.chars().find(|sign| !is_plain(*sign));
            assert!(odd.is_none(), "{odd:?} is printed: {text}");
        }
    }
}
