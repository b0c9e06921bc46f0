//! `cargo xtask lint`

use std::path::PathBuf;

use truto_codegen::Outcome;
use truto_codegen::diag::Severity;

use crate::project::Documents;
use crate::report::{self, Failure};

/// Says everything there is to say of the OpenAPI definitions: errors, warnings and advice.
///
/// Advice is on what is not wrong, but could be better: a field without a description, say, or two names for one shape. The
/// rules are in spec/README.md. There is none while there are errors. Exits with 1 for errors and warnings; advice alone is
/// no failure. Nothing is generated.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask lint
      after a change in spec/
  cargo xtask lint --spec petstore.yaml
      on another API")]
pub(crate) struct Arguments {
    /// A root document, OpenAPI 3.0 as YAML or JSON, relative to the current directory; one per API [default:
    /// spec/ticketing.yaml and spec/crm.yaml of the workspace].
    #[arg(long, value_name = "ROOT")]
    spec: Vec<PathBuf>,

    /// Exit with 1 for advice, too.
    #[arg(long)]
    deny_advice: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let documents = if arguments.spec.is_empty() {
        Documents::own()
    } else {
        Documents::at(&arguments.spec)?
    };
    let Outcome {
        diagnostics,
        sources,
        ..
    } = truto_codegen::lint(&documents.roots, &documents.files);
    report::all(&diagnostics, &sources);
    let [errors, warnings, advice] =
        [Severity::Error, Severity::Warning, Severity::Advice].map(|one| diagnostics.count(one));
    let counted = match advice {
        1 => "1 piece of advice".to_owned(),
        more => format!("{more} pieces of advice"),
    };
    if errors + warnings > 0 {
        let faults = report::faults(errors, warnings);
        return Err(format!("{faults}, {counted} on the definitions"));
    }
    if advice > 0 && arguments.deny_advice {
        return Err(counted);
    }
    println!("{counted}");
    Ok(())
}
