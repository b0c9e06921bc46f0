//! Reads the body of a request, and refuses it if it does not match the documentation of the operation.

use http::StatusCode;
use serde_json::Value;

use super::{
    misfit::Misfit,
    multipart,
    query::Query,
    received::ReceivedRequest,
    reply::{Refusal, Reply},
    router::Target,
    shape::Shape,
    table::Payload,
};

/// The body as JSON; null if there is none, or if the documented media type is none of JSON, a form and multipart.
pub(super) fn read(received: &ReceivedRequest, target: &Target) -> Result<Value, Refusal> {
    let payload = target.route.payload;
    let is_write = !matches!(received.method(), "GET" | "HEAD" | "DELETE");
    if received.body.is_empty() || (payload.is_none() && !is_write) {
        return Ok(Value::Null);
    }
    let media = received.media();
    match payload {
        Some(payload @ Payload::Other(_)) if payload.is_of(&media) => Ok(Value::Null),
        Some(Payload::Other(expected)) => Err(unsupported(&media, expected)),
        Some(payload @ Payload::Form(_)) if payload.is_of(&media) => Ok(form(&received.body)),
        Some(Payload::Form(_)) => Err(unsupported(&media, FORM)),
        Some(payload @ Payload::Multipart(_, shape)) if payload.is_of(&media) => {
            let whole = received.header("content-type").unwrap_or_default();
            let parts = multipart::parts(whole, &received.body).ok_or_else(|| {
                let why = "the body is not multipart with the boundary of its content type, or a part has too many headers";
                Refusal::new(Reply::error(StatusCode::BAD_REQUEST, why))
            })?;
            Ok(multipart::object(&parts, &shape))
        }
        Some(Payload::Multipart(expected, _)) => Err(unsupported(&media, expected)),
        Some(Payload::Json(_)) | None if media.ends_with("json") => {
            let body: Value = serde_json::from_slice(&received.body).map_err(|error| {
                let why = format!("the body is not JSON: {error}");
                Refusal::new(Reply::error(StatusCode::BAD_REQUEST, &why))
            })?;
            if let Some(Payload::Json(shape)) = &payload {
                check(&body, shape, target)?;
            }
            Ok(body)
        }
        Some(Payload::Json(_)) | None => Err(unsupported(&media, "application/json")),
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

impl Payload {
    /// Whether a body of this media type, in lower case and without parameters, is one.
    pub(super) fn is_of(&self, media: &str) -> bool {
        match self {
            Self::Json(_) => media.ends_with("json"),
            Self::Form(_) => media == FORM,
            Self::Multipart(expected, _) | Self::Other(expected) => {
                let expected = expected.split(';').next().unwrap_or_default();
                media == expected.trim().to_ascii_lowercase()
            }
        }
    }
}

fn form(body: &[u8]) -> Value {
    Query::parse(&String::from_utf8_lossy(body)).as_read()
}

/// Refuses JSON of another type than documented. The API documents an error for the body as a whole, but nothing for a single
/// value.
fn check(body: &Value, shape: &Shape, target: &Target) -> Result<(), Refusal> {
    let request = match shape {
        Shape::Of(object) => *object,
        Shape::Map(_) if body.is_object() => return known(shape.misfit(body)),
        Shape::Map(_) => return Err(not_an_object(body)),
        shape => return known(shape.misfit(body)),
    };
    let Value::Object(entries) = body else {
        return Err(not_an_object(body));
    };
    known(request.misfit(body))?;
    if !target.act.stores_body() {
        return Ok(());
    }
    // A field without a type in the request is stored as the response has it, so it must match the type in the response.
    let misfit = entries.iter().find_map(|(name, value)| {
        let shape = target.object.field(name)?.shape;
        let misfit = match request.field(name).map(|field| field.shape) {
            // Of the fields that accept any value, only a single value in place of a list is refused.
            Some(Shape::Any) if value.is_array() || !matches!(shape, Shape::List(_)) => None,
            Some(Shape::Any) | None => shape.misfit(value),
            Some(_) => None,
        };
        Some(misfit?.within(name))
    });
    known(misfit)
}

/// Refuses a value that does not match.
fn known(misfit: Option<Misfit>) -> Result<(), Refusal> {
    misfit.map_or(Ok(()), |misfit| {
        let at = match misfit.path.as_str() {
            "" => "the body".to_owned(),
            path => format!("the value of `{path}`"),
        };
        let why = format!(
            "{at} does not have the documented type ({misfit}), and the API's response to such a value is not documented"
        );
        Err(Reply::error(StatusCode::NOT_IMPLEMENTED, &why).into())
    })
}

/// Refuses a body that is not an object.
pub(super) fn not_an_object(body: &Value) -> Refusal {
    let kind = match body {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object that does not match",
    };
    let why = format!("the body must be a JSON object, not {kind}");
    Reply::error(StatusCode::BAD_REQUEST, &why).into()
}

fn unsupported(media: &str, expected: &str) -> Refusal {
    if media.starts_with("multipart/") {
        let why = format!(
            "the fake cannot read a body of type `{media}`, because its parts are not documented: use `{expected}`"
        );
        return Reply::error(StatusCode::NOT_IMPLEMENTED, &why).into();
    }
    let given = match media {
        "" => "the body has no media type".to_owned(),
        media => format!("the body is of type `{media}`"),
    };
    let why = format!("{given}: set `Content-Type: {expected}`");
    Reply::error(StatusCode::UNSUPPORTED_MEDIA_TYPE, &why).into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn a_form_is_read_as_a_query_is() {
        let form = b"lines[0][price]=a&lines[1][price]=b+c&tags=x&tags=y";
        let expected = json!({"lines": [{"price": "a"}, {"price": "b c"}], "tags": ["x", "y"]});
        assert_eq!(super::form(form), expected);
    }
}
