//! Every operation, with a successful response that has no body.

use truto_unified::{Client, Error};

use super::{
    Answer, call,
    openapi::Spec,
    operations,
    server::{Server, response},
};

/// The result of the operation for this status and body, and the number of requests.
async fn answered(id: &str, status: &str, body: &str) -> (Result<(), Error>, usize) {
    let server = Server::answering(response(status, "Content-Type: application/json", body));
    let client = Client::builder().base_url(&server.url).token("t0ken");
    let (awaited, _) = call(&client.build().unwrap(), id);
    let result = awaited
        .await
        .map_err(|error| *error.downcast::<Error>().unwrap());
    (result.map(drop), server.requests().len())
}

#[tokio::test]
async fn every_write_without_a_body_has_taken_effect() {
    let spec = Spec::read();
    let (mut wrong, mut empty) = (Vec::new(), 0);
    for operation in operations(&spec) {
        let id = operation.id.as_str();
        let is_json = Answer::of(&spec, &operation).media == "application/json";
        let is_read = operation.method.eq_ignore_ascii_case("get");
        let mut can_be_empty = !is_json;
        for body in ["{}", "[]"] {
            can_be_empty |= !is_read && answered(id, "200 OK", body).await.0.is_ok();
        }
        empty += usize::from(can_be_empty);
        for (status, body) in [
            ("204 No Content", ""),
            ("200 OK", ""),
            ("202 Accepted", "\r\n"),
        ] {
            let (result, requests) = answered(id, status, body).await;
            let is_fine = match result {
                Ok(()) => can_be_empty || status.starts_with("204") && is_read,
                Err(error) => {
                    !can_be_empty && error.is_decode() && error.has_taken_effect() != is_read
                }
            };
            if !is_fine || requests != 1 {
                wrong.push(format!("{id}, {status}: {requests} requests"));
            }
        }
        if operation.method.eq_ignore_ascii_case("delete") && !can_be_empty {
            wrong.push(format!("{id}: a delete must return something"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(empty > 23, "{empty}");
}
