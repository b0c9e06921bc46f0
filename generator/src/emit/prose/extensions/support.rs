//! The sentences that say which integrations support or require what, and how well that is documented.

use crate::emit::prose::{escape, phrases};
use crate::ir::{
    Counts, FieldSupport, Integrations, Names, Operation, Param, Provenance, Slug, Support,
    parameter_path,
};
use crate::plan::root::{Direction, Plan};

/// How a sentence says that it is not from a current page of the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    /// In words: `according to an older page of the vendor's documentation, …`.
    Words,
    /// In few words, which the table's legend explains: `according to an older page: …`.
    Mark,
}

/// Which integrations support an operation.
///
/// ```text
/// Supported by Dixa, Front and possibly others. Returns only part of each object: Dixa.
/// According to an older page of the vendor's documentation, supported by Dixa and Front.
/// ```
pub(crate) fn operation(plan: &Plan<'_>, integrations: &Integrations) -> String {
    if integrations.supported.is_empty() {
        return "Supported by no integration.".to_owned();
    }
    let mut supported = labels(plan, &integrations.supported);
    if integrations.incomplete {
        supported.push("possibly others".to_owned());
    }
    let supported = format!("supported by {}", phrases::enumeration(&supported));
    let mut out = sentence(&in_words(integrations.provenance, &supported));
    if !integrations.partial_response.is_empty() {
        let partial = labels(plan, &integrations.partial_response);
        out.push_str(&format!(
            " {}",
            partial_response(&phrases::enumeration(&partial), partial.len())
        ));
    }
    out
}

/// `Dixa and Front return only part of each object.`
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
/// Required by Dixa. Supported by Enchant and Front.
/// Supported by Dixa and Front. In total, supported by 21 integrations, 3 of which require it.
/// According to an older page: required by Dixa; supported by Front. According to the current page: supported by 4 integrations.
/// According to an older page of the vendor's documentation, supported by Dixa. The current page gives only a number:
/// supported by 4 integrations.
/// ```
pub(crate) fn field(
    plan: &Plan<'_>,
    direction: Direction,
    support: &Support,
    note: Note,
) -> String {
    let verb = match direction {
        Direction::Request => "supported by",
        Direction::Response => "returned by",
    };
    let counted = support.counts.map(|counts| counted(verb, counts));
    let parts = match &support.names {
        Some(names) if names.all().next().is_some() => {
            named(plan, verb, support, names, counted, note)
        }
        Some(_) if support.is_complete() => vec![format!("{verb} no integration")],
        Some(_) | None => counted.into_iter().collect(),
    };
    let sentences = parts.iter().map(|part| sentence(part));
    let sentences: Vec<String> = sentences.chain(values(plan, support)).collect();
    sentences.join(" ")
}

fn named(
    plan: &Plan<'_>,
    verb: &str,
    support: &Support,
    names: &Names,
    counted: Option<String>,
    note: Note,
) -> Vec<String> {
    let lists = [("required by", &names.required), (verb, &names.supported)];
    let mut lists: Vec<(&str, Vec<String>)> = lists
        .into_iter()
        .filter(|(_, slugs)| !slugs.is_empty())
        .map(|(verb, slugs)| (verb, labels(plan, slugs)))
        .collect();
    let more = support.counts.filter(|counts| *counts != names.counts());
    let is_current = support.provenance == Provenance::Documented;
    // The count follows, and says that there are others.
    let has_others = more.is_some_and(|counts| counts.supported > names.counts().supported);
    if let Some((_, last)) = lists.last_mut()
        && support.incomplete
        && !has_others
    {
        last.push("possibly others".to_owned());
    }
    let clauses = lists
        .into_iter()
        .map(|(verb, labels)| format!("{verb} {}", phrases::enumeration(&labels)));
    let mut clauses: Vec<String> = clauses.collect();
    if is_current {
        let counted = counted.filter(|_| more.is_some());
        clauses.extend(counted.map(|counted| format!("in total, {counted}")));
        return clauses;
    }
    let counted = counted.map(|counted| total(support, &counted, note));
    let clauses = clauses.join("; ");
    let noted = match note {
        Note::Words => in_words(support.provenance, &clauses),
        Note::Mark if support.provenance == Provenance::Older => {
            format!("according to an older page: {clauses}")
        }
        Note::Mark => format!("inferred: {clauses}"),
    };
    std::iter::once(noted).chain(counted).collect()
}

/// `according to an older page of the vendor's documentation, supported by Dixa`: a clause, with how well it is documented.
pub(crate) fn in_words(provenance: Provenance, clause: &str) -> String {
    match provenance {
        Provenance::Documented => clause.to_owned(),
        Provenance::Older => {
            format!("according to an older page of the vendor's documentation, {clause}")
        }
        Provenance::Inferred | Provenance::Object => {
            format!("inferred from the vendor's documentation: {clause}")
        }
    }
}

/// The sentence about the count, which is from a current page, after names that are not. Values that follow name integrations,
/// too; then the sentence does not say that the page gives only numbers.
///
/// ```text
/// the current page gives only a number: supported by 20 integrations
/// according to the current page, supported by 20 integrations
/// according to the current page: supported by 20 integrations
/// ```
fn total(support: &Support, counted: &str, note: Note) -> String {
    match (support.provenance, note) {
        (Provenance::Older, Note::Words) if !support.values.is_empty() => {
            format!("according to the current page, {counted}")
        }
        (Provenance::Older, Note::Words) => {
            let numbers = match counted.contains(", ") {
                true => "numbers",
                false => "a number",
            };
            format!("the current page gives only {numbers}: {counted}")
        }
        (Provenance::Older, Note::Mark) => format!("according to the current page: {counted}"),
        (Provenance::Documented | Provenance::Inferred | Provenance::Object, _) => {
            format!("in total, {counted}")
        }
    }
}

/// `supported by 20 integrations, 2 of which require it`
fn counted(verb: &str, counts: Counts) -> String {
    match counts {
        Counts { supported: 0, .. } => format!("{verb} no integration"),
        Counts {
            required: 0,
            supported,
        } => format!("{verb} {}", integrations(supported)),
        Counts {
            required,
            supported,
        } if required == supported => format!("required by {}", integrations(required)),
        Counts {
            required,
            supported,
        } => format!(
            "{verb} {}, {}",
            integrations(supported),
            requiring(required)
        ),
    }
}

fn requiring(count: u32) -> String {
    match count {
        1 => "1 of which requires it".to_owned(),
        count => format!("{count} of which require it"),
    }
}

/// ``Documented values: `ticket` for Gorgias and Front; `contact` for Front.`` If there are more: ``Some of the documented
/// values: …``
pub(crate) fn values(plan: &Plan<'_>, support: &Support) -> Option<String> {
    let values: Vec<String> = support
        .values
        .iter()
        .map(|value| {
            let takers = phrases::enumeration(&labels(plan, &value.takers));
            format!("{} for {takers}", escape::code(&value.value))
        })
        .collect();
    let documented = if support.has_more_values {
        "Some of the documented values"
    } else {
        "Documented values"
    };
    (!values.is_empty()).then(|| format!("{documented}: {}.", values.join("; ")))
}

/// Which integrations support a query parameter. If it has no row of its own, the row of the name before its brackets applies.
///
/// ```text
/// Required by Dixa. Supported by Front.
/// The same as for `created_at`: supported by Dixa.
/// ```
pub(crate) fn parameter(
    plan: &Plan<'_>,
    operation: &Operation,
    param: &Param,
    note: Note,
) -> Option<String> {
    let said = |row: &FieldSupport| field(plan, Direction::Request, &row.support, note);
    let of_outer = || {
        let (outer, row) = operation.matrix.outer_parameter(&param.wire)?;
        let outer = escape::code(outer);
        Some(match row.support.provenance {
            Provenance::Documented => {
                format!(
                    "The same as for {outer}: {}",
                    phrases::lower_first(&said(row))
                )
            }
            _ => format!("The same integrations as for {outer}."),
        })
    };
    if param.role.is_checked() {
        let own = operation.matrix.parameter(&param.wire).map(said);
        own.or_else(of_outer)
    } else {
        None
    }
}

/// ``"`sort_by.name`: supported by Dixa."``: which integrations support the keys of a query parameter.
pub(crate) fn inside<'a>(
    plan: &'a Plan<'_>,
    operation: &'a Operation,
    param: &'a Param,
    note: Note,
) -> impl Iterator<Item = String> + 'a {
    let path = parameter_path(&param.wire);
    operation.matrix.query.iter().filter_map(move |row| {
        row.path.strip_prefix(path)?.strip_prefix('.')?;
        let said = field(plan, Direction::Request, &row.support, note);
        Some(format!(
            "{}: {}",
            escape::code(&row.path),
            phrases::lower_first(&said)
        ))
    })
}

/// `Required by Dixa.` or `Required by 2 integrations.`; empty if no integration is known to require it.
///
/// ```text
/// Required by Dixa and others: 2 in total.
/// According to an older page of the vendor's documentation, required by Dixa. The current page gives only a number:
/// required by 2 integrations.
/// ```
pub(crate) fn required(plan: &Plan<'_>, support: &Support) -> String {
    let names = support.names.as_ref();
    let mut known = names.map_or(Vec::new(), |names| labels(plan, &names.required));
    let count = support.counts.map(|counts| counts.required);
    if known.is_empty() {
        return match count {
            None | Some(0) => String::new(),
            Some(count) => format!("Required by {}.", integrations(count)),
        };
    }
    if let (Provenance::Older, Some(count)) = (support.provenance, count) {
        let older = in_words(
            Provenance::Older,
            &format!("required by {}", phrases::enumeration(&known)),
        );
        let counted = match count {
            0 => "required by no integration".to_owned(),
            count => format!("required by {}", integrations(count)),
        };
        let current = total(support, &counted, Note::Words);
        return format!("{} {}", sentence(&older), sentence(&current));
    }
    if count.is_none() && support.incomplete {
        known.push("possibly others".to_owned());
    }
    let clause = format!("required by {}", phrases::enumeration(&known));
    let named = sentence(&in_words(support.provenance, &clause));
    match count {
        Some(count) if names.is_some_and(|names| names.counts().required < count) => {
            format!("{named} In total, required by {}.", integrations(count))
        }
        Some(_) | None => named,
    }
}

/// Names of integrations as Markdown.
fn labels(plan: &Plan<'_>, slugs: &[Slug]) -> Vec<String> {
    let labels = slugs
        .iter()
        .map(|slug| escape::plain(plan.label(&slug.slug)));
    labels.collect()
}

/// `20 integrations`; empty for zero.
pub(crate) fn integrations(count: u32) -> String {
    match count {
        0 => String::new(),
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
