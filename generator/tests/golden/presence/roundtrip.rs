use golden_presence::{Client, Patch, keys::Key, types::{Note, NoteUpdate, NoteUpdateAuthor}};

use crate::support::{Recorder, json, round_trip};

#[test]
fn absent_null_and_value_are_three_things() {
    let server = Recorder::new(200, r#"{"text":"t","due":null}"#);
    let client: Client = server.client();
    let update = || client.notes().update(7);
    Recorder::send(update()).unwrap();
    assert_eq!((server.line().as_str(), server.body().as_str()), ("PATCH /notes/7", "{}"));
    Recorder::send(update().text(Patch::Null).tags(["a".to_owned()])).unwrap();
    assert_eq!(server.body(), r#"{"text":null,"tags":["a"]}"#);
    Recorder::send(update().text("x").author(NoteUpdateAuthor::new().name("Ada"))).unwrap();
    assert_eq!(server.body(), r#"{"text":"x","author":{"name":"Ada"}}"#);
    Recorder::send(update().author("Ada")).unwrap();
    assert_eq!(server.body(), r#"{"author":{"name":"Ada"}}"#);
    let body = |text: Option<&str>| NoteUpdate::new().maybe_text(text).maybe_author(text);
    Recorder::send(update().with_body(body(Some("x"))).maybe_text(None::<String>)).unwrap();
    assert_eq!(server.body(), r#"{"text":"x","author":{"name":"x"}}"#);
    Recorder::send(update().with_body(body(None)).maybe_text(Some(Patch::Null))).unwrap();
    assert_eq!(server.body(), r#"{"text":null}"#);
    for json in ["{}", r#"{"text":null}"#, r#"{"text":"x","new":1}"#] {
        round_trip::<NoteUpdate>(json);
    }
}

#[test]
fn required_and_nullable_is_sent_as_null() {
    assert_eq!(json(&Note::new("t")), r#"{"text":"t","due":null}"#);
    assert_eq!(json(&Note::new("t").due("2024-01-01").shade(Patch::Null)), r#"{"text":"t","due":"2024-01-01","shade":null}"#);
    let note: Note = round_trip(r#"{"id":1,"text":"t","due":null,"shade":null,"old":"o"}"#);
    assert_eq!((note.id, note.due, note.shade), (Some(1), None, Patch::Null));
}

#[test]
#[allow(deprecated)]
fn an_empty_answer_is_fine() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    Recorder::send(client.notes().create(Note::new("t")).color("blue")).unwrap();
    assert_eq!(server.body(), r#"{"text":"t","due":null,"color":"blue"}"#);
    Recorder::send(client.notes().create("t")).unwrap();
    assert_eq!(server.body(), r#"{"text":"t","due":null}"#);
}

#[test]
fn the_schema_that_a_property_refers_to_decides_who_sets_it() {
    let server = Recorder::new(200, r#"{"id":"1","owner":"2","name":"n"}"#);
    let client: Client = server.client();
    let key = Recorder::send(client.keys().create(Key::new("n").secret("s").pin("p").ids(["1"]))).unwrap();
    assert_eq!(server.body(), r#"{"name":"n","secret":"s","pin":"p","ids":["1"]}"#);
    assert_eq!((key.id.as_deref(), key.owner.as_deref(), key.secret), (Some("1"), Some("2"), None));
}
