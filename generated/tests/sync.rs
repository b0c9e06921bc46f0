//! The recipe for a sync from the guide and the example: no change is lost, whenever it happens and wherever the sync crashes.
#![cfg(all(
    feature = "crm",
    feature = "sync",
    feature = "tokio",
    feature = "testing"
))]

#[path = "../examples/sync_contacts.rs"]
#[allow(dead_code)]
mod recipe;

use std::{
    collections::BTreeMap,
    error::Error,
    path::PathBuf,
    time::{Duration, SystemTime},
};

use serde_json::json;
use tempfile::TempDir;
use truto_unified::{
    ErrorKind, IntegratedAccount, Integration, Timestamp,
    crm::Contact,
    sync::{Batch, Checkpoint, Extent, SyncRun},
    testing::{Account, FakeTruto},
};

const ID: &str = "a";

/// A CRM with 250 contacts, and a copy of it.
struct Sync {
    fake: FakeTruto,
    account: IntegratedAccount,
    dir: TempDir,
    copy: BTreeMap<String, Option<String>>,
}

impl Sync {
    fn new() -> Self {
        let fake = FakeTruto::start().unwrap();
        let account = fake.client().unwrap().integrated_account(ID);
        // None of them has changed recently.
        let contact = |number: usize| json!({"id": format!("c{number}"), "title": "old", "updated_at": "2020-01-01T00:00:00Z"});
        fake.seed(ID, "crm.contacts", (0..250).map(contact))
            .unwrap();
        let (dir, copy) = (tempfile::tempdir().unwrap(), BTreeMap::new());
        Self {
            fake,
            account,
            dir,
            copy,
        }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("state.json")
    }

    fn checkpoint(&self) -> Checkpoint {
        let text = std::fs::read_to_string(self.path()).unwrap();
        text.parse().unwrap()
    }

    /// Runs the recipe. `before` is called with the number of each page before the page is stored, and may fail.
    async fn run(
        &mut self,
        mut before: impl FnMut(&FakeTruto, usize) -> Result<(), &'static str>,
    ) -> Result<(), Box<dyn Error>> {
        let path = self.path();
        let (fake, copy, mut number) = (&self.fake, &mut self.copy, 0);
        let list = self.account.crm().contacts().list().limit(100);
        let run = recipe::sync(list, &path, |page: &Batch<Contact>| {
            before(fake, number)?;
            number += 1;
            copy.extend(
                page.items
                    .iter()
                    .map(|one| (one.id.clone(), one.title.clone())),
            );
            Ok(())
        });
        run.await
    }

    /// The ids of contacts whose copy is outdated.
    fn lost(&self) -> Vec<String> {
        let objects = self.fake.objects(ID, "crm.contacts").unwrap();
        let lost = objects.iter().filter(|one| {
            let id = one["id"].as_str().unwrap();
            let copied = self.copy.get(id).and_then(Option::as_deref);
            copied != one["title"].as_str()
        });
        lost.map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// Changes a contact.
fn change(fake: &FakeTruto, id: &str) {
    let now = Timestamp::from(SystemTime::now());
    let changed = json!({"id": id, "title": "new", "updated_at": now});
    fake.seed(ID, "crm.contacts", [changed]).unwrap();
}

#[tokio::test]
async fn a_change_during_a_run_is_found_by_the_next_one() {
    let mut sync = Sync::new();
    let run = sync.run(|fake, page| {
        if page == 1 {
            change(fake, "c7"); // it is on the page that was just stored
            std::thread::sleep(Duration::from_millis(60)); // the run continues for a while
        }
        Ok(())
    });
    run.await.unwrap();
    assert_eq!(sync.lost(), ["c7"]);

    // A former recommendation: start a little before the end of the last run.
    let end = SystemTime::now();
    let since = Timestamp::from(end - Duration::from_millis(30));
    let list = sync.account.crm().contacts().list().updated_at_gt(since);
    assert!(
        list.await.unwrap().items.is_empty(),
        "that finds the change"
    );

    let before = sync.fake.requests().len();
    sync.run(|_, _| Ok(())).await.unwrap();
    assert_eq!(sync.lost(), [""; 0]);
    assert_eq!(
        sync.fake.requests().len(),
        before + 1,
        "it reads only what has changed"
    );
}

#[tokio::test]
async fn a_run_that_crashed_is_resumed_with_its_filter_and_loses_nothing() {
    let mut sync = Sync::new();
    sync.run(|_, _| Ok(())).await.unwrap();
    for number in 0..250 {
        change(&sync.fake, &format!("c{number}"));
    }

    // This run reads all contacts again, and crashes when it stores the third page.
    let crash = sync.run(|_, page| if page == 2 { Err("crash") } else { Ok(()) });
    assert_eq!(crash.await.unwrap_err().to_string(), "crash");
    let crashed = sync.checkpoint();
    let since = crashed.since().unwrap().to_string();
    assert!(!crashed.is_complete());

    // Meanwhile, a contact of the first page changes again.
    let again =
        json!({"id": "c3", "title": "newer", "updated_at": Timestamp::from(SystemTime::now())});
    sync.fake.seed(ID, "crm.contacts", [again]).unwrap();
    let before = sync.fake.requests().len();
    sync.run(|_, _| Ok(())).await.unwrap();
    assert_eq!(
        sync.fake.requests().len(),
        before + 1,
        "only the third page"
    );
    let resumed = sync.fake.requests().pop().unwrap();
    assert_eq!(resumed.query_value("updated_at[gt]"), Some(since.clone()));
    assert_eq!(sync.lost(), ["c3"]);

    // The next run starts at the start of the run that crashed, not where it was resumed.
    assert!(sync.checkpoint().is_complete());
    sync.run(|_, _| Ok(())).await.unwrap();
    assert_eq!(sync.lost(), [""; 0]);
}

#[tokio::test]
async fn a_crash_at_any_page_loses_nothing() {
    for crash_at in 0..3 {
        let mut sync = Sync::new();
        let crash = sync.run(|fake, page| {
            change(fake, &format!("c{}", 90 * page));
            if page == crash_at {
                Err("crash")
            } else {
                Ok(())
            }
        });
        crash.await.unwrap_err();
        change(&sync.fake, "c5");
        for _ in 0..2 {
            sync.run(|_, _| Ok(())).await.unwrap();
        }
        assert_eq!(sync.lost(), [""; 0], "crash at page {crash_at}");
    }
}

#[tokio::test]
async fn a_checkpoint_is_refused_with_another_filter() {
    let mut sync = Sync::new();
    sync.run(|_, _| Ok(())).await.unwrap();
    let sent = sync.fake.requests().len();
    let list = sync.account.crm().contacts().list().limit(100);
    let list = list.created_at_gt("2026-01-01T00:00:00Z");
    let mut run = SyncRun::new(list).resume(sync.checkpoint());
    let refused = run.next().await.unwrap().unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Invalid, "{refused}");
    assert_eq!(sync.fake.requests().len(), sent);
}

/// One function copies different resources: only what has changed, where the integration supports the filter.
#[tokio::test]
async fn resources_without_a_filter_are_read_as_a_whole() {
    let sync = Sync::new();
    let since = "2026-01-01T00:00:00Z";
    let crm = sync.account.crm();
    let run = SyncRun::new(crm.accounts().list()).since(since);
    assert_eq!(run.extent(), Extent::Changes);
    let run = SyncRun::new(crm.leads().list()).since(since);
    assert_eq!(run.extent(), Extent::AllUnfiltered);
    assert_eq!(
        SyncRun::new(crm.opportunities().list()).extent(),
        Extent::All
    );
}

#[test]
fn the_guide_has_the_recipe_that_is_tested() {
    let example = include_str!("../examples/sync_contacts.rs");
    let (_, recipe) = example.split_once("/// Reads everything once").unwrap();
    let guide = include_str!("../guides/paging.md");
    assert!(
        guide.contains(recipe.trim()),
        "copy the recipe into the guide"
    );
}

/// HubSpot requires the type of object for a single field group.
#[tokio::test]
async fn single_objects_are_requested_with_the_parameters_of_the_list() {
    let fake = FakeTruto::start().unwrap();
    fake.set_account(ID, Account::new().partial());
    let group = json!({"id": "g", "entity": "contact"});
    fake.seed(ID, "crm.field_groups", [group]).unwrap();
    let account = fake.client().unwrap().integrated_account(ID);
    let account = account.integration(Integration::HubSpot);
    let groups = || account.crm().field_groups().list().without_remote_data();
    for (list, expected) in [
        (groups().entity("contact"), "crm.field_groups.get"),
        (groups(), "crm.field_groups.list"),
    ] {
        let mut run = SyncRun::new(list).fetch_partial(1);
        assert_eq!(run.next().await.unwrap().unwrap().items.len(), 1);
        let last = fake.requests().pop().unwrap();
        assert_eq!(last.operation(), Some(expected));
        let option = last.query_value("truto_ignore_remote_data");
        assert_eq!(option.as_deref(), Some("true"));
    }
}
