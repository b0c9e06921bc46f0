//! The guides' blocks for other languages run as printed, against the fake.
//!
//! All blocks of a guide in one language are one program. A block of text is what the programs print whose blocks come before it, after
//! the last heading or block of text.
//!
//! They require `curl`, `node`, and `python3` with `requests`. If something is missing, the test says so and skips its programs.
#![cfg(all(feature = "crm", feature = "testing", feature = "ticketing"))]

mod tools;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use serde_json::json;
use truto_unified::testing::{Account, FakeTruto, Fault};

/// The account that the guides name.
const ACCOUNT: &str = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

/// A language of the guides.
struct Language {
    name: &'static str,
    interpreter: &'static str,
    /// The arguments that run a program; the last one is its file.
    arguments: &'static [&'static str],
    /// The arguments that show whether a program can run, and what is missing otherwise.
    check: &'static [&'static str],
    needs: &'static str,
}

const LANGUAGES: [Language; 3] = [
    Language {
        name: "sh",
        interpreter: "sh",
        arguments: &["-e", "program.sh"],
        check: &["-c", "curl --version"],
        needs: "curl",
    },
    Language {
        name: "js",
        interpreter: "node",
        arguments: &["program.mjs"],
        check: &["--input-type=module", "-e", "fetch"],
        needs: "node",
    },
    Language {
        name: "python",
        interpreter: "python3",
        arguments: &["program.py"],
        check: &["-c", "import requests"],
        needs: "requests",
    },
];

/// The code of a program, and what it prints.
#[derive(Default)]
struct Program {
    code: String,
    output: String,
}

/// The programs of a guide, by language.
fn programs(guide: &str) -> BTreeMap<&str, Program> {
    let mut programs: BTreeMap<&str, Program> = BTreeMap::new();
    let mut before: BTreeSet<&str> = BTreeSet::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        if line.starts_with('#') {
            before.clear();
        }
        let Some(language) = line.strip_prefix("```") else {
            continue;
        };
        let block = lines.by_ref().take_while(|line| *line != "```");
        let block: String = block.flat_map(|line| [line, "\n"]).collect();
        if language == "text" {
            for of in std::mem::take(&mut before) {
                programs.entry(of).or_default().output.push_str(&block);
            }
        } else if LANGUAGES.iter().any(|known| known.name == language) {
            programs.entry(language).or_default().code.push_str(&block);
            before.insert(language);
        }
    }
    programs
}

/// A fake with what the programs of a guide need.
fn fake(guide: &str) -> FakeTruto {
    let fake = FakeTruto::start().unwrap();
    let account = match guide {
        "sandbox" => Account::new().read_only(),
        _ => Account::new(),
    };
    fake.set_account(ACCOUNT, account);
    let seed = |resource, objects: Vec<_>| fake.seed(ACCOUNT, resource, objects).unwrap();
    match guide {
        "attachments" => drop(seed("ticketing.attachments", vec![json!({"id": "7"})])),
        "custom-fields" => {
            let (email, plan) = (
                json!({"id": "1", "name": "email", "type": "string", "is_user_defined": false}),
                json!({"id": "2", "name": "plan", "type": "enum", "is_user_defined": true}),
            );
            seed("crm.fields", vec![email, plan]);
        }
        "http-errors" => {
            let limited = Fault::status(429).with_header("Retry-After", "0");
            fake.next([limited]);
        }
        "response-formats" => {
            let ada = json!({
                "id": "42", "first_name": "Ada", "created_at": "2026-01-01T00:00:00Z",
                "updated_at": "2026-01-01T00:00:00Z", "remote_data": {"FirstName": "Ada"},
            });
            seed("crm.contacts", vec![ada]);
        }
        "sync-since-yesterday" => {
            let contact = |number: i32| {
                let year = if number == 0 { 2000 } else { 2999 };
                json!({"id": number.to_string(), "updated_at": format!("{year}-01-01T00:00:00Z")})
            };
            // More than a page, and one that has not changed.
            seed("crm.contacts", (0..=101).map(contact).collect());
        }
        _ => {}
    }
    if guide == "attachments" {
        let file = b"Invoice no 42".as_slice();
        fake.seed_file(ACCOUNT, "ticketing.attachments", "7", file)
            .unwrap();
    }
    fake
}

/// The response of the example of an error: the first block of JSON.
fn refusal(guide: &str) -> Fault {
    let (_, block) = guide.split_once("```json\n").unwrap();
    let (body, _) = block.split_once("```").unwrap();
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    let status = body["statusCode"].as_u64().unwrap();
    Fault::status(status.try_into().unwrap()).with_json(&body)
}

impl Language {
    fn is_there(&self) -> bool {
        let ran = Command::new(self.interpreter).args(self.check).output();
        let is_there = ran.is_ok_and(|output| output.status.success());
        if !is_there {
            let why = format!(
                "`{} {}` does not run here",
                self.interpreter,
                self.check.join(" ")
            );
            tools::missing(self.needs, "the guides", &why);
        }
        is_there
    }

    /// Runs a program, and returns what it prints.
    fn run(&self, program: &Program, fake: &FakeTruto, guide: &str) -> String {
        let dir = tempfile::tempdir().unwrap();
        let file = self.arguments.last().unwrap();
        fs::write(dir.path().join(file), &program.code).unwrap();
        fs::write(dir.path().join("invoice.pdf"), "Invoice no 42").unwrap();
        let output = Command::new(self.interpreter)
            .args(self.arguments)
            .env("TRUTO_BASE_URL", fake.url())
            .env("TRUTO_API_TOKEN", fake.token())
            .env("NO_PROXY", "127.0.0.1")
            .env("no_proxy", "127.0.0.1")
            .current_dir(dir.path())
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{guide}, {}: {printed}{errors}",
            self.name
        );
        printed
    }
}

/// Runs the program of a guide in a language, and compares what it prints.
fn assert_prints(language: &Language, guide: &str, text: &str, program: &Program) {
    let fake = fake(guide);
    // curl shows a success after the 429, the other programs an error, after a connection that broke, too.
    if guide == "http-errors" && language.name != "sh" {
        fake.next([Fault::close(), refusal(text)]);
    }
    // curl ends no line that the response does not end.
    let printed = language.run(program, &fake, guide);
    let (printed, expected) = (printed.trim_end(), program.output.trim_end());
    assert_eq!(printed, expected, "{guide}, {}", language.name);
    assert_eq!(fake.faults_left(), 0, "{guide}, {}", language.name);
}

/// The text of each guide, by its name.
fn guides() -> BTreeMap<String, String> {
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("guides")).unwrap();
    files
        .map(|file| file.unwrap().path())
        .map(|path| {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (stem, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

#[test]
fn the_guides_do_in_other_languages_what_they_say() {
    let guides = guides();
    // The programs mostly wait.
    thread::scope(|scope| {
        for language in LANGUAGES.iter().filter(|of| of.is_there()) {
            let mut count = 0;
            for (guide, text) in &guides {
                if let Some(program) = programs(text).remove(language.name) {
                    count += 1;
                    scope.spawn(move || assert_prints(language, guide, text, &program));
                }
            }
            assert!(count > 2, "{}: {count}", language.name);
        }
    });
}

#[test]
fn a_write_is_not_sent_again_after_the_integration_failed() {
    let text = &guides()["http-errors"];
    for language in LANGUAGES.iter().filter(|of| of.is_there()) {
        if language.name == "sh" {
            continue; // it only reads
        }
        let program = programs(text).remove(language.name).unwrap();
        for status in [408, 502, 503] {
            let fake = FakeTruto::start().unwrap();
            fake.set_account(ACCOUNT, Account::new());
            let body = json!({"message": "Try later.", "truto_is_remote_error": true});
            let fault = Fault::status(status).with_json(&body);
            fake.next([fault.with_header("Retry-After", "0")]);
            let printed = language.run(&program, &fake, "http-errors");
            assert_eq!(printed, format!("the integration: {status}: Try later.\n"));
            assert_eq!(fake.requests().len(), 1, "{}", language.name);
        }
    }
}
