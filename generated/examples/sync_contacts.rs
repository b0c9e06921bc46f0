//! Keeps a copy of a CRM's contacts: reads all of them once, then only the changes. Survives crashes. Runs without an account.

use std::{env, error::Error, fs, io::ErrorKind, path::Path};
use std::{time::Duration, time::SystemTime};

use serde::{Deserialize, Serialize};
use truto_unified::{Client, Cursor, IntegratedAccount, Page, Timestamp, crm::Contact};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = truto_unified::testing::FakeTruto::start()?;
    let client = match env::var("TRUTO_API_TOKEN") {
        Ok(token) => Client::new(token)?,
        Err(_) => fake.client()?,
    };
    let id = env::var("TRUTO_ACCOUNT_ID").unwrap_or("any".to_owned());
    let people = (1..=600).map(|number| Contact::new(format!("c{number}")).first_name("Ada"));
    fake.seed(&id, "crm.contacts", people)?;
    let account = client.integrated_account(id);

    let path = env::temp_dir().join(format!("{}.json", std::process::id()));
    let mut pages_left = 4;
    let interrupted = sync(&account, &path, |page| {
        if pages_left == 0 {
            return Err("the program crashes".into());
        }
        pages_left -= 1;
        store(page)
    });
    if let Err(crash) = interrupted.await {
        println!("{crash}");
    }
    sync(&account, &path, store).await?; // resumes at the fifth page
    Ok(fs::remove_file(path)?)
}

fn store(page: &Page<Contact>) -> Result<(), Box<dyn Error>> {
    let first = page.items.first();
    println!(
        "{} contacts from {:?}",
        page.items.len(),
        first.map(|one| &one.id)
    );
    Ok(())
}

/// The overlap of two runs. It must be longer than the largest difference between your clock and that of the API, and longer than
/// a change takes to appear in a list.
const OVERLAP: Duration = Duration::from_secs(5 * 60);

/// The state that survives a crash. If the contacts are in a database, store it there, in the same transaction as each page.
#[derive(Serialize, Deserialize)]
struct State {
    /// The filter of this run. The first run has none and reads everything.
    since: Option<Timestamp>,
    /// The filter of the next run: the start of this one, minus the overlap.
    next_since: Timestamp,
    /// Where this run resumes, with the same filter; `None` once it is complete.
    bookmark: Option<String>,
}

/// Reads what has changed since the start of the last complete run, or resumes a run that was interrupted.
pub(crate) async fn sync(
    account: &IntegratedAccount,
    path: &Path,
    mut store: impl FnMut(&Page<Contact>) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut state = match load(path)? {
        Some(interrupted) if interrupted.bookmark.is_some() => interrupted,
        complete => State {
            since: complete.map(|last| last.next_since),
            next_since: Timestamp::from(SystemTime::now() - OVERLAP),
            bookmark: None,
        },
    };
    let mut list = account.crm().contacts().list().limit(100);
    if let Some(since) = &state.since {
        list = list.updated_at_gt(since);
    }
    if let Some(bookmark) = &state.bookmark {
        list = list.next_cursor(Cursor::from_bookmark(bookmark)?);
    }
    let mut pages = list.pages();
    while let Some(page) = pages.next().await {
        let page = page?;
        store(&page)?; // upsert by id: after a crash, and within the overlap, a contact is returned again
        state.bookmark = page.next_cursor.map(|cursor| cursor.bookmark());
        save(path, &state)?;
    }
    Ok(())
}

fn load(path: &Path) -> Result<Option<State>, Box<dyn Error>> {
    match fs::read(path) {
        Ok(text) => Ok(Some(serde_json::from_slice(&text)?)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Writes a new file and renames it, so that a crash leaves either the old or the new state.
fn save(path: &Path, state: &State) -> Result<(), Box<dyn Error>> {
    let new = path.with_extension("new");
    fs::write(&new, serde_json::to_vec(state)?)?;
    Ok(fs::rename(new, path)?)
}
