use golden_streams::{
    Client, Error, ErrorKind, Event, EventData,
    blocking::Blocking,
    chats::{Change, Chat, ChatChunk, ChatCreate, CreateChat},
    testing::FakeServer,
};

use crate::support::Recorder;

const EVENTS: &str = "text/event-stream";

/// Each response arrives in chunks of every one of these sizes.
const SIZES: [usize; 3] = [1, 7, usize::MAX];

/// The result of each record.
fn all<T, S: Stream<T>>(mut stream: S) -> Vec<Result<T, Error>> {
    std::iter::from_fn(|| Recorder::send(std::future::poll_fn(|cx| stream.poll(cx)))).collect()
}

/// What streams of events and lines have in common, without a crate for streams.
trait Stream<T> {
    fn poll(&mut self, cx: &mut std::task::Context<'_>) -> std::task::Poll<Option<Result<T, Error>>>;
}

macro_rules! stream {
    ($stream:ident of $item:ty) => {
        impl<T: serde::de::DeserializeOwned> Stream<$item> for golden_streams::$stream<T> {
            fn poll(&mut self, cx: &mut std::task::Context<'_>) -> std::task::Poll<Option<Result<$item, Error>>> {
                std::pin::pin!(self.next()).poll(cx)
            }
        }
    };
}

stream!(EventStream of Event<T>);
stream!(LineStream of T);

fn data<T>(events: Vec<Result<Event<T>, Error>>) -> Vec<EventData<T>> {
    events.into_iter().map(|event| event.unwrap().data).collect()
}

#[test]
fn json_events_and_lines_are_methods_of_one_builder() {
    let create = |server: &Recorder| {
        let client: Client = server.client();
        client.chats().create().question("?").stream(true)
    };
    let server = Recorder::new(200, r#"{"answer":"yes"}"#);
    assert_eq!(Recorder::send(create(&server)).unwrap(), Chat::new("yes"));
    assert_eq!(server.header("accept"), Some("application/json".to_owned()));

    for size in SIZES {
        let server = Recorder::stream(EVENTS, "data: {\"delta\":\"y\"}\n\ndata: {\"delta\":\"es\"}\n\ndata: [DONE]\n\n", size);
        let events = Recorder::send(create(&server).send_events()).unwrap();
        let text = EventData::Text("[DONE]".to_owned());
        let chunks = ["y", "es"].map(|delta| EventData::Value(ChatChunk::new(delta)));
        assert_eq!(data(all(events)), [&chunks[..], &[text]].concat());
        assert_eq!(server.header("accept").as_deref(), Some(EVENTS));
        assert_eq!(server.body(), r#"{"question":"?","stream":true}"#);

        let server = Recorder::stream("application/x-ndjson", "{\"delta\":\"a\"}\n{\"delta\":", size);
        let lines = Recorder::send(create(&server).send_lines()).unwrap();
        let [Ok(first), Err(cut)] = &all(lines)[..] else { panic!("two lines") };
        assert_eq!((first, cut.kind()), (&ChatChunk::new("a"), ErrorKind::Interrupted));
        assert_eq!(server.header("accept").as_deref(), Some("application/x-ndjson"));
    }
}

#[test]
fn a_response_without_events_is_no_empty_stream() {
    let server = Recorder::stream("application/json", r#"{"answer":"yes"}"#, usize::MAX);
    let client: Client = server.client();
    let error = Recorder::send(client.chats().create().send_events()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let server = Recorder::stream(EVENTS, "data: {\"audio\":\"a\"}\n\n", 1);
    let client: Client = server.client();
    assert_eq!(all(Recorder::send(client.chats().speech().send_events()).unwrap()).len(), 1);
    assert!(Recorder::send(Recorder::send(client.chats().speech()).unwrap().bytes()).is_ok());
    assert_eq!(server.header("accept").as_deref(), Some("audio/mpeg"));
}

#[test]
fn events_are_objects_or_texts_if_the_schema_says_so() {
    for size in SIZES {
        let server = Recorder::stream(EVENTS, ": hi\nevent: created\ndata: {\"answer\":\"no\"}\n\nevent: deleted\nid: 7\ndata: 8\n\n", size);
        let client: Client = server.client();
        let events = data(all(Recorder::send(client.chats().changes()).unwrap()));
        let [EventData::Value(Change::Created(created)), EventData::Value(Change::Deleted(deleted))] = &events[..] else {
            panic!("{events:?}");
        };
        assert_eq!(created.data, Chat::new("no"));
        assert_eq!((deleted.id.as_deref(), deleted.data.as_deref()), (Some("7"), Some("8")));
        assert_eq!(server.header("accept").as_deref(), Some(EVENTS));

        let server = Recorder::stream("text/event-stream; charset=utf-8", "data: 1\ndata: 2\n\n", size);
        let client: Client = server.client();
        let texts = data(all(Recorder::send(client.chats().log()).unwrap()));
        assert_eq!(texts, [EventData::Value("1\n2".to_owned())]);
        assert_eq!(server.header("accept").as_deref(), Some("text/event-stream; charset=utf-8"));
        let lines = Recorder::send(client.chats().log().send_lines());
        assert!(lines.is_ok() && server.header("accept").as_deref() == Some("application/x-ndjson"));
    }
}

#[test]
fn lines_and_sequences_are_streams_too() {
    for size in SIZES {
        let server = Recorder::stream("application/jsonl", "{\"answer\":\"a\"}\n\n{}\n{\"answer\":\"b\"}", size);
        let client: Client = server.client();
        let lines = all(Recorder::send(client.chats().export()).unwrap());
        let [Ok(a), Err(error), Ok(b)] = &lines[..] else { panic!("{lines:?}") };
        assert_eq!((a, b), (&Chat::new("a"), &Chat::new("b")));
        assert_eq!((error.kind(), error.body()), (ErrorKind::Decode, Some(&b"{}"[..])));

        let server = Recorder::stream("application/geo+json-seq", "\x1e{\n\"a\": 1}\n\x1e2\n", size);
        let client: Client = server.client();
        let values = all(Recorder::send(client.chats().places()).unwrap());
        let values: Vec<_> = values.into_iter().map(|value| value.unwrap().to_string()).collect();
        assert_eq!(values, [r#"{"a":1}"#, "2"]);
    }
}

#[test]
fn lines_are_sent_too() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let mut second = ChatCreate::new().question("b");
    second.extra.insert("raw", golden_streams::RawJson::from_text("{\n\"a\": 1}").unwrap());
    Recorder::send(client.chats().import([ChatCreate::new().question("a"), second])).unwrap();
    let sent = (server.header("content-type").unwrap(), server.body());
    let lines = "{\"question\":\"a\"}\n{\"question\":\"b\",\"raw\":{ \"a\": 1}}\n";
    assert_eq!(sent, ("application/x-ndjson".to_owned(), lines.to_owned()));
}

#[test]
fn a_sequence_is_sent_from_its_items() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let all = ["a", "b"].map(|question| ChatCreate::new().question(question));
    Recorder::send(client.chats().index(all.clone())).unwrap();
    let sent = (server.header("content-type").unwrap(), server.body());
    let sequence = "\u{1e}{\"question\":\"a\"}\n\u{1e}{\"question\":\"b\"}\n";
    assert_eq!(sent, ("application/json-seq".to_owned(), sequence.to_owned()));

    let fake = FakeServer::start().unwrap();
    let client = fake.client().unwrap();
    client.chats().index(all).blocking().send().unwrap();
    assert_eq!(fake.requests()[0].body().as_ref(), sequence.as_bytes());
}

#[test]
fn the_fake_returns_the_stream_that_a_request_accepts() {
    let fake = FakeServer::start().unwrap();
    let client = fake.client().unwrap();
    let create: CreateChat = client.chats().create().question("?");
    let blocking: Blocking<CreateChat> = create.clone().blocking();
    let events: Vec<_> = blocking.clone().send_events().unwrap().into_iter().collect();
    assert_eq!(data(events), [EventData::Value(ChatChunk::new("text"))]);
    let lines: Vec<_> = blocking.send_lines().unwrap().into_iter().map(Result::unwrap).collect();
    assert_eq!(lines, [ChatChunk::new("text")]);

    fake.set_response("chats.create", serde_json::json!([{"delta": "a"}, "[DONE]"])).unwrap();
    let events: Vec<_> = create.blocking().send_events().unwrap().into_iter().collect();
    let done = EventData::Text("[DONE]".to_owned());
    assert_eq!(data(events), [EventData::Value(ChatChunk::new("a")), done]);
}
