//! What a fake needs to know about one API: its operations, and the shapes of requests and responses.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::emit::rust::extensions::fake_metadata;
use crate::emit::rust::gates;
use crate::emit::rust::set_parameter;
use crate::emit::text;
use crate::ir::{
    Additional, Api, Body, Enum, Field, Location, Media, Operation, Param, PathStyle, Primitive,
    QueryStyle, RecordForm, Records, Repr, ResponseType, Role, Selector, StatusRange, Struct,
    TypeId, TypeKind, TypeRef, Union,
};
use crate::plan::requests::{self, Decoder};
use crate::plan::root::Plan;
use crate::plan::sample_choice;

/// Emits the module of an API: its operations and the objects that they return, under the names of the crate's types.
pub(crate) fn emit(plan: &Plan<'_>, api: &Api) -> String {
    let mut shapes = Shapes {
        plan,
        open: Vec::new(),
        seen: BTreeSet::new(),
    };
    let mut routes = String::new();
    for resource in &api.resources {
        for operation in &resource.operations {
            let gate = gates::inline(plan.features.resource(resource));
            let module = &plan.names.resource(resource).module;
            shapes.route(api, (&gate, module), operation, &mut routes);
        }
    }
    let objects = shapes.objects();
    let module = module(plan, api);
    let one_of = match objects.contains(": OneOf = ") {
        true => "    use truto_runtime::testing::{OneOf, case, tagged};\n",
        false => "",
    };
    let records = match plan.usage.events || plan.usage.lines {
        true => "    use truto_runtime::testing::Records;\n",
        false => "",
    };
    let unused = match plan.features.is_per_resource() {
        true => "dead_code, ",
        false => "",
    };
    let feature = plan.features.api(api).map(text::literal);
    let feature = feature.map(|name| format!("#[cfg(feature = {name})]\n"));
    let api_path = match plan.is_flat() {
        true => "crate".to_owned(),
        false => format!("crate::{module}"),
    };
    let scope = match &api.scope {
        Some(scope) => format!("Some({})", text::literal(&scope.wire)),
        None => "None".to_owned(),
    };
    format!(
        "{}#[allow({unused}non_upper_case_globals, unused_imports)]\nmod {module} {{\n    \
         use {api_path} as api;\n    \
         use truto_runtime::testing::{{Api, Object, Payload as P, ResponseKind as R, Route, Shape as S}};\n    \
         use truto_runtime::testing::{{optional, required}};\n{one_of}{records}\n    \
         pub(super) static table: Api = Api::new({scope}, &[\n{routes}    ]);\n{objects}}}\n",
        feature.unwrap_or_default()
    )
}

/// The module of an API in that of the fake.
pub(super) fn module<'a>(plan: &Plan<'a>, api: &Api) -> &'a str {
    match plan.is_flat() {
        true => "operations",
        false => &plan.names.api(api).module,
    }
}

/// Writes the shapes of responses, and collects the objects in them that have not been written yet.
struct Shapes<'a> {
    plan: &'a Plan<'a>,
    open: Vec<TypeId>,
    seen: BTreeSet<TypeId>,
}

impl<'a> Shapes<'a> {
    /// `Route::new(&api::people::CREATE, R::One(S::Of(&Person))).with_payload(P::Json(S::Of(&PersonCreate)))`
    fn route(
        &mut self,
        api: &Api,
        (gate, module): (&str, &str),
        operation: &Operation,
        out: &mut String,
    ) {
        let (brings, status) = self.brings(operation);
        let mut start = format!(
            "{gate}Route::new(&api::{module}::{}, {brings})",
            self.plan.names.operation(operation).constant
        );
        if api.scope.is_some() && operation.scope.is_none() {
            start.push_str(".unscoped()");
        }
        if status != 200 {
            let _ = write!(start, ".with_status({status})");
        }
        let mut end = String::new();
        let body = self.required_body(operation);
        if !body.is_empty() {
            let _ = write!(end, ".with_required_fields(&[{}])", body.join(", "));
        }
        let styles = path_styles(operation);
        if !styles.is_empty() {
            let _ = write!(end, ".with_path_styles(&[{}])", styles.join(", "));
        }
        if let Some(payload) = self.payload(operation) {
            let _ = write!(end, ".with_payload(P::{payload})");
        }
        for stream in &operation.streams {
            let _ = write!(end, ".with_stream({})", self.records(stream));
        }
        let query = self.query(operation);
        if query.is_empty() && 8 + start.len() + end.len() < text::WIDTH {
            let _ = writeln!(out, "        {start}{end},");
        } else if query.is_empty() {
            let _ = writeln!(out, "        {start}\n            {end},");
        } else {
            let start = start + ".with_query(&[";
            let start = match 8 + start.len() > text::WIDTH {
                true => start.replacen(").", ")\n            .", 1),
                false => start,
            };
            text::fill(out, 8, &start, &query, &format!("]){end},"));
        }
    }

    /// The parameters that are specific to this operation, such as filters and the sort order. Options are the same for all.
    fn query(&mut self, operation: &Operation) -> Vec<String> {
        let params = operation.params.iter().filter(|param| {
            // A query as a whole has no name by which the fake can find it.
            let is_parameter =
                matches!(param.location, Location::Query(style) if style != QueryStyle::Whole);
            param.role.is_checked() && is_parameter
        });
        let mut fields = Vec::new();
        for param in params {
            if let Some(exploded) = self.exploded(param) {
                fields.extend(exploded);
                continue;
            }
            let sorted = self.sort_fields(param);
            if sorted.is_empty() {
                let make = if param.required {
                    "required"
                } else {
                    "optional"
                };
                let (name, shape) = (text::literal(&param.wire), self.shape(&param.ty));
                fields.push(format!("{make}({name}, {shape})"));
            }
            for name in sorted {
                let name = text::literal(&format!("{}[{name}]", param.wire));
                fields.push(format!("optional({name}, S::Text)"));
            }
        }
        fields
    }

    /// The properties of an object that are parameters of their own, without the name of the object.
    fn exploded(&mut self, param: &Param) -> Option<Vec<String>> {
        let TypeRef::Named(id) = &param.ty else {
            return None;
        };
        let of = self.plan.package.structure(*id)?;
        (param.location == Location::Query(QueryStyle::Form)).then(|| {
            let fields = of.fields.iter().map(|field| {
                let make = match param.required && field.required {
                    true => "required",
                    false => "optional",
                };
                let (name, shape) = (text::literal(&field.wire), self.shape(&field.ty));
                format!("{make}({name}, {shape})")
            });
            fields.collect()
        })
    }

    /// The fields that a parameter can sort by.
    fn sort_fields(&self, param: &Param) -> Vec<&'a str> {
        match (param.role, &param.ty) {
            (Role::Sort { .. }, TypeRef::Named(id)) => match &self.plan.package.ty(*id).kind {
                TypeKind::Enum(of) => of.variants.iter().map(|one| one.wire.as_str()).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// `Json(S::Of(&PersonCreate))`
    fn payload(&mut self, operation: &Operation) -> Option<String> {
        let body = operation.body.as_ref()?;
        Some(match &body.media {
            Media::Json(_) => format!("Json({})", self.shape(&body.ty)),
            Media::Form => format!("Form({})", self.shape(&body.ty)),
            Media::Multipart(media) => {
                format!(
                    "Multipart({}, {})",
                    text::literal(media),
                    self.shape(&body.ty)
                )
            }
            Media::Text(media)
            | Media::Binary(media)
            | Media::Events(media)
            | Media::Lines(media)
            | Media::Sequence(media) => {
                format!("Other({})", text::literal(media))
            }
        })
    }

    /// The body of a successful response, and its status. If there are several, the first.
    fn brings(&mut self, operation: &Operation) -> (String, u16) {
        let case = requests::cases(operation).next();
        let status = case.map_or(200, |case| status(case.status));
        let media = case.and_then(|case| case.media.as_ref());
        let brings = match &operation.response {
            ResponseType::Nothing => "R::Nothing".to_owned(),
            ResponseType::Stream => "R::Bytes".to_owned(),
            ResponseType::Page(item) => format!("R::Page({})", self.shape(item)),
            ResponseType::Records(records) => format!("R::Records({})", self.records(records)),
            ResponseType::Value(_) => match case.and_then(|case| case.ty.as_ref()) {
                None => "R::Nothing".to_owned(),
                Some(ty) if Decoder::of(ty, media) != Decoder::Json => "R::Bytes".to_owned(),
                Some(ty) => format!("R::One({})", self.shape(ty)),
            },
        };
        (brings, status)
    }

    /// `Records::events("text/event-stream", S::Of(&Change))`
    fn records(&mut self, records: &Records) -> String {
        let form = match (&records.media, records.form) {
            (_, RecordForm::Text) => "texts",
            (_, RecordForm::Whole) => "whole_events",
            (Media::Sequence(_), _) => "sequence",
            (media, _) if media.is_events() => "events",
            _ => "lines",
        };
        let media = text::literal(records.media.name());
        format!("Records::{form}({media}, {})", self.shape(&records.ty))
    }

    fn required_body(&self, operation: &Operation) -> Vec<String> {
        let body = operation.body.as_ref().filter(|body| body.required);
        let of = self
            .plan
            .package
            .body_struct(operation)
            .filter(|_| body.is_some());
        let fields = of.into_iter().flat_map(|(_, of)| &of.fields);
        let needed = fields.filter(|field| field.is_always_sent());
        let sent = needed.flat_map(|field| match self.sent_alone(body, field) {
            Some(of) => of
                .fields
                .iter()
                .filter(|one| one.is_always_sent())
                .collect(),
            None => vec![field],
        });
        sent.map(|field| text::literal(&field.wire)).collect()
    }

    /// The object whose properties are fields of a form of their own, without the name of `field`.
    fn sent_alone(&self, body: Option<&Body>, field: &Field) -> Option<&'a Struct> {
        let body = body.filter(|body| body.media == Media::Form)?;
        let mut encodings = body.encodings().iter();
        let encoding = encodings.find(|encoding| encoding.wire == field.wire)?;
        let is_exploded = encoding.form_style() == Some(QueryStyle::Form);
        match &field.ty {
            TypeRef::Named(id) if is_exploded => self.plan.package.structure(*id),
            _ => None,
        }
    }

    /// `S::List(&S::Of(&Email))`
    fn shape(&mut self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Primitive(primitive) => self::primitive(*primitive).to_owned(),
            TypeRef::List(of) => format!("S::List(&{})", self.shape(of)),
            TypeRef::Map(of) => format!("S::Map(&{})", self.shape(of)),
            TypeRef::Nullable(of) => format!("S::Nullable(&{})", self.shape(of)),
            TypeRef::Named(id) => match &self.plan.package.ty(*id).kind {
                TypeKind::Enum(of) if self.has_values(of) => self.reference("Enum", *id),
                TypeKind::Enum(of) => choice(of),
                TypeKind::Union(of) if !has_tags(of) => "S::Any".to_owned(),
                TypeKind::Union(_) => self.reference("OneOf", *id),
                TypeKind::Struct(_) => self.reference("Of", *id),
            },
        }
    }

    /// The shape of a field. A required text of a known format has a sample of this format.
    fn formatted(&mut self, field: &Field) -> String {
        let is_text = matches!(field.ty, TypeRef::Primitive(of) if of.is_text());
        let fixed = field.fixed.as_ref().and_then(|value| value.as_str());
        let text = fixed.or_else(|| sample_choice::formatted(field.format.as_deref()?));
        match text.filter(|_| is_text && field.is_always_present()) {
            Some(text) => format!("S::Choice({})", text::literal(text)),
            None => self.shape(&field.ty),
        }
    }

    /// `S::Of(&Email)`
    fn reference(&mut self, kind: &str, id: TypeId) -> String {
        if self.seen.insert(id) {
            self.open.push(id);
        }
        format!("S::{kind}(&{})", self.plan.names.ty(id))
    }

    /// Whether all values of an enumeration are written: only descriptions of operations contain them.
    fn has_values(&self, of: &Enum) -> bool {
        let is_text = of.repr == Repr::String && !of.variants.is_empty();
        is_text && self.plan.usage.live_schemas
    }

    /// All objects, enumerations and sum types that were mentioned, and those nested in them.
    fn objects(mut self) -> String {
        let mut out = String::new();
        while let Some(id) = self.open.pop() {
            match &self.plan.package.ty(id).kind {
                TypeKind::Struct(of) => self.object(id, of, &mut out),
                TypeKind::Union(of) => self.one_of(id, of, &mut out),
                TypeKind::Enum(of) => self.values(id, of, &mut out),
            }
        }
        out
    }

    /// ```text
    ///     static PetKind: [&str; 2] = ["cat", "dog"];
    /// ```
    fn values(&self, id: TypeId, of: &Enum, out: &mut String) {
        let values = of.variants.iter().map(|one| text::literal(&one.wire));
        let values: Vec<String> = values.collect();
        let (name, count) = (self.plan.names.ty(id), values.len());
        let start = format!("static {name}: [&str; {count}] = [");
        text::fill(out, 4, &start, &values, "];");
    }

    /// ```text
    ///     static Pet: OneOf = OneOf::new(&[tagged("kind", &["cat"], S::Of(&Cat)), case(S::Text)]);
    /// ```
    fn one_of(&mut self, id: TypeId, of: &Union, out: &mut String) {
        let cases = of.cases.iter().filter_map(|case| {
            let ty = case.ty.as_ref()?;
            let shape = match self.is_union(ty) {
                // It has the same tag, or is distinguished otherwise.
                true => "S::Any".to_owned(),
                false => self.shape(ty),
            };
            Some(match &case.selector {
                Selector::Tag { property, values } => {
                    let values = values.iter().map(|value| text::literal(value));
                    let values = values.collect::<Vec<_>>().join(", ");
                    format!("tagged({}, &[{values}], {shape})", text::literal(property))
                }
                Selector::Content | Selector::Status(_) => format!("case({shape})"),
            })
        });
        let cases: Vec<String> = cases.collect();
        let start = format!("static {}: OneOf = OneOf::new(&[", self.plan.names.ty(id));
        text::fill(out, 4, &start, &cases, "]);");
    }

    fn is_union(&self, ty: &TypeRef) -> bool {
        let TypeRef::Named(id) = ty else { return false };
        matches!(self.plan.package.ty(*id).kind, TypeKind::Union(_))
    }

    /// ```text
    ///     static Person: Object = Object::new(&[required("id", S::Text), optional("name", S::Text)]);
    /// ```
    fn object(&mut self, id: TypeId, of: &Struct, out: &mut String) {
        let fields = of.fields.iter().map(|field| {
            let make = match field.is_always_present() {
                true => "required",
                false => "optional",
            };
            let shape = self.formatted(field);
            format!("{make}({}, {shape})", text::literal(&field.wire))
        });
        let fields: Vec<String> = fields.collect();
        let others = match &of.additional {
            Additional::Raw => String::new(),
            Additional::Typed(ty) => format!(".with_others({})", self.shape(ty)),
        };
        let others = others + &fake_metadata::of_object(self.plan, of);
        let start = format!("static {}: Object = Object::new(&[", self.plan.names.ty(id));
        text::fill(out, 4, &start, &fields, &format!("]){others};"));
    }
}

/// `("id", truto_runtime::PathStyle::Label)`
fn path_styles(operation: &Operation) -> Vec<String> {
    let params = operation.params.iter();
    let styles = params.filter_map(|param| match param.location {
        Location::Path(PathStyle::Simple) => None,
        Location::Path(style) => Some(format!(
            "({}, truto_runtime::PathStyle::{})",
            text::literal(&param.wire),
            set_parameter::path_style(style)
        )),
        _ => None,
    });
    styles.collect()
}

/// Whether a tag distinguishes cases.
fn has_tags(of: &Union) -> bool {
    let mut cases = of.cases.iter();
    cases.any(|case| matches!(case.selector, Selector::Tag { .. }))
}

fn status(range: StatusRange) -> u16 {
    match range {
        StatusRange::Code(code) => code,
        StatusRange::Class(class) => u16::from(class) * 100,
        StatusRange::Default => 200,
    }
}

fn choice(of: &Enum) -> String {
    match (of.repr, of.variants.first()) {
        (Repr::String, Some(first)) => format!("S::Choice({})", text::literal(&first.wire)),
        (Repr::String, None) => "S::Text".to_owned(),
        (Repr::Integer | Repr::Natural, _) => "S::Integer".to_owned(),
    }
}

fn primitive(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::String
        | Primitive::Base64
        | Primitive::Base64Url
        | Primitive::Bytes
        | Primitive::File => "S::Text",
        Primitive::Bool => "S::Bool",
        Primitive::I32 | Primitive::I64 | Primitive::U64 => "S::Integer",
        Primitive::F32 | Primitive::F64 | Primitive::Decimal => "S::Number",
        Primitive::Timestamp => "S::Time",
        Primitive::Date => "S::Date",
        Primitive::Any => "S::Any",
        Primitive::Object => "S::Map(&S::Any)",
        Primitive::Raw => "S::Provider",
    }
}
