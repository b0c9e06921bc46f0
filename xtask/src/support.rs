//! `cargo xtask support`

use std::fmt::Write as _;

use truto_codegen::chooser::{Verdict, Wish, choose};
use truto_codegen::ir::Crate;
use truto_codegen::{Warnings, analyze};

use crate::project::Documents;
use crate::report::{self, Failure};

/// Says which integrations can do what somebody wants: operations, with the fields that are to be set.
///
/// The answer follows from the support matrices of the definitions, offline. What the documentation does not say is neither a yes
/// nor a no, and is listed by itself.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask support --operation ticketing.contacts.create --field emails --field phones
      which help desks can a form for contacts work on?
  cargo xtask support --operation crm.contacts.create --operation crm.contacts.list --field crm.contacts.create.tags
      with several operations, a field is written behind its operation")]
pub(crate) struct Arguments {
    /// An operation that must be served, such as ticketing.contacts.create; can be given several times.
    #[arg(long, value_name = "ID", required = true)]
    operation: Vec<String>,

    /// A field of the body or a query parameter that must be taken, such as emails or emails.type; can be given several times. A query
    /// parameter that is called as a field of the body is query:entity.
    #[arg(long, value_name = "NAME")]
    field: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let documents = Documents::own();
    let (krate, outcome) = analyze(&documents.roots, &documents.files, Warnings::Allow);
    report::diagnostics(&outcome.diagnostics, &outcome.sources)?;
    let wanted = wanted(arguments)?;
    let wishes = wanted
        .iter()
        .map(|(operation, fields)| Wish::new(&krate, operation, fields));
    let wishes: Vec<Wish<'_>> = wishes.collect::<Result<_, _>>()?;
    print!("{}", answer(&krate, &choose(&krate, &wishes)));
    Ok(())
}

/// The operations, each with its fields.
fn wanted(arguments: &Arguments) -> Result<Vec<(&str, Vec<String>)>, Failure> {
    let operations = arguments.operation.iter();
    let mut wanted: Vec<(&str, Vec<String>)> = operations
        .map(|operation| (operation.as_str(), Vec::new()))
        .collect();
    for field in &arguments.field {
        let of = |operation: &str| field.strip_prefix(operation)?.strip_prefix('.');
        let is_only = wanted.len() == 1;
        let own = wanted
            .iter_mut()
            .find(|(operation, _)| is_only || of(operation).is_some());
        let Some((operation, fields)) = own else {
            return Err(format!(
                "which operation has the field `{field}`? Write it behind the operation: `--field {}.{field}`",
                arguments.operation.first().map_or("", String::as_str)
            ));
        };
        fields.push(of(operation).unwrap_or(field).to_owned());
    }
    Ok(wanted)
}

/// ```text
/// 2 remain
///   Dixa
///   Gorgias: ticketing.contacts.create requires first_name
/// 1 not documented
///   HappyFox: ticketing.contacts.create phones
/// 81 excluded
///   does not support ticketing.contacts.create: Accelo, Asana
/// ```
fn answer(krate: &Crate, verdicts: &[(&str, Verdict)]) -> String {
    let label = |slug: &str| {
        let entries = krate.registry.iter().flat_map(|registry| &registry.entries);
        let mut entries = entries.filter(|entry| entry.slug == slug);
        entries
            .next()
            .map_or(slug.to_owned(), |entry| entry.label.clone())
    };
    let (excluded, others): (Vec<_>, Vec<_>) = verdicts
        .iter()
        .partition(|(_, verdict)| !verdict.against.is_empty());
    let (open, remaining): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|(_, verdict)| !verdict.open.is_empty());
    let mut out = String::new();
    for (title, found) in [("remain", &remaining), ("not documented", &open)] {
        let _ = writeln!(out, "{} {title}", found.len());
        for (slug, verdict) in found {
            let why = verdict.open.iter().chain(&verdict.notes).cloned();
            let why = why.collect::<Vec<_>>().join("; ");
            let line = format!("  {}: {why}", label(slug));
            let _ = writeln!(out, "{}", line.trim_end_matches([' ', ':']));
        }
    }
    let _ = writeln!(out, "{} excluded", excluded.len());
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for (slug, verdict) in excluded {
        let why = verdict.against.join("; ");
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, labels)) => labels.push(label(slug)),
            None => reasons.push((why, vec![label(slug)])),
        }
    }
    for (why, labels) in reasons {
        let _ = writeln!(out, "  {why}: {}", labels.join(", "));
    }
    out
}
