//! The body of a request in a collection.

use serde_json::{Value, json};

use crate::emit::samples::call::Call;
use crate::emit::samples::http::{lines, plain, sequence};
use crate::emit::samples::parts::{Content, Part};
use crate::ir::Media;

/// The body; `None` without one.
pub(super) fn body(call: &Call<'_>) -> Option<Value> {
    let body = call.json_body()?;
    Some(match call.media()? {
        Media::Json(_) => {
            let mut raw = raw(serde_json::to_string_pretty(&body).unwrap_or_default());
            raw["raw"] = escaped(raw["raw"].as_str().unwrap_or_default()).into();
            raw["options"] = json!({"raw": {"language": "json"}});
            raw
        }
        Media::Form => {
            let pairs = call.form(&body);
            let pairs: Value = pairs
                .iter()
                .map(|pair| json!({"key": pair.name, "value": pair.value(), "type": "text"}))
                .collect();
            json!({"mode": "urlencoded", "urlencoded": pairs})
        }
        Media::Multipart(_) => {
            let parts: Value = call.parts().iter().map(part).collect();
            json!({"mode": "formdata", "formdata": parts})
        }
        Media::Lines(_) => raw(escaped(&lines(&body))),
        Media::Sequence(_) => raw(escaped(&sequence(&body))),
        Media::Binary(_) => json!({"mode": "file", "file": {"src": plain(&body)}}),
        Media::Text(_) | Media::Events(_) => raw(plain(&body)),
    })
}

fn raw(text: String) -> Value {
    json!({"mode": "raw", "raw": text})
}

/// Escapes `{{` in JSON, which is there only in strings, so that Postman does not take it for a variable.
pub(super) fn escaped(json: &str) -> String {
    json.replace("{{", "{\\u007b")
}

fn part(part: &Part) -> Value {
    let mut json = match &part.content {
        Content::Text(text) => json!({"key": part.name, "value": text, "type": "text"}),
        Content::File(file) => json!({"key": part.name, "src": file, "type": "file"}),
    };
    if let Some(media) = &part.media {
        json["contentType"] = media.as_str().into();
    }
    json
}
