use std::fmt::Debug;

use golden_failures::{
    Client, Error, ErrorKind,
    pets::{GetPetError, Missing, UpdatePetError},
    testing::{FakeServer, Fault},
    types::{ApiError, Problem},
};

use crate::support::Recorder;

/// The error of a call that gets this response.
fn failure<R: std::future::IntoFuture<Output = Result<T, Error>>, T: Debug>(
    (status, body): (u16, &str),
    call: impl FnOnce(Client) -> R,
) -> Error {
    let body: &'static str = body.to_owned().leak();
    let client: Client = Recorder::new(status, body).client();
    Recorder::send(call(client)).unwrap_err()
}

#[test]
fn the_status_selects_the_type() {
    let get = |status, body: &str| failure((status, body), |client| client.pets().get("a"));
    let of = |status, body: &str| GetPetError::from_error(&get(status, body));

    let missing = of(404, r#"{"id":"a"}"#);
    assert_eq!(missing, Some(GetPetError::NotFound(Missing::new("a"))));
    let Some(GetPetError::Unprocessable(body)) = of(422, r#"{"fields":{"id":["short"]}}"#) else {
        panic!("422 has a type of its own");
    };
    assert_eq!(body.fields["id"], ["short"]);
    let Some(GetPetError::ServerError(body)) = of(501, "\"never\"") else {
        panic!("501 is in the range 5XX");
    };
    assert_eq!(body.as_text(), Some("never"));
    for status in [418, 302] {
        let Some(GetPetError::Default(body)) = of(status, r#"{"title":"no"}"#) else {
            panic!("{status} has the default type");
        };
        assert_eq!(body.title.as_deref(), Some("no"));
    }
    // They are documented without a body, so the default one does not apply.
    for status in 410..=412 {
        assert_eq!(of(status, r#"{"title":"no"}"#), None);
    }
}

#[test]
fn what_does_not_match_has_a_reason() {
    let of = |body: &str| failure((404, body), |client| client.pets().get("a"));
    for (body, reason) in [
        ("", "GET /pets/{id}: the body of the response is empty"),
        ("<p>", "GET /pets/{id}: decoding failed: expected value at line 1 column 1"),
        (r#"{"id":[]}"#, "GET /pets/{id}: decoding failed at `id`: "),
    ] {
        let error = of(body);
        assert_eq!(GetPetError::from_error(&error), None, "{body}");
        let why = error.decode::<Missing>().unwrap_err();
        assert!(why.to_string().starts_with(reason), "{why}");
        assert_eq!((error.kind(), why.kind()), (ErrorKind::NotFound, ErrorKind::Decode));
    }
    let success = failure((200, r#"{"name":[]}"#), |client| client.pets().get("a"));
    assert_eq!(GetPetError::from_error(&success), None);
}

#[test]
fn a_large_body_is_decoded_and_shown_in_part() {
    let id = "x".repeat(100_000);
    let body = format!(r#"{{"id":"{id}"}}"#);
    let error = failure((404, &body), |client| client.pets().get("a"));
    assert_eq!(error.decode::<Missing>().unwrap(), Missing::new(id));
    assert!(error.to_string().len() < 300, "{error}");
}

#[test]
fn operations_share_types() {
    for of in [
        |answer| failure(answer, |client| client.pets().create()),
        |answer| failure(answer, |client| client.visits().create()),
    ] {
        let Some(ApiError::BadRequest(body)) = ApiError::from_error(&of((400, r#"{"reasons":["a"]}"#))) else {
            panic!("400 is a component");
        };
        assert_eq!(body.reasons, ["a"]);
        assert!(matches!(ApiError::from_error(&of((409, "{}"))), Some(ApiError::Conflict(_))));
        assert_eq!(ApiError::from_error(&of((418, "{}"))), None);
    }
    let error = failure((404, r#"{"detail":"x"}"#), |client| client.visits().delete());
    assert_eq!(error.decode::<Problem>().unwrap().detail.as_deref(), Some("x"));
    let error = failure((423, r#"{"by":"Ada"}"#), |client| client.pets().update_as_form("a").name("b"));
    assert_eq!(error.decode::<UpdatePetError>().unwrap().by.as_deref(), Some("Ada"));
}

#[test]
fn the_fake_answers_with_an_error() {
    let fake = FakeServer::start().unwrap();
    fake.next([Fault::status(404).with_json(&serde_json::json!({"id": "a"}))]);
    let get = fake.client().unwrap().pets().get("a");
    let error = get.blocking().send().unwrap_err();
    let body = GetPetError::from_error(&error);
    assert_eq!(body, Some(GetPetError::NotFound(Missing::new("a"))));
}
