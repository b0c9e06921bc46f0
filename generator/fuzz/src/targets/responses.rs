//! Whole responses of a server: the client returns a value, or an error without secrets and control characters.

use truto_runtime::{
    Bytes, Call, Endpoint, PageNames,
    http::{HeaderName, HeaderValue, Response, StatusCode},
};
use truto_unified::{crm, ticketing};

use super::no_seeds;
use crate::Target;
use crate::input::Input;
use crate::slow::within_limit;
use crate::wire::{ACCOUNT, TOKEN, Wire, check_error, ready};

pub(super) const TARGET: Target = Target {
    name: "responses",
    about: "responses with any status, headers and body, which can repeat the secrets of the request",
    run,
    show,
    seeds: no_seeds,
    count: 1200,
    longest: 2048,
};

const STATUSES: &[u16] = &[
    200, 201, 202, 204, 301, 400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 501, 502, 503, 504,
    599,
];

const HEADERS: &[&str] = &[
    "content-type",
    "content-encoding",
    "retry-after",
    "ratelimit-reset",
    "ratelimit-limit",
    "ratelimit-remaining",
    "date",
    "location",
    "content-length",
    "x-request-id",
    "www-authenticate",
];

const VALUES: &[&str] = &[
    "application/json",
    "text/html; charset=latin1",
    "text/plain",
    "application/problem+json",
    "gzip",
    "7",
    "-1",
    "",
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "https://api.example/elsewhere",
    "text/event-stream",
];

/// Keys of error bodies, as different APIs write them.
const KEYS: &[&str] = &[
    "error",
    "errors",
    "message",
    "detail",
    "details",
    "failures",
    "title",
    "type",
    "code",
    "status",
    "path",
    "field",
    "loc",
    "msg",
    "description",
    "truto_error_insight",
    "truto_is_remote_error",
    "result",
    "next_cursor",
    "prev_cursor",
    "result_count",
    "id",
    "reason",
    "missing_scopes",
    "name",
    "statusCode",
];

static NAMES: PageNames = PageNames::new("result", "next_cursor")
    .with_previous("prev_cursor")
    .with_count("result_count");

fn response(data: &[u8]) -> (Response<Bytes>, usize) {
    let mut input = Input::new(data);
    let way = input.below(6);
    let mut response =
        Response::builder().status(StatusCode::from_u16(*input.pick(STATUSES)).expect("a status"));
    for _ in 0..input.below(4) {
        let name: &&str = input.pick(HEADERS);
        let name = HeaderName::from_static(name);
        let value = match input.below(3) {
            0 => text(&mut input),
            _ => (*input.pick(VALUES)).to_owned(),
        };
        if let Ok(value) = HeaderValue::from_str(&value) {
            response = response.header(name, value);
        }
    }
    let body = match input.below(4) {
        0 => input.rest().to_vec(),
        1 => text(&mut input).into_bytes(),
        _ => {
            let mut json = input.json(5, &mut |input| match input.below(8) {
                0 => text(input),
                _ => (*input.pick(KEYS)).to_owned(),
            });
            place_secrets(&mut json, &mut input);
            json.to_string().into_bytes()
        }
    };
    (response.body(body.into()).expect("a response"), way)
}

/// Returns text that may contain a secret of the request.
fn text(input: &mut Input<'_>) -> String {
    let secrets = ["", "", TOKEN, ACCOUNT, "acc%2F0123456789%20abcdef"];
    let (before, secret, after) = (input.text(), *input.pick(&secrets), input.text());
    format!("{before}{secret}{after}")
}

fn place_secrets(value: &mut serde_json::Value, input: &mut Input<'_>) {
    match value {
        serde_json::Value::String(known) if input.is_one_in(3) => *known = text(input),
        serde_json::Value::Array(items) => {
            items.iter_mut().for_each(|item| place_secrets(item, input))
        }
        serde_json::Value::Object(fields) => fields
            .values_mut()
            .for_each(|value| place_secrets(value, input)),
        _ => {}
    }
}

fn show(data: &[u8]) -> String {
    let (response, way) = response(data);
    format!(
        "way {way}: {:?}\n{}",
        response,
        String::from_utf8_lossy(response.body())
    )
}

fn run(data: &[u8]) {
    let (response, way) = response(data);
    within_limit(|| {
        let wire = Wire::responding(response.clone());
        let method = if way.is_multiple_of(2) { "GET" } else { "POST" };
        let endpoint = Endpoint::new("x.read", method, "/x").with_pages(&NAMES);
        let endpoint = if way > 2 {
            endpoint.with_envelope("result")
        } else {
            endpoint
        };
        let call = Call::custom(&wire.account(), endpoint);
        let raw = match way {
            0 | 1 => ready(call.send_raw()),
            _ => {
                let sent = match way {
                    2 => ready(call.send_as::<crm::Contact>()).map(drop),
                    3 => ready(call.send_as::<ticketing::Ticket>()).map(drop),
                    _ => ready(call.send_as::<Vec<ticketing::Contact>>()).map(drop),
                };
                return drop(sent.inspect_err(check_error));
            }
        };
        match raw {
            Err(error) => check_error(&error),
            Ok(response) => {
                let _ = response
                    .json::<serde_json::Value>()
                    .inspect_err(check_error);
                let _ = response.payload::<crm::Account>().inspect_err(check_error);
                let _ = response.page::<crm::Contact>().inspect_err(check_error);
                let _ = response
                    .keyed_page::<crm::Contact>()
                    .inspect_err(check_error);
                let _ = response.text().inspect_err(check_error);
                let _ = response.ignore_body().inspect_err(check_error);
                let _ = response.bytes().inspect_err(check_error);
            }
        }
    });
}
