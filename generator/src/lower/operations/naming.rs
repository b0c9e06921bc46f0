//! The names of an operation: method, builder, constant.

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::Value;

use super::operation_ref::OperationRef;
use crate::lower::context::Context;
use crate::lower::names::{self, NameScope, Space};

/// The names of an operation.
pub(super) struct Named {
    pub(super) method: String,
    pub(super) builder: String,
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
    let is_free = methods.is_free(&raw, chosen);
    let method = methods.mint(&raw, &label, chosen, origin, cx.diags);
    let plain = names::plain(&method);
    let constant = names::derive(Space::Constant, plain);
    let words = builder_words(plain, source.module);
    // A clash of the methods has been reported; one of the builders would repeat it.
    let builder = match is_free {
        true => cx.type_name(&words, &format!("builder of {label}"), None, origin),
        false => words,
    };
    Named {
        method,
        builder,
        constant,
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

/// Returns `CreateContacts` for `create` in `contacts`. The name of the resource is not repeated.
fn builder_words(method: &str, module: &str) -> String {
    let (method, module) = (
        method.to_upper_camel_case(),
        names::plain(module).to_upper_camel_case(),
    );
    let stem = module.strip_suffix('s').unwrap_or(&module);
    if method.contains(stem) {
        method
    } else {
        format!("{method}{module}")
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
        assert_eq!(builder_words("create", "contacts"), "CreateContacts");
        assert_eq!(builder_words("get_pet_by_id", "pet"), "GetPetById");
    }
}
