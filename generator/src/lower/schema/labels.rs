//! The words for the cases of a sum type, which have to differ.

use std::collections::{HashMap, HashSet};

use crate::ir::Words;

/// The words of the cases so far.
#[derive(Default)]
pub(super) struct Labels {
    used: HashSet<Words>,
    /// Numbers that some words had when they were asked for last. All smaller ones are used, so the search continues there.
    numbers: HashMap<Words, usize>,
}

impl Labels {
    /// Returns the words, with a number if another case has them.
    pub(super) fn unused(&mut self, words: Words) -> Words {
        if !self.used.contains(&words) {
            return words;
        }
        let number = self.numbers.entry(words.clone()).or_insert(2);
        loop {
            let numbered = words.and(&number.to_string());
            if !self.used.contains(&numbered) {
                return numbered;
            }
            *number += 1;
        }
    }

    /// Notes the words of a case.
    pub(super) fn note(&mut self, words: &Words) {
        self.used.insert(words.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_get_the_first_number_that_no_case_has() {
        let mut labels = Labels::default();
        let mut add = |text: &str| {
            let words = labels.unused(Words::new(text));
            labels.note(&words);
            words.text
        };
        let asked = ["T", "T 3", "T", "T", "T 3", "U", "T"];
        let given = ["T", "T 3", "T 2", "T 4", "T 3 2", "U", "T 5"];
        assert_eq!(asked.map(&mut add), given);
        // Words that no case has taken in the end stay unused.
        assert_eq!(labels.unused(Words::new("T")).text, "T 6");
        assert_eq!(labels.unused(Words::new("T")).text, "T 6");
    }
}
