//! The definitions, refreshed from the answers of a fake.

mod answers;
mod definitions;
mod guide;
#[path = "../../../generator/tests/guide/page.rs"]
mod page;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::json;
use truto_codegen::load::Memory;
use truto_codegen::refresh::{Refreshed, Request, Snapshot, refresh};
use truto_codegen::write::diff_of_edit;
use truto_codegen::{Options, Warnings, generate};
use truto_unified::Integration;
use truto_unified::testing::{CapabilitiesShape, FakeTruto, MetadataChange, SchemaPart};

use self::answers::Answers;
use self::definitions::{ROOTS, definitions};

/// The operations whose schemas are in the snapshot.
const OPERATIONS: [&str; 8] = [
    "crm.accounts.create",
    "crm.contacts.create",
    "crm.contacts.list",
    "crm.contacts.update",
    "ticketing.comments.create",
    "ticketing.contacts.create",
    "ticketing.tickets.create",
    "ticketing.tickets.list",
];

/// The definitions after a refresh from a fake that nobody has changed.
static BASE: LazyLock<Memory> = LazyLock::new(|| {
    let fake = FakeTruto::start().expect("a fake");
    applied(&definitions(), &run(&definitions(), snapshot(&fake, &[]))).0
});

/// Takes a snapshot of all capabilities, and of the schemas of some operations.
fn snapshot(fake: &FakeTruto, more: &[&str]) -> Answers {
    answers::of_fake(fake, more, |operation| OPERATIONS.contains(&operation))
}

fn run(files: &Memory, answers: Answers) -> Refreshed {
    let roots = ROOTS.map(str::to_owned);
    let snapshot = Snapshot::new(answers).expect("a snapshot");
    let request = Request::new(&roots, files, "spec/decisions.yaml", &snapshot);
    let refreshed = refresh(&request).expect("the models are known");
    assert!(
        !refreshed.diagnostics.has_errors(),
        "{:#?}",
        refreshed.diagnostics
    );
    refreshed
}

/// Returns the definitions after a refresh, and the numbers of lines that it removed and added.
fn applied(files: &Memory, result: &Refreshed) -> (Memory, [usize; 2]) {
    let mut files = files.clone();
    let mut lines = [0, 0];
    for (path, edit) in &result.files {
        let diff = diff_of_edit(path, &edit.old, &edit.new);
        let of = |sign: char| {
            diff.lines()
                .skip(2)
                .filter(|line| line.starts_with(sign))
                .count()
        };
        lines[0] += of('-');
        lines[1] += of('+');
        files.files.insert(path.clone(), edit.new.clone());
    }
    (files, lines)
}

/// The lines of a report, without headings and counts.
fn lines(result: &Refreshed) -> BTreeSet<String> {
    let report = result.report.to_string();
    let lines = report.lines().filter_map(|line| line.strip_prefix("  "));
    lines.map(str::to_owned).collect()
}

/// The differences, and the line of the report about each. Where a documented fact is denied, nothing changes.
fn differences() -> Vec<(MetadataChange, &'static str)> {
    let mut all = added_fields();
    all.extend(denied());
    all.extend(others());
    all
}

fn added_fields() -> Vec<(MetadataChange, &'static str)> {
    use SchemaPart::{Body, Query, Response};
    let add = MetadataChange::add_field;
    let of = |ty: &str| json!({"type": ty});
    let list = |ty: &str| json!({"type": "array", "items": {"type": ty}});
    let accounts = "crm.accounts.create";
    let create = "crm.contacts.create";
    let contacts = "crm.contacts.list";
    let update = "crm.contacts.update";
    let comments = "ticketing.comments.create";
    let people = "ticketing.contacts.create";
    let tickets = "ticketing.tickets.create";
    let ticket_list = "ticketing.tickets.list";
    vec![
        (
            add(create, Body, "nickname", of("string")),
            "crm.contacts.create body.nickname: new field: string",
        ),
        (
            add(
                create,
                Body,
                "rank",
                json!({"type": "integer", "required": true}),
            ),
            "crm.contacts.create body.rank: new field: integer",
        ),
        (
            add(create, Body, "labels", list("string")),
            "crm.contacts.create body.labels: new field: list of string",
        ),
        (
            add(
                create,
                Body,
                "consent",
                json!({"type": "object", "properties": {"given": {"type": "boolean"}}}),
            ),
            "crm.contacts.create body.consent: new field: object",
        ),
        (
            add(update, Body, "nickname", of("string")),
            "crm.contacts.update body.nickname: new field: string",
        ),
        (
            add(update, Body, "score", of("number")),
            "crm.contacts.update body.score: new field: number",
        ),
        (
            add(accounts, Body, "ticker", of("string")).of("hubspot"),
            "crm.accounts.create body.ticker: new field: string",
        ),
        (
            add(accounts, Body, "is_public", of("boolean")),
            "crm.accounts.create body.is_public: new field: boolean",
        ),
        (
            add(
                tickets,
                Body,
                "channel",
                json!({"type": "string", "enum": ["email", "chat"]}),
            ),
            "ticketing.tickets.create body.channel: new field: string with 2 values",
        ),
        (
            add(tickets, Body, "severity", of("integer")),
            "ticketing.tickets.create body.severity: new field: integer",
        ),
        (
            add(comments, Body, "is_draft", of("boolean")),
            "ticketing.comments.create body.is_draft: new field: boolean",
        ),
        (
            add(comments, Body, "mentions", list("string")),
            "ticketing.comments.create body.mentions: new field: list of string",
        ),
        (
            add(people, Body, "language", of("string")),
            "ticketing.contacts.create body.language: new field: string",
        ),
        (
            add(people, Body, "anything", json!({})),
            "ticketing.contacts.create body.anything: new field: any",
        ),
        (
            add(contacts, Query, "nickname", of("string")),
            "crm.contacts.list query.nickname: new parameter: string",
        ),
        (
            add(contacts, Query, "score", of("number")),
            "crm.contacts.list query.score: new parameter: number",
        ),
        (
            add(contacts, Query, "labels", list("string")),
            "crm.contacts.list query.labels: new parameter: list of string",
        ),
        (
            add(
                ticket_list,
                Query,
                "channel",
                json!({"type": "string", "enum": ["email", "chat"]}),
            ),
            "ticketing.tickets.list query.channel: new parameter: string with 2 values",
        ),
        (
            add(
                ticket_list,
                Query,
                "queue",
                json!({"type": "object", "properties": {"id": {"type": "string"}}}),
            ),
            "ticketing.tickets.list query.queue: new parameter: object",
        ),
        (
            add(
                tickets,
                Query,
                "notify",
                json!({"type": "boolean", "required": true}),
            ),
            "ticketing.tickets.create query.notify: new parameter: boolean",
        ),
        (
            add(create, Response, "score", of("string")).of("hubspot"),
            "crm.contacts.create response.score: new field: string",
        ),
        (
            add(tickets, Response, "rating", of("string")).of("zendesk"),
            "ticketing.tickets.create response.rating: new field: string",
        ),
    ]
}

/// What the documentation says and the API denies.
fn denied() -> Vec<(MetadataChange, &'static str)> {
    use SchemaPart::Body;
    let create = "crm.contacts.create";
    let gone = |path: &str, slug: &str| MetadataChange::remove_field(create, Body, path).of(slug);
    let required = |path: &str, is: bool, slug: &str| {
        MetadataChange::set_required(create, Body, path, is).of(slug)
    };
    let unsupported =
        |operation: &str, slug: &str| MetadataChange::remove_operation(operation).of(slug);
    vec![
        (
            gone("tags", "copper"),
            "crm.contacts.create body.tags: copper: documented: supported; live: unsupported",
        ),
        (
            gone("addresses", "attio"),
            "crm.contacts.create body.addresses: attio: documented: supported; live: unsupported",
        ),
        (
            gone("description", "capsule"),
            "crm.contacts.create body.description: capsule: documented: supported; live: unsupported",
        ),
        (
            gone("first_name", "wix"),
            "crm.contacts.create body.first_name: wix: documented: required; live: unsupported",
        ),
        (
            gone("account", "close"),
            "crm.contacts.create body.account: close: documented: required; live: unsupported",
        ),
        (
            gone("phone_numbers", "keap"),
            "crm.contacts.create body.phone_numbers: keap: documented: supported; live: unsupported",
        ),
        (
            required("last_name", false, "attio"),
            "crm.contacts.create body.last_name: attio: documented: required; live: supported",
        ),
        (
            required("owner", false, "pipeliner"),
            "crm.contacts.create body.owner: pipeliner: documented: required; live: supported",
        ),
        (
            required("name", true, "wix"),
            "crm.contacts.create body.name: wix: documented: supported; live: required",
        ),
        (
            required("tags", true, "nutshell"),
            "crm.contacts.create body.tags: nutshell: documented: supported; live: required",
        ),
        (
            required("created_at", true, "hubspot"),
            "crm.contacts.create body.created_at: hubspot: documented: supported; live: required",
        ),
        (
            unsupported("crm.contacts.merge", "pipedrive"),
            "crm.contacts.merge: pipedrive: documented: supported; live: unsupported",
        ),
        (
            unsupported("crm.contacts.batch_delete", "hubspot"),
            "crm.contacts.batch_delete: hubspot: documented: supported; live: unsupported",
        ),
        (
            unsupported("ticketing.contacts.update", "dixa"),
            "ticketing.contacts.update: dixa: documented: supported; live: unsupported",
        ),
    ]
}

fn others() -> Vec<(MetadataChange, &'static str)> {
    use SchemaPart::Body;
    let support = |operation: &str, slug: &str| MetadataChange::add_operation(operation).of(slug);
    let value = MetadataChange::add_value;
    vec![
        (
            support("crm.contacts.merge", "attio"),
            "crm.contacts.merge: supported by attio; now live 2026-11-28",
        ),
        (
            support("crm.contacts.batch_delete", "attio"),
            "crm.contacts.batch_delete: supported by attio; now live 2026-11-28",
        ),
        (
            support("ticketing.contacts.update", "zendesk"),
            "ticketing.contacts.update: supported by zendesk; now live 2026-11-28",
        ),
        (
            value("ticketing.contacts.create", Body, "emails.type", "billing"),
            "ticketing.contacts.create body.emails.type: new value `billing`",
        ),
        (
            value("ticketing.contacts.create", Body, "phones.type", "fax"),
            "ticketing.contacts.create body.phones.type: new value `fax`",
        ),
        (
            value("crm.contacts.create", Body, "phone_numbers.type", "pager"),
            "crm.contacts.create body.phone_numbers.type: new value `pager`",
        ),
        (
            value("ticketing.tickets.create", Body, "status.name", "snoozed"),
            "ticketing.tickets.create body.status.name: new value `snoozed`",
        ),
    ]
}

#[test]
fn planned_differences_are_exactly_the_changes() {
    let fake = FakeTruto::start().expect("a fake");
    let base = &*BASE;
    let again = run(base, snapshot(&fake, &[]));
    assert!(again.files.is_empty(), "{}", again.report);
    let (changes, expected): (Vec<_>, BTreeSet<_>) = differences().into_iter().unzip();
    for change in changes {
        let shown = format!("{change:?}");
        fake.change_metadata([change])
            .unwrap_or_else(|error| panic!("{shown}: {error}"));
    }
    let mut answers = snapshot(&fake, &[]);
    let broken = "meta/crm/contacts/create/salesflare.json";
    answers.insert(broken.to_owned(), b"<html>".to_vec());
    let failed = json!([
        {"path": "/a", "file": "meta/crm/contacts/create/insightly.json", "status": 404, "error": "Not Found"},
        {"path": "/b", "file": "meta/crm/contacts/create/teamleader.json", "status": 429, "error": "Too Many Requests"},
    ]);
    answers.insert("failed.json".to_owned(), failed.to_string().into_bytes());
    answers.remove("meta/crm/contacts/create/teamleader.json");
    answers.remove("meta/crm/contacts/create/insightly.json");
    let result = run(base, answers.clone());
    let before = lines(&again);
    let mut new: BTreeSet<String> = lines(&result).difference(&before).cloned().collect();
    for fault in [
        "meta/crm/contacts/create/salesflare.json: it is no JSON: expected value at line 1 column 1",
        "meta/crm/contacts/create/insightly.json: there is no answer: status 404, Not Found",
        "meta/crm/contacts/create/teamleader.json: there is no answer: status 429, Too Many Requests",
    ] {
        assert!(new.remove(fault), "{fault}");
    }
    let expected: BTreeSet<String> = expected.into_iter().map(str::to_owned).collect();
    assert_eq!(new, expected);
    let (after, lines) = applied(base, &result);
    // Only lists and enums are replaced: each is one line.
    assert_eq!(lines, [7, 233], "lines that are removed and added");
    generates(&after);
    let again = run(&after, answers);
    assert!(again.files.is_empty(), "{}", again.report);
}

/// Checks that a crate can be generated from the definitions.
fn generates(files: &Memory) {
    let outcome = generate(
        &ROOTS.map(str::to_owned),
        files,
        Warnings::Deny,
        &Options::default(),
    );
    assert!(
        !outcome.diagnostics.has_errors(),
        "{:#?}",
        outcome.diagnostics
    );
    assert!(!outcome.files.is_empty());
}

#[test]
fn new_integrations_and_slugs_are_in_the_registry_and_in_all_lists() {
    let fake = FakeTruto::start().expect("a fake");
    let base = &*BASE;
    let changes = [
        MetadataChange::add_integration("newdesk", "New Desk", Integration::Zendesk),
        MetadataChange::rename_integration(Integration::HelpScout, "help-scout"),
    ];
    fake.change_metadata(changes)
        .expect("the changes are possible");
    let result = run(base, snapshot(&fake, &["newdesk", "help-scout"]));
    let changes = lines(&result);
    assert!(
        changes.contains("registry newdesk: new integration, New Desk"),
        "{changes:#?}"
    );
    assert!(
        changes.contains("registry help-scout: new slug of helpscout"),
        "{changes:#?}"
    );
    let (after, _) = applied(base, &result);
    generates(&after);
    let text = |path: &str| String::from_utf8_lossy(&after.files[path]).into_owned();
    assert!(!text("spec/ticketing/contacts.yaml").contains("helpscout,"));
    assert!(text("spec/common.yaml").contains(
        "  help-scout: {label: Help Scout, slug_documented: true, former_slugs: [helpscout]}\n"
    ));
    let again = run(&after, snapshot(&fake, &["newdesk", "help-scout"]));
    assert!(again.files.is_empty(), "{}", again.report);
}

#[test]
fn the_other_shapes_are_the_same_answers() {
    let both = [
        FakeTruto::builder(),
        FakeTruto::builder()
            .capabilities_shape(CapabilitiesShape::Nested)
            .schema_references(true),
    ];
    let [one, other] = both.map(|builder| {
        let fake = builder.start().expect("a fake");
        run(&definitions(), snapshot(&fake, &[]))
    });
    assert_eq!(lines(&one), lines(&other));
    assert!(one.files == other.files);
}
