//! Compares the support matrix with the vendor's documentation: each `.tsv` is a transcript of every cell on the page of one
//! operation (place, field, level, integration), made independently of `spec/`.
#![cfg(all(feature = "crm", feature = "ticketing"))]

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Value, json};
use truto_unified::{
    Integration, crm,
    support::{Answer, IssueKind, IssueLocation, Level, Operation, Report},
    ticketing,
};

/// The cells of a page.
struct Page {
    /// By place and field, the level of each integration that the page names.
    cells: BTreeMap<(&'static str, &'static str), BTreeMap<&'static str, Level>>,
}

impl Page {
    fn read(transcript: &'static str) -> Self {
        let mut cells: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for line in transcript.lines() {
            let parts: Vec<_> = line.split('\t').collect();
            let [place, field, level, label] = parts[..] else {
                panic!("not a cell: {line}")
            };
            let level = match level {
                "required" => Level::Required,
                "supported" => Level::Supported,
                other => panic!("not a level: {other}"),
            };
            let first = cells
                .entry((place, field))
                .or_default()
                .insert(label, level);
            assert_eq!(first, None, "{place} {field} {label} is there twice");
        }
        Self { cells }
    }

    fn level(&self, place: &'static str, field: &'static str, integration: Integration) -> Level {
        let row = self.cells.get(&(place, field)).expect("a documented field");
        row.get(integration.label())
            .copied()
            .unwrap_or(Level::Unsupported)
    }

    fn fields(&self, place: &str) -> Vec<&'static str> {
        self.cells
            .keys()
            .filter(|(at, _)| *at == place)
            .map(|(_, field)| *field)
            .collect()
    }

    fn lists(&self, integration: Integration) -> bool {
        self.cells
            .values()
            .any(|row| row.contains_key(integration.label()))
    }

    /// The expected issues of a body with these fields. None if it is not documented whether the integration supports the
    /// operation.
    fn expected(
        &self,
        integration: Integration,
        set: &[&str],
    ) -> HashSet<(IssueKind, &'static str)> {
        if !self.lists(integration) {
            return HashSet::new();
        }
        let judge = |field: &'static str| match self.level("request", field, integration) {
            Level::Required if !set.contains(&field) => Some((IssueKind::MissingRequired, field)),
            Level::Unsupported if set.contains(&field) => Some((IssueKind::Unsupported, field)),
            _ => None,
        };
        self.fields("request")
            .into_iter()
            .filter_map(judge)
            .collect()
    }
}

/// A valid value of the field.
fn sample(field: &str) -> Value {
    match field {
        "emails" => json!([{"email": "ada@example.com", "type": "work"}]),
        "email_addresses" => json!([{"email": "ada@example.com"}]),
        "phones" | "phone_numbers" => json!([{"number": "+1 202 555 0100", "type": "work"}]),
        "addresses" => json!([{"city": "London"}]),
        "tags" => json!([{"id": "7"}]),
        "account" | "owner" => json!({"id": "42"}),
        "custom_fields" => json!({"plan": "pro"}),
        "created_at" => json!("2026-01-02T03:04:05Z"),
        _ => json!("text"),
    }
}

fn body<T: serde::de::DeserializeOwned>(fields: &[&str]) -> T {
    let object: serde_json::Map<_, _> = fields
        .iter()
        .map(|field| ((*field).to_owned(), sample(field)))
        .collect();
    serde_json::from_value(Value::Object(object)).expect("a body that decodes")
}

/// Every cell of an operation, in the format of a transcript.
fn cells(operation: &Operation) -> BTreeSet<String> {
    let tables = [
        ("query", operation.query_parameters()),
        ("request", operation.fields()),
        ("response", operation.response_fields()),
    ];
    let mut cells = BTreeSet::new();
    for (place, fields) in tables {
        for field in fields {
            let (path, support) = (field.path(), field.support());
            let levels = [
                ("required", support.required_in()),
                ("supported", support.optional_in()),
            ];
            for (level, integrations) in levels {
                for integration in integrations.expect("names, not only counts") {
                    cells.insert(format!("{place}\t{path}\t{level}\t{integration}"));
                }
            }
        }
    }
    cells
}

/// Compares the cells, and lists the missing ones by side, since the fix depends on it.
fn assert_same_cells(file: &str, transcript: &str, operation: &Operation) {
    let page: BTreeSet<String> = transcript.lines().map(str::to_owned).collect();
    let spec = cells(operation);
    let list = |cells: Vec<&String>| {
        let lines = cells.into_iter().map(|cell| format!("\n    {cell}"));
        lines.collect::<String>()
    };
    let (only_page, only_spec) = (
        list(page.difference(&spec).collect()),
        list(spec.difference(&page).collect()),
    );
    assert!(
        page == spec,
        "the support matrix of {} is not the documented one:\n  \
         in generated/tests/matrix/{file}, not in spec/:{only_page}\n  \
         in spec/, not in generated/tests/matrix/{file}:{only_spec}\n\
         see \"Adding a field\" in spec/README.md",
        operation.id()
    );
}

/// Whether the page lists the integrations that support the operation, or only its matrices name integrations.
#[derive(Clone, Copy, PartialEq)]
enum List {
    Printed,
    Absent,
}

fn compare(
    file: &str,
    transcript: &'static str,
    list: List,
    operation: &Operation,
    check: impl Fn(&[&str], Integration) -> Report,
) {
    assert_same_cells(file, transcript, operation);
    let page = Page::read(transcript);
    let fields = page.fields("request");
    let mut bodies: Vec<Vec<&str>> = fields.iter().map(|field| vec![*field]).collect();
    bodies.extend(fields.iter().map(|left_out| {
        fields
            .iter()
            .copied()
            .filter(|field| field != left_out)
            .collect()
    }));
    bodies.push(Vec::new());
    bodies.push(fields.clone());
    for integration in Integration::ALL.iter().copied() {
        for set in &bodies {
            let report = check(set, integration);
            if page.lists(integration) || list == List::Absent {
                let issues: HashSet<_> = report
                    .issues()
                    .iter()
                    .map(|issue| {
                        assert_eq!(issue.location(), IssueLocation::Body);
                        let field = issue.field().expect("an issue of a field");
                        let field = fields
                            .iter()
                            .find(|known| **known == field)
                            .expect("a documented field");
                        (issue.kind(), *field)
                    })
                    .collect();
                assert_eq!(
                    issues,
                    page.expected(integration, set),
                    "{integration} with {set:?}"
                );
                assert_eq!(issues.len(), report.issues().len(), "each issue once");
            } else {
                let kinds: Vec<_> = report.issues().iter().map(|issue| issue.kind()).collect();
                assert_eq!(kinds, [IssueKind::OperationNotSupported], "{integration}");
            }
        }
        let expected = match list {
            _ if page.lists(integration) => Answer::Yes,
            List::Printed => Answer::No,
            List::Absent => Answer::NotDocumented,
        };
        assert_eq!(operation.supports(integration), expected, "{integration}");
        for (place, field) in page.cells.keys().copied() {
            let support = match place {
                "request" => operation.field(field),
                "response" => operation.response_field(field),
                _ => operation.query_parameter(field),
            };
            let expected = match page.lists(integration) || list == List::Printed {
                true => page.level(place, field, integration),
                false => Level::NotDocumented,
            };
            let level = support.level(integration);
            assert_eq!(level, expected, "{place} {field} {integration}");
        }
    }
}

#[test]
fn a_ticketing_contact_is_checked_as_its_page_says() {
    compare(
        "ticketing-contacts-create.tsv",
        include_str!("matrix/ticketing-contacts-create.tsv"),
        List::Absent,
        &ticketing::contacts::CREATE,
        |fields, integration| body::<ticketing::ContactCreate>(fields).check(integration),
    );
}

#[test]
fn a_crm_contact_is_checked_as_its_page_says() {
    compare(
        "crm-contacts-create.tsv",
        include_str!("matrix/crm-contacts-create.tsv"),
        List::Printed,
        &crm::contacts::CREATE,
        |fields, integration| body::<crm::ContactCreate>(fields).check(integration),
    );
}

#[test]
fn counts_without_names_are_neither_yes_nor_no() {
    let etag = crm::contacts::UPDATE.field("etag");
    assert_eq!(
        (etag.required_count(), etag.supported_count()),
        (Some(1), Some(2))
    );
    assert_eq!(etag.required_in(), None);
    let update = crm::ContactUpdate::new().etag("7");
    let report = update.check(Integration::Wix);
    assert!(report.is_ok(), "{report}");
    assert_eq!(report.undocumented(), ["etag"]);
    assert!(
        !update.check(Integration::Gorgias).is_ok(),
        "the operation itself is documented by name"
    );
    let all = [
        crm::contacts::UPDATE.fields(),
        crm::contacts::UPDATE.response_fields(),
    ];
    let sums = all.map(|fields| {
        let counts = fields.iter().map(|field| {
            (
                field.support().required_count(),
                field.support().supported_count(),
            )
        });
        counts.fold((0, 0), |(r, s), (required, supported)| {
            (r + required.unwrap(), s + supported.unwrap())
        })
    });
    assert_eq!(sums, [(5, 215), (0, 268)]);
}

#[test]
fn slug_and_label_lead_back_to_their_integration() {
    for integration in Integration::ALL.iter().copied() {
        for name in [integration.slug(), integration.label()] {
            assert_eq!(name.parse::<Integration>().ok(), Some(integration));
        }
    }
}
