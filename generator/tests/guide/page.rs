//! The blocks of a guide, and the commands in them. The tests of several crates follow guides with it.

/// A block of the guide, with the line before it.
pub(crate) struct Block<'g> {
    lead: &'g str,
    pub(crate) language: &'g str,
    pub(crate) text: String,
}

impl<'g> Block<'g> {
    /// The file that the line before the block names last.
    pub(crate) fn file(&self) -> Result<&'g str, &'g str> {
        self.lead.rsplit('`').nth(1).ok_or(self.lead)
    }

    /// The commands, each with the lines of its output.
    pub(crate) fn commands(&self) -> Result<Vec<(&str, Vec<&str>)>, String> {
        let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in self.text.lines() {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command, Vec::new())),
                (None, Some((_, output))) => output.push(line),
                (None, None) => return Err(format!("no command before {line}")),
            }
        }
        Ok(commands)
    }
}

pub(crate) fn blocks(guide: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = guide.lines();
    let mut lead = "";
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            if !line.is_empty() {
                lead = line;
            }
            continue;
        };
        let code = lines.by_ref().take_while(|line| *line != "```");
        let text = code.map(|line| format!("{line}\n")).collect();
        blocks.push(Block {
            lead,
            language,
            text,
        });
    }
    blocks
}

/// Compares what a command prints with the lines that the guide shows, in their order.
pub(crate) fn check_output(command: &str, printed: &str, shown: &[&str]) {
    let mut rest = printed.lines();
    for line in shown.iter().filter(|line| **line != "…") {
        let found = rest.any(|printed| is_like(printed.trim_end(), line));
        assert!(found, "{command} does not print {line:?}:\n{printed}");
    }
}

/// Whether a line is as the guide shows it.
fn is_like(printed: &str, shown: &str) -> bool {
    match shown.split_once('…') {
        Some((start, end)) => printed.starts_with(start) && printed.ends_with(end),
        None => printed == shown,
    }
}

/// The words of a command, without the single quotes around some of them.
pub(crate) fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for c in command.chars() {
        match c {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            c => words.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    words
}
