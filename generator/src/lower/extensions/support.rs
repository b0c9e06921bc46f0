//! The extensions with the support matrix.

use serde_json::Value;

use super::keys::{self, Extensions};
use super::reader::Reader;
use crate::bundle::At;
use crate::diag::{Diagnostics, described};
use crate::ir::{
    Counts, FieldSupport, Integrations, NamedIntegrations, Provenance, Support, ValueSupport,
};

const SUPPORT: &str = "x-truto-support";
const VALUES: &str = "x-truto-enum-support";

/// Reads the support from the extensions of a property or parameter at `at`.
pub(crate) fn cell(
    diags: &mut Diagnostics,
    extensions: &Extensions,
    at: &At<'_>,
    path: &str,
) -> Option<FieldSupport> {
    let known = extensions.get(SUPPORT).and_then(|value| {
        let at = at.key(SUPPORT);
        Some((support(diags, value, &at)?, at))
    });
    let values = extensions.get(VALUES).map(|value| {
        let at = at.key(VALUES);
        (value_support(diags, value, &at), at)
    });
    let ((mut support, at), key) = match (known, &values) {
        (Some(known), _) => (known, SUPPORT),
        (None, Some((_, at))) => ((Support::default(), at.clone()), VALUES),
        (None, None) => return None,
    };
    if let Some((values, _)) = values {
        (support.values, support.has_more_values) = values;
    }
    let of_name = keys::provenance(extensions);
    if of_name == Provenance::Object {
        let message =
            format!("the field `{path}` has both `{key}` and `x-truto-provenance: object`");
        let help = format!(
            "remove `{key}`: `x-truto-provenance: object` means that the documentation of the operation does not show the field"
        );
        diags.push(at.key_error(message, &help));
    }
    // If the name of the field is inferred or older, so are the names of its integrations.
    if support.names.is_some() && support.provenance == Provenance::Documented {
        support.provenance = of_name;
    }
    Some(FieldSupport {
        path: path.to_owned(),
        support,
        origin: at.key_origin(),
    })
}

/// `{required: […], supported: […]}`, `{required_count: n, supported_count: m}`, or both.
fn support(diags: &mut Diagnostics, value: &Value, at: &At<'_>) -> Option<Support> {
    let keys = [
        "required",
        "supported",
        "required_count",
        "supported_count",
        "complete",
        "provenance",
    ];
    let mut reader = Reader::new(diags, value, at, &keys)?;
    let names = (reader.has("required") || reader.has("supported")).then(|| NamedIntegrations {
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
                let message =
                    format!("`{key}` describes lists of integrations, but there are none");
                reader.error(
                    key,
                    message,
                    "write `required` or `supported`, or remove it",
                );
            }
        }
    }
    let is_counted = reader.has("supported_count");
    if reader.has("required_count") && !is_counted {
        let message = "`required_count` is only allowed next to `supported_count`";
        let help = "add `supported_count`, or remove `required_count`";
        reader.error("required_count", message, help);
        return None;
    }
    if names.is_none() && !is_counted {
        let message = "`x-truto-support` requires lists of integrations or `supported_count`";
        let help = "write at least one of these: a list `required`, a list `supported`, the number `supported_count`; next to the number, write `required_count` if it is documented";
        diags.push(at.error(message.to_owned(), help));
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

/// Reads `x-truto-enum-support`: a mapping from values to integrations, or `{values: …, complete: false}`. The second form is not
/// ambiguous, since the integrations of a value are a list. Also returns whether the values are incomplete.
fn value_support(diags: &mut Diagnostics, value: &Value, at: &At<'_>) -> (Vec<ValueSupport>, bool) {
    match value.get("values") {
        Some(values @ Value::Object(_)) => {
            let reader = Reader::new(diags, value, at, &["values", "complete"]);
            let has_more = reader.is_some_and(|mut reader| reader.incomplete());
            let values = listed_values(diags, values, &at.key("values"));
            (values, has_more)
        }
        _ => (listed_values(diags, value, at), false),
    }
}

fn listed_values(diags: &mut Diagnostics, value: &Value, at: &At<'_>) -> Vec<ValueSupport> {
    let Value::Object(object) = value else {
        let message = format!(
            "`{VALUES}` must be a mapping from values to the integrations that support them; found {}",
            described(value)
        );
        diags.push(at.error(message, "write an entry such as `work: [front]`"));
        return Vec::new();
    };
    let mut found = Vec::with_capacity(object.len());
    for (value, list) in object {
        if value == "complete" && list.is_boolean() {
            let message = "`complete` is only allowed next to `values`";
            let help =
                "write `{values: {…}, complete: false}`, with the values in the inner mapping";
            diags.push(at.key(value).key_error(message, help));
            continue;
        }
        let origin = at.key(value).key_origin();
        let takers = Reader::over(diags, object, at).slugs(value);
        // Any other value has been reported.
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

/// Reads the matrix on a media type: a mapping from field paths to cells.
pub(crate) fn support_map(
    diags: &mut Diagnostics,
    value: &Value,
    at: &At<'_>,
) -> Vec<FieldSupport> {
    let Value::Object(rows) = value else {
        diags.push(at.error(
            format!(
                "`x-truto-support` on a media type must be a mapping from fields to their support; found {}",
                described(value)
            ),
            "write an entry such as `emails: {supported: [front]}`",
        ));
        return Vec::new();
    };
    let row = |(path, cells): (&String, &Value)| {
        let at = at.key(path);
        Some(FieldSupport {
            path: path.clone(),
            support: support(diags, cells, &at)?,
            origin: at.key_origin(),
        })
    };
    rows.iter().filter_map(row).collect()
}

/// Reads `x-truto-integrations`.
pub(crate) fn integrations(
    diags: &mut Diagnostics,
    value: &Value,
    at: &At<'_>,
) -> Option<Integrations> {
    let origin = at.key_origin();
    let keys = ["supported", "partial_response", "complete", "provenance"];
    let mut reader = Reader::new(diags, value, at, &keys)?;
    Some(Integrations {
        supported: reader.slugs("supported"),
        partial_response: reader.slugs("partial_response"),
        incomplete: reader.incomplete(),
        provenance: reader.provenance(),
        origin,
    })
}

/// Returns the extension from which `support` was read.
pub(crate) fn key(support: &Support) -> &'static str {
    match (&support.names, support.counts) {
        (None, None) => VALUES,
        _ => SUPPORT,
    }
}

/// Merges the rows of a media type with those of the properties. The support of values from a property is added to the support of
/// the field from the media type. Other duplicate rows are reported by `check`.
pub(crate) fn join(rows: &mut Vec<FieldSupport>, more: Vec<FieldSupport>) {
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
