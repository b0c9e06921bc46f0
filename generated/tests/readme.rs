//! The README's examples are examples that run, and bring what the README says.
#![cfg(all(feature = "crm", feature = "reqwest", feature = "ticketing"))]

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

/// What an example prints, which ends well.
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
fn the_other_examples_do_what_the_readme_says() {
    let expected = [
        // Four pages, a crash, and the other two.
        (
            "sync_contacts",
            "from Some(\"c301\")\nthe program crashes\n100 contacts from Some(\"c401\")",
        ),
        ("import_tickets", "4 requests made 3 tickets"),
        (
            "support_matrix",
            "Gorgias                           required    yes         yes         yes",
        ),
    ];
    for (name, text) in expected {
        let shown = printed(name);
        assert!(shown.contains(text), "{name}: {shown}");
        assert!(
            README.contains(&format!("](generated/examples/{name}.rs)")),
            "{name}"
        );
    }
}

/// What the README's section on tests says, as a test.
#[tokio::test]
async fn the_readme_says_how_to_test() -> Result<(), Box<dyn std::error::Error>> {
    use truto_unified::{
        Integration,
        testing::{FakeTruto, Fault},
        ticketing::Contact,
    };

    // README begins
    let fake = FakeTruto::start()?;
    let account = fake.account(Integration::Gorgias); // refuses what Gorgias does not serve, and bodies without what it requires
    fake.seed(
        &account,
        "ticketing.contacts",
        [Contact::new("c_7").first_name("Ada")],
    )?;
    fake.next([
        Fault::status(429).with_header("Retry-After", "1"),
        Fault::reset(),
    ]); // the next two calls
    let contacts = fake
        .client()?
        .integrated_account(&account)
        .ticketing()
        .contacts();
    assert_eq!(
        contacts.get("c_7").await?.first_name.as_deref(),
        Some("Ada")
    ); // at the third attempt
    assert_eq!(fake.requests().len(), 3);
    // README ends
    let (_, rest) = include_str!("readme.rs")
        .split_once("    // README begins\n")
        .unwrap();
    let (code, _) = rest.split_once("    // README ends").unwrap();
    let unspaced = |text: &str| {
        text.split_whitespace()
            .collect::<String>()
            .replace(",)", ")")
            .replace(",]", "]")
    };
    assert!(unspaced(README).contains(&unspaced(code)), "{code}");
    Ok(())
}
