//! Which error statuses are retried, where that differs from the rules.

/// The first error status.
const FIRST: u16 = 400;

/// A bit per error status, from 400 to 599.
type Bits = [u64; 4];

/// The decisions of a client or a request about single statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StatusRules {
    decided: Bits,
    retried: Bits,
}

impl StatusRules {
    /// No decisions.
    pub(crate) const NONE: Self = Self {
        decided: [0; 4],
        retried: [0; 4],
    };

    /// Decides whether a status is retried, in place of an earlier decision.
    pub(crate) const fn with(mut self, status: u16, yes: bool) -> Self {
        if let Some((index, bit)) = place(status) {
            self.decided[index] |= bit;
            match yes {
                true => self.retried[index] |= bit,
                false => self.retried[index] &= !bit,
            }
        }
        self
    }

    /// Whether the status is retried, if that was decided.
    pub(crate) fn get(&self, status: u16) -> Option<bool> {
        let (index, bit) = place(status)?;
        (self.decided[index] & bit != 0).then_some(self.retried[index] & bit != 0)
    }

    /// Combines both; decisions of `others` take precedence.
    pub(crate) fn and(self, others: Self) -> Self {
        let mut all = self;
        for (index, decided) in others.decided.into_iter().enumerate() {
            all.decided[index] |= decided;
            all.retried[index] = all.retried[index] & !decided | others.retried[index];
        }
        all
    }
}

impl Default for StatusRules {
    fn default() -> Self {
        Self::NONE
    }
}

/// The index and the bit of an error status.
const fn place(status: u16) -> Option<(usize, u64)> {
    match status {
        FIRST..=599 => {
            let at = status - FIRST;
            Some((at as usize / 64, 1 << (at % 64)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::StatusRules;

    #[test]
    fn later_decisions_replace_earlier_ones() {
        let client = StatusRules::NONE
            .with(404, true)
            .with(504, false)
            .with(599, true);
        let request = StatusRules::NONE
            .with(404, false)
            .with(400, true)
            .with(200, true);
        let all = client.and(request);
        let decided: Vec<_> = (0..=u16::MAX)
            .filter_map(|status| Some((status, all.get(status)?)))
            .collect();
        assert_eq!(
            decided,
            [(400, true), (404, false), (504, false), (599, true)]
        );
        assert_eq!(client.with(404, false).get(404), Some(false));
    }
}
