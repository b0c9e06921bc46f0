//! "Did you mean …?"

/// The candidate that `word` most probably is a misspelling of.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| {
            (
                similar::TextDiff::from_chars(word, candidate).ratio(),
                candidate,
            )
        })
        .filter(|(ratio, _)| *ratio > 0.65)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_a_likely_misspelling_is_suggested() {
        let candidates = ["required", "readOnly", "properties"];
        assert_eq!(nearest("requierd", candidates), Some("required"));
        assert_eq!(nearest("color", candidates), None);
    }
}
