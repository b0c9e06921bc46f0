//! Each method of a blocking call.

use std::io::Read as _;

use truto_runtime::{ErrorKind, Value, blocking::Blocking};

use crate::{
    ResponseFormat,
    server::Server,
    ticketing::contacts::{Contact, ContactCreate},
    wire::{ACCOUNT, CONTACT, account},
};

#[test]
fn all_blocking_methods_block() {
    let server = Server::json(&format!(r#"{{"result":[{CONTACT}]}}"#));
    let contacts = account(&server).ticketing().contacts();
    let import = || contacts.import(ContactCreate::new()).blocking();
    assert_eq!(import().send().unwrap()[0].id, "1");
    let found = import().send_with_meta().unwrap();
    assert_eq!((found.data[0].id.as_str(), found.meta.attempts()), ("1", 1));
    assert!(import().send_raw().unwrap().body().starts_with(b"{"));
    let whole: Value = import().send_as().unwrap();
    assert_eq!(whole["result"][0]["id"], "1");
    for line in server.lines() {
        assert!(!line.contains("truto_response_format"), "{line}");
    }
    let raw = || import().in_format(ResponseFormat::Raw);
    let payload: Vec<Contact> = raw().send_raw().unwrap().payload().unwrap();
    assert_eq!(payload[0].id, "1");
    assert!(raw().send_as::<Value>().unwrap()["result"].is_array());
    let mut text = String::new();
    raw()
        .send_stream()
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert!(text.contains(CONTACT));
    let lines = server.lines();
    assert_eq!(lines.len(), 3);
    assert!(
        lines
            .iter()
            .all(|line| line.contains("truto_response_format=raw"))
    );
}

#[test]
fn lists_are_iterators() {
    let server = Server::by(|request| {
        let body = match request.line.contains("next_cursor=b") {
            false => r#"{"result":[{"id":"1"},{"id":"2"}],"next_cursor":"b","result_count":2}"#,
            true => r#"{"result":[{"id":"3"}],"next_cursor":null}"#,
        };
        crate::server::response("200 OK", "X: y", body).into_bytes()
    });
    let list = || account(&server).ticketing().attachments().list().blocking();
    let mut pages = list().pages();
    assert_eq!(pages.next().unwrap().unwrap().items.len(), 2);
    assert_eq!(pages.cursor().map(|cursor| cursor.as_str()), Some("b"));
    assert_eq!(
        (pages.result_count(), pages.is_partial_response()),
        (Some(2), false)
    );
    assert_eq!(
        pages.map(|page| page.unwrap().items.len()).sum::<usize>(),
        1
    );
    let mut two = list().items().max_items(2);
    assert_eq!(two.by_ref().filter(Result::is_ok).count(), 2);
    assert_eq!(two.result_count(), Some(2));
    assert_eq!(list().items().count(), 3);

    let server = Server::json(r#"{"result":{"7":{"id":"7"}},"next_cursor":null}"#);
    let list = account(&server).ticketing().attachments().list();
    let page = list.blocking().send_keyed_by("id").unwrap();
    assert_eq!(page.items["7"]["id"], "7");
}

#[test]
fn a_body_is_read_in_chunks_of_any_size() {
    let file = "0123456789".repeat(10_000);
    let server = Server::with("200 OK", "text/plain", &file);
    let attachments = account(&server).ticketing().attachments();
    let mut stream = attachments.download().blocking().send().unwrap();
    let (mut whole, mut sizes) = (
        Vec::new(),
        [1, 0, 10, 0, 7_000, 100_000].into_iter().cycle(),
    );
    loop {
        let mut piece = vec![0; sizes.next().unwrap()];
        let read = stream.read(&mut piece).unwrap();
        whole.extend_from_slice(&piece[..read]);
        if read == 0 && !piece.is_empty() {
            break;
        }
    }
    assert!(whole == file.as_bytes(), "{} bytes", whole.len());
}

#[tokio::test]
async fn an_async_response_cannot_be_read_by_blocking() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        let (mut stream, _) = silent.accept().unwrap();
        let mut request = [0; 4096];
        assert_ne!(stream.read(&mut request).unwrap(), 0);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
        stream
    });
    let builder: truto_runtime::ClientBuilder = truto_runtime::ClientBuilder::new(&url).token("t");
    let scope = builder.build().unwrap().unscoped();
    let probe = crate::way::Probe::new(&scope, &crate::faults::LIST);
    let mut stream = probe.send_stream().await.unwrap();
    let error = stream.read(&mut [0; 9]).unwrap_err();
    assert!(error.to_string().contains("await it"), "{error}");
    drop(server.join());
}

#[test]
fn invalid_requests_are_refused_before_sending() {
    let server = Server::json(CONTACT);
    let contacts = account(&server).ticketing().contacts();
    let create = contacts
        .create()
        .with_query("integrated_account_id", ACCOUNT);
    let error = Blocking::new(create).send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(server.is_idle());
}
