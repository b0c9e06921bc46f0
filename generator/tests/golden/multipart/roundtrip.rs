use std::io::Cursor;

use bytes::Bytes;
use golden_multipart::{
    Client, ErrorKind, FilePart, Patch,
    drafts::Draft,
    files::{Meta, Upload, UploadArchive, UploadFile, UploadPurpose},
    testing::FakeServer,
};

use crate::support::Recorder;

fn upload(client: &Client, file: FilePart) -> UploadFile {
    client.files().upload(Upload::new(UploadPurpose::Avatar, file))
}

/// The parts of a body, each as head and content.
fn parts(server: &Recorder) -> Vec<(String, String)> {
    let media = server.header("content-type").unwrap();
    let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = server.body();
    let body = body.strip_suffix(&format!("\r\n--{boundary}--\r\n")).unwrap();
    let delimiter = format!("--{boundary}\r\n");
    let parts = body.split(&delimiter).skip(1);
    let parts = parts.map(|part| part.strip_suffix("\r\n").unwrap_or(part).split_once("\r\n\r\n").unwrap());
    parts.map(|(head, content)| (head.replace("Content-Disposition: form-data; ", ""), content.to_owned())).collect()
}

#[test]
fn each_property_is_a_part() {
    let server = Recorder::new(200, r#"{"id":"1"}"#);
    let client: Client = server.client();
    let file = FilePart::from_bytes([b'x']).with_name("a \"b\"\r\nü.png").with_header("X-Own", "1");
    let call = upload(&client, file)
        .meta(Meta::new().width(7))
        .thumbnails(["one", "two"])
        .labels([Meta::new().note("a"), Meta::new().note("ü")])
        .tags(["x", "y"])
        .size(7)
        .public(true)
        .source("# ü")
        .logo("png")
        .scans([FilePart::from_bytes([b'p']).with_name("a.pdf")])
        .archive(UploadArchive::List(vec!["zip".into(), FilePart::from_text("tar").with_name("t")]))
        .cover(FilePart::from_bytes([b'c']).with_name("c.jpg").with_content_type("image/jpeg"))
        .pages([FilePart::from_bytes([b'1']), "two".into()]);
    Recorder::send(call).unwrap();
    let text = "text/plain; charset=utf-8";
    let expected = [
        ("name=\"purpose\"".to_owned(), "avatar"),
        ("name=\"meta\"\r\ncontent-type: application/vnd.meta+json".to_owned(), r#"{"width":7}"#),
        ("name=\"file\"; filename=\"a %22b%22%0D%0Aü.png\"\r\ncontent-type: image/png\r\nx-own: 1".to_owned(), "x"),
        (format!("name=\"thumbnails\"; filename=\"thumbnails\"\r\ncontent-type: {text}"), "one"),
        (format!("name=\"thumbnails\"; filename=\"thumbnails\"\r\ncontent-type: {text}"), "two"),
        ("name=\"labels\"\r\ncontent-type: application/json".to_owned(), r#"{"note":"a"}"#),
        ("name=\"labels\"\r\ncontent-type: application/json".to_owned(), r#"{"note":"ü"}"#),
        ("name=\"tags\"".to_owned(), "x"),
        ("name=\"tags\"".to_owned(), "y"),
        ("name=\"size\"".to_owned(), "7"),
        ("name=\"public\"".to_owned(), "true"),
        ("name=\"source\"\r\ncontent-type: text/markdown".to_owned(), "# ü"),
        ("name=\"logo\"; filename=\"logo\"\r\ncontent-type: image/png".to_owned(), "png"),
        ("name=\"scans\"; filename=\"a.pdf\"\r\ncontent-type: application/pdf".to_owned(), "p"),
        (format!("name=\"archive\"; filename=\"archive\"\r\ncontent-type: {text}"), "zip"),
        (format!("name=\"archive\"; filename=\"t\"\r\ncontent-type: {text}"), "tar"),
        ("name=\"cover\"; filename=\"c.jpg\"\r\ncontent-type: image/jpeg".to_owned(), "c"),
        ("name=\"pages\"; filename=\"pages\"\r\ncontent-type: application/octet-stream".to_owned(), "1"),
        (format!("name=\"pages\"; filename=\"pages\"\r\ncontent-type: {text}"), "two"),
    ];
    assert_eq!(parts(&server), expected.map(|(head, content)| (head, content.to_owned())));

    let update = || client.files().update("1");
    Recorder::send(update().name(Patch::Null).content("new")).unwrap();
    let head = format!("name=\"content\"; filename=\"content\"\r\ncontent-type: {text}");
    assert_eq!(parts(&server), [("name=\"name\"".to_owned(), String::new()), (head, "new".to_owned())]);
    Recorder::send(update()).unwrap();
    assert_eq!((server.body().as_str(), server.header("content-type")), ("", None));
}

#[test]
fn the_fake_reads_what_a_blocking_call_sends() {
    let fake = FakeServer::start().unwrap();
    let client: Client = fake.client().unwrap();
    let reader = FilePart::from_reader(Cursor::new("x".repeat(200_000))).with_name("big.txt");
    let call = upload(&client, reader).tags(["a", "b"]).size(7).meta(Meta::new().width(1));
    let file = call.clone().blocking().send().unwrap();
    assert_eq!(file.purpose.as_deref(), Some("avatar"));
    assert_eq!((file.tags, file.size), (Some(vec!["a".to_owned(), "b".to_owned()]), Some(7)));
    let received = fake.requests().pop().unwrap();
    let names: Vec<_> = received.parts().iter().map(|part| part.name().to_owned()).collect();
    assert_eq!(names, ["purpose", "meta", "file", "tags", "tags", "size"]);
    let file = &received.parts()[2];
    assert_eq!((file.file_name(), file.content_type()), (Some("big.txt"), Some("image/png")));
    assert_eq!(file.body().len(), 200_000);
    assert_eq!(received.header("transfer-encoding"), Some("chunked"));

    let again = call.blocking().send().unwrap_err();
    assert_eq!(again.kind(), ErrorKind::Invalid);
    assert!(again.message().contains("only once"), "{again}");
}

#[test]
fn a_file_is_text_in_json() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let drafts = client.drafts();
    Recorder::send(drafts.create(Draft::new("ü"))).unwrap();
    assert_eq!(server.body(), r#"{"text":"ü"}"#);
    assert_eq!(serde_json::from_str::<Draft>(r#"{"text":"ü"}"#).unwrap(), Draft::new("ü"));
    let error = Recorder::send(drafts.create(Draft::new(Bytes::from_static(b"\xff")))).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("text")));
    Recorder::send(drafts.replace(Draft::new(Bytes::from_static(b"ok")))).unwrap();
    let head = "name=\"text\"; filename=\"text\"\r\ncontent-type: application/octet-stream";
    assert_eq!(parts(&server), [(head.to_owned(), "ok".to_owned())]);
}

#[test]
fn fields_of_a_form_have_their_styles() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let call = client.searches().create();
    let call = call.names(["a", "b"]).ids([1, 2]).tags(["x", "y"]).words(["u v", "w"]);
    Recorder::send(call.filter([("k", "1")]).sort([("k", "asc")])).unwrap();
    let body = server.body();
    let mut pairs: Vec<&str> = body.split('&').collect();
    pairs.sort_unstable();
    let sort = "sort=%7B%22k%22%3A%22asc%22%7D";
    let expected = ["filter[k]=1", "ids=1,2", "names=a", "names=b", sort, "tags[]=x", "tags[]=y", "words=u%20v%7Cw"];
    assert_eq!(pairs, expected);
}
