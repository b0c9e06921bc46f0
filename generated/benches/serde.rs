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
use truto_unified::crm::Contact;

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

fn main() {
    let texts: Vec<String> = (0..BATCH)
        .map(|index| contact::json(index, false))
        .collect();
    decoding("decode 500 contacts, fields in documented order", &texts);
    let backwards: Vec<String> = texts.iter().map(|text| reversed(text)).collect();
    decoding("decode 500 contacts, fields in another order", &backwards);
    let remote: Vec<String> = (0..BATCH).map(|index| contact::json(index, true)).collect();
    decoding("decode 500 contacts with 2 KB of remote_data each", &remote);

    let values = |texts: &[String]| -> Vec<Contact> {
        texts
            .iter()
            .map(|text| serde_json::from_str(text).expect("a contact"))
            .collect()
    };
    let twins: Vec<derived::Contact> = texts
        .iter()
        .map(|text| serde_json::from_str(text).expect("a contact"))
        .collect();
    let values = values(&texts);
    compare::compare(
        "encode 500 contacts",
        40,
        vec![
            ("derived", Box::new(|| encode(&twins))),
            ("emitted", Box::new(|| encode(&values))),
        ],
        &["derived"],
    );
}
