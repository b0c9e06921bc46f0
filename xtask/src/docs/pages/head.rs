//! The title and the description of a page, which search engines and tabs show.

use std::collections::HashMap;

use super::facts::Facts;

/// Both as HTML text.
pub(super) struct Head {
    pub(super) title: String,
    pub(super) description: String,
}

/// The name of the site, with which every title ends.
const SITE: &str = "truto-unified";

/// The length at which search engines cut a description.
const LONGEST: usize = 160;

impl Head {
    /// `above` are the titles of the pages above this one, the nearest first.
    pub(super) fn of(facts: &Facts, above: &[&str]) -> Self {
        let parts = [facts.heading.trim()]
            .into_iter()
            .chain(above.iter().copied());
        let mut parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        parts.dedup();
        if parts != [SITE] {
            parts.push(SITE);
        }
        let title = parts.join(" · ");
        let mut beginnings = facts.paragraphs.iter().map(|text| shortened(text));
        let sentence = beginnings.find(|text| text.ends_with(['.', '…']));
        Self {
            description: sentence.unwrap_or_else(|| title.clone()),
            title,
        }
    }
}

/// The sentences that fit; or the beginning of the first one.
fn shortened(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // What follows the colon is not part of the paragraph.
    if text.ends_with(':') {
        let end = text.rfind(". ").unwrap_or(text.len() - 1);
        text.truncate(end);
        text.push('.');
    }
    if text.len() <= LONGEST {
        return text;
    }
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    if let Some(end) = ends.take_while(|end| *end <= LONGEST).last() {
        return text[..end].to_owned();
    }
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let end = spaces.take_while(|end| *end < LONGEST).last();
    format!("{}…", &text[..end.unwrap_or_default()])
}

/// Adds the title to descriptions that several pages have.
pub(super) fn distinguish<'a>(heads: impl Iterator<Item = &'a mut Head>) {
    let heads: Vec<&mut Head> = heads.collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for head in &heads {
        *counts.entry(head.description.clone()).or_default() += 1;
    }
    for head in heads {
        if counts
            .get(&head.description)
            .is_some_and(|count| *count > 1)
        {
            let short = head.title.rsplit_once(" · ").map_or("", |(short, _)| short);
            head.description = format!("{short}: {}", head.description);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(heading: &str, paragraphs: &[&str], above: &[&str]) -> Head {
        let facts = Facts {
            heading: heading.to_owned(),
            paragraphs: paragraphs.iter().copied().map(str::to_owned).collect(),
            ..Facts::default()
        };
        Head::of(&facts, above)
    }

    #[test]
    fn titles_name_the_pages_above_and_descriptions_are_sentences() {
        let page = head(
            "Create a contact",
            &["POST /contacts", "Adds a person."],
            &["contacts", "CRM"],
        );
        assert_eq!(
            page.title,
            "Create a contact · contacts · CRM · truto-unified"
        );
        assert_eq!(page.description, "Adds a person.");
        assert_eq!(head("A", &["One. Match on:"], &[]).description, "One.");
        assert_eq!(head("A", &["Match on:"], &[]).description, "Match on.");
        assert_eq!(head("truto-unified", &[], &[]).title, "truto-unified");
    }

    #[test]
    fn descriptions_end_with_a_sentence_or_a_word() {
        let long = format!(
            "{}. {}.",
            "word ".repeat(20).trim(),
            "word ".repeat(20).trim()
        );
        assert_eq!(shortened(&long), format!("{}.", "word ".repeat(20).trim()));
        let cut = shortened(&"word ".repeat(50));
        assert!(cut.ends_with("word…") && cut.len() <= LONGEST + 3, "{cut}");
    }

    #[test]
    fn equal_descriptions_are_told_apart() {
        let mut pages = [
            head("Get", &["One."], &["a"]),
            head("Get", &["One."], &["b"]),
            head("X", &["Two."], &[]),
        ];
        distinguish(pages.iter_mut());
        let [one, other, third] = pages.map(|page| page.description);
        assert_eq!(
            [&*one, &*other, &*third],
            ["Get · a: One.", "Get · b: One.", "Two."]
        );
    }
}
