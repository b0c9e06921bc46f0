//! Runs for changes whose filter the API refuses.

use serde_json::json;
use tokio::runtime::Builder;
use truto_runtime::{
    Error, ErrorKind, RequestOptions,
    sync::{Batch, Extent, SyncRun},
};

use crate::{
    server::{Server, response},
    sync::{Thing, list},
};

/// A server with a list of two pages. It responds to requests with the filter with the first status, and to others with the second one.
fn refusing(filtered: u16, unfiltered: u16) -> Server {
    Server::by(move |request| {
        let is_second = request.line.contains("next_cursor=second");
        let status = match request.line.contains("updated_at") {
            true => filtered,
            false => unfiltered,
        };
        let next = (!is_second).then_some("second");
        let id = if is_second { "2" } else { "1" };
        let body = json!({"result": [{"id": id, "version": 1}], "next_cursor": next});
        let header = "Content-Type: application/json\r\nDate: Fri, 01 Mar 2024 09:30:00 GMT";
        response(&format!("{status} X"), header, &body.to_string()).into()
    })
}

/// The steps of a run for changes.
fn steps(server: &Server, is_blocking: bool) -> Vec<Result<Batch<Thing>, Error>> {
    let mut list = list(&server.url, "a");
    list.call.set_options(RequestOptions::new().attempts(1));
    let mut run = SyncRun::new(list).since("2024-02-01T00:00:00Z");
    if is_blocking {
        return run.blocking().collect();
    }
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    std::iter::from_fn(|| runtime.block_on(run.next())).collect()
}

#[test]
fn a_run_reads_everything_if_the_filter_is_refused() {
    for status in [400, 422] {
        for is_blocking in [false, true] {
            let server = refusing(status, 200);
            let batches: Vec<_> = steps(&server, is_blocking)
                .into_iter()
                .map(Result::unwrap)
                .collect();
            let ids: Vec<&str> = batches.iter().map(|batch| &*batch.items[0].id).collect();
            assert_eq!(ids, ["1", "2"]);
            assert_eq!(server.lines().len(), 3, "with the filter, and two pages");
            // The next run asks for the changes since the start of this one, and may be resumed without the filter.
            let first = batches[0].checkpoint.clone();
            let last = &batches[1].checkpoint;
            assert_eq!(last.since().unwrap().as_str(), "2024-03-01T09:25:00Z");
            let resumed = SyncRun::new(list(&server.url, "a")).resume(first);
            assert_eq!(resumed.extent(), Extent::AllUnfiltered);
            let resumed = resumed.blocking().map(|batch| batch.unwrap().items.len());
            assert_eq!(resumed.sum::<usize>(), 1);
            assert_eq!(server.lines().len(), 1);
        }
    }
}

#[tokio::test]
async fn the_extent_says_that_the_filter_was_refused() {
    let server = refusing(400, 200);
    let mut run = SyncRun::new(list(&server.url, "a")).since("2024-02-01T00:00:00Z");
    assert_eq!(run.extent(), Extent::Changes);
    run.next().await.unwrap().unwrap();
    assert_eq!(run.extent(), Extent::AllUnfiltered);
    while run.next().await.is_some() {}
    assert_eq!(run.extent(), Extent::AllUnfiltered);

    // Also if the run ends with an error: the server returns no single items.
    let server = Server::by(|request| {
        let body = json!({"result": [{"id": "1", "version": 1}], "is_partial_response": true});
        let status = match request.line.split(['?', ' ']).nth(1) {
            Some("/things") if request.line.contains("updated_at") => "400 X",
            Some("/things") => "200 X",
            _ => "500 X",
        };
        let header = "Content-Type: application/json\r\nDate: Fri, 01 Mar 2024 09:30:00 GMT";
        response(status, header, &body.to_string()).into()
    });
    let run = SyncRun::new(list(&server.url, "a")).since("2024-02-01T00:00:00Z");
    let mut run = run.fetch_partial(1);
    let mut last = None;
    while let Some(step) = run.next().await {
        last = Some(step.unwrap_err().kind());
        assert_eq!(run.extent(), Extent::AllUnfiltered);
    }
    assert_eq!(last, Some(ErrorKind::Paging));
    assert_eq!(run.extent(), Extent::AllUnfiltered);
}

#[test]
fn an_error_is_that_of_the_filter_if_the_list_without_it_is_refused_too() {
    use ErrorKind::{BadRequest, Forbidden, Unauthorized};
    for is_blocking in [false, true] {
        for (filtered, unfiltered, kind, requests) in [
            (400, 422, BadRequest, 4),
            // The next attempt continues without the filter.
            (400, 401, Unauthorized, 3),
            // This is not about the filter.
            (403, 200, Forbidden, 2),
        ] {
            let server = refusing(filtered, unfiltered);
            let steps = steps(&server, is_blocking);
            // The second permanent error ends a run.
            let kinds: Vec<_> = steps
                .into_iter()
                .map(|step| step.unwrap_err().kind())
                .collect();
            assert_eq!(kinds, [kind; 2]);
            assert_eq!(server.lines().len(), requests);
        }
        // These may pass, so the run makes ten attempts before it ends.
        for (unfiltered, kind) in [(429, ErrorKind::RateLimited), (503, ErrorKind::Server)] {
            let server = refusing(400, unfiltered);
            let errors = steps(&server, is_blocking).into_iter();
            let kinds: Vec<_> = errors.map(|step| step.unwrap_err().kind()).collect();
            let (last, before) = kinds.split_last().unwrap();
            assert_eq!((before, *last), ([kind; 10].as_slice(), ErrorKind::Paging));
        }
    }
}
