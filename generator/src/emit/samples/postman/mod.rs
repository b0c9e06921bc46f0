//! A Postman collection: a folder per API and resource, and a request per operation with the values of its sample.
//!
//! The format is that of <https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html>. Postman replaces `{{name}}` by
//! the value of a variable in any text of a request, so texts of documents are escaped where the format allows it.

mod auth;
mod body;
mod describe;
mod query;
mod request;
mod response;
#[cfg(test)]
mod tests;
mod url;
mod variables;

use serde_json::{Value, json};

use crate::emit::prose::markdown;
use crate::emit::samples::call::Call;
use crate::ir::{Api, Operation, Resource};
use crate::plan::names::bare;
use crate::plan::operation_ref::{OperationRef, operations};
use crate::plan::root::Plan;
use describe::{describe, one_line};
use variables::Variables;

/// The version of the format.
const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// Emits the collection as JSON.
///
/// ```text
/// {
///   "info": {"name": "shop", "schema": "https://schema.getpostman.com/…"},
///   "item": [{"name": "orders", "item": [{"name": "Create an order", "request": {…}, "response": […]}]}],
///   "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{shop_token}}", "type": "string"}]},
///   "variable": [{"key": "base_url", "value": "https://api.example", …}]
/// }
/// ```
pub(crate) fn emit(plan: &Plan<'_>) -> String {
    let variables = Variables::new(plan);
    let apis = plan.package.apis.iter().enumerate();
    let folders = apis.map(|(index, api)| (api, folders(plan, &variables, index, api)));
    let folders: Vec<(&Api, Vec<Value>)> = folders.filter(|(_, of)| !of.is_empty()).collect();
    let items: Vec<Value> = match plan.is_flat() {
        true => folders.into_iter().flat_map(|(_, of)| of).collect(),
        false => {
            let folders = folders.into_iter();
            let folders = folders.map(|(api, of)| {
                let name = title(plan, api);
                folder(&name, api.docs.description.as_deref(), of)
            });
            folders.collect()
        }
    };
    let mut collection = json!({"info": info(plan), "item": items});
    if let Some(auth) = auth::of_collection(plan) {
        collection["auth"] = auth;
    }
    collection["variable"] = variables.all();
    format!("{collection:#}\n")
}

fn info(plan: &Plan<'_>) -> Value {
    let name = match plan.package.apis.as_slice() {
        [only] => title(plan, only),
        _ => plan.options.package.replace('_', "-"),
    };
    let about = match operations(plan.package).count() {
        1 => "1 request with sample values.".to_owned(),
        count => format!("{count} requests with sample values."),
    };
    json!({
        "name": name,
        "description": format!(
            "{about} Set the variables of the collection first. Optional query parameters and headers are disabled."
        ),
        "schema": SCHEMA,
    })
}

/// The folders of the resources.
fn folders(plan: &Plan<'_>, variables: &Variables, index: usize, api: &Api) -> Vec<Value> {
    let resources = api.resources.iter().enumerate();
    let resources = resources.filter(|(_, resource)| !resource.operations.is_empty());
    let folders = resources.map(|(at, resource)| {
        let operations = resource.operations.iter();
        let items = operations.filter_map(|operation| {
            let place = OperationRef {
                api: index,
                resource: at,
                operation,
            };
            item(plan, variables, place)
        });
        let name = resource_name(plan, resource);
        folder(&name, resource.docs.description.as_deref(), items.collect())
    });
    folders.collect()
}

fn folder(name: &str, description: Option<&str>, items: Vec<Value>) -> Value {
    let mut folder = json!({"name": name});
    describe(
        &mut folder,
        description.map(markdown::blocks).unwrap_or_default(),
    );
    folder["item"] = items.into();
    folder
}

fn item(plan: &Plan<'_>, variables: &Variables, place: OperationRef<'_>) -> Option<Value> {
    let call = Call::new(plan, place)?;
    let operation = place.operation;
    let request = request::request(&call, variables);
    let responses = response::responses(&call, &request);
    let mut item =
        json!({"name": name(plan, operation), "request": request, "response": responses});
    // Postman sends no body with these methods otherwise.
    if call.body.is_some() && operation.http.is_without_body() {
        item["protocolProfileBehavior"] = json!({"disableBodyPruning": true});
    }
    Some(item)
}

/// The summary of the operation, or the name of its method.
fn name(plan: &Plan<'_>, operation: &Operation) -> String {
    let method = bare(&plan.names.operation(operation).method);
    match (&operation.docs.summary, &operation.variant) {
        (Some(summary), Some(variant)) => one_line(&format!("{summary} ({variant})"), method),
        (Some(summary), None) => one_line(summary, method),
        (None, _) => method.to_owned(),
    }
}

fn title(plan: &Plan<'_>, api: &Api) -> String {
    let title = api.docs.summary.as_deref().unwrap_or_default();
    one_line(title, bare(&plan.names.api(api).name))
}

fn resource_name(plan: &Plan<'_>, resource: &Resource) -> String {
    bare(&plan.names.resource(resource).module).to_owned()
}
