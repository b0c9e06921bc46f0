//! Values of any shape in queries and forms: what npm's `qs` decodes is what was meant, or nothing is sent. The fake decodes
//! queries like `qs`.
#![cfg(all(feature = "tokio", feature = "testing"))]

#[path = "qs/meant.rs"]
mod meant;
#[path = "tools/qs.rs"]
mod qs;
#[path = "tools/recorder.rs"]
mod recorder;
mod tools;

use std::{fs, thread, time::Duration};

use meant::{Style, meant};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use recorder::Recorder;
use serde_json::{Map, Value};
use truto_runtime::{Call, Client, ClientBuilder, ErrorKind, QueryStyle, support::Endpoint};
use truto_unified::{support::Operation, testing::FakeTruto};

static SEARCH: Operation = Operation::new(Endpoint::new("x.search", "POST", "/x"));

/// The number of values, and of queries.
const CASES: usize = 2000;

/// The same values in every run, from a fixed seed, so that one process decodes all of them.
fn made<S: Strategy>(strategy: S) -> Vec<S::Value> {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let make = |_| strategy.new_tree(&mut runner).unwrap().current();
    (0..CASES).map(make).collect()
}

/// Keys with a special meaning, and keys that cannot be sent.
const ODD: &[&str] = &[
    "0",
    "7",
    "19",
    "20",
    "21",
    "07",
    "a.b",
    "a=&b",
    "é ",
    "%5B",
    "f[gt]",
    "g[]",
    "h[x][]",
    "i[0]",
    "",
    "a]",
    "[b]",
    "b[c",
    "d[e]f",
    "toString",
    "j[constructor]",
    "__proto__",
];

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[k-z]{1,2}",
        1 => prop::sample::select(ODD).prop_map(str::to_owned),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => ".{0,3}".prop_map(Value::from),
        1 => prop::sample::select(&["[]=", "a]=b", "%5D", "x,y", "+", "&"][..]).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ]
}

/// Occasionally a length around the limit of `qs`.
fn length() -> impl Strategy<Value = usize> {
    prop_oneof![20 => 0..4usize, 1 => 19..23usize]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(6, 40, 4, |inner| {
        let list = length().prop_flat_map({
            let inner = inner.clone();
            move |length| prop::collection::vec(inner.clone(), length)
        });
        let same = (scalar(), length()).prop_map(|(item, length)| Value::from(vec![item; length]));
        let object = prop::collection::vec((key(), inner), 0..4).prop_map(object);
        prop_oneof![2 => list.prop_map(Value::from), 1 => same, 3 => object]
    })
}

/// An object in which no two keys have the same part before the brackets: only the first of them is kept.
fn object(entries: Vec<(String, Value)>) -> Value {
    let mut fields: Map<String, Value> = Map::new();
    for (key, value) in entries {
        let first = |key: &str| key.split('[').next().unwrap().to_owned();
        if !fields.keys().any(|known| first(known) == first(&key)) {
            fields.insert(key, value);
        }
    }
    Value::Object(fields)
}

/// A value, how it is sent, and the resulting query; `None` if it was refused.
struct Case {
    style: Style,
    value: Value,
    sent: Option<String>,
}

impl Case {
    /// A list of more than 20 items under a name without brackets, as in OpenAPI, which `qs` decodes to an object.
    fn is_plain_list(&self) -> bool {
        let too_long = |value: &Value| value.as_array().is_some_and(|items| items.len() > 20);
        match (self.style, &self.value) {
            (Style::Exploded, value) => too_long(value),
            (Style::Form, Value::Object(fields)) => fields.values().any(too_long),
            _ => false,
        }
    }
}

fn client(recorder: &Recorder) -> Client {
    let builder = ClientBuilder::<Client>::new("https://api.example").token("t0ken");
    builder.transport(recorder.clone()).build().unwrap()
}

async fn case(client: &Client, recorder: &Recorder, style: Style, value: Value) -> Case {
    let mut call = Call::new(&client.unscoped(), &SEARCH);
    match style {
        Style::Brackets => call.set_query("q", QueryStyle::DeepObject, &value),
        Style::Listed => call.set_query("q[]", QueryStyle::DeepObject, &value),
        Style::Exploded => call.set_query("q", QueryStyle::Form, &value),
        Style::Form => call = call.form(&value),
    }
    let error = call.send_raw().await.unwrap_err();
    let request = recorder.take();
    assert_eq!(
        request.is_none(),
        error.kind() == ErrorKind::Invalid,
        "{error}"
    );
    let sent = request.map(|request| match style {
        Style::Form => String::from_utf8(request.body().to_vec()).unwrap(),
        _ => request.uri().query().unwrap_or_default().to_owned(),
    });
    Case { style, value, sent }
}

#[tokio::test]
async fn what_qs_reads_is_what_was_meant_or_nothing_is_sent() {
    let recorder = Recorder::default();
    let client = client(&recorder);
    let mut cases = Vec::new();
    for (index, value) in made(value()).into_iter().enumerate() {
        let style = match (index % 4, &value) {
            (0, _) => Style::Brackets,
            (1, _) => Style::Listed,
            (2, Value::Array(_)) => Style::Exploded,
            (3, Value::Object(_)) => Style::Form,
            (_, Value::Array(_)) => Style::Exploded,
            _ => Style::Brackets,
        };
        cases.push(case(&client, &recorder, style, value).await);
    }
    let sent = cases.iter().filter(|case| case.sent.is_some());
    let sent: Vec<&Case> = sent.filter(|case| !case.is_plain_list()).collect();
    assert!(sent.len() > CASES / 2, "{} are sent", sent.len());
    for case in &cases {
        let is_meant = meant(case.style, &case.value).is_ok();
        assert_eq!(
            case.sent.is_some(),
            is_meant,
            "{:?} {} {:?}",
            case.style,
            case.value,
            case.sent
        );
    }
    let queries: Vec<String> = sent.iter().filter_map(|case| case.sent.clone()).collect();
    let Some(read) = qs::read("values in queries and forms", &queries) else {
        return;
    };
    let mut wrong = Vec::new();
    for (case, read) in sent.iter().zip(read) {
        let expected = meant(case.style, &case.value).unwrap();
        if read.iter().any(|read| *read != expected) {
            wrong.push(format!(
                "{} is sent as {:?}, read as {read:?}",
                case.value, case.sent
            ));
        }
    }
    wrong.sort_by_key(String::len);
    assert!(
        wrong.is_empty(),
        "{} of {CASES}, the shortest: {:#?}",
        wrong.len(),
        wrong.first()
    );
}

/// Parts of names that `qs` decodes in special ways.
const PIECES: &[&str] = &[
    "[]",
    "[0]",
    "[1]",
    "[19]",
    "[20]",
    "[25]",
    "[b]",
    "[c]",
    "[b][c]",
    "%5Bb%5D",
    "%5b%5d",
    "[toString]",
    "[b",
    "b]",
    "[[b]]",
    "[b]c[d]",
    "[%25]",
    "[__proto__]",
];

fn query() -> impl Strategy<Value = String> {
    let name =
        prop::sample::select(&["a", "a", "a", "b", "", "constructor", "%61", "a.b", "+"][..]);
    let piece = prop::collection::vec(prop::sample::select(PIECES), 0..3);
    let deep = prop::collection::vec(Just("[x]"), 4..8);
    let levels = prop_oneof![9 => piece, 1 => deep].prop_map(|levels| levels.concat());
    let value = prop_oneof![
        6 => "=[a-z]{0,2}",
        1 => prop::sample::select(&["=%E2%82%AC", "=%ff", "=%", "=a+b", "=]=", "=[]=c", "==", ""][..]).prop_map(str::to_owned),
    ];
    let pair =
        (name, levels, value).prop_map(|(name, levels, value)| format!("{name}{levels}{value}"));
    let pairs = prop::collection::vec(pair.clone(), 0..5);
    let same = (pair, 18..24usize).prop_map(|(pair, times)| vec![pair; times]);
    let more = (same, pairs.clone()).prop_map(|(same, pairs)| [same, pairs].concat());
    prop_oneof![9 => pairs, 1 => more].prop_map(|pairs| pairs.join("&"))
}

#[tokio::test]
async fn the_fake_reads_a_query_as_qs_reads_it() {
    let queries = made(query());
    let fake = FakeTruto::builder().keep_requests(CASES);
    let fake = fake.start().unwrap();
    // The crypto provider for HTTPS, which is not used here. There may be one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::new();
    for query in &queries {
        let url = format!("{}/x?{query}", fake.url());
        http.get(&url).send().await.unwrap();
    }
    let received = fake.requests();
    let sent: Vec<String> = received
        .iter()
        .map(|request| request.query().to_owned())
        .collect();
    let Some(read) = qs::read("how the fake reads queries", &sent) else {
        return;
    };
    let mut wrong = Vec::new();
    for (request, read) in received.iter().zip(&read) {
        // The newest release.
        if request.query_json() != read[0] {
            wrong.push(format!(
                "{} is {}, not {}",
                request.query(),
                request.query_json(),
                read[0]
            ));
        }
    }
    wrong.sort_by_key(String::len);
    assert!(
        wrong.is_empty(),
        "{} of {CASES}, the shortest: {:#?}",
        wrong.len(),
        wrong.first()
    );
}

/// Two test programs install `qs` in one directory. Neither may read what the other has written in part.
#[test]
fn what_several_programs_install_is_complete() {
    let base = tempfile::tempdir().unwrap();
    let install = || {
        let folder = qs::filled(base.path(), "package", |folder| {
            fs::write(folder.join("one"), "").unwrap();
            thread::sleep(Duration::from_millis(50));
            fs::write(folder.join("other"), "").map_err(|error| error.to_string())
        });
        let folder = folder.unwrap();
        assert!(folder.join("one").exists() && folder.join("other").exists());
    };
    thread::scope(|scope| {
        for number in 0..4 {
            let install = &install;
            scope.spawn(move || {
                thread::sleep(Duration::from_millis(25 * number));
                install();
            });
        }
    });
    let names = fs::read_dir(base.path()).unwrap().count();
    assert_eq!(names, 1, "what was not used is left");
}
