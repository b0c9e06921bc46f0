//! `support`, on the definitions of the workspace.

use crate::pets::{text, xtask};

#[test]
fn support_lists_integrations_and_requirements() {
    let dir = tempfile::tempdir().unwrap();
    let asked = [
        "support",
        "--operation",
        "ticketing.contacts.create",
        "--field",
        "emails",
        "--field",
        "phones",
    ];
    let answer = xtask(dir.path(), &asked);
    let printed = text(&answer);
    assert!(answer.status.success(), "{printed}");
    let expected = [
        "7 supported\n  Dixa: ticketing.contacts.create requires name\n  Enchant\n",
        "71 not documented\n  Accelo: ticketing.contacts.create\n",
        "6 not supported\n",
        "  ticketing.contacts.create does not support phones: Front, Productboard\n",
    ];
    for part in expected {
        assert!(printed.contains(part), "{printed}");
    }

    let counted = xtask(
        dir.path(),
        &[
            "support",
            "--operation",
            "crm.contacts.update",
            "--field",
            "tags",
        ],
    );
    let printed = text(&counted);
    assert!(
        printed.contains(
            "HubSpot: crm.contacts.update tags; crm.contacts.update may require etag, first_name, last_name, name\n"
        ),
        "{printed}"
    );

    let several = [
        "support",
        "--operation",
        "crm.contacts.create",
        "--operation",
        "crm.contacts.update",
    ];
    let mistakes: [(&[&str], &str); 2] = [
        (&["--field", "tags"], "--field crm.contacts.create.tags"),
        (
            &["--field", "crm.contacts.update.tag"],
            "crm.contacts.update: there is no field `tag`; did you mean `tags`?",
        ),
    ];
    for (fields, expected) in mistakes {
        let failed = xtask(dir.path(), &[&several, fields].concat());
        assert_eq!(failed.status.code(), Some(1), "{}", text(&failed));
        assert!(text(&failed).contains(expected), "{}", text(&failed));
    }
}

#[test]
fn support_prints_the_fields_of_an_operation_for_an_integration() {
    let dir = tempfile::tempdir().unwrap();
    let contact = ["support", "--operation", "ticketing.contacts.create"];
    let print = |arguments: &[&str]| {
        let output = xtask(dir.path(), &[&contact, arguments].concat());
        assert!(output.status.success(), "{}", text(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let printed = print(&["--integration", "gorgias"]);
    for expected in [
        "ticketing.contacts.create on Gorgias: supported\n",
        "  first_name        required        string\n",
        "  emails            supported       array of object\n",
        "  account_id        not supported   string\n",
        "  remote_data       not documented  object\n",
    ] {
        assert!(printed.contains(expected), "{printed}");
    }
    let json = print(&[
        "--integration",
        "Help Scout",
        "--integration",
        "dixa",
        "--format",
        "json",
    ]);
    let forms: serde_json::Value = serde_json::from_str(&json).unwrap();
    let slugs: Vec<_> = forms
        .as_array()
        .unwrap()
        .iter()
        .map(|form| &form["integration"])
        .collect();
    assert_eq!(slugs, ["helpscout", "dixa"]);
    let table = print(&["--format", "csv"]);
    assert!(table.starts_with("operation,integration,operation_support,place,field,level,"));
    let row = "ticketing.contacts.create,gorgias,yes,body,first_name,required,yes,no,documented,string,,Given name.\n";
    assert!(table.contains(row), "{table}");
    let matrix: serde_json::Value = serde_json::from_str(&print(&["--format", "matrix"])).unwrap();
    let operation = &matrix["operations"][0];
    assert_eq!(operation["path"], "/unified/ticketing/contacts");
    let field = |place: &str, path: &str| {
        let fields = operation[place].as_array().unwrap();
        fields.iter().find(|field| field["path"] == path).unwrap()
    };
    let slugs = serde_json::json!(["gorgias", "happyfox", "helpscout"]);
    assert_eq!(field("body", "first_name")["required_by"], slugs);
    assert_eq!(field("response", "id")["type"], "string");
    assert_eq!(matrix["integrations"]["helpscout"], "Help Scout");
    let schema = print(&["--integration", "gorgias", "--format", "json-schema"]);
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema["required"], serde_json::json!(["first_name"]));
}

#[test]
fn support_explains_what_it_cannot_print() {
    let dir = tempfile::tempdir().unwrap();
    let table: [(&[&str], i32, &str); 6] = [
        (
            &["--operation", "ticketing.contact.create"],
            1,
            "did you mean `ticketing.contacts.create`?",
        ),
        (
            &["--integration", "gorgas"],
            1,
            "there is no integration `gorgas`; did you mean `gorgias`?",
        ),
        (
            &["--format", "json-schema"],
            1,
            "write `--operation ID --integration SLUG`",
        ),
        (
            &[
                "--format",
                "json-schema",
                "--operation",
                "crm.contacts.list",
                "--integration",
                "hubspot",
            ],
            1,
            "crm.contacts.list has no request body",
        ),
        (
            &["--integration", "gorgias", "--field", "emails"],
            2,
            "cannot be used with",
        ),
        (&[], 2, "--operation <ID>"),
    ];
    for (arguments, code, expected) in table {
        let failed = xtask(dir.path(), &[&["support"], arguments].concat());
        assert_eq!(failed.status.code(), Some(code), "{}", text(&failed));
        assert!(text(&failed).contains(expected), "{}", text(&failed));
    }
}
