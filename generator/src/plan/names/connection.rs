//! Names of security schemes, servers and their variables.

use std::collections::{HashMap, HashSet};

use super::scope::{Item, NameScope};
use super::space::Space;
use super::spelling::{derive, unreserved};
use super::table::{Names, ServerNames};
use crate::diag::Diagnostics;
use crate::ir::{Package, SecurityScheme, Server, ServerVariable};
use crate::source::Origin;

/// How many words of a description become the name of a server.
const MOST_WORDS: usize = 4;

/// Names the security schemes. APIs of one crate share schemes that are equal.
pub(super) fn name_schemes(package: &Package, names: &mut Names, diags: &mut Diagnostics) {
    let mut scope = NameScope::new("the credentials of the client");
    let mut known: HashMap<&str, Vec<(&SecurityScheme, String)>> = HashMap::new();
    for api in &package.apis {
        for scheme in &api.security_schemes {
            let known = known.entry(&scheme.name).or_default();
            let equal = known
                .iter()
                .find(|(other, _)| other.credentials == scheme.credentials);
            let name = match equal {
                Some((_, name)) => name.clone(),
                None => {
                    let name = scope.mint(scheme_item(&api.name, scheme), diags);
                    known.push((scheme, name.clone()));
                    name
                }
            };
            names.schemes.insert((api.index, scheme.name.clone()), name);
        }
    }
}

fn scheme_item<'k>(api: &str, scheme: &'k SecurityScheme) -> Item<'k> {
    Item {
        space: Space::Method,
        raw: scheme.name.as_str().into(),
        chosen: scheme.chosen.as_deref(),
        what: format!("security scheme `{}`", scheme.name),
        places: vec![format!("{api} {}", scheme.name)],
        origin: scheme.origin,
    }
}

/// Names the servers and their variables.
pub(super) fn name_servers(package: &Package, names: &mut Names, diags: &mut Diagnostics) {
    let mut scope = NameScope::new("the servers of the client");
    let servers = package.servers();
    let items = servers.iter().map(|server| server_item(server));
    let constructors = scope.mint_all(items.collect(), diags);
    let mut scope = scope.advising("rename the second one in `variables` and in the URL");
    let variables = package.server_variables();
    let items = variables.iter().map(|variable| variable_item(variable));
    let setters = scope.mint_all(items.collect(), diags);
    for (variable, setter) in variables.into_iter().zip(setters) {
        let named = ServerNames {
            setter,
            ty: String::new(),
            variants: name_values(variable, diags),
        };
        names.server_variables.insert(variable.wire.clone(), named);
    }
    let urls = servers.iter().map(|server| server.url.clone());
    names.servers.extend(urls.zip(constructors));
}

fn server_item(server: &Server) -> Item<'_> {
    let description = server.docs.description.as_deref().unwrap_or_default();
    let words = description.split_whitespace().count();
    let host = match server.url.split_once("://") {
        Some(("https", host)) => host,
        _ => &server.url,
    };
    let is_name = (1..=MOST_WORDS).contains(&words);
    let raw = match is_name {
        true => description.trim_end_matches('.'),
        false => host,
    };
    // The setter of a variable is called like the variable: the server `https://{host}` is `by_host`.
    let name = unreserved(Space::Method, raw);
    let mut variables = server.placeholders();
    let is_variable = variables.any(|variable| unreserved(Space::Method, variable) == name);
    Item {
        space: Space::Method,
        raw: match is_variable {
            true => format!("by {raw}").into(),
            false => raw.into(),
        },
        chosen: server.chosen.as_deref(),
        what: format!("server `{}`", server.url),
        places: vec![server.url.clone()],
        origin: server.origin,
    }
}

fn variable_item(variable: &ServerVariable) -> Item<'_> {
    Item {
        space: Space::Method,
        raw: variable.wire.as_str().into(),
        chosen: None,
        what: format!("server variable `{}`", variable.wire),
        places: vec![format!("{} variable", variable.wire)],
        origin: variable.origin,
    }
}

fn name_values<'v>(variable: &'v ServerVariable, diags: &mut Diagnostics) -> Vec<String> {
    let item = |(value, origin): (&'v String, &Origin)| Item {
        space: Space::Variant,
        raw: value.as_str().into(),
        chosen: None,
        what: format!("value `{value}`"),
        places: Vec::new(),
        origin: *origin,
    };
    // The values are a part of the URL, and have no place for another name.
    let mut scope = NameScope::new(format!("server variable `{}`", variable.wire))
        .advising("remove one of them if the server reads both as the same value");
    let values = variable.values.iter().zip(&variable.value_origins);
    scope.mint_all(values.map(item).collect(), diags)
}

/// Names the types of credentials and servers. They are at the root of the crate, where types of the documents come first.
pub(super) fn name_types(package: &Package, names: &mut Names) {
    let mut taken: HashSet<String> = names.types.values().cloned().collect();
    taken.extend(names.operations.values().map(|of| of.builder.clone()));
    taken.extend(names.resources.values().map(|of| of.handle.clone()));
    taken.extend(names.scopes.values().map(|of| of.handle.clone()));
    let mut free = |raw: &str| {
        let prefixes = ["", "Client ", "Api "].into_iter().map(str::to_owned);
        let numbers = (2..).map(|number: usize| format!("Client {number} "));
        let all = prefixes
            .chain(numbers)
            .map(|prefix| derive(Space::Type, &(prefix + raw)));
        let name = all.into_iter().find(|name| !taken.contains(name));
        let name = name.unwrap_or_default();
        taken.insert(name.clone());
        name
    };
    names.credentials = free("Credentials");
    names.server = free("Server");
    for variable in package.server_variables() {
        if let Some(named) = names.server_variables.get_mut(&variable.wire) {
            named.ty = free(&format!("Server {}", variable.wire));
        }
    }
}
