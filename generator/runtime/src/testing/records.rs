//! Responses that are streams of events or lines.

use http::StatusCode;
use serde_json::Value;

use super::{reply::Reply, shape::Shape};

/// A response that is a stream of events or lines.
#[derive(Clone, Copy, Debug)]
pub struct Records {
    media: &'static str,
    form: Form,
    shape: Shape,
}

/// How records are written.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// Events whose data is JSON.
    Event,
    /// Events whose data is text.
    Text,
    /// Events that are objects, with their data in `data`.
    Whole,
    Line,
    Sequence,
}

impl Records {
    /// Events of this media type. Their data is JSON of this shape.
    #[must_use]
    pub const fn events(media: &'static str, shape: Shape) -> Self {
        Self::new(media, Form::Event, shape)
    }

    /// Events of this media type. Their data is text.
    #[must_use]
    pub const fn texts(media: &'static str, shape: Shape) -> Self {
        Self::new(media, Form::Text, shape)
    }

    /// Events of this media type. They are objects of this shape, whose property `data` is the data.
    #[must_use]
    pub const fn whole_events(media: &'static str, shape: Shape) -> Self {
        Self::new(media, Form::Whole, shape)
    }

    /// Lines of JSON of this shape.
    #[must_use]
    pub const fn lines(media: &'static str, shape: Shape) -> Self {
        Self::new(media, Form::Line, shape)
    }

    /// A JSON text sequence of values of this shape.
    #[must_use]
    pub const fn sequence(media: &'static str, shape: Shape) -> Self {
        Self::new(media, Form::Sequence, shape)
    }

    const fn new(media: &'static str, form: Form, shape: Shape) -> Self {
        Self { media, form, shape }
    }

    /// Whether a request with this header `Accept` asks for the stream, and not for another response.
    pub(super) fn is_accepted(&self, accept: Option<&str>) -> bool {
        accept.is_some_and(|accept| accept.eq_ignore_ascii_case(self.media))
    }

    /// A response of all items of `answer`, or of a record of this shape.
    pub(super) fn reply(&self, status: StatusCode, answer: Option<Value>, now: &str) -> Reply {
        let records = match answer {
            Some(Value::Array(records)) => records,
            Some(record) => vec![record],
            None => vec![self.shape.sample(now)],
        };
        let body: String = records.iter().map(|record| self.written(record)).collect();
        Reply::new(status, Some(self.media), body.into())
    }

    fn written(&self, record: &Value) -> String {
        match self.form {
            Form::Event | Form::Text => event(&[("data", record)]),
            Form::Whole => {
                let names = ["event", "id", "retry", "data"];
                let fields = names.map(|name| (name, &record[name]));
                event(&fields)
            }
            Form::Line => format!("{record}\n"),
            Form::Sequence => format!("\u{1e}{record}\n"),
        }
    }
}

/// An event with the fields that are not null. Text is written as it is, so it need not be JSON: `[DONE]`, for example.
fn event(fields: &[(&str, &Value)]) -> String {
    let mut event = String::new();
    for (name, value) in fields {
        let text = match value {
            Value::Null if *name != "data" => continue,
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        for line in text.split('\n') {
            event.push_str(&format!("{name}: {line}\n"));
        }
    }
    event.push('\n');
    event
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Records, Shape};

    #[test]
    fn records_are_written_as_their_media_type_says() {
        let record = json!({"event": "up", "id": null, "retry": 5, "data": {"a": 1}});
        let table = [
            (
                Records::events("a/b", Shape::Any),
                "data: {\"event\":\"up\",\"id\":null,\"retry\":5,\"data\":{\"a\":1}}\n\n",
            ),
            (
                Records::whole_events("a/b", Shape::Any),
                "event: up\nretry: 5\ndata: {\"a\":1}\n\n",
            ),
            (
                Records::lines("a/b", Shape::Any),
                "{\"event\":\"up\",\"id\":null,\"retry\":5,\"data\":{\"a\":1}}\n",
            ),
        ];
        for (records, expected) in table {
            let written = records.written(&record);
            let fields = |text: &str| {
                let mut parts: Vec<_> = text.split(['{', '}', ',']).map(str::to_owned).collect();
                parts.sort();
                parts
            };
            assert_eq!(fields(&written), fields(expected));
        }
        let text = Records::texts("a/b", Shape::Text);
        assert_eq!(text.written(&json!("a\nb")), "data: a\ndata: b\n\n");
    }
}
