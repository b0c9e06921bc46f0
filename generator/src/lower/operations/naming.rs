//! The names of an operation: method, builder, constant.

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::Value;

use super::number::{Number, number};
use super::operation_ref::OperationRef;
use super::singular::singular;
use crate::lower::context::Context;
use crate::plan::names::{self, Item, NameScope, Space};

/// The names of an operation.
pub(super) struct Named {
    pub(super) method: String,
    pub(super) builder: String,
    /// The name that the builder had before, if it differs.
    pub(super) former_builder: Option<String>,
    pub(super) constant: String,
}

/// Names an operation: its method in `methods`, its builder in the API.
pub(super) fn name_operation(
    cx: &mut Context<'_, '_>,
    source: &OperationRef<'_, '_>,
    methods: &mut NameScope,
) -> Named {
    let chosen = source.extension("x-truto-name").and_then(Value::as_str);
    let http = source.http.as_str();
    let (raw, label) = match &source.operation.operation_id {
        Some(id) => (without_tag(id, source.tag), format!("operation `{id}`")),
        None => (
            words_of(&http.to_lowercase(), source.path),
            format!("operation `{http} {}`", source.path),
        ),
    };
    let origin = source.at.key_origin();
    let item = Item {
        space: Space::Method,
        raw: &raw,
        chosen,
        what: label.clone(),
        origin,
    };
    let is_free = methods.is_free(&item);
    let method = methods.mint(item, cx.diags);
    let plain = names::plain(&method);
    let constant = names::derive(Space::Constant, plain);
    let words = builder_words(plain, &noun(cx, source, plain));
    // A clash of the methods has been reported; one of the builders would repeat it.
    let builder = match is_free {
        true => cx.type_name(&words, &format!("builder of {label}"), None, origin),
        false => words,
    };
    let former = builder_words(plain, names::plain(source.module));
    let is_renamed = is_free && former != builder && has_former_builders(cx);
    let former_builder = is_renamed.then(|| {
        let what = format!("deprecated alias for {label}");
        cx.type_name(&former, &what, None, origin)
    });
    Named {
        method,
        builder,
        former_builder,
        constant,
    }
}

/// Whether builders that were named with the plural before still have that name, too.
fn has_former_builders(cx: &Context<'_, '_>) -> bool {
    cx.root.key("x-truto-former-builders").value().is_some()
}

/// Returns the noun for what the operation addresses: the name of the resource, or its singular.
fn noun(cx: &Context<'_, '_>, source: &OperationRef<'_, '_>, method: &str) -> String {
    let plural = names::plain(source.module);
    match number(cx, source, method) {
        Number::Many => plural.to_owned(),
        Number::One => {
            let tag = cx.doc.tags.iter().find(|tag| tag.name == source.tag);
            let chosen = tag.and_then(|tag| tag.extensions.get("x-truto-singular")?.as_str());
            chosen.map_or_else(|| singular(plural), str::to_owned)
        }
    }
}

/// Removes the tag from an operation ID: `contacts_create` of the tag `contacts` becomes `create`.
fn without_tag(id: &str, tag: &str) -> String {
    let (id_words, tag_words) = (id.to_snake_case(), tag.to_snake_case());
    let rest = id_words
        .strip_prefix(&format!("{tag_words}_"))
        .or_else(|| id_words.strip_suffix(&format!("_{tag_words}")));
    rest.map_or_else(|| id.to_owned(), str::to_owned)
}

/// Turns `get /a/{id}` into `get a by id`.
fn words_of(http: &str, path: &str) -> String {
    let mut words = http.to_owned();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let segment = segment.replace('{', " by ").replace('}', " ");
        words.push(' ');
        words.push_str(&segment);
    }
    words
}

/// Returns `CreateContact` for `create` and `contact`. A noun that the method has is not repeated.
fn builder_words(method: &str, noun: &str) -> String {
    let (method, noun) = (method.to_upper_camel_case(), noun.to_upper_camel_case());
    let stem = noun.strip_suffix('s').unwrap_or(&noun);
    if method.contains(stem) {
        method
    } else {
        format!("{method}{noun}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_from_their_id_or_from_where_they_stand() {
        assert_eq!(without_tag("contacts_create", "contacts"), "create");
        assert_eq!(without_tag("createContacts", "contacts"), "create");
        assert_eq!(without_tag("createContact", "contacts"), "createContact");
        assert_eq!(words_of("get", "/a/{id}"), "get a  by id ");
        assert_eq!(builder_words("create", "contact"), "CreateContact");
        assert_eq!(builder_words("list", "contacts"), "ListContacts");
        assert_eq!(builder_words("get_company", "company"), "GetCompany");
        assert_eq!(builder_words("get_pet_by_id", "pet"), "GetPetById");
    }
}
