//! English words before a noun.

/// Articles, which say nothing without the noun after them.
const ARTICLES: [&str; 3] = ["a", "an", "the"];

/// Prepositions that connect a noun with the words before it.
const PREPOSITIONS: [&str; 8] = ["by", "for", "from", "in", "of", "on", "to", "with"];

/// Whether the words, which are in snake case, end with an article or a preposition, so that a noun has to follow.
pub(crate) fn require_noun(words: &str) -> bool {
    let last = words.rsplit('_').next().unwrap_or_default();
    ARTICLES.contains(&last) || PREPOSITIONS.contains(&last)
}

/// Removes an article from the end of words in snake case: `get_an` becomes `get`.
pub(crate) fn without_article(words: &str) -> &str {
    let end = words.rsplit_once('_');
    end.filter(|(_, last)| ARTICLES.contains(last))
        .map_or(words, |(rest, _)| rest)
}
