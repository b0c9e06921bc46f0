//! Lists that return only a part of each object.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use serde_json::Value;
use truto_runtime::{
    Error, ErrorKind, RequestOptions,
    sync::{Batch, Reconcile, SyncList, SyncRun},
};

use crate::{
    server::{Server, response},
    sync::{ListThings, Thing, World, list},
};

/// Single items that the server cannot return.
struct Broken {
    /// The item always fails.
    always: &'static str,
    /// The item fails with this status once.
    once: &'static str,
    status: &'static str,
}

/// A server whose pages have the version 0 of each item, and lack the version of `t3`, which is required.
fn serve(broken: Broken) -> Server {
    let world = Arc::new(Mutex::new(World::new(4)));
    world.lock().unwrap().is_wild = false;
    let failed = AtomicUsize::new(0);
    Server::by(move |request| {
        let is_for = |id: &str| request.line.contains(&format!("/things/{id}?"));
        if is_for(broken.always) {
            return response("503 Service Unavailable", "X: y", "{}").into();
        }
        if is_for(broken.once) && failed.fetch_add(1, Ordering::Relaxed) == 0 {
            return response(broken.status, "X: y", "{}").into();
        }
        let answer = world.lock().unwrap().answer(&request.line);
        if !request.line.contains("/things?") {
            return answer.into();
        }
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        let mut page: Value = serde_json::from_str(body).unwrap();
        page["is_partial_response"] = true.into();
        for item in page["result"].as_array_mut().unwrap() {
            item["version"] = match item["id"] == "t3" {
                true => Value::Null,
                false => 0.into(),
            };
        }
        response(
            "200 OK",
            "Content-Type: application/json",
            &page.to_string(),
        )
        .into()
    })
}

fn things(server: &Server) -> ListThings {
    let mut list = list(&server.url, "a");
    list.call.set_options(RequestOptions::new().attempts(1));
    list
}

/// What several batches have.
#[derive(Debug, Default)]
struct Seen {
    items: Vec<Thing>,
    undecodable: Vec<Option<String>>,
    unfetched: Vec<(String, Error)>,
}

impl Seen {
    fn add(&mut self, batch: Batch<Thing>) {
        let undecodable = batch.undecodable.iter().map(ListThings::undecodable_id);
        self.undecodable.extend(undecodable);
        self.items.extend(batch.items);
        self.unfetched.extend(batch.unfetched);
    }

    /// The ids of items that are not whole.
    fn partial(&self) -> Vec<&str> {
        let partial = self.items.iter().filter(|item| item.version == 0);
        partial.map(|item| item.id.as_str()).collect()
    }
}

#[tokio::test]
async fn items_of_partial_pages_can_be_fetched() {
    let server = serve(Broken {
        always: "t2",
        once: "none",
        status: "",
    });
    let plain = SyncRun::new(things(&server)).next().await.unwrap().unwrap();
    assert!(plain.is_partial && plain.items.iter().all(|item| item.version == 0));

    let (mut seen, mut run) = (Seen::default(), SyncRun::new(things(&server)));
    while let Some(batch) = run.next().await {
        seen.add(batch.unwrap());
    }
    assert_eq!((seen.items.len(), seen.partial().len()), (39, 39));
    assert_eq!(seen.undecodable, [Some("t3".to_owned())]);

    let (mut seen, run) = (Seen::default(), SyncRun::new(things(&server)));
    let mut run = run.fetch_partial(3);
    while let Some(batch) = run.next().await {
        seen.add(batch.unwrap());
    }
    // Also the one that lacks a required field in the list.
    assert_eq!((seen.items.len(), &*seen.partial()), (40, &["t2"][..]));
    assert!(seen.undecodable.is_empty());
    assert_eq!(seen.unfetched.len(), 1);
    let (id, error) = &seen.unfetched[0];
    // The options of the list apply to what is fetched.
    assert_eq!((id.as_str(), error.attempts()), ("t2", 1));

    let (mut seen, walk) = (Seen::default(), Reconcile::new(things(&server)));
    let mut walk = walk.fetch_partial(3);
    while let Some(batch) = walk.next().await {
        seen.add(batch.unwrap());
    }
    assert_eq!((seen.items.len(), &*seen.partial()), (40, &["t2"][..]));
    assert_eq!(walk.missing(["t3".into()]).await.unwrap().deleted.len(), 0);
}

#[tokio::test]
async fn a_failure_that_concerns_all_items_is_an_error_and_is_repeated() {
    let server = serve(Broken {
        always: "none",
        once: "t20",
        status: "429 Too Many Requests",
    });
    let (mut seen, mut errors) = (Seen::default(), Vec::new());
    let mut run = SyncRun::new(things(&server)).fetch_partial(3);
    while let Some(batch) = run.next().await {
        match batch {
            Ok(batch) => seen.add(batch),
            Err(error) => errors.push(error.kind()),
        }
    }
    assert_eq!(errors, [ErrorKind::RateLimited]);
    assert_eq!((seen.items.len(), seen.partial().len()), (40, 0));
    assert!(seen.unfetched.is_empty());
}

#[test]
fn items_are_fetched_without_async_until_the_token_is_refused() {
    let broken = |status| Broken {
        always: "none",
        once: "t20",
        status,
    };
    let server = serve(broken("404 Not Found"));
    let mut seen = Seen::default();
    for batch in SyncRun::new(things(&server)).fetch_partial(3).blocking() {
        seen.add(batch.unwrap());
    }
    assert_eq!((seen.items.len(), &*seen.partial()), (40, &["t20"][..]));

    let server = serve(broken("401 Unauthorized"));
    let run = SyncRun::new(things(&server)).fetch_partial(3).blocking();
    let errors: Vec<_> = run.filter_map(Result::err).collect();
    assert_eq!(errors.len(), 1, "the run ends");
    assert_eq!(errors[0].kind(), ErrorKind::Unauthorized);
}
