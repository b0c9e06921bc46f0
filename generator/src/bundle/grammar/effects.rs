//! Valid OpenAPI keywords that have no effect on the generated client.

use super::Kind;

/// A keyword without effect, which is reported where it is used.
pub(in crate::bundle) struct Idle {
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
    Filled,
    /// `true`
    True,
    /// A list with more than one element; the second element is reported.
    Further,
}

impl Kind {
    /// Returns the reason why `key` of the kind has no effect, or `None` if it has one.
    pub(in crate::bundle) fn idle(self, key: &str) -> Option<&'static Idle> {
        IDLE.iter()
            .find(|idle| idle.kind == self && idle.key == key)
    }
}

const fn filled(kind: Kind, key: &'static str, message: &'static str) -> Idle {
    Idle {
        kind,
        key,
        when: When::Filled,
        message,
        help: "remove them",
    }
}

/// `xml`, `title`, `externalDocs` and examples are not listed, because they do not affect clients.
const IDLE: &[Idle] = &[
    Idle {
        kind: Kind::Document,
        key: "servers",
        when: When::Further,
        message: "additional servers have no effect: all requests go to the first server of the document",
        help: "remove them",
    },
    filled(
        Kind::PathItem,
        "servers",
        "`servers` of a path have no effect: all requests go to the first server of the document",
    ),
    filled(
        Kind::Operation,
        "servers",
        "`servers` of an operation have no effect: all requests go to the first server of the document",
    ),
    filled(
        Kind::Operation,
        "callbacks",
        "callbacks have no effect: the client does not receive requests",
    ),
    filled(
        Kind::Components,
        "callbacks",
        "callbacks have no effect: the client does not receive requests",
    ),
    filled(
        Kind::Response,
        "headers",
        "response headers have no effect: the client returns the body",
    ),
    filled(
        Kind::Response,
        "links",
        "links have no effect: the client does not follow them",
    ),
    Idle {
        kind: Kind::MediaType,
        key: "encoding",
        when: When::Filled,
        message: "`encoding` has no effect: the client sends and reads JSON",
        help: "remove it",
    },
    Idle {
        kind: Kind::Parameter,
        key: "allowReserved",
        when: When::True,
        message: "`allowReserved` has no effect: the client always escapes reserved characters",
        help: "remove it",
    },
    Idle {
        kind: Kind::Parameter,
        key: "allowEmptyValue",
        when: When::True,
        message: "`allowEmptyValue` has no effect: the client sends empty strings even without it",
        help: "remove it",
    },
    Idle {
        kind: Kind::Schema,
        key: "discriminator",
        when: When::Filled,
        message: "`discriminator` has no effect: the client does not select types by a value",
        help: "remove it",
    },
];
