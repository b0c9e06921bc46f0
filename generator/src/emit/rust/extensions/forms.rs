//! The schemas of requests as constants, from which forms are built.

use std::collections::{HashSet, VecDeque};
use std::fmt::Write as _;

use truto_support_matrix::forms::{FormKind, Property, PropertyType, Request, Source, Text};

use crate::emit::output::Output;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::file::File;
use crate::emit::rust::gates;
use crate::emit::text;
use crate::ir::{Api, Operation, Value};
use crate::plan::extensions::forms::{ObjectRef, Schemas};
use crate::plan::root::Plan;

/// Emits `src/integration/forms.rs`.
///
/// ```text
/// impl HasForms for Integration {
///     const FORMS: &'static [&'static Schemas] = &[
///         #[cfg(feature = "desk")]
///         &desk::FORMS,
///     ];
/// }
///
/// #[cfg(feature = "desk")]
/// mod desk {
///     pub(super) static FORMS: Schemas = Schemas::new(&[
///         Schema::new("desk.people.create").with_body(T::Of(&PersonCreate)),
///     ]);
///
///     static PersonCreate: Object = Object::new(&[Row::new("name", T::Text, "Full name.")]);
/// }
/// ```
pub(crate) fn emit(plan: &Plan<'_>) -> Output {
    let docs = Doc::new("The schemas of requests, from which forms are built.");
    let mut file = File::new("src/integration/forms.rs", &docs);
    file.text("use truto_runtime::support::HasForms;\nuse truto_runtime::support::forms::Schemas;");
    file.text("use crate::Integration;");
    let apis = plan.package.apis.iter();
    let apis: Vec<&Api> = apis
        .filter(|api| plan.usage.has_matrix(api.index))
        .collect();
    let mut list = String::from(
        "impl HasForms for Integration {\n    const FORMS: &'static [&'static Schemas] = &[\n",
    );
    for api in &apis {
        if let Some(feature) = plan.features.api(api) {
            let _ = writeln!(list, "        #[cfg(feature = {})]", text::literal(feature));
        }
        let _ = writeln!(list, "        &{}::FORMS,", module(plan, api));
    }
    list.push_str("    ];\n}\n");
    file.text(&list);
    for api in apis {
        file.text(&Table::new(plan).emit(api));
    }
    file.finish()
}

/// The module of the constants of an API.
fn module<'a>(plan: &Plan<'a>, api: &Api) -> &'a str {
    match plan.is_flat() {
        true => "operations",
        false => &plan.names.api(api).module,
    }
}

/// The constants of an API. Objects have the names of the crate's types.
struct Table<'a> {
    plan: &'a Plan<'a>,
    schemas: Schemas<'a>,
    /// The objects and choices that were mentioned, but not written yet.
    open: VecDeque<ObjectRef>,
    seen: HashSet<ObjectRef>,
}

impl<'a> Table<'a> {
    fn new(plan: &'a Plan<'a>) -> Self {
        Self {
            plan,
            schemas: Schemas(plan.package),
            open: VecDeque::new(),
            seen: HashSet::new(),
        }
    }

    fn emit(mut self, api: &Api) -> String {
        let operations = api.resources.iter().flat_map(|resource| {
            let gate = gates::inline(self.plan.features.resource(resource));
            let operations = resource.operations.iter();
            operations.map(move |operation| (gate.clone(), operation))
        });
        let mut schemas = String::new();
        for (gate, operation) in operations.collect::<Vec<_>>() {
            self.operation(&gate, operation, &mut schemas);
        }
        let mut objects = String::new();
        while let Some(object) = self.open.pop_front() {
            self.object(object, &mut objects);
        }
        let feature = self.plan.features.api(api).map(text::literal);
        let feature = feature.map(|name| format!("#[cfg(feature = {name})]\n"));
        // With a feature for each resource, nothing may refer to an object.
        let unused = match self.plan.features.is_per_resource() {
            true => "dead_code, ",
            false => "",
        };
        format!(
            "{}#[allow({unused}non_upper_case_globals, unused_imports)]\nmod {} {{\n    \
             use truto_runtime::support::forms::{{FormKind as K, Object, Row, Schema, Schemas, Type as T}};\n\n    \
             pub(super) static FORMS: Schemas = Schemas::new(&[\n{schemas}    ]);\n{objects}}}\n",
            feature.unwrap_or_default(),
            module(self.plan, api),
        )
    }

    /// `Schema::new("desk.people.create").with_body(T::Of(&PersonCreate)),`
    fn operation(&mut self, gate: &str, operation: &Operation, out: &mut String) {
        let Request { query, body } = self.schemas.request(operation);
        if query.is_empty() && body.is_none() {
            return;
        }
        let id = text::literal(&self.plan.names.operation(operation).id);
        let body = body.map(|body| format!(".with_body({})", self.ty(&body)));
        let body = body.unwrap_or_default();
        if query.is_empty() {
            let _ = writeln!(out, "        {gate}Schema::new({id}){body},");
            return;
        }
        let _ = writeln!(out, "        {gate}Schema::new({id}){body}.with_query(&[");
        for parameter in &query {
            self.row(12, parameter, out);
        }
        out.push_str("        ]),\n");
    }

    /// `static Person: Object = Object::new(&[Row::new("name", T::Text, "Full name.")]);`
    fn object(&mut self, object: ObjectRef, out: &mut String) {
        if let ObjectRef::Union(_) = object {
            return self.choice(object, out);
        }
        let members = self.schemas.members(object);
        let name = self.plan.names.ty(object.ty());
        let _ = writeln!(out, "\n    static {name}: Object = Object::new(&[");
        for property in &members.properties {
            self.row(8, property, out);
        }
        let open = if members.is_open { ".open()" } else { "" };
        let _ = writeln!(out, "    ]){open};");
    }

    /// `static Note: [T; 2] = [T::Text, T::List(&T::OneOf(&Note))];`
    fn choice(&mut self, choice: ObjectRef, out: &mut String) {
        let (name, cases) = (self.plan.names.ty(choice.ty()), self.schemas.cases(choice));
        let _ = writeln!(out, "\n    static {name}: [T; {}] = [", cases.len());
        for case in &cases {
            let (before, items, after) = self.parts(case);
            text::fill(out, 8, &before, &items, &format!("{after},"));
        }
        out.push_str("    ];\n");
    }

    /// `Row::new("name", T::Text, "Full name.").required(),`, on several lines if it is long.
    fn row(&mut self, indent: usize, property: &Property<ObjectRef>, out: &mut String) {
        let start = format!("Row::new({},", text::literal(&property.name));
        let ty = self.ty(&property.ty);
        let description = text::literal(property.description.as_deref().unwrap_or_default());
        let end = format!("){},", facts(property));
        let of_start = indent + start.len() + 1 + ty.len() + 1;
        if of_start + 1 + description.len() + end.len() <= text::WIDTH {
            let _ = writeln!(out, "{:indent$}{start} {ty}, {description}{end}", "");
            return;
        }
        if of_start <= text::WIDTH {
            let _ = writeln!(out, "{:indent$}{start} {ty},", "");
        } else {
            let _ = writeln!(out, "{:indent$}{start}", "");
            let (before, items, after) = self.parts(&property.ty);
            text::fill(out, indent + 4, &before, &items, &format!("{after},"));
        }
        wrapped(indent + 4, &description, out);
        let _ = writeln!(out, "{end}");
    }

    /// A type as a start, items that can be on several lines, and an end.
    fn parts(&mut self, ty: &PropertyType<ObjectRef>) -> (String, Vec<String>, String) {
        let (wrapper, of) = match ty {
            PropertyType::List(of) => ("List", of),
            PropertyType::Map(of) => ("Map", of),
            PropertyType::Nullable(of) => ("Nullable", of),
            PropertyType::Scalar {
                kind,
                format: None,
                values,
            } if !values.is_empty() => {
                let (name, items) = choice(*kind, values);
                return (format!("T::{name}(&["), items, "])".to_owned());
            }
            other => return (self.ty(other), Vec::new(), String::new()),
        };
        let (before, items, after) = self.parts(of);
        (
            format!("T::{wrapper}(&{before}"),
            items,
            format!("{after})"),
        )
    }

    /// `T::List(&T::Of(&Email))`
    fn ty(&mut self, ty: &PropertyType<ObjectRef>) -> String {
        match ty {
            PropertyType::Scalar {
                kind,
                format: Some(format),
                ..
            } => format!("T::Formatted(K::{kind:?}, {})", text::literal(format)),
            PropertyType::Scalar { kind, values, .. } => scalar(*kind, values),
            PropertyType::AnyObject => "T::AnyObject".to_owned(),
            PropertyType::Object(object) => format!("T::Of(&{})", self.name(*object)),
            PropertyType::OneOf(choice) => format!("T::OneOf(&{})", self.name(*choice)),
            PropertyType::List(of) => format!("T::List(&{})", self.ty(of)),
            PropertyType::Map(of) => format!("T::Map(&{})", self.ty(of)),
            PropertyType::Nullable(of) => format!("T::Nullable(&{})", self.ty(of)),
        }
    }

    /// The constant of an object or a choice, which has to be written.
    fn name(&mut self, of: ObjectRef) -> &'a str {
        if self.seen.insert(of) {
            self.open.push_back(of);
        }
        self.plan.names.ty(of.ty())
    }
}

/// `T::Choice(&["work", "home"])`
fn scalar(kind: FormKind, values: &[(Value, Option<Text>)]) -> String {
    if values.is_empty() {
        return format!("T::{kind:?}");
    }
    let (name, items) = choice(kind, values);
    format!("T::{name}(&[{}])", items.join(", "))
}

/// The name of the type of an enum, and its values, with their descriptions if one has any.
fn choice(kind: FormKind, values: &[(Value, Option<Text>)]) -> (&'static str, Vec<String>) {
    let is_described = values.iter().any(|(_, description)| description.is_some());
    let name = match (kind, is_described) {
        (FormKind::Text, false) => "Choice",
        (FormKind::Text, true) => "Described",
        _ => "Integers",
    };
    let items = values.iter().map(|(value, description)| {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let value = text::literal(&value);
        match name {
            "Choice" => value,
            _ => format!(
                "({value}, {})",
                text::literal(description.as_deref().unwrap_or_default())
            ),
        }
    });
    (name, items.collect())
}

/// `.required().with_default("1")`
fn facts(property: &Property<ObjectRef>) -> String {
    let mut facts = String::new();
    for (fact, is_so) in [
        (".required()", property.is_required),
        (".read_only()", property.is_read_only),
        (".deprecated()", property.is_deprecated),
    ] {
        facts.push_str(if is_so { fact } else { "" });
    }
    if let Some(default) = &property.default {
        let _ = write!(
            facts,
            ".with_default({})",
            text::literal(&default.to_string())
        );
    }
    let constraints = property.constraints.iter().map(|(keyword, value)| {
        let (keyword, value) = (text::literal(keyword), text::literal(&value.to_string()));
        format!("({keyword}, {value})")
    });
    let constraints: Vec<String> = constraints.collect();
    if !constraints.is_empty() {
        let _ = write!(facts, ".with_constraints(&[{}])", constraints.join(", "));
    }
    facts
}

/// Writes a literal on as many lines as it needs. The source continues after a backslash at the first character that is no space, so a
/// line ends only after a single space.
fn wrapped(indent: usize, literal: &str, out: &mut String) {
    let _ = write!(out, "{:indent$}", "");
    let mut column = indent;
    let mut words = literal.split_inclusive(' ').peekable();
    while let Some(word) = words.next() {
        out.push_str(word);
        column += word.len();
        let Some(next) = words.peek() else { break };
        if column + next.len() + 1 > text::WIDTH && *next != " " {
            let _ = write!(out, "\\\n{:indent$}", "");
            column = indent;
        }
    }
}
