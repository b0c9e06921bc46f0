//! Reads the messages of `cargo xtask codegen` and `cargo check`.

use crate::process::Ended;

/// The first error, and its location on one line: `` unresolved reference `#/a`, pets.yaml:3:4 ``.
pub(super) fn first_error(log: &str, ended: Ended) -> String {
    match ended {
        Ended::Timeout => return "takes too long".to_owned(),
        Ended::Signal(signal) => return format!("ended by signal {signal}"),
        Ended::Code(_) => {}
    }
    let mut lines = log.lines();
    let message = lines.find_map(|line| message(line).map(str::to_owned));
    let place = lines
        .take_while(|line| !line.is_empty())
        .find_map(|line| line.trim_start().strip_prefix("--> "));
    match (message, place) {
        (Some(message), Some(place)) => format!("{message}, {place}"),
        (Some(message), None) => message,
        (None, _) => "fails without a message".to_owned(),
    }
}

/// The text of an error or of a panic: `error: a`, `error[E0001]: a`, `thread 'main' panicked at src/lib.rs:1:2:`.
fn message(line: &str) -> Option<&str> {
    if line.contains("panicked at ") {
        return Some(line.trim_end_matches(':'));
    }
    let rest = line.strip_prefix("error")?;
    let code = rest
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .map(|(_, rest)| rest);
    code.unwrap_or(rest).strip_prefix(": ")
}

/// The number of warnings, which the generator prints at the end: `2 errors, 3 warnings in the definitions`.
pub(super) fn warnings(log: &str) -> usize {
    let counts = log.lines().rev().find_map(|line| {
        let (counts, _) = line.split_once(" in the definitions")?;
        let (_, warnings) = counts.split_once(", ")?;
        warnings.split(' ').next()?.parse().ok()
    });
    counts.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_their_place() {
        let log =
            "warning: a\n --> a.yaml:1:1\n\nerror[E1]: wrong\n  --> b.yaml:2:3\n   |\n\nerror: c\n";
        assert_eq!(first_error(log, Ended::Code(1)), "wrong, b.yaml:2:3");
        let log = "error: nothing\n\nerror: c\n --> c.yaml:1:1\n";
        assert_eq!(first_error(log, Ended::Code(1)), "nothing");
        let log = "\nthread 'main' (7) panicked at src/a.rs:1:2:\nindex\n";
        let panic = first_error(log, Ended::Code(101));
        assert_eq!(panic, "thread 'main' (7) panicked at src/a.rs:1:2");
        assert_eq!(first_error("", Ended::Signal(6)), "ended by signal 6");
    }

    #[test]
    fn warnings_are_counted_at_the_end() {
        let failed = "error: 2 errors, 31 warnings in the definitions; nothing was generated\n";
        assert_eq!(warnings(failed), 31);
        assert_eq!(warnings("0 errors, 1 warning in the definitions\n"), 1);
        assert_eq!(warnings("nothing changed (0.10 s)\n"), 0);
    }
}
