//! Requests for the single items of a list: whether they are sent, and with which parameters.

use serde_json::json;
use tokio::runtime::Builder;
use truto_runtime::{
    Call, Client, ClientBuilder, PageNames, Preflight, QueryStyle, RequestOptions,
    support::{Endpoint, Field},
    sync::{Missing, Reconcile, SyncRun},
};

use crate::{
    Operation,
    integration::Integration,
    server::{Received, Server, response},
    sync::Thing,
    timer::FakeTimer,
};

/// All integrations support the list.
const LIST: Operation = {
    const PAGES: PageNames =
        PageNames::new("result", "next_cursor").with_partial("is_partial_response");
    Operation::new(Endpoint::new("things.list", "GET", "/things").with_pages(&PAGES))
};

/// Dixa returns no single items, and Front requires the entity.
const GET: Operation = Operation::new(Endpoint::new("things.get", "GET", "/things/{id}"))
    .with_integrations(&[Integration::Front, Integration::HelpScout], &[])
    .with_query(&[Field::named(
        "entity",
        &[Integration::Front],
        &[Integration::HelpScout],
    )]);

#[derive(Clone)]
struct ListThings {
    call: Call,
}

impl ListThings {
    fn into_call(self) -> Call {
        self.call
    }
}

truto_runtime::sync_list! {
    ListThings -> Thing,
    id: id = "id",
    get: GET = "id",
    with: ["entity", "exclude[]"],
}

/// A list of the things 1 and 2, without the integration if it is not known.
fn list(server: &Server, integration: Option<Integration>) -> ListThings {
    let client: Client = ClientBuilder::new(&server.url)
        .token("t")
        .timer(FakeTimer::default())
        .build()
        .unwrap();
    let scope = client.scope("account", "a");
    let scope = match integration {
        Some(integration) => scope.with_integration(integration.slug()),
        None => scope,
    };
    let mut call = Call::new(&scope, &LIST);
    call.set_options(RequestOptions::new().attempts(1));
    ListThings { call }
}

/// A server with the partial things 1 and 2, which returns single items with this status.
fn serve(status: u16) -> Server {
    serve_pages(status, true)
}

fn serve_pages(status: u16, is_partial: bool) -> Server {
    let things = [
        json!({"id": "1", "version": 1}),
        json!({"id": "2", "version": 1}),
    ];
    let page = json!({"result": things, "is_partial_response": is_partial});
    Server::by(move |request: &Received| {
        let id = request.line.strip_prefix("GET /things/");
        let (status, body) = match id.and_then(|rest| rest.split('?').next()) {
            Some(id) if status == 200 => (200, json!({"id": id, "version": 2})),
            Some(_) => (status, json!({})),
            None => (200, page.clone()),
        };
        let header = "Content-Type: application/json\r\nDate: Fri, 01 Mar 2024 09:30:00 GMT";
        response(&format!("{status} X"), header, &body.to_string()).into()
    })
}

/// The versions of the items of a run that fetches partial ones, and the ids of those that it could not fetch.
fn versions(list: ListThings, is_blocking: bool) -> (Vec<i64>, Vec<String>) {
    let mut run = SyncRun::new(list).fetch_partial(2);
    let batch = if is_blocking {
        run.blocking().next()
    } else {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(run.next())
    };
    let batch = batch.unwrap().unwrap();
    let versions = batch.items.iter().map(|item| item.version).collect();
    let unfetched = batch.unfetched.into_iter().map(|(id, _)| id).collect();
    (versions, unfetched)
}

/// What became of the thing 9, which is not in the list.
fn missing(list: ListThings, is_blocking: bool) -> Missing<Thing> {
    let (mut walk, known) = (Reconcile::new(list), ["1", "9"].map(str::to_owned));
    if is_blocking {
        let mut walk = walk.blocking();
        walk.by_ref().for_each(|batch| drop(batch.unwrap()));
        return walk.missing(known).unwrap();
    }
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        while let Some(batch) = walk.next().await {
            batch.unwrap();
        }
        walk.missing(known).await.unwrap()
    })
}

#[test]
fn single_items_are_not_requested_if_the_integration_does_not_return_them() {
    for is_blocking in [false, true] {
        // With the status 500, a request would be an error of the run.
        let server = serve_pages(500, false);
        for integration in [Integration::Dixa, Integration::Front] {
            let things = list(&server, Some(integration));
            assert_eq!(missing(things, is_blocking).deleted, ["9"]);
            assert_eq!(server.lines().len(), 1);
        }
        let server = serve(500);
        for preflight in [Preflight::Off, Preflight::Warn, Preflight::Deny] {
            for integration in [Integration::Dixa, Integration::Front] {
                let mut things = list(&server, Some(integration));
                let options = RequestOptions::new().preflight(preflight);
                things.call.set_options(options);
                let expected = (vec![1, 1], Vec::new());
                assert_eq!(versions(things, is_blocking), expected);
                assert_eq!(server.lines().len(), 1);
            }
        }
    }
}

#[test]
fn a_page_that_may_lack_items_does_not_make_any_deleted() {
    for is_blocking in [false, true] {
        let server = serve(500);
        let found = missing(list(&server, Some(Integration::Dixa)), is_blocking);
        assert!(found.deleted.is_empty());
        let (id, why) = &found.unknown[0];
        assert!(why.to_string().contains("incomplete"), "{why}");
        assert_eq!((id.as_str(), found.unknown.len()), ("9", 1));
    }
}

#[test]
fn an_integration_that_refuses_all_single_items_can_be_synced() {
    for is_blocking in [false, true] {
        let server = serve(405);
        for integration in [None, Some(Integration::HelpScout)] {
            let expected = (vec![1, 1], vec!["1".to_owned(), "2".to_owned()]);
            assert_eq!(versions(list(&server, integration), is_blocking), expected);
            let found = missing(list(&server, integration), is_blocking);
            assert!(found.deleted.is_empty(), "405 says nothing about the item");
            assert_eq!(found.unknown[0].0, "9");
        }
    }
}

#[test]
fn single_items_are_requested_with_the_parameters_of_the_list() {
    let server = serve(200);
    for integration in [None, Some(Integration::Front)] {
        let mut things = list(&server, integration);
        let call = &mut things.call;
        call.set_query("entity", QueryStyle::DeepObject, "contact");
        call.set_option("exclude[]", QueryStyle::Form, &["remote_data"]);
        // The operation does not have these.
        call.set_query("entity_type", QueryStyle::Form, "x");
        call.set_option("limit", QueryStyle::Form, &10);
        assert_eq!(versions(things, false), (vec![2, 2], Vec::new()));
        let lines = server.lines();
        assert_eq!(
            lines[1],
            "GET /things/1?entity=contact&exclude[]=remote_data&account=a"
        );
    }
}
