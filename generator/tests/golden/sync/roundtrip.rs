use golden_sync::{
    Client,
    labels::ListLabels,
    notes::ListNotes,
    sync::{Checkpoint, Extent, Reconcile, SyncRun},
    testing::{FakeServer, Fault},
};

use crate::support::Recorder;

#[test]
fn a_later_run_asks_for_changes_with_the_names_of_the_document() {
    let server = Recorder::new(200, r#"{"notes":[{"key":"a","changed":"2024-03-01T09:30:00Z"}]}"#);
    let client: Client = server.client();
    let list: ListNotes = client.notes().list();
    let mut run = SyncRun::new(list.clone());
    assert_eq!(run.extent(), Extent::All);
    let batch = Recorder::send(run.next()).unwrap().unwrap();
    assert_eq!((server.line().as_str(), batch.items[0].key.as_str()), ("GET /notes", "a"));
    assert!(Recorder::send(run.next()).is_none());

    let checkpoint: Checkpoint = batch.checkpoint.to_string().parse().unwrap();
    let mut run = SyncRun::new(list).resume(checkpoint);
    assert_eq!(run.extent(), Extent::Changes);
    Recorder::send(run.next()).unwrap().unwrap();
    assert!(server.line().starts_with("GET /notes?changed_since=20"), "{}", server.line());

    let labels: ListLabels = client.labels().list();
    let run = SyncRun::new(labels).since("2024-03-01T09:30:00Z");
    assert_eq!(run.extent(), Extent::AllUnfiltered);
}

#[test]
fn a_run_without_async_finds_deleted_items_by_their_id() {
    let fake = FakeServer::start().unwrap();
    let client = fake.client().unwrap();
    let page = serde_json::json!({"notes": [{"key": "a", "text": "A"}]});
    fake.set_response("notes.list", page).unwrap();
    // Another note shows that notes can be read.
    fake.set_response("notes.get", serde_json::json!({"key": "a"})).unwrap();
    fake.script(|request| (request.path() == "/notes/b").then(|| Fault::status(404)));
    let list = client.notes().list().omit("text").kind("memo").tags(["x"]);
    let mut run = Reconcile::new(list).blocking();
    let batch = run.next().unwrap().unwrap();
    assert_eq!(batch.items[0].text.as_deref(), Some("A"));
    assert!(run.next().is_none());

    let known = ["a", "b"].map(str::to_owned);
    let missing = run.missing(known).unwrap();
    assert_eq!(missing.deleted, ["b"]);
    let paths: Vec<String> = fake.requests().iter().map(|request| request.path().to_owned()).collect();
    assert_eq!(paths, ["/notes", "/notes/b", "/notes", "/notes/a"]);
    // The operation for one item has these parameters too. It has another `tags`.
    for request in fake.requests() {
        assert_eq!(request.query_value("omit").as_deref(), Some("text"));
        assert_eq!(request.query_value("kind").as_deref(), Some("memo"));
        let has_tags = request.query_value("tags").or(request.query_value("tags[]")).is_some();
        assert_eq!(has_tags, request.path() == "/notes");
    }
}
