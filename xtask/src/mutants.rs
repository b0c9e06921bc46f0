//! `cargo xtask mutants`

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project::{self, root, target};
use crate::report::Failure;
use crate::tool::Tool;

const MUTANTS: Tool = Tool {
    version_arguments: &["mutants", "--version"],
    ..Tool::new("cargo-mutants", "27.1.0")
};

/// Finds code that no test checks.
///
/// Makes small changes to a copy of the code, one at a time: it returns another value, swaps an operator, deletes an arm of a `match`. Each
/// changed copy is a mutant. A mutant survives if the tests of its area pass. The command lists the survivors, and fails if an area has 10
/// or more of them per 100 mutants that compile. A mutant whose tests do not end counts as found.
///
/// Where an area has slow tests, they are run only on mutants that survive the others. The lists of all mutants are kept in `mutants` of
/// the target directory, those of slow tests in `slow` of each area. A mutant takes some seconds to a minute, since its crate is compiled
/// again, so all of them take many hours. With --shard, only a part of the mutants of each area are tried.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask mutants support-matrix
      Try all mutants of one area.
  cargo xtask mutants --shard 0/20
      Try every twentieth mutant of each area.")]
pub(crate) struct Arguments {
    /// The areas [default: all].
    #[arg(value_name = "AREA", value_parser = AREAS.map(|area| area.name))]
    areas: Vec<String>,

    /// Try every Nth mutant, beginning with number K, which is less than N.
    #[arg(long, value_name = "K/N")]
    shard: Option<String>,
}

/// A part of the code, and the tests that must find its mutants.
struct Area {
    name: &'static str,
    package: &'static str,
    /// The files, as a pattern.
    files: &'static str,
    tests: Tests,
    /// Slower tests, which run only on the mutants that survive the others, if there are any.
    slow_tests: Option<Tests>,
}

/// Tests of a package.
struct Tests {
    /// Arguments of cargo that choose features and test programs.
    cargo: &'static [&'static str],
    /// Arguments of the test programs.
    programs: &'static [&'static str],
}

const fn tests(cargo: &'static [&'static str]) -> Tests {
    let programs = &[];
    Tests { cargo, programs }
}

const fn of_runtime(name: &'static str, files: &'static str) -> Area {
    Area {
        name,
        package: "truto-runtime",
        files,
        tests: tests(&["--all-features", "--lib"]),
        slow_tests: Some(tests(&["--all-features", "--test=exemplar"])),
    }
}

/// Its tests without those that compile crates.
const fn of_generator(name: &'static str, files: &'static str) -> Area {
    Area {
        name,
        package: "truto-codegen",
        files,
        tests: Tests {
            cargo: &["--test=compile", "--test=diagnostics"],
            programs: &["--skip", "all_cases_compile_and_round_trip"],
        },
        slow_tests: Some(tests(&["--lib"])),
    }
}

const AREAS: [Area; 9] = [
    Area {
        name: "support-matrix",
        package: "truto-support-matrix",
        files: "generator/support-matrix/src/**",
        tests: tests(&["--all-features", "--lib"]),
        slow_tests: None,
    },
    of_runtime("policy", "generator/runtime/src/policy/**"),
    of_runtime("page", "generator/runtime/src/page/**"),
    of_runtime("query", "generator/runtime/src/query/**"),
    of_runtime("path", "generator/runtime/src/path.rs"),
    of_runtime("support", "generator/runtime/src/support/**"),
    of_generator("check", "generator/src/check/**"),
    of_generator("plan", "generator/src/plan/**"),
    of_generator("write", "generator/src/write/**"),
];

/// An area fails if it has this many survivors per 100 mutants.
const LIMIT: usize = 10;

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let folder = target()?.join("mutants");
    let tools = Tools {
        program: MUTANTS.path()?,
        build: folder.join("build"),
    };
    let is_wanted = |area: &&Area| {
        arguments.areas.is_empty() || arguments.areas.iter().any(|name| name == area.name)
    };
    let (mut results, mut bad) = (Vec::new(), Vec::new());
    for area in AREAS.iter().filter(is_wanted) {
        println!("==> {}", area.name);
        let out = folder.join(area.name);
        match area.tally(&tools, &out, arguments.shard.as_deref()) {
            Ok(tally) => results.push((area.name, tally)),
            // The results of the other areas take hours, so they are still printed.
            Err(why) => bad.push(format!("{}: {why}", area.name)),
        }
    }
    print!("\n{}", table(&results));
    for (name, tally) in &results {
        for survivor in &tally.survivors {
            println!("{name}: {survivor}");
        }
        if tally.is_above_limit() {
            bad.push(format!("{name}: too many mutants survive"));
        }
    }
    // The compiled copies are of no use afterwards, and large.
    fs::remove_dir_all(&tools.build).map_err(|error| failed(&tools.build, &error))?;
    match bad.is_empty() {
        true => Ok(()),
        false => Err(bad.join("; ")),
    }
}

struct Tools {
    /// cargo-mutants.
    program: PathBuf,
    /// The target directory of the copies, so that their dependencies are compiled once.
    build: PathBuf,
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    format!("{}: {error}", path.display())
}

impl Area {
    /// Tries the mutants. Lists of those with each result are kept in `out`.
    fn tally(&self, tools: &Tools, out: &Path, shard: Option<&str>) -> Result<Tally, Failure> {
        let again = out.join("slow");
        if again.exists() {
            fs::remove_dir_all(&again).map_err(|error| failed(&again, &error))?;
        }
        let shard = shard.map(|shard| format!("--shard={shard}"));
        // The default is a run of neighbouring mutants; every Nth mutant covers all files.
        let chosen = shard
            .iter()
            .flat_map(|shard| [shard, "--sharding=round-robin"]);
        let chosen: Vec<&str> = chosen.collect();
        let first = self.try_some(tools, out, &chosen, &self.tests)?;
        match &self.slow_tests {
            Some(slow) if !first.survivors.is_empty() => {
                self.leave_out_all_but(&first.survivors, tools, &again)?;
                first.and(self.try_some(tools, &again, &["--iterate"], slow)?)
            }
            _ => Ok(first),
        }
    }

    /// Writes a list of all other mutants to `out`, as if tests had found them before: `--iterate` leaves these out. The option `--re`
    /// would not do, since it does not apply to mutants that delete a field.
    fn leave_out_all_but(
        &self,
        survivors: &[String],
        tools: &Tools,
        out: &Path,
    ) -> Result<(), Failure> {
        let output = self.command(tools).arg("--list").output();
        let output = output.map_err(|error| format!("cargo mutants cannot be started: {error}"))?;
        if !output.status.success() {
            return Err(format!("cargo mutants --list failed: {}", output.status));
        }
        let all = String::from_utf8_lossy(&output.stdout);
        let is_other = |name: &&str| survivors.iter().all(|survivor| survivor != name);
        let others: Vec<&str> = all.lines().filter(is_other).collect();
        let list = out.join("mutants.out").join("caught.txt");
        fs::create_dir_all(out.join("mutants.out")).map_err(|error| failed(out, &error))?;
        fs::write(&list, others.join("\n")).map_err(|error| failed(&list, &error))
    }

    /// cargo-mutants, for the files of the area.
    fn command(&self, tools: &Tools) -> Command {
        let mut command = project::clean(&tools.program);
        command
            .args(["mutants", "--package", self.package, "--file", self.files])
            .args(["--colors", "never"])
            .current_dir(root());
        command
    }

    /// Tries the mutants that these arguments choose, with these tests.
    fn try_some(
        &self,
        tools: &Tools,
        out: &Path,
        chosen: &[&str],
        tests: &Tests,
    ) -> Result<Tally, Failure> {
        fs::create_dir_all(out).map_err(|error| failed(out, &error))?;
        let mut command = self.command(tools);
        command
            .args(["--cap-lints", "true", "--output"])
            .arg(out)
            .args(chosen)
            // Both to see whether a mutant compiles and to run the tests. What is behind `--` is for the tests only.
            .args(tests.cargo.iter().map(|one| format!("--cargo-arg={one}")))
            .args(["--", "--"])
            .args(tests.programs)
            .env("CARGO_TARGET_DIR", &tools.build)
            // A mutant changes one function. This takes a third of the time where the environment switches it off.
            .env("CARGO_INCREMENTAL", "1")
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        let status = command.status();
        let status = status.map_err(|error| format!("cargo mutants cannot be started: {error}"))?;
        match status.code() {
            // Also if mutants survive, or do not end.
            Some(0 | 2 | 3) => Tally::read(&out.join("mutants.out")),
            _ => Err(format!("cargo mutants failed: {status}")),
        }
    }
}

/// What became of the mutants of an area.
#[derive(Debug, PartialEq)]
struct Tally {
    /// Those that a test found.
    caught: usize,
    timed_out: usize,
    /// Those that do not compile.
    unviable: usize,
    survivors: Vec<String>,
}

impl Tally {
    /// Reads the lists in a directory. No mutant at all is an error: then nothing was tried.
    fn read(out: &Path) -> Result<Self, Failure> {
        let list = |name: &str| {
            let path = out.join(name);
            let text = fs::read_to_string(&path);
            let text = text.map_err(|error| failed(&path, &error))?;
            Ok::<_, Failure>(text.lines().map(str::to_owned).collect::<Vec<_>>())
        };
        let tally = Self {
            caught: list("caught.txt")?.len(),
            timed_out: list("timeout.txt")?.len(),
            unviable: list("unviable.txt")?.len(),
            survivors: list("missed.txt")?,
        };
        match tally.viable() {
            0 => Err(format!("no mutant was tried: see {}", out.display())),
            _ => Ok(tally),
        }
    }

    /// Adds the results of the survivors, which were tried again with other tests.
    fn and(self, again: Self) -> Result<Self, Failure> {
        // Other test programs can compile the code with other features.
        let (all, tried) = (self.survivors.len(), again.viable() + again.unviable);
        if tried != all {
            return Err(format!("{tried} of {all} survivors were tried again"));
        }
        Ok(Self {
            caught: self.caught + again.caught,
            timed_out: self.timed_out + again.timed_out,
            unviable: self.unviable + again.unviable,
            survivors: again.survivors,
        })
    }

    /// The number of those that compile.
    fn viable(&self) -> usize {
        self.caught + self.timed_out + self.survivors.len()
    }

    fn is_above_limit(&self) -> bool {
        self.survivors.len() * 100 >= self.viable() * LIMIT
    }
}

fn table(results: &[(&str, Tally)]) -> String {
    let mut table =
        "| area | mutants | caught | timed out | survived |\n|---|--:|--:|--:|--:|\n".to_owned();
    for (name, tally) in results {
        let (all, survived) = (tally.viable(), tally.survivors.len());
        let (caught, late) = (tally.caught, tally.timed_out);
        let percent = survived * 100 / all.max(1);
        table.push_str(&format!(
            "| {name} | {all} | {caught} | {late} | {survived} ({percent} %) |\n"
        ));
    }
    table
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Tally, table};

    fn tally(caught: usize, missed: usize) -> Result<Tally, String> {
        let dir = tempfile::tempdir().unwrap();
        let lists = [
            ("caught.txt", caught),
            ("missed.txt", missed),
            ("timeout.txt", 0),
            ("unviable.txt", 3),
        ];
        for (name, count) in lists {
            let lines = (0..count).map(|line| format!("src/path.rs:{line}:5: delete !\n"));
            fs::write(dir.path().join(name), lines.collect::<String>()).unwrap();
        }
        Tally::read(dir.path())
    }

    #[test]
    fn one_survivor_in_ten_is_too_many() {
        assert!(tally(9, 1).unwrap().is_above_limit());
        let good = tally(10, 1).unwrap();
        assert!(!good.is_above_limit());
        let row = "| path | 11 | 10 | 0 | 1 (9 %) |\n";
        assert!(table(&[("path", good)]).ends_with(row));
    }

    #[test]
    fn the_survivors_of_all_tests_are_those_of_the_last() {
        let first = || tally(7, 3).unwrap();
        let again = |caught| Tally {
            unviable: 0,
            ..tally(caught, 1).unwrap()
        };
        let both = first().and(again(2)).unwrap();
        assert_eq!(
            (both.caught, both.survivors.len(), both.viable()),
            (9, 1, 10)
        );
        // One of the three was not found again.
        assert!(first().and(again(1)).is_err());
    }

    #[test]
    fn an_area_without_mutants_is_an_error() {
        assert!(tally(0, 0).is_err());
    }
}
