use golden_base64::{
    Base64, Base64Url, Client, Patch,
    files::File,
    testing::FakeServer,
};

use crate::support::{Recorder, json, round_trip};

#[test]
fn bytes_are_encoded_and_text_is_sent_as_it_is() {
    let server = Recorder::new(200, r#"{"data":"eA=="}"#);
    let client: Client = server.client();
    let files = client.files();
    let file = File::new(b"Invoice no 42").key(vec![0xfb, 0xff]).parts([b"a".as_slice(), b"b"]);
    assert_eq!(json(&file), r#"{"data":"SW52b2ljZSBubyA0Mg==","key":"-_8","parts":["YQ==","Yg=="]}"#);
    assert_eq!(file, File::new("SW52b2ljZSBubyA0Mg==").key("-_8").parts(["YQ==", "Yg=="]));

    let created = Recorder::send(files.create(file.clone())).unwrap();
    assert_eq!((server.body(), created.data.decode().unwrap()), (json(&file), b"x".to_vec()));
    Recorder::send(files.update(&[0xfb, 0xff]).data(created.data)).unwrap();
    assert_eq!((server.line(), server.body()), ("PATCH /files/-_8".to_owned(), r#"{"data":"eA=="}"#.to_owned()));
    Recorder::send(files.update(Base64Url::from("-_8")).data(Patch::Null)).unwrap();
    assert_eq!(server.body(), r#"{"data":null}"#);
    Recorder::send(files.update("k").data(b"y")).unwrap();
    assert_eq!(server.body(), r#"{"data":"eQ=="}"#);
}

#[test]
fn bytes_in_a_query_are_escaped() {
    let server = Recorder::new(200, "[]");
    let client: Client = server.client();
    Recorder::send(client.files().list().hash([0xfb, 0xff].as_slice())).unwrap();
    assert_eq!(server.line(), "GET /files?hash=%2B%2F8%3D");
}

#[test]
fn received_text_is_kept() {
    let file: File = round_trip(r#"{"data":"not base64!","key":"+/8=","source":"YQ"}"#);
    assert!(file.mismatches().is_empty() && file.data.decode().is_err());
    assert_eq!(file.key.unwrap().decode().unwrap(), [0xfb, 0xff]);
    let Some(source) = &file.source else { panic!("a source") };
    assert_eq!(source.as_content().map(Base64::as_str), Some("YQ"));
}

#[test]
fn the_fake_accepts_and_returns_it() {
    let fake = FakeServer::start().unwrap();
    let client: Client = fake.client().unwrap();
    let created = client.files().create(File::new(b"a")).blocking().send().unwrap();
    assert_eq!(created.data, "YQ==");
}
