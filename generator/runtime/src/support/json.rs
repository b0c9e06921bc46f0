//! The matrix, and the results of checks, as JSON.

use std::borrow::Cow;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::SerializeStruct as _,
};
use serde_json::Map;
use truto_support_matrix::members::{take, take_list};
use truto_support_matrix::named_variants;

use super::issue::RefusedValue;
use super::{
    IntegrationKey, Issue, IssueKind, IssueLocation, Note, NoteKind, Operation, Report, unknown,
};

named_variants! {
    IssueKind {
        OperationNotSupported = "operation_not_supported",
        MissingRequired = "missing_required",
        ConditionallyRequired = "conditionally_required",
        MissingScope = "missing_scope",
        Unsupported = "unsupported",
        UnsupportedValue = "unsupported_value",
    }
}

named_variants! {
    IssueLocation {
        Operation = "operation",
        Query = "query",
        Body = "body",
    }
}

named_variants! {
    NoteKind {
        OperationNotDocumented = "operation_not_documented",
        UnknownField = "unknown_field",
    }
}

/// An object with the members `kind`, `location`, `subject`, `label` (of the integration), `provenance`, `value` and `accepted_values`, and a
/// `message` for people.
impl Serialize for Issue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Issue", 8)?;
        object.serialize_field("kind", &self.kind)?;
        object.serialize_field("location", &self.place)?;
        object.serialize_field("subject", &self.subject)?;
        object.serialize_field("label", &self.integration)?;
        object.serialize_field("provenance", &self.provenance)?;
        object.serialize_field("value", &self.value())?;
        object.serialize_field("accepted_values", self.accepted_values())?;
        object.serialize_field("message", &self.to_string())?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for Issue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = Map::deserialize(deserializer)?;
        let value: Option<String> = take(&mut object, "value")?;
        let accepted: Vec<String> = take_list(&mut object, "accepted_values")?;
        Ok(Self {
            kind: take(&mut object, "kind")?,
            place: take(&mut object, "location")?,
            subject: Cow::Owned(take(&mut object, "subject")?),
            integration: take::<Option<String>, _>(&mut object, "label")?.map(Cow::Owned),
            provenance: take(&mut object, "provenance")?,
            value: value.map(|value| {
                let accepted = accepted.into_iter().map(Cow::Owned).collect();
                Box::new(RefusedValue { value, accepted })
            }),
        })
    }
}

/// An object with the members `kind`, `subject`, `label` (of the integration) and `suggestion`, and a `message` for people.
impl Serialize for Note {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Note", 5)?;
        object.serialize_field("kind", &self.kind)?;
        object.serialize_field("subject", &self.subject)?;
        object.serialize_field("label", &self.integration)?;
        object.serialize_field("suggestion", &self.suggestion)?;
        object.serialize_field("message", &self.to_string())?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for Note {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = Map::deserialize(deserializer)?;
        Ok(Self {
            kind: take(&mut object, "kind")?,
            subject: Cow::Owned(take(&mut object, "subject")?),
            integration: take::<Option<String>, _>(&mut object, "label")?.map(Cow::Owned),
            suggestion: take(&mut object, "suggestion")?,
        })
    }
}

/// An object with the members `operation`, `integration` (the slug), `label` (of the integration), `operation_support`, `issues`, `notes`
/// and `undocumented`, and with `is_ok` and `is_refusal`, which follow from these.
impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Report", 9)?;
        object.serialize_field("operation", &self.operation)?;
        object.serialize_field("integration", &self.slug)?;
        object.serialize_field("label", &self.label)?;
        object.serialize_field("operation_support", &self.support)?;
        object.serialize_field("is_ok", &self.is_ok())?;
        object.serialize_field("is_refusal", &self.is_refusal())?;
        object.serialize_field("issues", &self.issues)?;
        object.serialize_field("notes", &self.notes)?;
        object.serialize_field("undocumented", &self.undocumented)?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = Map::deserialize(deserializer)?;
        Ok(Self {
            operation: Cow::Owned(take(&mut object, "operation")?),
            slug: Cow::Owned(take(&mut object, "integration")?),
            label: Cow::Owned(take(&mut object, "label")?),
            support: take(&mut object, "operation_support")?,
            issues: take_list(&mut object, "issues")?,
            undocumented: take_list(&mut object, "undocumented")?,
            notes: take_list(&mut object, "notes")?,
        })
    }
}

/// The [id](Operation::id).
impl<I> Serialize for Operation<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// Reads the [id](Operation::id) of an operation whose cargo feature is on.
impl<'de, I: IntegrationKey> Deserialize<'de> for Operation<I> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        let all = || I::OPERATIONS.iter().copied().flatten().copied();
        if let Some(found) = all().find(|operation| operation.id() == id) {
            return Ok(*found);
        }
        let nearest = unknown::nearest(&id, all().map(Self::id));
        let suggestion = nearest.map(|near| format!("; did you mean `{near}`?"));
        let suggestion = suggestion.unwrap_or_default();
        Err(D::Error::custom(format_args!(
            "there is no operation {id:?}{suggestion}"
        )))
    }
}
