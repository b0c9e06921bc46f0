//! Table cells that say which integrations support a field.

use crate::{
    emit::{
        context::{Context, Direction},
        support_docs,
    },
    ir::{Names, Support},
};

/// The cell for support that is not documented.
pub(crate) const NOT_DOCUMENTED: &str = "–";

/// The legend of a table with such cells. A column of nothing else is left out.
pub(crate) const LEGEND: &str = "–: not documented.";

/// More names than these are folded, since readers compare the counts.
const MOST_NAMES: usize = 3;

/// ```text
/// <details><summary>9, required by 1</summary>Required by Dixa. Supported by Enchant, …</details>
/// ```
/// A few names are shown without folding.
pub(crate) fn support(
    context: &Context<'_>,
    direction: Direction,
    support: Option<&Support>,
) -> String {
    let Some(support) = support else {
        return NOT_DOCUMENTED.to_owned();
    };
    let whole = support_docs::field(context, direction, support);
    let named = support.names.iter().flat_map(Names::all).count();
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
    let named = support.names.as_ref().map(Names::counts);
    let Some(counts) = support.counts.or(named) else {
        return "by value".to_owned();
    };
    let open = support.counts.is_none() && support.incomplete;
    let more = if open { " or more" } else { "" };
    match counts.required {
        0 => format!("{}{more}", counts.supported),
        required => format!("{}{more}, required by {required}", counts.supported),
    }
}
