//! Path templates: each value stays in its segment.

use std::{
    collections::HashSet,
    sync::{LazyLock, Mutex},
};

use percent_encoding::percent_decode_str;
use serde_json::Value;
use truto_runtime::{Call, Endpoint, ErrorKind, PathStyle};

use super::no_seeds;
use crate::Target;
use crate::input::Input;
use crate::wire::{Wire, check_error, ready};

pub(super) const TARGET: Target = Target {
    name: "paths",
    about: "path templates with values in all styles",
    run,
    show,
    seeds: no_seeds,
    count: 5000,
    longest: 256,
};

/// Segments of templates.
const SEGMENTS: &[&str] = &[
    "a",
    "{id}",
    "{+id}",
    "{a}{b}",
    "{a}.json",
    ".{id}",
    "x;{a}",
    "{b}:run",
    "a b\u{e9}",
    "%2e{a}",
];

const STYLES: &[PathStyle] = &[
    PathStyle::Simple,
    PathStyle::SimpleExploded,
    PathStyle::Label,
    PathStyle::LabelExploded,
    PathStyle::Matrix,
    PathStyle::MatrixExploded,
    PathStyle::Json,
];

struct Case {
    template: &'static str,
    style: PathStyle,
    values: [(&'static str, Value); 3],
}

impl Case {
    fn new(data: &[u8]) -> Self {
        let mut input = Input::new(data);
        let segments = (0..=input.below(3)).map(|_| format!("/{}", input.pick(SEGMENTS)));
        let mut template: String = segments.collect();
        if input.is_one_in(4) {
            template.push_str("?q={id}&r");
        }
        let style = match input.below(4) {
            0..3 => PathStyle::Simple,
            _ => *input.pick(STYLES),
        };
        let values = ["id", "a", "b"].map(|name| (name, input.json(1, &mut Input::text)));
        Self {
            template: kept(template),
            style,
            values,
        }
    }
}

/// Leaks a template once, since templates are constants in programs. There are only a few thousand.
fn kept(template: String) -> &'static str {
    static KNOWN: LazyLock<Mutex<HashSet<&'static str>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().expect("no panic");
    if let Some(known) = known.get(&*template) {
        return known;
    }
    let template: &'static str = template.leak();
    known.insert(template);
    template
}

fn show(data: &[u8]) -> String {
    let Case {
        template,
        style,
        values,
    } = Case::new(data);
    format!("{template} with {values:?} in style {style:?}")
}

fn run(data: &[u8]) {
    let Case {
        template,
        style,
        values,
    } = Case::new(data);
    let wire = Wire::default();
    let mut call = Call::custom(&wire.account(), Endpoint::new("x.read", "GET", template));
    for &(name, ref value) in &values {
        call.set_path_as(name, style, value);
    }
    let error = ready(call.send_raw()).expect_err("a 404");
    check_error(&error);
    let Some(request) = wire.requests().pop() else {
        return assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    };
    assert_eq!(
        request.uri().authority().map(|host| host.as_str()),
        Some("api.example")
    );
    let (path, template) = (
        request.uri().path(),
        template.split('?').next().expect("a path"),
    );
    let is_safe = |sign: char| sign.is_ascii_graphic() && !"#\"<>\\^`{|}".contains(sign);
    assert!(path.chars().all(is_safe), "not a path: {path}");
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for segment in &segments {
        let decoded: Vec<u8> = percent_decode_str(segment).collect();
        assert!(!matches!(&*decoded, b"" | b"." | b".."), "{path}");
        let text = std::str::from_utf8(&decoded).expect("UTF-8");
        assert!(!text.contains(char::is_control), "{path}");
    }
    let expected: Vec<&str> = template.split('/').skip(1).collect();
    match expected.contains(&"{+id}") {
        true => assert!(segments.len() >= expected.len(), "{path} of {template}"),
        false => {
            assert_eq!(segments.len(), expected.len(), "{path} of {template}");
            let text = |name: &str| {
                let (_, value) = values
                    .iter()
                    .find(|(known, _)| *known == name)
                    .expect("a value");
                value.as_str().filter(|_| style == PathStyle::Simple)
            };
            for (segment, expected) in segments.iter().zip(expected) {
                check_segment(segment, expected, text);
            }
        }
    }
}

/// Checks that a text that fills a segment is decoded unchanged.
fn check_segment<'v>(segment: &str, template: &str, text: impl Fn(&str) -> Option<&'v str>) {
    let name = template
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let expected = name.filter(|name| !name.contains('}')).and_then(text);
    if let Some(expected) = expected {
        let decoded = percent_decode_str(segment).decode_utf8().expect("UTF-8");
        assert_eq!(decoded, expected);
    }
}
