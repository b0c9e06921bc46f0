//! The program `truto-codegen`.

use std::process::ExitCode;

fn main() -> ExitCode {
    truto_codegen::cli::main()
}
