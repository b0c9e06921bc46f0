//! Compares a small matrix with live responses, regular and irregular.

use super::*;
use crate::Endpoint;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Desk,
    Shop,
}

use Key::{Desk, Shop};

impl IntegrationKey for Key {
    const ALL: &'static [Self] = &[Desk, Shop];

    fn slug(self) -> &'static str {
        ["desk", "shop"][self as usize]
    }

    fn label(self) -> &'static str {
        ["Desk", "Shop"][self as usize]
    }
}

const fn operation(id: &'static str) -> Operation<Key> {
    Operation::new(Endpoint::new(id, "GET", "/"))
}

/// Supported, unsupported, not documented, supported (older page), not documented (older page), not documented.
static OPERATIONS: [Operation<Key>; 6] = [
    operation("crm.contacts.list").with_integrations(&[Desk], &[]),
    operation("crm.contacts.merge").with_integrations(&[Shop], &[]),
    operation("crm.contacts.create"),
    operation("crm.tags.list")
        .with_integrations(&[Desk], &[])
        .older(),
    operation("crm.tags.create")
        .with_integrations(&[Shop], &[])
        .older(),
    operation("ticketing.contacts.list"),
];

/// Model, resource, methods, whether the environment overrides it.
type Entry = (
    Option<&'static str>,
    Option<&'static str>,
    Option<Vec<String>>,
    Option<bool>,
);

struct Live(Option<Vec<Entry>>);

impl LiveSupport for Live {
    fn resources(&self) -> Option<Vec<LiveResource<'_>>> {
        fn resource((model, resource, methods, is_overridden): &Entry) -> LiveResource<'_> {
            LiveResource::new(*model, *resource)
                .with_methods(methods.as_deref())
                .with_override(*is_overridden)
        }
        let entries = self.0.as_ref()?;
        Some(entries.iter().map(resource).collect())
    }
}

fn entry(model: &'static str, resource: &'static str, methods: &[&str]) -> Entry {
    let methods = methods.iter().map(|&name| name.to_owned()).collect();
    (Some(model), Some(resource), Some(methods), None)
}

fn diff(live: impl Into<Option<Vec<Entry>>>) -> SupportDiff<Key> {
    IntegrationSupport::new(Desk, &OPERATIONS).diff(&Live(live.into()))
}

/// The ids of the operations that are only live, only documented, unanswered, and unknown.
fn found(diff: &SupportDiff<Key>) -> [Vec<String>; 4] {
    fn ids<'a>(all: impl Iterator<Item = &'a OperationDiff<Key>>) -> Vec<String> {
        all.map(|one| one.operation().id().to_owned()).collect()
    }
    [
        ids(diff.only_live()),
        ids(diff.only_documented()),
        ids(diff.not_reported()),
        diff.unknown().map(UnknownOperation::to_string).collect(),
    ]
}

const ALL: [&str; 6] = [
    "crm.contacts.list",
    "crm.contacts.merge",
    "crm.contacts.create",
    "crm.tags.list",
    "crm.tags.create",
    "ticketing.contacts.list",
];

#[test]
fn both_sides_are_compared() {
    let agreed = || {
        vec![
            entry("crm", "contacts", &["list"]),
            entry("crm", "tags", &["list"]),
        ]
    };
    let and = |more: Entry| agreed().into_iter().chain([more]).collect::<Vec<_>>();
    type Found<'a> = [&'a [&'a str]; 4];
    let table: Vec<(Option<Vec<Entry>>, Found<'_>)> = vec![
        (Some(agreed()), [&[], &[], &[], &[]]),
        // Documented as unsupported, and not documented.
        (
            Some(and(entry("crm", "contacts", &["merge", "create"]))),
            [
                &["crm.contacts.merge", "crm.contacts.create"],
                &[],
                &[],
                &[],
            ],
        ),
        (
            Some(and(entry("crm", "tags", &["create"]))),
            [&["crm.tags.create"], &[], &[], &[]],
        ),
        // Documented as supported, on a current or an older page.
        (
            Some(vec![]),
            [&[], &["crm.contacts.list", "crm.tags.list"], &[], &[]],
        ),
        (
            Some(vec![
                entry("crm", "contacts", &[]),
                entry("crm", "tags", &["list"]),
            ]),
            [&[], &["crm.contacts.list"], &[], &[]],
        ),
        // Unknown names are kept unchanged, and duplicates are reported once.
        (
            Some(and(entry("crm", "contacts", &["list", "list", "List", ""]))),
            [&[], &[], &[], &["crm.contacts.List", "crm.contacts."]],
        ),
        (
            Some(and(entry("hris", "employees", &["list", "list"]))),
            [&[], &[], &[], &["hris.employees.list"]],
        ),
        // A name with a dot does not match another operation.
        (
            Some(and(entry("crm.contacts", "", &["merge"]))),
            [&[], &[], &[], &["crm.contacts..merge"]],
        ),
        (
            Some(and(entry("crm", "", &["contacts.create"]))),
            [&[], &[], &[], &["crm..contacts.create"]],
        ),
        // Missing lists and names.
        (None, [&[], &[], &ALL, &[]]),
        (
            Some(and((Some("ticketing"), Some("contacts"), None, None))),
            [&[], &[], &["ticketing.contacts.list"], &[]],
        ),
        (
            Some(and((Some("crm"), Some("contacts"), None, None))),
            [
                &[],
                &[],
                &["crm.contacts.merge", "crm.contacts.create"],
                &[],
            ],
        ),
        (
            Some(and((None, None, Some(vec!["x".to_owned()]), None))),
            [&[], &[], &[], &["?.?.x"]],
        ),
        (
            Some(and((
                None,
                Some("contacts"),
                Some(vec!["create".to_owned()]),
                None,
            ))),
            [&[], &[], &[], &["?.contacts.create"]],
        ),
    ];
    for (live, expected) in table {
        let diff = diff(live);
        assert_eq!(found(&diff), expected.map(|ids| ids.to_vec()), "{diff}");
        let is_empty = expected.iter().all(|ids| ids.is_empty());
        assert_eq!(diff.is_empty(), is_empty, "{diff}");
        assert_eq!(diff.operations().count(), OPERATIONS.len());
    }
}

#[test]
fn a_missing_name_differs_from_a_question_mark() {
    let entry = |model| (model, Some("x"), Some(vec!["y".to_owned()]), None);
    let diff = diff(vec![entry(None), entry(Some("?"))]);
    let models: Vec<Option<&str>> = diff.unknown().map(UnknownOperation::model).collect();
    assert_eq!(models, [None, Some("?")]);
    let first = diff.unknown().next().unwrap();
    assert_eq!((first.resource(), first.method()), (Some("x"), "y"));
}

#[test]
fn the_report_names_everything() {
    let mut merge = entry("crm", "contacts", &["merge", "create"]);
    merge.3 = Some(true);
    let shown = diff(vec![merge, entry("hris", "employees", &["list"])]);
    assert_eq!(
        shown.to_string(),
        "Desk, live compared with documented: 2 more, 2 fewer, 1 unknown\n\
         supported live, but not documented as supported:\n\
         - crm.contacts.merge: documented as unsupported; overridden in the environment\n\
         - crm.contacts.create: not documented; overridden in the environment\n\
         documented as supported, but not supported live:\n\
         - crm.contacts.list: documented as supported; overridden in the environment\n\
         - crm.tags.list: supported according to an older page\n\
         supported live, but unknown to this version:\n\
         - hris.employees.list"
    );
    let agreed = vec![
        entry("crm", "contacts", &["list"]),
        entry("crm", "tags", &["list"]),
    ];
    assert_eq!(
        diff(agreed.clone()).to_string(),
        "Desk: live support matches the documentation"
    );
    assert_eq!(
        diff(None).to_string(),
        "Desk: the live response does not list supported operations, so there is nothing to compare"
    );
    let silent = (Some("ticketing"), Some("contacts"), None, None);
    let shown = diff(agreed.into_iter().chain([silent]).collect::<Vec<_>>());
    assert_eq!(
        shown.to_string(),
        "Desk, live compared with documented: 0 more, 0 fewer, 0 unknown\n\
         live support unknown:\n\
         - ticketing.contacts.list: not documented"
    );
}

#[test]
fn each_operation_reports_both_sides() {
    let diff = diff(vec![entry("crm", "tags", &["list"])]);
    let said: Vec<_> = diff
        .operations()
        .map(|one| (one.documented(), one.provenance(), one.is_live()))
        .collect();
    let (documented, older) = (Some(Provenance::Documented), Some(Provenance::Older));
    let expected = [
        (Answer::Yes, documented, Some(false)),
        (Answer::No, documented, Some(false)),
        (Answer::NotDocumented, None, Some(false)),
        (Answer::Yes, older, Some(true)),
        (Answer::NotDocumented, older, Some(false)),
        (Answer::NotDocumented, None, Some(false)),
    ];
    assert_eq!(said, expected);
    assert_eq!(diff.integration(), Desk);
}
