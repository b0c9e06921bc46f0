//! Tables of the matrix's data and of the results of checks.

mod checks;
#[cfg(feature = "forms")]
mod form;
mod json;
#[cfg(all(feature = "testing", not(target_arch = "wasm32")))]
mod mapping;

use serde_json::json;

use super::{
    Answer, Endpoint, Field, FieldSupport, IntegrationKey, IssueLocation, Level, Matrix, Note,
    NoteKind, Operation, Provenance,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    A,
    B,
    C,
}

use Key::{A, B, C};

impl IntegrationKey for Key {
    const ALL: &'static [Self] = &[A, B, C];
    const OPERATIONS: &'static [&'static [&'static Operation<Self>]] = &[&[&OPERATION]];

    fn slug(self) -> &'static str {
        ["a", "b", "c"][self as usize]
    }

    fn label(self) -> &'static str {
        ["A", "B", "C"][self as usize]
    }
}

/// A requires the field, B supports it, and C is not named.
const NAMED: Field<Key> = Field::named("x", &[A], &[B]);

/// The level of each integration, and the counts.
fn said(field: Field<Key>) -> (Vec<Level>, Option<(usize, usize)>) {
    let support = field.support();
    let levels = Key::ALL.iter().map(|key| support.level(*key));
    let counts = support.required_count().zip(support.supported_count());
    (levels.collect(), counts)
}

#[test]
fn only_a_complete_list_answers_no() {
    use Level::{NotDocumented, Required, Supported, Unsupported};
    let table = [
        (NAMED, Unsupported, Some((1, 2))),
        (NAMED.with_counts(1, 2), Unsupported, Some((1, 2))),
        (NAMED.with_counts(1, 3), NotDocumented, Some((1, 3))),
        (NAMED.with_counts(2, 2), NotDocumented, Some((2, 2))),
        (NAMED.incomplete(), NotDocumented, None),
        (
            NAMED.incomplete().with_counts(1, 3),
            NotDocumented,
            Some((1, 3)),
        ),
        (NAMED.older(), NotDocumented, None),
        (NAMED.older().with_counts(0, 1), NotDocumented, Some((0, 1))),
        (NAMED.inferred(), NotDocumented, None),
    ];
    for (field, of_c, counts) in table {
        assert_eq!(
            said(field),
            (vec![Required, Supported, of_c], counts),
            "{field:?}"
        );
        assert_eq!(
            field.support().is_complete(),
            of_c == Unsupported,
            "{field:?}"
        );
    }
    assert_eq!(
        NAMED.older().support().provenance(),
        Some(Provenance::Older)
    );
    assert_eq!(NAMED.inferred().support().required_in(), Some(&[A][..]));
}

#[test]
fn none_differs_from_not_documented() {
    use Level::{NotDocumented, Unsupported};
    let table = [
        (Field::named("x", &[], &[]), Unsupported, Some((0, 0))),
        (Field::counted("x", 0, 0), Unsupported, Some((0, 0))),
        (Field::counted("x", 1, 2), NotDocumented, Some((1, 2))),
        (Field::new("x"), NotDocumented, None),
    ];
    for (field, of_all, counts) in table {
        assert_eq!(said(field), (vec![of_all; 3], counts), "{field:?}");
    }
}

#[test]
fn values_apply_to_the_integrations_they_list() {
    use Answer::{No, NotDocumented, Yes};
    let known = Field::named("x", &[A], &[B]).with_values(VALUES);
    let alone = Field::new("x").with_values(VALUES);
    let table = [
        ("ticket", [Yes, Yes, No], [Yes, Yes, NotDocumented]),
        ("contact", [Yes, No, No], [Yes, No, NotDocumented]),
        ("user", [No, No, No], [No, No, NotDocumented]),
    ];
    for (value, in_known, in_alone) in table {
        assert_eq!(accepted(known, value), in_known, "{value}");
        assert_eq!(accepted(alone, value), in_alone, "{value}");
    }
    assert_eq!(NAMED.support().accepts("ticket", A), NotDocumented);
    assert_eq!(alone.support().level(A), Level::NotDocumented);
    assert_eq!(
        alone.support().values_for(A).collect::<Vec<_>>(),
        ["ticket", "contact"]
    );
    assert_eq!(alone.support().values_for(C).next(), None);
    assert_eq!(
        alone.support().values().next(),
        Some(("ticket", &[A, B][..]))
    );
}

/// Whether each integration accepts a value.
fn accepted(field: Field<Key>, value: &str) -> Vec<Answer> {
    let answers = Key::ALL
        .iter()
        .map(|key| field.support().accepts(value, *key));
    answers.collect()
}

#[test]
fn an_incomplete_list_of_values_refuses_nothing() {
    use Answer::{No, NotDocumented, Yes};
    let known = Field::named("x", &[A], &[B]);
    let table = [
        (known.with_values(VALUES).incomplete(), NotDocumented),
        (known.with_values(VALUES).older(), NotDocumented),
        (known.with_values(VALUES).inferred(), NotDocumented),
        // C does not support the field, and so accepts no value.
        (known.with_some_values(VALUES), No),
        (Field::new("x").with_some_values(VALUES), NotDocumented),
    ];
    for (field, of_c) in table {
        assert_eq!(
            accepted(field, "contact"),
            [Yes, NotDocumented, of_c],
            "{field:?}"
        );
    }
}

const VALUES: &[(&str, &[Key])] = &[("ticket", &[A, B]), ("contact", &[A])];

const ENDPOINT: Endpoint = Endpoint::new("x.y.create", "POST", "/y");

const OPERATION: Operation<Key> = Operation::new(ENDPOINT)
    .with_integrations(&[A, B, C], &[])
    .with_body_fields(&["entity", "kind", "emails", "emails.type"])
    .with_query(&[
        Field::named("workspace[id]", &[A], &[]),
        Field::named("created_at", &[], &[A, B]).incomplete(),
        Field::named("created_at.gt", &[], &[A]),
        Field::named("ids", &[], &[A]),
        Field::new("sort_by.name").with_values(&[("asc", &[A])]),
    ])
    .with_request(&[
        Field::named("entity", &[A], &[B])
            .with_counts(1, 2)
            .with_values(VALUES),
        Field::named("kind", &[], &[A, B])
            .older()
            .with_values(VALUES),
        Field::counted("sort", 0, 2).with_some_values(VALUES),
        Field::named("outer", &[], &[A]),
        Field::named("outer.inner", &[A], &[]),
        Field::named("outer.inner.id", &[A], &[]),
        Field::named("emails", &[], &[A])
            .incomplete()
            .with_counts(0, 2),
        Field::new("emails.type").with_values(VALUES),
        Field::named("a.b", &[], &[A]),
        Field::named("team", &[], &[A]),
        Field::named("team.id", &[A], &[]).with_values(&[("1", &[B])]),
        Field::counted("owner", 1, 2),
    ]);

#[test]
fn a_list_says_no_only_if_it_is_complete_and_current() {
    use Answer::{No, NotDocumented, Yes};
    let unlisted = Operation::<Key>::new(ENDPOINT);
    let listed = unlisted.with_integrations(&[A], &[]);
    let table = [
        (listed, Yes, No),
        (listed.incomplete(), Yes, NotDocumented),
        (listed.older(), Yes, NotDocumented),
        (listed.inferred(), Yes, NotDocumented),
        (unlisted, NotDocumented, NotDocumented),
    ];
    for (operation, of_a, of_b) in table {
        assert_eq!((operation.supports(A), operation.supports(B)), (of_a, of_b));
        assert_eq!(operation.is_complete(), of_b == No);
        assert_eq!(
            operation.provenance().is_some(),
            operation.integrations().is_some()
        );
        let report = operation.check(B, &json!({}));
        assert_eq!(report.operation_support(), of_b);
        assert_eq!(
            report.to_string().ends_with(
                "; note: it is not documented whether B supports the operation `x.y.create`"
            ),
            of_b == NotDocumented,
            "{report}"
        );
        // Undocumented support is not an issue.
        assert_eq!(
            operation.check(B, &json!({})).is_ok(),
            of_b == NotDocumented
        );
    }
}

#[test]
fn rows_are_found_by_path_and_by_name() {
    let table = [
        ("workspace[id]", Level::Required),
        ("workspace.id", Level::Required),
        ("ids[]", Level::Supported),
        ("created_at[gt]", Level::Supported),
        ("created_at[lt]", Level::Supported),
        ("workspace", Level::NotDocumented),
    ];
    for (name, level) in table {
        assert_eq!(OPERATION.query_parameter(name).level(A), level, "{name}");
    }
    let of_b: Vec<_> = OPERATION
        .query_for(B)
        .map(|(field, level)| (field.path(), level))
        .collect();
    assert_eq!(
        of_b[..2],
        [
            ("workspace[id]", Level::Unsupported),
            ("created_at", Level::Supported)
        ]
    );
    assert_eq!(OPERATION.fields_for(A).count(), OPERATION.fields().len());
    assert_eq!(OPERATION.response_for(A).count(), 0);
}
