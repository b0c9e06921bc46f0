//! Suggestions for misspelled words: "did you mean …?"

/// The minimum similarity of a word and a suggestion: the share of characters that are in both.
const SIMILAR: f32 = 0.65;

/// The maximum length of a word with suggestions, in characters. Longer words are not misspellings.
const LONGEST: usize = 60;

/// Whether words of these lengths can be similar enough, if the longer one contains the shorter one. Saves the comparison.
fn can_be_similar(a: usize, b: usize) -> bool {
    let (shorter, longer) = (a.min(b), a.max(b));
    // 2 * shorter / (a + b) > 0.65
    200 * shorter > 65 * (shorter + longer) && longer <= 2 * LONGEST
}

/// Returns the candidate of which `word` most probably is a misspelling.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    candidates
        .into_iter()
        .filter(|candidate| can_be_similar(length, candidate.chars().count()))
        .map(|candidate| {
            (
                similar::TextDiff::from_chars(word, candidate).ratio(),
                candidate,
            )
        })
        .filter(|(ratio, _)| *ratio > SIMILAR)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// The most suggestions for one word.
const MOST: usize = 3;

/// Returns the help message ``did you mean `…`, `…` or `…`?``: first what only differs in case, then what begins with the word or
/// with which the word begins, then the nearest. Of many that begin with the word, the shortest are nearest.
pub(crate) fn did_you_mean_one_of<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<String> {
    let lower = word.to_lowercase();
    let mut near: Vec<(usize, usize, &str)> = Vec::new();
    for candidate in candidates.clone() {
        let other = candidate.to_lowercase();
        let is_long = lower.chars().count().min(other.chars().count()) >= 3;
        let length = candidate.len();
        match () {
            () if other == lower => near.push((0, length, candidate)),
            () if is_long && (other.starts_with(&lower) || lower.starts_with(&other)) => {
                near.push((1, length.abs_diff(word.len()), candidate));
            }
            () => {}
        }
    }
    near.extend(nearest(word, candidates).map(|nearest| (2, 0, nearest)));
    near.sort_unstable();
    let mut found: Vec<String> = Vec::new();
    for (_, _, name) in near {
        let name = format!("`{name}`");
        if !found.contains(&name) && found.len() < MOST {
            found.push(name);
        }
    }
    let (last, others) = found.split_last()?;
    Some(match others {
        [] => format!("did you mean {last}?"),
        others => format!("did you mean {} or {last}?", others.join(", ")),
    })
}

/// Returns the help message ``did you mean `…`?`` for a misspelled word.
pub(crate) fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(word, candidates).map(|near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean_one_of, nearest};

    #[test]
    fn a_few_near_words_are_suggested() {
        let names = ["petsHealth", "pets", "Pet", "peters", "petsitters", "users"];
        let help = |word| did_you_mean_one_of(word, names);
        let expected = "did you mean `Pet`, `pets` or `peters`?";
        assert_eq!(help("pet").as_deref(), Some(expected));
        assert_eq!(help("user").as_deref(), Some("did you mean `users`?"));
        assert_eq!(help("color"), None);
    }

    #[test]
    fn only_a_likely_misspelling_is_suggested() {
        let candidates = ["required", "readOnly", "properties"];
        assert_eq!(nearest("requierd", candidates), Some("required"));
        assert_eq!(nearest("color", candidates), None);
        assert_eq!(nearest(&"properties".repeat(7), candidates), None);
    }

    #[test]
    fn no_length_is_skipped_that_could_be_alike() {
        for (word, candidate) in [
            ("aaaaaaaaa", "aaaaaaaaaaaaaaaaaa"),
            ("aaaaaaaaaa", "aaaaaaaaaaaaaaaaaa"),
            ("ab", "abc"),
        ] {
            let alike = similar::TextDiff::from_chars(word, candidate).ratio() > super::SIMILAR;
            assert_eq!(
                nearest(word, [candidate]).is_some(),
                alike,
                "{word} {candidate}"
            );
        }
    }
}
