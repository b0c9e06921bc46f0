//! The phases of a generation beside its floor: parsing the YAML with `serde_yaml` and formatting the output with `prettyplease`.
//! The floor runs on one core, generation on all. Generation parses the Rust that it emits, so that is timed too: with `syn`, which
//! builds a syntax tree, and with the parser that generation uses, which builds none.

mod compare;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;

use ra_ap_parser::{Edition, LexedStr, TopEntryPoint};
use truto_codegen::load::Disk;
use truto_codegen::{Options, Warnings, analyze, generate};

const EDITION: Edition = Edition::Edition2024;

fn main() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = Disk::new(base.clone());
    let roots = ["spec/ticketing.yaml".to_owned(), "spec/crm.yaml".to_owned()];
    let outcome = generate(&roots, &files, Warnings::Deny, &Options::default());
    assert!(
        !outcome.diagnostics.has_errors(),
        "the definitions are sound"
    );
    let sources: Vec<String> = outcome
        .sources
        .iter()
        .map(|(_, text)| text.to_owned())
        .collect();
    let rust: BTreeMap<_, _> = outcome
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .collect();
    let texts: Vec<&str> = rust
        .values()
        .map(|bytes| std::str::from_utf8(bytes).expect("UTF-8"))
        .collect();
    let trees: Vec<syn::File> = texts
        .iter()
        .map(|text| syn::parse_file(text).expect("Rust"))
        .collect();
    let lines = |texts: &[&str]| texts.iter().map(|text| text.lines().count()).sum::<usize>();
    let yaml: Vec<&str> = sources.iter().map(String::as_str).collect();
    println!(
        "in: {} files, {} lines of YAML; out: {} files, {} lines of Rust",
        sources.len(),
        lines(&yaml),
        texts.len(),
        lines(&texts)
    );
    compare::compare(
        "generation",
        40,
        vec![
            (
                "parse the YAML",
                Box::new(|| {
                    for text in &sources {
                        black_box(serde_yaml::from_str::<serde_yaml::Value>(text).expect("YAML"));
                    }
                }),
            ),
            (
                "format the Rust",
                Box::new(|| {
                    trees
                        .iter()
                        .for_each(|tree| drop(black_box(prettyplease::unparse(tree))))
                }),
            ),
            (
                "parse the Rust with syn",
                Box::new(|| {
                    for text in &texts {
                        drop(black_box(syn::parse_file(text).expect("Rust")));
                    }
                }),
            ),
            (
                "parse the Rust without a syntax tree",
                Box::new(|| {
                    for text in &texts {
                        let tokens = LexedStr::new(EDITION, text).to_input(EDITION);
                        drop(black_box(TopEntryPoint::SourceFile.parse(&tokens, EDITION)));
                    }
                }),
            ),
            (
                "analyze: load, bundle, lower, check, name",
                Box::new(|| drop(black_box(analyze(&roots, &files, Warnings::Deny)))),
            ),
            (
                "generate, files in, files out",
                Box::new(|| {
                    drop(black_box(generate(
                        &roots,
                        &files,
                        Warnings::Deny,
                        &Options::default(),
                    )))
                }),
            ),
        ],
        &["parse the YAML", "format the Rust"],
    );
}
