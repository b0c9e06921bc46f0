//! Decoding and encoding, compared with serde's derives for the same models. The lower bound is the derive that drops unknown
//! fields.

#[path = "../../generator/benches/compare.rs"]
mod compare;
#[path = "serde/contact.rs"]
mod contact;
#[path = "serde/derived.rs"]
mod derived;

use std::hint::black_box;

use serde::{Serialize, de::DeserializeOwned};
use truto_unified::{RawJson, crm::Contact};

const BATCH: usize = 500;

/// The same fields in reverse order, since a client cannot rely on an order.
fn reversed(text: &str) -> String {
    let object: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let fields: Vec<_> = object
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| format!("\"{key}\":{value}"))
        .collect();
    format!(
        "{{{}}}",
        fields.into_iter().rev().collect::<Vec<_>>().join(",")
    )
}

fn decode<T: DeserializeOwned>(texts: &[String]) {
    for text in texts {
        black_box(serde_json::from_str::<T>(text).expect("a contact"));
    }
}

fn encode<T: Serialize>(values: &[T]) {
    for value in values {
        black_box(serde_json::to_vec(value).expect("JSON"));
    }
}

fn decoding(title: &str, texts: &[String]) {
    compare::compare(
        title,
        40,
        vec![
            ("derived", Box::new(|| decode::<derived::Contact>(texts))),
            (
                "derived, unknown fields kept by `flatten`",
                Box::new(|| decode::<derived::KeepingContact>(texts)),
            ),
            (
                "emitted, unknown fields kept",
                Box::new(|| decode::<Contact>(texts)),
            ),
            (
                "untyped `serde_json::Value`",
                Box::new(|| decode::<serde_json::Value>(texts)),
            ),
        ],
        &["derived"],
    );
}

/// Reads like a response: a field that has another type than documented does not fail the object.
fn decode_leniently(texts: &[RawJson]) {
    for text in texts {
        black_box(text.parse::<Contact>().expect("a contact"));
    }
}

/// A contact of which a field has another type than documented, and is kept in `extra`.
fn misfit(text: &str) -> String {
    text.replace(r#""Countess""#, r#"["Countess"]"#)
}

fn lenient(texts: &[String]) {
    let raw = |text: &str| RawJson::from_text(text).expect("JSON");
    let fitting: Vec<RawJson> = texts.iter().map(|text| raw(text)).collect();
    let misfits: Vec<RawJson> = texts.iter().map(|text| raw(&misfit(text))).collect();
    compare::compare(
        "decode 500 contacts leniently, as responses are",
        40,
        vec![
            ("strictly", Box::new(|| decode::<Contact>(texts))),
            (
                "all fields of the documented type",
                Box::new(|| decode_leniently(&fitting)),
            ),
            (
                "a field of another type in each",
                Box::new(|| decode_leniently(&misfits)),
            ),
        ],
        &["strictly"],
    );
}

fn main() {
    let texts: Vec<String> = (0..BATCH)
        .map(|index| contact::json(index, false))
        .collect();
    decoding("decode 500 contacts, fields in documented order", &texts);
    let backwards: Vec<String> = texts.iter().map(|text| reversed(text)).collect();
    decoding("decode 500 contacts, fields in another order", &backwards);
    let remote: Vec<String> = (0..BATCH).map(|index| contact::json(index, true)).collect();
    decoding("decode 500 contacts with 2 KB of remote_data each", &remote);

    lenient(&texts);

    let misfits = texts.iter().map(|text| {
        let raw = RawJson::from_text(&misfit(text)).expect("JSON");
        raw.parse::<Contact>().expect("a contact")
    });
    let misfits: Vec<Contact> = misfits.collect();
    let values: Vec<Contact> = texts
        .iter()
        .map(|text| serde_json::from_str(text).expect("a contact"))
        .collect();
    let twins: Vec<derived::Contact> = texts
        .iter()
        .map(|text| serde_json::from_str(text).expect("a contact"))
        .collect();
    compare::compare(
        "encode 500 contacts",
        40,
        vec![
            ("derived", Box::new(|| encode(&twins))),
            ("emitted", Box::new(|| encode(&values))),
            (
                "emitted, a field of another type in each",
                Box::new(|| encode(&misfits)),
            ),
        ],
        &["derived"],
    );
}
