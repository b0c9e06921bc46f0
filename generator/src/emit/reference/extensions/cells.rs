//! Table cells that say which integrations support a field.

use truto_support_matrix::Total;

use crate::emit::prose::escape;
use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::extensions::support;
use crate::ir::{Counts, NamedIntegrations, Support};
use crate::plan::direction::Direction;
use crate::plan::root::Plan;

/// The cell for support that is not documented.
pub(crate) const NOT_DOCUMENTED: &str = "–";

/// The legend of this cell. A column of nothing else is left out.
pub(crate) const LEGEND: &str = "–: not documented.";

/// The legend of a table with these cells; empty if they need none.
pub(crate) fn legend(cells: &[String]) -> String {
    let has_gaps = cells.iter().any(|cell| cell.starts_with(NOT_DOCUMENTED));
    let gaps = has_gaps.then_some(LEGEND);
    let legend: Vec<&str> = gaps.into_iter().chain(notes(cells)).collect();
    legend.join(" ")
}

/// The sentences that explain the notes of [`suffix`](crate::chooser::suffix) in these cells.
pub(crate) fn notes<'a>(cells: impl IntoIterator<Item = &'a String>) -> Vec<&'static str> {
    const NOTES: [(&str, &str); 4] = [
        (
            "(older page)",
            "(older page): known only from an older page of the API's documentation, which may be out of date.",
        ),
        (
            "an older page:",
            "The older page is a page of the API's documentation that may be out of date.",
        ),
        (
            "Inferred:",
            "Inferred: not stated by the API's documentation, but inferred from it.",
        ),
        (
            "(inferred)",
            "(inferred) after a name: the API's documentation does not state that the integration supports it; this is inferred.",
        ),
    ];
    let mut found = [false; NOTES.len()];
    for cell in cells {
        for (found, (note, _)) in found.iter_mut().zip(NOTES) {
            *found |= cell.contains(note);
        }
    }
    let used = NOTES.iter().zip(found).filter(|(_, found)| *found);
    used.map(|((_, legend), _)| *legend).collect()
}

/// More names than these are folded, since readers compare the counts.
const MOST_NAMES: usize = 3;

/// ```text
/// <details><summary>9, required by 1</summary>Required by Dixa. Supported by Enchant, …</details>
/// ```
/// A few names are shown without folding.
pub(crate) fn support(plan: &Plan<'_>, direction: Direction, support: Option<&Support>) -> String {
    let Some(support) = support else {
        return NOT_DOCUMENTED.to_owned();
    };
    let whole = support::field(plan, direction, support, &Style::page());
    let named = support
        .names
        .iter()
        .flat_map(NamedIntegrations::all)
        .count();
    let listed: usize = support.values.iter().map(|value| value.takers.len()).sum();
    if named + listed <= MOST_NAMES {
        return whole;
    }
    format!(
        "<details><summary>{}</summary>{whole}</details>",
        numbers(support)
    )
}

/// `9, required by 1`
fn numbers(support: &Support) -> String {
    support.total().map_or_else(|| "by value".to_owned(), total)
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

/// Escapes text for HTML.
pub(crate) fn html(text: &str) -> String {
    let text = escape::clean(text).replace('\n', " ");
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
