use golden_live::{
    Integration,
    spec::{Abilities, AbilitiesUpdate, Strict},
    support::LiveSupport,
    testing::{CapabilitiesShape, FakeTruto, MetadataChange, SchemaPart},
};
use serde_json::json;

/// The differences between Front's live capabilities and the matrix.
fn report<T: LiveSupport + truto_runtime::Model>(json: &str) -> String {
    let live: T = golden_live::from_json(json.parse().unwrap()).unwrap();
    Integration::Front.support().diff(&live).to_string()
}

const DIFFERENT: &str = "Front, live compared with documented: 1 more, 1 fewer, 1 unknown\n\
    supported live, but not documented as supported:\n\
    - spec.people.create: documented as unsupported";

#[test]
fn a_live_answer_is_read_however_its_fields_may_be_missing() {
    let json = r#"{"all": [
        {"kind": "spec", "of": "people", "can": ["create", "merge"], "odd": false},
        {"kind": "spec", "of": "pets", "can": ["list"], "odd": false}
    ]}"#;
    for shown in [report::<Abilities>(json), report::<Strict>(json), report::<AbilitiesUpdate>(json)] {
        assert!(shown.starts_with(DIFFERENT), "{shown}");
        assert!(shown.ends_with("unknown to this version:\n- spec.pets.list"), "{shown}");
    }
    for json in ["{}", r#"{"all": null}"#] {
        assert!(report::<Abilities>(json).ends_with("so there is nothing to compare"));
        assert!(report::<AbilitiesUpdate>(json).ends_with("so there is nothing to compare"));
    }
    let odd = r#"{"all": [{"kind": "spec", "of": "people", "can": ["create", "list", "merge"], "odd": true}]}"#;
    assert!(report::<Abilities>(odd).ends_with("overridden in the environment"));
    let inside = odd.replacen("[{\"kind\"", "{\"inside\": [{\"type\"", 1).replace("}]}", "}]}}");
    assert_eq!(report::<Abilities>(&inside), report::<Abilities>(odd));
    let silent = r#"{"all": [{"kind": "spec", "of": "people"}, {"can": ["x"]}, {}]}"#;
    assert!(report::<Abilities>(silent).contains("\n- ?.?.x\nlive support unknown:\n- spec.people.list"));
}

/// What the fake returns for this path.
fn get(fake: &FakeTruto, path: &str) -> serde_json::Value {
    send(fake, path).unwrap()
}

fn send(fake: &FakeTruto, path: &str) -> Result<serde_json::Value, golden_live::Error> {
    let request = fake.client()?.request(http::Method::GET, "/{+path}");
    request.with_path("path", &path[1..]).blocking().send()?.json()
}

#[test]
fn the_fake_returns_capabilities_in_either_shape() {
    let fake = FakeTruto::start().unwrap();
    let listed = json!({
        "all": [{"kind": "spec", "of": "people", "can": ["list", "merge"]}],
        "who": {"name": "front", "label": "Front"},
    });
    assert_eq!(get(&fake, "/who/front/abilities"), listed);
    let fake = FakeTruto::builder().capabilities_shape(CapabilitiesShape::Nested).start().unwrap();
    let nested = json!({
        "all": {"inside": [{"type": "spec", "what": "people", "can": ["list", "merge"]}]},
        "who": {"slug": "front", "name": "Front"},
    });
    assert_eq!(get(&fake, "/who/front/abilities"), nested);
}

#[test]
fn the_fake_describes_operations_as_integrations_support_them() {
    let fake = FakeTruto::start().unwrap();
    let merge = |who: &str| get(&fake, &format!("/people/spec/people/{who}/merge"));
    let front = merge("front");
    assert_eq!(front["name"], "merge");
    let date = json!({"type": "string", "format": "date-time", "required": false});
    assert_eq!(front["query"], json!({"type": "object", "properties": {"since[gt]": date}}));
    let town = json!({"type": "string", "required": false});
    let home = json!({"type": "object", "properties": {"town": town}, "required": false});
    let body = json!({"type": "object", "properties": {
        "name": {"type": "string", "required": true},
        "nick": {"type": "string", "required": false},
        "rank": {"type": "string", "enum": ["first"], "required": false},
        "home": home,
    }});
    assert_eq!(front["body"], body);
    let gorgias = merge("gorgias");
    assert_eq!(gorgias["query"]["properties"], json!({}));
    let body = json!({
        "name": {"type": "string", "required": false},
        "rank": {"type": "string", "enum": ["first", "last"], "required": false},
        "home": home,
    });
    assert_eq!(gorgias["body"]["properties"], body);
}

#[test]
fn planned_changes_of_metadata_are_made() {
    let fake = FakeTruto::start().unwrap();
    let (operation, part) = ("spec.people.merge", SchemaPart::Body);
    let changes = [
        MetadataChange::add_field(operation, part, "home.street", json!({"type": "string"})),
        MetadataChange::add_value(operation, part, "rank", "middle").of("gorgias"),
        MetadataChange::rename_field(operation, part, "nick", "alias"),
        MetadataChange::set_required(operation, part, "home", true),
        MetadataChange::remove_operation("spec.people.list"),
        MetadataChange::add_integration("fresh", "Fresh", Integration::Front),
        MetadataChange::rename_integration(Integration::Gorgias, "gorgias-2"),
    ];
    fake.change_metadata(changes).unwrap();
    let body = |who: &str| get(&fake, &format!("/people/spec/people/{who}/merge"))["body"]["properties"].take();
    let front = body("front");
    assert_eq!(front["home"]["properties"]["street"], json!({"type": "string", "required": false}));
    assert_eq!((&front["home"]["required"], front.get("nick")), (&json!(true), None));
    assert_eq!(front["rank"]["enum"], json!(["first"]));
    assert_eq!(body("gorgias-2")["rank"]["enum"], json!(["first", "last", "middle"]));
    assert_eq!(body("fresh"), front);
    let fresh = json!({
        "all": [{"kind": "spec", "of": "people", "can": ["merge"]}],
        "who": {"name": "fresh", "label": "Fresh"},
    });
    assert_eq!(get(&fake, "/who/fresh/abilities"), fresh);
    for path in ["/who/gorgias/abilities", "/people/spec/people/front/list", "/people/spec/people/front/create"] {
        let error = send(&fake, path).unwrap_err();
        assert!(error.is_not_found(), "{path}: {error}");
    }
    for (change, why) in [
        (MetadataChange::remove_field(operation, part, "surname"), "no such field"),
        (MetadataChange::add_value(operation, part, "name", "x"), "no such field or value"),
        (MetadataChange::remove_operation("spec.people.split"), "unknown operation"),
        (MetadataChange::remove_operation("spec.people.list").of("nobody"), "unknown integration"),
    ] {
        let error = fake.change_metadata([change]).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn objects_in_schemas_can_be_references() {
    let fake = FakeTruto::builder().schema_references(true).start().unwrap();
    let body = get(&fake, "/people/spec/people/front/merge")["body"].take();
    assert_eq!(body["$ref"], "#/definitions/object");
    let home = &body["definitions"]["object"]["properties"]["home"];
    assert_eq!(*home, json!({"type": "object", "required": false, "$ref": "#/definitions/object.home"}));
    assert_eq!(body["definitions"]["object.home"]["properties"]["town"]["type"], "string");
}
