//! What the documents do not say about the crate.

use crate::history::Release;
use crate::ir::Package;
use crate::plan::modules::Layout;

/// What the documents do not say about the crate.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name of the crate in code: `truto_unified`.
    pub package: String,
    /// The hand-written guides, in reading order.
    pub guides: Vec<Guide>,
    /// The recorded changes of releases, the newest first; `None` if the crate does not record them.
    pub history: Option<Vec<Release>>,
    /// The paths of the overlays that change the root documents, in the order in which they are applied.
    pub overlays: Vec<String>,
    /// What the crate contains of its APIs: tags, operations, paths. Without them, it contains everything.
    pub only: Vec<String>,
    /// Whether an API has a module and an accessor of its own even if it is the only one.
    pub api_module: bool,
    /// Whether each resource has a cargo feature.
    pub feature_per_tag: bool,
    /// Whether the crate has no `Cargo.toml` yet, so that one is written.
    pub is_new: bool,
    /// Whether the crate gets a README, because it has none that is written by hand.
    pub readme: bool,
    /// The command that generates the crate again, as the first line of each file shows it.
    pub command: String,
    /// The whole command for the directory of the crate, as its README shows it: `truto-codegen generate --spec ../pets.yaml --out .`
    pub update: Option<String>,
}

impl Options {
    /// Where the resources are. With support matrices, the ids of operations always begin with their API, since an account names it
    /// in its live capabilities; so an API with matrices always has a module.
    pub(crate) fn layout(&self, package: &Package) -> Layout {
        match package.apis.len() == 1 && package.registry.is_none() && !self.api_module {
            true => Layout::Flat,
            false => Layout::Nested,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            package: "client".to_owned(),
            guides: Vec::new(),
            history: None,
            overlays: Vec::new(),
            only: Vec::new(),
            api_module: false,
            feature_per_tag: false,
            is_new: false,
            readme: false,
            command: "cargo xtask codegen".to_owned(),
            update: None,
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
    /// The names that it defines as links to pages of the reference: `crm.contacts.list`.
    pub pages: Vec<String>,
    /// The pages of the reference that it links to, which link back: `docs/crm/contacts/list.md`, possibly with an anchor.
    pub targets: Vec<String>,
}

impl Guide {
    /// The module with its text: `getting_started`.
    pub(crate) fn module(&self) -> String {
        self.stem.replace('-', "_")
    }
}
