//! Keeps a copy of a CRM's contacts: reads all of them once, then only the changes. Survives crashes. Runs without an account.

use std::{env, error::Error, fs, io::ErrorKind, path::Path};

use truto_unified::sync::{Batch, Checkpoint, SyncList, SyncRun};
use truto_unified::{Client, crm::Contact};

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
    let contacts = account.crm().contacts().list().limit(100);
    let interrupted = sync(contacts.clone(), &path, |batch| {
        if pages_left == 0 {
            return Err("the program crashes".into());
        }
        pages_left -= 1;
        store(batch)
    });
    if let Err(crash) = interrupted.await {
        println!("{crash}");
    }
    sync(contacts, &path, store).await?; // resumes at the fifth page
    Ok(fs::remove_file(path)?)
}

fn store(batch: &Batch<Contact>) -> Result<(), Box<dyn Error>> {
    let first = batch.items.first();
    println!(
        "{} contacts from {:?}",
        batch.items.len(),
        first.map(|one| &one.id)
    );
    Ok(())
}

/// Reads everything once, then what has changed since the last run. Resumes a run that was interrupted.
pub(crate) async fn sync<L: SyncList>(
    list: L,
    path: &Path,
    mut store: impl FnMut(&Batch<L::Item>) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut run = SyncRun::new(list).resume(load(path)?);
    while let Some(batch) = run.next().await {
        let batch = batch?;
        store(&batch)?; // upsert by id: an item can come several times
        save(path, &batch.checkpoint)?; // if the items are in a database: there, in the same transaction
    }
    Ok(())
}

fn load(path: &Path) -> Result<Option<Checkpoint>, Box<dyn Error>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.parse()?)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Writes a new file and renames it, so that a crash leaves either the old or the new checkpoint.
fn save(path: &Path, checkpoint: &Checkpoint) -> Result<(), Box<dyn Error>> {
    let new = path.with_extension("new");
    fs::write(&new, checkpoint.to_string())?;
    Ok(fs::rename(new, path)?)
}
