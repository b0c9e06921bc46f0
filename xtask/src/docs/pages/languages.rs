//! Blocks of code that follow each other: the same program in several languages, and what it prints.
//!
//! With JavaScript, the languages are tabs, as those of the samples of an operation; without it, each block has a label.

/// The name of a language as on the pages of operations; `None` if no programs are written in it.
fn label(language: &str) -> Option<&'static str> {
    Some(match language {
        "rust" => RUST,
        "sh" => "curl",
        "js" => "JavaScript",
        "ts" => "TypeScript",
        "python" => "Python",
        _ => return None,
    })
}

/// Programs in Rust check their results, so a block of output is that of the other languages, if there are any.
const RUST: &str = "Rust";

/// The language of what programs print.
const OUTPUT: &str = "text";

/// What stands before and after each block of code. `parts` are those of an article: the language of a block of code, and `None`
/// for any other part.
pub(super) fn around(parts: &[Option<String>]) -> Vec<(String, String)> {
    let is_program = |part: &Option<String>| {
        let language = part.as_deref().unwrap_or_default();
        language == OUTPUT || label(language).is_some()
    };
    let runs = parts.chunk_by(|one, next| is_program(one) && is_program(next));
    runs.flat_map(|run| {
        let languages: Vec<&str> = run.iter().flatten().map(String::as_str).collect();
        around_run(&languages)
    })
    .collect()
}

fn around_run(languages: &[&str]) -> Vec<(String, String)> {
    let labels: Vec<&str> = languages.iter().copied().filter_map(label).collect();
    let is_several = labels.len() > 1;
    let is_distinct = (1..labels.len()).all(|at| !labels[..at].contains(&labels[at]));
    let is_group = is_several && is_distinct;
    let mut since_output = Vec::new();
    let blocks = languages.iter().map(|language| match label(language) {
        Some(label) => {
            since_output.push(label);
            match is_group {
                true => section("sample", label, ""),
                false => Default::default(),
            }
        }
        None if *language == OUTPUT => {
            let of = printing(&std::mem::take(&mut since_output));
            let of = match is_group {
                true => format!(" data-of=\"{}\"", of.join(" ")),
                false => String::new(),
            };
            section("output", "Output", &of)
        }
        None => Default::default(),
    });
    let mut blocks: Vec<(String, String)> = blocks.collect();
    if is_group {
        if let Some((before, _)) = blocks.first_mut() {
            before.insert_str(0, "<div class=\"languages\">");
        }
        if let Some((_, after)) = blocks.last_mut() {
            after.push_str("</div>");
        }
    }
    blocks
}

fn section(class: &str, label: &str, attributes: &str) -> (String, String) {
    let before =
        format!("<section class=\"{class}\"{attributes}><p class=\"language\">{label}</p>");
    (before, "</section>".to_owned())
}

/// The languages whose programs print a block of output.
fn printing<'l>(since_output: &[&'l str]) -> Vec<&'l str> {
    let others = since_output.iter().filter(|label| **label != RUST);
    let others: Vec<&str> = others.copied().collect();
    match others.is_empty() {
        true => since_output.to_vec(),
        false => others,
    }
}

#[cfg(test)]
mod tests {
    use super::around;

    /// The parts of an article, with a letter for each that is no code.
    fn written(parts: &[&str]) -> String {
        let is_code = |part: &str| part.len() > 1;
        let languages = parts
            .iter()
            .map(|part| is_code(part).then(|| (*part).to_owned()));
        let mut around = around(&languages.collect::<Vec<_>>()).into_iter();
        let parts = parts.iter().map(|part| {
            let (before, after) = match is_code(part) {
                true => around.next().unwrap(),
                false => Default::default(),
            };
            format!("{before}{part}{after}")
        });
        parts.collect()
    }

    #[test]
    fn a_program_in_several_languages_is_one_group_with_its_output() {
        assert_eq!(
            written(&["p", "rust", "js", "text", "p", "rust"]),
            "p<div class=\"languages\"><section class=\"sample\"><p class=\"language\">Rust</p>rust</section>\
             <section class=\"sample\"><p class=\"language\">JavaScript</p>js</section>\
             <section class=\"output\" data-of=\"JavaScript\"><p class=\"language\">Output</p>text</section></div>prust"
        );
    }

    #[test]
    fn other_code_is_in_no_group() {
        assert_eq!(
            written(&["rust", "toml", "rust", "p", "rust", "rust"]),
            "rusttomlrustprustrust"
        );
        assert_eq!(
            written(&["rust", "text", "p", "text"]),
            "rust<section class=\"output\"><p class=\"language\">Output</p>text</section>p\
             <section class=\"output\"><p class=\"language\">Output</p>text</section>"
        );
    }
}
