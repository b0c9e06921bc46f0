//! A stored copy of the contacts, which is kept up to date. It stays valid if the process is killed.

use std::{path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};
use truto_unified::{
    crm::{Contact, contacts::ContactsResource},
    sync::{Batch, Checkpoint, Reconcile, SyncRun},
};

use crate::{Outcome, journal, writes::Objects};

/// How much the runs overlap. A short time is enough, since all processes use the same clock.
const OVERLAP: Duration = Duration::from_secs(5);

/// How many missing objects are requested at a time. More than the default, since a fault can delay each response.
const CONCURRENCY: usize = 16;

#[derive(Default, Deserialize, Serialize)]
struct State {
    checkpoint: Option<Checkpoint>,
    copy: Objects,
}

pub(crate) struct Mirror {
    path: PathBuf,
    contacts: ContactsResource,
    state: State,
}

impl Mirror {
    pub(crate) fn open(path: PathBuf, contacts: ContactsResource) -> Outcome<Self> {
        let state = match path.exists() {
            true => serde_json::from_slice(&std::fs::read(&path)?)?,
            false => State::default(),
        };
        Ok(Self {
            path,
            contacts,
            state,
        })
    }

    fn apply(&mut self, batch: &Batch<Contact>) -> Outcome {
        for contact in &batch.items {
            self.put(contact);
        }
        self.save()
    }

    fn put(&mut self, contact: &Contact) {
        let title = contact.title.clone().unwrap_or_default();
        self.state.copy.insert(contact.id.clone(), title);
    }

    fn save(&self) -> Outcome {
        journal::replace(&self.path, &serde_json::to_string(&self.state)?)
    }

    /// Reads what has changed.
    pub(crate) async fn update(&mut self) -> Outcome {
        let list = self.contacts.list().limit(100);
        let mut run = SyncRun::new(list)
            .with_overlap(OVERLAP)
            .resume(self.state.checkpoint.clone());
        while let Some(batch) = run.next().await {
            let batch = batch?;
            self.state.checkpoint = Some(batch.checkpoint.clone());
            self.apply(&batch)?;
        }
        Ok(())
    }

    /// Reads everything, and removes what was deleted.
    pub(crate) async fn reconcile(&mut self) -> Outcome {
        let known: Vec<String> = self.state.copy.keys().cloned().collect();
        let mut walk =
            Reconcile::new(self.contacts.list().limit(100)).with_concurrency(CONCURRENCY);
        while let Some(batch) = walk.next().await {
            self.apply(&batch?)?;
        }
        let missing = walk.missing(known).await?;
        for contact in &missing.present {
            self.put(contact);
        }
        for id in &missing.deleted {
            self.state.copy.remove(id);
        }
        self.save()?;
        match missing.unknown.into_iter().next() {
            Some((_, error)) => Err(error.into()),
            None => Ok(()),
        }
    }

    /// Updates and reconciles, so that the copy equals a list that no longer changes.
    pub(crate) async fn complete(&mut self) -> Outcome {
        self.update().await?;
        self.reconcile().await
    }

    pub(crate) fn copy(&self) -> &Objects {
        &self.state.copy
    }
}
