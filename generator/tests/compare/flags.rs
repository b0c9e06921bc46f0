//! The options with which the crates of a case are generated.

use std::fs;
use std::path::Path;

use clap::Parser;
use truto_codegen::cli::Documents;
use truto_codegen::cli::diff::{CrateFlags, Source};

/// What `flags.txt` has.
#[derive(Parser)]
#[command(no_binary_name = true)]
struct Flags {
    #[command(flatten)]
    crates: CrateFlags,
}

/// A document of a case, with the options of the case.
pub(crate) fn source(case: &Path, name: &str) -> Source {
    let text = fs::read_to_string(case.join("flags.txt")).unwrap_or_default();
    let mut flags = Flags::parse_from(text.split_whitespace()).crates;
    for path in &mut flags.overlay {
        *path = case.join(&*path);
    }
    let documents = Documents::at(&[case.join(name)], &flags.overlay, Some(case));
    Source::of_documents(documents.unwrap(), name, &flags).unwrap()
}
