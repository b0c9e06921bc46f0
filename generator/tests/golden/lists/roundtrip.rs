use golden_lists::{
    Client, ErrorKind, Integration, KeyedPage, Page,
    spec::{
        Member, ResponseFormat, SortDirection,
        members::{EmailFilter, ListMembers, MemberField, MemberSort, TeamFilter},
        teams::ListTeamsOrder,
    },
};

use crate::support::Recorder;

fn list(server: &Recorder) -> ListMembers {
    let client: Client = server.client();
    client.spec().members().list()
}

fn page(answer: &'static str) -> Result<Page<Member>, golden_lists::Error> {
    Recorder::send(list(&Recorder::new(200, answer)))
}

#[test]
fn a_page_says_where_the_next_one_begins() {
    let page = page(
        r#"{"result":[{"id":"a","name":"Ada"},{"id":"b"}],"next_cursor":"n","prev_cursor":"","result_count":2,
        "is_partial_response":true,"trace":"t","new":[1]}"#,
    )
    .unwrap();
    assert_eq!(page.items.iter().map(|member| member.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!((page.next_cursor.as_deref(), page.prev_cursor), (Some("n"), None));
    assert_eq!((page.result_count, page.is_partial_response), (Some(2), true));
    let extra: Vec<_> = page.extra.iter().map(|(name, value)| (name, value.get())).collect();
    assert_eq!(extra, [("trace", "\"t\""), ("new", "[1]")]);
    assert!(page.undecodable.is_empty());
}

#[test]
fn parts_without_a_role_are_extra() {
    let server = Recorder::new(200, r#"{"data":[{"id":"a"}],"next":null,"next_cursor":"n","result_count":1}"#);
    let client: Client = server.client();
    let page = Recorder::send(client.spec().teams().list().next("c").order(ListTeamsOrder::Name, "up")).unwrap();
    assert_eq!(server.line(), "GET /teams?next=c&order[name]=up");
    assert_eq!(page.items[0].id.as_deref(), Some("a"));
    assert_eq!((page.next_cursor, page.result_count), (None, None));
    assert_eq!(page.extra.len(), 2);
}

#[test]
fn an_item_that_does_not_fit_does_not_lose_its_page() {
    let page = page(r#"{"result":[{"id":"a","level":"x"},{"id":["b"],"level":"x"},{"name":"c"}],"next_cursor":"n"}"#).unwrap();
    let [item] = page.items.as_slice() else { panic!("{page:?}") };
    assert_eq!((item.id.as_str(), item.mismatches()[0].field()), ("a", "level"));
    assert_eq!(page.next_cursor.as_deref(), Some("n"));
    let held: Vec<_> = page.undecodable.iter().map(|item| (item.index(), item.field())).collect();
    assert_eq!(held, [(Some(1), Some("id")), (Some(2), Some("id"))]);
    assert_eq!(page.undecodable[0].raw().get(), r#"{"id":["b"],"level":"x"}"#);
}

#[test]
fn what_is_no_page_is_an_error_that_keeps_the_body() {
    for answer in [r#"{"next_cursor":"n"}"#, r#"{"result":{}}"#, r#"{"result":[],"next_cursor":{}}"#, "[]"] {
        let error = page(answer).unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_eq!(error.body().unwrap(), answer.as_bytes());
    }
    assert!(page(r#"{"result":null}"#).unwrap().items.is_empty());
}

#[test]
fn a_list_is_walked_through() {
    // Every page has the same cursor `c`.
    let server = Recorder::new(200, r#"{"data":[{"id":"a"},"b"],"next":"c"}"#);
    let client: Client = server.client();
    let teams = client.spec().teams();
    let mut items = teams.list().items();
    for _ in 0..2 {
        assert_eq!(Recorder::send(items.next()).unwrap().unwrap().id.as_deref(), Some("a"));
        let error = Recorder::send(items.next()).unwrap().unwrap_err();
        assert_eq!(error.field(), Some("data[1]"));
    }
    assert_eq!(server.line(), "GET /teams?next=c");
    let error = Recorder::send(items.next()).unwrap().unwrap_err();
    let cursor = error.cursor().map(|cursor| cursor.as_str());
    assert_eq!((error.kind(), cursor), (ErrorKind::Paging, Some("c")));
    assert!(Recorder::send(items.next()).is_none());

    let mut pages = teams.list().next("c").pages();
    assert_eq!(Recorder::send(pages.next()).unwrap().unwrap().cursor.as_deref(), Some("c"));
    assert!(Recorder::send(pages.next()).unwrap().is_err());
}

#[test]
fn items_can_be_keyed() {
    let answer = r#"{"result":{"b":{"id":"b"},"a":{"id":"a"},"c":{"id":[]}},"next_cursor":null,"result_count":3}"#;
    let server = Recorder::new(200, answer);
    let page: KeyedPage<Member> = Recorder::send(list(&server).limit(3).send_keyed_by("id")).unwrap();
    assert_eq!(server.line(), "GET /members?limit=3&key_by=id");
    assert_eq!(page.items.keys().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(page.undecodable[0].key(), Some("c"));
    assert_eq!((page.next_cursor, page.result_count), (None, Some(3)));
}

#[test]
fn the_query_is_written_as_documented() {
    let server = Recorder::new(200, r#"{"result":[]}"#);
    let call = list(&server)
        .next_cursor("a=")
        .created_at_gt("2024-03-01T09:30:00Z")
        .team_ids(["x", "y"])
        .emails([EmailFilter::new().email("a").r#type("b"), EmailFilter::new().email("c")])
        .team(TeamFilter::new("7"))
        .sort_by(MemberSort::Name, SortDirection::Desc)
        .sort_by(MemberSort::CreatedAt, "asc")
        .with_excluded_fields([MemberField::Name]);
    Recorder::send(call).unwrap();
    assert_eq!(
        server.line(),
        "GET /members?next_cursor=a%3D&created_at[gt]=2024-03-01T09%3A30%3A00Z&team_ids[]=x&team_ids[]=y\
         &emails[0][email]=a&emails[0][type]=b&emails[1][email]=c&team[id]=7&sort_by[name]=desc&sort_by[created_at]=asc&exclude[]=name",
    );
    assert_eq!(server.header("accept").as_deref(), Some("application/json"));
    let some = list(&server)
        .maybe_limit(Some(3))
        .maybe_next_cursor(Some("c"))
        .maybe_team_ids(Some(["x"]))
        .maybe_team(Some("7"))
        .maybe_sort_by(Some((MemberSort::Name, "asc")));
    Recorder::send(some).unwrap();
    assert_eq!(server.line(), "GET /members?limit=3&next_cursor=c&team_ids[]=x&team[id]=7&sort_by[name]=asc");
    let none = list(&server)
        .maybe_limit(None)
        .maybe_team_ids(None::<Vec<String>>)
        .maybe_sort_by(None::<(MemberSort, SortDirection)>);
    Recorder::send(none).unwrap();
    assert_eq!(server.line(), "GET /members");
    assert_eq!(MemberSort::ALL.len(), 2);
}

#[test]
fn other_formats_are_not_opened() {
    let server = Recorder::new(200, r#"{"result":[{"id":"a"}]}"#);
    let raw = Recorder::send(list(&server).send_raw(ResponseFormat::Raw)).unwrap();
    assert!(raw.json::<serde_json::Value>().unwrap()["result"].is_array());
    assert_eq!(raw.page::<Member>().unwrap().items.len(), 1);
    let stream = Recorder::send(list(&server).send_stream(ResponseFormat::Stream)).unwrap();
    assert_eq!(server.line(), "GET /members?format=stream");
    assert_eq!(server.header("accept").as_deref(), Some("application/json"));
    assert_eq!(Recorder::send(stream.bytes()).unwrap(), r#"{"result":[{"id":"a"}]}"#);
}

#[test]
fn the_matrix_knows_what_can_be_sorted_by() {
    use golden_lists::{spec::members::LIST, support::Level};

    let level = |field| LIST.query_parameter(field).level(Integration::Beta);
    assert_eq!(level("sort_by.created_at"), Level::Unsupported);
    assert_eq!(LIST.response_field("name").level(Integration::Alpha), Level::Supported);
}
