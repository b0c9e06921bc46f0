//! The second phase: many files into one document per API.
//!
//! Every object is walked by the grammar of OpenAPI 3.0, so what comes out has the shapes that the document model
//! expects, and every `$ref` in it points into its own `components`; only a path item in a callback may be a `$ref` to
//! another one. Each part remembers where it came from.

mod grammar;
mod names;
mod objects;
pub(crate) mod pointer;
mod resolve;
mod unreached;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use grammar::Kind;
pub(crate) use objects::Object;

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics};
use crate::load::Loaded;
use crate::source::{FileId, Origin};

/// A place in a source document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) file: FileId,
    pub(crate) pointer: String,
}

impl Place {
    fn child(&self, token: &str) -> Self {
        Self {
            file: self.file,
            pointer: pointer::child(&self.pointer, token),
        }
    }
}

/// One API as a single document whose references all point into itself.
pub struct Bundle<'a> {
    /// The stem of the root's file name: `ticketing`.
    pub name: String,
    /// The document.
    pub value: Value,
    loaded: &'a Loaded,
    moved: BTreeMap<String, Place>,
    keys: BTreeMap<String, Place>,
}

impl Bundle<'_> {
    /// Where the value at `pointer` of the bundle stands in the sources.
    pub(crate) fn origin(&self, pointer: &str) -> Origin {
        value_origin(self.loaded, &self.place(pointer))
    }

    /// Where the key that leads to `pointer` stands; the value itself, where there is no key. A path that is a reference has
    /// its key in the root document, wherever its value is.
    pub(crate) fn key_origin(&self, pointer: &str) -> Origin {
        match self.keys.get(pointer) {
            Some(place) => key_origin(self.loaded, place),
            None => key_origin(self.loaded, &self.place(pointer)),
        }
    }

    /// The place of `key` among the keys of the object at `pointer`: the typed document does not keep the order of all of them.
    pub(crate) fn position(&self, pointer: &str, key: &str) -> Option<usize> {
        let object = self.value.pointer(pointer)?.as_object()?;
        object.keys().position(|known| known == key)
    }

    /// The source of the value at `pointer`: the same for two bundles exactly when they share it.
    pub(crate) fn place(&self, pointer: &str) -> Place {
        let mut head = pointer;
        loop {
            if let Some(place) = self.moved.get(head) {
                let tail = pointer.get(head.len()..).unwrap_or_default();
                return Place {
                    file: place.file,
                    pointer: format!("{}{tail}", place.pointer),
                };
            }
            match pointer::parent(head) {
                Some((base, _)) => head = base,
                None => {
                    return Place {
                        file: FileId::default(),
                        pointer: pointer.to_owned(),
                    };
                }
            }
        }
    }
}

fn value_origin(loaded: &Loaded, place: &Place) -> Origin {
    loaded
        .document(place.file)
        .and_then(|document| document.spans.value(&place.pointer))
        .unwrap_or(Origin {
            file: place.file,
            ..Origin::default()
        })
}

fn key_origin(loaded: &Loaded, place: &Place) -> Origin {
    loaded
        .document(place.file)
        .and_then(|document| document.spans.key(&place.pointer))
        .unwrap_or_else(|| value_origin(loaded, place))
}

/// Makes one document of each root.
pub fn bundle<'a>(loaded: &'a Loaded, diags: &mut Diagnostics) -> Vec<Bundle<'a>> {
    let reported: HashSet<Origin> = diags.iter().filter_map(|known| known.origin).collect();
    let shared: Vec<(&str, Place)> = SHARED
        .iter()
        .filter_map(|(key, what)| Some((*key, only(loaded, key, what, diags)?)))
        .collect();
    let mut bundles = Vec::new();
    let mut reached = HashSet::new();
    let mut names = HashMap::new();
    for &root in &loaded.roots {
        let Some(document) = loaded.document(root) else {
            continue;
        };
        if !is_openapi_3_0(loaded, root, &document.value, diags) {
            continue;
        }
        let name = names::stem(loaded.sources.path(root));
        if let Some(first) = names.insert(name.clone(), root) {
            diags.push(same_name(&name, first, root));
            continue;
        }
        let mut walked = walk::document(loaded, root, &reported, diags);
        reached.extend(walked.reached);
        for (key, place) in &shared {
            let source = loaded.document(place.file);
            if let Some(value) = source.and_then(|source| source.value.pointer(&place.pointer))
                && let Some(object) = walked.value.as_object_mut()
            {
                object.insert((*key).to_owned(), value.clone());
                walked.moved.insert(format!("/{key}"), place.clone());
            }
        }
        bundles.push(Bundle {
            name,
            value: walked.value,
            loaded,
            moved: walked.moved,
            keys: walked.keys,
        });
    }
    // What stands behind a faulty reference cannot be known.
    if !diags.has_errors() {
        unreached::report(loaded, &reached, diags);
    }
    bundles
}

fn same_name(name: &str, first: FileId, second: FileId) -> Diagnostic {
    let start = |file| Origin {
        file,
        ..Origin::default()
    };
    Diagnostic::error(start(second), format!("two APIs are called `{name}`"))
        .related(start(first), "the first one")
        .help("rename one of the files: an API is called by the name of its root document")
}

/// The extensions that all APIs share, and what they are.
const SHARED: &[(&str, &str)] = &[
    ("x-truto-registry", "registry of integrations"),
    ("x-truto-samples", "list of samples"),
];

/// The one place of a shared extension, in whichever file it stands.
fn only(loaded: &Loaded, key: &str, what: &str, diags: &mut Diagnostics) -> Option<Place> {
    let mut places = loaded
        .documents
        .iter()
        .filter(|document| document.value.get(key).is_some())
        .map(|document| Place {
            file: document.file,
            pointer: format!("/{key}"),
        });
    let first = places.next()?;
    for other in places {
        diags.push(
            Diagnostic::error(key_origin(loaded, &other), format!("a second {what}"))
                .related(key_origin(loaded, &first), "the first one")
                .help(format!("keep one `{key}` for all APIs")),
        );
    }
    Some(first)
}

fn is_openapi_3_0(loaded: &Loaded, root: FileId, value: &Value, diags: &mut Diagnostics) -> bool {
    let at = |key: &str| {
        key_origin(
            loaded,
            &Place {
                file: root,
                pointer: format!("/{key}"),
            },
        )
    };
    let version = match (value.get("openapi"), value.get("swagger")) {
        (Some(Value::String(version)), _) if version == "3.0" || version.starts_with("3.0.") => {
            return true;
        }
        (Some(version), _) => Diagnostic::error(
            at("openapi"),
            format!("OpenAPI {} is not supported", display(version)),
        )
        .help("write `openapi: 3.0.3`; a 3.1 document must be converted down first"),
        (None, Some(version)) => Diagnostic::error(
            at("swagger"),
            format!("Swagger {} is not supported", display(version)),
        )
        .help("convert the document to OpenAPI 3.0"),
        (None, None) => Diagnostic::error(
            Origin {
                file: root,
                ..Origin::default()
            },
            "not an OpenAPI document: it has no `openapi` key",
        )
        .help("a root document begins with `openapi: 3.0.3`"),
    };
    diags.push(version);
    false
}

fn display(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
