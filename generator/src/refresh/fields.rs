//! Parameters, fields and values of enums that the API has and the documents do not.

use indexmap::IndexMap;

use super::entries::{self, Place};
use super::extensions::keys;
use super::lists;
use super::place::{OperationKey, Part};
use super::render::{Yaml, scalar};
use super::schema::Schema;
use super::sites::Site;
use super::state::Run;
use super::text;
use crate::ir::{Operation, Package, TypeId, TypeKind, TypeRef};

/// The description of what is added.
const TODO: &str = "TODO";

/// The minimum length of an enum that counts as sorted: shorter ones can be in order by chance.
const SORTED_ENUM: usize = 3;

/// What is added to the schemas, which several operations can share.
#[derive(Debug, Default)]
pub(super) struct Additions {
    fields: IndexMap<TypeId, IndexMap<String, Field>>,
    /// The values of enums, with the places at which the API has them.
    values: IndexMap<TypeId, IndexMap<String, Vec<String>>>,
}

#[derive(Debug)]
struct Field {
    place: String,
    schema: Schema,
    cell: Option<Yaml>,
}

impl Additions {
    /// Adds a field to an object. `cell` is its support, if only one operation uses the object.
    pub(super) fn field(
        &mut self,
        owner: TypeId,
        name: &str,
        place: String,
        schema: &Schema,
        cell: Option<Yaml>,
    ) {
        let fields = self.fields.entry(owner).or_default();
        fields.entry(name.to_owned()).or_insert_with(|| Field {
            place,
            schema: schema.clone(),
            cell,
        });
    }

    /// Adds a value to an enum.
    pub(super) fn value(&mut self, owner: TypeId, value: &str, place: &str) {
        let values = self.values.entry(owner).or_default();
        let places = values.entry(value.to_owned()).or_default();
        places.push(place.to_owned());
    }

    /// Plans the edits.
    pub(super) fn plan(self, run: &mut Run<'_, '_>) {
        for (owner, mut fields) in self.fields {
            fields.sort_keys();
            add_fields(run, owner, &fields);
        }
        for (owner, values) in self.values {
            add_values(run, owner, &values);
        }
    }
}

/// Returns the mapping with the properties of an object.
fn properties<'t>(run: &Run<'_, 't>, owner: TypeId) -> Option<Site<'t>> {
    let def = run.package.ty(owner);
    let own = run
        .draft
        .sites
        .at(def.origin)
        .and_then(|site| site.entry("properties"));
    own.filter(|site| site.entries().is_some_and(|entries| !entries.is_empty()))
}

fn add_fields(run: &mut Run<'_, '_>, owner: TypeId, fields: &IndexMap<String, Field>) {
    let site = properties(run, owner);
    let Some((site, entries)) = site.and_then(|site| Some((site, site.entries()?))) else {
        for field in fields.values() {
            run.report.unknown(
                format!("{}: its object has no `properties` of its own", field.place),
                [],
            );
        }
        return;
    };
    for (name, field) in fields {
        let place = Place::of(name, entries);
        let mut more = vec![(keys::PROVENANCE.to_owned(), run.live())];
        more.extend(
            field
                .cell
                .clone()
                .map(|cell| (keys::SUPPORT.to_owned(), cell)),
        );
        let value = described(&field.schema, more);
        entries::add(&mut run.draft, site, place, name, &value);
        run.report
            .change(&field.place, format!("new field: {}", kind(&field.schema)));
    }
}

fn add_values(run: &mut Run<'_, '_>, owner: TypeId, values: &IndexMap<String, Vec<String>>) {
    let places = || {
        let all = values.iter();
        all.flat_map(|(value, places)| places.iter().map(move |place| (value, place)))
    };
    let origin = run.package.ty(owner).origin;
    let list = run
        .draft
        .sites
        .at(origin)
        .and_then(|site| site.entry("enum"));
    let Some((list, known)) = list.and_then(|list| Some((list, list.texts()?))) else {
        for (value, place) in places() {
            run.report.unknown(
                format!("{place}: the value `{value}`: its schema has no `enum` of its own"),
                [],
            );
        }
        return;
    };
    let new: Vec<&str> = values.keys().map(String::as_str).collect();
    let is_sorted = known.len() >= SORTED_ENUM && known.is_sorted();
    lists::edit(
        &mut run.draft,
        list,
        &lists::merged(&known, &new, is_sorted),
    );
    for (value, place) in places() {
        run.report.change(place, format!("new value `{value}`"));
    }
}

/// Adds a parameter to an operation: below its own parameters, or else above those that it shares.
pub(super) fn add_parameter(
    run: &mut Run<'_, '_>,
    key: &OperationKey,
    operation: &Operation,
    name: &str,
    schema: &Schema,
    cell: Option<Yaml>,
) {
    let place = key.field(Part::Query, name);
    let operation = run.draft.sites.at(operation.origin);
    let list = operation.and_then(|site| site.entry("parameters"));
    let items = list
        .and_then(|list| list.tree.as_list())
        .filter(|items| !items.is_empty());
    let value = parameter(name, schema, run.live(), cell);
    let (Some(list), Some(items)) = (list, items) else {
        run.report
            .unknown(format!("{place}: the operation has no parameters"), []);
        return;
    };
    if run.draft.sites.is_flow(list.tree) {
        run.report
            .unknown(format!("{place}: the parameters are in brackets"), []);
        return;
    }
    let own = items
        .iter()
        .rfind(|item| item.as_map().is_some_and(|item| !item.contains_key("$ref")));
    let first = items[0].origin;
    let source = run.draft.text(first.file);
    let start = text::line_start(source, first.range().start);
    let bullet = source.get(start..first.range().start).unwrap_or_default();
    let indent = bullet.chars().count();
    let mut lines: Vec<String> = value
        .iter()
        .flat_map(|(key, value)| value.entry(indent, key))
        .collect();
    lines[0].replace_range(..indent, bullet);
    match own {
        Some(own) => run.draft.insert_below(run.draft.sites.origin(own), &lines),
        None => run.draft.insert_above(first, &lines),
    }
    run.report
        .change(place, format!("new parameter: {}", kind(schema)));
}

/// The entries of a parameter. A list of scalars needs no style: its name says that it is a list.
fn parameter(name: &str, schema: &Schema, live: Yaml, cell: Option<Yaml>) -> Vec<(String, Yaml)> {
    let is_object = schema.element().ty.as_deref() == Some("object");
    let name = match schema.items.is_some() && !is_object {
        true => format!("{name}[]"),
        false => name.to_owned(),
    };
    let mut entries = vec![
        ("name", Yaml::text(&name)),
        ("in", Yaml::text("query")),
        ("description", Yaml::text(TODO)),
    ];
    if is_object {
        entries.push(("style", Yaml::text("deepObject")));
        entries.push(("explode", Yaml::Scalar("true".to_owned())));
    }
    entries.push(("schema", Yaml::Block(typed(schema))));
    entries.push((keys::PROVENANCE, live));
    entries.extend(cell.map(|cell| (keys::SUPPORT, cell)));
    entries
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// Writes a schema with a description, followed by `more`.
fn described(schema: &Schema, more: Vec<(String, Yaml)>) -> Yaml {
    let mut entries = typed(schema);
    entries.push(("description".to_owned(), Yaml::text(TODO)));
    entries.extend(more);
    Yaml::Block(entries)
}

/// Writes what a schema says about a value. Only the type of a schema without properties is on one line in a list.
fn typed(schema: &Schema) -> Vec<(String, Yaml)> {
    let mut entries: Vec<(String, Yaml)> = Vec::new();
    let mut add = |key: &str, value: Yaml| entries.push((key.to_owned(), value));
    let is_object = !schema.properties.is_empty();
    let ty = match (&schema.ty, &schema.items) {
        _ if is_object => Some("object"),
        (_, Some(_)) => Some("array"),
        (Some(ty), None) => Some(ty.as_str()),
        (None, None) => None,
    };
    if let Some(ty) = ty {
        add("type", Yaml::text(ty));
    }
    if let Some(format) = &schema.format {
        add("format", Yaml::text(format));
    }
    if ty == Some("string") && !schema.values.is_empty() {
        add("enum", Yaml::List(schema.values.clone()));
    }
    if is_object {
        let properties = schema.properties.iter();
        let properties =
            properties.map(|(name, schema)| (name.clone(), described(schema, Vec::new())));
        add("properties", Yaml::Block(properties.collect()));
    } else if ty == Some("object") {
        add("additionalProperties", Yaml::Scalar("true".to_owned()));
    } else if ty == Some("array") {
        let element = schema.items.as_deref().cloned().unwrap_or_default();
        let inner = typed(&element);
        let is_short = inner
            .iter()
            .all(|(_, value)| matches!(value, Yaml::Scalar(_)));
        let flow = Yaml::Block(inner.clone()).flow();
        add(
            "items",
            if is_short {
                Yaml::Scalar(flow)
            } else {
                Yaml::Block(inner)
            },
        );
    }
    entries
}

/// Says what kind of value a schema describes, for the report.
fn kind(schema: &Schema) -> String {
    match (&schema.items, &schema.ty) {
        (Some(items), _) => format!("list of {}", kind(items)),
        (None, Some(ty)) if schema.values.is_empty() => ty.clone(),
        (None, Some(ty)) => format!("{ty} with {} values", schema.values.len()),
        (None, None) => "any".to_owned(),
    }
}

/// Returns the enum of texts in a type, whose values a document lists.
pub(super) fn enum_of(package: &Package, ty: &TypeRef) -> Option<TypeId> {
    use crate::ir::{Meaning, Repr};
    let id = ty.named()?;
    match &package.ty(id).kind {
        TypeKind::Enum(of) if of.repr == Repr::String && of.meaning == Meaning::Values => Some(id),
        _ => None,
    }
}

/// Whether a name needs no quotes, and so is a name and not something else.
pub(super) fn is_name(name: &str) -> bool {
    let inner = name.replace(['[', ']'], "");
    !inner.is_empty() && scalar(&inner) == inner && !inner.contains(' ')
}
