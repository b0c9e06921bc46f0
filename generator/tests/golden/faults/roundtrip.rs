use golden_faults::Client;

use crate::support::Recorder;

#[test]
fn a_fragment_is_not_sent_and_a_query_of_the_path_is() {
    let server = Recorder::new(200, r#"{"id": "1", "beta": true}"#);
    let client: Client = server.client();
    let files = client.files();
    Recorder::send(files.get_share("1").fields("a")).unwrap();
    assert_eq!(server.line(), "GET /files/1?fields=a");
    let beta = Recorder::send(files.get_beta("1").fields("a")).unwrap();
    assert!(beta.beta);
    assert_eq!(server.line(), "GET /files/1?beta=true&fields=a");
}

#[test]
fn placeholders_are_filled_wherever_they_are() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let files = client.files();
    Recorder::send(files.content("1", 2)).unwrap();
    assert_eq!(server.line(), "GET /files/1/content?version=2&raw");
    Recorder::send(files.search("a b").limit(3)).unwrap();
    assert_eq!(server.line(), "GET /search?text=a%20b&limit=3");
    Recorder::send(files.act("a", "b", "c/d", "e")).unwrap();
    assert_eq!(server.line(), "POST /all%20files/a.b:e/c%2Fd");
}

#[test]
fn mappings_are_copied_from_where_a_reference_points() {
    let server = Recorder::new(200, r#"{"id": "1", "size": 2}"#);
    let client: Client = server.client();
    let folder = Recorder::send(client.folders().get("1")).unwrap();
    assert_eq!((folder.id.as_str(), folder.size), ("1", Some(2)));
}
