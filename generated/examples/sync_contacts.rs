//! Reads all contacts of a CRM page by page, and goes on where it stopped after a crash. Runs without an account.

use std::{env, error::Error, fs, io::ErrorKind, path::Path};
use truto_unified::{Client, Cursor, crm::Contact, testing::FakeTruto};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeTruto::start()?;
    let truto = match env::var("TRUTO_API_TOKEN") {
        Ok(token) => Client::new(token)?,
        Err(_) => fake.client()?,
    };
    let account = env::var("TRUTO_ACCOUNT_ID").unwrap_or("any".to_owned());
    let people = (1..=600).map(|number| Contact::new(format!("c{number}")).first_name("Ada"));
    fake.seed(&account, "crm.contacts", people)?;

    // In earnest it stands where the contacts go, and changes in the same transaction.
    let state = env::temp_dir().join(format!("{}.cursor", std::process::id()));
    if let Err(crash) = sync(&truto, &account, &state, 4).await {
        println!("{crash}");
    }
    sync(&truto, &account, &state, usize::MAX).await
}

/// Reads on from the page that `state` names, from the first one if there is no such file.
async fn sync(
    truto: &Client,
    account: &str,
    state: &Path,
    crash_after: usize,
) -> Result<(), Box<dyn Error>> {
    let mut list = truto
        .integrated_account(account)
        .crm()
        .contacts()
        .list()
        .limit(100);
    match fs::read_to_string(state) {
        Ok(text) => list = list.next_cursor(Cursor::from_bookmark(&text)?),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let (mut pages, mut count) = (list.pages(), 0);
    while let Some(page) = pages.next().await {
        let page = page?;
        let (many, first) = (page.items.len(), page.items.first());
        println!("{many} contacts from {:?}", first.map(|one| &one.id));
        match page.next_cursor {
            Some(next) => fs::write(state, next.bookmark())?,
            None if state.exists() => fs::remove_file(state)?,
            None => {}
        }
        count += 1;
        if count == crash_after {
            return Err("the program crashes".into());
        }
    }
    Ok(())
}
