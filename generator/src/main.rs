//! The program `truto-codegen`.

use std::process::ExitCode;

/// A run makes millions of small strings. With the allocator of the system, they took a quarter of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    truto_codegen::cli::main()
}
