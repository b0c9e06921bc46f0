//! Tests of single pages of a list.

use crate::{
    server::Server,
    ticketing::attachments::{AttachmentSort, ListAttachments},
    wire::{ACCOUNT, TOKEN, account},
};

fn list(server: &Server) -> ListAttachments {
    account(server).ticketing().attachments().list()
}

#[tokio::test]
async fn a_page_keeps_decoded_and_undecodable_items() {
    let server = Server::json(
        r#"{"result":[{"id":"1"},{"id":2},{"id":"3"}],"next_cursor":"c","result_count":3,"more":{}}"#,
    );
    let page = list(&server).next_cursor("b").await.unwrap();
    assert_eq!(
        server.request().line,
        format!("GET /unified/ticketing/attachments?next_cursor=b&integrated_account_id={ACCOUNT}")
    );
    let ids: Vec<_> = page.items.iter().map(|item| item["id"].as_str()).collect();
    assert_eq!(ids, ["1", "3"]);
    assert_eq!(page.next_cursor.as_deref(), Some("c"));
    assert_eq!(page.result_count, Some(3));
    assert_eq!(page.extra.len(), 1);
    let held = &page.undecodable[0];
    assert_eq!((held.index(), held.field()), (Some(1), Some("id")));
    assert_eq!(held.raw().get(), r#"{"id":2}"#);
}

#[tokio::test]
async fn keyed_pages_are_requested_by_a_field() {
    let server = Server::json(r#"{"result":{"7":{"id":"7"}},"next_cursor":null}"#);
    let page = list(&server).send_keyed_by("id").await.unwrap();
    assert_eq!(page.items["7"]["id"], "7");
    let line = server.request().line;
    assert!(line.contains("?truto_key_by=id&"), "{line}");

    let error = list(&server).await.unwrap_err();
    assert_eq!(error.field(), Some("result"), "{error}");
    assert_eq!(error.body().unwrap()[..9], *b"{\"result\"");
}

#[tokio::test]
async fn sorting_keeps_the_order_of_the_calls() {
    let server = Server::json(r#"{"result":[]}"#);
    let call = list(&server)
        .sort_by(AttachmentSort::Name, "asc")
        .sort_by(AttachmentSort::CreatedAt, "desc")
        .sort_by(AttachmentSort::Name, "desc");
    call.await.unwrap();
    let line = server.request().line;
    let expected = "?sort_by[name]=desc&sort_by[created_at]=desc&";
    assert!(line.contains(expected), "{line}");
}

#[tokio::test]
async fn decode_errors_show_no_secret() {
    let server = Server::json(&format!(
        r#"{{"result":[{{"id":["{TOKEN}"]}},"{ACCOUNT}"]}}"#
    ));
    let page = list(&server).await.unwrap();
    assert_eq!(page.undecodable.len(), 2);
    for held in &page.undecodable {
        let shown = held.to_string();
        assert!(
            !shown.contains(ACCOUNT) && !shown.contains(TOKEN),
            "{shown}"
        );
    }
    let server = Server::json(&format!(r#"{{"result":"{TOKEN}"}}"#));
    let error = list(&server).await.unwrap_err();
    assert!(!crate::wire::chain(&error).contains(TOKEN), "{error}");
}
