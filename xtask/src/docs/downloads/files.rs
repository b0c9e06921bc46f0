//! The files of the folder `downloads/`.

use std::collections::BTreeMap;

use truto_codegen::chooser::select;
use truto_codegen::cli::Documents;
use truto_codegen::{Analysis, Options, Outcome, Warnings, analyze};

use crate::project::own_documents;
use crate::report::{self, Failure};
use crate::{bundle, forms};

/// The package that the files are about, and the beginning of their names.
const PACKAGE: &str = "truto_unified";

/// Names and contents.
pub(super) fn all() -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let Documents { files, roots, .. } = own_documents();
    let mut all = Vec::new();
    for (format, extension) in [
        (bundle::Format::Yaml, "yaml"),
        (bundle::Format::Json, "json"),
    ] {
        let bundled = bundle::files(&own_documents(), format)?;
        all.extend(named(bundled, extension));
    }
    // The formats of an API are together.
    all.sort();
    let (analysis, outcome) = analyze(&roots, &files, Warnings::Allow);
    let Outcome {
        diagnostics,
        sources,
        ..
    } = outcome;
    report::diagnostics(&diagnostics, &sources)?;
    let name = PACKAGE.replace('_', "-");
    all.push((
        format!("{name}.postman_collection.json"),
        collection(&analysis),
    ));
    all.extend(support(&analysis)?);
    Ok(all)
}

/// `crm.yaml` becomes `truto-unified-crm.openapi.yaml`.
fn named(
    bundled: BTreeMap<String, Vec<u8>>,
    extension: &str,
) -> impl Iterator<Item = (String, Vec<u8>)> {
    bundled.into_iter().map(move |(path, content)| {
        let api = path.trim_end_matches(extension).trim_end_matches('.');
        let name = format!("{}-{api}.openapi.{extension}", PACKAGE.replace('_', "-"));
        (name, content)
    })
}

fn collection(analysis: &Analysis) -> Vec<u8> {
    let options = Options {
        package: PACKAGE.to_owned(),
        ..Options::default()
    };
    truto_codegen::postman_collection(analysis, &options).into_bytes()
}

/// The support matrix, as `cargo xtask support` prints it.
fn support(analysis: &Analysis) -> Result<[(String, Vec<u8>); 2], Failure> {
    let selection = select(analysis, &[], &[])?;
    let (mut table, mut rows) = (Vec::new(), Vec::new());
    let written =
        forms::matrix(&mut table, &selection).and_then(|()| forms::csv(&mut rows, &selection));
    written.map_err(|error| format!("cannot write the support matrix: {error}"))?;
    Ok([
        ("support.json".to_owned(), table),
        ("support.csv".to_owned(), rows),
    ])
}
