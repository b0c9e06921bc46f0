//! Faulty list responses.

use truto_runtime::{Cursor, ErrorKind};

use crate::{
    client::Client,
    server::{Received, Server, response},
    ticketing::attachments::ListAttachments,
    timer::FakeTimer,
    way::Way,
    wire::{ACCOUNT, TOKEN, account},
};

/// A server that responds depending on the requested cursor; `""` means the first page.
fn serve(mut answer: impl FnMut(&str) -> (u16, String) + Send + 'static) -> Server {
    Server::by(move |request| {
        let (status, body) = answer(asked(request));
        response(&format!("{status} X"), "X: y", &body).into_bytes()
    })
}

fn asked(request: &Received) -> &str {
    let (_, rest) = request.line.split_once("next_cursor=").unwrap_or_default();
    rest.split('&').next().unwrap_or_default()
}

fn list(server: &Server) -> ListAttachments {
    account(server).ticketing().attachments().list()
}

/// A page of one item.
fn page(id: &str, next: &str) -> (u16, String) {
    (
        200,
        format!(r#"{{"result":[{{"id":"{id}"}}],"next_cursor":"{next}"}}"#),
    )
}

pub(super) fn one_damaged_item_loses_no_other(way: Way) {
    let items: Vec<String> = (0..100)
        .map(|index| match index {
            41 => r#"{"id": [7]}"#.to_owned(),
            index => format!(r#"{{"id":"{index}"}}"#),
        })
        .collect();
    let body = format!(r#"{{"result":[{}]}}"#, items.join(","));
    let server = serve(move |_| (200, body.clone()));
    let list = list(&server).next_cursor("c");
    let found: Vec<_> = way.items(list).collect();
    let (fine, damaged): (Vec<_>, Vec<_>) = found.iter().partition(|item| item.is_ok());
    assert_eq!((found.len(), fine.len()), (100, 99));
    let error = damaged[0].as_ref().unwrap_err();
    assert!(
        found[41].is_err(),
        "the error is at the position of the item"
    );
    let item = error.item().unwrap();
    assert_eq!(
        (item.index(), item.raw().get()),
        (Some(41), r#"{"id": [7]}"#)
    );
    assert_eq!(error.field(), Some("result[41].id"));
    assert_eq!(error.cursor().map(Cursor::as_str), Some("c"));
}

pub(super) fn a_circle_is_found_and_an_empty_cursor_is_the_end(way: Way) {
    for circle in [&["a", "a"][..], &["a", "b", "a"]] {
        let server = serve(|cursor| match (cursor, circle.len()) {
            ("", _) => page("1", "a"),
            ("a", 2) => page("2", "a"),
            ("a", _) => page("2", "b"),
            _ => page("3", "a"),
        });
        let mut items = way.items(list(&server));
        let found: Vec<_> = items.by_ref().collect();
        assert_eq!(found.len(), circle.len() + 1);
        let error = found.last().unwrap().as_ref().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Paging);
        assert_eq!(error.cursor().map(Cursor::as_str), Some("a"));
        assert!(
            error
                .message()
                .contains("the API returned the cursor \"a\" twice"),
            "{error}"
        );
        assert!(items.next().is_none());
    }
    for end in [r#""""#, "null"] {
        let body = format!(r#"{{"result":[{{"id":"1"}}],"next_cursor":{end}}}"#);
        let server = serve(move |_| (200, body.clone()));
        let mut items = way.items(list(&server));
        assert_eq!((items.by_ref().count(), items.cursor()), (1, None));
        assert_eq!(server.requests().len(), 1);
    }
}

pub(super) fn empty_pages_are_followed_for_a_while(way: Way) {
    for (empty, is_found) in [(999, true), (1000, false)] {
        let server = serve(move |cursor| {
            let number: usize = cursor.parse().unwrap_or(0);
            if number == empty {
                return page("1", "");
            }
            (
                200,
                format!(r#"{{"result":[],"next_cursor":"{}"}}"#, number + 1),
            )
        });
        let found: Vec<_> = way.items(list(&server)).collect();
        assert_eq!(found.len(), 1);
        match &found[0] {
            Ok(item) => assert!(is_found && item["id"] == "1"),
            Err(error) => assert!(!is_found && error.kind() == ErrorKind::Paging, "{error}"),
        }
        assert_eq!(server.requests().len(), 1000);
    }
}

pub(super) fn an_error_says_where_to_go_on(way: Way) {
    let mut failures = 0..4;
    let server = serve(move |cursor| match cursor {
        "" => page("1", "2"),
        "7" if failures.next().is_some() => (500, "{}".to_owned()),
        "9" => page("9", ""),
        cursor => page(cursor, &(cursor.parse::<u8>().unwrap() + 1).to_string()),
    });
    let mut items = way.items(list(&server));
    let before: Vec<_> = items
        .by_ref()
        .take(6)
        .map(|item| item.unwrap()["id"].clone())
        .collect();
    assert_eq!(before.join(" "), "1 2 3 4 5 6");
    let error = items.next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 3));
    assert_eq!(error.cursor(), items.cursor());

    // The same iterator continues after the error, and so does another one that starts at the cursor.
    let cursor = error.cursor().unwrap().bookmark();
    let rest = |items: crate::way::Walk| {
        let rest: Vec<_> = items.map(|item| item.unwrap()["id"].clone()).collect();
        assert_eq!(rest.join(" "), "7 8 9");
    };
    rest(items);
    let cursor = Cursor::from_bookmark(&cursor).unwrap();
    rest(way.items(list(&server).next_cursor(cursor)));
}

pub(super) fn a_loop_that_ignores_errors_ends_in_an_outage(way: Way) {
    let server = serve(|cursor| match cursor {
        "" => page("1", "2"),
        _ => (503, "{}".to_owned()),
    });
    let mut items = way.items(list(&server));
    assert_eq!(items.by_ref().take(1000).filter(Result::is_ok).count(), 1);
    assert!(items.next().is_none());
    assert_eq!(server.requests().len(), 11);

    // The last error is permanent, so a program that continues after transient ones sees that the list is not complete.
    let last = way.items(list(&server)).last().unwrap().unwrap_err();
    assert_eq!(last.kind(), ErrorKind::Paging);
    assert_eq!(last.cursor().map(Cursor::as_str), Some("2"));
    assert_eq!(last.operation(), Some("ticketing.attachments.list"));
    assert!(
        last.to_string().contains("failed 10 times in a row"),
        "{last}"
    );
}

pub(super) fn a_cursor_of_another_list_is_refused(way: Way) {
    let server = serve(|_| page("1", "next"));
    let client = |account: &str| {
        let client = Client::builder().base_url(&server.url).token(TOKEN);
        let client = client.timer(FakeTimer::default()).build().unwrap();
        client
            .integrated_account(account)
            .ticketing()
            .attachments()
            .list()
    };
    let filtered = |list: ListAttachments| list.with_query("kind", "pdf").with_query("by", "me");
    let cursor = way
        .send(filtered(client(ACCOUNT)))
        .unwrap()
        .next_cursor
        .unwrap();
    server.requests();
    let stored = Cursor::from_bookmark(&cursor.bookmark()).unwrap();
    for cursor in [cursor, stored] {
        let others = [
            filtered(client("another account")),
            client(ACCOUNT),
            filtered(client(ACCOUNT)).with_query("kind", "png"),
            client(ACCOUNT).with_query("kind", "pdf"),
        ];
        for other in others {
            let error = way.send(other.next_cursor(&cursor)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Invalid);
            assert!(error.message().contains("to another list"), "{error}");
            assert!(server.is_idle());
        }
        // It is the same list with another order of filters or another page size. A cursor from text is not bound to a list.
        let same = client(ACCOUNT)
            .with_query("by", "me")
            .with_query("kind", "pdf");
        let fine = [
            same.clone().next_cursor(&cursor).limit(7),
            same.with_header("x", "y").next_cursor(&cursor),
            client("another account").next_cursor(cursor.as_str()),
            client("another account")
                .next_cursor(&cursor)
                .with_query("next_cursor", "of its own"),
        ];
        for list in fine {
            let page = way.send(list).unwrap();
            assert_eq!(page.items.len(), 1);
            assert_eq!(server.requests().len(), 1);
        }
    }
}

pub(super) fn iteration_can_start_at_a_given_cursor(way: Way) {
    let server = serve(|cursor| match cursor {
        "b" => page("2", "c"),
        "c" => page("3", ""),
        other => panic!("{other}"),
    });
    let items = way.items(list(&server).with_query("next_cursor", "b"));
    let ids: Vec<_> = items.map(|item| item.unwrap()["id"].clone()).collect();
    assert_eq!(ids, ["2", "3"]);
}

pub(super) fn a_partial_response_is_reported(way: Way) {
    let server = serve(|cursor| match cursor {
        "" => (
            200,
            r#"{"result":[{"id":"1"}],"is_partial_response":true,"next_cursor":"b"}"#.to_owned(),
        ),
        _ => page("2", ""),
    });
    let page = way.send(list(&server)).unwrap();
    assert!(page.is_partial_response);
    let mut items = way.items(list(&server));
    assert!(!items.is_partial_response());
    assert_eq!(items.by_ref().filter(Result::is_ok).count(), 2);
    assert!(items.is_partial_response(), "it stays set");
}
