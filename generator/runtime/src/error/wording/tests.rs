use super::missing;
use crate::support::IssueLocation::{Body, Query};

#[test]
fn messages_of_known_validators_are_parsed() {
    let table: [(&str, &[&str]); 42] = [
        // The API's own documentation.
        ("name is required", &["name"]),
        // Joi
        (r#""email" is required"#, &["email"]),
        (
            r#""emails[0].type" is required. "name" is required"#,
            &["emails[0].type", "name"],
        ),
        // yup
        ("email is a required field", &["email"]),
        ("emails[0].email is a required field", &["emails[0].email"]),
        // Ajv 8 and 6
        ("must have required property 'type'", &["type"]),
        ("data must have required property 'type'", &["type"]),
        (
            "/emails/0 must have required property 'type'",
            &["emails[0].type"],
        ),
        (
            "data/emails/0 must have required property 'type'",
            &["emails[0].type"],
        ),
        (
            "data.emails[0] should have required property 'type'",
            &["emails[0].type"],
        ),
        ("data should have required property '.type'", &[".type"]),
        (
            "data must have required property 'a', data/b must have required property 'c'",
            &["a", "b.c"],
        ),
        ("/a~1b must have required property 'c'", &["a/b.c"]),
        // Fastify, express-openapi-validator
        (
            "body/emails/0 must have required property 'type'",
            &["body:emails[0].type"],
        ),
        (
            "querystring must have required property 'id'",
            &["query:id"],
        ),
        (
            "request.body should have required property 'name'",
            &["body:name"],
        ),
        (
            "request/body must have required property 'name'",
            &["body:name"],
        ),
        // jsonschema, everit, swagger
        ("'email' is a required property", &["email"]),
        ("#: required key [email] not found", &["email"]),
        ("Missing required property: email", &["email"]),
        ("missing required property 'email'", &["email"]),
        // Lists
        ("Missing required field(s): a, b", &["a", "b"]),
        ("Missing required fields: a, b and c.", &["a", "b", "c"]),
        (
            "Missing required fields: `a`, `b`, and `c`",
            &["a", "b", "c"],
        ),
        (
            "Validation failed: missing required fields: a, b; try again",
            &["a", "b"],
        ),
        (
            "The following required fields are missing: first_name, last_name",
            &["first_name", "last_name"],
        ),
        ("Required parameter is missing: id", &["id"]),
        (
            "Missing required query parameters: workspace[id], name",
            &["query:workspace[id]", "query:name"],
        ),
        ("Required properties are missing from object: a", &[]),
        (
            "Missing required body field: emails[0].type",
            &["body:emails[0].type"],
        ),
        // Laravel, ASP.NET, others
        ("The email field is required.", &["email"]),
        ("The Name field is required.", &["Name"]),
        ("Field Email is required", &["Email"]),
        ("The 'email' field is missing", &[]),
        ("field `email` is missing", &["email"]),
        ("\"email\" is missing or empty", &["email"]),
        ("Path `email` is required.", &["email"]),
        ("body.email is required", &["body:email"]),
        ("Bad request: first_name is required", &["first_name"]),
        ("Name is required; email is required", &["email"]),
        ("Name is required. email is required.", &["email"]),
        ("“e-mail” is required", &["e-mail"]),
    ];
    for (message, expected) in table {
        let found = missing(message).into_iter();
        let found: Vec<String> = found
            .map(|(place, name)| match place {
                Some(Body) => format!("body:{name}"),
                Some(Query) => format!("query:{name}"),
                _ => name,
            })
            .collect();
        assert_eq!(found, expected, "{message}");
    }
}

#[test]
fn prose_is_not_parsed() {
    let table = [
        "",
        "Authentication is required",
        "This field is required.",
        "this is required",
        "A valid email address is required",
        "The request body is required",
        "body is required",
        "Payment is required to proceed",
        "'type' is required to be one of: a, b",
        "name is required to be unique",
        "email is requiredish",
        "Note: the contact is missing: call Ada",
        "Missing: the point",
        "missing required fields",
        "Missing required fields: see the documentation",
        "must NOT have required property",
        "a property is required property 'x'",
        "Required: yes",
        "is required",
        "\" is required",
        "'' is required",
        "authentication is required",
        "nothing is missing",
        r#"Permission "tickets:write" is required"#,
        "role 'admin' is required for this",
        r#"Header "X-Version" is required"#,
        "Contact 'Ada' is missing an email",
        r#""Zendesk" is missing required scopes"#,
    ];
    for message in table {
        assert_eq!(missing(message), [], "{message}");
    }
}

#[test]
fn a_long_message_is_parsed_in_linear_time() {
    for part in [
        " is required.",
        "] is required ",
        "required property [",
        "'a' is required ",
        "x: ",
        " is required",
        "missing required fields: a, ",
        "\"'`",
        // Lists in lists, and lists without a character that ends a name.
        "[a. missing field: b], ",
        "missing\tfield:",
    ] {
        assert!(missing(&part.repeat(20_000)).len() <= super::MOST);
    }
}

#[test]
fn the_first_names_are_kept_in_order() {
    let count = 3 * super::MOST;
    let texts: [fn(usize) -> String; 3] = [
        |index| format!("must have required property 'f{index}', "),
        |index| format!("'f{index}' is required, "),
        |index| format!("missing field: f{index}; "),
    ];
    for text in texts {
        let message: String = (0..count).map(text).collect();
        let names: Vec<String> = missing(&message)
            .into_iter()
            .map(|(_, name)| name)
            .collect();
        let expected: Vec<String> = (0..super::MOST).map(|index| format!("f{index}")).collect();
        assert_eq!(names, expected);
    }
    let all = "required property 'a' not found, 'b' is required, missing field: c";
    let names: Vec<String> = missing(all).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["a", "b", "c"]);
}
