//! Keywords of OpenAPI 3.1 that 3.0 does not have.

use crate::bundle::grammar::{Kind, ValueKind};

/// The effect of a keyword of schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// It is rewritten, or it says nothing about values.
    Settled,
    /// It restricts the values in a way that no type expresses.
    Restricts,
    /// It is a reference that only an evaluation can follow.
    Dynamic,
}

const SCHEMA: &[(&str, Effect)] = &[
    ("$anchor", Effect::Settled),
    ("$comment", Effect::Settled),
    ("$defs", Effect::Settled),
    ("$dynamicAnchor", Effect::Settled),
    ("$id", Effect::Settled),
    ("$recursiveAnchor", Effect::Settled),
    ("$schema", Effect::Settled),
    ("$vocabulary", Effect::Settled),
    ("contentEncoding", Effect::Settled),
    ("contentMediaType", Effect::Settled),
    ("contentSchema", Effect::Settled),
    ("definitions", Effect::Settled),
    ("patternProperties", Effect::Settled),
    ("prefixItems", Effect::Settled),
    ("unevaluatedProperties", Effect::Settled),
    ("contains", Effect::Restricts),
    ("dependencies", Effect::Restricts),
    ("dependentRequired", Effect::Restricts),
    ("dependentSchemas", Effect::Restricts),
    ("else", Effect::Restricts),
    ("if", Effect::Restricts),
    ("maxContains", Effect::Restricts),
    ("minContains", Effect::Restricts),
    ("propertyNames", Effect::Restricts),
    ("then", Effect::Restricts),
    ("unevaluatedItems", Effect::Restricts),
    ("$dynamicRef", Effect::Dynamic),
    ("$recursiveRef", Effect::Dynamic),
];

/// Returns the effect of a keyword of schemas that 3.0 does not have.
pub(super) fn effect(name: &str) -> Option<Effect> {
    let mut known = SCHEMA.iter();
    known.find(|known| known.0 == name).map(|known| known.1)
}

/// Whether 3.1 has the keyword and it needs no report, because it was reported here or says nothing about requests.
pub(in crate::bundle) fn is_known(kind: Kind, name: &str) -> bool {
    match kind {
        Kind::Schema => effect(name).is_some(),
        Kind::Document => name == "jsonSchemaDialect",
        Kind::License => name == "identifier",
        Kind::Components => name == "pathItems",
        _ => false,
    }
}

/// Returns the form of the value of a keyword or entry.
pub(in crate::bundle) fn value_kind(kind: Kind, name: &str) -> Option<ValueKind> {
    let added = match (kind, name) {
        (Kind::MediaType, "itemSchema") | (Kind::Schema, "contentSchema") => {
            Some(ValueKind::One(Kind::Schema))
        }
        (Kind::Schema, "prefixItems") => Some(ValueKind::Many(Kind::Schema)),
        (Kind::Schema, "patternProperties") => Some(ValueKind::Map(Kind::Schema)),
        (Kind::Schema, "unevaluatedProperties") => Some(ValueKind::FlagOr(Kind::Schema)),
        (Kind::Document, "webhooks") | (Kind::Components, "pathItems") => {
            Some(ValueKind::Map(Kind::PathItem))
        }
        _ => None,
    };
    let mut keywords = kind.keywords().iter().chain(kind.extensions());
    let known = keywords.find(|keyword| keyword.name == name);
    let known = added.or(known.map(|keyword| keyword.value));
    known.or_else(|| kind.entry(name))
}
