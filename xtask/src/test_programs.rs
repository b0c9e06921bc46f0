//! Runs the tests of the workspace, several programs at a time.
//!
//! `cargo test` runs one program after the other. Many of ours wait most of the time, for servers, clocks or other processes, while
//! others compile crates.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use serde_json::{Value, json};

use crate::ci::StepOutcome;
use crate::project::{self, root, run_to_end};
use crate::report::{Failure, seconds};

/// The environment variable with the directory of the examples, for tests that start them.
const EXAMPLES: &str = "TRUTO_TESTS_EXAMPLES";

/// Programs that mostly compile crates, by the directory of their package and their name, the slowest first. Two of them often wait for
/// each other, since they share the target directory. So the first worker runs them while the others run the rest, and only at the end do
/// the others take one, too.
const COMPILERS: [&str; 3] = ["generator compile", "generator guide", "xtask package"];

/// What cargo compiled.
#[derive(Default)]
struct Compiled {
    programs: Vec<Program>,
    /// The directory of the examples.
    examples: Option<PathBuf>,
}

/// A compiled test program.
struct Program {
    /// The directory of the package, and the target: `generator compile`.
    name: String,
    path: PathBuf,
    /// The directory of the package, in which cargo runs tests.
    directory: PathBuf,
}

/// Compiles and runs all tests, and then those in the documentation.
pub(crate) fn run() -> Result<StepOutcome, Failure> {
    run_all(compile()?)?;
    let mut docs = project::cargo();
    docs.args(["test", "--workspace", "--doc", "--quiet"])
        .current_dir(root());
    run_to_end(&mut docs, "cargo test --workspace --doc")?;
    Ok(StepOutcome::Passed)
}

/// Compiles the tests, and accepts no warning. As with `cargo test`, examples and programs are compiled, too.
fn compile() -> Result<Compiled, Failure> {
    let mut command = project::cargo();
    command
        .args(["test", "--workspace", "--no-run"])
        .arg("--message-format=json")
        .current_dir(root())
        .stderr(Stdio::inherit());
    let output = command
        .output()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    let mut compiled = Compiled::default();
    let mut is_clean = true;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line)
            .map_err(|error| format!("cargo did not print JSON: {error}: {line}"))?;
        if let Some(text) = diagnostic(&message) {
            eprint!("{text}");
            is_clean = false;
        }
        compiled.programs.extend(program(&message));
        compiled.examples = examples(&message).or(compiled.examples);
    }
    if !output.status.success() {
        return Err("the tests do not compile".to_owned());
    }
    if !is_clean {
        return Err("the tests compile with warnings".to_owned());
    }
    match compiled.programs.is_empty() {
        true => Err("cargo named no test program".to_owned()),
        false => Ok(compiled),
    }
}

/// The text of an error or a warning of the compiler, if that is what a message of cargo is about.
fn diagnostic(message: &Value) -> Option<&str> {
    message["message"]["rendered"].as_str()
}

/// The directory of the example that a message of cargo is about, if it is about one.
fn examples(message: &Value) -> Option<PathBuf> {
    let path = message["executable"].as_str()?;
    let is_example = message["target"]["kind"] == json!(["example"]);
    let directory = Path::new(path).parent().filter(|_| is_example)?;
    Some(directory.to_owned())
}

/// The test program that a message of cargo is about, if it is about one.
fn program(message: &Value) -> Option<Program> {
    if message["profile"]["test"] != true {
        return None;
    }
    let path = message["executable"].as_str()?;
    let mut directory = PathBuf::from(message["manifest_path"].as_str()?);
    directory.pop();
    let package = directory.file_name()?.to_string_lossy().into_owned();
    let target = message["target"]["name"].as_str()?;
    Some(Program {
        name: format!("{package} {target}"),
        path: path.into(),
        directory,
    })
}

/// Runs the programs, and prints the output of each when it ends. All are run, even if one fails.
fn run_all(compiled: Compiled) -> Result<(), Failure> {
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let all = compiled.programs.len();
    for name in COMPILERS {
        if compiled.programs.iter().all(|program| program.name != name) {
            return Err(format!("there is no test program `{name}`"));
        }
    }
    let examples = compiled.examples.as_deref();
    let left = Mutex::new(compilers_first(compiled.programs));
    let failed = Mutex::new(Vec::new());
    let worker = |number: usize| {
        while let Some(program) = next(&left, number) {
            if let Err(why) = program.run(examples) {
                locked(&failed).push(format!("{} ({why})", program.name));
            }
        }
    };
    thread::scope(|scope| {
        for number in 0..=cores {
            let worker = &worker;
            scope.spawn(move || worker(number));
        }
    });
    let failed = failed.into_inner().unwrap_or_default();
    if failed.is_empty() {
        return Ok(());
    }
    let names = failed.join("`, `");
    Err(format!(
        "{} of {all} test programs: `{names}`",
        failed.len()
    ))
}

fn compilers_first(mut programs: Vec<Program>) -> VecDeque<Program> {
    programs.sort_by_key(|program| {
        let place = COMPILERS.iter().position(|name| *name == program.name);
        place.unwrap_or(COMPILERS.len())
    });
    programs.into()
}

/// The first worker takes programs from the front, the others from the back.
fn next(left: &Mutex<VecDeque<Program>>, worker: usize) -> Option<Program> {
    let mut left = locked(left);
    match worker {
        0 => left.pop_front(),
        _ => left.pop_back(),
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Program {
    fn run(&self, examples: Option<&Path>) -> Result<(), Failure> {
        let start = Instant::now();
        let mut command = project::clean(&self.path);
        if let Some(examples) = examples {
            command.env(EXAMPLES, examples);
        }
        let output = command
            // As cargo does.
            .env("CARGO_MANIFEST_DIR", &self.directory)
            .current_dir(&self.directory)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        let took = seconds(start.elapsed());
        // One print, so that the output of two programs is not mixed.
        if output.status.success() {
            let mut shown = format!("    {}: {} ({took})\n", self.name, summary(&text)?);
            // What a test could not do on this machine is there.
            shown.push_str(&errors);
            print!("{shown}");
            return Ok(());
        }
        println!("    {}: FAILED ({took})\n{text}{errors}", self.name);
        Err(output.status.to_string())
    }
}

/// The counts at the end of the output of a test program: `5 passed; 0 failed; …`.
fn summary(output: &str) -> Result<&str, Failure> {
    let result = output
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("test result: ok. "));
    let result = result.ok_or("it printed no result")?;
    Ok(result.split("; 0 measured").next().unwrap_or(result))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::Mutex;

    use serde_json::{Value, json};

    use super::{Program, compilers_first, diagnostic, examples, next, program, summary};

    #[test]
    fn only_tests_are_run() {
        let artifact = |test: bool, executable: Value| {
            json!({
                "manifest_path": "/w/generator/Cargo.toml",
                "target": {"kind": ["test"], "name": "compile"},
                "profile": {"test": test},
                "executable": executable,
            })
        };
        let found = program(&artifact(true, json!("/t/compile-1"))).unwrap();
        assert_eq!(found.name, "generator compile");
        assert_eq!(found.path.to_str(), Some("/t/compile-1"));
        assert_eq!(found.directory.to_str(), Some("/w/generator"));
        assert!(program(&artifact(false, json!("/t/program"))).is_none());
        assert!(program(&artifact(true, Value::Null)).is_none());
        assert!(program(&json!({"reason": "build-finished", "success": true})).is_none());
    }

    #[test]
    fn warnings_are_told_from_programs() {
        let warning = json!({
            "reason": "compiler-message",
            "message": {"level": "warning", "rendered": "warning: unused variable: `a`\n"},
        });
        let shown = diagnostic(&warning);
        assert_eq!(shown, Some("warning: unused variable: `a`\n"));
        let program = json!({"reason": "compiler-artifact", "executable": "/t/compile-1"});
        assert_eq!(diagnostic(&program), None);
    }

    #[test]
    fn the_directory_of_examples_is_that_of_an_example() {
        let artifact =
            |kind| json!({"target": {"kind": [kind]}, "executable": "/t/examples/serve"});
        let found = examples(&artifact("example"));
        assert_eq!(found.as_deref(), Some(Path::new("/t/examples")));
        assert_eq!(examples(&artifact("bin")), None);
    }

    #[test]
    fn the_first_worker_begins_with_programs_that_compile() {
        let names = [
            "runtime wire",
            "xtask package",
            "xtask diff",
            "generator compile",
        ];
        let programs = names.map(|name| Program {
            name: name.to_owned(),
            path: PathBuf::new(),
            directory: PathBuf::new(),
        });
        let left = Mutex::new(compilers_first(programs.into()));
        let order = [0, 1, 2, 1, 0].map(|worker| next(&left, worker).map(|taken| taken.name));
        let expected = [
            Some("generator compile"),
            Some("xtask diff"),
            Some("runtime wire"),
            // Nothing else is left.
            Some("xtask package"),
            None,
        ];
        assert_eq!(order.each_ref().map(Option::as_deref), expected);
    }

    #[test]
    fn a_program_without_a_result_has_not_passed() {
        let counts = "test result: ok. 5 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out";
        assert_eq!(summary(counts).unwrap(), "5 passed; 0 failed; 2 ignored");
        assert!(summary("running 5 tests").is_err());
    }
}
