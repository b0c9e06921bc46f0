//! The variables of a collection: base URLs, credentials, and ids that every request has.

use serde_json::{Value, json};

use crate::emit::prose::{auth, fields};
use crate::emit::samples::call::{Call, scope_value};
use crate::emit::samples::query;
use crate::ir::Operation;
use crate::plan::operation_ref::operations;
use crate::plan::root::Plan;

/// The variables, each with its name, its value and what it is.
pub(super) struct Variables {
    /// The base URLs. The first is that of the client.
    servers: Vec<Variable>,
    secrets: Vec<Variable>,
    /// The scopes of the APIs, with their names in requests.
    scopes: Vec<(String, Variable)>,
}

struct Variable {
    name: String,
    value: String,
    about: String,
}

impl Variables {
    pub(super) fn new(plan: &Plan<'_>) -> Self {
        let mut variables = Self {
            servers: Vec::new(),
            secrets: secrets(plan),
            scopes: Vec::new(),
        };
        let places = operations(plan.package);
        for call in places.filter_map(|place| Call::new(plan, place)) {
            variables.add_server(call.base_url(), call.operation);
        }
        for scope in plan
            .package
            .apis
            .iter()
            .filter_map(|api| api.scope.as_ref())
        {
            let is_known = |(wire, _): &(String, Variable)| *wire == scope.wire;
            if !variables.scopes.iter().any(is_known) {
                let variable = Variable {
                    name: variables.free(&scope.wire),
                    value: query::text(&scope_value(scope)),
                    about: fields::short(&scope.docs).unwrap_or_default(),
                };
                variables.scopes.push((scope.wire.clone(), variable));
            }
        }
        variables
    }

    fn add_server(&mut self, url: String, operation: &Operation) {
        if self.servers.iter().any(|known| known.value == url) {
            return;
        }
        let (name, about) = match self.servers.len() {
            0 => ("base_url".to_owned(), "The base URL.".to_owned()),
            index => {
                let path = &operation.documented_path;
                let about = format!("The base URL of other requests, such as {path}.");
                (self.free(&format!("base_url_{}", index + 1)), about)
            }
        };
        self.servers.push(Variable {
            name,
            value: url,
            about,
        });
    }

    /// A name that no variable has.
    fn free(&self, name: &str) -> String {
        let mut name = name.replace(['{', '}'], "");
        while self.each().any(|known| known.name == name) {
            name.push('_');
        }
        name
    }

    fn each(&self) -> impl Iterator<Item = &Variable> {
        let scopes = self.scopes.iter().map(|(_, variable)| variable);
        self.servers.iter().chain(&self.secrets).chain(scopes)
    }

    /// `{{base_url}}`
    pub(super) fn server(&self, url: &str) -> String {
        let known = self.servers.iter().find(|known| known.value == url);
        known.map_or_else(|| url.to_owned(), |known| reference(&known.name))
    }

    /// `{{account_id}}`
    pub(super) fn scope(&self, wire: &str) -> String {
        let mut scopes = self.scopes.iter();
        let known = scopes.find(|(known, _)| known == wire);
        known.map_or_else(|| "<id>".to_owned(), |(_, known)| reference(&known.name))
    }

    pub(super) fn all(&self) -> Value {
        let each = self.each().map(|one| {
            json!({"key": one.name, "value": one.value, "type": "string", "description": one.about})
        });
        each.collect()
    }
}

/// The variables of the credentials. Their names are those of the environment variables, in lower case.
fn secrets(plan: &Plan<'_>) -> Vec<Variable> {
    let mut found: Vec<Variable> = Vec::new();
    for scheme in &plan.auth.schemes {
        let about = fields::short(&scheme.scheme.docs);
        for env in &scheme.env {
            let name = secret_name(env);
            if !found.iter().any(|known| known.name == name) {
                found.push(Variable {
                    name,
                    value: String::new(),
                    about: about.clone().unwrap_or_else(|| {
                        format!("Credentials, {}.", auth::place(&scheme.scheme.credentials))
                    }),
                });
            }
        }
    }
    found
}

fn secret_name(env: &str) -> String {
    env.replace(['{', '}'], "").to_lowercase()
}

/// `{{shop_token}}`, for the credentials in an environment variable.
pub(super) fn secret(env: &str) -> String {
    reference(&secret_name(env))
}

fn reference(name: &str) -> String {
    format!("{{{{{name}}}}}")
}
