//! Facts of the vendor's documentation that the definitions once had wrong.
#![cfg(all(feature = "crm", feature = "discovery", feature = "ticketing"))]

use std::path::Path;

use serde_json::json;
use truto_unified::{
    Integration, crm,
    crm::IdReference,
    support::{Answer, Level},
    ticketing,
};

#[test]
fn slugs_are_those_that_pages_print() {
    let teamwork = Integration::TeamworkProjectManagement;
    assert_eq!(teamwork.slug(), "teamworkproject");
    assert!(teamwork.slug_is_documented());
    for name in [
        "teamworkproject",
        "teamworkprojectmanagement",
        "Teamwork Project Management",
    ] {
        assert_eq!(name.parse::<Integration>().unwrap(), teamwork, "{name}");
    }
    assert_eq!(
        Integration::from_slug("teamworkprojectmanagement"),
        Some(teamwork)
    );
    let guessed = Integration::ALL
        .iter()
        .filter(|one| !one.slug_is_documented());
    assert_eq!(guessed.count(), 15);
    assert!(!Integration::ZohoDesk.slug_is_documented());
}

#[test]
fn lists_and_levels_are_those_of_the_second_reading() {
    let priorities = &ticketing::ticket_priorities::LIST;
    for integration in [
        Integration::Kustomer,
        Integration::MicrosoftPlanner,
        Integration::PivotalTracker,
    ] {
        assert_eq!(
            priorities.supports(integration),
            Answer::Yes,
            "{integration}"
        );
    }
    let name = crm::opportunities::CREATE.field("name");
    assert_eq!(name.level(Integration::Salesforce), Level::Required);
    assert_eq!(name.level(Integration::Close), Level::Supported);
}

#[test]
fn objects_have_an_id_inside_where_a_page_shows_one() {
    let engagement = crm::EngagementCreate::new()
        .account(IdReference::new().id("a"))
        .contact(["c"]);
    let expected = json!({"account": {"id": "a"}, "contact": [{"id": "c"}]});
    assert_eq!(serde_json::to_value(engagement).unwrap(), expected);
    let field =
        crm::FieldCreate::new().field_groups([crm::Reference::new().id("g").name("Billing")]);
    let expected = json!({"field_groups": [{"id": "g", "name": "Billing"}]});
    assert_eq!(serde_json::to_value(field).unwrap(), expected);
}

/// Every field named `…_at` is the time of an event.
#[test]
fn fields_that_say_when_something_happened_are_timestamps() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = 0;
    for api in ["crm", "ticketing", "discovery"] {
        for file in std::fs::read_dir(source.join(api)).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                continue; // The matrices of a resource.
            }
            let text = std::fs::read_to_string(path).unwrap();
            let fields = text
                .lines()
                .filter_map(|line| line.trim().strip_prefix("pub "))
                .filter(|item| !item.starts_with("fn "));
            let fields = fields.filter_map(|field| field.split_once(": "));
            for (name, ty) in fields.filter(|(name, _)| name.ends_with("_at")) {
                assert!(ty.contains("Timestamp"), "{name}: {ty}");
                found += 1;
            }
        }
    }
    assert!(found > 60, "{found}");
}
