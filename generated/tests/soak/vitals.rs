//! The memory and the sockets of a process, where the system reports them.

use std::{fs, time::Duration};

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Sample {
    /// Resident, in KiB.
    pub(crate) memory: u64,
    pub(crate) sockets: u64,
}

impl Sample {
    /// Returns `None` on systems other than Linux.
    pub(crate) fn take() -> Option<Self> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        let memory = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        let files = fs::read_dir("/proc/self/fd").ok()?;
        // A file may have been closed since it was listed.
        let targets = files.filter_map(|file| fs::read_link(file.ok()?.path()).ok());
        let sockets = targets.filter(|target| target.to_string_lossy().starts_with("socket:"));
        Some(Self {
            memory,
            sockets: u64::try_from(sockets.count()).ok()?,
        })
    }
}

/// The time between two samples.
pub(crate) const INTERVAL: Duration = Duration::from_millis(500);

/// The median of the memory and the maximum of the sockets, in a part of the samples.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) memory: u64,
    pub(crate) most_sockets: u64,
}

impl Part {
    /// The part from one percentage of the samples to another; `None` if it is empty.
    pub(crate) fn of(samples: &[Sample], from: usize, to: usize) -> Option<Self> {
        let part = samples.get(samples.len() * from / 100..samples.len() * to / 100)?;
        let mut memory: Vec<u64> = part.iter().map(|sample| sample.memory).collect();
        memory.sort_unstable();
        Some(Self {
            memory: *memory.get(memory.len() / 2)?,
            most_sockets: part.iter().map(|sample| sample.sockets).max()?,
        })
    }
}
