//! The example on the front page of the rustdoc and in the README: a call of one operation.

use crate::ir::{Api, Field, Primitive, Resource, ResponseType, TypeRef};
use crate::plan::body::BodyShape;
use crate::plan::builders::Builder;
use crate::plan::names::bare;
use crate::plan::operation_ref::{OperationRef, operations};
use crate::plan::root::Plan;

/// A call of an operation.
///
/// ```text
/// let account = client.account("<id>");
/// let response = account.desk().people().create().first_name("…").await?;
/// println!("{response:?}");
/// ```
pub(super) struct Example<'a> {
    pub(super) api: &'a Api,
    pub(super) resource: &'a Resource,
    /// The line that makes the handle of an account, if the call needs one.
    account: Option<String>,
    /// `client.people().get("<id>")`
    call: String,
    has_response: bool,
}

impl<'a> Example<'a> {
    /// A call of the first operation that requires only a few texts.
    pub(super) fn of(plan: &Plan<'a>) -> Option<Self> {
        operations(plan.package).find_map(|place| {
            let api = plan.package.apis.get(place.api)?;
            Self::at(plan, api, place)
        })
    }

    fn at(plan: &Plan<'a>, api: &'a Api, place: OperationRef<'_>) -> Option<Self> {
        let resource = api.resources.get(place.resource)?;
        let operation = place.operation;
        let builder = Builder::new(plan, place);
        let is_stream = matches!(operation.response, ResponseType::Records(_));
        let has_argument = matches!(builder.shape, BodyShape::Argument(..));
        if operation.docs.deprecated || is_stream || has_argument {
            return None;
        }
        let mut arguments = Vec::new();
        for param in &builder.arguments {
            if param.ty != TypeRef::Primitive(Primitive::String) {
                return None;
            }
            arguments.push(format!("\"<{}>\"", bare(plan.names.param(param))));
        }
        let scope = api.scope.as_ref().filter(|_| resource.is_scoped());
        let account = scope.map(|scope| {
            let method = &plan.names.scope(scope).method;
            format!("let account = client.{method}(\"<id>\");")
        });
        let mut call = format!(
            "{}.{}.{}({})",
            if account.is_some() {
                "account"
            } else {
                "client"
            },
            plan.accessors(api, resource),
            plan.names.operation(operation).method,
            arguments.join(", ")
        );
        if let Some(field) = telling(builder.shape.fields()) {
            call.push_str(&format!(".{}(\"…\")", plan.names.field(field)));
        }
        Some(Self {
            api,
            resource,
            account,
            call,
            has_response: operation.response != ResponseType::Nothing,
        })
    }

    /// The lines of an async function that sends the request.
    pub(super) fn awaited(&self) -> Vec<String> {
        let mut code = Vec::from_iter(self.account.clone());
        if self.has_response {
            code.push(format!("let response = {}.await?;", self.call));
            code.push("println!(\"{response:?}\");".to_owned());
        } else {
            code.push(format!("{}.await?;", self.call));
        }
        code
    }

    /// The lines that send the request without `async`, and go on if it fails.
    pub(super) fn blocking(&self) -> Vec<String> {
        let mut code = Vec::from_iter(self.account.clone());
        code.push(format!("let outcome = {}.blocking().send();", self.call));
        code
    }
}

/// A text field that can be set; preferably a name.
fn telling(fields: &[Field]) -> Option<&Field> {
    let is_text = |field: &&Field| {
        field.ty == TypeRef::Primitive(Primitive::String)
            && !field.is_always_present()
            && !field.read_only
            && !field.docs.deprecated
    };
    let mut texts = fields.iter().filter(is_text);
    let first = texts.clone().next();
    texts.find(|field| field.wire.ends_with("name")).or(first)
}
