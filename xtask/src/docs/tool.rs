//! mdBook, in a pinned version.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project;
use crate::report::Failure;

/// The version for which the theme and configuration of the book are written.
const VERSION: &str = "0.5.4";

/// Returns the path of mdBook, after installing it into the target directory if it is missing or of another version.
pub(super) fn mdbook(target: &Path) -> Result<PathBuf, Failure> {
    let tools = target.join("tools");
    let program = tools
        .join("bin")
        .join(format!("mdbook{}", std::env::consts::EXE_SUFFIX));
    let installed = Command::new(&program).arg("--version").output();
    let is_right = |output: std::process::Output| {
        String::from_utf8_lossy(&output.stdout).trim() == format!("mdbook v{VERSION}")
    };
    if installed.is_ok_and(is_right) {
        return Ok(program);
    }
    println!(
        "installing mdbook {VERSION} into {}; this takes some minutes, once",
        tools.display()
    );
    let mut command = project::cargo();
    command.args([
        "install",
        "mdbook",
        "--version",
        VERSION,
        "--locked",
        "--force",
        "--root",
    ]);
    command
        .arg(&tools)
        .args(["--no-default-features", "--features", "search"]);
    super::run_to_end(&mut command, "cargo install mdbook")?;
    Ok(program)
}
