//! The table of all documents.

use std::time::Duration;

use super::documents::Mode;
use crate::process::Usage;

/// What became of one document.
pub(super) struct Row {
    pub(super) name: String,
    /// The size of the root document in bytes.
    pub(super) size: u64,
    pub(super) warnings: usize,
    /// How it was generated in the end.
    pub(super) mode: Mode,
    pub(super) generation: Run,
    /// `None` if there was nothing to compile.
    pub(super) check: Option<Run>,
    /// With all features; `None` if it does not compile without them.
    pub(super) features: Option<Run>,
}

/// What a process took, and the first error.
pub(super) struct Run {
    pub(super) usage: Usage,
    pub(super) error: Option<String>,
    /// The first error of a document that generates without what has errors.
    pub(super) note: Option<String>,
}

impl Run {
    pub(super) fn is_success(&self) -> bool {
        self.error.is_none()
    }
}

/// The titles, with the units. The last column is as wide as its text.
const TITLES: [&str; COLUMNS] = [
    "document",
    "KiB",
    "result",
    "warnings",
    "CPU s",
    "MiB",
    "check",
    "CPU s",
    "wall s",
    "MiB",
    "all features",
    "first error",
];

const COLUMNS: usize = 12;

/// The columns with numbers, which are aligned to the right.
const NUMBERS: [usize; 7] = [1, 3, 4, 5, 7, 8, 9];

impl Row {
    pub(super) fn is_success(&self) -> bool {
        self.error().is_none()
    }

    /// The first error of the generator or of the compiler.
    fn error(&self) -> Option<&String> {
        let runs = [&self.check, &self.features].into_iter().flatten();
        let mut compiler = runs.filter_map(|run| run.error.as_ref());
        self.generation.error.as_ref().or_else(|| compiler.next())
    }

    fn cells(&self) -> [String; COLUMNS] {
        let outcome = |run: &Run, success: &str| match run.is_success() {
            true => success.to_owned(),
            false => "fails".to_owned(),
        };
        let check = self.check.as_ref();
        let of_check = |cell: fn(&Usage) -> String| check.map(|run| cell(&run.usage));
        [
            self.name.clone(),
            tenths(self.size, 1 << 10),
            match self.mode {
                Mode::Plain => outcome(&self.generation, "generates"),
                Mode::KeepGoing => outcome(&self.generation, "--keep-going"),
            },
            self.warnings.to_string(),
            seconds(self.generation.usage.cpu),
            tenths(self.generation.usage.memory, 1 << 20),
            check.map_or_else(String::new, |run| outcome(run, "compiles")),
            of_check(|usage| seconds(usage.cpu)).unwrap_or_default(),
            of_check(|usage| seconds(usage.wall)).unwrap_or_default(),
            of_check(|usage| tenths(usage.memory, 1 << 20)).unwrap_or_default(),
            self.features
                .as_ref()
                .map_or_else(String::new, |run| outcome(run, "compiles")),
            self.error()
                .or(self.generation.note.as_ref())
                .cloned()
                .unwrap_or_default(),
        ]
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64())
}

/// A size in a unit of that many bytes, with one decimal.
fn tenths(size: u64, unit: u64) -> String {
    let tenths = size.saturating_mul(10).div_ceil(unit);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Renders the rows as a table of Markdown, whose columns are also aligned in a terminal.
pub(super) fn render(rows: &[Row]) -> String {
    let mut lines = vec![TITLES.map(str::to_owned)];
    lines.extend(rows.iter().map(Row::cells));
    let widths: Vec<usize> = (0..COLUMNS - 1)
        .map(|column| widest(&lines, column))
        .collect();
    let rule = |column: usize| {
        let width = widths.get(column).copied().unwrap_or(3);
        let colon = if NUMBERS.contains(&column) { ":" } else { "-" };
        format!("{}{colon}", "-".repeat(width.saturating_sub(1)))
    };
    lines.insert(1, std::array::from_fn(rule));
    lines.iter().map(|line| joined(line, &widths)).collect()
}

fn widest(lines: &[[String; COLUMNS]], column: usize) -> usize {
    let cells = lines.iter().filter_map(|line| line.get(column));
    cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
}

fn joined(cells: &[String; COLUMNS], widths: &[usize]) -> String {
    let padded = cells.iter().enumerate().map(|(column, cell)| {
        let cell = cell.replace('|', "\\|");
        let width = widths.get(column).copied().unwrap_or(0);
        match NUMBERS.contains(&column) {
            true => format!("{cell:>width$}"),
            false => format!("{cell:width$}"),
        }
    });
    format!("| {} |\n", padded.collect::<Vec<_>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(error: Option<&str>) -> Run {
        let usage = Usage {
            cpu: Duration::from_millis(1250),
            wall: Duration::from_millis(700),
            memory: 21 << 20,
        };
        let error = error.map(str::to_owned);
        Run {
            usage,
            error,
            note: None,
        }
    }

    #[test]
    fn columns_are_aligned_and_have_units() {
        let row = |name: &str, error, check: Option<Run>| Row {
            name: name.to_owned(),
            size: 2048,
            warnings: 3,
            mode: Mode::Plain,
            generation: run(error),
            features: check.as_ref().map(|_| run(Some("c"))),
            check,
        };
        let rows = [
            row("a", None, Some(run(None))),
            row("longest-name", Some("a | b, a.yaml:1:2"), None),
        ];
        let expected = "\
| document     | KiB | result    | warnings | CPU s |  MiB | check    | CPU s | wall s |  MiB | all features | first error |
| ------------ | --: | --------- | -------: | ----: | ---: | -------- | ----: | -----: | ---: | ------------ | --- |
| a            | 2.0 | generates |        3 |  1.25 | 21.0 | compiles |  1.25 |   0.70 | 21.0 | fails        | c |
| longest-name | 2.0 | fails     |        3 |  1.25 | 21.0 |          |       |        |      |              | a \\| b, a.yaml:1:2 |
";
        assert_eq!(render(&rows), expected);
    }
}
