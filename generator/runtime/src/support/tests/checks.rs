//! Checks of requests against the matrix.

use serde_json::{Value, json};

use super::Key::{A, B, C};
use super::*;

/// The issues, with a `?` before those of the query, and the undocumented paths, with a `~` before them.
fn report(key: Key, query: &Value, body: &Value) -> Vec<String> {
    let report = OPERATION
        .check_request(key.slug(), query, Some(body))
        .unwrap();
    let issues = report.issues().iter().map(|issue| {
        let place = if issue.location() == IssueLocation::Query {
            "?"
        } else {
            ""
        };
        let value = issue
            .value()
            .map(|value| format!("={value}"))
            .unwrap_or_default();
        format!(
            "{place}{:?} {}{value}",
            issue.kind(),
            issue.field().unwrap_or("-")
        )
    });
    let undocumented = report.undocumented().iter().map(|path| format!("~{path}"));
    issues.chain(undocumented).collect()
}

#[test]
fn a_body_is_checked_by_names_values_and_paths() {
    let table: [(Key, Value, &[&str]); 15] = [
        (A, json!({}), &["MissingRequired entity"]),
        (C, json!({"entity": "user"}), &["Unsupported entity"]),
        (C, json!({"kind": "user"}), &["~kind"]),
        (
            A,
            json!({"entity": "ticket", "kind": "user", "sort": "user"}),
            &[],
        ),
        (
            A,
            json!({"entity": "ticket", "outer": {}}),
            &[
                "MissingRequired outer.inner",
                "MissingRequired outer.inner.id",
            ],
        ),
        (
            A,
            json!({"entity": "ticket", "outer": {"inner": {}}}),
            &["MissingRequired outer.inner.id"],
        ),
        (
            A,
            json!({"entity": "user"}),
            &["UnsupportedValue entity=user"],
        ),
        (
            B,
            json!({"entity": "contact"}),
            &["UnsupportedValue entity=contact"],
        ),
        (
            B,
            json!({"entity": ["contact", "ticket", "contact"]}),
            &["UnsupportedValue entity=contact"],
        ),
        (B, json!({"entity": null, "owner": 1}), &["~owner"]),
        (
            A,
            json!({"entity": "ticket", "emails": [{"type": "ticket"}, {"type": "x"}, {"label": 1}]}),
            &["UnsupportedValue emails.type=x"],
        ),
        (
            C,
            json!({"emails": [{"type": "x"}], "new": 1}),
            &["~emails", "~new"],
        ),
        (B, json!({"a.b": 1}), &["Unsupported a.b"]),
        (B, json!({"team": {"id": 2}}), &["Unsupported team"]),
        (
            A,
            json!({"team": {}, "entity": "ticket"}),
            &["MissingRequired team.id"],
        ),
    ];
    for (key, body, expected) in table {
        assert_eq!(
            report(key, &json!({"workspace": {"id": 1}, "ids": []}), &body)
                .into_iter()
                .filter(|issue| !issue.starts_with('?'))
                .collect::<Vec<_>>(),
            expected,
            "{key:?} {body}"
        );
    }
}

#[test]
fn query_parameters_are_checked_like_a_body() {
    let table: [(Key, Value, &[&str]); 6] = [
        (A, json!({}), &["?MissingRequired workspace[id]"]),
        (
            A,
            json!({"workspace": {"id": null}}),
            &["?MissingRequired workspace[id]"],
        ),
        (
            B,
            json!({"workspace": {"id": "x"}, "ids": ["y"]}),
            &["?Unsupported workspace[id]", "?Unsupported ids"],
        ),
        (
            B,
            json!({"created_at": {"gt": "x", "lt": "y"}}),
            &["?Unsupported created_at.gt", "~created_at.lt"],
        ),
        (
            A,
            json!({"workspace": {"id": 1}, "sort_by": {"name": "desc"}}),
            &["?UnsupportedValue sort_by.name=desc"],
        ),
        (
            C,
            json!({"limit": 1, "sort_by": {"name": "desc"}}),
            &["~limit", "~sort_by"],
        ),
    ];
    for (key, query, expected) in table {
        assert_eq!(
            report(key, &query, &json!({"entity": "ticket"}))
                .into_iter()
                .filter(|issue| issue != "Unsupported entity")
                .collect::<Vec<_>>(),
            expected,
            "{key:?} {query}"
        );
    }
}

#[test]
fn a_refused_value_is_reported_with_the_accepted_ones() {
    let report = OPERATION.check(B, &json!({"entity": "a\"b"}));
    assert_eq!(
        report.to_string(),
        "x.y.create on B: 1 issue; B does not accept \"a\\\"b\" for the field `entity`: it accepts \"ticket\""
    );
    assert_eq!(
        format!("{report:#}"),
        "x.y.create on B: 1 issue\n- B does not accept \"a\\\"b\" for the field `entity`: it accepts \"ticket\""
    );
    assert_eq!(report.issues()[0].accepted_values(), ["ticket"]);
}

#[test]
fn the_matrix_covers_only_fields_it_lists() {
    let is_documented = |support: FieldSupport<Key>| support.is_documented();
    assert!(is_documented(OPERATION.field("entity")), "names");
    assert!(is_documented(OPERATION.field("owner")), "numbers");
    assert!(is_documented(OPERATION.field("emails.type")), "values");
    assert!(is_documented(OPERATION.query_parameter("ids[]")));
    assert!(!is_documented(OPERATION.field("entitty")));
    assert!(!is_documented(OPERATION.query_parameter("idss")));
    assert!(!is_documented(OPERATION.response_field("entity")));
    assert_eq!(OPERATION.field("owner").provenance(), None);
    assert_eq!(OPERATION.field("emails.type").provenance(), None);
}

#[test]
fn names_that_are_inferred_from_a_count_refuse_nothing() {
    use Level::{NotDocumented, Required, Supported};
    const ROWS: &[Field<Key>] = &[
        Field::counted("all", 2, 2),
        Field::counted("some", 1, 2),
        Field::counted("few", 0, 1),
    ];
    let operation = Operation::new(ENDPOINT)
        .with_integrations(&[A, B], &[])
        .with_request(ROWS);
    let levels: Vec<_> = operation.fields_for(A).map(|(_, level)| level).collect();
    assert_eq!(levels, [Required, Supported, NotDocumented]);
    let all = operation.field("all");
    assert_eq!(all.provenance(), Some(Provenance::Inferred));
    assert_eq!(all.required_in(), Some(&[A, B][..]));
    assert_eq!(ROWS[0].support().provenance(), None);
    let report = operation.check(A, &json!({"some": 1, "few": 1}));
    assert_eq!(report.issues()[0].provenance(), Provenance::Inferred);
    assert_eq!(
        report.to_string(),
        "x.y.create on A: 1 issue; A requires the field `all` (inferred): set it; not documented for A: few"
    );
    assert!(!report.is_refusal());
    let incomplete = operation.incomplete();
    assert_eq!(incomplete.field("all").level(A), NotDocumented);
}

#[test]
fn an_empty_list_counts_as_set() {
    const TAGS: &[Field<Key>] = &[
        Field::named("tags", &[A], &[]),
        Field::named("tags.label", &[], &[A]),
    ];
    let operation = Operation::new(ENDPOINT)
        .with_integrations(&[A, B], &[])
        .with_request(TAGS);
    let body = json!({"tags": []});
    assert!(operation.check(A, &body).is_ok());
    assert_eq!(operation.check(B, &body).issues().len(), 1);
}

#[test]
fn only_current_documentation_refuses() {
    use Provenance::{Documented, Inferred, Older};
    const NAME: Field<Key> = Field::named("name", &[A], &[]);
    const ID: Field<Key> = Field::named("team.id", &[A], &[]);
    const CURRENT: &[Field<Key>] = &[NAME];
    const OLDER: &[Field<Key>] = &[NAME.older()];
    const INFERRED: &[Field<Key>] = &[NAME.inferred()];
    const BOTH: &[Field<Key>] = &[NAME.older(), NAMED];
    // Whether the inner field is missing depends on whether the outer one is required.
    const INSIDE: &[Field<Key>] = &[Field::named("team", &[A], &[]).older(), ID];
    let table: [(_, &[Provenance], _, _); 6] = [
        (CURRENT, &[Documented], "A requires the field `name`", true),
        (
            OLDER,
            &[Older],
            "A requires the field `name` (according to an older page)",
            false,
        ),
        (
            INFERRED,
            &[Inferred],
            "A requires the field `name` (inferred)",
            false,
        ),
        (BOTH, &[Older, Documented], "A requires the field `x`", true),
        (
            INSIDE,
            &[Older, Older],
            "A requires the field `team.id` (according to an older page)",
            false,
        ),
        (&[ID], &[], "no issues", false),
    ];
    for (fields, provenances, text, is_refusal) in table {
        let operation = Operation::new(ENDPOINT)
            .with_integrations(&[A, B], &[])
            .with_request(fields);
        let report = operation.check(A, &json!({}));
        let found: Vec<_> = report
            .issues()
            .iter()
            .map(|issue| issue.provenance())
            .collect();
        assert_eq!(found, provenances, "{report}");
        assert!(report.to_string().contains(text), "{report}");
        assert_eq!(report.is_refusal(), is_refusal, "{report}");
    }
}

#[test]
fn a_count_refuses_only_if_it_is_zero() {
    const UNSUPPORTED: &[Field<Key>] = &[Field::counted("x", 0, 0)];
    const SUPPORTED: &[Field<Key>] = &[Field::counted("x", 0, 1)];
    const REQUIRED: &[Field<Key>] = &[Field::counted("x", 1, 1)];
    for (fields, body, is_refusal) in [
        (UNSUPPORTED, json!({"x": 1}), true),
        (SUPPORTED, json!({"x": 1}), false),
        (REQUIRED, json!({}), false),
    ] {
        let operation = Operation::new(ENDPOINT)
            .with_integrations(&[A, B], &[])
            .with_request(fields);
        let report = operation.check(A, &body);
        assert_eq!(report.is_refusal(), is_refusal, "{report}");
    }
}

#[test]
fn of_an_undocumented_operation_no_field_is_a_reason_to_refuse() {
    let unlisted = Operation::new(ENDPOINT)
        .with_request(&[NAMED])
        .with_query(&[NAMED]);
    let listed = unlisted.with_integrations(&[A], &[]);
    let body = json!({"x": 1});
    // The integration; its support of the operation; the level of the field; whether a body with and without it is refused.
    let table = [
        (listed, B, Answer::No, Level::Supported, true, true),
        (listed, C, Answer::No, Level::Unsupported, true, true),
        (
            listed.incomplete(),
            A,
            Answer::Yes,
            Level::Required,
            false,
            true,
        ),
        (
            listed.incomplete(),
            C,
            Answer::NotDocumented,
            Level::NotDocumented,
            false,
            false,
        ),
        (
            listed.older(),
            C,
            Answer::NotDocumented,
            Level::NotDocumented,
            false,
            false,
        ),
        (
            unlisted,
            C,
            Answer::NotDocumented,
            Level::NotDocumented,
            false,
            false,
        ),
        (
            unlisted,
            A,
            Answer::NotDocumented,
            Level::Required,
            false,
            false,
        ),
    ];
    for (operation, key, support, level, with, without) in table {
        let query = operation.query_parameter("x").level(key);
        let found: Vec<_> = operation.fields_for(key).map(|(_, level)| level).collect();
        assert_eq!(operation.supports(key), support);
        assert_eq!(operation.field("x").level(key), level, "{key:?}");
        assert_eq!((found, query), (vec![level], level), "{key:?}");
        assert_eq!(operation.check(key, &body).is_refusal(), with, "{key:?}");
        assert_eq!(
            operation.check(key, &json!({})).is_refusal(),
            without,
            "{key:?}"
        );
        let report = operation.check(key, &body);
        let notes = report.notes().iter().map(Note::kind);
        let is_noted = notes.eq([NoteKind::OperationNotDocumented]);
        assert_eq!(is_noted, support == Answer::NotDocumented, "{report}");
    }
    // A is documented to require the field, so a warning is useful.
    assert_eq!(unlisted.check(A, &json!({})).issues().len(), 1);
}

#[test]
fn notes_are_separate_from_issues_and_refuse_nothing() {
    let report = OPERATION.check(
        A,
        &json!({"emails": [{"tpye": "x"}], "new\u{1b}": 1, "kind": 1}),
    );
    assert_eq!(
        format!("{report:#}"),
        "x.y.create on A: 1 issue\n\
         - A requires the field `entity`: set it\n\
         note: the field `emails.tpye` is not documented: did you mean `emails.type`?\n\
         note: the field `new\\u{1b}` is not documented"
    );
    let notes: Vec<_> = report.notes().iter().map(Note::kind).collect();
    assert_eq!(notes, [NoteKind::UnknownField; 2]);
    assert!(OPERATION.check(C, &json!({"new": 1})).is_ok());
}
