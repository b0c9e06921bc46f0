//! `cargo xtask support`

use std::fmt::Write as _;

use truto_codegen::chooser::{Assessment, Query, choose, select};
use truto_codegen::ir::Package;
use truto_codegen::{Analysis, Warnings, analyze};

use crate::forms::{self, Format};
use crate::project::own_documents;
use crate::report::{self, Failure};

/// Answers from the support matrices of the definitions, offline.
///
/// With --operation and --field, lists the integrations that support the given operations and fields. An integration is listed
/// separately, as not documented, if the documentation does not say whether it supports an operation or field.
///
/// With --integration or --format, prints the fields of the given operations, each with its support by the given integrations:
/// of all operations or integrations, if none is given.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask support --operation ticketing.contacts.create --field emails --field phones
      Which help desks can create a contact with emails and phones?
  cargo xtask support --operation crm.contacts.create --operation crm.contacts.list --field crm.contacts.create.tags
      With several operations, begin the name of each field with its operation.
  cargo xtask support --operation ticketing.contacts.create --integration gorgias
      Which fields does a contact have in Gorgias?
  cargo xtask support --operation ticketing.contacts.create --integration gorgias --format json-schema
      The JSON Schema of such a contact.
  cargo xtask support --format csv > support.csv
      A table of all operations, integrations and fields.
  cargo xtask support --format matrix | jq -r '.operations[] | select(.id == \"crm.contacts.create\") | .body[].path'
      The same as an object of JSON. This prints the fields of a contact.")]
pub(crate) struct Arguments {
    /// The ID of an operation, such as ticketing.contacts.create. Can be repeated.
    #[arg(
        long,
        value_name = "ID",
        required_unless_present_any = ["integration", "format"]
    )]
    operation: Vec<String>,

    /// The name of a body field or query parameter that must be supported, such as emails or emails.type. Can be repeated.
    /// If a query parameter has the same name as a field, prefix it with query:, as in query:entity.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["integration", "format"])]
    field: Vec<String>,

    /// The slug of an integration, such as gorgias. Can be repeated.
    #[arg(long, value_name = "SLUG")]
    integration: Vec<String>,

    /// The format of the fields: text; json, a list of forms; csv, a row for each field of requests, and of responses as far as documented; matrix, an object
    /// with each operation and field once, and the integrations that support it; or json-schema, a schema of the request body, of
    /// one operation for one integration.
    #[arg(long, value_enum, hide_possible_values = true)]
    format: Option<Format>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let documents = own_documents();
    let (analysis, outcome) = analyze(&documents.roots, &documents.files, Warnings::Allow);
    report::diagnostics(&outcome.diagnostics, &outcome.sources)?;
    if arguments.format.is_none() && arguments.integration.is_empty() {
        return choose_integrations(&analysis, arguments);
    }
    let selection = select(&analysis, &arguments.operation, &arguments.integration)?;
    forms::print(&selection, arguments.format.unwrap_or(Format::Text))
}

/// Prints the integrations that support the operations and fields.
fn choose_integrations(analysis: &Analysis, arguments: &Arguments) -> Result<(), Failure> {
    let fields_by_operation = fields_by_operation(arguments)?;
    let queries = fields_by_operation
        .iter()
        .map(|(operation, fields)| Query::new(analysis, operation, fields));
    let queries: Vec<Query<'_>> = queries.collect::<Result<_, _>>()?;
    print!(
        "{}",
        render(&analysis.package, &choose(&analysis.package, &queries))
    );
    Ok(())
}

/// Assigns the fields to the operations.
fn fields_by_operation(arguments: &Arguments) -> Result<Vec<(&str, Vec<String>)>, Failure> {
    let operations = arguments.operation.iter();
    let mut assigned: Vec<(&str, Vec<String>)> = operations
        .map(|operation| (operation.as_str(), Vec::new()))
        .collect();
    for field in &arguments.field {
        let of = |operation: &str| field.strip_prefix(operation)?.strip_prefix('.');
        let is_only = assigned.len() == 1;
        let entry = assigned
            .iter_mut()
            .find(|(operation, _)| is_only || of(operation).is_some());
        let Some((operation, fields)) = entry else {
            return Err(format!(
                "the field `{field}` does not name its operation: write `--field {}.{field}`, for example",
                arguments.operation.first().map_or("", String::as_str)
            ));
        };
        fields.push(of(operation).unwrap_or(field).to_owned());
    }
    Ok(assigned)
}

/// ```text
/// 2 supported
///   Dixa
///   Gorgias: ticketing.contacts.create requires first_name
/// 1 not documented
///   HappyFox: ticketing.contacts.create phones
/// 81 not supported
///   does not support ticketing.contacts.create: Accelo, Asana
/// ```
fn render(package: &Package, assessments: &[(&str, Assessment)]) -> String {
    let label = |slug: &str| {
        let entries = package
            .registry
            .iter()
            .flat_map(|registry| &registry.entries);
        let mut entries = entries.filter(|entry| entry.slug == slug);
        entries
            .next()
            .map_or(slug.to_owned(), |entry| entry.label.clone())
    };
    let (unsupported, others): (Vec<_>, Vec<_>) = assessments
        .iter()
        .partition(|(_, assessment)| !assessment.unsupported.is_empty());
    let (undocumented, supported): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|(_, assessment)| !assessment.undocumented.is_empty());
    let mut out = String::new();
    for (title, found) in [("supported", &supported), ("not documented", &undocumented)] {
        let _ = writeln!(out, "{} {title}", found.len());
        for (slug, assessment) in found {
            let why = assessment
                .undocumented
                .iter()
                .chain(&assessment.notes)
                .cloned();
            let why = why.collect::<Vec<_>>().join("; ");
            let line = format!("  {}: {why}", label(slug));
            let _ = writeln!(out, "{}", line.trim_end_matches([' ', ':']));
        }
    }
    let _ = writeln!(out, "{} not supported", unsupported.len());
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for (slug, assessment) in unsupported {
        let why = assessment.unsupported.join("; ");
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
