//! Names of operations: method, builder, constant.

use heck::ToUpperCamelCase;

use super::scope::{Item, NameScope};
use super::singular::singular;
use super::space::Space;
use super::spelling::{derive, plain};
use super::table::OperationNames;
use crate::diag::Diagnostics;
use crate::ir::{Api, Operation, Resource};

/// The scopes of the names of an operation.
pub(super) struct Scopes<'s> {
    /// The methods of the resource.
    pub(super) methods: &'s mut NameScope,
    /// The types, builders and handles of the API.
    pub(super) types: &'s mut NameScope,
}

/// Names an operation. `modules` are the names of its API and resource.
pub(super) fn name_operation(
    api: &Api,
    resource: &Resource,
    operation: &Operation,
    modules: [&str; 2],
    scopes: Scopes<'_>,
    diags: &mut Diagnostics,
) -> OperationNames {
    let label = format!("operation `{}`", operation.label());
    let item = Item {
        space: Space::Method,
        raw: &operation.words,
        chosen: operation.chosen.as_deref(),
        what: label.clone(),
        origin: operation.origin,
    };
    let is_free = scopes.methods.is_free(&item);
    let method = scopes.methods.mint(item, diags);
    let [api_module, module] = modules.map(plain);
    let stem = plain(&method);
    let mut builder = |words: &str, what: &str| {
        let item = Item {
            space: Space::Type,
            raw: words,
            chosen: None,
            what: format!("{what} {label}"),
            origin: operation.origin,
        };
        scopes.types.mint(item, diags)
    };
    let words = builder_words(stem, &noun(resource, operation, module));
    let former = builder_words(stem, module);
    // A clash of the methods has been reported; one of the builders would repeat it.
    let (name, former_builder) = if is_free {
        let name = builder(&words, "builder of");
        let is_renamed = api.has_former_builders && former != name;
        let former_builder =
            is_renamed.then(|| builder(&former, "deprecated alias that is generated for"));
        (name, former_builder)
    } else {
        (words, None)
    };
    OperationNames {
        id: [api_module, module, stem].join("."),
        builder: name,
        former_builder,
        constant: derive(Space::Constant, stem),
        method,
    }
}

/// Returns the noun for what the operation addresses: the name of the resource, or its singular.
fn noun(resource: &Resource, operation: &Operation, module: &str) -> String {
    match (operation.addresses_one, &resource.singular) {
        (false, _) => module.to_owned(),
        (true, Some(chosen)) => chosen.clone(),
        (true, None) => singular(module),
    }
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
    use super::builder_words;

    #[test]
    fn builders_are_named_after_method_and_object() {
        assert_eq!(builder_words("create", "contact"), "CreateContact");
        assert_eq!(builder_words("list", "contacts"), "ListContacts");
        assert_eq!(builder_words("get_company", "company"), "GetCompany");
        assert_eq!(builder_words("get_pet_by_id", "pet"), "GetPetById");
    }
}
