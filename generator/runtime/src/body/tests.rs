//! What is encoded, read by another parser.

use std::{
    collections::BTreeMap,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use serde_json::{Value, json};

use super::{FilePart, encode};
use crate::{Error, ErrorKind};

/// A name, a file name, a content type and the content.
type Part = (String, Option<String>, Option<String>, Bytes);

struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

async fn parts(body: &impl Serialize, types: &[(&str, &str)]) -> Result<Vec<Part>, Error> {
    let (content, media) = encode("multipart/form-data", body, types)?;
    let length = content.body().length();
    let body = content.body().collect().await.unwrap();
    assert_eq!(length, Some(body.len() as u64));
    let boundary = multer::parse_boundary(media.to_str().unwrap()).unwrap();
    let mut parser = multer::Multipart::new(Once(Some(body)), boundary);
    let mut parts = Vec::new();
    while let Some(part) = parser.next_field().await.unwrap() {
        let name = part.name().unwrap().to_owned();
        let file = part.file_name().map(str::to_owned);
        let media = part.content_type().map(ToString::to_string);
        parts.push((name, file, media, part.bytes().await.unwrap()));
    }
    Ok(parts)
}

fn part(name: &str, file: Option<&str>, media: Option<&str>, content: &'static [u8]) -> Part {
    let [file, media] = [file, media].map(|text| text.map(str::to_owned));
    (name.to_owned(), file, media, Bytes::from_static(content))
}

#[derive(Serialize)]
struct Body {
    text: Value,
    file: FilePart,
    files: Vec<FilePart>,
    more: Value,
}

#[tokio::test]
async fn another_parser_reads_the_same() {
    let boundary = b"\r\n--part-\r\n--\r\n\xff\0";
    let body = Body {
        text: json!("a\r\n--b"),
        file: FilePart::from_bytes(boundary).with_name("ü \"x\"\r\ny.bin"),
        files: vec![
            "1".into(),
            FilePart::from_bytes([2]).with_content_type("a/b"),
        ],
        more: json!([1, null, true, {"a": [1]}, ["x"], "ü"]),
    };
    let types = [("text", "text/markdown"), ("file", "image/png")];
    let found = parts(&body, &types).await.unwrap();
    let json = Some("application/json");
    let expected = [
        part("text", None, Some("text/markdown"), b"a\r\n--b"),
        part(
            "file",
            Some("ü %22x%22%0D%0Ay.bin"),
            Some("image/png"),
            boundary,
        ),
        part(
            "files",
            Some("files"),
            Some("text/plain; charset=utf-8"),
            b"1",
        ),
        part("files", Some("files"), Some("a/b"), &[2]),
        part("more", None, None, b"1"),
        part("more", None, None, b""),
        part("more", None, None, b"true"),
        part("more", None, json, b"{\"a\":[1]}"),
        part("more", None, json, b"[\"x\"]"),
        part("more", None, None, "ü".as_bytes()),
    ];
    assert_eq!(found, expected);
    assert_eq!(parts(&json!({}), &[]).await.unwrap(), []);
}

#[tokio::test]
async fn what_no_part_can_carry_is_refused() {
    let file = |file: FilePart| json_of("file", file);
    for (name, value) in [("X\n", "a"), ("X", "a\nb"), ("content-type", "a/b")] {
        let refused = parts(&file(FilePart::default().with_header(name, value)), &[]).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Invalid, "{name}");
    }
    let typed = FilePart::default().with_content_type("a/b\r\nX: y");
    assert!(parts(&file(typed), &[]).await.is_err());
    assert!(parts(&[1], &[]).await.is_err(), "a list has no names");
}

/// What is serialized is the file, not the mark by which it is found.
#[tokio::test]
async fn a_file_in_json_is_its_text() {
    let file = || FilePart::from_text("a \"b\"\n");
    let text = r#""a \"b\"\n""#;
    let nested = vec![
        (
            json_part(&json_of("file", file())).await,
            format!(r#"{{"file":{text}}}"#),
        ),
        (
            json_part(&vec![[file(), "".into()], [file(), file()]]).await,
            format!(r#"[{text},""]"#),
        ),
        (
            json_part(&[[vec![json_of("x", file())]]]).await,
            format!(r#"[[{{"x":{text}}}]]"#),
        ),
    ];
    for (found, expected) in nested {
        let (name, file, media, content) = found.unwrap().swap_remove(0);
        assert_eq!(name, "meta");
        assert_eq!((file, media.as_deref()), (None, Some("application/json")));
        assert_eq!(content, expected);
    }
}

#[tokio::test]
async fn a_file_that_json_cannot_hold_is_refused() {
    let reader = FilePart::from_reader(std::io::empty());
    let path = FilePart::from_path("Cargo.toml").unwrap();
    for file in [FilePart::from_bytes([0xff]), reader, path] {
        let nested = BTreeMap::from([("a", vec![json_of("b", file)])]);
        let error = json_part(&nested).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.field()),
            (ErrorKind::Invalid, Some("meta"))
        );
        assert!(
            error.to_string().contains("part `meta`: `a[0].b`: "),
            "{error}"
        );
    }
    // Neither in the text of an object nor as a name.
    let error = json_part(&InText("x".into())).await.unwrap_err();
    assert_eq!(error.field(), Some("meta"));
    let error = json_part(&json_of("x", InText("x".into())))
        .await
        .unwrap_err();
    assert_eq!(error.field(), Some("meta"));
    assert!(parts(&AsName("x".into()), &[]).await.is_err());
}

async fn json_part(value: &impl Serialize) -> Result<Vec<Part>, Error> {
    parts(&BTreeMap::from([("meta", value)]), &[]).await
}

/// Is serialized as JSON in a string.
struct InText(FilePart);

impl Serialize for InText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = serde_json::to_string(&[&self.0]).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&json)
    }
}

/// Is serialized as an object with the file as a name.
struct AsName(FilePart);

impl Serialize for AsName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(&self.0, 1)])
    }
}

fn json_of<T>(name: &'static str, value: T) -> BTreeMap<&'static str, T> {
    BTreeMap::from([(name, value)])
}

#[test]
fn files_are_equal_if_their_content_is_known_to_be() {
    let reader = FilePart::from_reader(std::io::empty());
    assert_eq!(reader, reader.clone());
    assert_ne!(reader, FilePart::from_reader(std::io::empty()));
    assert_eq!(FilePart::from("a"), FilePart::from_text("a"));
    assert_ne!(FilePart::from("a"), FilePart::from(b"a"));
    let shown = format!("{:?}", FilePart::from("secret").with_name("n"));
    assert!(
        shown.contains("\"n\"") && !shown.contains("secret"),
        "{shown}"
    );
    assert_eq!(
        serde_json::to_string(&FilePart::from("a")).unwrap(),
        "\"a\""
    );
    assert!(serde_json::to_string(&reader).is_err());
    assert!(serde_json::to_string(&FilePart::from([0xff].as_slice())).is_err());
}
