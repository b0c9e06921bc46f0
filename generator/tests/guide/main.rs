//! The guides for users of the program: their files are written, its commands run in their order, and what it says they print is
//! what they print.
//!
//! In these files of `guides/`, a block of YAML, TOML, Rust or Markdown is the file that the line before it names last. A `console` block
//! has commands after `$`, and below each lines of its output; `…` stands for any others, or for any text
//! in a line. `$ echo $?` shows the exit code of the
//! command before it. The commands run in one directory, without a network.

#[path = "../cargo/mod.rs"]
mod cargo;
mod page;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use page::{Block, blocks, check_output, words};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const YOUR_OWN_DOCUMENT: &str = include_str!("../../guides/your-own-document.md");
const COMPARING: &str = include_str!("../../guides/comparing-definitions.md");

/// Where the commands run.
struct Place {
    dir: tempfile::TempDir,
    /// The output and the exit code of the last command.
    last: (String, i32),
}

impl Place {
    fn write(&self, block: &Block<'_>) -> Result<()> {
        let path = self.dir.path().join(block.file()?);
        fs::create_dir_all(path.parent().ok_or("no directory")?)?;
        Ok(fs::write(path, &block.text)?)
    }

    /// Runs the commands of a block, and compares their output.
    fn run(&mut self, block: &Block<'_>) -> Result<()> {
        for (command, expected) in block.commands()? {
            match command {
                "echo $?" => assert_eq!(expected, [self.last.1.to_string()], "{}", self.last.0),
                // It would compile the program once more, and install it.
                install if install.starts_with("cargo install ") => self.installs(install),
                command => self.execute(command, &expected)?,
            }
        }
        Ok(())
    }

    fn installs(&self, command: &str) {
        let path = command.rsplit(' ').next().unwrap_or_default();
        let manifest = workspace().join(path).join("Cargo.toml");
        let manifest = fs::read_to_string(manifest).unwrap_or_default();
        assert!(manifest.contains("name = \"truto-codegen\""), "{command}");
    }

    fn execute(&mut self, command: &str, expected: &[&str]) -> Result<()> {
        let words = words(command);
        let (program, arguments) = words.split_first().ok_or("no command")?;
        let mut run = match program.as_str() {
            "truto-codegen" => Command::new(env!("CARGO_BIN_EXE_truto-codegen")),
            "cargo" => self.cargo()?,
            other => return Err(format!("{other} is not run").into()),
        };
        let output = run.args(arguments).current_dir(self.dir.path()).output()?;
        let mut printed = String::from_utf8(output.stdout)?;
        printed.push_str(&String::from_utf8(output.stderr)?);
        check_output(command, &printed, expected);
        let warns = program == "cargo" && printed.lines().any(|line| line.starts_with("warning"));
        assert!(!warns, "{command} warns:\n{printed}");
        self.last = (printed, output.status.code().unwrap_or_default());
        Ok(())
    }

    /// Cargo, with the dependencies that the workspace has.
    fn cargo(&self) -> Result<Command> {
        for entry in fs::read_dir(self.dir.path())? {
            let package = entry?.path();
            if package.join("Cargo.toml").exists() {
                fs::copy(workspace().join("Cargo.lock"), package.join("Cargo.lock"))?;
            }
        }
        let mut cargo = cargo::cargo();
        cargo
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never");
        Ok(cargo)
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_commands_of_the_guide_print_what_it_says() -> Result<()> {
    assert!(run(YOUR_OWN_DOCUMENT)? > 5);
    Ok(())
}

#[test]
fn the_guide_on_comparing_prints_what_it_says() -> Result<()> {
    assert!(run(COMPARING)? > 2);
    Ok(())
}

/// Writes the files of a guide and runs its commands. Returns the number of blocks with commands.
fn run(guide: &str) -> Result<usize> {
    let mut place = Place {
        dir: tempfile::tempdir()?,
        last: (String::new(), 0),
    };
    let mut commands = 0;
    for block in blocks(guide) {
        match block.language {
            "console" => {
                commands += 1;
                place.run(&block)?;
            }
            "yaml" | "toml" | "rust" | "markdown" => place.write(&block)?,
            "text" => {}
            other => return Err(format!("a block of {other}").into()),
        }
    }
    Ok(commands)
}
