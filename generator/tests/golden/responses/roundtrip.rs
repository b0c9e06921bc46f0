use golden_responses::{
    Client,
    types::{CreateOrderBodyLinesItem, CreateOrderOutcome, MakeManyOrdersAccepted, MakeManyOrdersOk, MakeManyOrdersOutcome, Order},
};

use crate::support::Recorder;

#[test]
fn the_status_chooses_the_type() {
    let answer = |status, text| {
        let server = Recorder::new(status, text);
        let client: Client = server.client();
        Recorder::send(client.orders().create())
    };
    assert_eq!(answer(200, r#"{"id":"a"}"#).unwrap(), CreateOrderOutcome::Ok(Order::new("a")));
    assert_eq!(answer(202, "").unwrap(), CreateOrderOutcome::Accepted);
    assert!(matches!(answer(203, "text").unwrap(), CreateOrderOutcome::Success(text) if text == "text"));
    assert!(answer(200, "[]").is_err());
}

#[test]
fn types_without_a_name_are_called_by_their_status() {
    let answer = |status, text| {
        let client: Client = Recorder::new(status, text).client();
        Recorder::send(client.orders().make_many()).unwrap()
    };
    let MakeManyOrdersOutcome::Ok(made) = answer(200, r#"{"made":2}"#) else { panic!("it is made") };
    let made: MakeManyOrdersOk = made;
    assert_eq!(made.made, Some(2));
    let MakeManyOrdersOutcome::Accepted(later) = answer(202, r#"{"ticket":"t"}"#) else { panic!("it is made later") };
    let later: MakeManyOrdersAccepted = later;
    assert_eq!(later.ticket.as_deref(), Some("t"));
}

#[test]
fn bodies_other_than_json() {
    let server = Recorder::new(202, "");
    let client: Client = server.client();
    Recorder::send(client.orders().create().name("a b").tags(["x", "y"])).unwrap();
    assert_eq!(server.body(), "name=a%20b&tags=x&tags=y");
    let line = CreateOrderBodyLinesItem::new;
    let lines = [line().price("a").quantity(1), line().price("b")];
    Recorder::send(client.orders().create().lines(lines)).unwrap();
    assert_eq!(server.body(), "lines[0][price]=a&lines[0][quantity]=1&lines[1][price]=b");
    Recorder::send(client.orders().create()).unwrap();
    assert_eq!((server.body().as_str(), server.header("content-type")), ("", None));
    let server = Recorder::new(200, "fine");
    let client: Client = server.client();
    assert_eq!(Recorder::send(client.orders().report().with_body("q")).unwrap(), "fine");
    assert_eq!(server.body(), "q");
}

#[test]
fn bodies_that_are_no_objects() {
    let server = Recorder::new(200, r#"[{"id":"b"}]"#);
    let client: Client = server.client();
    let all = Recorder::send(client.orders().put_all([Order::new("a")])).unwrap();
    assert_eq!(all, [Order::new("b")]);
    assert_eq!(server.body(), r#"[{"id":"a"}]"#);
}

#[test]
fn null_as_a_response_is_none() {
    let last = |text| {
        let client: Client = Recorder::new(200, text).client();
        Recorder::send(client.orders().last()).unwrap()
    };
    assert_eq!(last(r#"{"id":"z"}"#), Some(Order::new("z")));
    assert_eq!(last("null"), None);
    let held = |text| {
        let client: Client = Recorder::new(200, text).client();
        Recorder::send(client.orders().held())
    };
    assert_eq!(held(r#"{"result":[{"id":"z"}]}"#).unwrap(), Some(vec![Order::new("z")]));
    assert_eq!(held(r#"{"result":null}"#).unwrap(), None);
    assert!(held("{}").is_err(), "the envelope itself must be there");
}

#[test]
fn ranges_of_media_types_are_json() {
    let server = Recorder::new(200, r#"{"id":"a"}"#);
    let client: Client = server.client();
    assert_eq!(Recorder::send(client.orders().first()).unwrap(), Order::new("a"));
    assert_eq!(server.header("accept").as_deref(), Some("application/json"));
}

#[test]
fn multipart_responses_are_bytes() {
    let server = Recorder::new(200, "--a");
    let client: Client = server.client();
    let parts = Recorder::send(client.orders().parts()).unwrap();
    assert_eq!(server.header("accept").as_deref(), Some("multipart/mixed"));
    assert_eq!(Recorder::send(parts.bytes()).unwrap(), "--a");
}

#[test]
fn a_string_of_any_media_type_is_text_unless_it_is_json() {
    let motto = |media, body| {
        let server = Recorder::stream(media, body, usize::MAX);
        let client: Client = server.client();
        let motto = Recorder::send(client.orders().motto()).unwrap();
        assert_eq!(server.header("accept").as_deref(), Some("*/*"));
        motto
    };
    assert_eq!(motto("text/plain", "do it"), "do it");
    assert_eq!(motto("application/json; charset=utf-8", "\"do it\""), "do it");
}
