use golden_parameters::{
    Client,
    types::{ListItemsFilter, ManyItemsKidsItem, ManyItemsRoomsItem, ManyItemsXRange},
};

use crate::support::Recorder;

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
