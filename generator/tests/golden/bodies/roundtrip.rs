use golden_bodies::{
    Client, FilePart, Patch,
    pets::{Address, CreatePetAsMultipartBody, Pet, Place, RelocatePetBody},
    testing::FakeServer,
};

use crate::support::Recorder;

#[test]
fn each_media_type_has_a_method() {
    let server = Recorder::new(200, r#"{"name":"Ada"}"#);
    let client: Client = server.client();
    let pets = client.pets();
    let sent = || (server.header("content-type").unwrap(), server.body());
    let pet = || Pet::new("Ada").tags(["a", "b"]);

    Recorder::send(pets.create(pet())).unwrap();
    assert_eq!(sent(), ("application/json".to_owned(), r#"{"name":"Ada","tags":["a","b"]}"#.to_owned()));
    Recorder::send(pets.create_as_vnd_pets_json(pet())).unwrap();
    assert_eq!(sent().0, "application/vnd.pets+json");
    assert_eq!(Recorder::send(pets.add_legacy(pet())).unwrap(), Pet::new("Ada"));
    assert_eq!((sent().0.as_str(), server.header("accept").as_deref()), ("text/json", Some("text/json")));
    let created = Recorder::send(pets.create_as_form(pet()).dry_run(true)).unwrap();
    assert_eq!((sent().1.as_str(), created), ("name=Ada&tags=a&tags=b", Pet::new("Ada")));
    assert_eq!(server.line(), "POST /pets?dry_run=true");
    Recorder::send(pets.create_as_xml("<pet/>")).unwrap();
    assert_eq!(sent(), ("application/xml".to_owned(), "<pet/>".to_owned()));
    Recorder::send(pets.create_as_multipart(CreatePetAsMultipartBody::new("Ada")).photo("png")).unwrap();
    assert!(sent().0.starts_with("multipart/form-data; boundary=") && sent().1.contains("filename=\"photo\""));

    Recorder::send(pets.set_photo("1", "bytes")).unwrap();
    assert_eq!(sent(), ("application/octet-stream".to_owned(), "bytes".to_owned()));
    Recorder::send(pets.set_photo("1", "bytes").with_header("Content-Type", "image/png")).unwrap();
    assert_eq!(sent().0, "image/png");
    Recorder::send(pets.set_note("a \"note\"")).unwrap();
    assert_eq!(sent(), ("application/octet-stream".to_owned(), "a \"note\"".to_owned()));
    Recorder::send(pets.set_note(FilePart::from("<b>").with_content_type("text/html"))).unwrap();
    assert_eq!(sent(), ("text/html".to_owned(), "<b>".to_owned()));
    assert!(Recorder::send(pets.create(pet()).with_header("Content-Type", "image/png")).is_err());
    Recorder::send(pets.import().with_body("a,b\n")).unwrap();
    assert_eq!(sent(), ("text/csv".to_owned(), "a,b\n".to_owned()));
    Recorder::send(pets.import_as_ndjson().with_body("{}\n")).unwrap();
    assert_eq!(sent(), ("application/x-ndjson".to_owned(), "{}\n".to_owned()));

    Recorder::send(pets.update("1").name(Patch::Null)).unwrap();
    assert_eq!(sent(), ("application/json".to_owned(), r#"{"name":null}"#.to_owned()));
    Recorder::send(pets.update_as_merge_patch_json("1").name("Bob")).unwrap();
    assert_eq!(sent(), ("application/merge-patch+json".to_owned(), r#"{"name":"Bob"}"#.to_owned()));
    Recorder::send(pets.update_as_json_patch_json("1", Vec::<golden_bodies::Map<_, _>>::new())).unwrap();
    assert_eq!(sent(), ("application/json-patch+json".to_owned(), "[]".to_owned()));
}

#[test]
fn the_fake_finds_the_operation_of_a_media_type() {
    let fake = FakeServer::start().unwrap();
    let client: Client = fake.client().unwrap();
    let pets = client.pets();
    pets.create(Pet::new("a")).blocking().send().unwrap();
    pets.create_as_form(Pet::new("b")).blocking().send().unwrap();
    pets.create_as_multipart(CreatePetAsMultipartBody::new("c")).blocking().send().unwrap();
    let names = fake.objects("pets").unwrap().into_iter();
    let names: Vec<_> = names.map(|pet| pet["name"].clone()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    let operations = fake.requests().into_iter().map(|request| request.operation().unwrap());
    let operations: Vec<_> = operations.collect();
    assert_eq!(operations, ["pets.create", "pets.create_as_form", "pets.create_as_multipart"]);
}

#[test]
fn an_exploded_object_of_a_form_is_sent_as_its_properties() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let street = || Address::new().street("a");
    let body = || RelocatePetBody::new(street(), Place::new("b").at(street()));
    Recorder::send(client.pets().relocate(body()).names(["c", "d"])).unwrap();
    assert_eq!(server.body(), "from[street]=a&names=c&names=d&at[street]=a&city=b");
    let fake = FakeServer::start().unwrap();
    let client: Client = fake.client().unwrap();
    client.pets().relocate(body()).blocking().send().unwrap();
}
