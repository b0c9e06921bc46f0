//! The form of a description, as far as it can be checked automatically.

/// The description of what `refresh` adds.
const TODO: &str = "TODO";

/// Returns the fault of a description as a phrase that follows "the description".
pub(super) fn fault(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text == TODO {
        return Some("is still to be written");
    }
    let is_capital = |c: char| c.is_alphabetic() && !c.is_lowercase();
    if !text.starts_with(is_capital) {
        return Some("does not begin with a capital letter");
    }
    if !text.ends_with('.') {
        return Some("does not end with a full stop");
    }
    if sentences(first_paragraph(text)) > 2 {
        return Some("has more than two sentences in its first paragraph");
    }
    None
}

/// Returns the text before the first empty line.
fn first_paragraph(text: &str) -> &str {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    text.get(..end).unwrap_or(text)
}

/// Counts the sentences of a paragraph. A sentence ends with `.`, `!` or `?` before a space and a capital letter, outside of
/// code, or at the end of the paragraph. The period of `e.g.` does not count.
fn sentences(paragraph: &str) -> usize {
    // Every second part is code, which counts as one word.
    let plain = |(index, part)| if index % 2 == 0 { part } else { "X" };
    let text: String = paragraph.split('`').enumerate().map(plain).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let ends = words.windows(2).filter(|pair| match pair {
        [word, next] => ends_sentence(word) && next.starts_with(char::is_uppercase),
        _ => false,
    });
    ends.count() + 1
}

fn ends_sentence(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '\'', ')', '*', '_', '”', '’']);
    match word.strip_suffix(['.', '!', '?']) {
        Some(stem) => !stem.contains('.'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_two_sentences_are_accepted() {
        for good in [
            "The address itself.",
            "Élan of the team.",
            "Keeps what changed since. Needs `created_at` as well.",
            "A shape in which a result comes back.\n\n- `raw`: untouched. All of it. As it is.",
            "Names the field, e.g. Salesforce's. See i.e. Zendesk.",
            "Takes `a. B. C. D` as it stands.",
            "Folded over\nlines.\n",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
    }

    #[test]
    fn faults_are_found() {
        for (bad, words) in [
            ("the address.", "capital"),
            ("`id` of the contact.", "capital"),
            ("2 of them.", "capital"),
            ("The address", "full stop"),
            ("Is it active?", "full stop"),
            ("One. Two! Three.", "more than two"),
            ("One (a). Two. `three` is\nlast.\n\nMore.", "more than two"),
        ] {
            let found = fault(bad).unwrap_or_default();
            assert!(found.contains(words), "{bad}: {found}");
        }
    }
}
