use golden_formats::{Client, types::All};

use crate::support::{Recorder, json, round_trip};

#[test]
fn every_format_keeps_its_value() {
    let all: All = round_trip(
        r#"{"at":"2024-03-01T09:30:00+01:00","day":"2024-03-01","id":"0-0","mail":"a@b","small":-2147483648,
            "big":9223372036854775807,"single":0.5,"double":1e300,"flag":false}"#,
    );
    assert_eq!(all.at.as_str(), "2024-03-01T09:30:00+01:00");
    let made = All::new("now").day("d").small(1).big(2).single(0.5).double(2.5).flag(true).id("i").mail(String::new());
    assert_eq!(
        json(&made),
        r#"{"at":"now","day":"d","id":"i","mail":"","small":1,"big":2,"single":0.5,"double":2.5,"flag":true}"#,
    );
}

#[test]
fn bytes_travel_as_they_are() {
    let server = Recorder::new(200, "\u{0}raw");
    let client: Client = server.client();
    let got = Recorder::send(client.all().upload("data")).unwrap();
    assert_eq!(Recorder::send(got.bytes()).unwrap(), "\u{0}raw");
    assert_eq!(server.header("content-type").as_deref(), Some("application/octet-stream"));
    assert_eq!(server.body(), "data");
}
