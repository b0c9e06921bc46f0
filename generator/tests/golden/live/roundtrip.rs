use golden_live::{
    Integration,
    spec::{Abilities, AbilitiesUpdate, Strict},
    support::LiveSupport,
};

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
        {"kind": "spec", "of": "people", "can": ["create"], "odd": false},
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
    let odd = r#"{"all": [{"kind": "spec", "of": "people", "can": ["create", "list"], "odd": true}]}"#;
    assert!(report::<Abilities>(odd).ends_with("overridden in the environment"));
    let inside = odd.replacen("[{\"kind\"", "{\"inside\": [{\"type\"", 1).replace("}]}", "}]}}");
    assert_eq!(report::<Abilities>(&inside), report::<Abilities>(odd));
    let silent = r#"{"all": [{"kind": "spec", "of": "people"}, {"can": ["x"]}, {}]}"#;
    assert!(report::<Abilities>(silent).contains("\n- ?.?.x\nlive support unknown:\n- spec.people.list"));
}
