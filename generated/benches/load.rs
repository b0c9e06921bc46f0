//! 200 tasks make 50,000 calls with one client at once: how many failed or got lost, and how much memory and time they took. The
//! fake runs in a process of its own, so that only the client's memory is measured.

#[path = "../../generator/benches/compare.rs"]
#[allow(dead_code, reason = "there is nothing to compare with")]
mod compare;

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use truto_unified::{
    Client, Error,
    crm::{Contact, contacts::ContactsResource},
    testing::{FakeTruto, Fault},
};

const TASKS: usize = 200;
const CALLS: usize = 50_000;
const CONTACTS: usize = 1_000;

/// One in this many calls is answered by a connection reset and retried by the client; but not a `DELETE`, which has no key.
const RESETS: usize = 500;

/// The argument that makes this program run the fake.
const SERVE: &str = "--serve";

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[derive(Default)]
struct Figures {
    done: AtomicUsize,
    failed: AtomicUsize,
    /// Responses that belong to another call.
    mixed_up: AtomicUsize,
}

fn main() -> Outcome {
    if env::args().any(|argument| argument == SERVE) {
        serve()
    } else {
        tokio::runtime::Runtime::new()?.block_on(load())
    }
}

/// Prints the address and the token and, when its input ends, how many requests arrived and how many contacts are left.
fn serve() -> Outcome {
    let arrived = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&arrived);
    let fake = FakeTruto::builder()
        .on_request(move |_| {
            count.fetch_add(1, Relaxed);
        })
        .start()?;
    let people = (0..CONTACTS).map(|number| Contact::new(format!("c{number}")).first_name("Ada"));
    fake.seed("load", "crm.contacts", people)?;
    let turn = AtomicUsize::new(1);
    fake.script(move |request| {
        let is_next = turn.load(Relaxed) % RESETS == 0;
        if is_next && request.method() == "DELETE" {
            return None;
        }
        turn.fetch_add(1, Relaxed);
        is_next.then(Fault::reset)
    });
    println!("{}\n{}", fake.url(), fake.token());
    std::io::stdin().read_to_end(&mut Vec::new())?;
    println!("{}", arrived.load(Relaxed));
    println!("{}", fake.objects("load", "crm.contacts")?.len());
    Ok(())
}

async fn load() -> Outcome {
    println!("{TASKS} tasks, {CALLS} calls, one in {RESETS} reset");
    let mut child = Command::new(env::current_exe()?)
        .arg(SERVE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let stdout = child.stdout.take().ok_or("the fake has no output")?;
    let mut lines = BufReader::new(stdout).lines();
    let mut line = || lines.next().unwrap_or(Ok(String::new()));
    let (url, token) = (line()?, line()?);
    let budget = u32::try_from(TASKS)?;
    let client = Client::builder()
        .base_url(url)
        .token(token)
        .retry_budget(budget)
        .build()?;
    let contacts = client.integrated_account("load").crm().contacts();

    let (figures, start) = (Arc::new(Figures::default()), Instant::now());
    let tasks =
        (0..TASKS).map(|task| tokio::spawn(work(task, contacts.clone(), Arc::clone(&figures))));
    let tasks: Vec<_> = tasks.collect();
    let watch = tokio::spawn(watch(Arc::clone(&figures), child.id()));
    for task in tasks {
        task.await?;
    }
    watch.await?;
    let took = start.elapsed();
    drop(child.stdin.take());
    let (arrived, left): (usize, usize) = (line()?.parse()?, line()?.parse()?);
    child.wait()?;

    let done = figures.done.load(Relaxed);
    let (failed, mixed_up) = (figures.failed.load(Relaxed), figures.mixed_up.load(Relaxed));
    println!(
        "calls    {done:>9}, {:.0} a second",
        done as f64 / took.as_secs_f64()
    );
    compare::record(
        "load of 200 tasks, with resets",
        "one of 50,000 calls",
        None,
        took / u32::try_from(CALLS)?,
    );
    println!("requests {arrived:>9} arrived");
    println!("failed   {failed:>9}");
    println!("mixed up {mixed_up:>9}");
    println!("lost     {:>9}", CALLS - done);
    println!("contacts {left:>9} of {CONTACTS}: every created contact was deleted");
    let is_right = (done, failed, mixed_up, left) == (CALLS, 0, 0, CONTACTS) && arrived > CALLS;
    is_right.then_some(()).ok_or("some calls went wrong".into())
}

/// Four kinds of calls in turn: get one, list a page, update one, create and delete one.
async fn work(task: usize, contacts: ContactsResource, figures: Arc<Figures>) {
    let mut own = None;
    for turn in 0..CALLS / TASKS {
        let id = format!("c{}", (task * 7 + turn * 13) % CONTACTS);
        let result = match turn % 5 {
            0 => contacts.get(&id).await.map(|one| one.id == id),
            1 => contacts
                .list()
                .limit(10)
                .await
                .map(|page| page.items.len() == 10),
            2 => contacts
                .update(&id)
                .title("Dr.")
                .await
                .map(|one| one.id == id),
            _ => create_or_delete(&contacts, &mut own).await,
        };
        match result {
            Ok(true) => {}
            Ok(false) => {
                figures.mixed_up.fetch_add(1, Relaxed);
            }
            Err(error) => {
                eprintln!("{error}");
                figures.failed.fetch_add(1, Relaxed);
            }
        }
        figures.done.fetch_add(1, Relaxed);
    }
}

async fn create_or_delete(
    contacts: &ContactsResource,
    own: &mut Option<String>,
) -> Result<bool, Error> {
    match own.take() {
        None => {
            let made = contacts.create().first_name("Bob").await?;
            let is_right = made.first_name.as_deref() == Some("Bob");
            *own = Some(made.id);
            Ok(is_right)
        }
        Some(id) => contacts.delete(&id).await.map(|gone| gone.id == Some(id)),
    }
}

/// Prints the memory after a tenth, after half and at the end of the calls.
async fn watch(figures: Arc<Figures>, fake: u32) {
    for percent in [10, 50, 100] {
        while figures.done.load(Relaxed) < CALLS * percent / 100 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let (own, of_fake) = (resident("self"), resident(&fake.to_string()));
        println!("at {percent:>3} %: {own} resident, and {of_fake} of the fake");
    }
}

/// The resident memory of a process, if the system reports it.
fn resident(process: &str) -> String {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.map_or("unknown".to_owned(), |size| size.trim().to_owned())
}
