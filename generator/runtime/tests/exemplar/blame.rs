//! Failures of single items: about the items, or about the account or the API.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tokio::runtime::Builder;
use truto_runtime::{
    Error,
    ErrorKind::{self, Forbidden, NotFound, RateLimited, Server as ServerError},
    RequestOptions,
    sync::{Batch, Missing, Reconcile, SyncRun},
};

use crate::{
    server::{Server, response},
    sync::{ListThings, Thing, list},
};

/// The pages of a list, with the ids of their items.
type Listed = &'static [&'static [&'static str]];

const LISTED: Listed = &[&["1", "2"], &["3", "4"]];

/// A server with a list of partial items. `status_of_list` gets the number of earlier requests for the list, and `status_of_item` the id.
fn serve(
    listed: Listed,
    status_of_list: impl Fn(usize) -> u16 + Send + 'static,
    status_of_item: impl Fn(&str) -> u16 + Send + 'static,
) -> Server {
    serve_changing(move |_| listed, status_of_list, status_of_item)
}

/// The same with a list that changes: `listed` gets the number of earlier requests for it, too.
fn serve_changing(
    listed: impl Fn(usize) -> Listed + Send + 'static,
    status_of_list: impl Fn(usize) -> u16 + Send + 'static,
    status_of_item: impl Fn(&str) -> u16 + Send + 'static,
) -> Server {
    let lists = AtomicUsize::new(0);
    Server::by(move |request| {
        let path = request.line.trim_start_matches("GET /things");
        let (id, query) = path.split_once('?').unwrap();
        let (status, body) = match id.strip_prefix('/') {
            Some(id) => (status_of_item(id), json!({"id": id, "version": 2})),
            None => {
                let earlier = lists.fetch_add(1, Ordering::Relaxed);
                let listed = listed(earlier);
                let page = usize::from(query.contains("next_cursor=second"));
                let ids = listed.get(page).copied().unwrap_or_default();
                let items: Vec<_> = ids
                    .iter()
                    .map(|id| json!({"id": id, "version": 1}))
                    .collect();
                let next = (listed.len() > page + 1).then_some("second");
                let body =
                    json!({"result": items, "next_cursor": next, "is_partial_response": true});
                (status_of_list(earlier), body)
            }
        };
        let body = match status {
            200 => body.to_string(),
            _ => "{}".to_owned(),
        };
        let header = "Content-Type: application/json\r\nDate: Fri, 01 Mar 2024 09:30:00 GMT";
        response(&format!("{status} X"), header, &body).into()
    })
}

fn things(server: &Server) -> ListThings {
    let mut list = list(&server.url, "a");
    list.call.set_options(RequestOptions::new().attempts(1));
    list
}

/// The first steps of a run that fetches partial items.
fn steps(server: &Server, is_blocking: bool, most: usize) -> Vec<Result<Batch<Thing>, Error>> {
    let mut run = SyncRun::new(things(server)).fetch_partial(2);
    if is_blocking {
        return run.blocking().take(most).collect();
    }
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let next = || runtime.block_on(run.next());
    std::iter::from_fn(next).take(most).collect()
}

/// What a run is expected to return: the ids that could not be fetched, and the kinds of its errors.
struct Row {
    name: &'static str,
    status_of_list: fn(usize) -> u16,
    status_of_item: fn(&str) -> u16,
    batches: usize,
    unfetched: &'static [&'static str],
    errors: &'static [ErrorKind],
}

const ROWS: [Row; 13] = [
    Row {
        name: "the API fails for every item: each step is an error",
        status_of_list: |_| 200,
        status_of_item: |_| 500,
        batches: 0,
        unfetched: &[],
        errors: &[ServerError; 4],
    },
    Row {
        name: "the API fails for the last item of a page",
        status_of_list: |_| 200,
        status_of_item: |id| if id == "2" { 500 } else { 200 },
        batches: 2,
        unfetched: &["2"],
        errors: &[],
    },
    Row {
        name: "the API fails for all items of a page, but not for others",
        status_of_list: |_| 200,
        status_of_item: |id| if id < "3" { 200 } else { 502 },
        batches: 2,
        unfetched: &["3", "4"],
        errors: &[],
    },
    Row {
        name: "the account lacks a permission: it is permanent, so the run ends",
        status_of_list: |_| 200,
        status_of_item: |_| 403,
        batches: 0,
        unfetched: &[],
        errors: &[Forbidden],
    },
    Row {
        name: "the account lacks a permission for one item",
        status_of_list: |_| 200,
        status_of_item: |id| if id == "1" { 403 } else { 200 },
        batches: 2,
        unfetched: &["1"],
        errors: &[],
    },
    Row {
        name: "the account lacks a permission for all items of the first page",
        status_of_list: |_| 200,
        status_of_item: |id| if id < "3" { 403 } else { 200 },
        batches: 2,
        unfetched: &["1", "2"],
        errors: &[],
    },
    Row {
        name: "the account has a permission for the last item only",
        status_of_list: |_| 200,
        status_of_item: |id| if id < "4" { 403 } else { 200 },
        batches: 2,
        unfetched: &["1", "2", "3"],
        errors: &[],
    },
    Row {
        name: "the integration does not return single items",
        status_of_list: |_| 200,
        status_of_item: |_| 404,
        batches: 2,
        unfetched: &["1", "2", "3", "4"],
        errors: &[],
    },
    Row {
        name: "the integration does not return single items, and says so in another way",
        status_of_list: |_| 200,
        status_of_item: |id| if id < "3" { 422 } else { 410 },
        batches: 2,
        unfetched: &["1", "2", "3", "4"],
        errors: &[],
    },
    Row {
        name: "two items are gone, and the others cannot be requested now",
        status_of_list: |_| 200,
        status_of_item: |id| if id < "3" { 404 } else { 429 },
        batches: 0,
        unfetched: &[],
        errors: &[RateLimited; 4],
    },
    Row {
        name: "the account was deleted after its first page",
        status_of_list: |earlier| if earlier == 0 { 200 } else { 404 },
        status_of_item: |_| 404,
        batches: 0,
        unfetched: &[],
        errors: &[NotFound],
    },
    Row {
        name: "one item is gone, and nothing is known about the others",
        status_of_list: |_| 200,
        status_of_item: |id| if id == "1" { 404 } else { 403 },
        batches: 0,
        unfetched: &[],
        errors: &[Forbidden],
    },
    Row {
        name: "responses that are not like the type are about their items",
        status_of_list: |_| 200,
        status_of_item: |id| if id == "4" { 299 } else { 200 },
        batches: 2,
        unfetched: &["4"],
        errors: &[],
    },
];

#[test]
fn failures_are_about_items_if_others_can_be_fetched() {
    for row in ROWS {
        for is_blocking in [false, true] {
            let server = serve(LISTED, row.status_of_list, row.status_of_item);
            let (mut batches, mut unfetched, mut errors) = (0, Vec::new(), Vec::new());
            for step in steps(&server, is_blocking, 4) {
                match step {
                    Ok(batch) => {
                        batches += 1;
                        unfetched.extend(batch.unfetched.into_iter().map(|(id, _)| id));
                    }
                    Err(error) => errors.push(error.kind()),
                }
            }
            assert_eq!(
                (batches, &*errors),
                (row.batches, row.errors),
                "{}",
                row.name
            );
            assert_eq!(unfetched, row.unfetched, "{}", row.name);
        }
    }
}

#[test]
fn a_run_ends_if_its_items_fail_for_long() {
    for is_blocking in [false, true] {
        let server = serve(LISTED, |_| 200, |id| if id < "3" { 200 } else { 429 });
        let mut steps = steps(&server, is_blocking, 1000).into_iter();
        assert!(steps.next().unwrap().is_ok());
        let errors: Vec<_> = steps.map(Result::unwrap_err).collect();
        let mut kinds = vec![RateLimited; 10];
        kinds.push(ErrorKind::Paging);
        let found: Vec<_> = errors.iter().map(Error::kind).collect();
        assert_eq!(found, kinds);
        let last = errors.last().unwrap();
        assert_eq!(last.operation(), Some("things.list"));
    }
}

/// Reads the list of `server` and looks for the ids that it lacks.
fn missing(server: &Server, known: &[&str], is_blocking: bool) -> Result<Missing<Thing>, Error> {
    let known: Vec<String> = known.iter().map(|id| (*id).to_owned()).collect();
    let mut walk = Reconcile::new(things(server));
    if is_blocking {
        let mut walk = walk.blocking();
        walk.by_ref().for_each(|batch| drop(batch.unwrap()));
        return walk.missing(known);
    }
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        while let Some(batch) = walk.next().await {
            batch.unwrap();
        }
        walk.missing(known).await
    })
}

#[test]
fn not_found_means_deleted_only_if_others_are_found() {
    for is_blocking in [false, true] {
        let server = serve(LISTED, |_| 200, |id| if id == "9" { 404 } else { 200 });
        let found = missing(&server, &["1", "9"], is_blocking).unwrap();
        assert_eq!(found.deleted, ["9"]);
        let requests = server.lines().len();
        assert_eq!(
            requests, 5,
            "two pages, the item, the first page and one of its items"
        );

        // An item that is found after it proves the same.
        let found = missing(&server, &["9", "10"], is_blocking).unwrap();
        assert_eq!(
            (&*found.deleted, found.present.len()),
            (&["9".to_owned()][..], 1)
        );
        assert_eq!(server.lines().len(), 4);

        // The list and the items agree that there is nothing.
        let server = serve(&[&[]], |_| 200, |_| 404);
        let found = missing(&server, &["1", "2"], is_blocking).unwrap();
        assert_eq!(found.deleted, ["1", "2"]);
    }
}

#[test]
fn an_item_that_is_in_the_list_again_is_not_deleted() {
    for is_blocking in [false, true] {
        const SHIFTED: Listed = &[&["9", "1"]];
        let listed = |earlier| if earlier < 2 { LISTED } else { SHIFTED };
        let status = |id: &str| if id > "8" { 404 } else { 200 };
        let server = serve_changing(listed, |_| 200, status);
        let found = missing(&server, &["8", "9", "90"], is_blocking).unwrap();
        assert_eq!(found.deleted, ["90"]);
        let unknown: Vec<&str> = found.unknown.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(unknown, ["9"]);
    }
}

#[test]
fn nothing_is_deleted_if_the_account_is_gone_or_no_item_is_found() {
    let says = |server: &Server, is_blocking, text: &str| {
        let error = missing(server, &["1", "9"], is_blocking).unwrap_err();
        assert_eq!(error.kind(), NotFound);
        assert!(error.to_string().contains(text), "{error}");
    };
    for is_blocking in [false, true] {
        let server = serve(
            LISTED,
            |earlier| if earlier < 2 { 200 } else { 404 },
            |_| 404,
        );
        says(&server, is_blocking, "the list cannot be read any more");
        let server = serve(LISTED, |_| 200, |_| 404);
        says(
            &server,
            is_blocking,
            "an item that is in the list cannot be fetched either",
        );
        assert_eq!(server.lines().len(), 6, "two of the list are requested");
    }
}
