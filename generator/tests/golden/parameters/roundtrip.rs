use golden_parameters::{Client, spec::ListItemsFilter};

use crate::support::Recorder;

#[test]
#[allow(deprecated)]
fn each_style_is_written_as_defined() {
    let server = Recorder::new(200, "");
    let client: Client = server.client();
    let list = client.spec().items().list("x y", 2, ["a", "b"]);
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
    assert!(Recorder::send(client.spec().items().list("", 2, ["a"])).is_err());
}
