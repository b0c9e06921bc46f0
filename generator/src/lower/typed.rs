//! A document with types, before lowering.

use std::collections::{HashSet, VecDeque};

use openapiv3::{OpenAPI, PathItem};
use serde::Deserialize;
use serde_json::Value;

use crate::bundle::{At, Bundle, pointer};
use crate::diag::Diagnostics;
use crate::ir::Callback;

/// The document of one API.
pub(super) struct Document<'b> {
    pub(super) bundle: &'b Bundle<'b>,
    pub(super) openapi: OpenAPI,
    pub(super) webhooks: Vec<WebhookSource>,
}

/// A webhook, or a callback of an operation.
pub(super) struct WebhookSource {
    pub(super) name: String,
    /// If it is a callback: who requests it.
    pub(super) callback: Option<Callback>,
    /// The location of the path item in the bundle.
    pub(super) pointer: String,
    pub(super) item: PathItem,
}

impl<'b> Document<'b> {
    /// Reads a bundle. The bundle phase has validated it, so a failure is only reported if there are no other errors.
    pub(super) fn of(bundle: &'b Bundle<'b>, diags: &mut Diagnostics) -> Option<Self> {
        match OpenAPI::deserialize(&bundle.value) {
            Ok(openapi) => {
                return Some(Self {
                    bundle,
                    openapi,
                    webhooks: webhooks(&bundle.value),
                });
            }
            Err(_) if diags.has_errors() => {}
            Err(error) => {
                let message = format!("the document is not valid OpenAPI 3.0: {error}");
                let help = "compare the document with the OpenAPI 3.0 specification: the location of this error is unknown";
                diags.push(At::root(bundle).error(message, help));
            }
        }
        None
    }
}

/// Returns the webhooks, and then the callbacks of all operations. Of callbacks that share a path item, the first is returned.
fn webhooks(document: &Value) -> Vec<WebhookSource> {
    let mut search = Search {
        document,
        open: VecDeque::new(),
        seen: HashSet::new(),
    };
    for (name, _) in entries(document.get("x-webhooks")) {
        let pointer = pointer::child("/x-webhooks", name);
        search.open.push_back((name.clone(), None, pointer));
    }
    for (path, item) in entries(document.get("paths")) {
        search.callbacks(path, item, &pointer::child("/paths", path));
    }
    search.run()
}

fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

/// Finds path items.
struct Search<'v> {
    document: &'v Value,
    open: VecDeque<(String, Option<Callback>, String)>,
    seen: HashSet<String>,
}

impl<'v> Search<'v> {
    fn run(mut self) -> Vec<WebhookSource> {
        let mut found = Vec::new();
        while let Some((name, callback, pointer)) = self.open.pop_front() {
            let Some((pointer, value)) = self.target(pointer) else {
                continue;
            };
            if !self.seen.insert(pointer.clone()) {
                continue;
            }
            self.callbacks(&name, value, &pointer);
            if let Ok(item) = PathItem::deserialize(value) {
                found.push(WebhookSource {
                    name,
                    callback,
                    pointer,
                    item,
                });
            }
        }
        found
    }

    /// Plans to visit the callbacks of the operations of a path item.
    fn callbacks(&mut self, path: &str, item: &Value, pointer: &str) {
        for (method, operation) in entries(Some(item)) {
            let at = pointer::child(&pointer::child(pointer, method), "callbacks");
            for (name, callback) in entries(operation.get("callbacks")) {
                let at = pointer::child(&at, name);
                for (url, _) in entries(Some(callback)) {
                    let callback = Callback {
                        operation: format!("{} {path}", method.to_uppercase()),
                        url: url.clone(),
                    };
                    let pointer = pointer::child(&at, url);
                    self.open.push_back((name.clone(), Some(callback), pointer));
                }
            }
        }
    }

    /// Follows the reference to a path item. The bundle has no cycles of references.
    fn target(&self, mut pointer: String) -> Option<(String, &'v Value)> {
        loop {
            let value = pointer::value(self.document, &pointer)?;
            match value.get("$ref").and_then(Value::as_str) {
                Some(reference) => pointer = pointer::of_fragment(reference)?,
                None => return Some((pointer, value)),
            }
        }
    }
}
