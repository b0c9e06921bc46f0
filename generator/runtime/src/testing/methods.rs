//! The effects of operations on the objects of a collection.

use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value};

use super::{
    payload::not_an_object,
    query::Query,
    reply::{Refusal, Reply},
    router::{Act, Found},
    select::Selection,
    shape::{Object, Shape},
    store::{Collection, Entry, Kept, id_of, text},
    table::ResponseKind,
};

/// The result of an operation in the unified format, before the options of the request are applied.
#[derive(Debug)]
pub(super) enum Outcome {
    Nothing,
    One(Value),
    Page {
        entries: Vec<Entry>,
        next: Option<String>,
        previous: Option<String>,
    },
    Bytes(Bytes),
}

/// The outcome of a request while its collection was locked.
pub(super) enum Done {
    /// The object of the response.
    Entry(Kept),
    Page {
        entries: Vec<Kept>,
        next: Option<String>,
        previous: Option<String>,
    },
    File(Bytes),
    /// Nothing was read or changed.
    Nothing,
}

/// A request that has passed all checks.
pub(super) struct Job<'r> {
    found: &'r Found<'r>,
    query: &'r Query,
    change: Change,
    /// The time, in the API's format.
    pub(super) now: String,
}

/// The change that a request makes. It is converted to the model before the collection is locked, since that is slow for a
/// large body.
enum Change {
    New(Draft),
    /// Fields with their new values; `None` clears a field.
    Fields(Vec<(String, Option<Value>)>),
    /// The body; null if it is missing or not JSON.
    Other(Value),
}

impl Default for Change {
    fn default() -> Self {
        Self::Other(Value::Null)
    }
}

/// Adds fields of the object that the operation documents as query parameters, such as the ticket of a comment.
fn add_from_query(fields: &mut Map<String, Value>, found: &Found<'_>, query: &Query, now: &str) {
    let (object, sent) = (found.target.object, query.as_read());
    for parameter in found.target.route.query {
        let value = sent
            .get(parameter.name)
            .filter(|_| object.field(parameter.name).is_some());
        let value = value.and_then(|value| object.fit_field(parameter.name, value.clone(), now));
        if let Some(value) = value {
            fields.entry(parameter.name).or_insert(value);
        }
    }
}

/// The requested page of a list.
pub(super) struct Wanted<'q> {
    pub(super) selection: Selection,
    pub(super) cursor: Option<&'q str>,
    pub(super) most: usize,
}

impl<'r> Job<'r> {
    pub(super) fn new(
        found: &'r Found<'r>,
        query: &'r Query,
        body: Value,
        now: String,
    ) -> Result<Self, Refusal> {
        let object = found.target.object;
        let change = match (found.target.act, body) {
            (Act::Create | Act::Method("import"), mut body) => {
                if let Value::Object(fields) = &mut body {
                    add_from_query(fields, found, query, &now);
                }
                Change::New(Draft::of(object, body, &now)?)
            }
            (Act::Update | Act::Replace, Value::Object(changes)) => {
                let changes = changes.into_iter().filter(|(name, _)| name != "id");
                let fit = |(name, value): (String, Value)| {
                    let value = object.fit_field(&name, value, &now);
                    (name, value.filter(|value| !value.is_null()))
                };
                Change::Fields(changes.map(fit).collect())
            }
            (Act::Update | Act::Replace, body) => return Err(not_an_object(&body)),
            (_, body) => Change::Other(body),
        };
        Ok(Self {
            found,
            query,
            change,
            now,
        })
    }

    /// The body of a request that neither creates nor changes an object with it; null for others.
    fn body(&self) -> &Value {
        match &self.change {
            Change::Other(body) => body,
            Change::New(_) | Change::Fields(_) => &Value::Null,
        }
    }

    /// The model of the objects in the collection.
    fn object(&self) -> &'static Object {
        self.found.target.object
    }

    pub(super) fn list(&self, on: &Collection, wanted: &Wanted<'_>) -> Result<Done, Refusal> {
        let page = wanted.selection.page(on, wanted.cursor, wanted.most);
        let page = page.ok_or_else(|| {
            let why = "the cursor belongs to another list, or to the same list with other filters";
            Refusal::new(Reply::error(StatusCode::BAD_REQUEST, why))
        })?;
        Ok(Done::Page {
            entries: page.entries.into_iter().cloned().collect(),
            next: page.next,
            previous: page.previous,
        })
    }

    /// Executes an operation that is not a list.
    pub(super) fn run(&mut self, on: &mut Collection) -> Result<Done, Refusal> {
        let id = self.found.id.as_deref().unwrap_or_default();
        match self.found.target.act {
            Act::Create => Ok(self.create(on)),
            Act::Get => {
                let entry = on.get(id).cloned().ok_or_else(|| missing(id))?;
                Ok(Done::Entry(entry))
            }
            Act::Update => self.update(on, id, false),
            Act::Replace => self.update(on, id, true),
            Act::Delete => {
                on.remove(id).ok_or_else(|| missing(id))?;
                let removed = Map::from_iter([("id".to_owned(), id.into())]);
                Ok(Done::Entry(removed.into()))
            }
            Act::Method(name) => self.method(on, &name.replace('-', "_")),
            Act::List | Act::Other => Ok(Done::Nothing),
        }
    }

    fn create(&mut self, on: &mut Collection) -> Done {
        let stem = self.found.collection.rsplit('/').next().unwrap_or_default();
        match std::mem::take(&mut self.change) {
            Change::New(draft) => Done::Entry(draft.put(on, self.object(), stem, &self.now)),
            Change::Fields(_) | Change::Other(_) => Done::Nothing,
        }
    }

    fn update(&mut self, on: &mut Collection, id: &str, is_whole: bool) -> Result<Done, Refusal> {
        let entry = on.get_mut(id).ok_or_else(|| missing(id))?;
        let kept = ["id", "created_at"];
        if is_whole {
            entry.retain(|name, _| kept.contains(&name.as_str()));
        }
        if let Change::Fields(changes) = std::mem::take(&mut self.change) {
            for (name, value) in changes {
                match value {
                    None => drop(entry.remove(&name)),
                    Some(value) => drop(entry.insert(name, value)),
                }
            }
        }
        let object = self.object();
        self.touch(entry);
        object.complete(entry, &self.now);
        let entry = on.get(id).cloned().ok_or_else(|| missing(id))?;
        Ok(Done::Entry(entry))
    }

    /// Sets the time of the last change.
    fn touch(&self, entry: &mut Map<String, Value>) {
        if has_time(self.object(), "updated_at") {
            entry.insert("updated_at".to_owned(), self.now.as_str().into());
        }
    }

    fn method(&mut self, on: &mut Collection, name: &str) -> Result<Done, Refusal> {
        match name {
            "import" => Ok(self.create(on)),
            "merge" => self.merge(on),
            "batch_delete" => self.remove_all(on),
            _ if matches!(self.found.target.route.response, ResponseKind::Bytes) => self.file(on),
            _ => Ok(Done::Nothing),
        }
    }

    /// Keeps the master record, and copies the named fields of the others to it.
    fn merge(&self, on: &mut Collection) -> Result<Done, Refusal> {
        let master = self.body().get("master_record").and_then(id_in);
        let master = master.ok_or_else(|| required("master_record"))?;
        let mut kept = on.get(&master).cloned().ok_or_else(|| missing(&master))?;
        let entry = Arc::make_mut(&mut kept);
        let duplicates = self
            .body()
            .get("duplicate_records")
            .and_then(Value::as_array);
        let duplicates = duplicates.into_iter().flatten().map(|duplicate| {
            let id = id_in(duplicate).ok_or_else(|| required("duplicate_records.id"))?;
            on.has(&id)
                .then_some((duplicate, id.clone()))
                .ok_or_else(|| missing(&id))
        });
        let duplicates: Vec<(&Value, String)> = duplicates.collect::<Result<_, _>>()?;
        for (duplicate, id) in duplicates.iter().filter(|(_, id)| *id != master) {
            let mut other = on.remove(id).map(Arc::unwrap_or_clone).unwrap_or_default();
            let fields = duplicate.get("fields").and_then(Value::as_array);
            for field in fields.into_iter().flatten() {
                let name = field.get("name").and_then(Value::as_str);
                if let Some((name, value)) = name.and_then(|name| other.remove_entry(name)) {
                    entry.insert(name, value);
                }
            }
        }
        self.touch(entry);
        on.put(master, Arc::clone(&kept));
        Ok(Done::Entry(kept))
    }

    /// Deletes several objects. Their ids are in the body or in the query: a list, one id, or several in one text.
    fn remove_all(&self, on: &mut Collection) -> Result<Done, Refusal> {
        let in_body = self.body().get("id").or_else(|| self.body().get("ids"));
        let ids: Vec<String> = match in_body {
            Some(Value::Array(ids)) => ids.iter().filter_map(id_in).collect(),
            Some(id) => id_in(id).iter().flat_map(|ids| separate(ids)).collect(),
            None => self.ids_in_query(),
        };
        if ids.is_empty() {
            return Err(required("id"));
        }
        if let Some(id) = ids.iter().find(|id| !on.has(id)) {
            return Err(missing(id));
        }
        let removed = ids.iter().filter_map(|id| on.remove(id));
        let removed: Vec<Kept> = removed.collect();
        Ok(Done::Entry(removed.into_iter().next().unwrap_or_default()))
    }

    fn ids_in_query(&self) -> Vec<String> {
        let parameters = self.found.target.route.query.iter();
        let names = parameters.map(|parameter| parameter.name.trim_end_matches("[]"));
        let names = names.filter(|name| matches!(*name, "id" | "ids"));
        let values = names.flat_map(|name| self.query.list(name));
        values.flat_map(separate).collect()
    }

    fn file(&self, on: &Collection) -> Result<Done, Refusal> {
        let id = self.found.id.clone().or_else(|| id_in(self.body()));
        match id {
            None => Ok(Done::Nothing),
            Some(id) => match on.file(&id) {
                Some(file) => Ok(Done::File(file)),
                None if on.has(&id) => Ok(Done::File(format!("the file {id}").into())),
                None => Err(missing(&id)),
            },
        }
    }

    /// The result of the operation. The collection need not be locked.
    pub(super) fn result(self, done: Done) -> Outcome {
        match done {
            Done::Entry(entry) => self.result_of(Arc::unwrap_or_clone(entry)),
            Done::Page {
                entries,
                next,
                previous,
            } => Outcome::Page {
                entries: entries.into_iter().map(Arc::unwrap_or_clone).collect(),
                next,
                previous,
            },
            Done::File(bytes) => Outcome::Bytes(bytes),
            Done::Nothing => self.plausible(),
        }
    }

    /// The result of an operation without effect: the request's values, with missing required fields added.
    fn plausible(self) -> Outcome {
        match self.found.target.route.response {
            ResponseKind::Bytes => Outcome::Bytes("a file".into()),
            ResponseKind::One(shape) => {
                let body = self.body();
                let echo = (!body.is_null()).then(|| shape.fit(body.clone(), &self.now));
                Outcome::One(echo.flatten().unwrap_or_else(|| shape.sample(&self.now)))
            }
            ResponseKind::Nothing | ResponseKind::Page(_) | ResponseKind::Records(_) => {
                Outcome::Nothing
            }
        }
    }

    /// Converts the object to the shape of the operation's response.
    fn result_of(self, entry: Entry) -> Outcome {
        match self.found.target.route.response {
            ResponseKind::Nothing | ResponseKind::Page(_) | ResponseKind::Records(_) => {
                Outcome::Nothing
            }
            ResponseKind::Bytes => Outcome::Bytes(Value::Object(entry).to_string().into()),
            ResponseKind::One(Shape::Of(object)) if std::ptr::eq(object, self.object()) => {
                Outcome::One(Value::Object(entry))
            }
            ResponseKind::One(shape) => {
                let fitted = shape.fit(Value::Object(entry), &self.now);
                Outcome::One(fitted.unwrap_or_else(|| shape.sample(&self.now)))
            }
        }
    }
}

/// A new object with the collection's shape, not stored yet.
pub(super) struct Draft {
    entry: Entry,
    has_id: bool,
    replaces: bool,
}

impl Draft {
    /// Creates an object from a body, which may be null.
    pub(super) fn of(object: &'static Object, value: Value, now: &str) -> Result<Self, Refusal> {
        let value = match value {
            Value::Null => Value::Object(Map::new()),
            value @ Value::Object(_) => value,
            value => return Err(not_an_object(&value)),
        };
        let has_id = value.get("id").is_some();
        let entry = object.fit(value, now).unwrap_or_default();
        Ok(Self {
            entry,
            has_id,
            replaces: false,
        })
    }

    /// Replaces an object with the same id.
    pub(super) fn replacing(mut self) -> Self {
        self.replaces = true;
        self
    }

    /// Stores the object and returns it. It keeps its id, unless another object has it.
    pub(super) fn put(
        mut self,
        on: &mut Collection,
        object: &'static Object,
        stem: &str,
        now: &str,
    ) -> Kept {
        let is_free = |id: &String| self.replaces || !on.has(id);
        let given = id_of(&self.entry).filter(|id| self.has_id && !id.is_empty() && is_free(id));
        let of_id = object.field("id").map_or(Shape::Any, |field| field.shape);
        let number = on.next_number();
        let id = given.unwrap_or_else(|| match of_id {
            Shape::Integer | Shape::Number => number.to_string(),
            Shape::Choice(uuid) if is_uuid(uuid) => format!("{}{number:012}", &uuid[..24]),
            _ => format!("{stem}_{number}"),
        });
        let as_value = of_id
            .fit(id.as_str().into(), now)
            .unwrap_or_else(|| id.as_str().into());
        self.entry.insert("id".to_owned(), as_value);
        for name in ["created_at", "updated_at"] {
            if has_time(object, name) && !self.entry.contains_key(name) {
                self.entry.insert(name.to_owned(), now.into());
            }
        }
        for field in object.fields() {
            if matches!(field.shape, Shape::Provider) && !self.entry.contains_key(field.name) {
                let data = Map::from_iter([("id".to_owned(), id.as_str().into())]);
                self.entry
                    .insert(field.name.to_owned(), Value::Object(data));
            }
        }
        let kept = Kept::from(self.entry);
        on.put(id, Arc::clone(&kept));
        kept
    }
}

fn has_time(object: &Object, name: &str) -> bool {
    let shape = object.field(name).map(|field| field.shape);
    matches!(shape, Some(Shape::Time))
}

/// Splits a text of several ids.
fn separate(ids: &str) -> impl Iterator<Item = String> + '_ {
    let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(str::to_owned)
}

/// An id, or the id of an object.
fn id_in(value: &Value) -> Option<String> {
    text(value).or_else(|| text(value.get("id")?))
}

fn missing(id: &str) -> Refusal {
    let why = format!("no object has the id `{id}`");
    Reply::error(StatusCode::NOT_FOUND, &why).into()
}

fn required(field: &str) -> Refusal {
    let message = format!("the field `{field}` is required");
    let name = "missing_required_body_fields";
    Reply::insight(StatusCode::BAD_REQUEST, &message, name, vec![field].into()).into()
}

/// Whether the text is as long as a UUID, and has its hyphens.
fn is_uuid(text: &str) -> bool {
    let hyphens = text.match_indices('-').map(|(at, _)| at);
    text.len() == 36 && text.is_ascii() && hyphens.eq([8, 13, 18, 23])
}
