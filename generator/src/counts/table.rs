//! Prints the counts as a Markdown table.

use super::count::{Counts, counts};
use crate::plan::names::bare;
use crate::plan::{Analysis, ModuleId};

const HEAD: &str = "\
| | operations | no list | complete list | partial or older list | fields and parameters | documented | older | inferred | from the object | untyped | named cells | counted cells |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
";

/// For each API, there is one row with its total, one per resource, and one for what its resources share. The last rows are what
/// the APIs share, and the total.
///
/// ```text
/// | | operations | …
/// |---|--:|…
/// | **ticketing** | 68 | …
/// | contacts | 5 | …
/// | shared | 0 | …
/// ```
#[must_use]
pub fn table(analysis: &Analysis) -> String {
    let Analysis { package, names, .. } = analysis;
    let counts = counts(analysis);
    let at = |module| counts.get(&module).copied().unwrap_or_default();
    let mut text = HEAD.to_owned();
    let mut all = at(ModuleId::Crate);
    for (api_index, api) in package.apis.iter().enumerate() {
        let (mut rows, mut total) = (String::new(), Counts::default());
        let mut add = |name: &str, module| {
            rows.push_str(&row(name, &at(module)));
            total += at(module);
        };
        for (index, resource) in api.resources.iter().enumerate() {
            add(
                bare(&names.resource(resource).module),
                ModuleId::Resource(api_index, index),
            );
        }
        let webhooks = names.api(api).webhooks.as_ref();
        if let Some(module) = webhooks.and_then(|of| of.module.as_ref()) {
            add(module, ModuleId::Webhooks(api_index));
        }
        add("shared", ModuleId::Api(api_index));
        text.push_str(&row(&format!("**{}**", bare(&names.api(api).name)), &total));
        text.push_str(&rows);
        all += total;
    }
    text.push_str(&row("shared by the APIs", &at(ModuleId::Crate)));
    text.push_str(&row("**all**", &all));
    text
}

fn row(name: &str, counts: &Counts) -> String {
    let items = counts.documented + counts.older + counts.inferred + counts.object;
    let numbers = [
        counts.operations,
        counts.unlisted,
        counts.complete,
        counts.incomplete,
        items,
        counts.documented,
        counts.older,
        counts.inferred,
        counts.object,
        counts.untyped,
        counts.named_cells,
        counts.counted_cells,
    ];
    let numbers = numbers.map(|number| number.to_string());
    let cells: String = numbers
        .iter()
        .map(|number| format!(" {number} |"))
        .collect();
    format!("| {name} |{cells}\n")
}
