//! Valid OpenAPI keywords that have no effect on the generated client.

use super::kind::Kind;

/// A keyword without effect, which is reported where it is used.
pub(in crate::bundle) struct IgnoredKeyword {
    kind: Kind,
    key: &'static str,
    pub(in crate::bundle) when: When,
    pub(in crate::bundle) message: &'static str,
    pub(in crate::bundle) help: &'static str,
}

/// The values of a keyword for which it is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bundle) enum When {
    /// Every value that is not empty.
    NotEmpty,
    /// `true`
    True,
}

impl Kind {
    /// Returns the reason why `key` of the kind has no effect, or `None` if it has one.
    pub(in crate::bundle) fn ignored_keyword(self, key: &str) -> Option<&'static IgnoredKeyword> {
        let mut ignored = IGNORED_KEYWORDS.iter();
        ignored.find(|ignored| ignored.kind == self && ignored.key == key)
    }
}

/// `xml`, `title`, `externalDocs` and examples are not listed, because they do not affect clients.
const IGNORED_KEYWORDS: &[IgnoredKeyword] = &[
    IgnoredKeyword {
        kind: Kind::Response,
        key: "links",
        when: When::NotEmpty,
        message: "links have no effect: the client does not follow them",
        help: "call the operations that they name",
    },
    IgnoredKeyword {
        kind: Kind::Parameter,
        key: "allowEmptyValue",
        when: When::True,
        message: "`allowEmptyValue` has no effect: the client sends empty strings even without it",
        help: "remove it",
    },
];
