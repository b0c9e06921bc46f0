//! Options of requests: the scope and the parameters for the server itself.

use heck::ToSnakeCase;

use crate::emit::prose::{escape, fields, markdown};
use crate::emit::reference::fields::{capitalized, marked, push, push_line, sentence};
use crate::emit::reference::page::Page;
use crate::emit::reference::type_names::{type_name, values};
use crate::emit::reference::{parameters, rust_items, titles};
use crate::ir::{Operation, Param, Role, Scope, ScopePlace, parameter_path};
use crate::plan::extensions::options::{SharedOption, is_option};
use crate::plan::extensions::pages::OPTIONS;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// Appends the scope and the options of an operation. What other operations have too is explained on a page of its own.
///
/// ```text
/// ## Workspace and options
///
/// | option | type | about |
/// | --- | --- | --- |
/// | `workspace_id` | string, **required** | The workspace. |
/// | [`raw`](../../request-options.md#option-raw) | boolean | Omits the raw data. |
/// ```
pub(crate) fn of_operation(book: &Book<'_>, place: OperationRef<'_>, page: &mut Page) {
    let operation = place.operation;
    let scope = book.api(place).and_then(|api| api.scope.as_ref());
    let scope = scope.filter(|_| operation.scope.is_some());
    let params = operation.params.iter().filter(|param| is_option(param));
    let params: Vec<&Param> = params.collect();
    if params.is_empty() && scope.is_none() {
        return;
    }
    page.heading(2, &heading(scope, !params.is_empty()));
    page.table(&["option", "type", "about"]);
    if let Some(scope) = scope {
        scope_row(book, operation, scope, page);
    }
    for param in params {
        row(book, place, param, page);
    }
    page.row(&[]);
}

/// `Workspace and options`: after the name of the scope, which can be any resource.
fn heading(scope: Option<&Scope>, has_options: bool) -> String {
    let Some(scope) = scope else {
        return "Options".to_owned();
    };
    let name = scope.raw().to_snake_case().replace('_', " ");
    let name = match name.as_str() {
        "" => "Scope".to_owned(),
        name => escape::plain(&capitalized(name)),
    };
    match has_options {
        true => format!("{name} and options"),
        false => name,
    }
}

fn scope_row(book: &Book<'_>, operation: &Operation, scope: &Scope, page: &mut Page) {
    let anchor = page.anchor(&format!("option-{}", scope.wire));
    let format = scope.format.as_deref().map(escape::plain);
    let format = format.map_or_else(String::new, |format| format!(" · {format}"));
    let mut about = sentence(&scope.docs.description, &scope.docs.summary);
    if operation.scope == Some(ScopePlace::Path) {
        push(&mut about, "It is a part of the path.");
    }
    if let Some(example) = scope.example.as_ref().and_then(|example| example.as_str()) {
        push(&mut about, &format!("Example: {}.", escape::code(example)));
    }
    push_line(&mut about, &rust_items::of_scope(book.plan, scope, page));
    page.row(&[
        format!("{anchor}{}", escape::code(&scope.wire)),
        format!("string{format}, **required**"),
        about,
    ]);
}

fn row(book: &Book<'_>, place: OperationRef<'_>, param: &Param, page: &mut Page) {
    let anchor = page.anchor(&format!("option-{}", parameter_path(&param.wire)));
    let name = escape::code(&param.wire);
    let (name, mut about) = match book.options.get(param) {
        Some(option) => (page.link(&name, &section_of(option)), in_short(book, param)),
        None => (name, parameters::about(book, param)),
    };
    push_line(
        &mut about,
        &rust_items::of_param(book.plan, place, param, page),
    );
    page.row(&[format!("{anchor}{name}"), ty(book, param), about]);
}

/// `string, **required**`
fn ty(book: &Book<'_>, param: &Param) -> String {
    let name = type_name(book, &param.ty, param.format.as_deref());
    marked(name, param.required)
}

/// The section that explains an option.
fn section_of(option: &SharedOption<'_>) -> String {
    format!("docs/{OPTIONS}.md#{}", option.anchor)
}

/// What an operation's page says about an option that the page of options explains.
fn in_short(book: &Book<'_>, param: &Param) -> String {
    let mut about = fields::short(&param.docs).unwrap_or_default();
    if param.role == Role::ExcludedFields {
        push(
            &mut about,
            "It can be any optional field of the [response](#response-body).",
        );
    } else {
        let default = param.default.as_ref().map(fields::default);
        push(&mut about, &default.unwrap_or_default());
        push(&mut about, &values(book, &param.ty));
    }
    parameters::push_status(&mut about, param);
    about
}

/// Emits `docs/request-options.md`: what the options mean that several operations have.
pub(crate) fn page(book: &Book<'_>) -> Option<Page> {
    let options = book.options.all();
    if options.is_empty() {
        return None;
    }
    let mut page = Page::new(format!("docs/{OPTIONS}.md"), TITLE);
    page.block("Query parameters that many operations accept. The page of an operation lists those that it accepts.");
    page.table(&["option", "type", "about"]);
    for option in options {
        let param = option.param;
        let name = escape::code(&param.wire);
        page.row(&[
            format!("[{name}](#{})", option.anchor),
            ty(book, param),
            fields::short(&param.docs).unwrap_or_default(),
        ]);
    }
    page.row(&[]);
    for option in options {
        section(book, option, &mut page);
    }
    Some(page)
}

/// The title of the page of options.
pub(crate) const TITLE: &str = "Options of requests";

fn section(book: &Book<'_>, option: &SharedOption<'_>, page: &mut Page) {
    let param = option.param;
    let anchor = page.anchor(&option.anchor);
    page.block(&anchor);
    page.heading(2, &escape::code(&param.wire));
    let text = param
        .docs
        .description
        .as_deref()
        .or(param.docs.summary.as_deref());
    page.prose(text);
    let of = param.ty.named().map(|id| book.plan.package.ty(id));
    let meaning = of.and_then(|of| of.docs.description.as_deref());
    let details = details(meaning);
    page.block(&details.join("\n"));
    let has_values = details.is_empty() && param.role != Role::ExcludedFields;
    let mut facts = format!("Type: {}.", ty(book, param));
    push(&mut facts, &parameters::facts(book, param, has_values));
    page.block(&facts);
    let guides = titles::guides(book, page, &section_of(option));
    page.block(&guides);
    let title = titles::title(book, option.place.operation);
    let example = page.link(&title, &book.operation_page(option.place));
    let count = option.count;
    let rust = rust_items::of_param(book.plan, option.place, param, page);
    page.block(&format!(
        "{count} operations accept it, for example {example}.<br>{rust}"
    ));
}

/// What follows the first paragraph of the description of a type, such as the meaning of its values.
fn details(description: Option<&str>) -> Vec<String> {
    let lines = description.map(markdown::blocks).unwrap_or_default();
    let rest = lines.into_iter().skip_while(|line| !line.is_empty());
    rest.skip(1).collect()
}
