//! Support matrices: a file per resource with a constant per operation.

use std::fmt::Write as _;

use indexmap::IndexSet;

use crate::emit::output::Output;
use crate::emit::prose::extensions::style::Style;
use crate::emit::prose::operation;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::endpoint;
use crate::emit::rust::file::File;
use crate::emit::text;
use crate::ir::{
    Counts, FieldSupport, Operation, Package, Provenance, Resource, Slug, Support, TypeRef,
};
use crate::plan::modules::ModuleId;
use crate::plan::names::bare;
use crate::plan::root::Plan;

/// Emits `src/<api>/<resource>/support.rs`, for APIs with matrices: the constants of the operations.
pub(crate) fn emit(plan: &Plan<'_>, module: ModuleId, resource: &Resource) -> Output {
    let mut table = Table::new(plan);
    let operations = &resource.operations;
    let constants: Vec<String> = operations
        .iter()
        .map(|operation| {
            constant(
                &mut table,
                module,
                &plan.names.resource(resource).handle,
                operation,
            )
        })
        .collect();
    let name = bare(&plan.names.resource(resource).module);
    let docs = format!("Which integrations support the operations of `{name}`, as data.");
    let path = format!("{}/support.rs", plan.folder(module));
    let mut file = File::new(path, &Doc::new(docs));
    let has_pages = operations.iter().any(|one| one.pagination.is_some());
    file.text(&table.uses(has_pages));
    for constant in constants {
        file.text(&constant);
    }
    file.finish()
}

/// Emits the constant of an operation.
///
/// ```text
/// /// Which integrations support [`Contacts::create`] and its fields.
/// pub const CREATE: Operation = {
///     Operation::new(Endpoint::new("ticketing.contacts.create", "POST", "/unified/ticketing/contacts"))
///         .with_integrations(&[I::Alpha, I::Betadesk], &[])
///         .with_request(&[
///             Field::named("emails", &[I::Alpha], &[I::Betadesk]),
///             Field::counted("owner", 1, 20),
///         ])
/// };
/// ```
fn constant(
    table: &mut Table<'_>,
    module: ModuleId,
    handle: &str,
    operation: &Operation,
) -> String {
    let mut out = String::new();
    let mut doc = about(table.plan, module, handle, operation);
    example(table.plan, module, operation, &mut doc);
    doc.block("For its methods, see [its type](crate::support::Operation).");
    doc.text("", &mut out);
    table.operation(operation);
    let _ = write!(
        out,
        "pub const {}: Operation = {{\n{}    Operation::new({}){}\n}};\n",
        table.plan.names.operation(operation).constant,
        endpoint::pages("PageNames", operation),
        endpoint::endpoint(table.plan, operation),
        std::mem::take(&mut table.out)
    );
    out
}

/// What follows `Operation::new(…)`: one call per fact, one row per line if it fits.
struct Table<'a> {
    plan: &'a Plan<'a>,
    out: String,
    /// The words of the current part. Lines are broken only between words.
    words: Vec<String>,
    /// The parts that are complete.
    parts: Vec<Vec<String>>,
    names_any: bool,
    has_rows: bool,
}

impl<'a> Table<'a> {
    fn new(plan: &'a Plan<'a>) -> Self {
        Self {
            plan,
            out: String::new(),
            words: Vec::new(),
            parts: Vec::new(),
            names_any: false,
            has_rows: false,
        }
    }

    /// The imports of the file.
    ///
    /// ```text
    /// use truto_runtime::PageNames;
    ///
    /// use crate::Integration as I;
    /// use crate::support::{Endpoint, Field, Operation};
    /// ```
    fn uses(&self, has_pages: bool) -> String {
        let mut uses = String::new();
        if has_pages {
            uses.push_str("use truto_runtime::PageNames;\n\n");
        }
        if self.names_any {
            uses.push_str("use crate::Integration as I;\n");
        }
        let field = if self.has_rows { " Field," } else { "" };
        let _ = writeln!(uses, "use crate::support::{{Endpoint,{field} Operation}};");
        uses
    }

    fn operation(&mut self, operation: &Operation) {
        let matrix = &operation.matrix;
        if let Some(integrations) = &matrix.integrations {
            self.glue(".with_integrations(");
            self.list(&integrations.supported);
            self.glue(",");
            self.word("");
            self.list(&integrations.partial_response);
            self.glue(")");
            self.trust(integrations.incomplete, integrations.provenance);
            self.line(8);
        }
        let rows = [
            ("with_query", &matrix.query),
            ("with_request", &matrix.request),
            ("with_response", &matrix.response),
        ];
        for (method, rows) in rows.iter().filter(|(_, rows)| !rows.is_empty()) {
            self.has_rows = true;
            let _ = write!(self.out, "\n        .{method}(&[");
            for row in *rows {
                self.row(row);
            }
            self.out.push_str("\n        ])");
        }
        self.body_fields(operation);
    }

    /// `.with_body_fields(&["emails", "emails.type"])`
    fn body_fields(&mut self, operation: &Operation) {
        let paths = body_fields(self.plan.package, operation);
        if paths.is_empty() {
            return;
        }
        let paths: Vec<String> = paths.iter().map(|path| text::literal(path)).collect();
        self.out.push('\n');
        text::fill(&mut self.out, 8, ".with_body_fields(&[", &paths, "])");
        let end = self.out.trim_end().len();
        self.out.truncate(end);
    }

    /// `Field::named("emails", &[I::Alpha], &[I::Betadesk]).with_counts(1, 20),`
    fn row(&mut self, row: &FieldSupport) {
        let (path, support) = (text::literal(&row.path), &row.support);
        match (&support.names, support.counts) {
            (Some(names), counts) => {
                self.glue(&format!("Field::named({path},"));
                self.word("");
                self.list(&names.required);
                self.glue(",");
                self.word("");
                self.list(&names.supported);
                self.glue(")");
                if let Some(Counts {
                    required,
                    supported,
                }) = counts
                {
                    self.glue(&format!(".with_counts({required}, {supported})"));
                }
            }
            (None, Some(counts)) => {
                self.glue(&format!("Field::counted({path},"));
                self.word(&format!("{},", counts.required));
                self.word(&format!("{})", counts.supported));
            }
            (None, None) => self.glue(&format!("Field::new({path})")),
        }
        self.trust(support.incomplete, support.provenance);
        self.values(support);
        self.glue(",");
        self.line(12);
    }

    /// `.incomplete().older()`
    fn trust(&mut self, incomplete: bool, provenance: Provenance) {
        if incomplete {
            self.glue(".incomplete()");
        }
        match provenance {
            Provenance::Documented | Provenance::Live(_) => {}
            Provenance::Older => self.glue(".older()"),
            // Support never has this provenance: `lower` reports it.
            Provenance::Inferred | Provenance::Object => self.glue(".inferred()"),
        }
    }

    /// `.with_values(&[("ticket", &[I::Delta]), ("user", &[I::Betadesk])])`
    fn values(&mut self, support: &Support) {
        let method = if support.has_more_values {
            "with_some_values"
        } else {
            "with_values"
        };
        for (index, value) in support.values.iter().enumerate() {
            let literal = text::literal(&value.value);
            if index == 0 {
                self.part(&format!(".{method}(&[({literal}, "));
            } else {
                self.glue(",");
                self.word(&format!("({literal}, "));
            }
            self.list(&value.takers);
            self.glue(")");
        }
        if !support.values.is_empty() {
            self.glue("])");
        }
    }

    /// `&[I::Alpha, I::Betadesk]`
    fn list(&mut self, slugs: &[Slug]) {
        self.glue("&[");
        let variants = slugs
            .iter()
            .filter_map(|slug| self.plan.integrations.variant(&slug.slug));
        for (index, variant) in variants.enumerate() {
            self.names_any = true;
            let variant = format!("I::{variant}");
            if index == 0 {
                self.glue(&variant);
            } else {
                self.glue(",");
                self.word(&variant);
            }
        }
        self.glue("]");
    }

    /// Appends to the last word.
    fn glue(&mut self, text: &str) {
        match self.words.last_mut() {
            Some(last) => last.push_str(text),
            None => self.word(text),
        }
    }

    fn word(&mut self, text: &str) {
        self.words.push(text.to_owned());
    }

    /// Starts a part, which gets its own line unless everything fits on one.
    fn part(&mut self, text: &str) {
        self.parts.push(std::mem::take(&mut self.words));
        self.word(text);
    }

    /// Writes all parts: on one line if they fit, else each part on lines of its own.
    fn line(&mut self, indent: usize) {
        self.parts.push(std::mem::take(&mut self.words));
        let parts = std::mem::take(&mut self.parts);
        let whole: String = parts.iter().map(|words| words.join(" ")).collect();
        if indent + whole.len() <= text::WIDTH {
            let _ = write!(self.out, "\n{:indent$}{whole}", "");
            return;
        }
        for (part, words) in parts.iter().enumerate() {
            let mut column = 0;
            for (index, word) in words.iter().enumerate() {
                let is_first = part == 0 && index == 0;
                if index == 0 || column + 1 + word.len() > text::WIDTH {
                    let indent = if is_first { indent } else { indent + 4 };
                    let _ = write!(self.out, "\n{:indent$}{word}", "");
                    column = indent + word.len();
                } else {
                    let _ = write!(self.out, " {word}");
                    column += 1 + word.len();
                }
            }
        }
    }
}

/// The paths of all fields of a JSON body. An open object adds a `*`. Empty if there are too many paths to list.
fn body_fields(package: &Package, operation: &Operation) -> Vec<String> {
    let body = operation.body.as_ref();
    let Some(body) = body.filter(|body| body.media.is_json()) else {
        return Vec::new();
    };
    let nested = package.nested_fields(&body.ty, |_| true);
    if nested.is_cut {
        return Vec::new();
    }
    let is_open = |ty: &TypeRef| package.structs(ty).iter().any(|(_, of)| of.is_open);
    let mut paths = IndexSet::new();
    if is_open(&body.ty) {
        paths.insert("*".to_owned());
    }
    for (path, field) in nested.fields {
        let others = is_open(&field.ty).then(|| format!("{path}.*"));
        paths.insert(path);
        paths.extend(others);
    }
    paths.into_iter().collect()
}

fn about(plan: &Plan<'_>, module: ModuleId, handle: &str, operation: &Operation) -> Doc {
    let method = bare(&plan.names.operation(operation).method);
    let what = match operation.body {
        Some(_) => "fields",
        None => "parameters",
    };
    let mut doc = Doc::new(format!(
        "Which integrations support [`{method}`](super::{handle}::{method}) and its {what}."
    ));
    let matrix = &operation.matrix;
    let all = operation::integrations(plan, module, operation, &Style::page());
    doc.block(all.unwrap_or_default());
    if matrix.request.iter().any(is_counted) {
        doc.block("For some fields, the documentation says only how many integrations support them, not which.");
    }
    doc
}

/// An example that asserts the first cells.
///
/// ```text
/// use shop::{Integration, spec::people::CREATE, support::Answer, support::Level};
///
/// assert_eq!(CREATE.supports(Integration::Alpha), Answer::Yes);
/// assert_eq!(CREATE.field("name").level(Integration::Beta), Level::Required);
/// ```
fn example(plan: &Plan<'_>, module: ModuleId, operation: &Operation, doc: &mut Doc) {
    let name = &plan.names.operation(operation).constant;
    let (mut types, mut code) = (Vec::new(), Vec::new());
    let integrations = operation.matrix.integrations.as_ref();
    let variant = |slugs: &[Slug]| plan.integrations.variant(&slugs.first()?.slug);
    if let Some(variant) = integrations.and_then(|all| variant(&all.supported)) {
        types.push("support::Answer");
        code.push(format!(
            "assert_eq!({name}.supports(Integration::{variant}), Answer::Yes);"
        ));
    }
    let named = operation.matrix.request.iter().find_map(|row| {
        let names = row.support.names.as_ref()?;
        let level = |slugs, level| Some((variant(slugs)?, level));
        let (variant, level) =
            level(&names.required, "Required").or_else(|| level(&names.supported, "Supported"))?;
        Some((text::literal(&row.path), variant, level))
    });
    if let Some((path, variant, level)) = named {
        types.push("support::Level");
        code.push(format!(
            "assert_eq!({name}.field({path}).level(Integration::{variant}), Level::{level});"
        ));
    }
    if !types.is_empty() {
        let uses = format!(
            "{{Integration, {}, {}}}",
            plan.path(ModuleId::Crate, module, name),
            types.join(", ")
        );
        doc.example("", &uses, &code);
    }
}

fn is_counted(row: &FieldSupport) -> bool {
    row.support.names.is_none() && row.support.counts.is_some()
}
