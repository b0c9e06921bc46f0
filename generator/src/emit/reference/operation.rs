//! The page of an operation.

use crate::emit::prose::extensions::provenance;
use crate::emit::prose::{escape, operation, phrases, source};
use crate::emit::reference::extensions::{options, supporters};
use crate::emit::reference::fields::Fields;
use crate::emit::reference::page::Page;
use crate::emit::reference::{example, failures, parameters, records, rust_items, titles};
use crate::emit::samples::call::Call;
use crate::ir;
use crate::ir::{Location, Media, Operation, Param, Provenance, ResponseType};
use crate::plan::direction::Direction;
use crate::plan::extensions::options::is_option;
use crate::plan::names;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;

/// Emits `docs/<api>/<resource>/<operation>.md`.
///
/// ```text
/// # Create a person
///
/// <span class="method post">POST</span> `/desk/people`
///
/// <details><summary>Supported by 4 integrations</summary>…</details>
///
/// ## Path parameters
/// ## Headers
/// ## Cookies
/// ## Query parameters
/// ## Request body
/// ## Workspace and options
/// ## Response body
/// ## Error responses
/// ## Samples
/// ## Example response
/// ```
pub(crate) fn page(book: &Book<'_>, place: OperationRef<'_>) -> Page {
    let operation = place.operation;
    let mut page = Page::new(book.operation_page(place), &titles::title(book, operation));
    page.block(&titles::address(operation));
    about(&mut page, operation);
    supporters::of_operation(book, place, &mut page);
    page.block(&operation::connection(book.plan, operation));
    page.block(&links(book, place, &page));
    let guides = titles::guides(book, &page, &book.operation_page(place));
    page.block(&guides);
    let rust = rust_items::of_operation(book.plan, place, &mut page);
    page.block(&rust);
    parameters(book, place, &mut page);
    body(book, place, &mut page);
    options::of_operation(book, place, &mut page);
    response(book, place, &mut page);
    failures::section(book, operation, &mut page);
    samples(book, place, &mut page);
    example::section(book, place, &mut page);
    page
}

fn about(page: &mut Page, operation: &Operation) {
    if operation.docs.deprecated {
        page.block("**Deprecated.**");
    }
    let description = operation.docs.description.as_deref();
    page.prose(description.filter(|text| Some(*text) != operation.docs.summary.as_deref()));
    page.block(&match operation.docs.provenance {
        Provenance::Older => {
            "The vendor documents this operation only on an older page, which may be out of date."
                .to_owned()
        }
        other => provenance::of_item(other, "operation").unwrap_or_default(),
    });
}

/// Links to related pages.
fn links(book: &Book<'_>, place: OperationRef<'_>, page: &Page) -> String {
    let mut links = Vec::new();
    if let (Some(api), Some(resource)) = (book.api(place), book.resource(place)) {
        let name = escape::plain(names::bare(&book.plan.names.resource(resource).module));
        links.push(page.link(&name, &book.resource_page(api, resource)));
        links.push(page.link(&titles::api_title(book, api), &book.api_page(api)));
    }
    if let Some(matrix) = book.matrix_page(place) {
        links.push(page.link("Support matrix", &matrix));
    }
    links.extend(source::named_link(book.plan, &place.operation.docs));
    links.join(" · ")
}

fn parameters(book: &Book<'_>, place: OperationRef<'_>, page: &mut Page) {
    let of = |is_wanted: &dyn Fn(&Param) -> bool| -> Vec<&Param> {
        let params = place.operation.params.iter();
        params.filter(|param| is_wanted(param)).collect()
    };
    let is_own_query =
        |param: &Param| matches!(param.location, Location::Query(_)) && !is_option(param);
    let groups = [
        (
            "Path parameters",
            of(&|param| matches!(param.location, Location::Path(_))),
        ),
        (
            "Headers",
            of(&|param| matches!(param.location, Location::Header(_))),
        ),
        (
            "Cookies",
            of(&|param| matches!(param.location, Location::Cookie(_))),
        ),
        ("Query parameters", of(&is_own_query)),
    ];
    for (title, params) in groups {
        if !params.is_empty() {
            page.heading(2, title);
            parameters::parameters(book, page, place, &params);
        }
    }
}

fn body(book: &Book<'_>, place: OperationRef<'_>, page: &mut Page) {
    if let Some(body) = &place.operation.body {
        page.heading(2, "Request body");
        page.prose(body.docs.description.as_deref());
        page.block(&media_type(&body.media));
        let rust = rust_items::of_type(book.plan, &body.ty, page);
        page.block(&rust);
        let fields = Fields {
            book,
            api: place.api,
            direction: Direction::Request,
            anchor: "body",
            place: Some(place),
            rows: &place.operation.matrix.request,
        };
        fields.table(page, &body.ty);
    }
}

fn response(book: &Book<'_>, place: OperationRef<'_>, page: &mut Page) {
    let operation = place.operation;
    let fields = Fields {
        book,
        api: place.api,
        direction: Direction::Response,
        anchor: "response",
        place: Some(place),
        rows: &operation.matrix.response,
    };
    match &operation.response {
        ResponseType::Nothing => {}
        ResponseType::Value(ty) => {
            page.heading(2, "Response body");
            if let Some(envelope) = &operation.envelope {
                let key = escape::code(&envelope.key);
                page.block(&format!("The property {key} of the body:"));
            }
            let rust = rust_items::of_type(book.plan, ty, page);
            page.block(&rust);
            fields.table(page, ty);
        }
        ResponseType::Page(item) => {
            page.heading(2, "Response body");
            let rust = rust_items::of_type(book.plan, item, page);
            page.block(&rust);
            page.block(&paged(operation));
            fields.table(page, item);
        }
        ResponseType::Stream => {
            page.heading(2, "Response body");
            page.block("A stream of bytes.");
        }
        ResponseType::Records(stream) => records::section(page, &fields, stream, true),
    }
    for stream in &operation.streams {
        records::section(page, &fields, stream, false);
    }
}

/// How the body is encoded, if it is not JSON.
fn media_type(media: &Media) -> String {
    let name = escape::code(media.name());
    match media {
        Media::Json(_) => String::new(),
        Media::Form => format!("A form, {name}, with these fields."),
        Media::Multipart(_) => {
            format!("Encoded as {name}, with these parts. Each item of a list is a part.")
        }
        Media::Lines(_) => format!("JSON lines, sent as {name}, one for each item of this list."),
        Media::Sequence(_) => {
            format!("A JSON text sequence, sent as {name}, one text for each item of this list.")
        }
        Media::Text(_) | Media::Events(_) => format!("Text, sent as {name}."),
        Media::Binary(_) => format!("Bytes, sent as {name}."),
    }
}

/// ``A page: `result` is the list of objects, `next_cursor` the cursor of the next page.``
fn paged(operation: &Operation) -> String {
    let Some(pages) = &operation.pagination else {
        return "A page of these objects:".to_owned();
    };
    let code = |property: &ir::PageProperty| escape::code(&property.wire);
    let mut about = format!(
        "A page: {} is the list of objects, {} the cursor of the next page.",
        code(&pages.items),
        code(&pages.cursor)
    );
    let further = [
        (&pages.previous, "the cursor of the previous page"),
        (&pages.count, "the number of objects on the page"),
        (
            &pages.partial,
            "whether the provider returned incomplete data",
        ),
    ];
    let further = further.into_iter().filter_map(|(property, about)| {
        let property = property.as_ref()?;
        Some(format!("{} ({about})", code(property)))
    });
    let further: Vec<String> = further.collect();
    if !further.is_empty() {
        about.push_str(&format!(" It also has {}.", phrases::enumeration(&further)));
    }
    about.push_str(" Each object has:");
    about
}

fn samples(book: &Book<'_>, place: OperationRef<'_>, page: &mut Page) {
    let Some(call) = Call::new(book.plan, place) else {
        return;
    };
    page.heading(2, "Samples");
    for sample in call.samples(&book.plan.options.package) {
        page.heading(3, &escape::plain(&sample.title));
        page.block(sample.about.as_deref().unwrap_or_default());
        if let Some((language, code)) = &sample.code {
            page.code(language, code);
        }
    }
}
