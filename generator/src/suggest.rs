//! Suggestions for misspelled words: "did you mean …?"

use std::sync::atomic::{AtomicUsize, Ordering};

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

/// The maximum number of candidates that are compared with a word, those first that have the most characters in common with it.
const MOST_COMPARED: usize = 50;

/// The number of candidates that a [`Suggestions`] considers.
const MOST_CONSIDERED: usize = 3_000_000;

/// Suggestions for words of which a document can have any number, with as many candidates each. Together they take limited time:
/// the words after very many candidates have no suggestion.
#[derive(Debug)]
pub(crate) struct Suggestions {
    /// How many more candidates are considered.
    left: AtomicUsize,
}

impl Clone for Suggestions {
    fn clone(&self) -> Self {
        let left = self.left.load(Ordering::Relaxed);
        Self { left: left.into() }
    }
}

impl Default for Suggestions {
    fn default() -> Self {
        Self {
            left: MOST_CONSIDERED.into(),
        }
    }
}

impl Suggestions {
    /// Returns the help message ``did you mean `…`?`` for a misspelled word.
    pub(crate) fn did_you_mean<'a>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        let near = self.nearest(word, candidates)?;
        Some(format!("did you mean `{near}`?"))
    }

    /// Returns the candidate of which `word` most probably is a misspelling.
    pub(crate) fn nearest<'a>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        nearest(word, self.considered(candidates.into_iter()))
    }

    /// Returns the help message ``did you mean `…`, `…` or `…`?``: first what only differs in case, then what begins with the word
    /// or with which the word begins, then the nearest. Of many that begin with the word, the shortest are nearest.
    pub(crate) fn did_you_mean_one_of<'a>(
        &self,
        word: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Option<String> {
        let candidates: Vec<&str> = self.considered(candidates).collect();
        did_you_mean_one_of(word, &candidates)
    }

    /// The candidates for which something is left.
    fn considered<'a>(
        &self,
        candidates: impl Iterator<Item = &'a str>,
    ) -> impl Iterator<Item = &'a str> {
        candidates.take_while(|_| {
            let left = self.left.load(Ordering::Relaxed);
            self.left.store(left.saturating_sub(1), Ordering::Relaxed);
            left > 0
        })
    }
}

/// How often each character occurs in a word. Those that are not ASCII count as one.
struct Characters {
    counts: [u8; 128],
    length: usize,
}

impl Characters {
    fn of(word: &str) -> Self {
        let mut counts = [0; 128];
        for c in word.chars() {
            *Self::count(&mut counts, c) += 1;
        }
        let length = word.chars().count();
        Self { counts, length }
    }

    fn count(counts: &mut [u8; 128], c: char) -> &mut u8 {
        let index = if c.is_ascii() { c as usize } else { 0 };
        // An ASCII character is less than 128.
        &mut counts[index % 128]
    }

    /// Returns a similarity that `word` does not exceed, or `None` if it is not enough for a suggestion.
    fn most_similar(&self, word: &str) -> Option<f32> {
        let length = word.chars().count();
        if !can_be_similar(self.length, length) {
            return None;
        }
        let mut left = self.counts;
        let mut common = 0_u16;
        for c in word.chars() {
            let count = Self::count(&mut left, c);
            common += u16::from(*count > 0);
            *count = count.saturating_sub(1);
        }
        let both = u16::try_from(self.length + length).ok()?;
        let similarity = 2.0 * f32::from(common) / f32::from(both);
        (similarity > SIMILAR).then_some(similarity)
    }
}

/// Returns the number of characters with which both words begin, or with which they end.
fn common_ends(a: &str, b: &str) -> usize {
    let equal = |(a, b): &(char, char)| a == b;
    let start = a.chars().zip(b.chars()).take_while(equal).count();
    let end = a.chars().rev().zip(b.chars().rev());
    start + end.take_while(equal).count()
}

fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.chars().count() > LONGEST {
        return None;
    }
    let characters = Characters::of(word);
    let mut open: Vec<_> = candidates
        .into_iter()
        .enumerate()
        .filter_map(|(index, candidate)| {
            let most = characters.most_similar(candidate)?;
            Some((most, common_ends(word, candidate), index, candidate))
        })
        .collect();
    let first = |a: &(f32, usize, usize, &str), b: &(f32, usize, usize, &str)| {
        b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2)))
    };
    if open.len() > MOST_COMPARED {
        open.select_nth_unstable_by(MOST_COMPARED, first);
        open.truncate(MOST_COMPARED);
    }
    open.sort_unstable_by(first);
    let mut best: Option<(f32, usize, &str)> = None;
    for (most, _, index, candidate) in open {
        let (known, at) = best.map_or((SIMILAR, 0), |(ratio, at, _)| (ratio, at));
        if most < known {
            break;
        }
        let ratio = similar::TextDiff::from_chars(word, candidate).ratio();
        // Of equal candidates, the last one.
        if ratio > known || (ratio == known && best.is_some() && index > at) {
            best = Some((ratio, index, candidate));
        }
    }
    best.map(|(_, _, candidate)| candidate)
}

/// The most suggestions for one word.
const MOST: usize = 3;

fn did_you_mean_one_of(word: &str, candidates: &[&str]) -> Option<String> {
    let lower = word.to_lowercase();
    let mut near: Vec<(usize, usize, &str)> = Vec::new();
    for candidate in candidates.iter().copied() {
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
    near.extend(nearest(word, candidates.iter().copied()).map(|nearest| (2, 0, nearest)));
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

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{Suggestions, did_you_mean_one_of, nearest};
    use crate::load::Memory;
    use crate::{Warnings, analyze};

    #[test]
    fn a_few_near_words_are_suggested() {
        let names = ["petsHealth", "pets", "Pet", "peters", "petsitters", "users"];
        let help = |word| did_you_mean_one_of(word, &names);
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
    fn the_nearest_of_very_many_words_is_found() {
        let names: Vec<String> = (10_000..60_000)
            .map(|index| format!("schema_{index}"))
            .collect();
        let names = names.iter().map(String::as_str);
        assert_eq!(
            nearest("schemas_31415", names.clone()),
            Some("schema_31415")
        );
        assert_eq!(nearest("scema_59999", names), Some("schema_59999"));
    }

    #[test]
    fn candidates_are_no_longer_considered_when_there_were_very_many() {
        let suggestions = Suggestions { left: 3.into() };
        let help = || suggestions.did_you_mean("requird", ["x", "required"]);
        assert_eq!(help().as_deref(), Some("did you mean `required`?"));
        assert_eq!(help(), None);
    }

    #[test]
    fn all_words_of_a_document_share_the_candidates() {
        const WORDS: usize = 4_000;
        let object = |entry: &dyn Fn(usize) -> (String, Value)| -> Value {
            let entries: Map<String, Value> = (0..WORDS).map(entry).collect();
            Value::Object(entries)
        };
        let list = |item: &dyn Fn(usize) -> Value| -> Value { (0..WORDS).map(item).collect() };
        let scheme = json!({"type": "http", "scheme": "basic"});
        let schema = json!({
            "type": "object",
            "properties": object(&|index| (format!("name{index}"), json!({"type": "string"}))),
            "required": list(&|index| json!(format!("nam{index}"))),
        });
        let link =
            |index| json!({"operationRef": format!("#/components/securitySchemes/kye{index}/get")});
        let response = json!({
            "description": "Done.",
            "content": {"application/json": {"schema": schema}},
            "links": object(&|index| (format!("link{index}"), link(index))),
        });
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "Pets", "version": "1"},
            "paths": {"/pets": {"get": {
                "security": list(&|index| json!({format!("kye{index}"): []})),
                "responses": {"200": response},
            }}},
            "components": {"securitySchemes": object(&|index| (format!("key{index}"), scheme.clone()))},
        });
        let files: Memory = [("a.json", document.to_string())].into_iter().collect();
        let (_, outcome) = analyze(&["a.json".to_owned()], &files, Warnings::Allow);
        let faults = outcome.diagnostics.iter();
        let helps = faults.filter_map(|fault| fault.help.as_deref());
        let count = helps
            .filter(|help| help.starts_with("did you mean"))
            .count();
        // Each considers 4,000 names. References have a limit of their own.
        assert!((1_400..=1_500).contains(&count), "{count}");
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
