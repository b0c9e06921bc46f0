//! Turns the Rust paths on the pages of the reference into links to rustdoc.
//!
//! The generator writes them as code spans: the whole path of a type where a page mentions it first, `truto_unified::crm::Contact`,
//! and later names such as `Contact::email`. What a path is, a struct or an enum, a method or a field, follows from the files and
//! anchors that rustdoc has written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::pages::{BREAK, breakable};
use crate::links::attributes;
use crate::report::{self, Failure};

/// Links all paths on the pages in `docs/`. Fails if rustdoc has no such item.
pub(super) fn link(site: &Path) -> Result<(), Failure> {
    let mut items = Items {
        api: site.join("api"),
        ids: BTreeMap::new(),
        faults: Vec::new(),
        count: 0,
    };
    let linked = items.link_folder(&site.join("docs"), "../");
    linked.map_err(|error| format!("cannot write {}: {error}", site.display()))?;
    for fault in &items.faults {
        eprintln!("{fault}");
    }
    match items.faults.len() {
        0 if items.count == 0 => Err("no page has a Rust path".to_owned()),
        0 => {
            println!(
                "linked {} to rustdoc",
                report::count(items.count, "Rust path")
            );
            Ok(())
        }
        count => Err(format!(
            "{} without rustdoc",
            report::count(count, "Rust path")
        )),
    }
}

/// The items that rustdoc documents.
struct Items {
    /// The folder of the rustdoc.
    api: PathBuf,
    /// The anchors of each page that was read.
    ids: BTreeMap<PathBuf, BTreeSet<String>>,
    faults: Vec<String>,
    count: usize,
}

const CODE: &str = "<code>";

/// How the names of files and anchors begin.
const FILES: [&str; 7] = ["struct", "enum", "constant", "type", "trait", "fn", "macro"];
const ANCHORS: [&str; 6] = [
    "method",
    "structfield",
    "variant",
    "tymethod",
    "associatedconstant",
    "associatedtype",
];

impl Items {
    /// `up` is the path from the folder to the site.
    fn link_folder(&mut self, folder: &Path, up: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.link_folder(&path, &format!("../{up}"))?;
            } else if path
                .extension()
                .is_some_and(|extension| extension == "html")
            {
                let text = fs::read_to_string(&path)?;
                let linked = self.linked(&text, up, &path);
                if linked != text {
                    fs::write(&path, linked)?;
                }
            }
        }
        Ok(())
    }

    fn linked(&mut self, html: &str, up: &str, page: &Path) -> String {
        // The page of each type whose whole path was found.
        let mut types: BTreeMap<String, String> = BTreeMap::new();
        let mut parts = html.split(CODE);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let Some((code, rest)) = part.split_once("</code>") else {
                out.push_str(&format!("{CODE}{part}"));
                continue;
            };
            let path = &code.replace(BREAK, "");
            let found = match path.strip_prefix(super::CRATES[0]) {
                Some(inner) if inner.starts_with("::") => self.whole(path, &mut types),
                _ => self.short(path, &types),
            };
            match found {
                Some(Ok((target, mut label))) => {
                    self.count += 1;
                    if code.contains(BREAK) {
                        label = breakable(&label);
                    }
                    out.push_str(&format!(
                        "<a href=\"{up}api/{target}\" title=\"{path}\">{CODE}{label}</code></a>{rest}"
                    ));
                }
                Some(Err(why)) => {
                    self.faults
                        .push(format!("{}: `{path}` {why}", page.display()));
                    out.push_str(&format!("{CODE}{part}"));
                }
                None => out.push_str(&format!("{CODE}{part}")),
            }
        }
        out
    }

    /// The target and the label of `truto_unified::crm::Contact` or `truto_unified::crm::Contact::email`.
    fn whole(
        &mut self,
        path: &str,
        types: &mut BTreeMap<String, String>,
    ) -> Option<Result<(String, String), String>> {
        if let Some(file) = self.file(path) {
            let name = last(path);
            types.insert(name.to_owned(), file.clone());
            return Some(Ok((file, name.to_owned())));
        }
        let (owner, member) = path.rsplit_once("::")?;
        let Some(file) = self.file(owner) else {
            return Some(Err("is no item".to_owned()));
        };
        types.insert(last(owner).to_owned(), file.clone());
        let label = format!("{}::{member}", last(owner));
        Some(self.member(&file, member).map(|target| (target, label)))
    }

    /// The same of `Contact` or `Contact::email`; `None` if the page has no whole path of the type.
    fn short(
        &mut self,
        path: &str,
        types: &BTreeMap<String, String>,
    ) -> Option<Result<(String, String), String>> {
        match path.split_once("::") {
            None => {
                let is_type = path.starts_with(|c: char| c.is_ascii_uppercase());
                let file = types.get(path).filter(|_| is_type)?;
                Some(Ok((file.clone(), path.to_owned())))
            }
            Some((owner, member)) => {
                let file = types.get(owner)?;
                let target = self.member(file, member);
                Some(target.map(|target| (target, member.to_owned())))
            }
        }
    }

    /// The page of an item, as a path in the folder of the rustdoc.
    fn file(&self, path: &str) -> Option<String> {
        let (modules, name) = path.rsplit_once("::")?;
        let folder = modules.replace("::", "/").replace("r#", "");
        let files = FILES
            .iter()
            .map(|kind| format!("{folder}/{kind}.{name}.html"));
        let module = format!("{folder}/{name}/index.html");
        let mut files = files.chain([module]);
        files.find(|file| self.api.join(file).is_file())
    }

    fn member(&mut self, file: &str, member: &str) -> Result<String, String> {
        let path = self.api.join(file);
        let ids = self.ids.entry(path).or_insert_with_key(|path| {
            let text = fs::read_to_string(path).unwrap_or_default();
            attributes(&text, "id").map(str::to_owned).collect()
        });
        let name = member.trim_start_matches("r#");
        let mut anchors = ANCHORS.iter().map(|kind| format!("{kind}.{name}"));
        let anchor = anchors.find(|anchor| ids.contains(anchor));
        anchor
            .map(|anchor| format!("{file}#{anchor}"))
            .ok_or_else(|| format!("is not on the page {file}"))
    }
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::link;

    #[test]
    fn paths_become_links_to_what_rustdoc_has() {
        let site = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = site.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "api/truto_unified/crm/struct.Contact.html",
            "<section id=\"method.email\"></section><span id=\"structfield.type\"></span>",
        );
        write(
            "docs/crm/a.html",
            "<code>truto_unified::crm::Contact</code> <code>Contact::email</code> <code>Contact::r#type</code> \
             <code>Other::x</code> <code>Contact</code>",
        );
        assert_eq!(link(site.path()), Ok(()));
        let page = fs::read_to_string(site.path().join("docs/crm/a.html")).unwrap();
        let file = "../../api/truto_unified/crm/struct.Contact.html";
        assert_eq!(
            page,
            format!(
                "<a href=\"{file}\" title=\"truto_unified::crm::Contact\"><code>Contact</code></a> \
                 <a href=\"{file}#method.email\" title=\"Contact::email\"><code>email</code></a> \
                 <a href=\"{file}#structfield.type\" title=\"Contact::r#type\"><code>r#type</code></a> \
                 <code>Other::x</code> <a href=\"{file}\" title=\"Contact\"><code>Contact</code></a>"
            )
        );

        write(
            "docs/crm/a.html",
            "<code>truto_<wbr>unified::<wbr>crm::<wbr>Contact::<wbr>email</code>",
        );
        assert_eq!(link(site.path()), Ok(()));
        assert_eq!(
            fs::read_to_string(site.path().join("docs/crm/a.html")).unwrap(),
            format!(
                "<a href=\"{file}#method.email\" title=\"truto_unified::crm::Contact::email\">\
                 <code>Contact::<wbr>email</code></a>"
            ),
            "names that may break are found, too"
        );

        write("docs/crm/a.html", "<code>Contact</code>");
        assert!(link(site.path()).is_err(), "a site without paths is wrong");

        write(
            "docs/b.html",
            "<code>truto_unified::crm::Contact::phone</code>",
        );
        assert_eq!(
            link(site.path()),
            Err("1 Rust path without rustdoc".to_owned())
        );
    }
}
