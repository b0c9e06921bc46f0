//! Table cells that say which integrations support a field.

use truto_support_matrix::Total;

use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::extensions::support;
use crate::emit::prose::{escape, phrases};
use crate::ir::{Counts, Operation, Provenance, Slug, Support};
use crate::plan::direction::Direction;
use crate::plan::operation_ref::OperationRef;
use crate::plan::root::Plan;

/// The cell for support that is not documented.
pub(crate) const NOT_DOCUMENTED: &str = "–";

/// The legend of this cell. A column of nothing else is left out.
pub(crate) const LEGEND: &str = "–: not documented.";

/// The sentences that explain the notes of [`suffix`](crate::chooser::suffix) in these cells.
pub(crate) fn notes<'a>(cells: impl IntoIterator<Item = &'a String>) -> Vec<&'static str> {
    const OLDER: &str = "Older page: a page of the API's documentation that may be out of date.";
    const INFERRED: &str = "Inferred: not stated by the API's documentation, but inferred from it.";
    const NOTES: [(&str, &str); 4] = [
        ("(older page)", OLDER),
        ("an older page:", OLDER),
        ("Inferred:", INFERRED),
        ("(inferred)", INFERRED),
    ];
    let mut found = [false; NOTES.len()];
    for cell in cells {
        for (found, (note, _)) in found.iter_mut().zip(NOTES) {
            *found |= cell.contains(note);
        }
    }
    let used = NOTES.iter().zip(found).filter(|(_, found)| *found);
    let mut notes: Vec<&'static str> = used.map(|((_, legend), _)| *legend).collect();
    notes.dedup();
    notes
}

/// The cells of a table of fields or parameters.
pub(crate) struct Cells<'a> {
    plan: &'a Plan<'a>,
    direction: Direction,
    whole: Whole,
    /// What the legend has to explain.
    has_numbers_only: bool,
    has_shares: bool,
}

/// How many integrations support the operation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    Exactly(usize),
    AtLeast(usize),
    /// Not documented, or no more than a guess.
    Unknown,
}

impl Whole {
    fn of(operation: &Operation) -> Self {
        match &operation.matrix.integrations {
            Some(listed) if listed.is_complete() => Self::Exactly(listed.supported.len()),
            Some(listed) if is_sure(listed.provenance) => Self::AtLeast(listed.supported.len()),
            Some(_) | None => Self::Unknown,
        }
    }

    /// ` of 13`, ` of 13+`; nothing if the number is larger than the whole, which happens if the whole is a minimum.
    fn share(self, count: u32) -> String {
        match self {
            Self::Exactly(whole) if count as usize <= whole => format!(" of {whole}"),
            Self::AtLeast(whole) if count as usize <= whole => format!(" of {whole}+"),
            Self::Exactly(_) | Self::AtLeast(_) | Self::Unknown => String::new(),
        }
    }
}

fn is_sure(provenance: Provenance) -> bool {
    matches!(provenance, Provenance::Documented | Provenance::Live(_))
}

/// More names than these are folded, since readers compare the counts.
pub(crate) const MOST_NAMES: usize = 3;

impl<'a> Cells<'a> {
    pub(crate) fn new(
        plan: &'a Plan<'_>,
        direction: Direction,
        place: Option<OperationRef<'_>>,
    ) -> Self {
        Self {
            plan,
            direction,
            whole: place.map_or(Whole::Unknown, |place| Whole::of(place.operation)),
            has_numbers_only: false,
            has_shares: false,
        }
    }

    /// The title of the column.
    pub(crate) fn title(&self) -> &'static str {
        match self.direction {
            Direction::Request => "supported by",
            Direction::Response => "returned by",
        }
    }

    /// How many integrations support a field, and which.
    ///
    /// ```text
    /// <details><summary>9 of 13, required by 1</summary>Required by Alpha. Supported by Gamma, …</details>
    /// 2 of 13: Alpha (required) and Betadesk
    /// 20 of 24
    /// ```
    pub(crate) fn support(&mut self, support: Option<&Support>) -> String {
        let Some(support) = support else {
            return NOT_DOCUMENTED.to_owned();
        };
        let few = self.few(support);
        let numbers = self.numbers(support, few.is_none());
        self.has_shares |= numbers.contains(" of ");
        if let Some(few) = few {
            return match few.is_empty() {
                true => numbers,
                false => format!("{numbers}: {few}"),
            };
        }
        let mut whole = support::field(self.plan, self.direction, support, &Style::page());
        if support.names.is_none() && support.values.is_empty() {
            let Some(counts) = support.counts.filter(|counts| self.is_of_all(*counts)) else {
                self.has_numbers_only = true;
                return numbers;
            };
            whole.push_str(all_of_them(counts));
        }
        format!("<details><summary>{numbers}</summary>{whole}</details>")
    }

    /// Whether a count is that of the integrations that support the operation, so that the names can be inferred.
    fn is_of_all(&self, counts: Counts) -> bool {
        counts.supported > 0 && self.whole == Whole::Exactly(counts.supported as usize)
    }

    /// The names, without the numbers, if there are few and nothing else has to be said; empty if there are none.
    fn few(&self, support: &Support) -> Option<String> {
        let names = support.names.as_ref()?;
        let is_plain = is_sure(support.provenance)
            && support.values.is_empty()
            && support.counts.is_none_or(|counts| counts == names.counts());
        if !is_plain || names.all().count() > MOST_NAMES {
            return None;
        }
        let label = |slug: &Slug| escape::plain(self.plan.integrations.label(&slug.slug));
        let required = names
            .required
            .iter()
            .map(|slug| format!("{} (required)", label(slug)));
        let labels = required.chain(names.supported.iter().map(label));
        Some(phrases::enumeration(&labels.collect::<Vec<_>>()))
    }

    /// `9 of 13, required by 1` if the number that require it is wanted, `at least 9 of 13+`, `4 (older page)`
    fn numbers(&self, support: &Support, has_required: bool) -> String {
        let Some(total) = support.total() else {
            return "by value".to_owned();
        };
        let Counts {
            required,
            supported,
        } = total.counts;
        if supported == 0 && !total.is_minimum {
            return "none".to_owned();
        }
        let is_named = is_sure(support.provenance) || support.counts.is_some();
        let least = if is_named && total.is_minimum {
            "at least "
        } else {
            ""
        };
        let share = if is_named {
            self.whole.share(supported)
        } else {
            String::new()
        };
        let note = if is_named {
            ""
        } else {
            uncertain(support.provenance)
        };
        let required = match required {
            required if required > 0 && has_required => format!(", required by {required}"),
            _ => String::new(),
        };
        format!("{least}{supported}{share}{required}{note}")
    }

    /// Explains the cells of a table; empty if that is not necessary.
    pub(crate) fn legend(&self, cells: &[String]) -> String {
        let mut legend = Vec::new();
        if self.has_shares {
            legend.push(match self.whole {
                Whole::AtLeast(whole) => format!(
                    "Numbers are integrations: {whole}+ means that at least {whole} support this operation."
                ),
                Whole::Exactly(whole) => format!(
                    "Numbers are integrations, of the {whole} that support this operation."
                ),
                Whole::Unknown => String::new(),
            });
        }
        if self.has_numbers_only {
            legend.push(
                "A number without names: the documentation does not say which integrations."
                    .to_owned(),
            );
        }
        if cells.iter().any(|cell| cell.starts_with(NOT_DOCUMENTED)) {
            legend.push(LEGEND.to_owned());
        }
        legend.extend(notes(cells).into_iter().map(str::to_owned));
        legend.retain(|sentence| !sentence.is_empty());
        legend.join(" ")
    }
}

/// The note on numbers of names that no current page has.
fn uncertain(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Older => " (older page)",
        Provenance::Inferred | Provenance::Object => " (inferred)",
        Provenance::Documented | Provenance::Live(_) => "",
    }
}

/// What follows if as many integrations support a field as support the operation.
fn all_of_them(counts: Counts) -> &'static str {
    match counts.required {
        0 => {
            " As many support the operation, so we infer that these are [all of them](#integrations)."
        }
        required if required == counts.supported => {
            " As many support the operation, so we infer that [all of them](#integrations) require it."
        }
        _ => {
            " As many support the operation, so we infer that these are [all of them](#integrations); which of them require it is not documented."
        }
    }
}

/// `9`, `9 or more, required by 1`, `required by 9`
pub(crate) fn total(total: Total) -> String {
    let more = if total.is_minimum { " or more" } else { "" };
    let Counts {
        required,
        supported,
    } = total.counts;
    match required {
        0 => format!("{supported}{more}"),
        _ if required == supported => format!("required by {required}{more}"),
        _ => format!("{supported}{more}, required by {required}"),
    }
}

/// Escapes text for HTML and SVG. XML forbids two characters that are no control characters.
pub(crate) fn html(text: &str) -> String {
    let text = escape::clean(text).replace('\n', " ");
    let text = text.replace(['\u{fffe}', '\u{ffff}'], "");
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn text_in_pictures_is_well_formed() {
        assert_eq!(html("a\u{ffff}<b>\u{0}\n&\u{fffe}"), "a&lt;b&gt; &amp;");
    }
}
