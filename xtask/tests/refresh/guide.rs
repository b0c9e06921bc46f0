//! The guide "When the vendor changes something": its commands run in their order, in a repository with the definitions of the workspace,
//! against a fake that differs from them as the guide says.
//!
//! A block of YAML is a file, a `diff` is applied to a file, and Markdown is a part of a file; the line before the block names the file
//! last. The rest is as in the guides of the generator.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;
use tempfile::TempDir;
use truto_unified::testing::{FakeTruto, MetadataChange, SchemaPart};

use crate::page::{Block, blocks, check_output, words};
use crate::{BASE, snapshot};

const GUIDE: &str = include_str!("../../../generated/guides/when-the-vendor-changes-something.md");
const EXAMPLE: &str = include_str!("../../../generated/examples/snapshot_support.rs");

/// The repository in which the commands run.
struct Repository {
    dir: TempDir,
    fake: FakeTruto,
}

impl Repository {
    /// A repository whose definitions say the same as the fake, with the tag of a release.
    fn new() -> Self {
        let fake = FakeTruto::start().expect("a fake");
        let repository = Self {
            dir: tempfile::tempdir().expect("a directory"),
            fake,
        };
        for (path, content) in &BASE.files {
            repository.put(path, content);
        }
        repository.put(
            "Cargo.toml",
            b"[workspace.package]\nversion = \"0.1.0\"\n".as_slice(),
        );
        repository.put("CHANGELOG.md", b"# Changelog\n\n## Unreleased\n".as_slice());
        let manifest = b"[package]\nname = \"truto-unified\"\n".as_slice();
        repository.put("generated/Cargo.toml", manifest);
        let ignored = b"/target\n/generated/src\n/generated/docs\n/generated/tests\n".as_slice();
        repository.put(".gitignore", ignored);
        for command in [
            "git init --quiet",
            "git add --all",
            "git commit --quiet --message First",
            "git tag v0.1.0",
        ] {
            repository.execute(command, &[]);
        }
        repository
    }

    fn put(&self, path: &str, content: &[u8]) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a directory")).expect("a directory");
        fs::write(path, content).expect("a file");
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.dir.path().join(path)).expect("a file")
    }

    fn follow(&self, block: &Block<'_>) {
        match block.language {
            "console" => {
                for (command, shown) in block.commands().expect("commands") {
                    self.execute(command, &shown);
                }
            }
            "yaml" => self.put(block.file().expect("a name"), block.text.as_bytes()),
            "diff" => self.edit(block),
            "markdown" => {
                let text = self.text(block.file().expect("a name"));
                assert!(text.contains(&block.text), "{text}");
            }
            other => panic!("a block of {other}"),
        }
    }

    /// Replaces the only line that is as the line after `-` by the line after `+`.
    fn edit(&self, block: &Block<'_>) {
        let path = block.file().expect("a name");
        let line = |sign| block.text.lines().find_map(|line| line.strip_prefix(sign));
        let (old, new) = (line('-').expect("a line"), line('+').expect("a line"));
        let text = self.text(path);
        let old = format!("\n{old}\n");
        assert_eq!(text.matches(&old).count(), 1, "{path}: {old}\n{text}");
        self.put(path, text.replace(&old, &format!("\n{new}\n")).as_bytes());
    }

    fn execute(&self, command: &str, shown: &[&str]) {
        let all = words(command);
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let (mut program, arguments) = match all[..] {
            [
                "cargo",
                "run",
                "--example",
                "snapshot_support",
                "--",
                ref options @ ..,
            ] => {
                return check_output(command, &self.take(options), shown);
            }
            // It builds the whole workspace.
            ["cargo", "xtask", "ci"] => (xtask(), &["ci", "--help"][..]),
            ["cargo", "xtask", ref arguments @ ..] => (xtask(), arguments),
            ["git", ref arguments @ ..] => (Command::new("git"), arguments),
            _ => panic!("{command} is not run"),
        };
        let root = self.dir.path();
        let output = program
            .args(arguments)
            .current_dir(root)
            .env("CARGO_MANIFEST_DIR", root.join("xtask"))
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "A")))
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "a@example.com")))
            .output()
            .expect("a program");
        let mut printed = String::from_utf8(output.stdout).expect("text");
        printed.push_str(&String::from_utf8(output.stderr).expect("text"));
        check_output(command, &printed, shown);
        let is_error = shown.iter().any(|line| line.starts_with("error: "));
        assert_eq!(output.status.success(), !is_error, "{command}:\n{printed}");
    }

    /// Takes the snapshot as the example does, of some operations.
    fn take(&self, options: &[&str]) -> String {
        let mut dir = None;
        let mut options = options.iter();
        while let Some(option) = options.next() {
            assert!(EXAMPLE.contains(&format!("\"{option}\" =>")), "{option}");
            match *option {
                "--out" => dir = options.next(),
                "--fake" | "--retry-failed" => {}
                other => panic!("{other} is not known"),
            }
        }
        let dir = Path::new(dir.expect("a directory"));
        for (path, answer) in snapshot(&self.fake, &[]) {
            self.put(&dir.join(path).to_string_lossy(), &answer);
        }
        "0 not found, 0 failed\n".to_owned()
    }
}

fn xtask() -> Command {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
}

/// What the vendor changes in the guide.
fn changes() -> [MetadataChange; 4] {
    let create = "crm.contacts.create";
    let field = json!({"type": "string"});
    [
        MetadataChange::add_field(create, SchemaPart::Body, "nickname", field).of("hubspot"),
        MetadataChange::add_operation("crm.contacts.merge").of("attio"),
        MetadataChange::remove_operation("crm.contacts.merge").of("pipedrive"),
        MetadataChange::set_required(create, SchemaPart::Body, "last_name", false).of("attio"),
    ]
}

#[test]
fn the_commands_of_the_guide_print_what_it_says() {
    let repository = Repository::new();
    let changes = repository.fake.change_metadata(changes());
    changes.expect("the changes are possible");
    let blocks = blocks(GUIDE);
    assert!(blocks.len() > 10);
    for block in &blocks {
        repository.follow(block);
    }
}
