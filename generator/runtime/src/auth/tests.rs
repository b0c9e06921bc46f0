//! Tests of credentials: what is sent, what is refused, and that nothing is shown.

use super::{Credentials, SecurityScheme, Sent};

const SCHEMES: [SecurityScheme; 6] = [
    SecurityScheme::bearer("oauth"),
    SecurityScheme::basic("login"),
    SecurityScheme::authorization("digest"),
    SecurityScheme::header("key", "X-Key"),
    SecurityScheme::query("query_key", "api key"),
    SecurityScheme::cookie("session", "SID"),
];

fn set(scheme: SecurityScheme, secret: &str) -> Credentials {
    match scheme.name() {
        "login" => Credentials::new().with_basic(scheme, "ada", secret),
        _ => Credentials::new().with(scheme, secret),
    }
}

/// The part of the request, as text.
fn sent(credentials: &Credentials, scheme: SecurityScheme) -> Option<String> {
    Some(match &credentials.get(scheme)?.sent {
        Sent::Header(name, value) => {
            assert!(value.is_sensitive());
            format!("{name}: {}", value.to_str().unwrap())
        }
        Sent::Query(pair) => format!("?{pair}"),
        Sent::Cookie(pair) => format!("cookie: {pair}"),
    })
}

#[test]
fn each_scheme_has_its_place() {
    let expected = [
        "authorization: Bearer s3cret",
        "authorization: Basic YWRhOnMzY3JldA==",
        "authorization: s3cret",
        "x-key: s3cret",
        "?api%20key=s3cret",
        "cookie: SID=s3cret",
    ];
    for (scheme, expected) in SCHEMES.into_iter().zip(expected) {
        let credentials = set(scheme, "s3cret");
        assert_eq!(sent(&credentials, scheme).as_deref(), Some(expected));
    }
    let key = set(SCHEMES[4], " a+b&c ");
    assert_eq!(
        sent(&key, SCHEMES[4]).as_deref(),
        Some("?api%20key=a%2Bb%26c")
    );
}

#[test]
fn what_is_set_later_makes_up_for_a_variable_that_is_not_set() {
    let unset = || Credentials::from_env(&[(SCHEMES[0], &["TRUTO_TEST_UNSET"])]);
    assert!(unset().check().is_err());
    assert!(unset().with(SCHEMES[0], "s3cret").check().is_ok());
    assert!(set(SCHEMES[0], "s3cret").and(unset()).check().is_err());
}

#[test]
fn credentials_are_never_shown() {
    for scheme in SCHEMES {
        let credentials = set(scheme, "s3cret");
        let shown = format!("{credentials:?}");
        assert!(
            shown.contains(scheme.name()) && !shown.contains("s3cret"),
            "{shown}"
        );
        let hidden = credentials.hidden();
        assert!(hidden.iter().any(|text| text == "s3cret"), "{hidden:?}");
    }
    let hidden = |scheme, secret| set(scheme, secret).hidden();
    assert!(hidden(SCHEMES[1], "s3cret").contains(&"YWRhOnMzY3JldA==".to_owned()));
    assert!(hidden(SCHEMES[2], "Digest s3cret").contains(&"s3cret".to_owned()));
    assert!(hidden(SCHEMES[4], "a b").contains(&"a%20b".to_owned()));
}

#[test]
fn invalid_credentials_are_refused_by_the_name_of_their_scheme() {
    for scheme in SCHEMES {
        let error = set(scheme, "s3\ncret").check();
        let broken = matches!(scheme.name(), "query_key");
        assert_eq!(error.is_ok(), broken, "{scheme:?}");
        if let Err(error) = error {
            let shown = format!("{error} {error:?}");
            assert!(
                shown.contains(scheme.name()) && !shown.contains("s3"),
                "{shown}"
            );
        }
    }
    for scheme in SCHEMES {
        assert_eq!(set(scheme, "").check().is_ok(), scheme.name() == "login");
    }
    let login = |user, password| Credentials::new().with_basic(SCHEMES[1], user, password);
    assert!(login("a:b", "c").check().is_err());
    assert!(login("", "").check().is_err());
    assert!(login("key", "").check().is_ok());
    let cookie = set(SCHEMES[5], "a; b=c").check().unwrap_err().to_string();
    assert!(cookie.contains("session"), "{cookie}");
}

/// Uses a variable that cargo sets for every test.
#[test]
fn some_variable_must_be_set() {
    let name = "CARGO_MANIFEST_DIR";
    let none = "NO_VARIABLE_IS_CALLED_SO";
    let read = |names: [&'static str; 2]| {
        let [first, second] = [&[names[0]][..], &[names[1], none]];
        Credentials::from_env(&[(SCHEMES[3], first), (SCHEMES[1], second)])
    };
    let both = read([name, name]);
    assert_eq!(
        sent(&both, SCHEMES[3]),
        Some(format!("x-key: {}", env!("CARGO_MANIFEST_DIR")))
    );
    assert!(sent(&both, SCHEMES[1]).is_some());
    let one = read([none, name]);
    assert!(one.check().is_ok() && one.get(SCHEMES[3]).is_none());
    let error = read([none, none]).check().unwrap_err().to_string();
    assert!(error.contains(none) && error.contains("is set"), "{error}");
    assert!(read([none, none]).and(set(SCHEMES[0], "t")).check().is_ok());
}

#[test]
fn the_last_credentials_of_a_scheme_count() {
    let scheme = SCHEMES[0];
    let credentials = set(scheme, "")
        .with(scheme, "first")
        .and(set(scheme, "second"));
    let header = sent(&credentials, scheme);
    assert_eq!(header.as_deref(), Some("authorization: Bearer second"));
    assert!(credentials.check().is_ok());
}
