use golden_selection::{
    Client,
    pets::Kind,
    photos::Photo,
    types,
    users::User,
    webhooks,
};

use crate::support::{Recorder, round_trip};

#[test]
fn what_is_selected_is_sent() {
    let server = Recorder::new(200, r#"[{"kind":"cat","name":"Tom","lives":7}]"#);
    let client: Client = server.client();
    let pets = Recorder::send(client.pets().list().kind(Kind::Cat)).unwrap();
    assert_eq!(server.line(), "GET /pets?kind=cat");
    assert_eq!(pets.len(), 1);
    let server = Recorder::new(200, r#"[{"url":"a"}]"#);
    let client: Client = server.client();
    let photos = Recorder::send(client.photos().list(7)).unwrap();
    assert_eq!(server.line(), "GET /albums/7/photos");
    assert_eq!(photos[0].url.as_deref(), Some("a"));
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    Recorder::send(client.photos().add(7).public(true)).unwrap();
    assert_eq!(server.line(), "POST /albums/7/photos?public=true");
}

#[test]
fn what_the_selected_operations_refer_to_has_types() {
    let pet: types::Pet = round_trip(r#"{"kind":"dog","name":"Rex","walks":2}"#);
    assert!(matches!(pet, types::Pet::Dog(dog) if dog.walks == Some(2)));
    // The schema is in an operation that is not selected.
    let user: User = round_trip(r#"{"id":"1","city":"Riga"}"#);
    assert_eq!(user.city.as_deref(), Some("Riga"));
    let _: Photo = round_trip(r#"{"url":"a"}"#);
    let pet = webhooks::PET_ADDED.decode(br#"{"kind":"cat","name":"Tom"}"#).unwrap();
    assert!(pet.as_cat().is_some());
}
