//! Names of operations: method, builder, constant.

use std::collections::{HashMap, HashSet};

use heck::ToUpperCamelCase;

use super::scope::{Item, NameScope};
use super::singular::singular;
use super::space::Space;
use super::spelling::{derive, plain};
use super::table::OperationNames;
use crate::diag::Diagnostics;
use crate::ir::nouns::{require_noun, without_article};
use crate::ir::oauth::{snake_case, spell_oauth};
use crate::ir::{Api, Operation, Resource};

/// Names the methods of a resource.
pub(super) fn name_methods<'r>(resource: &'r Resource, diags: &mut Diagnostics) -> Vec<String> {
    let item = |(operation, words): (&'r Operation, String)| Item {
        space: Space::Method,
        raw: words.into(),
        chosen: operation.chosen.as_deref(),
        what: label(operation),
        places: vec![format!(
            "{} {}",
            operation.http.as_str(),
            operation.documented_path
        )],
        origin: operation.origin,
    };
    let mut scope = NameScope::new(format!("resource `{}`", resource.tag));
    let operations = resource.operations.iter().zip(words(resource));
    scope.mint_all(operations.map(item).collect(), diags)
}

/// Returns the words of each method. `createPet` of the resource `pets` becomes `create`, as `listPets` becomes `list`, unless two
/// operations would have the same words. `new` becomes `new_pet`, since the handle of the resource has a method `new` itself.
fn words(resource: &Resource) -> Vec<String> {
    let tag = snake_case(&resource.tag);
    let noun = match &resource.singular {
        Some(noun) => snake_case(noun),
        None => singular(&tag),
    };
    let (noun, tag) = (format!("_{noun}"), format!("_{tag}"));
    let short = |operation: &Operation| {
        let words = snake_case(&operation.words);
        without_noun(&words, &noun, &tag).map_or(words.clone(), str::to_owned)
    };
    let short: Vec<String> = resource.operations.iter().map(short).collect();
    let mut counts: HashMap<&str, usize> = HashMap::with_capacity(short.len());
    for words in &short {
        *counts.entry(words).or_default() += 1;
    }
    let all = resource.operations.iter().zip(&short);
    let words = all.map(|(operation, words)| match counts.get(words.as_str()) {
        Some(1) if *words != snake_case(&operation.words) => words.clone(),
        _ => operation.words.clone(),
    });
    words
        .map(|words| match derive(Space::Method, &words).ends_with('_') {
            true => words + &noun,
            false => words,
        })
        .collect()
}

/// Removes the noun of the resource and its article: `get_an_album` becomes `get`. The noun stays after a preposition, without which
/// `list_payments_for_an_album` would not say what is listed.
fn without_noun<'w>(words: &'w str, noun: &str, tag: &str) -> Option<&'w str> {
    // Of other words, the tag is removed before.
    let before_tag = words.strip_suffix(tag).filter(|rest| require_noun(rest));
    let rest = without_article(words.strip_suffix(noun).or(before_tag)?);
    (!require_noun(rest)).then_some(rest)
}

fn label(operation: &Operation) -> String {
    format!("operation `{}`", operation.label())
}

/// The types, builders and handles of an API.
pub(super) struct Types<'s> {
    pub(super) scope: &'s mut NameScope,
    /// The names of builders.
    pub(super) builders: HashSet<String>,
}

/// Names an operation. `modules` are how names of its API, if it has a module, and of its resource begin.
pub(super) fn name_operation(
    api: &Api,
    resource: &Resource,
    operation: &Operation,
    modules: (Option<&str>, &str),
    method: String,
    types: &mut Types<'_>,
    diags: &mut Diagnostics,
) -> OperationNames {
    let module = modules.1;
    let stem = plain(&method);
    let document = operation
        .chosen
        .as_ref()
        .or(operation.operation_id.as_ref());
    let verb = spell_oauth(stem, document.unwrap_or(&operation.words));
    let plural = spell_oauth(module, &resource.tag);
    let words = builder_words(&verb, operation, &noun(resource, operation, &plural));
    let builder = name_builder(operation, &plural, &words, types, diags);
    let former = builder_words(&verb, operation, &plural);
    let is_renamed = api.has_former_names && former != words;
    let former_builder = is_renamed.then(|| {
        let what = format!(
            "deprecated alias that is generated for {}",
            label(operation)
        );
        let name = derive(Space::Type, &former);
        types.scope.claim(name, &what, operation.origin, diags)
    });
    OperationNames {
        id: match modules.0.map(plain) {
            Some(of_api) => [of_api, module, stem].join("."),
            None => [module, stem].join("."),
        },
        builder,
        former_builder,
        constant: derive(Space::Constant, stem),
        method,
    }
}

/// Names a builder. A schema of the same name keeps it: the builder becomes `CreateContactCall`. A builder of another resource keeps
/// it too: the second one is qualified by its resource.
fn name_builder(
    operation: &Operation,
    module: &str,
    words: &str,
    types: &mut Types<'_>,
    diags: &mut Diagnostics,
) -> String {
    let call = format!("{words} Call");
    let within = format!("{module} {words}");
    let within_call = format!("{within} Call");
    let is_of_builder = types.builders.contains(&derive(Space::Type, words));
    let item = Item {
        space: Space::Type,
        raw: words.into(),
        chosen: None,
        what: format!("builder of {}", label(operation)),
        places: match is_of_builder {
            true => vec![within, within_call],
            false => vec![call, within_call],
        },
        origin: operation.origin,
    };
    let name = types.scope.mint(item, diags);
    types.builders.insert(name.clone());
    name
}

/// Returns the noun for what the operation addresses: the name of the resource, or its singular.
fn noun(resource: &Resource, operation: &Operation, module: &str) -> String {
    match (operation.addresses_one, &resource.singular) {
        (false, _) => module.to_owned(),
        (true, Some(chosen)) => chosen.clone(),
        (true, None) => singular(module),
    }
}

/// Returns `CreateContact` for `create` and `contact`, and `CreateContactAsForm` for `create_as_form`.
fn builder_words(method: &str, operation: &Operation, noun: &str) -> String {
    let variant = operation.variant.as_deref().unwrap_or_default();
    let variant = derive(Space::Method, variant);
    let stem = method.strip_suffix(&format!("_{variant}"));
    match stem.filter(|_| operation.variant.is_some()) {
        Some(stem) => format!("{} {variant}", with_noun(stem, noun)),
        None => with_noun(method, noun),
    }
}

/// Returns `CreateContact` for `create` and `contact`. A noun that the method has is not repeated.
fn with_noun(method: &str, noun: &str) -> String {
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
    use super::{with_noun, without_noun};

    #[test]
    fn the_noun_of_the_resource_is_removed_unless_a_preposition_is_left() {
        let method = |words| without_noun(words, "_album", "_albums");
        assert_eq!(method("get_album"), Some("get"));
        assert_eq!(method("get_an_album"), Some("get"));
        assert_eq!(method("rate_the_albums"), Some("rate"));
        for words in [
            "list_tracks_of_an_album",
            "add_to_album",
            "an_album",
            "get_albums",
        ] {
            assert_eq!(method(words), None, "{words}");
        }
    }

    #[test]
    fn builders_are_named_after_method_and_object() {
        assert_eq!(with_noun("create", "contact"), "CreateContact");
        assert_eq!(with_noun("list", "contacts"), "ListContacts");
        assert_eq!(with_noun("get_company", "company"), "GetCompany");
        assert_eq!(with_noun("get_pet_by_id", "pet"), "GetPetById");
    }
}
