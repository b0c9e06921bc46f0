//! Samples as Rust expressions, in the style of a caller of setters.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::emit::text;
use crate::ir::{Primitive, Struct, TypeId, TypeKind, TypeRef, Union};
use crate::plan::modules::ModuleId;
use crate::plan::root::Plan;
use crate::plan::samples::Sample;

/// How types of the crate are written.
pub(crate) enum Paths {
    /// By path, with the crate as `api`: `api::shop::Email`.
    Whole,
    /// By name, with a `use` of each name that is collected here.
    Used(Uses),
}

/// The items that a sample imports from its crate.
pub(crate) struct Uses {
    package: String,
    paths: RefCell<BTreeSet<String>>,
}

impl Uses {
    /// Creates the imports of the crate `package`, with `items` to begin with.
    pub(crate) fn of(package: &str, items: &[&str]) -> Self {
        let items = items.iter().map(|&item| item.to_owned());
        Self {
            package: package.to_owned(),
            paths: RefCell::new(items.collect()),
        }
    }

    /// The item as written in the sample. If its name is taken by another item, it is written with its path.
    fn item(&self, path: &str) -> String {
        let name = |path: &str| path.rsplit("::").next().unwrap_or_default().to_owned();
        let mut paths = self.paths.borrow_mut();
        if paths
            .iter()
            .any(|known| known != path && name(known) == name(path))
        {
            return format!("{}::{path}", self.package);
        }
        paths.insert(path.to_owned());
        name(path)
    }

    /// The `use` declarations of the sample, one per module: `use shop::people::{Email, EmailKind};`
    pub(crate) fn lines(&self) -> String {
        let mut modules: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in self.paths.borrow().iter() {
            let path = format!("{}::{path}", self.package);
            if let Some((module, name)) = path.rsplit_once("::") {
                modules
                    .entry(module.to_owned())
                    .or_default()
                    .push(name.to_owned());
            }
        }
        let lines = modules
            .into_iter()
            .map(|(module, names)| match names.as_slice() {
                [only] => format!("use {module}::{only};\n"),
                names => format!("use {module}::{{{}}};\n", names.join(", ")),
            });
        lines.collect()
    }
}

impl Paths {
    /// The item of the crate or the runtime at `path`, as written in the sample.
    fn of(&self, package: &str, path: &str) -> String {
        match self {
            Self::Whole => format!("{package}::{path}"),
            Self::Used(uses) => uses.item(path),
        }
    }
}

/// Writes samples as Rust.
pub(crate) struct Writer<'a> {
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) paths: &'a Paths,
}

impl Writer<'_> {
    /// The argument for a setter or a function that takes a value of type `ty`.
    ///
    /// ```text
    /// [api::shop::Email::new("text").kind(api::shop::EmailKind::Work)]
    /// ```
    pub(crate) fn argument(&self, ty: &TypeRef, sample: &Sample) -> String {
        match (ty, sample) {
            (TypeRef::Primitive(Primitive::Object), Sample::Plain(value)) => self.entries(value),
            (TypeRef::Primitive(Primitive::Raw), Sample::Plain(value)) => self.any(value),
            (
                TypeRef::Primitive(Primitive::Any),
                Sample::Plain(value @ (Value::Object(_) | Value::Array(_))),
            ) => self.any(value),
            (TypeRef::Primitive(Primitive::File), Sample::Plain(value)) => self.file(value),
            (TypeRef::Primitive(ty), Sample::Plain(value)) => plain(*ty, value),
            (TypeRef::List(of), Sample::List(items)) => match (items.as_slice(), &**of) {
                ([], TypeRef::Named(id)) => format!("Vec::<{}>::new()", self.path(*id)),
                (items, of) => {
                    let items = items.iter().map(|item| self.element(of, item));
                    format!("[{}]", items.collect::<Vec<_>>().join(", "))
                }
            },
            (TypeRef::Map(of), Sample::Map(entries)) => match (entries.as_slice(), &**of) {
                ([], TypeRef::Named(id)) => format!(
                    "std::collections::BTreeMap::<String, {}>::new()",
                    self.path(*id)
                ),
                (entries, of) => {
                    let entries = entries.iter().map(|(key, value)| {
                        format!("({}, {})", text::literal(key), self.element(of, value))
                    });
                    format!("[{}]", entries.collect::<Vec<_>>().join(", "))
                }
            },
            (TypeRef::Named(id), sample) => self.named(*id, sample),
            (ty, sample) => self.exact(ty, sample),
        }
    }

    /// An element of a list or map. Elements are converted, but an array does not convert into a list.
    fn element(&self, ty: &TypeRef, sample: &Sample) -> String {
        match ty {
            TypeRef::Primitive(Primitive::Object | Primitive::Raw)
            | TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::Nullable(_) => self.exact(ty, sample),
            TypeRef::Primitive(_) | TypeRef::Named(_) => self.argument(ty, sample),
        }
    }

    /// A value of exactly this type.
    fn exact(&self, ty: &TypeRef, sample: &Sample) -> String {
        match (ty, sample) {
            (TypeRef::Primitive(ty), Sample::Plain(value)) => self.exact_plain(*ty, value),
            (TypeRef::List(of), Sample::List(items)) => {
                let items = items.iter().map(|item| self.exact(of, item));
                format!("vec![{}]", items.collect::<Vec<_>>().join(", "))
            }
            (TypeRef::Map(of), Sample::Map(entries)) => {
                let entries = entries.iter().map(|(key, value)| {
                    let value = self.exact(of, value);
                    format!("({}.to_owned(), {value})", text::literal(key))
                });
                let entries = entries.collect::<Vec<_>>().join(", ");
                format!("std::collections::BTreeMap::from([{entries}])")
            }
            (TypeRef::Nullable(of), sample) => format!("Some({})", self.exact(of, sample)),
            (TypeRef::Named(id), sample) => self.named(*id, sample),
            (_, _) => "Default::default()".to_owned(),
        }
    }

    fn exact_plain(&self, ty: Primitive, value: &Value) -> String {
        let make = |name: &str, value: &str| {
            format!("{}::from({value})", self.paths.of("truto_runtime", name))
        };
        match ty {
            Primitive::String => format!("{}.to_owned()", plain(ty, value)),
            Primitive::Timestamp => make("Timestamp", &plain(ty, value)),
            Primitive::Date => make("Date", &plain(ty, value)),
            Primitive::Base64 => make("Base64", &plain(ty, value)),
            Primitive::Base64Url => make("Base64Url", &plain(ty, value)),
            Primitive::Decimal => make("Decimal", &plain(ty, value)),
            Primitive::File => match self.paths {
                Paths::Whole => make("FilePart", &plain(ty, value)),
                Paths::Used(_) => self.file(value),
            },
            Primitive::Any => self.any(value),
            Primitive::Raw => make("RawJson", &self.any(value)),
            Primitive::Object => {
                let entries = value.as_object().into_iter().flatten();
                let entries = entries.map(|(key, value)| {
                    format!("({}.to_owned(), {})", text::literal(key), self.any(value))
                });
                let entries = entries.collect::<Vec<_>>().join(", ");
                format!(
                    "{}::from_iter([{entries}])",
                    self.paths.of("truto_runtime", "Map")
                )
            }
            other => plain(other, value),
        }
    }

    /// `FilePart::from_path("example.txt")?`. In a call of a test, where there is no such file, the value is the content.
    fn file(&self, value: &Value) -> String {
        let value = plain(Primitive::File, value);
        match self.paths {
            Paths::Whole => value,
            Paths::Used(_) => {
                let of = self.paths.of("truto_runtime", "FilePart");
                format!("{of}::from_path({value})?")
            }
        }
    }

    /// `Value::from("text")`
    fn any(&self, value: &Value) -> String {
        let of = self.paths.of("truto_runtime", "Value");
        match value {
            Value::Object(_) => format!("{of}::from_iter({})", self.entries(value)),
            Value::Array(items) => format!("{of}::from_iter({})", self.items(items)),
            value => format!("{of}::from({})", plain(Primitive::Any, value)),
        }
    }

    /// `[("key", "text")]`, or with values of several types, `[("key", Value::from("text")), ("other", Value::from(7))]`
    fn entries(&self, value: &Value) -> String {
        let entries = value.as_object().into_iter().flatten();
        let is_text = entries.clone().all(|(_, value)| value.is_string());
        let entries = entries.map(|(key, value)| {
            let value = self.of_json(value, is_text);
            format!("({}, {value})", text::literal(key))
        });
        format!("[{}]", entries.collect::<Vec<_>>().join(", "))
    }

    fn items(&self, items: &[Value]) -> String {
        let is_text = items.iter().all(Value::is_string);
        let items = items.iter().map(|item| self.of_json(item, is_text));
        format!("[{}]", items.collect::<Vec<_>>().join(", "))
    }

    /// A literal if all parts are texts, else a JSON value.
    fn of_json(&self, value: &Value, is_text: bool) -> String {
        match is_text {
            true => plain(Primitive::Any, value),
            false => self.any(value),
        }
    }

    fn path(&self, id: TypeId) -> String {
        let def = self.plan.package.ty(id);
        let module = match (self.paths, self.plan.module(def.id)) {
            // The module of an API re-exports the types of its resources.
            (Paths::Used(_), ModuleId::Resource(api, _) | ModuleId::Webhooks(api)) => {
                ModuleId::Api(api)
            }
            (_, module) => module,
        };
        let path = self
            .plan
            .path(ModuleId::Crate, module, self.plan.names.ty(def.id));
        self.paths.of("api", &path)
    }

    fn named(&self, id: TypeId, sample: &Sample) -> String {
        let path = self.path(id);
        match (&self.plan.package.ty(id).kind, sample) {
            (TypeKind::Enum(_), Sample::Variant(index)) => {
                let name = self.plan.names.variants(id).get(*index);
                format!("{path}::{}", name.map_or("", String::as_str))
            }
            (TypeKind::Enum(_), Sample::Plain(value)) => {
                format!("{path}::from({})", plain(Primitive::String, value))
            }
            (TypeKind::Struct(of), Sample::Object(fields)) => self.structure(&path, of, fields),
            (TypeKind::Union(of), Sample::Case(index, value)) => {
                self.case(id, (of, *index), &path, value)
            }
            (TypeKind::Union(_), _) => {
                let json = self.paths.of("truto_runtime", "RawJson");
                format!("{path}::Unrecognized({json}::default())")
            }
            _ => format!("{path}::default()"),
        }
    }

    /// `api::shop::Source::Card(api::shop::Card::new("4242"))`
    fn case(&self, id: TypeId, (of, index): (&Union, usize), path: &str, value: &Sample) -> String {
        let name = self.plan.names.variants(id).get(index);
        let name = name.map_or("", String::as_str);
        let Some(ty) = of.cases.get(index).and_then(|case| case.ty.as_ref()) else {
            return format!("{path}::{name}");
        };
        let value = self.exact(ty, value);
        match self.plan.boxes.has_case(id, ty) {
            true => format!("{path}::{name}(Box::new({value}))"),
            false => format!("{path}::{name}({value})"),
        }
    }

    /// `api::shop::Email::new("text").kind(…)`
    fn structure(&self, path: &str, of: &Struct, set: &[(usize, Sample)]) -> String {
        let set = set
            .iter()
            .filter_map(|(index, sample)| Some((of.fields.get(*index)?, sample)))
            .filter(|(field, _)| field.fixed.is_none());
        let (arguments, settable): (Vec<_>, Vec<_>) =
            set.partition(|(field, _)| field.is_mandatory());
        let arguments = arguments
            .iter()
            .map(|(field, sample)| self.argument(&field.ty, sample));
        let arguments: Vec<String> = arguments.collect();
        let mut made = format!("{path}::new({})", arguments.join(", "));
        for (field, sample) in settable {
            made.push_str(&format!(
                ".{}({})",
                self.plan.names.field(field),
                self.argument(&field.ty, sample)
            ));
        }
        made
    }
}

/// A literal.
fn plain(ty: Primitive, value: &Value) -> String {
    match (ty, value) {
        (Primitive::Bytes, Value::String(value)) => format!("{}.as_bytes()", text::literal(value)),
        (_, Value::String(value)) => text::literal(value),
        (Primitive::F32 | Primitive::F64 | Primitive::Decimal, Value::Number(value))
            if value.is_i64() || value.is_u64() =>
        {
            format!("{value}.0")
        }
        // The type of the literal is not known from the context, so that it would be an `i32`.
        (Primitive::Any | Primitive::Raw | Primitive::Object, Value::Number(_)) => {
            let suffix = match value.as_i64() {
                Some(small) if i32::try_from(small).is_ok() => "",
                Some(_) => "_i64",
                None if value.is_u64() => "_u64",
                None => "",
            };
            format!("{value}{suffix}")
        }
        (_, value) => value.to_string(),
    }
}
