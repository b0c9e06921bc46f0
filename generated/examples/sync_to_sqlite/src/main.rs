//! Mirrors the contacts, accounts and opportunities of several CRMs into an SQLite database.
//!
//! `cargo run -p sync_to_sqlite` shows it on a fake with three accounts. With `TRUTO_API_TOKEN` in the environment,
//! `cargo run -p sync_to_sqlite -- mirror.db ACCOUNT_ID…` mirrors these accounts. Run it again for what has changed since, or to continue after
//! a crash. With the option `--reconcile`, it reads everything and removes what was deleted.

use std::{collections::HashSet, env, error::Error};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde::Serialize;
use serde_json::{json, to_string};
use truto_unified::sync::{Batch, Checkpoint, Progress, Reconcile, SyncList, SyncRun, for_each};
use truto_unified::{Client, testing::FakeTruto};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const TABLES: &str = "
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS objects (account, resource, id, json, PRIMARY KEY (account, resource, id));
    CREATE TABLE IF NOT EXISTS without_id (account, resource, json, PRIMARY KEY (account, resource, json));
    CREATE TABLE IF NOT EXISTS checkpoints (account, resource, checkpoint, PRIMARY KEY (account, resource));";
const PUT: &str = "INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?)";
const PUT_PART: &str = "INSERT INTO objects VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET json = json_patch(json, excluded.json)";
const DELETE: &str = "DELETE FROM objects WHERE account = ? AND resource = ? AND id = ?";
const PUT_WITHOUT_ID: &str = "INSERT OR REPLACE INTO without_id VALUES (?, ?, ?)";
const PUT_CHECKPOINT: &str = "INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)";

#[tokio::main]
async fn main() -> Result<()> {
    let is_option = |argument: &String| argument.starts_with("--");
    let (options, names): (Vec<_>, Vec<_>) = env::args().skip(1).partition(is_option);
    match names.split_first() {
        Some((path, accounts)) => {
            // If nothing else uses the token, add `.rate_limits(RateLimits::DOCUMENTED)`.
            let client = Client::builder_from_env().build()?;
            let reconciles = options.iter().any(|option| option == "--reconcile");
            mirror(&client, &open(path)?, accounts, reconciles).await
        }
        None => demo().await,
    }
}

pub(crate) fn open(path: &str) -> Result<Connection> {
    let db = Connection::open(path)?;
    db.execute_batch(TABLES)?;
    Ok(db)
}

/// Mirrors all accounts, four at a time. One that fails does not stop the others.
pub(crate) async fn mirror(
    client: &Client,
    db: &Connection,
    accounts: &[String],
    reconciles: bool,
) -> Result<()> {
    let (bars, style) = (
        &MultiProgress::new(),
        &ProgressStyle::with_template("{prefix} {pos}")?,
    );
    let all = bars.add(ProgressBar::new(accounts.len() as u64));
    let work = |account| {
        let crm = client.integrated_account(account).crm();
        let mirror = move |resource| Mirror {
            db,
            account,
            resource,
            reconciles,
            bar: bars
                .add(ProgressBar::new_spinner().with_style(style.clone()))
                .with_prefix(format!("{account} {resource}")),
        };
        async move {
            mirror("contacts").update(crm.contacts().list()).await?;
            mirror("accounts").update(crm.accounts().list()).await?;
            mirror("opportunities")
                .update(crm.opportunities().list())
                .await
        }
    };
    let progress = |step: Progress| all.set_position(step.ended as u64);
    let names = accounts.iter().map(String::as_str);
    let results = for_each(names, 4, progress, work).await;
    let mut failed = 0;
    for (account, result) in accounts.iter().zip(results) {
        if let Err(error) = result {
            failed += 1;
            eprintln!("{account}: {error}");
        }
    }
    match failed {
        0 => Ok(()),
        _ => Err(format!("{failed} accounts failed: run it again to continue").into()),
    }
}

/// The copy of one resource of one account.
struct Mirror<'a> {
    db: &'a Connection,
    account: &'a str,
    resource: &'static str,
    reconciles: bool,
    bar: ProgressBar,
}

impl Mirror<'_> {
    /// Copies everything the first time, and later what has changed. Continues a run that was interrupted.
    async fn update<L: SyncList<Item: Serialize>>(&self, list: L) -> Result<()> {
        if self.reconciles {
            return self.reconcile(list).await;
        }
        let mut run = SyncRun::new(list)
            .resume(self.checkpoint()?)
            .fetch_partial(4);
        while let Some(batch) = run.next().await {
            self.store::<L>(&batch?, true)?;
        }
        Ok(())
    }

    /// Copies everything, and removes what was deleted.
    async fn reconcile<L: SyncList<Item: Serialize>>(&self, list: L) -> Result<()> {
        let known = self.ids()?; // before anything is read
        // An older checkpoint stays: from there, the next run finds what this one skips because the list shifts.
        let is_first = self.checkpoint()?.is_none();
        let mut walk = Reconcile::new(list).fetch_partial(4);
        while let Some(batch) = walk.next().await {
            self.store::<L>(&batch?, is_first)?;
        }
        let missing = walk.missing(known).await?;
        let transaction = self.db.unchecked_transaction()?;
        for item in &missing.present {
            self.execute(PUT, &[L::id(item), &to_string(item)?])?;
        }
        for id in &missing.deleted {
            self.execute(DELETE, &[id])?;
        }
        Ok(transaction.commit()?)
    }

    /// Stores a batch and, if `with_checkpoint`, its checkpoint: all or nothing.
    fn store<L: SyncList<Item: Serialize>>(
        &self,
        batch: &Batch<L::Item>,
        with_checkpoint: bool,
    ) -> Result<()> {
        // Only a part of each of these is known, so it does not replace what is stored, but is merged into it.
        let parts: HashSet<&str> = batch.unfetched.iter().map(|(id, _)| id.as_str()).collect();
        let put = |id: &str| if parts.contains(id) { PUT_PART } else { PUT };
        for (id, error) in &batch.unfetched {
            let place = format!("{} {} {id}", self.account, self.resource);
            self.bar
                .suspend(|| eprintln!("{place}: only a part is up to date: {error}"));
        }
        let transaction = self.db.unchecked_transaction()?;
        for item in &batch.items {
            let id = L::id(item);
            self.execute(put(id), &[id, &to_string(item)?])?;
        }
        for item in &batch.undecodable {
            match L::undecodable_id(item) {
                Some(id) => self.execute(put(&id), &[&id, item.raw().get()])?,
                None => self.execute(PUT_WITHOUT_ID, &[item.raw().get()])?,
            }
        }
        if with_checkpoint {
            self.execute(PUT_CHECKPOINT, &[&batch.checkpoint.to_string()])?;
        }
        transaction.commit()?;
        self.bar.inc(batch.items.len() as u64);
        Ok(())
    }

    fn checkpoint(&self) -> Result<Option<Checkpoint>> {
        let select = "SELECT checkpoint FROM checkpoints WHERE account = ? AND resource = ?";
        let key = [self.account, self.resource];
        let text = self
            .db
            .query_row(select, key, |row| row.get::<_, String>(0));
        Ok(text.optional()?.map(|text| text.parse()).transpose()?)
    }

    fn ids(&self) -> Result<Vec<String>> {
        let select = "SELECT id FROM objects WHERE account = ? AND resource = ?";
        let mut select = self.db.prepare(select)?;
        let ids = select.query_map([self.account, self.resource], |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Executes a statement with the account, the resource and these values.
    fn execute(&self, statement: &str, values: &[&str]) -> Result<()> {
        let values = [&[self.account, self.resource], values].concat();
        self.db
            .prepare_cached(statement)?
            .execute(params_from_iter(values))?;
        Ok(())
    }
}

/// Mirrors a fake: everything, then what has changed, and at last what was deleted.
async fn demo() -> Result<()> {
    let fake = FakeTruto::start()?;
    let accounts = ["acme", "globex", "initech"].map(str::to_owned);
    for account in &accounts {
        for resource in ["crm.contacts", "crm.accounts", "crm.opportunities"] {
            let object =
                |id: u32| json!({"id": id.to_string(), "updated_at": "2026-01-01T00:00:00Z"});
            fake.seed(account, resource, (1..=1_000).map(object))?;
        }
    }
    let (client, db) = (fake.client()?, open(":memory:")?);
    mirror(&client, &db, &accounts, false).await?;
    println!("{} objects", count(&db)?);

    let contacts = client.integrated_account("acme").crm().contacts();
    contacts.create().first_name("Ada").await?;
    contacts.delete("7").await?;
    mirror(&client, &db, &accounts, false).await?;
    println!("{} objects, of which one was deleted", count(&db)?);
    mirror(&client, &db, &accounts, true).await?;
    println!("{} objects after the reconcile", count(&db)?);
    Ok(())
}

fn count(db: &Connection) -> Result<u32> {
    Ok(db.query_row("SELECT count(*) FROM objects", [], |row| row.get(0))?)
}
