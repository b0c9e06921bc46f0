//! The README shows an example unchanged, with its output. The other examples run, too.
#![cfg(all(
    feature = "crm",
    feature = "tokio",
    feature = "ticketing",
    feature = "webhooks"
))]

mod built;

const README: &str = include_str!("../../README.md");

/// The first code block in that language.
fn block(language: &str) -> Option<&'static str> {
    let (_, rest) = README.split_once(&format!("```{language}\n"))?;
    Some(rest.split_once("```")?.0)
}

#[test]
fn the_readme_prints_the_example() {
    let example = include_str!("../examples/create_contact.rs");
    let (_, code) = example.split_once("\n\n").unwrap();
    assert_eq!(block("rust"), Some(code));
}

/// The output of an example, which must succeed.
fn printed(name: &str) -> String {
    let output = built::example(name).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_readme_prints_what_the_example_prints() {
    assert_eq!(block("text"), Some(&*printed("create_contact")));
}

#[test]
fn the_other_examples_do_what_they_are_for() {
    let expected = [
        // Four pages, a crash, and the remaining two.
        (
            "sync_contacts",
            "from Some(\"c301\")\nthe program crashes\n100 contacts from Some(\"c401\")",
        ),
        (
            "webhook_endpoint",
            "record:created crm/contacts contacts_1\n",
        ),
        ("import_tickets", "4 requests made 3 tickets"),
        (
            "typed_access",
            "1: to do, late, enterprise for 250, rated bad\n2: awaiting_parts, escalated 2 times, ",
        ),
        (
            "support_matrix",
            "Gorgias                           required    yes         yes         yes",
        ),
    ];
    for (name, text) in expected {
        let shown = printed(name);
        assert!(shown.contains(text), "{name}: {shown}");
    }
}
