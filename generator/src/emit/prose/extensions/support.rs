//! The sentences that say which integrations support or require what, and how well that is documented.

use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::{escape, phrases};
use crate::ir::{
    Counts, FieldSupport, Integrations, NamedIntegrations, Operation, Param, Provenance, Slug,
    Support, parameter_path,
};
use crate::plan::direction::Direction;
use crate::plan::root::Plan;

/// Which integrations support an operation.
///
/// ```text
/// Supported by Alpha, Betadesk and possibly others. Alpha returns only part of each object.
/// Supported by at least 20 integrations. 9 of them return only part of each object.
/// According to an older page of the vendor's documentation, supported by Alpha and Betadesk.
/// ```
pub(crate) fn operation(plan: &Plan<'_>, integrations: &Integrations, style: &Style) -> String {
    let names = &integrations.supported;
    if names.is_empty() {
        return "Supported by no integration.".to_owned();
    }
    let supported = match style.has_room_for(names.len()) {
        true => listing(plan, names, integrations.incomplete),
        false => style.quantity(names.len(), integrations.incomplete),
    };
    let supported = format!("supported by {supported}");
    let mut out = sentence(&in_words(integrations.provenance, &supported));
    let partial = &integrations.partial_response;
    if !partial.is_empty() {
        let list = match style.has_room_for(partial.len()) {
            true => listing(plan, partial, false),
            false => format!("{} of them", partial.len()),
        };
        out.push_str(&format!(" {}", partial_response(&list, partial.len())));
    }
    out
}

/// `Alpha and Betadesk return only part of each object.`
pub(crate) fn partial_response(list: &str, count: usize) -> String {
    let verb = match count {
        1 => "returns",
        _ => "return",
    };
    format!("{list} {verb} only part of each object.")
}

/// Which integrations require and support a field, and which of its values.
///
/// ```text
/// Required by Alpha. Supported by Betadesk and Gamma.
/// Required by Alpha; supported by 7 of 13. Details: [`CREATE`].
/// Supported by 21 integrations, 3 of which require it; the documentation names only Alpha (required) and Betadesk.
/// According to an older page: required by Alpha; supported by Betadesk. According to the current page: supported by 4 integrations.
/// Supported by 4 integrations. An older page of the vendor's documentation said: supported by Alpha.
/// ```
pub(crate) fn field(
    plan: &Plan<'_>,
    direction: Direction,
    support: &Support,
    style: &Style,
) -> String {
    let row = Row::new(plan, direction, support, style);
    let mut sentences = row.sentences();
    sentences.extend(row.values());
    let details = style.details.as_ref().filter(|_| row.hides_names());
    sentences.extend(details.map(|link| format!("Details: {link}.")));
    sentences.join(" ")
}

/// Which integrations require a field, for its setter; empty if none is known to require it.
///
/// ```text
/// Required by Alpha.
/// Required by 2 integrations, of which the documentation names only Alpha.
/// Required by 2 integrations. An older page of the vendor's documentation said: required by Alpha.
/// ```
pub(crate) fn required(plan: &Plan<'_>, support: &Support, style: &Style) -> String {
    let named = support.names.as_ref().map(|names| NamedIntegrations {
        required: names.required.clone(),
        supported: Vec::new(),
    });
    let named = named.filter(|names| !names.required.is_empty());
    let count = support.counts.map(|counts| counts.required);
    if named.is_none() && count.is_none_or(|count| count == 0) {
        return String::new();
    }
    let only = Support {
        names: named,
        counts: count.map(|required| Counts {
            required,
            supported: required,
        }),
        values: Vec::new(),
        ..support.clone()
    };
    let row = Row {
        verb: "required by",
        ..Row::new(plan, Direction::Request, &only, style)
    };
    row.sentences().join(" ")
}

/// Which integrations support a query parameter. If it has no row of its own, the row of the name before its brackets applies.
///
/// ```text
/// Required by Alpha. Supported by Betadesk.
/// Supported by 20 integrations, as `created_at` is.
/// Supported by the same integrations as `created_at`.
/// ```
pub(crate) fn parameter(
    plan: &Plan<'_>,
    operation: &Operation,
    param: &Param,
    style: &Style,
) -> Option<String> {
    if !param.role.is_checked() {
        return None;
    }
    if let Some(row) = operation.matrix.parameter(&param.wire) {
        return Some(field(plan, Direction::Request, &row.support, style));
    }
    let (outer, row) = operation.matrix.outer_parameter(&param.wire)?;
    let outer = escape::code(outer);
    let names = row.support.names.as_ref();
    let has_names = names.is_some_and(|names| names.all().next().is_some());
    Some(match row.support.counts {
        Some(counts) if !has_names => {
            let counted = counted("supported by", counts, style);
            sentence(&format!("{counted}, as {outer} is"))
        }
        _ => format!("Supported by the same integrations as {outer}."),
    })
}

/// ``"`sort_by.name`: supported by Alpha."``: which integrations support the keys of a query parameter.
pub(crate) fn inside<'a>(
    plan: &'a Plan<'_>,
    operation: &'a Operation,
    param: &'a Param,
    style: &'a Style,
) -> impl Iterator<Item = String> + 'a {
    let path = parameter_path(&param.wire);
    let rows: std::slice::Iter<'a, FieldSupport> = operation.matrix.query.iter();
    rows.filter_map(move |row| {
        row.path.strip_prefix(path)?.strip_prefix('.')?;
        let said = field(plan, Direction::Request, &row.support, style);
        Some(format!(
            "{}: {}",
            escape::code(&row.path),
            phrases::lower_first(&said)
        ))
    })
}

/// The support of a field, and how it is written.
struct Row<'a> {
    plan: &'a Plan<'a>,
    /// `supported by` or `returned by`.
    verb: &'static str,
    support: &'a Support,
    style: &'a Style,
}

impl<'a> Row<'a> {
    fn new(
        plan: &'a Plan<'_>,
        direction: Direction,
        support: &'a Support,
        style: &'a Style,
    ) -> Self {
        let verb = match direction {
            Direction::Request => "supported by",
            Direction::Response => "returned by",
        };
        Self {
            plan,
            verb,
            support,
            style,
        }
    }

    fn sentences(&self) -> Vec<String> {
        let counts = self.support.counts;
        let counted = counts.map(|counts| counted(self.verb, counts, self.style));
        let clauses = match &self.support.names {
            Some(names) if names.all().next().is_some() => {
                match (self.support.provenance, counts) {
                    (Provenance::Documented | Provenance::Live(_), Some(counts))
                        if counts != names.counts() =>
                    {
                        self.counted_and_named(counts, names)
                    }
                    (Provenance::Documented | Provenance::Live(_), _) => self.named(names),
                    _ => self.noted(names, counted),
                }
            }
            Some(_) if self.support.is_complete() => vec![format!("{} no integration", self.verb)],
            Some(_) | None => counted.into_iter().collect(),
        };
        clauses.iter().map(|clause| sentence(clause)).collect()
    }

    /// `required by Alpha; supported by 7 of 13`: a page has a sentence for each list.
    fn named(&self, names: &NamedIntegrations) -> Vec<String> {
        self.joined(self.lists(names))
    }

    fn joined(&self, clauses: Vec<String>) -> Vec<String> {
        match self.style.is_page() {
            true => clauses,
            false => vec![clauses.join("; ")],
        }
    }

    /// The clauses with the names, or the number of names if there is no room. The number of those that support a field includes
    /// those that require it.
    fn lists(&self, names: &NamedIntegrations) -> Vec<String> {
        // A count that is higher than the number of names already says so.
        let counts = self.support.counts;
        let has_count = counts.is_some_and(|counts| counts.supported > names.counts().supported);
        let incomplete = self.support.incomplete && !has_count;
        let (required, supported) = (&names.required, &names.supported);
        let mut clauses = Vec::new();
        if !required.is_empty() {
            let is_last = supported.is_empty();
            clauses.push(match self.style.has_room_for_required(required.len()) {
                true => format!(
                    "required by {}",
                    listing(self.plan, required, is_last && incomplete)
                ),
                false => format!(
                    "required by {}",
                    self.style.quantity(required.len(), is_last && incomplete)
                ),
            });
        }
        if !supported.is_empty() {
            let total = required.len() + supported.len();
            let also = match required.is_empty() || self.style.is_page() {
                true => "",
                false => "also ",
            };
            clauses.push(match self.style.has_room_for(supported.len()) {
                true => {
                    let listing = listing(self.plan, supported, incomplete);
                    format!("{also}{} {listing}", self.verb)
                }
                false => self.total(total, incomplete, required.is_empty()),
            });
        }
        clauses
    }

    /// `supported by 7 of 13 integrations`, or `supported by 7 of 13` after another clause.
    fn total(&self, total: usize, is_minimum: bool, is_first: bool) -> String {
        let total = match is_first || self.style.out_of.is_none() {
            true => self.style.quantity(total, is_minimum),
            false => self.style.share(total, is_minimum),
        };
        format!("{} {total}", self.verb)
    }

    /// `required by 6 integrations, of which the documentation names only Attio`
    fn counted_and_named(&self, counts: Counts, names: &NamedIntegrations) -> Vec<String> {
        let is_required_named = counts.required as usize == names.required.len();
        if is_required_named && !names.required.is_empty() && names.supported.is_empty() {
            let total = self.total(counts.supported as usize, false, false);
            let clauses = self.lists(names).into_iter().chain([total]);
            return self.joined(clauses.collect());
        }
        let counted = counted(self.verb, counts, self.style);
        let known: Vec<&Slug> = names.all().collect();
        let is_mixed = counts.required != 0 && counts.required != counts.supported;
        let only = match counts.supported as usize > known.len() {
            true => " only",
            false => "",
        };
        let labels = known.iter().enumerate().map(|(index, slug)| {
            let label = escape::plain(self.plan.integrations.label(&slug.slug));
            match is_mixed && index < names.required.len() {
                true => format!("{label} (required)"),
                false => label,
            }
        });
        let list = match self.style.has_room_for(known.len()) {
            true => phrases::enumeration(&labels.collect::<Vec<_>>()),
            false => known.len().to_string(),
        };
        vec![match is_mixed {
            true => format!("{counted}; the documentation names{only} {list}"),
            false => format!("{counted}, of which the documentation names{only} {list}"),
        }]
    }

    /// Names that are not from a current page, and the count, which is.
    fn noted(&self, names: &NamedIntegrations, counted: Option<String>) -> Vec<String> {
        let provenance = self.support.provenance;
        if !self.style.is_page() {
            // An older page is not about the integrations that support the operation now.
            let older = Row {
                style: &Style::short(),
                ..*self
            };
            let clauses = older.lists(names).join("; ");
            // The count is newer, so both stand next to each other without a contradiction.
            let noted = match provenance {
                Provenance::Older => {
                    format!("an older page of the vendor's documentation said: {clauses}")
                }
                _ => in_words(provenance, &clauses),
            };
            return counted.into_iter().chain([noted]).collect();
        }
        let clauses = self.lists(names).join("; ");
        let (noted, current) = match provenance {
            Provenance::Older => (
                "according to an older page",
                "according to the current page: ",
            ),
            _ => ("inferred", "in total, "),
        };
        let counted = counted.map(|counted| format!("{current}{counted}"));
        std::iter::once(format!("{noted}: {clauses}"))
            .chain(counted)
            .collect()
    }

    /// ``Documented values: `ticket` for Delta and Betadesk; `contact` for 12 integrations.`` If there are more: ``Some of the
    /// documented values: …``
    fn values(&self) -> Option<String> {
        let values = self.support.values.iter().map(|value| {
            let takers = match self.style.has_room_for(value.takers.len()) {
                true => listing(self.plan, &value.takers, false),
                false => integrations(value.takers.len()),
            };
            format!("{} for {takers}", escape::code(&value.value))
        });
        let values: Vec<String> = values.collect();
        let documented = match self.support.has_more_values {
            true => "Some of the documented values",
            false => "Documented values",
        };
        (!values.is_empty()).then(|| format!("{documented}: {}.", values.join("; ")))
    }

    /// Whether there is a number instead of names.
    fn hides_names(&self) -> bool {
        let names = self.support.names.as_ref();
        let (required, supported) = names.map_or((0, 0), |names| {
            (names.required.len(), names.supported.len())
        });
        let mut values = self.support.values.iter();
        !self.style.has_room_for_required(required)
            || !self.style.has_room_for(supported)
            || values.any(|value| !self.style.has_room_for(value.takers.len()))
    }
}

/// `according to an older page of the vendor's documentation, supported by Alpha`: a clause, with how well it is documented.
pub(crate) fn in_words(provenance: Provenance, clause: &str) -> String {
    match provenance {
        Provenance::Documented | Provenance::Live(_) => clause.to_owned(),
        Provenance::Older => {
            format!("according to an older page of the vendor's documentation, {clause}")
        }
        Provenance::Inferred | Provenance::Object => {
            format!("inferred from the vendor's documentation: {clause}")
        }
    }
}

/// `supported by 20 integrations, 2 of which require it`
fn counted(verb: &str, counts: Counts, style: &Style) -> String {
    let (required, supported) = (counts.required as usize, counts.supported as usize);
    match (required, supported) {
        (_, 0) => format!("{verb} no integration"),
        (0, _) => format!("{verb} {}", style.quantity(supported, false)),
        _ if required == supported => format!("required by {}", style.quantity(required, false)),
        _ => {
            let all = style.quantity(supported, false);
            format!("{verb} {all}, {}", requiring(required))
        }
    }
}

fn requiring(count: usize) -> String {
    match count {
        1 => "1 of which requires it".to_owned(),
        count => format!("{count} of which require it"),
    }
}

/// `Alpha, Betadesk and possibly others`
fn listing(plan: &Plan<'_>, slugs: &[Slug], incomplete: bool) -> String {
    let labels = slugs
        .iter()
        .map(|slug| escape::plain(plan.integrations.label(&slug.slug)));
    let others = incomplete.then(|| "possibly others".to_owned());
    phrases::enumeration(&labels.chain(others).collect::<Vec<_>>())
}

/// `20 integrations`
pub(crate) fn integrations(count: usize) -> String {
    match count {
        1 => "1 integration".to_owned(),
        count => format!("{count} integrations"),
    }
}

pub(crate) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}.", chars.as_str())
}
