//! The program is killed at random moments while the API fails and others change data: nothing is lost. Programs that are wrong on purpose
//! (`wrong`) do lose changes, which shows that the tests would notice it.

#[path = "../../../../tests/soak/dice.rs"]
mod dice;
#[path = "../../src/main.rs"]
#[allow(dead_code)]
mod program;
mod world;
mod wrong;

use std::{
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread::sleep,
    time::{Duration, Instant, SystemTime},
};

use dice::Dice;
use serde_json::{Value, json};
use truto_unified::{blocking, testing::FakeTruto};
use world::{ACCOUNTS, Size, World};

/// A program that mirrors the accounts of a [`World`]: an API that fails, and whose data others change.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Program {
    /// The program itself.
    Real,
    /// Its function `mirror`, with a client whose requests time out after a short time.
    Impatient,
    /// A wrong recipe: see [`wrong`].
    Wrong(&'static str),
}

/// What happened in a world.
#[derive(Debug, Default)]
struct Report {
    /// Rows that no run found, before the reconcile.
    lost: Vec<String>,
    killed: usize,
    /// Runs that ended while requests failed, with or without success.
    ended: usize,
    faults: usize,
    changes: usize,
}

/// Runs a program while others change the data and requests fail, and kills it. Then compares its mirror with the truth.
fn run(seed: u64, size: Size, program: Program) -> Report {
    let (world, mut report) = (World::new(seed, size), Report::default());
    let mut dice = Dice::new(seed + 1);
    world.while_others_change(|| {
        for _ in 0..size.rounds {
            let reconciles = program == Program::Real && dice.one_in(4);
            let is_killed = !dice.one_in(3);
            // A request without a response lasts until the program is killed, or until its timeout.
            world.may_stall(is_killed || program == Program::Impatient);
            let mut child = start(&world, program, reconciles);
            let most = if is_killed {
                dice.below(size.kill_within)
            } else {
                60_000
            };
            match wait(&mut child, Duration::from_millis(most)) {
                None => report.killed += 1,
                Some(_) => report.ended += 1,
            }
        }
    });
    // The first one may resume a run that began before the last changes.
    for _ in 0..2 {
        finish(&world, program, false);
    }
    (report.lost, _) = world.differences();
    (report.faults, report.changes) = world.counts();
    if program == Program::Real {
        finish(&world, program, true);
        let (lost, left) = world.differences();
        assert!(
            lost.is_empty() && left.is_empty(),
            "seed {seed}: {lost:?} {left:?}"
        );
    }
    report
}

fn start(world: &World, program: Program, reconciles: bool) -> Child {
    let mut command = match program {
        Program::Real => Command::new(env!("CARGO_BIN_EXE_sync_to_sqlite")),
        Program::Impatient => again("impatient"),
        Program::Wrong(recipe) => again(recipe),
    };
    if program == Program::Real {
        command.arg(world.database()).args(ACCOUNTS);
        command.args(reconciles.then_some("--reconcile"));
    }
    command
        .env("TRUTO_API_TOKEN", world.fake.token())
        .env("TRUTO_BASE_URL", world.fake.url())
        .env("DATABASE", world.database())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// This program, which runs `child` instead of the tests.
fn again(recipe: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let arguments = ["child", "--exact", "--ignored", "--nocapture"];
    command.args(arguments).env("RECIPE", recipe);
    command
}

/// Waits for the end of the program; kills it (`kill -9`) if it takes longer. Returns whether it succeeded.
fn wait(child: &mut Child, most: Duration) -> Option<bool> {
    let begin = Instant::now();
    while begin.elapsed() < most {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status.success());
        }
        sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    let status = child.wait().unwrap();
    status.code().map(|code| code == 0)
}

/// Runs the program to its end.
fn finish(world: &World, program: Program, reconciles: bool) {
    let mut child = start(world, program, reconciles);
    let ended = wait(&mut child, Duration::from_secs(300));
    assert_eq!(ended, Some(true), "{program:?}");
}

#[test]
#[ignore = "the tests start it"]
fn child() {
    let recipe = std::env::var("RECIPE").unwrap();
    wrong::run(&recipe, &std::env::var("DATABASE").unwrap()).unwrap();
}

/// Runs many worlds, several at a time, and prints what happened.
fn run_all(seeds: impl Iterator<Item = u64>, size: Size, program: Program) -> Vec<Report> {
    let work = |seed| Ok::<_, ()>(run(seed, size, program));
    let reports = blocking::for_each(seeds, size.at_a_time, |_| {}, work);
    let reports: Vec<Report> = reports.into_iter().flatten().collect();
    let sum = |of: fn(&Report) -> usize| reports.iter().map(of).sum::<usize>();
    println!(
        "{program:?}: {} seeds, {} objects each, {} kills, {} other ends, {} faults, {} changes by others, {} seeds with lost changes",
        reports.len(),
        9 * size.objects,
        sum(|report| report.killed),
        sum(|report| report.ended),
        sum(|report| report.faults),
        sum(|report| report.changes),
        sum(|report| usize::from(!report.lost.is_empty())),
    );
    reports
}

fn assert_nothing_is_lost(reports: &[Report]) {
    for (seed, report) in reports.iter().enumerate() {
        assert!(report.lost.is_empty(), "report {seed}: {:?}", report.lost);
    }
}

#[test]
fn nothing_is_lost() {
    assert_nothing_is_lost(&run_all(0..12, Size::SMALL, Program::Real));
    assert_nothing_is_lost(&run_all(0..6, Size::SMALL, Program::Impatient));
}

/// Runs 200 seeds, or those that `FIRST_SEED` and `SEEDS` in the environment choose. To optimize it, set
/// `CARGO_PROFILE_DEV_OPT_LEVEL=1`, as `cargo xtask ci --nightly` does for 20 seeds.
#[test]
#[ignore = "200 seeds take 20 minutes, if it is optimized"]
fn nothing_is_lost_at_full_size() {
    let number = |name, default| std::env::var(name).map_or(default, |text| text.parse().unwrap());
    let first = number("FIRST_SEED", 0);
    let seeds = first..first + number("SEEDS", 200);
    assert_nothing_is_lost(&run_all(seeds, Size::FULL, Program::Real));
}

#[test]
fn wrong_recipes_lose_changes() {
    for recipe in ["since the end of the run", "checkpoint before the batch"] {
        // Only a kill at the wrong moment loses changes, so it can take several seeds.
        let loses = (0..60).step_by(4).any(|seed| {
            let reports = run_all(seed..seed + 4, Size::SMALL, Program::Wrong(recipe));
            reports.iter().any(|report| !report.lost.is_empty())
        });
        assert!(loses, "{recipe}");
    }
}

#[test]
fn items_without_an_id_are_kept() {
    let fake = FakeTruto::start().unwrap();
    let page = json!({"result": [{"id": "1"}, {"title": "no id"}, {"id": 7}]});
    fake.set_response("crm.contacts.list", page).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let database = dir.path().join("mirror.db");
    for _ in 0..2 {
        let status = Command::new(env!("CARGO_BIN_EXE_sync_to_sqlite"))
            .arg(&database)
            .arg("acme")
            .env("TRUTO_API_TOKEN", fake.token())
            .env("TRUTO_BASE_URL", fake.url())
            .status()
            .unwrap();
        assert!(status.success());
    }
    let db = rusqlite::Connection::open(&database).unwrap();
    let text = |sql| {
        db.query_row(sql, [], |row| row.get::<_, String>(0))
            .unwrap()
    };
    let kept: Value = serde_json::from_str(&text("SELECT json FROM without_id")).unwrap();
    assert_eq!(kept, json!({"title": "no id"}));
    assert_eq!(text("SELECT group_concat(id) FROM objects"), "1,7");
}

/// From there, the next run finds what was created since and is not in the list of the reconcile.
#[test]
fn a_reconcile_keeps_the_checkpoint_of_the_last_run() {
    let clock = Arc::new(AtomicU64::new(1_900_000_000));
    let seconds = Arc::clone(&clock);
    let now = move || SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.load(Relaxed));
    let fake = FakeTruto::builder().clock(now).start().unwrap();
    fake.seed("acme", "crm.contacts", [json!({"id": "1"})])
        .unwrap();
    let client = fake.client().unwrap();
    let db = program::open(":memory:").unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let checkpoint_after = |reconciles| {
        let accounts = ["acme".to_owned()];
        let mirror = program::mirror(&client, &db, &accounts, reconciles);
        runtime.block_on(mirror).unwrap();
        clock.fetch_add(3_600, Relaxed);
        let select = "SELECT checkpoint FROM checkpoints WHERE resource = 'contacts'";
        db.query_row(select, [], |row| row.get::<_, String>(0))
            .unwrap()
    };
    let of_reconcile = checkpoint_after(true);
    let of_run = checkpoint_after(false);
    assert_ne!(of_run, of_reconcile);
    assert_eq!(checkpoint_after(true), of_run);
    assert_ne!(checkpoint_after(false), of_run);
}

#[test]
fn it_runs_without_an_account() {
    let output = Command::new(env!("CARGO_BIN_EXE_sync_to_sqlite"));
    let output = { output }.env_remove("TRUTO_API_TOKEN").output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let lines = [
        "9000 objects",
        "9001 objects, of which one was deleted",
        "9000 objects after the reconcile",
    ];
    assert_eq!(printed.lines().collect::<Vec<_>>(), lines);
}
