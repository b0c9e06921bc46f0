//! The table of results.

use std::fmt::Write as _;
use std::str::FromStr;
use std::time::Duration;

use crate::report::Failure;

/// A row of the table: the result of a measurement.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// The group of the row. Groups have a heading each.
    pub(super) title: String,
    pub(super) name: String,
    pub(super) took: Duration,
    /// The name and the time of the floor, with which the row is compared.
    pub(super) floor: Option<(String, Duration)>,
}

/// Parses a line of the file that the benchmarks write: title, name, floor, and the times of the floor and of the row in nanoseconds,
/// separated by tabs. Without a floor, its name is empty.
impl FromStr for Row {
    type Err = Failure;

    fn from_str(line: &str) -> Result<Self, Failure> {
        let [title, name, floor, least, took] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!(
                "a benchmark wrote a row without five columns: {line}"
            ));
        };
        let time = |text: &str| {
            let nanos = text.parse().map(Duration::from_nanos);
            nanos.map_err(|error| format!("a benchmark wrote the time `{text}`: {error}"))
        };
        let least = time(least)?;
        Ok(Self {
            title: title.to_owned(),
            name: name.to_owned(),
            took: time(took)?,
            floor: (!floor.is_empty()).then(|| (floor.to_owned(), least)),
        })
    }
}

/// Parses the file that a benchmark has written. A benchmark that measured nothing is an error.
pub(super) fn parse(text: &str) -> Result<Vec<Row>, Failure> {
    match text.is_empty() {
        true => Err("it wrote no row".to_owned()),
        false => text.lines().map(str::parse).collect(),
    }
}

/// The rows as a table in Markdown.
pub(super) fn render(rows: &[Row]) -> String {
    let mut out =
        "| measured | median | floor | its median | ratio |\n|---|--:|---|--:|--:|\n".to_owned();
    let mut title = None;
    for row in rows {
        if title.replace(&row.title) != Some(&row.title) {
            let _ = writeln!(out, "| **{}** | | | | |", row.title);
        }
        let took = time(row.took);
        let _ = match &row.floor {
            None => writeln!(out, "| {} | {took} | | | |", row.name),
            Some((floor, least)) => {
                let ratio = row.took.as_secs_f64() / least.as_secs_f64();
                let least = time(*least);
                writeln!(
                    out,
                    "| {} | {took} | {floor} | {least} | {ratio:.2} |",
                    row.name
                )
            }
        };
    }
    out
}

/// Formats a time with one decimal, since the medians of two runs differ by more.
fn time(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds >= 1.0 => format!("{seconds:.1} s"),
        seconds if seconds >= 1e-3 => format!("{:.1} ms", seconds * 1e3),
        seconds => format!("{:.1} µs", seconds * 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, parse, render};

    #[test]
    fn rows_are_read_and_grouped() {
        let lines = [
            "decode\temitted\tderived\t2000000\t2500000",
            "decode\tuntyped\tderived\t2000000\t4000000",
            "load\tone call\t\t0\t90000",
        ];
        let rows = parse(&lines.join("\n")).unwrap();
        let expected = "\
| measured | median | floor | its median | ratio |
|---|--:|---|--:|--:|
| **decode** | | | | |
| emitted | 2.5 ms | derived | 2.0 ms | 1.25 |
| untyped | 4.0 ms | derived | 2.0 ms | 2.00 |
| **load** | | | | |
| one call | 90.0 µs | | | |
";
        assert_eq!(render(&rows), expected);
        assert!("decode\temitted".parse::<Row>().is_err());
        assert!("a\tb\tc\t1\tx".parse::<Row>().is_err());
    }

    #[test]
    fn a_benchmark_without_rows_is_an_error() {
        assert!(parse("").is_err());
    }
}
