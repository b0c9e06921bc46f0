//! Serves the form of any integration, checks the input, and sends it. Runs without an account.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header::RETRY_AFTER};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use truto_unified::support::{Answer, Form, FormField, FormKind, FormType, Level};
use truto_unified::support::{OpenIntegration, Operation};
use truto_unified::ticketing::{Contact, ContactCreate, contacts};
use truto_unified::{Client, Error, ErrorKind, Preflight, from_json, testing::FakeTruto};

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
    let (label, inputs) = (escape(form.label()), inputs(form.fields(), "", true));
    Html(format!(
        "<!doctype html><title>{label}</title><h1>Contact in {label}</h1>\
         <form method=\"post\">{inputs}<button>Create</button></form>"
    ))
}

/// The inputs of an object, whose names begin with `outer`.
pub(crate) fn inputs(fields: &[FormField], outer: &str, is_required: bool) -> String {
    let settable =
        |field: &&FormField| field.level() != Level::Unsupported && !field.is_read_only();
    let input = |field: &FormField| {
        let (ty, path) = (field.field_type(), format!("{outer}{}", field.name()));
        input(field, ty, &path, is_required && field.is_required())
    };
    fields.iter().filter(settable).map(input).collect()
}

/// The inputs of a value: two for a list, and one for each field of an object.
fn input(field: &FormField, ty: &FormType, path: &str, is_required: bool) -> String {
    let about = escape(field.description().unwrap_or_default());
    let (label, name) = (escape(field.name()), escape(path));
    let required = if is_required { "required" } else { "" };
    let control = match ty {
        FormType::Nullable(of) => return input(field, of, path, is_required),
        FormType::List(of) => {
            let first = input(field, of, &format!("{path}.0"), is_required);
            return first + &input(field, of, &format!("{path}.1"), false);
        }
        FormType::Object(of) if !of.fields().is_empty() => {
            let inputs = inputs(of.fields(), &format!("{path}."), is_required);
            return format!(
                "<fieldset title=\"{about}\"><legend>{label}</legend>{inputs}</fieldset>"
            );
        }
        FormType::Scalar(of) if of.kind() == FormKind::Boolean => {
            format!("<select name=\"{name}\" {required}><option><option>true<option>false</select>")
        }
        FormType::Scalar(of) => {
            let ty = match (of.kind(), of.format()) {
                (FormKind::Integer | FormKind::Number, _) => "type=\"number\" step=\"any\"",
                (_, Some("date-time")) => "type=\"datetime-local\"",
                (_, Some("date")) => "type=\"date\"",
                _ => "",
            };
            let accepted = of.values().iter().filter(|one| one.answer() != Answer::No);
            let accepted = accepted.filter_map(|one| one.value().as_str());
            let options = accepted.map(|value| format!("<option>{}", escape(value)));
            let options: String = options.collect();
            format!(
                "<input name=\"{name}\" list=\"{name}\" {ty} {required}>\
                 <datalist id=\"{name}\">{options}</datalist>"
            )
        }
        _ => format!("<textarea name=\"{name}\" placeholder=\"JSON\" {required}></textarea>"),
    };
    format!("<label title=\"{about}\">{label} {control}</label><br>")
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('"', "&quot;")
}

/// Creates a contact. With `Preflight::Deny`, nothing is sent that the integration would refuse.
async fn create(
    State(client): State<Client>,
    Path(integration): Path<OpenIntegration>,
    axum::Form(inputs): axum::Form<Vec<(String, String)>>,
) -> Result<(StatusCode, Json<Contact>), Failure> {
    let form = contacts::CREATE.form(integration.clone());
    let body: ContactCreate = from_json(form.read_inputs(inputs))?;
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
