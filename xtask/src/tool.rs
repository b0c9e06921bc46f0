//! Programs from crates.io and npm, in pinned versions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::project::{self, copy, root, run_to_end};
use crate::report::Failure;

/// A program that is compiled from source and kept in `tools/` of the target directory.
pub(crate) struct Tool<'a> {
    /// The package.
    pub(crate) package: &'a str,
    pub(crate) version: &'a str,
    /// The name of the program.
    pub(crate) program: &'a str,
    /// Arguments for `cargo install`, such as features.
    pub(crate) arguments: &'a [&'a str],
    /// The arguments with which it prints its version.
    pub(crate) version_arguments: &'a [&'a str],
}

impl<'a> Tool<'a> {
    /// A tool whose program has the name of its package.
    pub(crate) const fn new(package: &'a str, version: &'a str) -> Self {
        Self {
            package,
            version,
            program: package,
            arguments: &[],
            version_arguments: &["--version"],
        }
    }

    /// Returns the path of the program, after installing it if it is missing or of another version.
    pub(crate) fn path(&self) -> Result<PathBuf, Failure> {
        let tools = project::target()?.join("tools");
        let name = format!("{}{}", self.program, std::env::consts::EXE_SUFFIX);
        let program = tools.join("bin").join(name);
        let installed = Command::new(&program).args(self.version_arguments).output();
        if installed.is_ok_and(|output| self.is_of(&output)) {
            return Ok(program);
        }
        println!(
            "installing {} {} into {}; this takes some minutes, once",
            self.package,
            self.version,
            tools.display()
        );
        let mut command = project::cargo();
        command
            .args(["install", self.package, "--version", self.version])
            .args(["--locked", "--force", "--root"])
            .arg(&tools)
            .args(self.arguments);
        run_to_end(&mut command, &format!("cargo install {}", self.package))?;
        Ok(program)
    }

    /// Whether the output of `--version` has this version: `mdbook v0.5.4`, `cargo-hack 0.6.46`, `0.9.2`.
    fn is_of(&self, output: &Output) -> bool {
        let text = String::from_utf8_lossy(&output.stdout);
        let mut words = text.split_whitespace();
        words.any(|word| word.trim_start_matches('v') == self.version)
    }
}

/// Copies the scripts in `xtask/<name>` out of the sources, where npm must write nothing, and installs the packages that their lock file
/// pins. Returns the directory of the copy.
pub(crate) fn with_npm(name: &str) -> Result<PathBuf, Failure> {
    let folder = project::target()?.join("tools").join(name);
    stage(&root().join("xtask").join(name), &folder)
        .map_err(|error| format!("cannot write {}: {error}", folder.display()))?;
    let npm = format!("npm{}", if cfg!(windows) { ".cmd" } else { "" });
    let mut install = Command::new(npm);
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    run_to_end(install.current_dir(&folder), "npm ci")?;
    Ok(folder)
}

fn stage(from: &Path, folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    copy(from, folder)
}
