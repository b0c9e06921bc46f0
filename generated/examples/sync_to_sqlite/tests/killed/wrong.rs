//! Programs that lose changes. They show that the tests notice lost changes.

use std::{env, error::Error, time::Duration};

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde_json::to_string;
use truto_unified::{
    Client, IntegratedAccount,
    sync::{Checkpoint, SyncList, SyncRun},
};

use crate::{program, world::ACCOUNTS};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Mirrors all accounts with a recipe.
#[tokio::main]
pub(crate) async fn run(recipe: &str, database: &str) -> Result<()> {
    let db = program::open(database)?;
    let client = Client::builder_from_env();
    if recipe == "impatient" {
        let client = client.timeout(Duration::from_millis(300)).build()?;
        let accounts = ACCOUNTS.map(str::to_owned);
        return program::mirror(&client, &db, &accounts, false).await;
    }
    let client = client.build()?;
    assert!(
        env::var("TRUTO_BASE_URL").is_ok(),
        "never against the real API"
    );
    for id in ACCOUNTS {
        let account = client.integrated_account(id);
        let crm = account.crm();
        for resource in ["contacts", "accounts", "opportunities"] {
            let copy = Copy {
                db: &db,
                account: &account,
                key: (id, resource),
                is_since_the_end: recipe == "since the end of the run",
            };
            match resource {
                "contacts" => copy.run(crm.contacts().list()).await?,
                "accounts" => copy.run(crm.accounts().list()).await?,
                _ => copy.run(crm.opportunities().list()).await?,
            }
        }
    }
    Ok(())
}

struct Copy<'a> {
    db: &'a Connection,
    account: &'a IntegratedAccount,
    key: (&'a str, &'a str),
    is_since_the_end: bool,
}

impl Copy<'_> {
    async fn run<L: SyncList<Item: Serialize>>(&self, list: L) -> Result<()> {
        match self.is_since_the_end {
            true => self.since_the_end(list).await,
            false => self.checkpoint_first(list).await,
        }
    }

    /// Asks for what has changed since the end of the last run. That loses what changes during a run, on a page that was already read.
    async fn since_the_end<L: SyncList<Item: Serialize>>(&self, list: L) -> Result<()> {
        let mut run = SyncRun::new(list);
        if let Some(end) = self.load()? {
            run = run.since(end);
        }
        while let Some(batch) = run.next().await {
            self.store::<L>(&batch?.items)?;
        }
        // The start of a run of one page is now.
        let now = self.account.crm().users().list();
        let mut now = SyncRun::new(now).with_overlap(Duration::ZERO);
        let batch = now.next().await.ok_or("no page")??;
        self.save(batch.checkpoint.since().ok_or("several pages")?.as_str())
    }

    /// Stores the checkpoint before the batch. That loses the batch if the program is killed between the two.
    async fn checkpoint_first<L: SyncList<Item: Serialize>>(&self, list: L) -> Result<()> {
        let checkpoint = self.load()?.map(|text| text.parse::<Checkpoint>());
        let mut run = SyncRun::new(list).resume(checkpoint.transpose()?);
        while let Some(batch) = run.next().await {
            let batch = batch?;
            self.save(&batch.checkpoint.to_string())?;
            // Makes it more likely, so that few seeds show it.
            tokio::time::sleep(Duration::from_millis(20)).await;
            self.store::<L>(&batch.items)?;
        }
        Ok(())
    }

    fn store<L: SyncList<Item: Serialize>>(&self, items: &[L::Item]) -> Result<()> {
        let transaction = self.db.unchecked_transaction()?;
        let put = "INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?)";
        for item in items {
            let row = params![self.key.0, self.key.1, L::id(item), to_string(item)?];
            self.db.execute(put, row)?;
        }
        Ok(transaction.commit()?)
    }

    fn save(&self, state: &str) -> Result<()> {
        let put = "INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)";
        self.db
            .execute(put, params![self.key.0, self.key.1, state])?;
        Ok(())
    }

    fn load(&self) -> Result<Option<String>> {
        let select = "SELECT checkpoint FROM checkpoints WHERE account = ? AND resource = ?";
        let text = self.db.query_row(select, self.key, |row| row.get(0));
        Ok(text.optional()?)
    }
}
