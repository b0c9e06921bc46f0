//! Starts the processes, and kills and restarts them.

use std::{
    env,
    io::Read as _,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use crate::{Outcome, dice::Dice, judge};

/// The worker that is never killed, and the one that is. Each has an account of its own, with the name of the worker as its id.
pub(crate) const WORKERS: [&str; 2] = [STEADY, MORTAL];
pub(crate) const STEADY: &str = "steady";
const MORTAL: &str = "mortal";

/// How long a process may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(180);

/// How long a test takes, and the longest time between two kills.
pub(crate) struct Length {
    pub(crate) load: Duration,
    pub(crate) kill_within: Duration,
}

/// How many processes were killed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kills {
    pub(crate) api: usize,
    pub(crate) client: usize,
}

/// What this process does.
pub(crate) enum Role {
    Api(ApiRole),
    Worker(WorkerRole),
}

pub(crate) struct ApiRole {
    pub(crate) dir: PathBuf,
    pub(crate) port: u16,
    /// The port of the endpoint for webhooks.
    pub(crate) hook: u16,
    pub(crate) seed: u64,
}

pub(crate) struct WorkerRole {
    pub(crate) dir: PathBuf,
    pub(crate) name: String,
    /// The number of the process, which is higher after a restart.
    pub(crate) life: u64,
    /// The port of the API.
    pub(crate) port: u16,
    /// The port of the endpoint for webhooks, if this worker has it.
    pub(crate) hook: Option<u16>,
}

impl Role {
    /// Returns `None` if the supervisor has not started this process.
    pub(crate) fn from_env() -> Outcome<Option<Self>> {
        let variable = |name: &str| env::var(format!("SOAK_{name}"));
        let Ok(role) = variable("ROLE") else {
            return Ok(None);
        };
        let number = |name: &str| Outcome::Ok(variable(name)?.parse::<u16>()?);
        let (dir, seed) = (variable("DIR")?.into(), variable("SEED")?.parse()?);
        let (port, hook) = (number("PORT")?, number("HOOK")?);
        Ok(Some(match role.as_str() {
            "api" => Self::Api(ApiRole {
                dir,
                port,
                hook,
                seed,
            }),
            name => Self::Worker(WorkerRole {
                dir,
                life: seed,
                port,
                hook: (name == STEADY).then_some(hook),
                name: name.to_owned(),
            }),
        }))
    }
}

/// A message to the processes. It is sent by creating a file, which they look for.
#[derive(Clone, Copy)]
pub(crate) enum Signal {
    /// To the API: no more faults.
    Calm,
    /// To the workers: finish what was begun.
    Stop,
    /// To the API: report and end.
    End,
}

impl Signal {
    fn path(self, dir: &Path) -> PathBuf {
        dir.join(match self {
            Self::Calm => "calm",
            Self::Stop => "stop",
            Self::End => "end",
        })
    }

    fn send(self, dir: &Path) -> Outcome {
        Ok(std::fs::write(self.path(dir), "")?)
    }

    pub(crate) fn is_sent(self, dir: &Path) -> bool {
        self.path(dir).exists()
    }

    pub(crate) fn wait(self, dir: &Path) {
        while !self.is_sent(dir) {
            sleep(Duration::from_millis(20));
        }
    }
}

/// Ends this process when its parent ends or is killed, which closes the standard input.
pub(crate) fn end_with_parent() {
    thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(3);
    });
}

struct Process {
    child: Child,
    _input: Option<ChildStdin>,
}

impl Process {
    fn kill(mut self) -> Outcome {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    fn end(mut self, what: &str) -> Outcome {
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                return match status.success() {
                    true => Ok(()),
                    false => Err(format!("the process `{what}` failed: {status}").into()),
                };
            }
            sleep(Duration::from_millis(20));
        }
        self.kill()?;
        Err(format!("the process `{what}` did not end within {PATIENCE:?}").into())
    }
}

struct Supervisor {
    dir: PathBuf,
    port: u16,
    hook: u16,
    dice: Dice,
    started: u64,
}

impl Supervisor {
    fn start(&mut self, role: &str) -> Outcome<Process> {
        self.started += 1;
        let mut child = Command::new(env::current_exe()?)
            .args(["role", "--exact", "--ignored", "--nocapture"])
            .env("SOAK_ROLE", role)
            .env("SOAK_DIR", &self.dir)
            .env("SOAK_PORT", self.port.to_string())
            .env("SOAK_HOOK", self.hook.to_string())
            .env("SOAK_SEED", self.started.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        let _input = child.stdin.take();
        Ok(Process { child, _input })
    }

    fn pause(&mut self, most: Duration) {
        let most = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
        sleep(Duration::from_millis(self.dice.below(most)));
    }
}

/// Returns two ports that were free a moment ago. A port that the system chooses would be another one after a restart.
fn free_ports() -> Outcome<[u16; 2]> {
    // If the first port were released before the second is chosen, both could be the same.
    let [one, other] = [
        TcpListener::bind("127.0.0.1:0")?,
        TcpListener::bind("127.0.0.1:0")?,
    ];
    Ok([one.local_addr()?.port(), other.local_addr()?.port()])
}

/// Runs all processes for the given time, and compares their records. If that fails, the records are kept.
pub(crate) fn run(length: &Length) -> Outcome {
    let dir = tempfile::tempdir()?;
    let result = load(dir.path(), length);
    let result = result.and_then(|kills| judge::judge(dir.path(), length, kills));
    if result.is_err() {
        println!("the records are in {}", dir.keep().display());
    }
    result
}

fn load(dir: &Path, length: &Length) -> Outcome<Kills> {
    let [port, hook] = free_ports()?;
    let mut all = Supervisor {
        dir: dir.to_owned(),
        port,
        hook,
        dice: Dice::new(length.load.as_secs()),
        started: 0,
    };
    let mut api = all.start("api")?;
    let steady = all.start(STEADY)?;
    let mut mortal = all.start(MORTAL)?;
    let (begin, mut kills) = (Instant::now(), Kills::default());
    while begin.elapsed() < length.load {
        all.pause(length.kill_within);
        let outage = length.kill_within / 8;
        // The first kill is of the API, and the second one of a client.
        let is_api = match kills {
            Kills { api: 0, .. } => true,
            Kills { client: 0, .. } => false,
            _ => all.dice.one_in(2),
        };
        if is_api {
            api.kill()?;
            all.pause(outage);
            api = all.start("api")?;
            kills.api += 1;
        } else {
            mortal.kill()?;
            all.pause(outage);
            mortal = all.start(MORTAL)?;
            kills.client += 1;
        }
    }
    Signal::Calm.send(&all.dir)?;
    Signal::Stop.send(&all.dir)?;
    steady.end(STEADY)?;
    mortal.end(MORTAL)?;
    Signal::End.send(&all.dir)?;
    api.end("api")?;
    println!(
        "{} seconds; the API was killed {} times, a client {} times",
        begin.elapsed().as_secs(),
        kills.api,
        kills.client
    );
    Ok(kills)
}
