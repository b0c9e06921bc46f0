//! What the documents do not say about the crate.

/// What the documents do not say about the crate.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name of the crate in code: `truto_unified`.
    pub package: String,
    /// The hand-written guides, in reading order.
    pub guides: Vec<Guide>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            package: "client".to_owned(),
            guides: Vec::new(),
        }
    }
}

/// A hand-written guide: `guides/<stem>.md` in the output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    /// The name of its file, without the extension.
    pub stem: String,
    /// Its heading, as Markdown.
    pub title: String,
}

impl Guide {
    /// The module with its text: `getting_started`.
    pub(crate) fn module(&self) -> String {
        self.stem.replace('-', "_")
    }
}
