//! The limit on the size of the compiled crate, which grows with the time to compile it.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::project::{artifacts, cargo, root};
use crate::report::Failure;

/// The command of the step `tests`, which has just compiled the crate. It compiles nothing and says which file it is.
const BUILD: [&str; 4] = ["test", "--workspace", "--no-run", "--message-format=json"];

/// The maximum size of the compiled crate in bytes: its code, and what a program needs to compile against it.
///
/// It was about 10 % above the size when it was last set. The size is the same on every machine but for the path of the checkout,
/// the version of rustc, and `CARGO_INCREMENTAL=0`, with which it is 4 % less. If a change exceeds the limit on purpose, for
/// example with new operations in spec/, set it to 1.1 times the size that `cargo xtask ci --nightly` prints, in the same commit as the
/// change, and explain there what the bytes are for. If a change exceeds it by accident, the generated crate contains code that a
/// program should compile only where it calls it.
const LIMIT: u64 = 20_200_000;

pub(crate) fn run() -> Result<(), Failure> {
    let output = cargo()
        .args(BUILD)
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    if !output.status.success() {
        return Err(format!("`cargo {}` failed", BUILD.join(" ")));
    }
    let library = library(&String::from_utf8_lossy(&output.stdout))
        .ok_or("cargo did not compile a library `truto_unified`")?;
    let size = fs::metadata(Path::new(&library))
        .map_err(|error| format!("cannot read {library}: {error}"))?
        .len();
    println!("{size} bytes of at most {LIMIT} in {library}");
    judge(size)
}

/// The path of the compiled crate, from the messages of cargo.
fn library(messages: &str) -> Option<String> {
    let mut artifacts = artifacts(messages).filter(|message: &Value| {
        let target = &message["target"];
        target["name"] == "truto_unified"
            && target["kind"] == serde_json::json!(["lib"])
            && message["profile"]["test"] == false
    });
    let artifact = artifacts.next()?;
    let mut files = artifact["filenames"]
        .as_array()?
        .iter()
        .filter_map(Value::as_str);
    files
        .find(|file| file.ends_with(".rlib"))
        .map(str::to_owned)
}

fn judge(size: u64) -> Result<(), Failure> {
    if size <= LIMIT {
        return Ok(());
    }
    Err(format!(
        "the compiled crate has {size} bytes, more than {LIMIT}: `cargo llvm-lines --package truto-unified --lib`, from the \
         package cargo-llvm-lines, lists the functions that are compiled with it. Generate less code, or raise the limit as \
         described in xtask/src/budget.rs"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_up_to_the_limit_passes() {
        assert_eq!(judge(LIMIT), Ok(()));
        let failure = judge(LIMIT + 1).unwrap_err();
        assert!(failure.contains("cargo llvm-lines"), "{failure}");
    }

    #[test]
    fn the_library_is_told_from_other_artifacts() {
        let artifact = |name: &str, kind: &str, test: bool, file: &str| {
            serde_json::json!({
                "reason": "compiler-artifact",
                "target": { "name": name, "kind": [kind] },
                "profile": { "test": test },
                "filenames": [format!("{file}.rmeta"), format!("{file}.rlib")],
            })
            .to_string()
        };
        let messages = [
            "Compiling truto-unified".to_owned(),
            artifact("truto_runtime", "lib", false, "runtime"),
            artifact("truto_unified", "lib", true, "tests"),
            artifact("truto_unified", "bench", false, "bench"),
        ];
        assert_eq!(library(&messages.join("\n")), None);
        let messages = [
            &messages[..],
            &[artifact("truto_unified", "lib", false, "this")],
        ]
        .concat();
        assert_eq!(library(&messages.join("\n")).as_deref(), Some("this.rlib"));
    }
}
