//! Every operation, with every fault that can affect a single attempt.

use std::{sync::Arc, time::Duration};

use tokio::sync::Semaphore;
use truto_unified::{Client, Error};

use super::{
    Answer, call, calls,
    openapi::{Operation, Spec},
    operations,
    rows::{Row, rows},
    server::{Play, response},
    timer::FakeTimer,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn every_operation_survives_every_fault_of_an_attempt() {
    let spec = Spec::read();
    // A slow body ends by the timeout, and the following attempt must be within the deadline.
    let at_once = Arc::new(Semaphore::new(16));
    let mut tasks = Vec::new();
    for operation in operations(&spec) {
        let answer = Answer::of(&spec, &operation);
        let at_once = Arc::clone(&at_once);
        tasks.push(tokio::spawn(async move {
            let _turn = at_once.acquire().await.unwrap();
            let mut wrong = Vec::new();
            for row in rows() {
                let row = if answer.media == "application/json" {
                    row
                } else {
                    row.of_bytes()
                };
                let found = play(&row, &operation, &answer).await;
                let found = found.into_iter();
                let id = &operation.id;
                wrong.extend(found.map(|what| format!("{id}, {}: {what}", row.number)));
            }
            wrong
        }));
    }
    let (count, mut wrong) = (tasks.len(), Vec::new());
    for task in tasks {
        wrong.extend(task.await.unwrap());
    }
    assert_eq!(count, calls::INTEGRATED_ACCOUNT.len() + calls::CLIENT.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn play(row: &Row, operation: &Operation, answer: &Answer) -> Vec<String> {
    let media = format!("Content-Type: {}", answer.media);
    let fine = response("200 OK", &media, &answer.body);
    let site = row.site(Play::Answer(fine.into()));
    let timer = FakeTimer::default();
    let builder = Client::builder().base_url(&site.url).token("t0ken");
    let builder = builder
        .timer(timer.clone())
        .timeout(Duration::from_secs(10));
    let client = row.client(builder).unwrap();
    let (awaited, _) = call(&client, &operation.id);
    let result = awaited.await;
    let result = result.map_err(|error| *error.downcast::<Error>().unwrap());
    row.judge(&operation.method, &result, &site, &timer.waits())
}
