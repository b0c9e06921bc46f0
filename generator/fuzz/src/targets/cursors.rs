//! Cursors, their bookmarks, and checkpoints: a text that is accepted is printed unchanged, and a cursor is sent unchanged.

use serde_json::json;
use truto_runtime::{
    Bytes, Cursor, CustomRequest, ErrorKind, PageNames,
    http::{Method, Request, Response},
    sync::Checkpoint,
};

use super::text;
use crate::Target;
use crate::wire::{Wire, check_error, ready};

pub(super) const TARGET: Target = Target {
    name: "cursors",
    about: "texts as cursors, bookmarks and checkpoints",
    run,
    show: text,
    seeds,
    count: 1500,
    longest: 256,
};

static NAMES: PageNames = PageNames::new("result", "next_cursor");

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "d2b371819297f98a:eyJwIjoyfQ==",
        "D2B371819297F98A:x",
        ":c",
        "1 d2b371819297f98a - 2024-03-01T09:30:00Z d2b371819297f98a:x y",
        "1 d2b371819297f98a * 2024-03-01T09:30:00Z d2b371819297f98a:x",
        "1 d2b371819297f98a 2024-03-01t09:30:00.5+01:00 2024-03-02T09:30:00Z",
        "a+b/c=&d#e%20\u{1f642}",
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn run(data: &[u8]) {
    let text = text(data);
    match Cursor::from_bookmark(&text) {
        Ok(cursor) => assert_eq!(cursor.bookmark(), text, "the bookmark is another text"),
        Err(error) => check_error(&error),
    }
    match text.parse::<Checkpoint>() {
        Ok(checkpoint) => {
            assert_eq!(
                checkpoint.to_string(),
                text,
                "the checkpoint is another text"
            );
            let json = serde_json::to_string(&checkpoint).expect("JSON");
            let again: Checkpoint = serde_json::from_str(&json).expect("a checkpoint");
            assert_eq!(again, checkpoint);
        }
        Err(error) => check_error(&error),
    }
    check_page(&text);
}

/// Checks that the cursor of a page is sent unchanged, but not to another list.
fn check_page(text: &str) {
    let page = json!({"result": [], "next_cursor": text}).to_string();
    let wire = Wire::responding(Response::new(Bytes::from(page)));
    let account = wire.account();
    let list = |path| {
        let request = CustomRequest::new(&account, Method::GET, path);
        request.with_pages(&NAMES)
    };
    let page = ready(list("/a")).and_then(|response| response.page::<serde_json::Value>());
    let page = page.expect("a page");
    drop(wire.requests());
    let Some(cursor) = page.next_cursor else {
        return assert!(text.is_empty(), "no cursor");
    };
    assert_eq!(cursor.as_str(), text);
    let stored = Cursor::from_bookmark(&cursor.bookmark()).expect("a bookmark");
    for cursor in [&cursor, &stored] {
        ready(list("/a").with_cursor(cursor)).expect("a response");
        let sent = wire.requests();
        assert_eq!(
            sent.iter().map(sent_cursor).collect::<Vec<_>>(),
            [Some(text.to_owned())]
        );
        let error = ready(list("/b").with_cursor(cursor)).expect_err("the cursor of another list");
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(
            wire.requests().is_empty(),
            "the cursor is sent to another list"
        );
        check_error(&error);
    }
}

fn sent_cursor(request: &Request<Bytes>) -> Option<String> {
    let query = request.uri().query().unwrap_or_default();
    let mut values = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("next_cursor="));
    let value = percent_encoding::percent_decode_str(values.next()?)
        .decode_utf8()
        .ok()?;
    values.next().is_none().then(|| value.into_owned())
}
