//! Runs a program with a time limit, and measures it.

use std::fs::File;
use std::io;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
use wait4::{ResUse, Wait4 as _};

/// How often a running process is looked at.
const PAUSE: Duration = Duration::from_millis(5);

/// What a process took, including its child processes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    pub(crate) cpu: Duration,
    pub(crate) wall: Duration,
    /// The peak memory of the largest process in bytes.
    pub(crate) memory: u64,
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It exited with this code.
    Code(i32),
    /// A signal ended it, for example after a stack overflow.
    Signal(i32),
    /// It took too long and was ended.
    Timeout,
}

/// Runs the command until it ends or `timeout` has passed. Its output is written to `log`.
pub(crate) fn run(
    command: &mut Command,
    log: &File,
    timeout: Duration,
) -> io::Result<(Ended, Usage)> {
    let start = Instant::now();
    // A group of its own, so that its child processes end with it.
    let mut child = command
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log.try_clone()?)
        .process_group(0)
        .spawn()?;
    let is_late = wait(&child, start + timeout)?;
    let ResUse { status, rusage } = child.wait4()?;
    let usage = Usage {
        cpu: rusage.utime + rusage.stime,
        wall: start.elapsed(),
        memory: rusage.maxrss,
    };
    let ended = if is_late {
        Ended::Timeout
    } else {
        ended(status)
    };
    Ok((ended, usage))
}

/// Waits until the process has ended, and ends it at `deadline`. Returns whether it was ended.
fn wait(child: &Child, deadline: Instant) -> io::Result<bool> {
    let Some(pid) = Pid::from_raw(child.id().cast_signed()) else {
        return Ok(false);
    };
    // The process stays, so that `wait4` can measure it.
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    while waitid(WaitId::Pid(pid), options)?.is_none() {
        if Instant::now() >= deadline {
            kill_process_group(pid, Signal::KILL)?;
            return Ok(true);
        }
        thread::sleep(PAUSE);
    }
    Ok(false)
}

fn ended(status: ExitStatus) -> Ended {
    match (status.code(), status.signal()) {
        (Some(code), _) => Ended::Code(code),
        (None, signal) => Ended::Signal(signal.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, timeout: Duration) -> (Ended, Usage) {
        let log = tempfile::tempfile().unwrap();
        let mut command = Command::new("sh");
        run(command.args(["-c", script]), &log, timeout).unwrap()
    }

    #[test]
    fn ends_are_told_apart() {
        let long = Duration::from_secs(60);
        assert_eq!(shell("exit 3", long).0, Ended::Code(3));
        assert_eq!(shell("kill -9 $$", long).0, Ended::Signal(9));
        let (ended, usage) = shell("sleep 60", Duration::from_millis(50));
        assert_eq!(ended, Ended::Timeout);
        assert!(usage.wall < Duration::from_secs(30) && usage.memory > 0);
    }
}
