//! Refreshing the definitions from a full snapshot, in which every integration supports every operation, beside its floor: parsing the
//! YAML of the definitions with `serde_yaml`, and the JSON of the answers with `serde_json`.

#[path = "../tests/refresh/answers.rs"]
mod answers;
#[path = "../../generator/benches/compare.rs"]
mod compare;
#[path = "../tests/refresh/definitions.rs"]
mod definitions;

use std::hint::black_box;

use serde_json::Value;
use truto_codegen::refresh::{Request, Snapshot, refresh};
use truto_unified::support;
use truto_unified::testing::{FakeTruto, MetadataChange};

use self::definitions::{ROOTS, definitions};

fn main() {
    let fake = FakeTruto::start().expect("a fake");
    let all = support::operations().map(|operation| MetadataChange::add_operation(operation.id()));
    fake.change_metadata(all).expect("known operations");
    let answers = answers::of_fake(&fake, &[], |_| true);
    let files = definitions();
    let size: usize = answers.values().map(Vec::len).sum();
    println!("{} answers, {} KB", answers.len(), size / 1000);
    let roots = ROOTS.map(str::to_owned);
    let yaml = "parse the YAML";
    let json = "parse the JSON";
    let (files, answers) = (&files, &answers);
    compare::compare(
        "refresh",
        5,
        vec![
            (
                yaml,
                Box::new(|| {
                    for text in files.files.values() {
                        black_box(serde_yaml::from_slice::<Value>(text).ok());
                    }
                }),
            ),
            (
                json,
                Box::new(|| {
                    for text in answers.values() {
                        black_box(serde_json::from_slice::<Value>(text).expect("JSON"));
                    }
                }),
            ),
            (
                "refresh",
                Box::new(|| {
                    let snapshot = Snapshot::new(answers.clone()).expect("a snapshot");
                    let request = Request::new(&roots, files, "spec/decisions.yaml", &snapshot);
                    let refreshed = refresh(&request).expect("the models are known");
                    assert!(!refreshed.files.is_empty(), "nothing would change");
                    black_box(refreshed);
                }),
            ),
        ],
        &[yaml, json],
    );
}
