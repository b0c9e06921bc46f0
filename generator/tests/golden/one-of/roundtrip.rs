use std::collections::BTreeMap;

use golden_one_of::{
    Client, testing::FakeServer,
    types::{Bank, Card, Cat, Channel, ChannelMail, Coded, CodedCat, CodedDog, Dog, Figure, Leaf},
    types::{Node, Off, On, Owner, Pack, Pet, Record, RecordEvent},
    types::{FillFormBodyLock2, FillFormBodyLockLock, FillFormBodyMixedItem, FillFormBodyMixedItemWeight},
    types::{SearchPetsJoined1Item, SearchPetsJoined1Item2, SearchPetsRangeRange, SearchPetsXModeLimits},
    types::{Notice, NoticePayment, NoticePaymentBank},
    types::{RecordSource, Scope, Settings, Shape, Square, ShapeForm, SettingsCommand, Switch, Tile, Tree},
};
use serde_json::{from_str, to_string};

use crate::support::Recorder;

#[test]
fn a_tag_selects_the_case() {
    let answer = |text| {
        let client: Client = Recorder::new(200, text).client();
        Recorder::send(client.pets().search()).unwrap()
    };
    let pet = answer(r#"{"lives":9,"kind":"kitten"}"#);
    assert_eq!(pet.as_cat().and_then(|cat| cat.lives), Some(9));
    let pet = answer(r#"{"kind":"pack","leader":{"kind":"dog"},"members":[{"kind":"cat"},{"kind":"fox"}]}"#);
    let pack = pet.as_pack().unwrap();
    assert!(matches!(*pack.leader, Pet::Dog(_)));
    assert!(matches!(pack.members.as_deref(), Some([Pet::Cat(_), Pet::Unrecognized(_)])));
    let pet = answer(r#"{"kind":"fox"}"#);
    assert_eq!(to_string(&pet).unwrap(), r#"{"kind":"fox"}"#);
}

#[test]
fn cases_are_lenient_and_what_does_not_fit_is_kept() {
    let answer = |text| {
        let client: Client = Recorder::new(200, text).client();
        Recorder::send(client.pets().search()).unwrap()
    };
    let text = r#"{"kind":"cat","lives":"many"}"#;
    let pet = answer(text);
    assert_eq!(pet.as_cat().unwrap().lives, None);
    assert_eq!(to_string(&pet).unwrap(), text);
    assert_eq!(pet.mismatches().len(), 1);
    assert!(matches!(answer(r#"{"kind":"pack"}"#), Pet::Unrecognized(_)));
}

#[test]
fn a_case_is_sent_as_it_is() {
    let server = Recorder::new(200, "{}");
    let client: Client = server.client();
    Recorder::send(client.pets().replace(Cat::new("cat").lives(9))).unwrap();
    assert_eq!(server.body(), r#"{"kind":"cat","lives":9}"#);
    let pack = Pack::new(Cat::new("cat"));
    Recorder::send(client.pets().replace(Pet::from(pack))).unwrap();
    assert_eq!(server.body(), r#"{"kind":"pack","leader":{"kind":"cat"}}"#);
    // Its kind is the only one, so nobody has to set it.
    Recorder::send(client.pets().replace(Dog::new())).unwrap();
    assert_eq!(server.body(), r#"{"kind":"dog"}"#);
    assert_eq!(Dog::default(), Dog::new());
    let tree = Tree::from(BTreeMap::from([("a".to_owned(), Tree::from("b"))]));
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    Recorder::send(client.pets().update("k").source("tok_1").tree(tree)).unwrap();
    assert_eq!(server.body(), r#"{"source":"tok_1","tree":{"a":"b"}}"#);
}

#[test]
fn scalars_and_lists_of_them_are_sent_in_urls() {
    let server = Recorder::new(200, r#"{"kind":"cat"}"#);
    let client: Client = server.client();
    Recorder::send(client.pets().search().id(7)).unwrap();
    assert_eq!(server.line(), "GET /pets?id=7");
    Recorder::send(client.pets().search().id("a")).unwrap();
    assert_eq!(server.line(), "GET /pets?id=a");
    Recorder::send(client.pets().search().id(vec!["a".to_owned(), "b".to_owned()])).unwrap();
    assert_eq!(server.line(), "GET /pets?id=a&id=b");
    let server = Recorder::new(200, "[]");
    let client: Client = server.client();
    Recorder::send(client.pets().get(7)).unwrap();
    assert_eq!(server.line(), "GET /pets/7");
    Recorder::send(client.pets().get(vec![7, 8])).unwrap();
    assert_eq!(server.line(), "GET /pets/7,8");
}

#[test]
fn each_case_has_the_style_of_its_parameter() {
    let server = Recorder::new(200, r#"{"kind":"cat"}"#);
    let client: Client = server.client();
    let search = || client.pets().search();
    let all = SearchPetsJoined1Item2::All;
    let joined = vec![SearchPetsJoined1Item::from(7), all.into()];
    Recorder::send(search().joined(joined).range(SearchPetsRangeRange::new().least(1))).unwrap();
    assert_eq!(server.line(), "GET /pets?joined=7,all&least=1");
    Recorder::send(search().joined(true).range("x").nested("y").x_mode(vec!["a".to_owned(), "b".to_owned()])).unwrap();
    assert_eq!(server.line(), "GET /pets?joined=true&range=x&nested=y");
    assert_eq!(server.header("x-mode").as_deref(), Some("a,b"));
    let nested = vec![vec!["a".to_owned()], vec!["b".to_owned(), "c".to_owned()]];
    Recorder::send(search().nested(nested).x_mode(SearchPetsXModeLimits::new().most(3))).unwrap();
    assert_eq!(server.line(), "GET /pets?nested[0][]=a&nested[1][]=b&nested[1][]=c");
    assert_eq!(server.header("x-mode").as_deref(), Some("most,3"));
}

#[test]
fn each_case_is_sent_in_a_form() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    let fill = || client.forms().fill();
    let weight = FillFormBodyMixedItemWeight::new().grams(5);
    Recorder::send(fill().tag("a").lock(FillFormBodyLockLock::new().key("k")).mixed([weight.into(), FillFormBodyMixedItem::from("b")])).unwrap();
    assert_eq!(server.body(), "lock[key]=k&mixed[0][grams]=5&mixed[1]=b&tag=a");
    let tags = vec!["a".to_owned(), "b".to_owned()];
    Recorder::send(fill().tag(tags).lock(FillFormBodyLock2::ValueEmpty)).unwrap();
    assert_eq!(server.body(), "lock=&tag=a&tag=b");
}

#[test]
fn the_kind_and_the_properties_select_the_case() {
    let source = |text: &str| from_str::<Record>(&format!(r#"{{"source":{text}}}"#)).unwrap().source.into_value().unwrap();
    assert_eq!(source(r#""tok_1""#), RecordSource::from("tok_1"));
    assert_eq!(source(r#"{"last4":"4242","brand":"V"}"#), Card::new("4242").brand("V").into());
    assert_eq!(source(r#"{"iban":"DE","brand":"V"}"#), Bank::new().iban("DE").brand("V").into());
    assert!(matches!(source("[1]"), RecordSource::Unrecognized(_)));
    let event = |text: &str| from_str::<Record>(&format!(r#"{{"event":{text}}}"#)).unwrap().event.into_value().unwrap();
    assert!(event(r#"{"type":"erased"}"#).as_removed().is_some());
    assert!(matches!(event(r#"{"type":"moved"}"#), RecordEvent::Unrecognized(_)));
    let color = |text: &str| from_str::<Record>(&format!(r#"{{"color":{text}}}"#)).unwrap().color.into_value().unwrap();
    assert!(color(r#""red""#).as_known().is_some());
    assert_eq!(color(r#""pink""#).as_text(), Some("pink"));
    for text in [
        r#"{"source":"tok_1","amount":7,"since":"2026-01-02T03:04:05Z","tree":["a",{"b":["c"]}]}"#,
        r#"{"source":{"last4":"4242"},"amount":7.25,"since":"yesterday","tree":"a","maybe":{"last4":"1"}}"#,
        r#"{"source":{"iban":"DE"},"amount":true,"tree":[[[]]]}"#,
        r#"{"source":false,"amount":"x","tree":7}"#,
    ] {
        assert_eq!(to_string(&from_str::<Record>(text).unwrap()).unwrap(), text);
    }
}

#[test]
fn each_case_has_the_properties_of_the_schema_that_lists_it() {
    let server = Recorder::new(200, "{}");
    let client: Client = server.client();
    let mail = ChannelMail::new("ada@example.com").id("c1");
    Recorder::send(client.channels().create(mail)).unwrap();
    assert_eq!(server.body(), r#"{"id":"c1","type":"mail","address":"ada@example.com","verified":true}"#);
    let channel: Channel = from_str(r#"{"type":"chat","id":"c2","room":"r"}"#).unwrap();
    assert_eq!(channel.as_chat().unwrap().id.as_deref(), Some("c2"));
    let channel: Channel = from_str(r#"{"type":"chat","id":"c2","text":"t"}"#).unwrap();
    assert_eq!(channel.as_whole().unwrap().text, "t");
}

#[test]
fn schemas_beside_alternatives_restrict_them() {
    let settings = |text: &str| from_str::<Settings>(text).unwrap();
    let command = |text: &str| settings(&format!(r#"{{"command":{text}}}"#)).command.unwrap();
    assert_eq!(command(r#"["a"]"#), SettingsCommand::from(vec!["a".to_owned()]));
    assert_eq!(command(r#""a""#), "a".into());
    let text = r#"{"column":"a","level":"low","scope":"me","code":"DE","parts":[1]}"#;
    let all = settings(text);
    assert_eq!(all.scope, Some(Scope::Me));
    assert_eq!(all.parts.as_deref(), Some([1].as_slice()));
    assert_eq!(to_string(&all).unwrap(), text);
}

#[test]
fn the_cases_of_an_element_of_all_of_have_the_properties_of_the_others() {
    let text = r#"{"owner":{"id":"o","vat":"DE1"}}"#;
    let settings: Settings = from_str(text).unwrap();
    assert!(matches!(&settings.owner, Some(Owner::Company(company)) if company.id == "o"));
    assert_eq!(to_string(&settings).unwrap(), text);
    let leaf: Leaf = from_str(r#"{"kind":"Leaf","color":"red"}"#).unwrap();
    assert_eq!(Node::from(leaf).as_leaf().unwrap().color.as_deref(), Some("red"));
}

#[test]
fn a_discriminator_selects_what_extends_an_object() {
    let shape = |text: &str| {
        let settings: Settings = from_str(&format!(r#"{{"shape":{text}}}"#)).unwrap();
        settings.shape.unwrap()
    };
    let square = shape(r#"{"form":"square","side":2.0,"inner":{"form":"ring","radius":2.0,"hole":1.0}}"#);
    let inner = square.as_square().unwrap().inner.as_deref().unwrap();
    assert_eq!(inner.as_ring().unwrap().hole, 1.0);
    let other = shape(r#"{"form":"star","name":"s"}"#);
    assert_eq!(other.as_base().unwrap().name.as_deref(), Some("s"));
    assert!(matches!(shape(r#"{"name":"s"}"#), Shape::Unrecognized(_)));
    let text = r#"{"form":"square","side":2.0}"#;
    let square: Square = from_str(text).unwrap();
    assert_eq!(square.form, ShapeForm::Square);
    assert_eq!(to_string(&Shape::from(square)).unwrap(), text);
}

#[test]
fn an_alternative_with_alternatives_has_the_common_properties() {
    let text = r#"{"notice":{"kind":"payment","id":"n1","last4":"4242"}}"#;
    let settings: Settings = from_str(text).unwrap();
    let notice = settings.notice.as_ref().unwrap();
    let card = notice.as_payment().unwrap().as_card().unwrap();
    assert_eq!((card.id.as_str(), card.last4.as_str()), ("n1", "4242"));
    assert_eq!(to_string(&settings).unwrap(), text);
    let payment = NoticePayment::from(NoticePaymentBank::new("n2").iban("DE"));
    assert_eq!(to_string(&Notice::from(payment)).unwrap(), r#"{"kind":"payment","id":"n2","iban":"DE"}"#);
}

#[test]
fn the_fake_refuses_a_tag_that_selects_no_case() {
    let fake = FakeServer::start().unwrap();
    let replace = |pet: Pet| {
        let outcome = fake.client().unwrap().pets().replace(pet).blocking().send();
        outcome.map_err(|error| error.to_string())
    };
    assert!(replace(Dog::new().into()).is_ok());
    let refused = replace(Cat::new("fox").into()).unwrap_err();
    assert!(refused.contains("expected one of cat, kitten, dog, pack, found \"fox\""), "{refused}");
}

#[test]
fn each_schema_has_its_own_of_the_values_that_all_share() {
    let figure: Figure = from_str(r#"{"@type":"Tile","size":2.0}"#).unwrap();
    assert_eq!(figure.as_tile().and_then(|tile| tile.size), Some(2.0));
    let figure: Figure = from_str(r#"{"@type":"Cube","size":2.0}"#).unwrap();
    assert!(matches!(figure, Figure::Unrecognized(_)));
    assert_eq!(to_string(&Tile::new().size(1.0)).unwrap(), r#"{"@type":"Tile","size":1.0}"#);
}

#[test]
fn a_number_or_a_boolean_selects_the_case() {
    let coded: Coded = from_str(r#"{"code":1,"name":"Tom"}"#).unwrap();
    assert!(matches!(coded, Coded::CodedCat(_)));
    assert_eq!(to_string(&CodedCat::new()).unwrap(), r#"{"code":1}"#);
    assert_eq!(to_string(&Coded::from(CodedDog::new())).unwrap(), r#"{"code":2}"#);
    let switch: Switch = from_str(r#"{"on":true,"level":{"level":3,"name":"n"}}"#).unwrap();
    let level = switch.as_on().unwrap().level.as_ref().unwrap();
    assert_eq!(level.as_high().and_then(|high| high.name.as_deref()), Some("n"));
    assert!(matches!(from_str(r#"{"on":false}"#).unwrap(), Switch::Off(_)));
    assert_eq!(to_string(&Off::new()).unwrap(), r#"{"on":false}"#);
    assert_eq!(to_string(&Switch::from(On::new())).unwrap(), r#"{"on":true}"#);
}
