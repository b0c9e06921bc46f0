use golden_formats::{
    Client, Decimal, RawJson,
    types::{All, Flag, Numbers},
};

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

const DIGITS: &str = "12345678901234567890.12345678901234567890";

#[test]
fn numbers_keep_all_digits() {
    let text = concat!(
        r#"{"at":"2024-03-01T09:30:00Z","natural":18446744073709551615,"bounded":18446744073709551615,"#,
        r#""rounded":9223372036854775807,"huge":1000000000000000000000,"price":12.500000000000000000001,"#,
        r#""mask":9223372036854775808}"#,
    );
    let all: All = RawJson::from_text(text).and_then(|json| json.parse()).unwrap();
    assert_eq!(json(&all), text);
    assert_eq!((all.natural, all.bounded, all.rounded), (Some(u64::MAX), Some(u64::MAX), Some(i64::MAX)));
    assert_eq!(all.price, Some(Decimal::from("12.500000000000000000001")));
    assert_eq!(all.mask, Some(Flag::Last));
    let all: All = RawJson::from_text(r#"{"at":"","price":"1.50","natural":"18446744073709551615"}"#)
        .and_then(|json| json.parse())
        .unwrap();
    assert_eq!(all.price.unwrap().as_str(), "1.50");
    assert_eq!(all.natural, Some(u64::MAX));
    let unknown: Flag = round_trip("18446744073709551615");
    assert_eq!(unknown.as_u64(), u64::MAX);
}

#[test]
fn numbers_are_sent_with_all_digits() {
    let server = Recorder::new(200, r#"{"at":"2024-03-01T09:30:00Z","natural":18446744073709551615}"#);
    let client: Client = server.client();
    let find = client.all().find(u64::MAX).since(u64::MAX).price(DIGITS).prices([DIGITS, "1.50"]);
    let found = Recorder::send(find.x_price(DIGITS).x_flag(Flag::Last)).unwrap();
    assert_eq!(found.natural, Some(u64::MAX));
    assert_eq!(
        server.line(),
        format!("GET /all/{max}?since={max}&price={DIGITS}&prices={DIGITS},1.50", max = u64::MAX)
    );
    assert_eq!(server.header("x-price").as_deref(), Some(DIGITS));
    assert_eq!(server.header("x-flag").as_deref(), Some("9223372036854775808"));

    let body = Numbers::new().natural(u64::MAX).price(DIGITS).as_json([DIGITS]);
    Recorder::send(client.all().submit().natural(u64::MAX).price(DIGITS).as_json([DIGITS])).unwrap();
    assert_eq!(server.body(), format!("as_json=%5B{DIGITS}%5D&natural={}&price={DIGITS}", u64::MAX));
    assert_eq!(json(&body), format!(r#"{{"natural":{},"price":{DIGITS},"as_json":[{DIGITS}]}}"#, u64::MAX));
    let error = Recorder::send(client.all().find(1).price("1,5")).unwrap_err();
    assert!(error.to_string().contains("expected a number, such as `12.50`"), "{error}");
}
