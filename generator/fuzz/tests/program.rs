//! The command line, and the inputs that it leaves.

use std::{fs, process::Command, sync::Mutex};

use truto_fuzz::{Run, TARGETS, Target, run};

/// Runs the program, which must succeed, and returns what it prints.
fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_truto-fuzz"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_list_has_names_and_lengths() {
    let list = printed(&["--list"]);
    let listed = list.lines().map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        (words[0], words[1].parse())
    });
    let targets = TARGETS.iter();
    let expected = targets.map(|target| (target.name, Ok(target.longest)));
    assert!(listed.eq(expected), "{list}");
}

#[test]
fn an_input_is_run_by_its_number() {
    let target = Target::named("paths").unwrap();
    let shown = (target.show)(&target.input(&[], 7));
    assert_eq!(
        printed(&["paths", "--number", "7"]),
        format!("{shown}\nthe property holds\n")
    );
}

#[test]
fn a_run_without_a_finding_leaves_no_file() {
    let dir = std::env::temp_dir().join(format!("truto-fuzz-{}", std::process::id()));
    fs::create_dir(&dir).unwrap();
    let printed = printed(&["times", "--seconds", "1", dir.to_str().unwrap()]);
    assert!(printed.contains("current input: "), "{printed}");
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 0);
    fs::remove_dir(&dir).unwrap();
}

/// The input that the runner has announced.
static ANNOUNCED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

#[test]
fn each_input_is_announced_before_it_runs() {
    let target = Target {
        name: "announced",
        about: "",
        run: |input| assert_eq!(*ANNOUNCED.lock().unwrap(), input),
        show: |_| String::new(),
        seeds: Vec::new,
        count: 0,
        longest: 16,
    };
    let announce = |input: &[u8]| *ANNOUNCED.lock().unwrap() = input.to_vec();
    assert!(
        run(&target, 0, Run::Count(150), &announce)
            .finding
            .is_none()
    );
}
