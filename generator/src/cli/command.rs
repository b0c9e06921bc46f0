//! The command that generates a crate again, as its README shows it: the same on every machine that has the repository.

use std::path::{Path, PathBuf};

use super::documents::{Documents, absolute, common, relative, repository, within};
use super::settings::Settings;
use crate::diag::Diagnostics;
use crate::load::load;

/// The most directories between a crate and a document outside of its repository. Beyond that, the path is one of this machine.
const MOST_LEVELS: usize = 3;

/// Returns the command for the directory of the crate: `truto-codegen generate --spec ../pets.yaml --out .`
pub(super) fn of_crate(
    program: &str,
    documents: &Documents,
    out: &Path,
    (settings, switches): (&Settings, &[&str]),
) -> String {
    let out = absolute(out);
    let mut command = program.to_owned();
    let shown = |path: &String| path_from(&out, &documents.files.base.join(path));
    for root in &documents.roots {
        command.push_str(&format!(" --spec {}", shown(root)));
    }
    command.push_str(" --out .");
    for overlay in &documents.overlays {
        command.push_str(&format!(" --overlay {}", shown(overlay)));
    }
    if let Some(base) = base(&out, documents) {
        command.push_str(&format!(" --base {}", path_from(&out, &base)));
    }
    command.push_str(&options(settings, switches));
    command
}

/// The directory of `--base`, if a run in the directory of the crate needs it: the document refers to files that are outside of what such
/// a run reads by default.
fn base(out: &Path, documents: &Documents) -> Option<PathBuf> {
    let Documents {
        files,
        roots,
        overlays,
    } = documents;
    let roots_on_disk: Vec<PathBuf> = roots.iter().map(|root| files.base.join(root)).collect();
    let default = within(&roots_on_disk, &[out]);
    let is_default = |dir: &Path| default.as_ref().is_some_and(|of| dir.starts_with(of));
    if files.within.as_deref().is_none_or(is_default) {
        return None;
    }
    let loaded = load(roots, overlays, files, &mut Diagnostics::default());
    let paths = loaded.sources.iter().map(|(path, _)| path);
    // Overlays can be anywhere.
    let paths = paths.filter(|path| !overlays.iter().any(|overlay| overlay == path));
    // Neither a path nor what it leads to by symbolic links can be outside.
    let paths = paths.map(|path| files.base.join(path));
    let paths: Vec<PathBuf> = paths.flat_map(|path| [absolute(&path), path]).collect();
    match paths.iter().all(|path| is_default(path)) {
        true => None,
        false => common(&paths),
    }
}

/// The options that decide the content of the crate: ` --only pets --keep-going`
pub(super) fn options(settings: &Settings, switches: &[&str]) -> String {
    let mut options = String::new();
    for only in &settings.only {
        options.push_str(&format!(" --only {}", quoted(only)));
    }
    if settings.feature_per_tag {
        options.push_str(" --feature-per-tag");
    }
    if settings.api_module {
        options.push_str(" --api-module");
    }
    for switch in switches {
        options.push_str(&format!(" {switch}"));
    }
    options
}

/// The path from the directory of a crate. Of a file that is elsewhere on this machine, only its name.
fn path_from(out: &Path, path: &Path) -> String {
    let relative = relative(out, path);
    let levels = relative.components();
    let levels = levels.filter(|part| *part == std::path::Component::ParentDir);
    let is_near = match repository(out) {
        Some(repository) => path.starts_with(repository),
        None => levels.count() <= MOST_LEVELS && !relative.is_absolute(),
    };
    let shown = match (is_near, path.file_name()) {
        (false, Some(name)) => Path::new(name).display().to_string(),
        _ => relative.display().to_string(),
    };
    quoted(&shown.replace('\\', "/"))
}

/// The argument as a shell reads it.
pub(super) fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:".contains(c);
    match !argument.is_empty() && argument.chars().all(is_plain) {
        true => argument.to_owned(),
        false => format!("'{}'", argument.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_the_same_on_every_machine() {
        let dir = tempfile::tempdir().unwrap();
        let base = absolute(dir.path());
        let out = base.join("clients/pets");
        let far = base.join("clients/rust/src/api/pets");
        assert_eq!(path_from(&out, &base.join("pets.yaml")), "../../pets.yaml");
        assert_eq!(path_from(&out, &out.join("my pets.yaml")), "'my pets.yaml'");
        assert_eq!(path_from(&far, &base.join("pets.yaml")), "pets.yaml");
        std::fs::create_dir_all(base.join(".git")).unwrap();
        let up = "../../../../../pets.yaml";
        assert_eq!(path_from(&far, &base.join("pets.yaml")), up);
        std::fs::create_dir_all(base.join("clients/.git")).unwrap();
        assert_eq!(path_from(&far, &base.join("pets.yaml")), "pets.yaml");
    }
}
