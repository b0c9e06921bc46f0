//! What the operations do with the objects of a collection.

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value};

use super::{
    reply::{Refusal, Reply},
    router::{Act, Found},
    select::Selection,
    shape::{Object, Shape},
    store::{Collection, Entry, id_of, text},
    table::Brings,
};

/// What a success brings, in the unified format, before the options of the request are applied.
#[derive(Debug)]
pub(super) enum Brought {
    Nothing,
    One(Value),
    Page {
        entries: Vec<Entry>,
        next: Option<String>,
        previous: Option<String>,
    },
    Bytes(Bytes),
}

/// A request that may be done.
pub(super) struct Job<'r> {
    pub(super) found: &'r Found<'r>,
    /// The body, null if there is none or if it is no JSON.
    pub(super) body: Value,
    /// The time, as the API writes it.
    pub(super) now: String,
}

/// Which page of a list is wanted.
pub(super) struct Wanted<'q> {
    pub(super) selection: Selection,
    pub(super) cursor: Option<&'q str>,
    pub(super) most: usize,
}

impl Job<'_> {
    /// What the objects of the collection are like.
    fn object(&self) -> &'static Object {
        self.found.target.object
    }

    pub(super) fn list(&self, on: &Collection, wanted: &Wanted<'_>) -> Result<Brought, Refusal> {
        let page = wanted.selection.page(on, wanted.cursor, wanted.most);
        let page = page.ok_or_else(|| {
            let why =
                "the cursor is none of this list: it belongs to another one, or to other filters";
            Refusal::new(Reply::error(StatusCode::BAD_REQUEST, why))
        })?;
        Ok(Brought::Page {
            entries: page.entries.into_iter().cloned().collect(),
            next: page.next,
            previous: page.previous,
        })
    }

    /// Does all that is no list.
    pub(super) fn run(self, on: &mut Collection) -> Result<Brought, Refusal> {
        let id = self.found.id.as_deref().unwrap_or_default();
        match self.found.target.act {
            Act::Create => self.create(on),
            Act::Get => {
                let entry = on.get(id).cloned().ok_or_else(|| missing(id))?;
                Ok(self.brought(entry))
            }
            Act::Update => self.update(on, id, false),
            Act::Replace => self.update(on, id, true),
            Act::Delete => {
                on.remove(id).ok_or_else(|| missing(id))?;
                let removed = Map::from_iter([("id".to_owned(), id.into())]);
                Ok(self.brought(removed))
            }
            Act::Method(name) => self.method(on, &name.replace('-', "_")),
            Act::List | Act::Other => Ok(self.plausible()),
        }
    }

    fn create(self, on: &mut Collection) -> Result<Brought, Refusal> {
        let stem = self.found.collection.rsplit('/').next().unwrap_or_default();
        let entry =
            new(on, self.object(), stem, self.body.clone(), &self.now).ok_or_else(not_an_object)?;
        Ok(self.brought(entry))
    }

    fn update(self, on: &mut Collection, id: &str, is_whole: bool) -> Result<Brought, Refusal> {
        let Value::Object(changes) = &self.body else {
            return Err(not_an_object());
        };
        let entry = on.get_mut(id).ok_or_else(|| missing(id))?;
        let kept = ["id", "created_at"];
        if is_whole {
            entry.retain(|name, _| kept.contains(&name.as_str()));
        }
        for (name, value) in changes.iter().filter(|(name, _)| *name != "id") {
            match value {
                Value::Null => drop(entry.remove(name)),
                value => drop(entry.insert(name.clone(), value.clone())),
            }
        }
        let object = self.object();
        if has_time(object, "updated_at") {
            entry.insert("updated_at".to_owned(), self.now.as_str().into());
        }
        let whole = Value::Object(std::mem::take(entry));
        *entry = object.fit(whole, &self.now).unwrap_or_default();
        let entry = entry.clone();
        Ok(self.brought(entry))
    }

    fn method(self, on: &mut Collection, name: &str) -> Result<Brought, Refusal> {
        match name {
            "import" => self.create(on),
            "merge" => self.merge(on),
            "batch_delete" => self.remove_all(on),
            _ if matches!(self.found.target.route.brings, Brings::Bytes) => self.file(on),
            _ => Ok(self.plausible()),
        }
    }

    /// The master remains, and takes over those fields of the others that are named.
    fn merge(self, on: &mut Collection) -> Result<Brought, Refusal> {
        let master = self.body.get("master_record").and_then(id_in);
        let master = master.ok_or_else(|| required("master_record"))?;
        let mut entry = on.get(&master).cloned().ok_or_else(|| missing(&master))?;
        let duplicates = self.body.get("duplicate_records").and_then(Value::as_array);
        let duplicates = duplicates.into_iter().flatten().map(|duplicate| {
            let id = id_in(duplicate).ok_or_else(|| required("duplicate_records.id"))?;
            on.has(&id)
                .then_some((duplicate, id.clone()))
                .ok_or_else(|| missing(&id))
        });
        let duplicates: Vec<(&Value, String)> = duplicates.collect::<Result<_, _>>()?;
        for (duplicate, id) in duplicates.iter().filter(|(_, id)| *id != master) {
            let mut other = on.remove(id).unwrap_or_default();
            let fields = duplicate.get("fields").and_then(Value::as_array);
            for field in fields.into_iter().flatten() {
                let name = field.get("name").and_then(Value::as_str);
                if let Some((name, value)) = name.and_then(|name| other.remove_entry(name)) {
                    entry.insert(name, value);
                }
            }
        }
        on.put(master, entry.clone());
        Ok(self.brought(entry))
    }

    /// The ids are a list, one id, or a text of several.
    fn remove_all(self, on: &mut Collection) -> Result<Brought, Refusal> {
        let ids = self.body.get("id").or_else(|| self.body.get("ids"));
        let ids: Vec<String> = match ids {
            Some(Value::Array(ids)) => ids.iter().filter_map(id_in).collect(),
            Some(id) => id_in(id)
                .iter()
                .flat_map(|ids| ids.split(','))
                .map(|id| id.trim().to_owned())
                .collect(),
            None => return Err(required("id")),
        };
        if let Some(id) = ids.iter().find(|id| !on.has(id)) {
            return Err(missing(id));
        }
        let removed = ids.iter().filter_map(|id| on.remove(id));
        let removed: Vec<Entry> = removed.collect();
        Ok(self.brought(removed.into_iter().next().unwrap_or_default()))
    }

    fn file(self, on: &Collection) -> Result<Brought, Refusal> {
        let id = self.found.id.clone().or_else(|| id_in(&self.body));
        match id {
            None => Ok(self.plausible()),
            Some(id) => match on.file(&id) {
                Some(file) => Ok(Brought::Bytes(file)),
                None if on.has(&id) => Ok(Brought::Bytes(format!("the file {id}").into())),
                None => Err(missing(&id)),
            },
        }
    }

    /// What an operation brings that changes nothing: what was sent, and what must be there besides.
    fn plausible(self) -> Brought {
        match self.found.target.route.brings {
            Brings::Bytes => Brought::Bytes("a file".into()),
            Brings::One(shape) => {
                let echo = (!self.body.is_null()).then(|| shape.fit(self.body, &self.now));
                Brought::One(echo.flatten().unwrap_or_else(|| shape.sample(&self.now)))
            }
            Brings::Nothing | Brings::Page(_) => Brought::Nothing,
        }
    }

    /// The object in the shape in which this operation brings it.
    fn brought(self, entry: Entry) -> Brought {
        match self.found.target.route.brings {
            Brings::Nothing | Brings::Page(_) => Brought::Nothing,
            Brings::Bytes => Brought::Bytes(Value::Object(entry).to_string().into()),
            Brings::One(Shape::Of(object)) if std::ptr::eq(object, self.object()) => {
                Brought::One(Value::Object(entry))
            }
            Brings::One(shape) => {
                let fitted = shape.fit(Value::Object(entry), &self.now);
                Brought::One(fitted.unwrap_or_else(|| shape.sample(&self.now)))
            }
        }
    }
}

/// Keeps a new object and gives it back; `None` if the value is none. It keeps the id that it has, if that is not taken.
pub(super) fn new(
    on: &mut Collection,
    object: &'static Object,
    stem: &str,
    value: Value,
    now: &str,
) -> Option<Entry> {
    let value = match value {
        Value::Null => Value::Object(Map::new()),
        value => value,
    };
    let has_id = value.get("id").is_some();
    let mut entry = object.fit(value, now)?;
    let given = id_of(&entry).filter(|id| has_id && !id.is_empty() && !on.has(id));
    let number = on.next_number();
    let id = given.unwrap_or_else(|| match object.field("id").map(|field| field.shape) {
        Some(Shape::Integer | Shape::Number) => number.to_string(),
        _ => format!("{stem}_{number}"),
    });
    let of_id = object.field("id").map_or(Shape::Any, |field| field.shape);
    let as_value = of_id
        .fit(id.as_str().into(), now)
        .unwrap_or_else(|| id.as_str().into());
    entry.insert("id".to_owned(), as_value);
    for name in ["created_at", "updated_at"] {
        if has_time(object, name) && !entry.contains_key(name) {
            entry.insert(name.to_owned(), now.into());
        }
    }
    for field in object.fields() {
        if matches!(field.shape, Shape::Provider) && !entry.contains_key(field.name) {
            let data = Map::from_iter([("id".to_owned(), id.as_str().into())]);
            entry.insert(field.name.to_owned(), Value::Object(data));
        }
    }
    on.put(id, entry.clone());
    Some(entry)
}

fn has_time(object: &Object, name: &str) -> bool {
    let shape = object.field(name).map(|field| field.shape);
    matches!(shape, Some(Shape::Time))
}

/// An id, or that of an object.
fn id_in(value: &Value) -> Option<String> {
    text(value).or_else(|| text(value.get("id")?))
}

fn missing(id: &str) -> Refusal {
    let why = format!("there is no object with the id `{id}`");
    Reply::error(StatusCode::NOT_FOUND, &why).into()
}

fn not_an_object() -> Refusal {
    Reply::error(StatusCode::BAD_REQUEST, "the body is not a JSON object").into()
}

fn required(field: &str) -> Refusal {
    let message = format!("the field `{field}` is required");
    let name = "missing_required_body_fields";
    Reply::insight(StatusCode::BAD_REQUEST, &message, name, vec![field].into()).into()
}
