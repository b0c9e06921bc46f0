use std::io::Cursor;
use std::task::{Context, Poll, Waker};

use golden_downloads::{
    ByteStream, Client, Error, ErrorKind, FilePart, Integration, Patch, Preflight,
    spec::files::{DownloadFileFormat, FilesResource, LinkFileBody, UpdateFile, UpdateFileBody},
};

use crate::support::Recorder;

fn files(server: &Recorder) -> FilesResource {
    let client: Client = server.client();
    client.account("x").spec().files()
}

#[test]
fn a_file_comes_as_it_is() {
    let server = Recorder::new(200, "\u{0}\u{1}file");
    let mut file: ByteStream = Recorder::send(files(&server).download("a/b")).unwrap();
    assert_eq!(server.line(), "GET /files/a%2Fb?account_id=x");
    assert_eq!(server.header("accept").as_deref(), Some("*/*"));
    assert_eq!((file.status().as_u16(), file.content_type()), (200, None));
    assert_eq!(Recorder::send(file.chunk()).unwrap().unwrap(), "\u{0}\u{1}file");
    assert_eq!(Recorder::send(file.chunk()).unwrap(), None);
    let file = Recorder::send(files(&server).download("a").send_stream(DownloadFileFormat::Stream)).unwrap();
    assert_eq!(server.line(), "GET /files/a?format=stream&account_id=x");
    assert_eq!(Recorder::send(file.bytes()).unwrap(), "\u{0}\u{1}file");
    let raw = Recorder::send(files(&server).download("a").send_raw("unified")).unwrap();
    assert_eq!(&raw.body()[..], b"\x00\x01file");
}

#[test]
fn a_body_of_several_media_types_is_bytes_if_one_of_them_is_a_file() {
    let server = Recorder::new(200, "\u{0}file");
    let file: ByteStream = Recorder::send(files(&server).preview("a")).unwrap();
    assert_eq!(server.header("accept").as_deref(), Some("image/*, text/csv, application/json, text/plain"));
    assert_eq!(Recorder::send(file.bytes()).unwrap(), "\u{0}file");
}

#[test]
fn a_refusal_is_an_error_before_anything_is_read() {
    let error: Error = Recorder::send(files(&Recorder::new(404, r#"{"message":"gone"}"#)).download("a")).unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, "gone"));
}

#[test]
fn bytes_go_up_as_they_are() {
    let server = Recorder::new(200, "%PDF");
    let file = Recorder::send(files(&server).upload("bytes")).unwrap();
    assert_eq!(server.header("content-type").as_deref(), Some("application/octet-stream"));
    assert_eq!(server.header("accept").as_deref(), Some("application/pdf"));
    assert_eq!(server.body(), "bytes");
    assert_eq!(Recorder::send(file.bytes()).unwrap(), "%PDF");
}

#[test]
fn bytes_are_read_while_they_are_sent() {
    let server = Recorder::new(200, "%PDF");
    let reader = FilePart::from_reader(Cursor::new("read")).with_name("a.png").with_content_type("image/png");
    let _ = Recorder::send(files(&server).upload(reader.clone())).unwrap();
    assert_eq!(server.header("content-type").as_deref(), Some("image/png"));
    assert_eq!(server.body(), "read");
    let error = Recorder::send(files(&server).upload(reader)).unwrap_err();
    assert!(error.to_string().contains("read only once"), "{error}");
}

#[test]
fn a_stream_is_a_stream() {
    fn is_stream<T>(stream: &T) -> bool
    where
        T: futures_core::Stream<Item = Result<golden_downloads::Bytes, Error>> + Send + Unpin,
    {
        stream.size_hint() == (0, None)
    }

    let mut file = Recorder::send(files(&Recorder::new(200, "x")).download("a")).unwrap();
    assert!(is_stream(&file));
    let mut context = Context::from_waker(Waker::noop());
    let next = futures_core::Stream::poll_next(std::pin::Pin::new(&mut file), &mut context);
    assert!(matches!(next, Poll::Ready(Some(Ok(piece))) if piece == "x"));
}

#[test]
fn a_body_takes_any_field() {
    let server = Recorder::new(200, "{}");
    let update = || files(&server).update("a");
    let sent = |call: UpdateFile| {
        Recorder::send(call).unwrap();
        server.body()
    };
    assert_eq!(sent(update()), "");
    assert_eq!(server.header("content-type"), None);
    assert_eq!(sent(update().with_field("more", 1)), r#"{"more":1}"#);
    assert_eq!(
        sent(update().with_field("name", "z").name("a").note(Patch::Null).with_field("b", [1]).with_field("b", None::<u8>)),
        r#"{"name":"z","note":null,"b":null}"#,
    );
    let whole = || update().with_field("b", 1).with_body(UpdateFileBody::new().name("x"));
    assert_eq!(sent(whole()), r#"{"name":"x"}"#);
    assert_eq!(sent(whole().with_field("c", 2)), r#"{"name":"x","c":2}"#);
    assert_eq!(server.header("accept").as_deref(), Some("application/vnd.files+json"));

    Recorder::send(files(&server).merge().with_body([("a", 1), ("b", 2)]).with_field("a", "x")).unwrap();
    assert_eq!(server.body(), r#"{"a":"x","b":2}"#);
    Recorder::send(files(&server).annotate()).unwrap();
    assert_eq!(server.body(), "{}");
    Recorder::send(files(&server).annotate().with_field("a", [1]).with_field("b", "c")).unwrap();
    assert_eq!(server.body(), r#"{"a":[1],"b":"c"}"#);
    Recorder::send(files(&server).link(LinkFileBody::new("u")).with_field("url", "v")).unwrap();
    assert_eq!(server.body(), r#"{"url":"v"}"#);
}

#[test]
fn fields_are_checked_wherever_they_come_from() {
    let server = Recorder::new(200, "{}");
    let client: Client = server.client();
    let account = client.account("x").integration(Integration::Alpha).preflight(Preflight::Deny);
    let update = || account.spec().files().update("a");
    let good = [update().name("x"), update().with_field("name", "x"), update().name(Patch::Null).with_field("name", "x")];
    for call in good {
        assert!(call.check(Integration::Alpha).is_ok());
        Recorder::send(call).unwrap();
    }
    for call in [update(), update().note("x"), update().name("x").with_field("name", None::<u8>)] {
        assert!(!call.check(Integration::Alpha).is_ok());
        let error = Recorder::send(call).unwrap_err();
        assert_eq!((error.kind(), error.issues()[0].field()), (ErrorKind::Preflight, Some("name")));
    }
}
