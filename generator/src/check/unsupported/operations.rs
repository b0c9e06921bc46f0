//! Bodies and responses.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{
    Body, Case, Content, Encodings, Media, MediaTypes, Operation, Package, Primitive,
    PropertyEncoding, QueryStyle, Struct, Style, TypeRef, is_json,
};

pub(super) fn check(package: &Package, operation: &Operation, diags: &mut Diagnostics) {
    if let Some(body) = &operation.body {
        let name = body.media.name();
        let help = format!("nothing is lost if the server accepts `{name}`");
        media_types(&body.media, &body.media_types, &help, diags);
        if let Some((_, of)) = package.body_struct(operation) {
            encoded_fields(package, body, of, diags);
        }
    }
    for case in &operation.cases {
        if let (Some(media), Some(all)) = (&case.media, &case.media_types) {
            let help =
                "to receive it, set the header `Accept` with `with_header` and call `send_raw`";
            media_types(media, all, help, diags);
        }
    }
    for case in &operation.cases {
        let message = "the headers of this response have no types";
        headers(case, message, "read them with `send_with_meta`", diags);
    }
    for case in &operation.failures {
        let message = "the headers of this error response have no types";
        headers(case, message, "read them with `Error::headers`", diags);
    }
}

/// Reports encodings that do not fit their property.
fn encoded_fields(package: &Package, body: &Body, of: &Struct, diags: &mut Diagnostics) {
    for encoding in body.encodings() {
        let Some(field) = of.field(&encoding.wire) else {
            if !of.is_open {
                let message = format!(
                    "`encoding` names `{}`, which is not a property of the body",
                    encoding.wire
                );
                let help = "correct the name, or remove it";
                diags.push(Diagnostic::warning(encoding.origin, message).help(help));
            }
            continue;
        };
        diags.extend(without_type(encoding, &field.ty, &body.media));
        let media = encoding.part_type().filter(|media| !is_json(media));
        if let Some(media) = media
            && body.media.is_multipart()
            && is_object(package, &field.ty)
        {
            let message =
                format!("the part is sent as JSON, although its `contentType` is `{media}`");
            let help = "write `application/json`, or a string as its schema";
            diags.push(Diagnostic::warning(encoding.origin, message).help(help));
        }
    }
}

/// Reports several media types of a part, unless it is a file, which has its own.
fn without_type(encoding: &PropertyEncoding, ty: &TypeRef, media: &Media) -> Option<Diagnostic> {
    let several = encoding.media_type.as_deref()?;
    let is_several = media.is_multipart() && encoding.part_type().is_none();
    (is_several && !is_file(ty)).then(|| {
        let message = format!(
            "`contentType: {several}` is not one media type, so the part is sent with the default"
        );
        Diagnostic::warning(encoding.origin, message).help("write the media type that is sent")
    })
}

fn is_file(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Primitive(primitive) => *primitive == Primitive::File,
        TypeRef::List(of) | TypeRef::Nullable(of) => is_file(of),
        TypeRef::Map(_) | TypeRef::Named(_) => false,
    }
}

/// Whether a value, or each item of a list, is written as a JSON object.
fn is_object(package: &Package, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Primitive(primitive) => *primitive == Primitive::Object,
        TypeRef::List(of) | TypeRef::Nullable(of) => is_object(package, of),
        TypeRef::Map(_) => true,
        TypeRef::Named(id) => package.structure(*id).is_some(),
    }
}

/// Reports what has no effect beside `media`. `help` is for other media types, which no document needs to give up.
fn media_types(media: &Media, all: &MediaTypes, help: &str, diags: &mut Diagnostics) {
    let others = all.others.iter();
    diags.extend(others.map(|other| without_media(other, media, help)));
    if let Some(encodings) = &all.encodings {
        without_encodings(encodings, media, diags);
    }
}

fn without_encodings(encodings: &Encodings, media: &Media, diags: &mut Diagnostics) {
    let without: fn(&PropertyEncoding, &mut Diagnostics) = match media {
        Media::Multipart(_) => of_part,
        Media::Form => of_field,
        _ => {
            let message = format!(
                "`encoding` has no effect in `{}`: only the fields of forms and the parts of multipart bodies have it",
                media.name()
            );
            diags.push(Diagnostic::warning(encodings.origin, message).help("remove it"));
            return;
        }
    };
    for property in &encodings.properties {
        without(property, diags);
    }
}

/// Reports what has no effect on a part of a multipart body.
fn of_part(property: &PropertyEncoding, diags: &mut Diagnostics) {
    if property.style != Style::Form {
        let message = "`style` has no effect in a multipart body: lists are several parts, and objects are sent as JSON";
        diags.push(Diagnostic::warning(property.origin, message).help("remove it"));
    }
    if let Some(headers) = property.headers {
        let message = "the headers of a part have no setters: only a file can have headers";
        let help = "set those of a file with `FilePart::with_header`";
        diags.push(Diagnostic::warning(headers, message).help(help));
    }
}

/// Reports what has no effect on a field of a form.
fn of_field(property: &PropertyEncoding, diags: &mut Diagnostics) {
    let media = property.media_type.as_deref();
    let is_other = |media: &&str| !media.starts_with("text/plain");
    if let Some(media) = media.filter(is_other)
        && property.form_style() != Some(QueryStyle::Json)
    {
        let message =
            format!("`contentType: {media}` has no effect in a form: the client sends text");
        let help = "remove it, or write `application/json`";
        diags.push(Diagnostic::warning(property.origin, message).help(help));
    }
    if let Some(headers) = property.headers {
        let message =
            "`headers` have no effect in a form: only the parts of a multipart body have headers";
        diags.push(Diagnostic::warning(headers, message).help("remove them"));
    }
}

fn without_media(other: &Content, media: &Media, help: &str) -> Diagnostic {
    let message = format!(
        "the media type `{}` has no effect: the client uses `{}`",
        other.media_type,
        media.name()
    );
    Diagnostic::warning(other.origin, message).help(help)
}

/// Says how programs read headers. This is advice, since the document is right, and programs miss nothing but a type.
fn headers(case: &Case, message: &str, help: &str, diags: &mut Diagnostics) {
    if let Some(headers) = &case.headers {
        diags.push(Diagnostic::advice(headers.origin, message).help(help));
    }
}
