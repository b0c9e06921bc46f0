//! The example `support_form`, over HTTP.
#![cfg(all(
    feature = "crm",
    feature = "ticketing",
    feature = "tokio",
    feature = "testing",
    feature = "forms"
))]

mod built;
#[path = "../examples/support_form.rs"]
#[allow(dead_code)]
mod example;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Response;
use serde_json::{Value, json};
use truto_unified::Integration;
use truto_unified::crm::{fields, opportunities};
use truto_unified::testing::{FakeTruto, Fault};
use truto_unified::ticketing::tickets;

/// Serves the example on a fake.
async fn serve(fake: &FakeTruto) -> String {
    let client = fake.client_builder().attempts(1).build().unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, example::app(client)).await });
    url
}

async fn get(url: String) -> Response {
    reqwest::get(url).await.unwrap()
}

/// Sends inputs as a browser does.
async fn post(url: String, inputs: &[(&str, &str)]) -> Response {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let inputs = inputs.iter();
    let inputs = inputs.map(|(name, text)| format!("{}={}", encode(name), encode(text)));
    let request = reqwest::Client::new().post(url);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let request = request.body(inputs.collect::<Vec<_>>().join("&"));
    request.send().await.unwrap()
}

async fn json(response: Response) -> (u16, Value) {
    let (status, text) = (response.status().as_u16(), response.text().await.unwrap());
    (status, serde_json::from_str(&text).unwrap_or(json!(text)))
}

#[tokio::test]
async fn the_form_of_any_integration_is_served() {
    let fake = FakeTruto::start().unwrap();
    let url = serve(&fake).await;
    let get = async |path: &str| json(get(format!("{url}{path}")).await).await;
    let (status, form) = get("/forms/ticketing.contacts.create/gorgias").await;
    let fields = form["body"]["fields"].as_array().unwrap();
    let level = |name: &str| {
        let mut found = fields.iter().filter(|field| field["name"] == name);
        found.next().unwrap()["level"].as_str().unwrap()
    };
    assert_eq!(status, 200);
    let levels = ["first_name", "last_name", "account_id", "remote_data"].map(level);
    assert_eq!(
        levels,
        ["required", "supported", "unsupported", "not_documented"]
    );

    let (status, form) = get("/forms/ticketing.contacts.create/brandnew").await;
    assert_eq!(
        (status, &form["operation_support"]),
        (200, &json!("not_documented"))
    );
    let (status, message) = get("/forms/ticketing.contact.create/gorgias").await;
    assert_eq!(status, 400);
    let expected = "did you mean `ticketing.contacts.create`?";
    assert!(message.as_str().unwrap().contains(expected), "{message}");

    let (status, page) = get("/contacts/gorgias").await;
    assert_eq!(status, 200);
    let page = page.as_str().unwrap();
    for input in [
        "<input name=\"first_name\" list=\"first_name\"  required>",
        "<input name=\"emails.1.email\" list=\"emails.1.email\"  >",
        "<option>work",
    ] {
        assert!(page.contains(input), "{page}");
    }
    assert!(!page.contains("account_id"), "{page}");
    let (_, page) = get("/contacts/%3Cscript%3E").await;
    assert!(page.as_str().unwrap().contains("Contact in &lt;script>"));
}

#[tokio::test]
async fn inputs_are_checked_and_sent() {
    let fake = FakeTruto::start().unwrap();
    let url = serve(&fake).await;
    let post = async |slug: &str, inputs: &[(&str, &str)]| {
        json(post(format!("{url}/contacts/{slug}"), inputs).await).await
    };
    let (status, answer) = post("gorgias", &[("last_name", "Lovelace"), ("account_id", "7")]).await;
    assert_eq!(status, 422);
    let issues = answer["issues"].as_array().unwrap().iter();
    let issues: Vec<_> = issues
        .map(|issue| (&issue["subject"], &issue["kind"]))
        .collect();
    let expected = [
        (&json!("account_id"), &json!("unsupported")),
        (&json!("first_name"), &json!("missing_required")),
    ];
    assert_eq!(issues, expected);
    let (status, answer) = post("gorgias", &[("first_name", "Ada"), ("emails", "none")]).await;
    assert_eq!(status, 422);
    assert!(
        answer["message"].as_str().unwrap().contains("emails"),
        "{answer}"
    );
    assert!(fake.requests().is_empty(), "nothing is sent");

    let inputs = [
        ("first_name", "Ada"),
        ("last_name", ""),
        ("emails.0.email", "ada@example.com"),
        ("emails.0.type", "work"),
        ("emails.1.email", ""),
    ];
    for slug in ["gorgias", "brandnew"] {
        let (status, contact) = post(slug, &inputs).await;
        assert_eq!((status, &contact["first_name"]), (201, &json!("Ada")));
    }
    let created = fake.objects("any", "ticketing.contacts").unwrap();
    assert_eq!(created.len(), 2);
    let emails = json!([{"email": "ada@example.com", "type": "work"}]);
    assert_eq!(
        (&created[0]["emails"], &created[0]["last_name"]),
        (&emails, &Value::Null)
    );
}

#[test]
fn inputs_have_the_types_of_the_form() {
    let integration = Integration::Salesforce;
    let opportunity = opportunities::CREATE.form(integration);
    let page = example::inputs(opportunity.fields(), "", true);
    for input in [
        "<input name=\"amount\" list=\"amount\" type=\"number\" step=\"any\" >",
        "<input name=\"close_date\" list=\"close_date\" type=\"datetime-local\" >",
    ] {
        assert!(page.contains(input), "{page}");
    }
    let inputs = [
        ("name", "7"),
        ("amount", "1.5"),
        ("close_date", "2026-12-01T09:00"),
    ];
    let expected = json!({"name": "7", "amount": 1.5, "close_date": "2026-12-01T09:00:00Z"});
    assert_eq!(opportunity.read_inputs(inputs), expected);

    let field = fields::CREATE.form(integration);
    let page = example::inputs(field.fields(), "", true);
    let select = "<select name=\"is_unique\" ><option><option>true<option>false</select>";
    assert!(page.contains(select), "{page}");
    assert_eq!(
        field.read_inputs([("is_unique", "false")]),
        json!({"is_unique": false})
    );

    let ticket = tickets::CREATE.form(integration);
    let inputs = [
        ("languages.0", "de"),
        ("languages.1", "1"),
        ("assignees.0.id", "u1"),
    ];
    let expected = json!({"assignees": [{"id": "u1"}], "languages": ["de", "1"]});
    assert_eq!(ticket.read_inputs(inputs), expected);
}

#[tokio::test]
async fn every_error_has_a_status_and_a_message() {
    let fake = FakeTruto::start().unwrap();
    let url = serve(&fake).await;
    let table = [
        (Fault::status(400), 422),
        (Fault::status(403), 424),
        (Fault::status(404), 424),
        (Fault::status(405), 501),
        (Fault::status(409), 409),
        (Fault::status(422), 422),
        (Fault::status(429).with_header("Retry-After", "7"), 429),
        (Fault::status(500), 503),
        (Fault::reset(), 504),
        (Fault::status(302), 502),
        (Fault::status(401), 502),
    ];
    for (fault, expected) in table {
        fake.next([fault]);
        let url = format!("{url}/contacts/gorgias");
        let response = post(url, &[("first_name", "Ada")]).await;
        let retry = response.headers().get("retry-after").cloned();
        let (status, answer) = json(response).await;
        assert_eq!(status, expected, "{answer}");
        assert!(!answer["message"].as_str().unwrap().is_empty());
        assert_eq!(retry.is_some_and(|wait| wait == "7"), status == 429);
    }
}

/// The example in a process of its own, which is stopped at the end of the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn the_example_prints_its_address() {
    let mut command = built::example("support_form");
    let mut served = Served(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut url = String::new();
    let mut output = BufReader::new(served.0.stdout.take().unwrap());
    output.read_line(&mut url).unwrap();
    let page = get(url.trim().to_owned()).await;
    assert!(page.text().await.unwrap().contains("Contact in Gorgias"));
}
