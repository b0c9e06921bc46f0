//! The singular of English nouns.
//!
//! Names of generated code are an API, which a new version of a library for inflection could change. So the rules are here. They cover
//! the nouns that occur as names of resources; for others, the document has `x-truto-singular`.

/// Plurals that no rule covers, and singulars that look like plurals. They also apply at the end of a longer word.
const WORDS: &[(&str, &str)] = &[
    ("aliases", "alias"),
    ("analyses", "analysis"),
    ("analytics", "analytics"),
    ("appendices", "appendix"),
    ("biases", "bias"),
    ("buses", "bus"),
    ("caches", "cache"),
    ("canvases", "canvas"),
    ("causes", "cause"),
    ("children", "child"),
    ("clauses", "clause"),
    ("cookies", "cookie"),
    ("crises", "crisis"),
    ("criteria", "criterion"),
    ("diagnoses", "diagnosis"),
    ("gases", "gas"),
    ("hypotheses", "hypothesis"),
    ("indices", "index"),
    ("lenses", "lens"),
    ("logistics", "logistics"),
    ("matrices", "matrix"),
    ("menus", "menu"),
    ("movies", "movie"),
    ("news", "news"),
    ("ouses", "ouse"),
    ("pauses", "pause"),
    ("people", "person"),
    ("quizzes", "quiz"),
    ("series", "series"),
    ("shelves", "shelf"),
    ("shoes", "shoe"),
    ("species", "species"),
    ("vertices", "vertex"),
    ("women", "woman"),
];

/// What replaces the end of a plural, if at least two letters precede it. The first match counts.
const ENDINGS: &[(&str, &str)] = &[
    ("ies", "y"),
    ("uses", "us"),
    ("sses", "ss"),
    ("xes", "x"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("oes", "o"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("s", ""),
];

/// Returns the singular of the last word of `noun`, which is in snake case: `ticket_priority` of `ticket_priorities`.
pub(super) fn singular(noun: &str) -> String {
    let word_start = noun.rfind('_').map_or(0, |at| at + 1);
    let replaced = |(plural, singular): &(&str, &str), letters: usize| {
        let stem = noun.strip_suffix(plural)?;
        (stem.len() >= word_start + letters).then(|| format!("{stem}{singular}"))
    };
    let mut words = WORDS.iter();
    let mut endings = ENDINGS.iter();
    words
        .find_map(|word| replaced(word, 0))
        .or_else(|| endings.find_map(|ending| replaced(ending, 2)))
        .unwrap_or_else(|| noun.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_become_singular_and_singulars_stay() {
        let cases = [
            "accounts account",
            "activities activity",
            "addresses address",
            "aliases alias",
            "analyses analysis",
            "attachments attachment",
            "batches batch",
            "boxes box",
            "branches branch",
            "buses bus",
            "businesses business",
            "business business",
            "campuses campus",
            "cases case",
            "categories category",
            "children child",
            "classes class",
            "companies company",
            "courses course",
            "currencies currency",
            "data data",
            "databases database",
            "entries entry",
            "expenses expense",
            "fields field",
            "houses house",
            "ids id",
            "indexes index",
            "indices index",
            "inventory inventory",
            "invoices invoice",
            "keys key",
            "leaves leave",
            "licenses license",
            "media media",
            "movies movie",
            "news news",
            "opportunities opportunity",
            "people person",
            "pet pet",
            "pies pie",
            "processes process",
            "purchases purchase",
            "replies reply",
            "responses response",
            "salespeople salesperson",
            "series series",
            "services service",
            "statuses status",
            "status status",
            "task_lists task_list",
            "taxes tax",
            "ticket_priorities ticket_priority",
            "ticket_status ticket_status",
            "user_addresses user_address",
            "users user",
            "views view",
            "warehouses warehouse",
        ];
        for case in cases {
            let (plural, expected) = case.split_once(' ').unwrap();
            assert_eq!(singular(plural), expected, "{plural}");
        }
    }
}
