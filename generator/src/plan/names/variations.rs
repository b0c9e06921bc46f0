//! Other names for a text whose name is taken, from the signs and the case of its letters. They depend on nothing but the text, so
//! that they stay the same if items are added or removed.

use super::spelling::sign;

/// Returns texts whose names differ from that of `text`.
pub(super) fn variations(text: &str) -> Vec<String> {
    let spelled = spell_signs(text);
    let case = case_of(text);
    let mut all = Vec::with_capacity(4);
    let cased = |text: &str| case.map(|case| format!("{text} {case}"));
    if let Some(start) = text.find(is_letter).filter(|start| *start > 0) {
        let (before, rest) = text.split_at(start);
        all.push(spell_signs(before) + rest);
    }
    if spelled != text {
        all.push(spelled.clone());
    }
    all.extend(cased(text));
    all.extend(cased(&spelled).or_else(|| (spelled != text).then(|| format!("{spelled} sign"))));
    all
}

/// Returns the number of signs. They are no part of the name, so the text with the fewest of them is the closest to its name.
pub(super) fn signs(text: &str) -> usize {
    let is_sign = |c: &char| !is_letter(*c) && !c.is_whitespace();
    text.chars().filter(is_sign).count()
}

/// Whether it is no sign: a letter, a digit, or a character that is always spelled out.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii()
}

/// Spells all signs out: `in_progress` becomes `in underscore progress`.
fn spell_signs(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for c in text.chars() {
        if is_letter(c) {
            spelled.push(c);
        } else {
            spelled.push_str(&format!(" {} ", sign(c)));
        }
    }
    spelled
}

/// Returns the word for the case of the letters.
fn case_of(text: &str) -> Option<&'static str> {
    let mut letters = text.chars().filter(char::is_ascii_alphabetic);
    let is_upper = letters.next()?.is_ascii_uppercase();
    let rest: Vec<char> = letters.collect();
    let has_upper = rest.iter().any(char::is_ascii_uppercase);
    let has_lower = rest.iter().any(char::is_ascii_lowercase);
    Some(match (is_upper, has_upper, has_lower) {
        (true, _, false) => "upper",
        (true, false, true) => "capitalized",
        (true, true, true) => "pascal",
        (false, false, _) => "lower",
        (false, true, _) => "camel",
    })
}

#[cfg(test)]
mod tests {
    use super::super::space::Space;
    use super::super::spelling::derive;
    use super::variations;

    #[test]
    fn texts_that_differ_in_signs_or_case_get_different_names() {
        let cases = [
            ("in_progress", "InUnderscoreProgress"),
            ("-created", "MinusCreated"),
            ("-send_time", "MinusSendTime"),
            ("cat", "CatLower"),
            ("Cat", "CatCapitalized"),
            ("CAT", "CatUpper"),
            ("createdAt", "CreatedAtCamel"),
            ("CreatedAt", "CreatedAtPascal"),
            ("1.0", "Value1Dot0"),
            ("-", "Minus"),
        ];
        for (text, expected) in cases {
            let first = variations(text).into_iter().next();
            let name = first.map(|text| derive(Space::Variant, &text));
            assert_eq!(name.as_deref(), Some(expected), "{text}");
        }
    }
}
