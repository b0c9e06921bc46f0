//! The guides as modules: documentation, with code that is compiled and run as doctests.

use std::fmt::Write as _;

use crate::emit::output::{Language, Output};
use crate::emit::text;
use crate::plan::options::Options;

/// Emits `src/guides.rs`.
///
/// A guide links to other guides as `[text][stem]` and defines these links at its end, as links to files. The attributes before
/// the included file define them first, as links to modules.
///
/// ```text
/// //! Guides for common tasks.
///
/// #[doc = "[paging]: paging"]
/// #[doc = ""]
/// #[doc = include_str!("../guides/getting-started.md")]
/// pub mod getting_started {}
/// ```
pub(crate) fn emit(options: &Options) -> Output {
    let mut out = String::from("\n//! Guides for common tasks.\n//!\n");
    for guide in &options.guides {
        let _ = writeln!(out, "//! - [{}]({})", guide.title, guide.module());
    }
    for guide in &options.guides {
        out.push('\n');
        let others = options
            .guides
            .iter()
            .filter(|other| other.stem != guide.stem);
        let others = others.map(|other| (other.stem.as_str(), other.module()));
        for (name, target) in others.chain([("reference", "crate".to_owned())]) {
            let _ = writeln!(
                out,
                "#[doc = {}]",
                text::literal(&format!("[{name}]: {target}"))
            );
        }
        let path = text::literal(&format!("../guides/{}.md", guide.stem));
        let _ = writeln!(
            out,
            "#[doc = \"\"]\n#[doc = include_str!({path})]\npub mod {} {{}}",
            guide.module()
        );
    }
    Output::new(Language::Rust, "src/guides.rs", out)
}
