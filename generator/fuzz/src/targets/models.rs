//! Bodies of responses, decoded as every model: decoding fails only because of a required field, and no field is lost.

use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use truto_runtime::{Model, RawJson};
use truto_unified as api;

use super::lossless::{check, minimal};
use crate::Target;
use crate::input::Input;
use crate::slow::within_limit;

#[path = "../../../../generated/tests/generated/models.rs"]
mod list;

pub(super) const TARGET: Target = Target {
    name: "models",
    about: "bodies of responses, decoded as each model of the generated crate",
    run,
    show,
    seeds,
    count: 1500,
    longest: 2048,
};

/// Names of fields at any depth.
const NAMES: &[&str] = &[
    "id",
    "name",
    "email",
    "type",
    "number",
    "url",
    "extension",
    "city",
    "emails",
    "phones",
    "custom_fields",
    "remote_data",
    "created_at",
    "updated_at",
    "status",
    "tags",
    "account",
    "a.b",
    "c[0]",
    "\0name",
    "of no type",
    "",
];

/// What to decode, and as which model.
struct Case {
    model: usize,
    content: Content,
}

enum Content {
    /// Any text.
    Text(String),
    /// Fields with any values, besides the required ones. A number chooses a field of the model.
    Fields(Vec<(usize, Value)>),
}

impl Case {
    fn new(data: &[u8]) -> Self {
        let mut input = Input::new(data);
        let is_text = input.byte() == b't';
        let model = usize::from(input.byte());
        if is_text {
            let text = String::from_utf8_lossy(input.rest()).into_owned();
            return Self {
                model,
                content: Content::Text(text),
            };
        }
        let mut fields = Vec::new();
        while fields.len() < 6 && !input.is_empty() {
            let field = usize::from(input.byte());
            let value = input.json(4, &mut |input| (*input.pick(NAMES)).to_owned());
            fields.push((field, value));
        }
        Self {
            model,
            content: Content::Fields(fields),
        }
    }
}

/// A function of the type of each model.
pub(crate) trait Each {
    fn model<T: Model + Serialize + DeserializeOwned + Debug>(&mut self, path: &'static str);
}

/// The number of models.
struct Count(usize);

impl Each for Count {
    fn model<T: Model + Serialize + DeserializeOwned + Debug>(&mut self, _: &'static str) {
        self.0 += 1;
    }
}

/// Checks or shows the case with the model that it chooses.
struct Chosen<'c> {
    case: &'c Case,
    index: usize,
    shown: Option<&'c mut String>,
}

impl Each for Chosen<'_> {
    fn model<T: Model + Serialize + DeserializeOwned + Debug>(&mut self, path: &'static str) {
        let index = self.index;
        self.index += 1;
        if index != self.case.model {
            return;
        }
        let required = minimal::<T>(path);
        let object = match &self.case.content {
            Content::Text(text) => {
                if let Some(shown) = &mut self.shown {
                    **shown = format!("as {path}: {text}");
                    return;
                }
                return check_text::<T>(text);
            }
            Content::Fields(fields) => with_fields(&required, fields, T::FIELDS),
        };
        match &mut self.shown {
            Some(shown) => **shown = format!("as {path}: {}", Value::from(object)),
            None => check::<T>(&required, &object, truto_runtime::__private::mismatches),
        }
    }
}

fn with_fields(
    required: &Map<String, Value>,
    fields: &[(usize, Value)],
    names: &[&str],
) -> Map<String, Value> {
    let names: Vec<&str> = names.iter().chain(NAMES).copied().collect();
    let fields = fields.iter();
    let fields =
        fields.map(|(index, value)| (names[index % names.len()].to_owned(), value.clone()));
    required.clone().into_iter().chain(fields).collect()
}

/// Checks any text: a value that was decoded is the same after it is encoded and decoded again.
fn check_text<T: Serialize + DeserializeOwned + Debug>(text: &str) {
    let Ok(raw) = RawJson::from_text(text) else {
        assert!(
            serde_json::from_str::<T>(text).is_err(),
            "decoded from what is not JSON: {text}"
        );
        return;
    };
    let _ = raw.parse::<Vec<T>>();
    let strict = serde_json::from_str::<T>(text);
    let lenient = raw.parse::<T>();
    assert!(
        strict.is_err() || lenient.is_ok(),
        "only decoded strictly: {text}"
    );
    if let Ok(model) = lenient {
        let written = serde_json::to_string(&model).expect("JSON");
        let again: T = serde_json::from_str(&written)
            .or_else(|_| RawJson::from_text(&written).and_then(|raw| raw.parse()))
            .unwrap_or_else(|error: truto_runtime::Error| {
                panic!("{written} cannot be decoded: {error}")
            });
        assert_eq!(serde_json::to_string(&again).expect("JSON"), written);
    }
}

fn case(data: &[u8]) -> Case {
    let mut count = Count(0);
    list::each(&mut count);
    let mut case = Case::new(data);
    case.model %= count.0;
    case
}

fn run(data: &[u8]) {
    let case = case(data);
    within_limit(|| {
        list::each(&mut Chosen {
            case: &case,
            index: 0,
            shown: None,
        })
    });
}

fn show(data: &[u8]) -> String {
    let (case, mut text) = (case(data), String::new());
    list::each(&mut Chosen {
        case: &case,
        index: 0,
        shown: Some(&mut text),
    });
    text
}

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        r#"{"id":"1","name":null,"emails":[{"email":"a","type":"work","x":1}],"custom_fields":{"a":[1.10,{}]},"created_at":1709285400}"#,
        r#"{"id":7,"title":"t","status":{"id":"s","name":"open"},"tags":[{"id":1},null],"remote_data":{ "n" : 12345678901234567890123 }}"#,
        r#"{"result":[{"id":"1"},{}],"next_cursor":"c"}"#,
        "[]",
    ];
    let seeds = texts.iter().flat_map(|text| {
        (0..=170_u8)
            .step_by(9)
            .map(|model| [&[b't', model], text.as_bytes()].concat())
    });
    seeds.collect()
}
