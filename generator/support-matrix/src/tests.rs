//! Tables of rows and of the answers that follow from them.

use crate::{
    Answer, Counts, FieldRow, FieldSupport, Finding, Level, Names, OperationLevel, OperationRow,
    Provenance, Relation, Total, enclosing, outer_parameter, parameter_path,
};

type Field = FieldRow<'static, char>;

const ALL: [char; 3] = ['a', 'b', 'c'];

/// `a` requires the field, `b` supports it, and `c` is not named.
const NAMED: Field = FieldRow {
    names: Some(Names {
        required: &['a'],
        supported: &['b'],
    }),
    ..FieldRow::UNKNOWN
};

const LISTED: OperationRow<'static, char> = OperationRow {
    supported: Some(&['a', 'b']),
    partial_response: &['b'],
    ..OperationRow::UNKNOWN
};

fn counted(row: Field, required: u32, supported: u32) -> Field {
    let counts = Some(Counts {
        required,
        supported,
    });
    FieldRow { counts, ..row }
}

fn from(row: Field, provenance: Provenance) -> Field {
    FieldRow { provenance, ..row }
}

fn levels(support: FieldSupport<'_, char>) -> Vec<Level> {
    ALL.iter().map(|key| support.level(key)).collect()
}

#[test]
fn only_complete_names_exclude_others() {
    use Level::{NotDocumented, Required, Supported, Unsupported};
    let incomplete = FieldRow {
        is_incomplete: true,
        ..NAMED
    };
    let table = [
        (NAMED, Unsupported, false),
        (counted(NAMED, 1, 2), Unsupported, false),
        (counted(NAMED, 1, 3), NotDocumented, false),
        (counted(NAMED, 2, 2), NotDocumented, false),
        (incomplete, NotDocumented, true),
        (counted(incomplete, 1, 3), NotDocumented, false),
        (from(NAMED, Provenance::Older), NotDocumented, true),
        (from(NAMED, Provenance::Inferred), NotDocumented, true),
    ];
    for (row, of_c, is_minimum) in table {
        let support = row.alone();
        assert_eq!(levels(support), [Required, Supported, of_c], "{row:?}");
        assert_eq!(support.is_complete(), of_c == Unsupported, "{row:?}");
        let total = support.total().unwrap();
        assert_eq!(total.is_minimum, is_minimum, "{row:?}");
        assert_eq!(support.provenance(), Some(row.provenance));
    }
}

#[test]
fn names_are_those_that_require_then_the_others() {
    let names = Names {
        required: &['c', 'a'],
        supported: &['b'],
    };
    assert_eq!(names.all().collect::<Vec<_>>(), [&'c', &'a', &'b']);
    let counts = Counts {
        required: 2,
        supported: 3,
    };
    assert_eq!(names.counts(), counts);
}

#[test]
fn a_list_of_integrations_has_a_source() {
    assert_eq!(LISTED.provenance(), Some(Provenance::Documented));
    assert_eq!(OperationRow::<char>::UNKNOWN.provenance(), None);
}

/// `a` accepts a documented value, `b` and `c` accept none.
#[test]
fn only_an_integration_with_values_excludes_others() {
    let values: [(&str, &[char]); 2] = [("work", &[]), ("home", &['a'])];
    let excludes = |row: Field| ALL.map(|key| row.alone().excludes_other_values(values, &key));
    assert_eq!(excludes(NAMED), [true, false, false]);
    let more = FieldRow {
        has_more_values: true,
        ..NAMED
    };
    assert_eq!(excludes(more), [false; 3]);
}

#[test]
fn none_differs_from_not_documented() {
    use Level::{NotDocumented, Unsupported};
    let none = FieldRow {
        names: Some(Names {
            required: &[],
            supported: &[],
        }),
        ..Field::UNKNOWN
    };
    let table = [
        (none, Unsupported),
        (counted(Field::UNKNOWN, 0, 0), Unsupported),
        (counted(Field::UNKNOWN, 1, 2), NotDocumented),
        (Field::UNKNOWN, NotDocumented),
    ];
    for (row, of_all) in table {
        assert_eq!(levels(row.alone()), [of_all; 3], "{row:?}");
    }
    assert_eq!(Field::UNKNOWN.alone().total(), None);
}

#[test]
fn a_list_of_an_operation_excludes_only_if_it_is_complete() {
    let older = OperationRow {
        provenance: Provenance::Older,
        ..LISTED
    };
    let incomplete = OperationRow {
        is_incomplete: true,
        ..LISTED
    };
    let table = [
        (LISTED, OperationLevel::Unsupported, Level::Unsupported),
        (older, OperationLevel::NotDocumented, Level::NotDocumented),
        (
            incomplete,
            OperationLevel::NotDocumented,
            Level::NotDocumented,
        ),
    ];
    for (operation, of_c, field) in table {
        let levels_of_operation: Vec<_> = ALL.iter().map(|key| operation.level(key)).collect();
        assert_eq!(
            levels_of_operation,
            [OperationLevel::Full, OperationLevel::Partial, of_c]
        );
        assert_eq!(operation.supports(&'b'), Answer::Yes);
        assert_eq!(operation.is_complete(), of_c == OperationLevel::Unsupported);
        let support = NAMED.in_operation(&operation);
        assert_eq!(support.level(&'c'), field, "{operation:?}");
    }
    let unlisted = OperationRow::<char>::UNKNOWN;
    assert_eq!(unlisted.supports(&'a'), Answer::NotDocumented);
    assert_eq!(unlisted.provenance(), None);
    let support = NAMED.in_operation(&unlisted);
    assert_eq!(support.level(&'a'), Level::Required);
    assert_eq!(support.level(&'c'), Level::NotDocumented);
}

#[test]
fn names_are_inferred_from_a_count_of_all() {
    use Level::{NotDocumented, Required, Supported};
    let open = OperationRow {
        is_incomplete: true,
        ..LISTED
    };
    let table = [
        (
            counted(Field::UNKNOWN, 0, 2),
            LISTED,
            Some(Supported),
            false,
        ),
        (counted(Field::UNKNOWN, 1, 2), LISTED, Some(Supported), true),
        (counted(Field::UNKNOWN, 2, 2), LISTED, Some(Required), false),
        (counted(Field::UNKNOWN, 0, 1), LISTED, None, false),
        (counted(Field::UNKNOWN, 1, 2), open, None, true),
        (
            counted(Field::UNKNOWN, 1, 2),
            OperationRow::UNKNOWN,
            None,
            true,
        ),
    ];
    for (row, operation, inferred, may_be_required) in table {
        let support = row.in_operation(&operation);
        let level = inferred.unwrap_or(NotDocumented);
        assert_eq!(levels(support), [level, level, NotDocumented], "{row:?}");
        let provenance = inferred.map(|_| Provenance::Inferred);
        assert_eq!(support.provenance(), provenance, "{row:?}");
        assert_eq!(support.may_be_required(&'a'), may_be_required, "{row:?}");
        assert!(!support.is_complete());
        let counts = row.counts.unwrap();
        let is_minimum = false;
        assert_eq!(support.total(), Some(Total { counts, is_minimum }));
    }
    let named = counted(NAMED, 1, 2).in_operation(&LISTED);
    assert_eq!(named.provenance(), Some(Provenance::Documented));
}

const VALUES: &[(&str, &[char])] = &[("ticket", &['a', 'b']), ("contact", &['a'])];

/// Whether each integration accepts `contact`.
fn accepted(support: FieldSupport<'_, char>, value: &str) -> Vec<Answer> {
    let values = VALUES.iter().copied();
    let answers = ALL.iter();
    let answers = answers.map(|key| support.accepts(values.clone(), value, key));
    answers.collect()
}

#[test]
fn values_exclude_others_only_if_they_are_complete() {
    use Answer::{No, NotDocumented, Yes};
    let more = |row: Field| FieldRow {
        has_more_values: true,
        ..row
    };
    let counted = counted(Field::UNKNOWN, 0, 2).in_operation(&LISTED);
    let table = [
        (NAMED.alone(), No, No),
        (Field::UNKNOWN.alone(), No, NotDocumented),
        // That its names are inferred does not make the documented values less certain.
        (counted, No, NotDocumented),
        (more(NAMED).alone(), NotDocumented, No),
        (more(Field::UNKNOWN).alone(), NotDocumented, NotDocumented),
        (
            from(NAMED, Provenance::Older).alone(),
            NotDocumented,
            NotDocumented,
        ),
    ];
    for (support, of_b, of_c) in table {
        assert_eq!(
            accepted(support, "contact"),
            [Yes, of_b, of_c],
            "{support:?}"
        );
        assert_eq!(accepted(support, "ticket")[1], Yes);
    }
    assert_eq!(accepted(NAMED.alone(), "user"), vec![No; 3]);
}

#[test]
fn a_field_is_sent_with_what_it_contains() {
    let selected = ["a.b", "d"];
    let table = [
        ("a.b", Relation::Selected),
        ("a", Relation::Enclosing),
        ("a.c", Relation::Absent),
        ("a.b.c", Relation::Absent),
        ("e", Relation::Absent),
        ("ab", Relation::Absent),
        ("e.f", Relation::Unreachable),
    ];
    for (path, relation) in table {
        assert_eq!(Relation::new(path, &selected), relation, "{path}");
    }
    assert_eq!(enclosing("a.b.c").collect::<Vec<_>>(), ["a", "a.b"]);
}

#[test]
fn a_finding_depends_on_what_is_sent() {
    use Finding::{DoesNotSupport, MayRequire, NotDocumented, Requires, Supports};
    const NONE: Finding = Finding::None;
    let open = counted(Field::UNKNOWN, 1, 3).alone();
    let inferred = counted(Field::UNKNOWN, 1, 2).in_operation(&LISTED);
    // Selected, enclosing, absent and unreachable.
    let table = [
        (NAMED.alone(), 'a', [Supports, Supports, Requires, NONE]),
        (NAMED.alone(), 'b', [Supports, Supports, NONE, NONE]),
        (
            NAMED.alone(),
            'c',
            [DoesNotSupport, DoesNotSupport, NONE, NONE],
        ),
        (open, 'a', [NotDocumented, NONE, MayRequire, NONE]),
        (inferred, 'a', [Supports, Supports, MayRequire, NONE]),
        (
            Field::UNKNOWN.alone(),
            'a',
            [NotDocumented, NONE, NONE, NONE],
        ),
    ];
    let relations = [
        Relation::Selected,
        Relation::Enclosing,
        Relation::Absent,
        Relation::Unreachable,
    ];
    for (support, key, expected) in table {
        let found = relations.map(|relation| support.finding(relation, &key));
        assert_eq!(found, expected, "{key} {support:?}");
    }
}

#[test]
fn parameters_are_found_by_name() {
    assert_eq!(parameter_path("ids[]"), "ids");
    assert_eq!(parameter_path("born[gt]"), "born[gt]");
    assert_eq!(outer_parameter("born[gt]"), Some("born"));
    assert_eq!(outer_parameter("born"), None);
}
