//! A request in a collection.

use serde_json::{Value, json};

use super::auth::{self, Own};
use super::describe::describe;
use super::query::Entry;
use super::variables::Variables;
use super::{body, url};
use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::extensions::support;
use crate::emit::prose::{fields, markdown, operation, source};
use crate::emit::samples::call::{Call, Set};
use crate::emit::samples::request::Header;
use crate::emit::samples::{query, styles};
use crate::ir::{Location, Param, Primitive, QueryStyle, Role, TypeKind, TypeRef};
use crate::plan::modules::ModuleId;
use crate::plan::sample_choice::Telling;
use crate::plan::sample_json;
use crate::plan::samples::{Hint, Maker};

pub(super) fn request(call: &Call<'_>, variables: &Variables) -> Value {
    let own = auth::of_request(call.builder.plan, call.operation);
    let others = others(call);
    let mut request = json!({"method": call.operation.http.as_str()});
    describe(&mut request, about(call));
    if let Some(auth) = &own.auth {
        request["auth"] = auth.clone();
    }
    request["header"] = headers(call, &others, &own);
    request["url"] = address(call, variables, &others, &own);
    if let Some(body) = body::body(call) {
        request["body"] = body;
    }
    request
}

/// What is said about the operation, in Markdown.
fn about(call: &Call<'_>) -> Vec<String> {
    let (plan, operation) = (call.builder.plan, call.operation);
    let place = call.builder.place;
    let module = ModuleId::Resource(place.api, place.resource);
    let deprecated = operation
        .docs
        .deprecated
        .then(|| "**Deprecated.**".to_owned());
    let description = operation.docs.description.as_deref().map(markdown::blocks);
    let further = [
        deprecated,
        description.map(|lines| lines.join("\n")),
        operation::integrations(plan, module, operation, &Style::page()),
        source::documentation(plan, &operation.docs),
    ];
    let paragraphs = further
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty());
    let paragraphs: Vec<String> = paragraphs.collect();
    match paragraphs.is_empty() {
        true => Vec::new(),
        false => vec![paragraphs.join("\n\n")],
    }
}

fn about_param(call: &Call<'_>, param: &Param) -> String {
    let deprecated = param.docs.deprecated.then(|| "Deprecated.".to_owned());
    let support = support::parameter(call.builder.plan, call.operation, param, &Style::page());
    let parts = [deprecated, fields::short(&param.docs), support];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" ")
}

/// The parameters that the sample does not set.
fn others<'a>(call: &Call<'a>) -> Vec<Set<'a>> {
    let is_set = |param: &Param| call.params.iter().any(|set| set.param.id == param.id);
    let plan = call.builder.plan;
    let maker = Maker {
        plan,
        choice: Telling::new(call.values),
    };
    let params = call.operation.params.iter().filter(|param| !is_set(param));
    let sets = params.map(|param| {
        let sample = maker.make(
            &param.ty,
            Hint::of_param(param).or_example(call.values.param(param)),
        );
        let json = match is_cursor(param) {
            // A made-up cursor would be refused.
            true => Value::from(""),
            false => sample_json::json(plan.package, &param.ty, &sample),
        };
        Set {
            param,
            sample,
            json,
        }
    });
    sets.collect()
}

/// Whether the value is the cursor of a page.
fn is_cursor(param: &Param) -> bool {
    let is_text = matches!(
        param.ty,
        TypeRef::Primitive(Primitive::String | Primitive::Any)
    );
    param.role == Role::Paging && is_text && param.example.is_none()
}

/// The headers: those of the sample, then the others, which are disabled.
fn headers(call: &Call<'_>, others: &[Set<'_>], own: &Own) -> Value {
    let described = |name: &str| {
        let mut params = call.operation.params.iter();
        let param = params
            .find(|param| param.wire == name && matches!(param.location, Location::Header(_)));
        param
            .map(|param| about_param(call, param))
            .unwrap_or_default()
    };
    let entry = |name: &str, value: &str, is_disabled: bool| {
        let mut entry = json!({"key": name, "value": value});
        let about = described(name);
        if !about.is_empty() {
            entry["description"] = about.into();
        }
        if is_disabled {
            entry["disabled"] = true.into();
        }
        entry
    };
    let mut all = Vec::new();
    for Header(name, value) in call.headers() {
        all.push(entry(&name, &value, false));
    }
    all.extend(
        own.headers
            .iter()
            .map(|(name, value)| entry(name, value, false)),
    );
    let mut cookies = call.cookies();
    cookies.extend(
        own.cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}")),
    );
    let mut other_cookies = Vec::new();
    for set in others {
        match set.param.location {
            Location::Header(style) => {
                let value = styles::header(style, &set.json).replace(char::is_control, " ");
                all.push(entry(&set.param.wire, &value, true));
            }
            Location::Cookie(style) => {
                other_cookies.extend(styles::cookies(&set.param.wire, style, &set.json));
            }
            Location::Path(_) | Location::Query(_) => {}
        }
    }
    for (cookies, is_disabled) in [(cookies, false), (other_cookies, true)] {
        if !cookies.is_empty() {
            all.push(entry("Cookie", &cookies.join("; "), is_disabled));
        }
    }
    all.into()
}

/// The address, as a whole and in its parts.
fn address(call: &Call<'_>, variables: &Variables, others: &[Set<'_>], own: &Own) -> Value {
    let host = variables.server(&call.base_url());
    let (path, named) = url::path(call, variables);
    let query = query(call, variables, others, own);
    let mut raw = format!("{host}/{}", path.join("/"));
    let sent: Vec<String> = query.iter().filter_map(Entry::raw).collect();
    if !sent.is_empty() {
        raw.push('?');
        raw.push_str(&sent.join("&"));
    }
    let mut url = json!({"raw": raw, "host": [host], "path": path});
    if !query.is_empty() {
        url["query"] = query.iter().map(Entry::json).collect();
    }
    if !named.is_empty() {
        url["variable"] = named.into();
    }
    url
}

/// The query parameters in the order of the document; those that the sample does not set are disabled.
fn query(call: &Call<'_>, variables: &Variables, others: &[Set<'_>], own: &Own) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Entry::of(&call.fixed_pairs().collect(), "", false).collect();
    if let Some(scope) = call.scope_in_query() {
        let about = fields::short(&scope.docs).unwrap_or_default();
        entries.push(Entry::new(&scope.wire, variables.scope(&scope.wire), about));
    }
    for param in &call.operation.params {
        let Location::Query(style) = param.location else {
            continue;
        };
        let is_it = |set: &&Set<'_>| set.param.id == param.id;
        let set = call.params.iter().find(is_it);
        let Some(value) = set.or_else(|| others.iter().find(is_it)) else {
            continue;
        };
        if style == QueryStyle::Whole {
            entries.extend(set.map(|set| Entry::whole(&set.json)));
            continue;
        }
        let mut pairs = query::Pairs::new();
        match sort(call, param) {
            Some(sort) => query::write(&param.wire, QueryStyle::DeepObject, &sort, &mut pairs),
            None => query::write(&param.wire, style, &value.json, &mut pairs),
        }
        entries.extend(Entry::of(&pairs, &about_param(call, param), set.is_none()));
    }
    let own = own.query.iter();
    entries.extend(own.map(|(name, value)| Entry::new(name, value.clone(), String::new())));
    entries
}

/// `{"created_at": "asc"}`, for a sort order.
fn sort(call: &Call<'_>, param: &Param) -> Option<Value> {
    let Role::Sort { direction } = param.role else {
        return None;
    };
    let first = |ty: &TypeRef| match &call.builder.plan.package.ty(ty.named()?).kind {
        TypeKind::Enum(of) => of.variants.first().map(|variant| variant.wire.clone()),
        TypeKind::Struct(_) | TypeKind::Union(_) => None,
    };
    Some(json!({first(&param.ty)?: first(&TypeRef::Named(direction))?}))
}
