use golden_servers::{Client, Server, ServerRegion, testing::FakeServer};

use crate::support::{Recorder, Standstill};

/// Where the requests of a client go, and with which token.
fn sent(builder: golden_servers::ClientBuilder) -> Vec<(String, Option<String>)> {
    let server = Recorder::new(204, "");
    let client = builder.token("t0ken").transport(server.clone()).timer(Standstill).build().unwrap();
    let files = client.files();
    let seen = || (server.url(), server.header("authorization"));
    let mut all = Vec::new();
    Recorder::send(files.list()).unwrap();
    all.push(seen());
    Recorder::send(files.upload()).unwrap();
    all.push(seen());
    Recorder::send(files.status()).unwrap();
    all.push(seen());
    all
}

#[test]
fn operations_go_to_their_own_server() {
    let token = || Some("Bearer t0ken".to_owned());
    let expected = [
        ("https://api.example.com/v2/files".to_owned(), token()),
        ("https://upload.example.com/v1/files".to_owned(), token()),
        ("https://status.example.com/status".to_owned(), None),
    ];
    assert_eq!(sent(Client::builder()), expected);
}

#[test]
fn a_base_url_replaces_all_servers() {
    let urls = |builder| sent(builder).into_iter().map(|(url, _)| url).collect::<Vec<_>>();
    assert_eq!(String::from(Server::production()), "https://api.example.com/v2/");
    assert_eq!(String::from(Server::regional()), "https://eu.example.com:8443/v2");
    assert_eq!(String::from(Server::by_host().host("mine.example.com")), "https://mine.example.com");
    let region = Server::regional().region(ServerRegion::UsEast).base("v3/beta");
    assert_eq!(
        urls(Client::builder().base_url(region)),
        [
            "https://us-east.example.com:8443/v3/beta/files",
            "https://us-east.example.com:8443/v3/beta/files",
            "https://us-east.example.com:8443/v3/beta/status",
        ]
    );
    assert_eq!(urls(Client::builder().base_url(Server::for_tests()))[1], "http://localhost:8080/files");
}

#[test]
fn a_server_of_an_operation_can_be_replaced() {
    let urls = |builder| sent(builder).into_iter().map(|(url, _)| url).collect::<Vec<_>>();
    let own = Server::upload_example_com_v1();
    let replaced = Client::builder()
        .replace_server(own, Server::upload_region_example_com_v1().region(ServerRegion::UsEast))
        .replace_server("https://status.example.com", "http://127.0.0.1:7");
    assert_eq!(
        urls(replaced),
        [
            "https://api.example.com/v2/files",
            "https://upload.us-east.example.com/v1/files",
            "http://127.0.0.1:7/status",
        ]
    );
}

#[test]
fn a_variable_cannot_name_another_host() {
    let server = Server::regional().port("1@evil.example/");
    assert!(Client::builder().base_url(server).token("t0ken").build().is_err());
}

#[test]
fn the_fake_stands_for_all_servers() {
    let fake = FakeServer::start().unwrap();
    let client = fake.client_builder().timer(Standstill).build().unwrap();
    let files = client.files();
    files.upload().blocking().send().unwrap();
    files.status().blocking().send().unwrap();
    let received = fake.requests();
    assert_eq!([received[0].path(), received[1].path()], ["/files", "/status"]);
    assert!(received[0].header("authorization").is_some() && received[1].header("authorization").is_none());
}
