//! mdBook, in a pinned version.

use std::path::PathBuf;

use crate::report::Failure;
use crate::tool::Tool;

/// The version for which the theme and configuration of the book are written.
const VERSION: &str = "0.5.4";

/// Returns the path of mdBook.
pub(super) fn mdbook() -> Result<PathBuf, Failure> {
    let tool = Tool {
        arguments: &["--no-default-features", "--features", "search"],
        ..Tool::new("mdbook", VERSION)
    };
    tool.path()
}
