//! How a parameter that is not a plain string is encoded.

use crate::emit::prose::{escape, phrases};
use crate::ir;
use crate::ir::{
    CookieStyle, HeaderStyle, Location, Param, PathStyle, QueryStyle, Role, TypeKind, TypeRef,
    joinable,
};
use crate::plan::root::Plan;

/// ``Sent as `account[id]=…`.``; `None` if the encoding is obvious.
pub(crate) fn written(plan: &Plan<'_>, param: &Param) -> Option<String> {
    let patterns = match (param.location, param.role) {
        (Location::Query(_), Role::Sort { direction }) => {
            let [key, value] = [&param.ty, &TypeRef::Named(direction)].map(|ty| first(plan, ty));
            vec![format!("{}[{}]={}", param.wire, key?, value?)]
        }
        _ => patterns(plan, param)?,
    };
    let patterns: Vec<String> = patterns.iter().map(|text| escape::code(text)).collect();
    Some(format!("Sent as {}.", phrases::alternatives(&patterns)))
}

/// The encodings of all cases of a sum type, each once. `None` if all of them are obvious.
fn patterns(plan: &Plan<'_>, param: &Param) -> Option<Vec<String>> {
    let mut patterns = Vec::new();
    let mut is_obvious = true;
    for ty in joinable::cases(&param.ty, &plan.package.types) {
        let pattern = pattern(plan, param, ty);
        is_obvious &= pattern.is_none();
        let pattern = pattern.unwrap_or_else(|| match param.location {
            Location::Path(_) | Location::Header(_) => "…".to_owned(),
            Location::Query(_) | Location::Cookie(_) => format!("{}=…", param.wire),
        });
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
        if patterns.len() == MOST {
            break;
        }
    }
    (!is_obvious).then_some(patterns)
}

/// The maximum number of encodings of one parameter. More of them differ only in names of properties.
const MOST: usize = 6;

/// `account[id]=…`, for a value of the type; `None` if the encoding is obvious.
fn pattern(plan: &Plan<'_>, param: &Param, ty: &TypeRef) -> Option<String> {
    let parts = Parts::of(plan, ty);
    match param.location {
        Location::Query(style) => in_query(plan, &param.wire, style, ty),
        Location::Path(style) => in_path(&param.wire, style, &parts),
        Location::Header(style) => in_header(style, &parts),
        Location::Cookie(style) => in_cookie(&param.wire, style, &parts),
    }
}

/// Which characters are not escaped, if the document allows it.
pub(crate) fn unescaped(param: &Param) -> Option<String> {
    param.allows_reserved().then(|| {
        let reserved = escape::code(":/?[]@!$()*,;=");
        format!("The characters {reserved} are sent unescaped.")
    })
}

/// What a value consists of.
enum Parts {
    One,
    Items,
    /// Properties, the first of which has this name.
    Properties(String),
}

impl Parts {
    fn of(plan: &Plan<'_>, ty: &TypeRef) -> Self {
        match (ty, key(plan, ty)) {
            (_, Some(key)) => Self::Properties(key),
            (TypeRef::List(_), None) => Self::Items,
            (TypeRef::Nullable(of), None) => Self::of(plan, of),
            (_, None) => Self::One,
        }
    }

    /// All parts, joined by commas.
    fn joined(&self) -> String {
        match self {
            Self::One => "…".to_owned(),
            Self::Items => "…,…".to_owned(),
            Self::Properties(key) => format!("{key},…"),
        }
    }

    /// The parts of an exploded value, with a separator. `item` is one that is no property.
    fn exploded(&self, item: &str, separator: &str) -> String {
        match self {
            Self::One => item.to_owned(),
            Self::Items => format!("{item}{separator}{item}"),
            Self::Properties(key) => format!("{key}=…"),
        }
    }

    fn json(&self) -> String {
        match self {
            Self::One => "JSON".to_owned(),
            Self::Items => "[…]".to_owned(),
            Self::Properties(key) => format!("{{\"{key}\":…}}"),
        }
    }
}

fn in_path(name: &str, style: PathStyle, parts: &Parts) -> Option<String> {
    Some(match style {
        PathStyle::Simple | PathStyle::SimpleExploded if matches!(parts, Parts::One) => {
            return None;
        }
        PathStyle::Simple => parts.joined(),
        PathStyle::SimpleExploded => parts.exploded("…", ","),
        PathStyle::Label => format!(".{}", parts.joined()),
        PathStyle::LabelExploded => format!(".{}", parts.exploded("…", ".")),
        PathStyle::Matrix => format!(";{name}={}", parts.joined()),
        PathStyle::MatrixExploded => format!(";{}", parts.exploded(&format!("{name}=…"), ";")),
        PathStyle::Json => parts.json(),
    })
}

fn in_header(style: HeaderStyle, parts: &Parts) -> Option<String> {
    Some(match style {
        HeaderStyle::Simple | HeaderStyle::SimpleExploded if matches!(parts, Parts::One) => {
            return None;
        }
        HeaderStyle::Simple => parts.joined(),
        HeaderStyle::SimpleExploded => parts.exploded("…", ","),
        HeaderStyle::Json => parts.json(),
    })
}

fn in_cookie(name: &str, style: CookieStyle, parts: &Parts) -> Option<String> {
    Some(match style {
        CookieStyle::Form | CookieStyle::FormExploded if matches!(parts, Parts::One) => {
            return None;
        }
        CookieStyle::Form => format!("{name}={}", parts.joined()),
        CookieStyle::FormExploded => parts.exploded(&format!("{name}=…"), "; "),
        CookieStyle::Json => format!("{name}={}", parts.json()),
    })
}

fn in_query(plan: &Plan<'_>, name: &str, style: QueryStyle, ty: &TypeRef) -> Option<String> {
    let TypeRef::List(item) = ty else {
        let key = key(plan, ty)?;
        return Some(match style {
            QueryStyle::Json => format!("{name}={{\"{key}\":…}}"),
            QueryStyle::Whole => format!("?{{\"{key}\":…}}"),
            QueryStyle::Form => format!("{key}=…"),
            QueryStyle::DeepObject => format!("{name}[{key}]=…"),
            QueryStyle::FormJoined => format!("{name}={key},…"),
            QueryStyle::SpaceDelimited => format!("{name}={key}%20…"),
            QueryStyle::PipeDelimited => format!("{name}={key}%7C…"),
        });
    };
    let list = name.strip_suffix("[]").unwrap_or(name);
    if let QueryStyle::Form | QueryStyle::DeepObject = style
        && let Some(inside) = inside(plan, item)
    {
        return Some(format!("{list}[0]{inside}=…&{list}[1]{inside}=…"));
    }
    Some(match style {
        QueryStyle::Json => format!("{name}=[…]"),
        QueryStyle::Whole => "?[…]".to_owned(),
        QueryStyle::Form => format!("{name}=…&{name}=…"),
        QueryStyle::DeepObject => format!("{list}[]=…&{list}[]=…"),
        QueryStyle::FormJoined => format!("{name}=…,…"),
        QueryStyle::SpaceDelimited => format!("{name}=…%20…"),
        QueryStyle::PipeDelimited => format!("{name}=…%7C…"),
    })
}

/// What follows the index of an item that is not a scalar.
fn inside(plan: &Plan<'_>, item: &TypeRef) -> Option<String> {
    match item {
        TypeRef::Nullable(of) => inside(plan, of),
        TypeRef::List(of) => Some(match inside(plan, of) {
            Some(inside) => format!("[0]{inside}"),
            None => "[]".to_owned(),
        }),
        item => key(plan, item).map(|key| format!("[{key}]")),
    }
}

/// The name of a property, if the value is an object.
fn key(plan: &Plan<'_>, ty: &TypeRef) -> Option<String> {
    match ty {
        TypeRef::Named(id) => {
            let of = plan.package.structure(*id)?;
            Some(
                of.fields
                    .first()
                    .map_or("name", |field| &field.wire)
                    .to_owned(),
            )
        }
        TypeRef::Nullable(of) => key(plan, of),
        TypeRef::Map(_) => Some("name".to_owned()),
        TypeRef::Primitive(ir::Primitive::Object) => Some("name".to_owned()),
        TypeRef::Primitive(_) | TypeRef::List(_) => None,
    }
}

/// The first value of an enum.
fn first(plan: &Plan<'_>, ty: &TypeRef) -> Option<String> {
    match &plan.package.ty(ty.named()?).kind {
        TypeKind::Enum(of) => Some(of.variants.first()?.wire.clone()),
        TypeKind::Struct(_) | TypeKind::Union(_) => None,
    }
}
