//! Bodies and responses.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Case, Content, Encodings, Media, MediaTypes, Operation, PropertyEncoding, Style};

pub(super) fn check(operation: &Operation, diags: &mut Diagnostics) {
    if let Some(body) = &operation.body {
        media_types(&body.media, &body.media_types, diags);
    }
    for case in &operation.cases {
        response(case, diags);
    }
    for case in operation.cases.iter().chain(&operation.failures) {
        headers(case, diags);
    }
}

fn response(case: &Case, diags: &mut Diagnostics) {
    let (Some(media), Some(all)) = (&case.media, &case.media_types) else {
        return;
    };
    media_types(media, all, diags);
    if *media == Media::Form {
        let message = "a form as a response is not supported yet";
        diags.push(Diagnostic::error(all.origin, message).help("write a response of JSON"));
    }
}

fn media_types(media: &Media, all: &MediaTypes, diags: &mut Diagnostics) {
    diags.extend(all.others.iter().map(|other| without_media(other, media)));
    let encodings = all.encodings.as_ref();
    diags.extend(encodings.and_then(|encodings| without_encodings(encodings, media)));
    if let Media::Multipart(name) = media {
        let help = "write JSON, `application/x-www-form-urlencoded`, a text type such as `text/plain`, or a binary type such as `application/octet-stream`";
        let message = format!("the media type `{name}` is not supported yet");
        diags.push(Diagnostic::error(all.origin, message).help(help));
    }
}

fn without_encodings(encodings: &Encodings, media: &Media) -> Option<Diagnostic> {
    let is_sent = |of: &PropertyEncoding| of.style == Style::DeepObject && of.media_type.is_none();
    let message = match media {
        Media::Multipart(_) => return None,
        Media::Form if encodings.properties.iter().all(is_sent) => return None,
        Media::Form => {
            "`encoding` has no effect: the client writes lists as `a[]=x` and objects as `a[b]=x`"
        }
        Media::Json(_) | Media::Text(_) | Media::Binary(_) => {
            "`encoding` has no effect: the client sends and reads JSON"
        }
    };
    Some(Diagnostic::warning(encodings.origin, message).help("remove it"))
}

fn without_media(other: &Content, media: &Media) -> Diagnostic {
    let message = format!(
        "the media type `{}` has no effect: the client uses `{}`",
        other.media_type,
        media.name()
    );
    Diagnostic::warning(other.origin, message).help("keep one media type")
}

fn headers(case: &Case, diags: &mut Diagnostics) {
    if let Some(headers) = &case.headers {
        let message = "response headers have no effect: the client returns the body";
        diags.push(Diagnostic::warning(headers.origin, message).help("remove them"));
    }
}
