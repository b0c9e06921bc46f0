use golden_faults::{Client, FilePart, folders::{GetFolderResponse, GetFolderResponseRank}, types::Child};

use crate::support::{Recorder, round_trip};

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

#[test]
fn values_are_those_of_the_type() {
    let json = r#"{"id": "1", "version": "4.10", "mixed": 1, "mode": "x", "rank": 1, "other": "a", "list": [1, "a"], "tree": [[[], []], []]}"#;
    let folder: GetFolderResponse = round_trip(json);
    assert_eq!(folder.version.map(|version| version.as_str().to_owned()).as_deref(), Some("4.10"));
    assert_eq!(folder.rank, Some(GetFolderResponseRank::Value1));
}

#[test]
fn a_response_of_any_media_type_without_a_schema_is_bytes() {
    let server = Recorder::new(200, "no JSON");
    let client: Client = server.client();
    let blob = Recorder::send(client.blobs().get()).unwrap();
    assert_eq!(Recorder::send(blob.bytes()).unwrap(), "no JSON");
}

#[test]
fn other_spellings_of_types_and_styles_are_read() {
    let body = r#"{"count": 3, "other": [1], "anything": {"a": 1}, "pair": ["a", 1]}"#;
    let server = Recorder::new(200, body);
    let client: Client = server.client();
    let audits = client.audits().list().sort("a").limit(2).flag(true);
    let audit = Recorder::send(audits).unwrap();
    assert_eq!(server.line(), "GET /audits?sort=a&limit=2&flag=true");
    assert_eq!(audit.count, 3);
    assert!(audit.other.is_some_and(|other| other.is_array()));
    assert!(audit.anything.is_some_and(|anything| anything.is_object()));
    assert_eq!(audit.pair.map(|pair| pair.len()), Some(2));
}

#[test]
fn a_response_to_head_or_with_the_status_204_has_no_body() {
    let server = Recorder::new(200, "");
    let client: Client = server.client();
    let () = Recorder::send(client.files().probe("1")).unwrap();
    assert_eq!(server.line(), "HEAD /files/1");
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let () = Recorder::send(client.folders().state("1")).unwrap();
}

#[test]
fn a_form_or_multipart_body_that_is_no_object_is_sent_as_it_is() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let signals = client.signals();
    let sent = || (server.header("content-type").unwrap(), server.body());
    Recorder::send(signals.send("a=1&b=2")).unwrap();
    assert_eq!(sent(), ("application/x-www-form-urlencoded".to_owned(), "a=1&b=2".to_owned()));
    let parts = "--x\r\n\r\na\r\n--x--\r\n";
    let media = "multipart/form-data; boundary=x";
    Recorder::send(signals.send_as_multipart(FilePart::from_text(parts).with_content_type(media))).unwrap();
    assert_eq!(sent(), (media.to_owned(), parts.to_owned()));
    Recorder::send(signals.send_as_related(parts)).unwrap();
    assert_eq!(sent(), ("multipart/related".to_owned(), parts.to_owned()));
}

#[test]
fn unused_types_can_require_each_other() {
    let child: Result<Child, _> = serde_json::from_str(r#"{"parent": {}}"#);
    assert!(child.is_err(), "{child:?}");
}
