//! The definitions of the workspace.

use std::path::Path;

use truto_codegen::load::Memory;

pub(crate) const ROOTS: [&str; 4] = [
    "spec/ticketing.yaml",
    "spec/crm.yaml",
    "spec/discovery.yaml",
    "spec/webhooks.yaml",
];

/// Returns all files in `spec/`.
pub(crate) fn definitions() -> Memory {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut memory = Memory::default();
    let mut open = vec!["spec".to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(base.join(&dir)).expect("a directory") {
            let entry = entry.expect("an entry");
            let path = format!("{dir}/{}", entry.file_name().to_string_lossy());
            match entry.path().is_dir() {
                true => open.push(path),
                false => {
                    let content = std::fs::read(entry.path()).expect("a file");
                    memory.files.insert(path, content);
                }
            }
        }
    }
    memory
}
