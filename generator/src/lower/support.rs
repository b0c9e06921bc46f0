//! The extensions that a support matrix is made of.

use serde_json::Value;

use super::Reporter;
use super::extensions::{Reader, provenance};
use crate::bundle::pointer;
use crate::ir::{Counts, FieldSupport, Integrations, Names, Provenance, Support, ValueSupport};

const SUPPORT: &str = "x-truto-support";
const VALUES: &str = "x-truto-enum-support";

/// What the extensions of a property or parameter at `at` say of its support.
pub(super) fn cell<'v>(
    reporter: &mut Reporter<'_, '_>,
    extension: impl Fn(&str) -> Option<&'v Value>,
    at: &str,
    path: &str,
) -> Option<FieldSupport> {
    let known = extension(SUPPORT).and_then(|value| {
        let at = pointer::child(at, SUPPORT);
        Some((support(reporter, value, &at)?, at))
    });
    let values = extension(VALUES).map(|value| {
        let at = pointer::child(at, VALUES);
        (value_support(reporter, value, &at), at)
    });
    let (mut support, at) = match (known, &values) {
        (Some(known), _) => known,
        (None, Some((_, at))) => (Support::default(), at.clone()),
        (None, None) => return None,
    };
    if let Some((values, _)) = values {
        (support.values, support.has_more_values) = values;
    }
    let of_name = provenance(extension("x-truto-provenance"));
    if of_name == Provenance::Object {
        let message = "a field of a body that no page shows has a support matrix".to_owned();
        let help = "remove the matrix or, where a page shows it, `x-truto-provenance: object`";
        reporter.key_error(&at, message, help);
    }
    // Names that stand under a name which is not sure are no surer than it.
    if support.names.is_some() && support.provenance == Provenance::Documented {
        support.provenance = of_name;
    }
    Some(FieldSupport {
        path: path.to_owned(),
        support,
        origin: reporter.key_origin(&at),
    })
}

/// `{required: […], supported: […]}`, `{required_count: n, supported_count: m}`, or both.
fn support(reporter: &mut Reporter<'_, '_>, value: &Value, at: &str) -> Option<Support> {
    let keys = [
        "required",
        "supported",
        "required_count",
        "supported_count",
        "complete",
        "provenance",
    ];
    let mut reader = Reader::new(reporter, value, at, &keys)?;
    let names = (reader.has("required") || reader.has("supported")).then(|| Names {
        required: reader.slugs("required"),
        supported: reader.slugs("supported"),
    });
    let (required, supported) = (
        reader.count("required_count"),
        reader.count("supported_count"),
    );
    let (incomplete, provenance) = (reader.incomplete(), reader.provenance());
    if names.is_none() {
        for key in ["complete", "provenance"] {
            if reader.has(key) {
                let message = format!("`{key}` says something of names, and there are none");
                reader.error(key, message, "add `required` or `supported`, or remove it");
            }
        }
    }
    let is_counted = reader.has("required_count") || reader.has("supported_count");
    if reader.has("required_count") && !reader.has("supported_count")
        || names.is_none() && !is_counted
    {
        let message = "support is lists (`required`, `supported`), counts (`supported_count`, and `required_count` where printed), or both";
        let help = "write what the documentation has";
        reporter.error(at, message.to_owned(), help);
        return None;
    }
    Some(Support {
        names,
        counts: supported.map(|supported| Counts {
            required: required.unwrap_or_default(),
            supported,
        }),
        values: Vec::new(),
        has_more_values: false,
        incomplete,
        provenance,
    })
}

/// `x-truto-enum-support`: value to those that take it; or `{values: …, complete: false}`, which cannot be taken for a value,
/// since the integrations that take one are a list. Besides, whether the values are some of many.
fn value_support(
    reporter: &mut Reporter<'_, '_>,
    value: &Value,
    at: &str,
) -> (Vec<ValueSupport>, bool) {
    match value.get("values") {
        Some(values @ Value::Object(_)) => {
            let reader = Reader::new(reporter, value, at, &["values", "complete"]);
            let has_more = reader.is_some_and(|mut reader| reader.incomplete());
            let values = listed_values(reporter, values, &pointer::child(at, "values"));
            (values, has_more)
        }
        _ => (listed_values(reporter, value, at), false),
    }
}

fn listed_values(reporter: &mut Reporter<'_, '_>, value: &Value, at: &str) -> Vec<ValueSupport> {
    let Value::Object(object) = value else {
        let message = format!("`{VALUES}` maps values to the integrations that take them");
        reporter.error(at, message, "for example `work: [front]`");
        return Vec::new();
    };
    let mut found = Vec::with_capacity(object.len());
    for (value, list) in object {
        let origin = reporter.key_origin(&pointer::child(at, value));
        let takers = Reader::over(reporter, object, at).slugs(value);
        // Anything else has been reported.
        if list.is_array() {
            found.push(ValueSupport {
                value: value.clone(),
                takers,
                origin,
            });
        }
    }
    found
}

/// The matrix on a media type: field path to cells.
pub(super) fn support_map(
    reporter: &mut Reporter<'_, '_>,
    value: &Value,
    at: &str,
) -> Vec<FieldSupport> {
    let Value::Object(rows) = value else {
        reporter.error(
            at,
            "`x-truto-support` on a media type maps fields to their support".to_owned(),
            "for example `emails: {supported: [front]}`",
        );
        return Vec::new();
    };
    let row = |(path, cells): (&String, &Value)| {
        let at = pointer::child(at, path);
        Some(FieldSupport {
            path: path.clone(),
            support: support(reporter, cells, &at)?,
            origin: reporter.key_origin(&at),
        })
    };
    rows.iter().filter_map(row).collect()
}

/// `x-truto-integrations`
pub(super) fn integrations(
    reporter: &mut Reporter<'_, '_>,
    value: &Value,
    at: &str,
) -> Option<Integrations> {
    let origin = reporter.key_origin(at);
    let keys = ["supported", "partial_response", "complete", "provenance"];
    let mut reader = Reader::new(reporter, value, at, &keys)?;
    Some(Integrations {
        supported: reader.slugs("supported"),
        partial_response: reader.slugs("partial_response"),
        incomplete: reader.incomplete(),
        provenance: reader.provenance(),
        origin,
    })
}

/// Puts the rows of a media type to those of the properties. What a property says of its values goes with what the media type
/// says of the field; a row that is there twice otherwise is for `check` to report.
pub(super) fn join(rows: &mut Vec<FieldSupport>, more: Vec<FieldSupport>) {
    for row in more {
        let known = rows.iter_mut().find(|known| {
            let speaks = known.support.names.is_some() || known.support.counts.is_some();
            known.path == row.path && !speaks
        });
        match known {
            Some(known) => {
                let values = std::mem::take(&mut known.support.values);
                let has_more_values = known.support.has_more_values;
                *known = row;
                known.support.values = values;
                known.support.has_more_values = has_more_values;
            }
            None => rows.push(row),
        }
    }
}
