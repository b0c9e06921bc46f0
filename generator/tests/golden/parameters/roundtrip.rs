use golden_parameters::{
    Client, Error,
    testing::FakeServer,
    types::{
        Color, ContentStyleFormat, ListItemsFilter, ManyItemsKidsItem, ManyItemsRoomsItem, ManyItemsXRange,
    },
};

use crate::support::{Recorder, Standstill};

#[test]
#[allow(deprecated)]
fn each_style_is_written_as_defined() {
    let server = Recorder::new(200, "");
    let client: Client = server.client();
    let list = client.items().list("x y", 2, ["a", "b"]);
    Recorder::send(list.clone()).unwrap();
    assert_eq!(server.line(), "GET /a/x%20y.2/b?call=a&call=b");
    let list = list.ids([1, 2]).csv(["p", "q"]).pipes(["r", "s"]).json([("k", "v")]).x_trace("t").r#type(true);
    Recorder::send(list.filter(ListItemsFilter::new().name("n").age([("gt", 3)]))).unwrap();
    assert_eq!(
        server.line(),
        "GET /a/x%20y.2/b?call=a&call=b&ids[]=1&ids[]=2&csv=p,q&pipes=r%7Cs&json=%7B%22k%22%3A%22v%22%7D&type=true\
         &filter[age][gt]=3&filter[name]=n",
    );
    assert_eq!(server.header("x-trace").as_deref(), Some("t"));
}

#[test]
fn a_path_cannot_be_left() {
    let server = Recorder::new(200, "");
    let client: Client = server.client();
    assert!(Recorder::send(client.items().list("", 2, ["a"])).is_err());
}

#[test]
fn the_items_of_a_list_can_be_told_apart() {
    let server = Recorder::new(200, "");
    let client: Client = server.client();
    let many = || client.items().many(["a,b", "c/d"]);
    Recorder::send(many().x_tags(["x", "y"]).x_range(ManyItemsXRange::new().least(1).most(2))).unwrap();
    assert_eq!(server.line(), "GET /m/a%2Cb,c%2Fd");
    assert_eq!(server.header("x-tags").as_deref(), Some("x,y"));
    assert_eq!(server.header("x-range").as_deref(), Some("least,1,most,2"));
    let pairs = [["a", "b"].map(str::to_owned).to_vec(), vec!["c".to_owned()]];
    let kids = [ManyItemsKidsItem::new().age(1).bed(true), ManyItemsKidsItem::new().age(2)];
    let rooms = [ManyItemsRoomsItem::new().floor(1).name("x"), ManyItemsRoomsItem::new().floor(2)];
    Recorder::send(many().pairs(pairs).kids(kids).rooms(rooms)).unwrap();
    assert_eq!(
        server.line(),
        "GET /m/a%2Cb,c%2Fd?pairs[0][]=a&pairs[0][]=b&pairs[1][]=c&kids[0][age]=1&kids[0][bed]=true&kids[1][age]=2\
         &rooms[0][floor]=1&rooms[0][name]=x&rooms[1][floor]=2",
    );
    let error = Recorder::send(many().x_tags(["x,y"])).unwrap_err();
    assert!(error.to_string().contains("header `X-Tags`: an item contains the separator ','"), "{error}");
    let error = Recorder::send(many().kids(vec![ManyItemsKidsItem::new().age(1); 21])).unwrap_err();
    assert!(error.to_string().contains("the list `kids` has 21 items"), "{error}");
}

/// The styles of paths with the examples of the OpenAPI specification: style, empty string, string, list, object. An object without
/// order has its properties by name. An empty value in a segment of its own is refused, except in a matrix.
#[test]
fn paths_are_written_as_in_the_table_of_the_specification() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let styles = client.styles();
    let (list, object) = (["blue", "black", "brown"], Color::new().r(100).g(200).b(150));
    let mut lines = Vec::new();
    for text in ["blue", ""] {
        let line = |sent: Result<(), Error>| sent.ok().map(|()| server.line());
        lines.push([
            line(Recorder::send(styles.simple(text, list, object.clone()))),
            line(Recorder::send(styles.simple_exploded(text, list, object.clone()))),
            line(Recorder::send(styles.label(text, list, object.clone()))),
            line(Recorder::send(styles.label_exploded(text, list, object.clone()))),
            line(Recorder::send(styles.matrix(text, list, object.clone()))),
            line(Recorder::send(styles.matrix_exploded(text, list, object.clone()))),
        ]);
    }
    let expected = [
        "/simple/blue/blue,black,brown/B,150,G,200,R,100",
        "/simpleExploded/blue/blue,black,brown/B=150,G=200,R=100",
        "/label/.blue/.blue,black,brown/.B,150,G,200,R,100",
        "/labelExploded/.blue/.blue.black.brown/.B=150.G=200.R=100",
        "/matrix/;text=blue/;list=blue,black,brown/;object=B,150,G,200,R,100",
        "/matrixExploded/;text=blue/;list=blue;list=black;list=brown/;B=150;G=200;R=100",
    ];
    assert_eq!(lines[0], expected.map(|path| Some(format!("GET {path}"))));
    let empty = [
        None,
        None,
        None,
        None,
        Some("GET /matrix/;text/;list=blue,black,brown/;object=B,150,G,200,R,100"),
        Some("GET /matrixExploded/;text/;list=blue;list=black;list=brown/;B=150;G=200;R=100"),
    ];
    assert_eq!(lines[1], empty.map(|line| line.map(str::to_owned)));
}

#[test]
fn queries_are_written_as_in_the_table_of_the_specification() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let styles = client.styles();
    let (list, object) = (["blue", "black", "brown"], Color::new().r(100).g(200).b(150));
    let line = |sent: Result<(), Error>| sent.map(|()| server.line()).unwrap();
    assert_eq!(line(Recorder::send(styles.form().text(""))), "GET /form?text=");
    assert_eq!(
        line(Recorder::send(styles.form().text("blue").list(list).object(object.clone()))),
        "GET /form?text=blue&list=blue,black,brown&object=B,150,G,200,R,100",
    );
    assert_eq!(line(Recorder::send(styles.form_exploded().text(""))), "GET /formExploded?text=");
    assert_eq!(
        line(Recorder::send(styles.form_exploded().text("blue").list(list).object(object.clone()))),
        "GET /formExploded?text=blue&list=blue&list=black&list=brown&B=150&G=200&R=100",
    );
    assert_eq!(
        line(Recorder::send(styles.space_delimited().list(list).object(object.clone()))),
        "GET /spaceDelimited?list=blue%20black%20brown&object=B%20150%20G%20200%20R%20100",
    );
    assert_eq!(
        line(Recorder::send(styles.pipe_delimited().list(list).object(object.clone()))),
        "GET /pipeDelimited?list=blue%7Cblack%7Cbrown&object=B%7C150%7CG%7C200%7CR%7C100",
    );
    assert_eq!(
        line(Recorder::send(styles.deep_object().object(object))),
        "GET /deepObject?object[B]=150&object[G]=200&object[R]=100",
    );
}

#[test]
fn headers_and_cookies_are_written_as_in_the_table_of_the_specification() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let styles = client.styles();
    let (list, object) = (["blue", "black", "brown"], Color::new().r(100).g(200).b(150));
    let headers = |sent: Result<(), Error>| {
        sent.unwrap();
        ["x-text", "x-list", "x-object"].map(|name| server.header(name).unwrap())
    };
    assert_eq!(
        headers(Recorder::send(styles.header().x_text("").x_list(list).x_object(object.clone()))),
        ["", "blue,black,brown", "B,150,G,200,R,100"],
    );
    assert_eq!(
        headers(Recorder::send(styles.header_exploded().x_text("blue").x_list(list).x_object(object.clone()))),
        ["blue", "blue,black,brown", "B=150,G=200,R=100"],
    );
    let cookies = |sent: Result<(), Error>| sent.map(|()| server.header("cookie").unwrap()).unwrap();
    assert_eq!(cookies(Recorder::send(styles.cookie().text(""))), "text=");
    assert_eq!(
        cookies(Recorder::send(styles.cookie().text("a; b=c").list(list).object(object.clone()))),
        "text=a%3B%20b%3Dc; list=blue,black,brown; object=B,150,G,200,R,100",
    );
    assert_eq!(
        cookies(Recorder::send(styles.cookie_exploded().text("blue").list(list).object(object))),
        "text=blue; list=blue; list=black; list=brown; B=150; G=200; R=100",
    );
}

#[test]
fn other_values_are_sent_as_json_or_as_they_are() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let filter = Color::new().b(1);
    let call = client.styles().content(filter, ContentStyleFormat::Csv, [("k", "é")], ["a b"]);
    Recorder::send(call.query("<Color/>")).unwrap();
    assert_eq!(server.line(), "GET /content/%7B%22B%22%3A1%7D.csv?query=%3CColor%2F%3E");
    assert_eq!(server.header("x-filter").as_deref(), Some(r#"{"k":"\u00e9"}"#));
    assert_eq!(server.header("cookie").as_deref(), Some("session=%5B%22a%20b%22%5D"));
}

#[test]
fn a_cookie_that_the_caller_sets_replaces_the_credentials() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let lists = || vec![vec!["a".to_owned()]];
    let nested = || client.styles().nested(lists());
    assert!(Recorder::send(nested()).is_err());
    Recorder::send(nested().x_lists(lists()).lists(lists()).sid("s")).unwrap();
    assert_eq!(server.line(), "GET /nested/%5B%5B%22a%22%5D%5D");
    assert_eq!(server.header("x-lists").as_deref(), Some(r#"[["a"]]"#));
    assert_eq!(server.header("cookie").as_deref(), Some("lists=%5B%5B%22a%22%5D%5D; SID=s"));
    Recorder::send(nested().with_header("Cookie", "a=b; SID=t").lists(lists())).unwrap();
    assert_eq!(server.header("cookie").as_deref(), Some("a=b; SID=t; lists=%5B%5B%22a%22%5D%5D"));
}

#[test]
fn reserved_characters_are_sent_unescaped_if_the_document_allows_it() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let all = "a:/?#[]@!$&'()*+,;=% \n";
    Recorder::send(client.styles().reserved().url(all).urls(["/a", "b,c"]).escaped("/,")).unwrap();
    assert_eq!(
        server.line(),
        "GET /reserved?url=a:/?%23[]@!$%26%27()*%2B,;=%25%20%0A&urls=/a,b%2Cc&escaped=%2F%2C",
    );
}

#[test]
fn the_fake_reads_ids_and_cookies_without_their_encoding() {
    let fake = FakeServer::start().unwrap();
    let client = fake.client_builder().timer(Standstill).build().unwrap();
    fake.seed("books", [serde_json::json!({"id": "a/b", "title": "T"})]).unwrap();
    let book = client.books().get("a/b").reading_list(["é", ";"]).blocking().send().unwrap();
    assert_eq!((book.id.as_str(), book.title.as_deref()), ("a/b", Some("T")));
    let received = fake.requests();
    assert_eq!(received[0].path(), "/books/.a%2Fb");
    assert_eq!(received[0].header("cookie"), Some("reading%20list=%5B%22%C3%A9%22%2C%22%3B%22%5D"));
    assert_eq!(received[0].cookie("reading list").as_deref(), Some(r#"["é",";"]"#));
}
