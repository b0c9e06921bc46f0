//! The forms that `cargo xtask support` prints: the fields of operations, each with its support by an integration.

use std::io::{self, Write};

use truto_codegen::chooser::{Selection, type_name};
use truto_support_matrix::forms::{Form, FormField, FormScalar};
use truto_support_matrix::{Answer, Level};

use crate::report::Failure;

/// How forms are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// A list of forms.
    Json,
    /// A row for each field.
    Csv,
    /// Each operation and field once, with the integrations by level.
    Matrix,
    /// The schema of one request body.
    JsonSchema,
}

/// The columns of a CSV file.
const COLUMNS: [&str; 12] = [
    "operation",
    "integration",
    "operation_support",
    "place",
    "field",
    "level",
    "required",
    "may_be_required",
    "provenance",
    "type",
    "values",
    "description",
];

pub(crate) fn print(selection: &Selection<'_>, format: Format) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = match format {
        Format::Text => selection.forms().try_for_each(|form| text(&mut out, &form)),
        Format::Json => json(&mut out, selection),
        Format::Csv => csv(&mut out, selection),
        Format::Matrix => matrix(&mut out, selection),
        Format::JsonSchema => writeln!(out, "{}", json_schema(selection)?),
    };
    match written.and_then(|()| out.flush()) {
        // The reader, such as `head`, has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| format!("cannot write the output: {error}")),
    }
}

/// ```text
/// ticketing.contacts.create on Gorgias: supported
///   first_name   required        string  The first name.
///   emails       supported       array of object  Email addresses.
/// ```
fn text(out: &mut impl Write, form: &Form) -> io::Result<()> {
    let support = match form.operation_support() {
        Answer::Yes => "supported",
        Answer::No => "not supported",
        Answer::NotDocumented => "not documented",
    };
    writeln!(out, "{} on {}: {support}", form.operation(), form.label())?;
    if form.operation_support() == Answer::No {
        return Ok(());
    }
    let fields = placed(form);
    let width = fields.iter().map(|(_, field)| field.path().chars().count());
    let width = width.max().unwrap_or_default();
    for (place, field) in fields {
        let place = if place == "query" { " (query)" } else { "" };
        let (path, ty) = (field.path(), type_name(field.field_type()));
        writeln!(out, "  {path:width$}  {:14}  {ty}{place}", level(field))?;
    }
    Ok(())
}

fn level(field: &FormField) -> &'static str {
    match field.level() {
        Level::Unsupported => "not supported",
        _ if field.is_required() => "required",
        Level::Required | Level::Supported => "supported",
        Level::NotDocumented => "not documented",
    }
}

/// The query parameters and the fields of the body, each with its place.
fn placed(form: &Form) -> Vec<(&'static str, &FormField)> {
    let mut query: Vec<&FormField> = Vec::new();
    for parameter in form.query() {
        query.push(parameter);
        query.extend(parameter.all_fields());
    }
    let query = query.into_iter().map(|field| ("query", field));
    let body = form.all_fields().into_iter().map(|field| ("body", field));
    query.chain(body).collect()
}

/// The list has a form on each line.
fn json(out: &mut impl Write, selection: &Selection<'_>) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, form) in selection.forms().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &form)?;
    }
    out.write_all(b"\n]\n")
}

/// The whole table as one object: see [`Selection::table`].
pub(crate) fn matrix(out: &mut impl Write, selection: &Selection<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &selection.table())?;
    out.write_all(b"\n")
}

/// A row for each field of the request, and for each of the response that the documentation mentions for the integration. An operation that
/// the integration does not support has one row, and so has one without fields.
pub(crate) fn csv(out: &mut impl Write, selection: &Selection<'_>) -> io::Result<()> {
    row(out, COLUMNS)?;
    for (form, response) in selection.forms().zip(selection.responses()) {
        let start = [
            form.operation(),
            form.integration(),
            form.operation_support().as_str(),
        ];
        let mut fields = Vec::new();
        if form.operation_support() != Answer::No {
            fields = placed(&form);
            let returned = response.all_fields().into_iter();
            let returned = returned.filter(|field| field.level() != Level::NotDocumented);
            fields.extend(returned.map(|field| ("response", field)));
        }
        if fields.is_empty() {
            let mut columns = [""; COLUMNS.len()];
            columns[..start.len()].copy_from_slice(&start);
            row(out, columns)?;
        }
        for (place, field) in fields {
            field_row(out, start, place, field)?;
        }
    }
    Ok(())
}

fn field_row(
    out: &mut impl Write,
    [operation, integration, support]: [&str; 3],
    place: &str,
    field: &FormField,
) -> io::Result<()> {
    let scalar = field.field_type().scalar();
    let provenance = field.provenance();
    let columns = [
        operation,
        integration,
        support,
        place,
        field.path(),
        field.level().as_str(),
        flag(field.is_required()),
        flag(field.may_be_required()),
        provenance.map_or("", |provenance| provenance.as_str()),
        &type_name(field.field_type()),
        &scalar.map(accepted).unwrap_or_default(),
        field.description().unwrap_or_default(),
    ];
    row(out, columns)
}

fn flag(is_set: bool) -> &'static str {
    if is_set { "yes" } else { "no" }
}

/// The values that the integration is not known to refuse, separated by `;`, since some contain spaces.
fn accepted(scalar: &FormScalar) -> String {
    let values = scalar
        .values()
        .iter()
        .filter(|value| value.answer() != Answer::No);
    let values = values.map(|value| match value.value().as_str() {
        Some(text) => text.to_owned(),
        None => value.value().to_string(),
    });
    values.collect::<Vec<_>>().join(";")
}

fn row(out: &mut impl Write, columns: [&str; COLUMNS.len()]) -> io::Result<()> {
    let columns = columns.map(|column| match column.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", column.replace('"', "\"\"")),
        false => column.to_owned(),
    });
    writeln!(out, "{}", columns.join(","))
}

fn json_schema(selection: &Selection<'_>) -> Result<String, Failure> {
    let mut forms = selection.forms();
    let Some(form) = forms.next().filter(|_| selection.len() == 1) else {
        return Err("a JSON Schema is of one operation for one integration: write `--operation ID --integration SLUG`".to_owned());
    };
    let schema = form.json_schema();
    schema.ok_or_else(|| {
        format!(
            "{} has no request body, and so no JSON Schema",
            form.operation()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_with_separators_are_quoted() {
        let mut columns = [""; COLUMNS.len()];
        (columns[0], columns[11]) = ("a,b", "say \"x\"\n");
        let mut out = Vec::new();
        row(&mut out, columns).unwrap();
        let expected = "\"a,b\",,,,,,,,,,,\"say \"\"x\"\"\n\"\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
