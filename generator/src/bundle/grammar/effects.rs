//! Keywords that OpenAPI knows and the generated client does not act on.

use super::Kind;

/// A keyword without effect, which is reported where it stands.
pub(in crate::bundle) struct Idle {
    kind: Kind,
    key: &'static str,
    pub(in crate::bundle) when: When,
    pub(in crate::bundle) message: &'static str,
    pub(in crate::bundle) help: &'static str,
}

/// Which values of a keyword ask for something that does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bundle) enum When {
    /// Every one that is not empty.
    Filled,
    /// `true`
    True,
    /// A list with more than one element, from the second element on.
    Further,
}

impl Kind {
    /// Why `key` of the kind has no effect, if it has none.
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
        help: "leave them out",
    }
}

/// `xml`, `title`, `externalDocs` and examples are not in it: they ask nothing of a client.
const IDLE: &[Idle] = &[
    Idle {
        kind: Kind::Document,
        key: "servers",
        when: When::Further,
        message: "further servers have no effect: all calls go to the document's first server",
        help: "leave them out",
    },
    filled(
        Kind::PathItem,
        "servers",
        "`servers` of a path have no effect: all calls go to the document's first server",
    ),
    filled(
        Kind::Operation,
        "servers",
        "`servers` of an operation have no effect: all calls go to the document's first server",
    ),
    filled(
        Kind::Operation,
        "callbacks",
        "callbacks have no effect: the client does not receive calls",
    ),
    filled(
        Kind::Components,
        "callbacks",
        "callbacks have no effect: the client does not receive calls",
    ),
    filled(
        Kind::Response,
        "headers",
        "headers of a response have no effect: the client returns its body",
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
        help: "leave it out",
    },
    Idle {
        kind: Kind::Parameter,
        key: "allowReserved",
        when: When::True,
        message: "`allowReserved` has no effect: the client always escapes reserved characters",
        help: "leave it out",
    },
    Idle {
        kind: Kind::Parameter,
        key: "allowEmptyValue",
        when: When::True,
        message: "`allowEmptyValue` has no effect: the client sends an empty text as it is given",
        help: "leave it out",
    },
    Idle {
        kind: Kind::Schema,
        key: "discriminator",
        when: When::Filled,
        message: "`discriminator` has no effect: the client does not choose types by a value",
        help: "leave it out",
    },
];
