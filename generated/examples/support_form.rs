//! Serves the form of any integration, checks the input, and sends it. Runs without an account.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header::RETRY_AFTER};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use truto_unified::support::{Form, FormField, Level, OpenIntegration, Operation};
use truto_unified::ticketing::{Contact, ContactCreate, contacts};
use truto_unified::{Client, Error, ErrorKind, Preflight, testing::FakeTruto};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeTruto::start()?;
    let client = match std::env::var("TRUTO_API_TOKEN") {
        Ok(token) => Client::new(token)?,
        Err(_) => fake.client()?,
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/contacts/gorgias", listener.local_addr()?);
    axum::serve(listener, app(client)).await?;
    Ok(())
}

pub(crate) fn app(client: Client) -> Router {
    Router::new()
        .route("/forms/{operation}/{integration}", get(form))
        .route("/contacts/{integration}", get(page).post(create))
        .with_state(client)
}

/// The form of any operation, as JSON: `/forms/ticketing.contacts.create/gorgias`.
async fn form(Path((operation, integration)): Path<(Operation, OpenIntegration)>) -> Json<Form> {
    Json(operation.form(integration))
}

/// The form of a contact, as a web page.
async fn page(Path(integration): Path<OpenIntegration>) -> Html<String> {
    let form = contacts::CREATE.form(integration);
    let mut inputs = String::new();
    write_inputs(form.fields(), "", true, &mut inputs);
    let label = escape(form.label());
    Html(format!(
        "<!doctype html><title>{label}</title><h1>Contact in {label}</h1>\
         <form>{inputs}<button>Create</button></form><pre></pre><script>{SCRIPT}</script>"
    ))
}

fn write_inputs(fields: &[FormField], outer: &str, is_outer_required: bool, html: &mut String) {
    let settable =
        |field: &&FormField| field.level() != Level::Unsupported && !field.is_read_only();
    for field in fields.iter().filter(settable) {
        let is_required = is_outer_required && field.is_required();
        let name = escape(field.name());
        let about = escape(field.description().unwrap_or_default());
        if !field.fields().is_empty() {
            let _ = write!(html, "<fieldset title=\"{about}\"><legend>{name}</legend>");
            write_inputs(
                field.fields(),
                &format!("{outer}{name}."),
                is_required,
                html,
            );
            html.push_str("</fieldset>");
        } else if let Some(scalar) = field.field_type().scalar() {
            let required = if is_required { " required" } else { "" };
            let _ = write!(html, "<label title=\"{about}\">{name} ");
            let _ = write!(
                html,
                "<input name=\"{outer}{name}\" list=\"{outer}{name}\"{required}>"
            );
            let _ = write!(html, "<datalist id=\"{outer}{name}\">");
            for value in scalar
                .values()
                .iter()
                .filter_map(|one| one.value().as_str())
            {
                let _ = write!(html, "<option>{}", escape(value));
            }
            html.push_str("</datalist></label><br>");
        }
    }
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('"', "&quot;")
}

/// Sends the inputs as JSON. A field with nested inputs is sent as a list with one object.
const SCRIPT: &str = "document.forms[0].onsubmit = async event => {
    event.preventDefault();
    const body = {};
    for (const [name, value] of new FormData(event.target)) {
        const [outer, inner] = name.split('.');
        if (value && inner) ((body[outer] ??= [{}])[0])[inner] = value;
        else if (value) body[outer] = value;
    }
    const [method, headers] = ['POST', {'content-type': 'application/json'}];
    const response = await fetch('', {method, headers, body: JSON.stringify(body)});
    document.querySelector('pre').textContent = await response.text();
};";

/// Creates a contact. With `Preflight::Deny`, nothing is sent that the integration would refuse.
async fn create(
    State(client): State<Client>,
    Path(integration): Path<OpenIntegration>,
    Json(body): Json<ContactCreate>,
) -> Result<(StatusCode, Json<Contact>), Failure> {
    let id = std::env::var("TRUTO_ACCOUNT_ID").unwrap_or("any".to_owned());
    let mut account = client.integrated_account(id).preflight(Preflight::Deny);
    if let Some(integration) = integration.known() {
        account = account.integration(integration);
    }
    let contact = account
        .ticketing()
        .contacts()
        .create()
        .with_body(body)
        .await?;
    Ok((StatusCode::CREATED, Json(contact)))
}

/// An error as a response: status, message, and the issues by field.
struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Self(error) = self;
        let json = Json(json!({"message": error.message(), "issues": error.issues()}));
        let mut response = (status(&error), json).into_response();
        if let Some(wait) = error.retry_after() {
            let seconds = wait.as_secs().max(1);
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// What the error means to the person who filled in the form.
fn status(error: &Error) -> StatusCode {
    match error.kind() {
        // Fields have to be changed.
        ErrorKind::Invalid | ErrorKind::Preflight | ErrorKind::BadRequest => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        ErrorKind::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorKind::Conflict => StatusCode::CONFLICT,
        // The owner of the account has to reconnect it, or to grant a permission.
        ErrorKind::Unauthorized if error.is_reconnect_needed() => StatusCode::FAILED_DEPENDENCY,
        ErrorKind::Forbidden | ErrorKind::NotFound => StatusCode::FAILED_DEPENDENCY,
        ErrorKind::MethodNotAllowed => StatusCode::NOT_IMPLEMENTED,
        // Later, the same request may succeed.
        ErrorKind::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorKind::Connect | ErrorKind::Server => StatusCode::SERVICE_UNAVAILABLE,
        // It may have taken effect.
        ErrorKind::Interrupted => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::BAD_GATEWAY,
    }
}
