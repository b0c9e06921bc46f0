//! Iteration over a whole list: the order of items, the requested pages, and the cursors from which to resume.

use std::{
    collections::HashMap,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use futures_core::Stream;
use truto_runtime::{Cursor, Error, ErrorKind, Items, Preflight};

use crate::{
    integration::Integration,
    log::Log,
    script::Script,
    server::{Server, response},
    ticketing::attachments::Attachment,
    wire::{TOKEN, account},
};

/// A page as JSON. `items` are ids, with `!` for an item that cannot be decoded; `next` is the cursor of the next page.
fn page(items: &str, next: &str) -> String {
    let items = items.split_whitespace().map(|id| match id {
        "!" => r#"{"id":0}"#.to_owned(),
        id => format!(r#"{{"id":"{id}"}}"#),
    });
    let items: Vec<_> = items.collect();
    let next = serde_json::to_string(next).unwrap();
    format!(r#"{{"result":[{}],"next_cursor":{next}}}"#, items.join(","))
}

/// The responses of a list: for each cursor (`""` for none), one response after the other. The last one is repeated.
///
/// A response is a [`page`], written as `a b > next`; a status; or any other text, which is the body.
fn answers(
    pages: &[(&'static str, &'static [&'static str])],
) -> impl FnMut(Option<&str>) -> (u16, String) + Send + 'static {
    let mut pages: HashMap<_, _> = pages.iter().copied().collect();
    move |cursor| {
        let answers = pages.get_mut(cursor.unwrap_or_default());
        let answers = answers.expect("a page that the list has");
        let answer = answers[0];
        if answers.len() > 1 {
            *answers = &answers[1..];
        }
        match (answer.split_once('>'), answer.parse()) {
            (Some((items, next)), _) => (200, page(items, next.trim())),
            (None, Ok(status)) => (status, "{}".to_owned()),
            (None, Err(_)) => (200, answer.to_owned()),
        }
    }
}

/// The cursor in a request line.
fn asked(line: &str) -> &str {
    let (_, rest) = line.split_once("next_cursor=").unwrap_or_default();
    rest.split('&').next().unwrap_or_default()
}

fn serve(pages: &[(&'static str, &'static [&'static str])]) -> Server {
    let mut answers = answers(pages);
    Server::by(move |request| {
        let cursor = Some(asked(&request.line)).filter(|cursor| !cursor.is_empty());
        let (status, body) = answers(cursor);
        response(&format!("{status} X"), "X: y", &body).into_bytes()
    })
}

fn text(cursor: Option<&Cursor>) -> Option<&str> {
    cursor.map(Cursor::as_str)
}

/// Shows an item as its id, or an error as its kind and cursor.
fn shown(item: Result<Attachment, Error>) -> String {
    match item {
        Ok(item) => item["id"].clone(),
        Err(error) => format!(
            "{:?}@{}",
            error.kind(),
            text(error.cursor()).unwrap_or_default()
        ),
    }
}

/// Returns all items and errors, and the cursor at the end.
async fn walk(mut items: Items<Attachment>) -> String {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(shown(item));
        assert!(all.len() < 5000, "the list does not end");
    }
    assert!(items.next().await.is_none(), "it stays at the end");
    format!("{} | {:?}", all.join(" "), text(items.cursor()))
}

struct Row {
    pages: &'static [(&'static str, &'static [&'static str])],
    from: &'static str,
    expected: &'static str,
    asked: &'static str,
}

const ROWS: &[Row] = &[
    Row {
        pages: &[("", &["1 2 > b"]), ("b", &["3 > c"]), ("c", &["4 >"])],
        from: "",
        expected: "1 2 3 4 | None",
        asked: ",b,c",
    },
    Row {
        pages: &[
            ("", &["1 > b"]),
            ("b", &["> c"]),
            ("c", &["> d"]),
            ("d", &["2 >"]),
        ],
        from: "",
        expected: "1 2 | None",
        asked: ",b,c,d",
    },
    Row {
        pages: &[("", &[r#"{"result":[],"next_cursor":null}"#])],
        from: "",
        expected: " | None",
        asked: "",
    },
    Row {
        pages: &[("", &["1 > b"]), ("b", &["2 > c"]), ("c", &["3 >"])],
        from: "b",
        expected: "2 3 | None",
        asked: "b,c",
    },
    // Cycles of cursors.
    Row {
        pages: &[("", &["1 > a"]), ("a", &["2 > a"])],
        from: "",
        expected: r#"1 2 Paging@a | Some("a")"#,
        asked: ",a",
    },
    Row {
        pages: &[("", &["1 > a"]), ("a", &["2 > b"]), ("b", &["3 > a"])],
        from: "",
        expected: r#"1 2 3 Paging@a | Some("a")"#,
        asked: ",a,b",
    },
    Row {
        pages: &[("a", &["2 > b"]), ("b", &["> a"])],
        from: "a",
        expected: r#"2 Paging@a | Some("a")"#,
        asked: "a,b",
    },
    // A page fails, and is requested again.
    Row {
        pages: &[
            ("", &["1 > b"]),
            ("b", &["2 > c"]),
            ("c", &["503", "503", "503", "3 > d"]),
            ("d", &["4 >"]),
        ],
        from: "",
        expected: "1 2 Server@c Server@c Server@c 3 4 | None",
        asked: ",b,c,c,c,c,d",
    },
    Row {
        pages: &[("", &["404", "1 > b"]), ("b", &["{", "2 >"])],
        from: "",
        expected: "NotFound@ 1 Decode@b 2 | None",
        asked: ",,b,b",
    },
    Row {
        pages: &[("", &["1 > b"]), ("b", &["403"])],
        from: "",
        expected: r#"1 Forbidden@b Forbidden@b | Some("b")"#,
        asked: ",b,b",
    },
    // Errors without a page in between, whatever their kinds.
    Row {
        pages: &[("", &["1 > b"]), ("b", &["403", "503", "403"])],
        from: "",
        expected: r#"1 Forbidden@b Server@b Forbidden@b | Some("b")"#,
        asked: ",b,b,b",
    },
    // An outage: nine errors, twice, and then ten.
    Row {
        pages: &[
            ("", &["1 > b"]),
            (
                "b",
                &[
                    "503", "503", "503", "503", "403", "503", "503", "503", "503", "2 > c",
                ],
            ),
            (
                "c",
                &[
                    "503", "503", "503", "503", "503", "503", "503", "503", "403", "3 > d",
                ],
            ),
            ("d", &["503"]),
        ],
        from: "",
        expected: concat!(
            "1 Server@b Server@b Server@b Server@b Forbidden@b Server@b Server@b Server@b Server@b ",
            "2 Server@c Server@c Server@c Server@c Server@c Server@c Server@c Server@c Forbidden@c ",
            "3 Server@d Server@d Server@d Server@d Server@d Server@d Server@d Server@d Server@d Server@d ",
            r#"Paging@d | Some("d")"#,
        ),
        asked: ",b,b,b,b,b,b,b,b,b,b,c,c,c,c,c,c,c,c,c,c,d,d,d,d,d,d,d,d,d,d",
    },
    // Items that cannot be decoded.
    Row {
        pages: &[
            ("", &["! 1 > b"]),
            ("b", &["2 ! ! 3 !> c"]),
            ("c", &["! >"]),
        ],
        from: "",
        expected: "Decode@ 1 2 Decode@b Decode@b 3 Decode@b Decode@c | None",
        asked: ",b,c",
    },
];

#[tokio::test]
async fn iteration_reaches_the_end_of_a_list() {
    for row in ROWS {
        let server = serve(row.pages);
        let list = account(&server).ticketing().attachments().list();
        let list = match row.from {
            "" => list,
            from => list.next_cursor(from),
        };
        assert_eq!(walk(list.items()).await, row.expected);
        let lines = server.lines();
        let cursors: Vec<_> = lines.iter().map(|line| asked(line)).collect();
        assert_eq!(cursors.join(","), row.asked);
    }
}

#[tokio::test]
async fn pages_are_complete_and_have_their_cursor() {
    let server = serve(&[
        ("a%3D%26", &["1 ! > b"]),
        ("b", &["> c"]),
        (
            "c",
            &[r#"{"result":[],"is_partial_response":true,"result_count":7,"next_cursor":"d"}"#],
        ),
        ("d", &["503", "2 > d"]),
    ]);
    let list = account(&server).ticketing().attachments().list();
    let mut pages = list.next_cursor("a=&").pages();
    let mut seen = Vec::new();
    assert_eq!(text(pages.cursor()), Some("a=&"));
    for _ in 0..3 {
        let page = pages.next().await.unwrap().unwrap();
        assert_eq!(text(pages.cursor()), page.next_cursor.as_deref());
        assert_eq!(pages.result_count(), page.result_count);
        seen.push((
            page.cursor.unwrap().to_string(),
            page.items.len(),
            page.undecodable.len(),
        ));
        assert_eq!(pages.is_partial_response(), seen.len() == 3);
    }
    let expected = [
        ("a=&".to_owned(), 1, 1),
        ("b".to_owned(), 0, 0),
        ("c".to_owned(), 0, 0),
    ];
    assert_eq!(
        (seen.as_slice(), pages.result_count()),
        (&expected[..], Some(7))
    );

    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(
        (text(error.cursor()), text(pages.cursor())),
        (Some("d"), Some("d"))
    );
    let last = pages.next().await.unwrap().unwrap();
    assert_eq!((last.items.len(), pages.result_count()), (1, None));
    assert!(pages.is_partial_response(), "it stays set");
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /unified/ticketing/attachments: the list does not end: the API returned the cursor \"d\" twice"
    );
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_single_page_has_its_cursor() {
    let server = serve(&[
        ("", &["1 > b"]),
        ("b", &["1 >", "503", "{", r#"{"result":{"k":{}}}"#]),
    ]);
    let list = account(&server).ticketing().attachments().list();
    assert_eq!(list.clone().await.unwrap().cursor, None);
    let list = list.next_cursor("b");
    assert_eq!(list.clone().await.unwrap().cursor.as_deref(), Some("b"));
    for kind in [ErrorKind::Server, ErrorKind::Decode] {
        let error = list.clone().await.unwrap_err();
        assert_eq!((error.kind(), text(error.cursor())), (kind, Some("b")));
    }
    let keyed = list.send_keyed_by("id").await.unwrap();
    assert_eq!(keyed.cursor.as_deref(), Some("b"));
}

#[tokio::test]
async fn an_undecodable_item_has_its_index_and_json() {
    let script = Script::new(answers(&[(
        "b",
        &[
            r#"{"result":[{"id":"1"},{"id":0},{"id":"2"}],"result_count":3,"is_partial_response":true}"#,
        ],
    )]));
    let mut items = script.list().next_cursor("b").items();
    assert_eq!(
        (text(items.cursor()), items.is_partial_response()),
        (Some("b"), false)
    );
    assert!(items.next().await.unwrap().is_ok());
    assert_eq!(
        (items.result_count(), items.is_partial_response()),
        (Some(3), true)
    );
    let error = items.next().await.unwrap().unwrap_err();
    let item = error.item().unwrap();
    assert_eq!((item.index(), item.raw().get()), (Some(1), r#"{"id":0}"#));
    assert_eq!(
        (error.field(), text(error.cursor())),
        (Some("result[1].id"), Some("b"))
    );
    let shown = error.to_string();
    let start = "GET /unified/ticketing/attachments: item 1: decoding failed at `id`";
    assert!(shown.starts_with(start), "{shown}");
    assert_eq!(text(items.cursor()), Some("b"), "the page has another item");
    assert_eq!(items.next().await.unwrap().unwrap()["id"], "2");
    assert_eq!(
        (text(items.cursor()), items.is_partial_response()),
        (None, true)
    );
}

#[tokio::test]
async fn max_items_requests_no_further_page_and_can_be_resumed() {
    let pages: &[(_, &[_])] = &[("", &["1 2 > b"]), ("b", &["3 ! 4 > c"]), ("c", &["5 ! >"])];
    let table = [
        (0, " | None", ""),
        (1, "1 | None", "."),
        // The first page has no items left.
        (2, r#"1 2 | Some("b")"#, "."),
        (4, r#"1 2 3 Decode@b | Some("b")"#, ".b"),
        (5, r#"1 2 3 Decode@b 4 | Some("c")"#, ".b"),
        // The only item left on the page cannot be decoded.
        (6, r#"1 2 3 Decode@b 4 5 | Some("c")"#, ".bc"),
        (7, "1 2 3 Decode@b 4 5 Decode@c | None", ".bc"),
        (8, "1 2 3 Decode@b 4 5 Decode@c | None", ".bc"),
    ];
    for (max, expected, asked) in table {
        let script = Script::new(answers(pages));
        assert_eq!(walk(script.list().items().max_items(max)).await, expected);
        let cursors = script.asked();
        let cursors = cursors
            .iter()
            .map(|cursor| if cursor.is_empty() { "." } else { cursor });
        assert_eq!(cursors.collect::<String>(), asked, "{max}");
    }
}

#[tokio::test]
async fn a_thousand_empty_pages_are_an_error() {
    for (empty, expected) in [
        (999, "1 | None"),
        (1000, r#"Paging@1000 | Some("1000")"#),
        (5000, r#"Paging@1000 | Some("1000")"#),
    ] {
        let script = Script::new(move |cursor| {
            let number: usize = cursor.unwrap_or("0").parse().unwrap();
            match number {
                number if number < empty => (200, page("", &(number + 1).to_string())),
                _ => (200, page("1", "")),
            }
        });
        assert_eq!(walk(script.list().items()).await, expected);
        assert_eq!(script.asked().len(), 1000.min(empty + 1));
    }
    // A page whose only item cannot be decoded is not empty.
    let script = Script::new(|cursor| {
        let number: usize = cursor.unwrap_or("0").parse().unwrap();
        let next = if number < 1500 {
            (number + 1).to_string()
        } else {
            String::new()
        };
        (200, page(if number == 800 { "!" } else { "" }, &next))
    });
    assert_eq!(walk(script.list().items()).await, "Decode@800 | None");
}

#[tokio::test]
async fn dropping_the_future_of_an_item_loses_nothing() {
    let script = Script::new(answers(&[("", &["1 > b"]), ("b", &["2 >"])]));
    let mut items = script.list().items();
    let mut context = Context::from_waker(Waker::noop());
    for id in ["1", "2"] {
        let given_up = Box::pin(items.next()).as_mut().poll(&mut context);
        assert!(given_up.is_pending());
        assert_eq!(items.next().await.unwrap().unwrap()["id"], id);
    }
    assert!(items.next().await.is_none());
    assert_eq!(script.asked(), ["", "b"], "each page was requested once");
}

#[tokio::test]
async fn items_and_pages_are_streams_and_send() {
    fn next<S: Stream + Unpin + Send>(stream: &mut S) -> Option<S::Item> {
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(item) = Pin::new(&mut *stream).poll_next(&mut context) {
                return item;
            }
        }
    }
    let script = Script::new(answers(&[("", &["1 2 > b"]), ("b", &["3 >"])]));
    let mut items = script.list().items();
    for id in ["1", "2", "3"] {
        assert_eq!(next(&mut items).unwrap().unwrap()["id"], id);
    }
    assert!(next(&mut items).is_none());
    let mut pages = script.list().pages();
    for length in [2, 1] {
        assert_eq!(next(&mut pages).unwrap().unwrap().items.len(), length);
    }
    assert!(next(&mut pages).is_none());
}

#[tokio::test]
async fn only_the_first_page_has_the_idempotency_key() {
    let server = serve(&[("", &["1 > b"]), ("b", &["2 >"])]);
    let list = account(&server).ticketing().attachments().list();
    let list = list.with_idempotency_key("k").with_header("x-trace", "t");
    assert_eq!(walk(list.items()).await, "1 2 | None");
    for key in [Some("k"), None] {
        let request = server.request();
        assert_eq!(request.header("idempotency-key"), key);
        assert_eq!(request.header("x-trace"), Some("t"));
    }
}

#[tokio::test]
async fn preflight_warns_once_per_list() {
    let server = serve(&[("", &["1 > b"]), ("b", &["2 > c"]), ("c", &["3 >"])]);
    let (log, _guard) = Log::start();
    let dixa = account(&server).integration(Integration::Dixa);
    let list = dixa.ticketing().attachments().list();
    assert_eq!(walk(list.items()).await, "1 2 3 | None");
    assert_eq!(log.texts().len(), 1, "{:?}", log.texts());
    server.lines();

    let strict = dixa.preflight(Preflight::Deny);
    let list = strict.ticketing().attachments().list();
    assert_eq!(walk(list.items()).await, "Preflight@ Preflight@ | None");
    assert!(server.is_idle(), "nothing is sent");
}

#[tokio::test]
async fn a_repeated_cursor_shows_no_secret() {
    let script = Script::new(|_| (200, page("", TOKEN)));
    let mut items = script.list().items();
    let error = items.next().await.unwrap().unwrap_err();
    assert!(!crate::wire::chain(&error).contains(TOKEN), "{error}");
    assert_eq!(text(error.cursor()), Some(TOKEN));
    assert!(!format!("{items:?}").contains(TOKEN));
}

/// Tests all combinations of up to five pages. A page can be empty, fail at first, or have an item that cannot be decoded.
#[tokio::test]
async fn items_are_complete_and_in_order_for_any_page_size() {
    const PAGES: [(&str, bool); 6] = [
        ("", false),
        ("*", false),
        ("* *", false),
        ("! *", false),
        ("*", true),
        ("", true),
    ];
    for length in 1..=5u32 {
        for cut in 0..PAGES.len().pow(length) {
            let kinds = (0..length).map(|place| PAGES[cut / PAGES.len().pow(place) % PAGES.len()]);
            let kinds: Vec<_> = kinds.collect();
            let (mut expected, mut pages, mut count) = (String::new(), Vec::new(), 0);
            for (place, (items, fails)) in kinds.into_iter().enumerate() {
                let cursor = if place == 0 {
                    String::new()
                } else {
                    place.to_string()
                };
                if fails {
                    expected.push_str(&format!("Conflict@{cursor} "));
                }
                let mut on_page = String::new();
                for item in items.split_whitespace() {
                    count += 1;
                    let id = if item == "*" {
                        count.to_string()
                    } else {
                        item.to_owned()
                    };
                    let comes = if item == "*" {
                        id.clone()
                    } else {
                        format!("Decode@{cursor}")
                    };
                    on_page.push_str(&format!("{id} "));
                    expected.push_str(&format!("{comes} "));
                }
                let is_last = place + 1 == length as usize;
                let next = if is_last {
                    String::new()
                } else {
                    (place + 1).to_string()
                };
                pages.push((fails, page(&on_page, &next)));
            }
            let script = Script::new(move |cursor| {
                let (fails, page) = &mut pages[cursor.unwrap_or("0").parse::<usize>().unwrap()];
                match std::mem::take(fails) {
                    true => (409, String::new()),
                    false => (200, page.clone()),
                }
            });
            assert_eq!(
                walk(script.list().items()).await,
                format!("{} | None", expected.trim_end())
            );
        }
    }
}
