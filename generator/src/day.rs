//! Days, as the definitions write them.

use std::fmt;

/// A day of the calendar: `2026-11-28`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// Reads a day in the form `2026-11-28`; `None` if the text has another form, or if there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [year, month, day] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
        let has_form = (year.len(), month.len(), day.len()) == (4, 2, 2);
        let has_digits = text.bytes().all(|c| c.is_ascii_digit() || c == b'-');
        if !has_form || !has_digits {
            return None;
        }
        let day = Self {
            year: year.parse().ok()?,
            month: month.parse().ok()?,
            day: day.parse().ok()?,
        };
        (1..=day.days_of_month()).contains(&day.day).then_some(day)
    }

    /// Returns the number of days of the month, which is 0 if there is no such month.
    fn days_of_month(self) -> u8 {
        let year = self.year;
        let is_leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap => 29,
            2 => 28,
            _ => 0,
        }
    }
}

/// `2026-11-28`
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar_are_read() {
        for text in ["2026-11-28", "2024-02-29", "2000-02-29", "0001-01-01"] {
            assert_eq!(
                Day::parse(text).map(|day| day.to_string()).as_deref(),
                Some(text)
            );
        }
        let wrong = [
            "2026-11-31",
            "2026-02-29",
            "1900-02-29",
            "2026-00-01",
            "2026-13-01",
            "2026-01-00",
            "2026-1-01",
            "+026-01-01",
            "2026-01-01T00:00:00Z",
            "",
        ];
        for text in wrong {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
