//! The stored objects, by account and collection.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use bytes::Bytes;
use serde_json::{Map, Value};

/// An object as the API returns it.
pub(super) type Entry = Map<String, Value>;

/// A stored object. It is serialized after the collection is unlocked.
pub(super) type Kept = Arc<Entry>;

/// The objects of one resource of one account, in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Collection {
    entries: BTreeMap<u64, Kept>,
    places: HashMap<String, u64>,
    /// The bytes of downloads, by id.
    files: HashMap<String, Bytes>,
    /// The number of objects that were added, including those that were removed since.
    count: u64,
    #[cfg(feature = "webhooks")]
    changes: Vec<Change>,
}

/// A change of an object, of which webhooks are notified.
#[cfg(feature = "webhooks")]
#[derive(Debug)]
pub(super) struct Change {
    pub(super) event: &'static str,
    pub(super) id: String,
}

impl Collection {
    pub(super) fn get(&self, id: &str) -> Option<&Kept> {
        self.entries.get(self.places.get(id)?)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Entry> {
        if self.has(id) {
            self.note("record:updated", id);
        }
        self.entries
            .get_mut(self.places.get(id)?)
            .map(Arc::make_mut)
    }

    /// Stores the object under this id, replacing an existing one.
    pub(super) fn put(&mut self, id: String, entry: impl Into<Kept>) {
        let event = match self.has(&id) {
            true => "record:updated",
            false => "record:created",
        };
        self.note(event, &id);
        let place = *self.places.entry(id).or_insert_with(|| {
            self.count += 1;
            self.count
        });
        self.entries.insert(place, entry.into());
    }

    pub(super) fn remove(&mut self, id: &str) -> Option<Kept> {
        let removed = self.entries.remove(&self.places.remove(id)?);
        self.note("record:deleted", id);
        removed
    }

    #[cfg(feature = "webhooks")]
    fn note(&mut self, event: &'static str, id: &str) {
        let id = id.to_owned();
        self.changes.push(Change { event, id });
    }

    #[cfg(not(feature = "webhooks"))]
    fn note(&self, _event: &'static str, _id: &str) {}

    /// The changes since the last call.
    #[cfg(feature = "webhooks")]
    pub(super) fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// The objects, each with its position, which never changes.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, &Kept)> {
        self.from(0)
    }

    /// The objects from a position on.
    pub(super) fn from(&self, place: u64) -> impl Iterator<Item = (u64, &Kept)> {
        let rows = self.entries.range(place..);
        rows.map(|(place, entry)| (*place, entry))
    }

    /// The objects before a position, the last one first.
    pub(super) fn before(&self, place: u64) -> impl Iterator<Item = (u64, &Kept)> {
        let rows = self.entries.range(..place).rev();
        rows.map(|(place, entry)| (*place, entry))
    }

    /// A number that no id has yet.
    pub(super) fn next_number(&self) -> u64 {
        let mut number = self.count + 1;
        while self.places.contains_key(&number.to_string()) {
            number += 1;
        }
        number
    }

    pub(super) fn put_file(&mut self, id: String, file: Bytes) {
        self.files.insert(id, file);
    }

    pub(super) fn file(&self, id: &str) -> Option<Bytes> {
        self.files.get(id).cloned()
    }

    /// Whether the id exists.
    pub(super) fn has(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }
}

/// The id as a text; some APIs use numbers.
pub(super) fn id_of(entry: &Entry) -> Option<String> {
    text(entry.get("id")?)
}

/// A scalar value as it is written in a URL.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::{Collection, id_of};

    #[test]
    fn an_object_that_is_replaced_keeps_its_place() {
        let mut collection = Collection::default();
        for id in ["a", "b", "a", "c"] {
            let entry = Map::from_iter([("id".to_owned(), json!(id))]);
            collection.put(id.to_owned(), entry);
        }
        collection.remove("b");
        let ids: Vec<_> = collection
            .iter()
            .filter_map(|(_, entry)| id_of(entry))
            .collect();
        assert_eq!(ids, ["a", "c"]);
        assert_eq!(collection.next_number(), 4);
    }
}
