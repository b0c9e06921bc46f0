//! `truto-codegen lint`

use std::path::PathBuf;

use super::documents::Documents;
use super::report::{self, Failure, Shown};
use crate::Outcome;
use crate::diag::Severity;

/// Reports errors, warnings and advice for OpenAPI documents. Generates nothing.
///
/// Advice suggests improvements to valid documents, such as a missing description or two identical schemas. It is only reported if
/// there are no errors. Exits with 1 for errors and warnings, and with 0 if there is only advice.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A root document: OpenAPI 3.0 or 3.1 as YAML or JSON, relative to the current directory. Repeat it for each API.
    #[arg(long, value_name = "ROOT", required = true)]
    spec: Vec<PathBuf>,

    /// Exit with 1 for advice too.
    #[arg(long)]
    deny_advice: bool,

    /// Print everything. By default, of warnings and pieces of advice that differ only in names the first is printed, with the number
    /// of the others.
    #[arg(long)]
    all: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    report_all(
        &Documents::at(&arguments.spec, &[], None)?,
        arguments.deny_advice,
        arguments.all,
    )
}

/// Reports errors, warnings and advice.
///
/// # Errors
/// There are errors or warnings, or advice that is denied.
pub fn report_all(documents: &Documents, deny_advice: bool, all: bool) -> Result<(), Failure> {
    let Outcome {
        diagnostics,
        sources,
        ..
    } = crate::lint(&documents.roots, &documents.files);
    let shown = match all {
        true => Shown::All,
        false => Shown::Grouped,
    };
    let hint = report::print(&diagnostics, &sources, shown);
    let [errors, warnings, advice] =
        [Severity::Error, Severity::Warning, Severity::Advice].map(|one| diagnostics.count(one));
    let counted = match advice {
        1 => "1 piece of advice".to_owned(),
        more => format!("{more} pieces of advice"),
    };
    if errors + warnings > 0 {
        let faults = report::error_counts(errors, warnings);
        return Err(format!("{faults}, {counted} in the definitions{hint}"));
    }
    if advice > 0 && deny_advice {
        return Err(format!("{counted}{hint}"));
    }
    println!("{counted}{hint}");
    Ok(())
}
