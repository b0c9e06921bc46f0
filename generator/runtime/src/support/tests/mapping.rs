//! Which integrations map a field, according to the metadata of the fake.

use super::{
    Key::{A, B, C},
    *,
};
use crate::support::mapping::{Mapping, SchemaPart};

const CREATE: Operation<Key> =
    Operation::new(Endpoint::new("desk.people.create", "POST", "/people"))
        .with_integrations(&[A, B, C], &[])
        .with_request(&[
            Field::named("named", &[A], &[B]),
            Field::counted("counted", 1, 2),
            Field::named("both", &[], &[B]).with_counts(1, 2),
            Field::counted("none", 0, 0),
            Field::named("kind", &[], &[A, B]).with_values(&[("person", &[A]), ("bot", &[B])]),
        ]);

#[test]
fn as_many_integrations_as_were_counted_map_a_field() {
    use Mapping::{Optional, Required, Unmapped};
    let table = [
        ("named", [Required, Optional, Unmapped]),
        ("counted", [Required, Optional, Unmapped]),
        ("both", [Required, Optional, Unmapped]),
        ("none", [Unmapped; 3]),
        ("undocumented", [Optional; 3]),
    ];
    for (path, expected) in table {
        let of = |slug| CREATE.mapping(slug, SchemaPart::Body, path).unwrap();
        assert_eq!(["a", "b", "c"].map(of), expected, "{path}");
    }
    assert_eq!(CREATE.mapping("d", SchemaPart::Body, "named"), None);
}

#[test]
fn only_values_that_an_integration_may_accept_are_mapped() {
    let accepts = |slug| {
        let accepts = |value| CREATE.may_accept(slug, SchemaPart::Body, "kind", value);
        [accepts("person"), accepts("bot")]
    };
    assert_eq!(
        ["a", "b", "d"].map(accepts),
        [[true, false], [false, true], [true; 2]]
    );
}
