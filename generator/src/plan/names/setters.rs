//! Names of arguments and setters of a builder.

use std::collections::HashMap;

use super::scope::{Item, NameScope, chosen_name};
use super::space::Space;
use super::spelling::{derive, is_identifier, plain};
use super::table::Names;
use crate::diag::Diagnostics;
use crate::ir::{Location, Operation, Package, Param, Role};
use crate::plan::body::BodyShape;

/// Names the parameters of an operation. The methods of its builder must have unique names: the setters of body fields and optional
/// parameters, and the methods for pagination. So must the arguments.
pub(super) fn name_params(
    package: &Package,
    operation: &Operation,
    names: &mut Names,
    diags: &mut Diagnostics,
) {
    let named = names.operation(operation);
    let mut setters = NameScope::new(format!("builder `{}`", named.builder));
    let mut arguments = NameScope::new(format!("operation `{}`", plain(&named.method)));
    if let Some(pagination) = &operation.pagination {
        for name in ["items", "pages"] {
            let what = format!("method `{name}` of a paginated operation");
            setters.reserve(name, &what, pagination.origin);
        }
    }
    for field in BodyShape::of(package, operation).setters() {
        let what = format!("property `{}`", field.wire);
        let name = names.field(field).to_owned();
        setters.claim(name, &what, field.origin, diags);
    }
    let mut others = NameScope::new("the request");
    let has_setter = |param: &&Param| param.role.is_set_by_callers();
    let (named, unnamed): (Vec<_>, Vec<_>) = operation.params.iter().partition(has_setter);
    let (required, optional) = named.into_iter().partition(|param| param.required);
    let by_scope: [(&mut NameScope, Vec<&Param>); 3] = [
        (&mut arguments, required),
        (&mut setters, optional),
        (&mut others, unnamed),
    ];
    for (scope, params) in by_scope {
        let places = places(&params);
        let item = |(param, places)| item(param, places, diags);
        let items = params.iter().copied().zip(places).map(item).collect();
        let minted = scope.mint_all(items, diags);
        for (param, name) in params.into_iter().zip(minted) {
            let argument = argument(param, &name).map(|argument| (param.id, argument.to_owned()));
            names.arguments.extend(argument);
            names.params.insert(param.id, name);
        }
    }
}

/// Returns the name of the argument if it is not that of the setter: `with_fields` takes `fields`.
fn argument<'n>(param: &Param, name: &'n str) -> Option<&'n str> {
    let is_option = !matches!(param.role, Role::Plain | Role::Paging);
    let short = name.strip_prefix("with_").filter(|_| is_option);
    short.filter(|name| is_identifier(name))
}

/// Returns how a parameter is named if its name is taken: by its location, unless that is also the location of the other one, as of
/// `date` and `date>`.
fn places(params: &[&Param]) -> Vec<Vec<String>> {
    let key = |param: &Param| (derive(Space::Field, &param.wire), location(param.location));
    let mut counts: HashMap<_, usize> = HashMap::new();
    for param in params {
        *counts.entry(key(param)).or_default() += 1;
    }
    let place = |param: &&Param| match counts.get(&key(param)) {
        Some(1) => vec![format!("{} in {}", param.wire, location(param.location))],
        _ => Vec::new(),
    };
    params.iter().map(place).collect()
}

/// Options get a name that begins with `with_…`.
fn item<'p>(param: &'p Param, places: Vec<String>, diags: &mut Diagnostics) -> Item<'p> {
    let is_option = matches!(param.role, Role::Option | Role::ExcludedFields);
    let chosen = param.chosen.as_deref();
    let (space, raw, chosen) = if is_option {
        let words = match chosen {
            Some(chosen) => {
                let chosen = option_words(chosen, '_');
                chosen_name(&chosen, Space::Method, param.origin, diags)
            }
            None => option_words(&param.wire, ' '),
        };
        (Space::Method, words.into(), None)
    } else {
        (Space::Field, param.wire.as_str().into(), chosen)
    };
    Item {
        space,
        raw,
        chosen,
        what: format!("parameter `{}`", param.wire),
        places: match is_option {
            true => places
                .iter()
                .map(|place| option_words(place, ' '))
                .collect(),
            false => places,
        },
        origin: param.origin,
    }
}

fn location(location: Location) -> &'static str {
    match location {
        Location::Path(_) => "path",
        Location::Query(_) => "query",
        Location::Header(_) => "header",
        Location::Cookie(_) => "cookie",
    }
}

fn option_words(raw: &str, separator: char) -> String {
    if raw.starts_with("with_") || raw.starts_with("without_") {
        raw.to_owned()
    } else {
        format!("with{separator}{raw}")
    }
}

#[cfg(test)]
mod tests {
    use crate::load::Memory;
    use crate::{Analysis, Outcome, Warnings, analyze};

    const PETS: &str = "
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: 'https://pets.example.com'}]
paths:
  /pets:
    post:
      operationId: pets_create
      tags: [pets]
      parameters: [PARAMETERS]
      requestBody: {required: true, content: {application/json: {schema: SCHEMA}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        id: {type: string, readOnly: true}
        name: {type: string}
        limit: {type: integer}
";

    fn analyzed(parameters: &str, schema: &str) -> (Analysis, Outcome) {
        let text = PETS.replace("PARAMETERS", parameters);
        let text = text.replace("SCHEMA", schema);
        let memory = Memory::from_iter([("pets.yaml", text.as_str())]);
        analyze(&["pets.yaml".to_owned()], &memory, Warnings::Allow)
    }

    fn messages(outcome: &Outcome) -> Vec<&str> {
        let found = outcome.diagnostics.iter();
        found.map(|found| found.message.as_str()).collect()
    }

    #[test]
    fn only_fields_with_a_setter_take_names() {
        let parameter =
            |name: &str| format!("{{name: {name}, in: query, schema: {{type: string}}}}");
        let pet = "{$ref: '#/components/schemas/Pet'}";
        let pets = format!("{{type: array, items: {pet}}}");
        for (name, schema) in [("limit", pets.as_str()), ("id", pet), ("name", pet)] {
            let (analysis, outcome) = analyzed(&parameter(name), schema);
            assert_eq!(messages(&outcome), [""; 0], "{name}");
            let operation = &analysis.package.apis[0].resources[0].operations[0];
            assert_eq!(analysis.names.param(&operation.params[0]), name);
        }
        let (_, outcome) = analyzed(&parameter("limit"), pet);
        assert_eq!(messages(&outcome).len(), 1);
    }

    #[test]
    fn the_chosen_name_of_an_option_is_checked() {
        let option = |name: &str| {
            format!(
                "{{name: limit, in: query, x-truto-role: option, x-truto-name: '{name}', schema: {{type: string}}}}"
            )
        };
        let (analysis, outcome) = analyzed(&option("type"), "{type: string}");
        assert_eq!(messages(&outcome), [""; 0]);
        let operation = &analysis.package.apis[0].resources[0].operations[0];
        assert_eq!(analysis.names.param(&operation.params[0]), "with_type");
        let (_, outcome) = analyzed(&option("No good!"), "{type: string}");
        assert_eq!(
            messages(&outcome),
            ["`with_No good!` is not a valid Rust name for a method"]
        );
    }
}
