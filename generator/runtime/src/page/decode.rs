//! Decoding of pages.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, DeserializeSeed, Error as _, MapAccess, Visitor},
};
use serde_json::Value;

use super::{Cursor, ItemError, ListId, PageNames, PageOf, Place};
use crate::{
    Error, RawJson,
    error::{self, decode_body, json_text},
    model::Decoding,
    secrets::Secrets,
};

/// A collection of a page's items. The default has none.
pub(crate) trait Container: DeserializeOwned + Default {
    /// The same collection with items that are not decoded yet.
    type Raw: DeserializeOwned + Default;

    /// Decodes each item separately.
    fn sift(raw: Self::Raw, sieve: &mut Sieve<'_>) -> Self;
}

impl<T: DeserializeOwned> Container for Vec<T> {
    type Raw = Vec<RawJson>;

    fn sift(raw: Self::Raw, sieve: &mut Sieve<'_>) -> Self {
        raw.into_iter()
            .enumerate()
            .filter_map(|(index, item)| sieve.pass(Place::Index(index), item))
            .collect()
    }
}

impl<T: DeserializeOwned> Container for BTreeMap<String, T> {
    type Raw = BTreeMap<String, RawJson>;

    fn sift(raw: Self::Raw, sieve: &mut Sieve<'_>) -> Self {
        raw.into_iter()
            .filter_map(|(key, item)| Some((key.clone(), sieve.pass(Place::Key(key), item)?)))
            .collect()
    }
}

/// Collects items that cannot be decoded.
pub(crate) struct Sieve<'a> {
    secrets: &'a Secrets,
    decoding: Decoding,
    held: Vec<ItemError>,
}

impl Sieve<'_> {
    fn pass<T: DeserializeOwned>(&mut self, place: Place, item: RawJson) -> Option<T> {
        match error::decode(item.get(), self.decoding) {
            Ok(item) => Some(item),
            Err(error) => {
                let error = error.redacted(self.secrets);
                self.held.push(ItemError::new(place, item, &error));
                None
            }
        }
    }
}

/// The context for decoding a page.
pub(crate) struct Source<'a> {
    pub(crate) names: &'static PageNames,
    pub(crate) secrets: &'a Secrets,
    /// How its items are decoded.
    pub(crate) decoding: Decoding,
    /// The cursor of the page.
    pub(crate) cursor: Option<&'a Cursor>,
    /// The list of the page.
    pub(crate) list: Option<ListId>,
}

/// Decodes `body` as a page. If that fails, decodes it again item by item, which takes twice the time.
///
/// The code that depends on the type of the items is kept small, since it is compiled for each.
pub(crate) fn decode<C: Container>(body: &[u8], source: &Source<'_>) -> Result<PageOf<C>, Error> {
    if let Some((items, rest)) = read::<C>(json_text(body)?, source.names) {
        return Ok(source.label(rest).with_items(items));
    }
    let (raw, rest) = decode_body(body, Seed::<C::Raw>::new(source.names), Decoding::Strict)?;
    let mut sieve = Sieve {
        secrets: source.secrets,
        decoding: source.decoding,
        held: Vec::new(),
    };
    let items = C::sift(raw, &mut sieve);
    let mut rest = source.label(rest);
    rest.undecodable = sieve.held;
    Ok(rest.with_items(items))
}

/// The page of a response without a body: an empty last page.
pub(crate) fn empty<C: Container>(source: &Source<'_>) -> PageOf<C> {
    source.label(PageOf::default()).with_items(C::default())
}

fn read<'de, C: Deserialize<'de> + Default>(
    text: &'de str,
    names: &'static PageNames,
) -> Option<(C, PageOf<()>)> {
    let mut json = serde_json::Deserializer::from_str(text);
    let page = Seed::<C>::new(names).deserialize(&mut json).ok()?;
    json.end().ok()?;
    Some(page)
}

impl Source<'_> {
    /// Sets the cursor of a page, and binds its cursors to their list.
    fn label(&self, mut page: PageOf<()>) -> PageOf<()> {
        page.cursor = self.cursor.cloned();
        if let Some(list) = self.list {
            let known = |cursor: Cursor| cursor.of_list(list);
            page.next_cursor = page.next_cursor.map(known);
            page.prev_cursor = page.prev_cursor.map(known);
        }
        page
    }
}

/// Reads the items and all other properties.
struct Seed<C> {
    names: &'static PageNames,
    items: PhantomData<fn() -> C>,
}

impl<C> Clone for Seed<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Seed<C> {}

impl<C> Seed<C> {
    fn new(names: &'static PageNames) -> Self {
        Self {
            names,
            items: PhantomData,
        }
    }
}

impl<'de, C: Deserialize<'de> + Default> DeserializeSeed<'de> for Seed<C> {
    type Value = (C, PageOf<()>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, C: Deserialize<'de> + Default> Visitor<'de> for Seed<C> {
    type Value = (C, PageOf<()>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.names.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut items = None;
        let mut rest = PageOf::<()>::default();
        while rest.read_to_items(self.names, &mut map)? {
            // Some servers write null for an empty list.
            items = Some(map.next_value::<Option<C>>()?.unwrap_or_default());
        }
        match items {
            Some(items) => Ok((items, rest)),
            None => Err(A::Error::missing_field(self.names.items)),
        }
    }
}

impl PageNames {
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a page, an object with the key `{}`", self.items)
    }
}

impl PageOf<()> {
    fn with_items<C>(self, items: C) -> PageOf<C> {
        PageOf {
            items,
            cursor: self.cursor,
            next_cursor: self.next_cursor,
            prev_cursor: self.prev_cursor,
            result_count: self.result_count,
            is_partial_response: self.is_partial_response,
            undecodable: self.undecodable,
            extra: self.extra,
        }
    }

    /// Reads up to the items; returns `false` if there are none left to read.
    fn read_to_items<'de, A: MapAccess<'de>>(
        &mut self,
        names: &PageNames,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == names.items {
                return Ok(true);
            } else if key == names.cursor {
                self.next_cursor = map.next_value::<Link>()?.0;
            } else {
                self.take(names, key, map.next_value()?);
            }
        }
        Ok(false)
    }

    /// Reads an optional property of a page. A value of the wrong type is kept in `extra`, so that the items are not lost.
    fn take(&mut self, names: &PageNames, key: String, value: RawJson) {
        let is = |name: Option<&str>| name == Some(key.as_str());
        let fits = if is(names.previous) {
            set(&mut self.prev_cursor, value.parse().ok().map(|Link(to)| to))
        } else if is(names.count) {
            set(&mut self.result_count, count(&value))
        } else if is(names.partial) {
            let flag = value.parse::<Option<bool>>().ok();
            set(
                &mut self.is_partial_response,
                flag.map(Option::unwrap_or_default),
            )
        } else {
            false
        };
        if !fits {
            self.extra.insert(key, value);
        }
    }
}

fn set<T>(field: &mut T, value: Option<T>) -> bool {
    let fits = value.is_some();
    if let Some(value) = value {
        *field = value;
    }
    fits
}

/// A whole number, also one written as `20.0`.
fn count(value: &RawJson) -> Option<Option<u64>> {
    match value.parse::<Value>().ok()? {
        Value::Null => Some(None),
        Value::Number(number) => {
            let whole = |float: &f64| float.fract() == 0.0 && (0.0..1e15).contains(float);
            let float = || number.as_f64().filter(whole).map(|float| float as u64);
            number.as_u64().or_else(float).map(Some)
        }
        _ => None,
    }
}

/// A cursor. Null and the empty text mean none. Servers also send numbers, which are kept as text.
struct Link(Option<Cursor>);

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LinkVisitor).map(Self)
    }
}

struct LinkVisitor;

impl Visitor<'_> for LinkVisitor {
    type Value = Option<Cursor>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cursor, a string or null")
    }

    fn visit_unit<E>(self) -> Result<Option<Cursor>, E> {
        Ok(None)
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<Cursor>, E> {
        Ok(Some(text).filter(|text| !text.is_empty()).map(Cursor::from))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Option<Cursor>, E> {
        Ok(Some(number.to_string().into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Option<Cursor>, E> {
        Ok(Some(number.to_string().into()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{
        super::{KeyedPage, Page, PageNames},
        Source, decode,
    };
    use crate::{Error, model::Decoding, secrets::Secrets};

    const NAMES: PageNames = PageNames::new("result", "next")
        .with_previous("prev")
        .with_count("count")
        .with_partial("partial");

    fn read<C: super::Container>(json: &str) -> Result<super::PageOf<C>, Error> {
        let secrets = Secrets::sample("t0ken-s3cret", "account-1");
        let source = Source {
            names: &NAMES,
            secrets: &secrets,
            decoding: Decoding::Lenient,
            cursor: None,
            list: None,
        };
        decode(json.as_bytes(), &source)
    }

    fn page(json: &str) -> Result<Page<u8>, Error> {
        read(json)
    }

    #[test]
    fn all_page_fields_are_decoded() {
        let page = page(
            r#"{"count":2.0,"more":{"a": 1},"result":[1,2],"next":"n","prev":"p","partial":true}"#,
        )
        .unwrap();
        assert_eq!(page.items, [1, 2]);
        assert_eq!(page.next_cursor.as_deref(), Some("n"));
        assert_eq!(page.prev_cursor.as_deref(), Some("p"));
        assert_eq!(
            (page.result_count, page.is_partial_response),
            (Some(2), true)
        );
        assert_eq!(page.extra.get("more").unwrap().get(), r#"{"a": 1}"#);
        assert_eq!(page.extra.len(), 1);
        assert!(page.undecodable.is_empty());
    }

    #[test]
    fn a_cursor_is_a_string_or_none() {
        let table = [
            (json!(null), Some(None)),
            (json!(""), Some(None)),
            (json!("a b"), Some(Some("a b"))),
            (json!(7), Some(Some("7"))),
            (json!(-7), Some(Some("-7"))),
            (json!(7.5), None),
            (json!(true), None),
            (json!(["a"]), None),
        ];
        for (value, expected) in table {
            let page = page(&json!({"result": [], "next": value}).to_string());
            if let Err(error) = &page {
                assert_eq!(error.field(), Some("next"), "{error}");
            }
            let found = page.ok().map(|page| page.next_cursor);
            assert_eq!(found.as_ref().map(Option::as_deref), expected, "{value}");
        }
        assert_eq!(page(r#"{"result":[]}"#).unwrap().next_cursor, None);
    }

    #[test]
    fn invalid_optional_page_fields_do_not_fail_the_page() {
        for (name, value) in [
            ("count", "-1"),
            ("count", "1.5"),
            ("count", "\"2\""),
            ("partial", "\"no\""),
            ("prev", "{}"),
        ] {
            let page = page(&format!(r#"{{"result":[1],"{name}":{value}}}"#)).unwrap();
            assert_eq!(page.items, [1]);
            assert_eq!(page.extra.get(name).unwrap().get(), value);
        }
        let page = page(r#"{"result":[],"count":null,"partial":null,"prev":null}"#).unwrap();
        assert_eq!(page, Page::default());
    }

    #[test]
    fn an_undecodable_item_does_not_fail_the_page() {
        let found = page(r#"{"result":[1,"t0ken-s3cret",{"a": 1},4],"next":"n","x":1}"#).unwrap();
        assert_eq!(found.items, [1, 4]);
        assert_eq!(
            (found.next_cursor.as_deref(), found.extra.len()),
            (Some("n"), 1)
        );
        let places: Vec<_> = found
            .undecodable
            .iter()
            .map(super::ItemError::index)
            .collect();
        assert_eq!(places, [Some(1), Some(2)]);
        assert_eq!(found.undecodable[1].raw().get(), r#"{"a": 1}"#);
        let shown = found.undecodable[0].to_string();
        assert!(
            shown.starts_with("item 1: ") && !shown.contains("s3cret"),
            "{shown}"
        );
    }

    #[test]
    fn a_keyed_page_names_undecodable_items_by_key() {
        let json = r#"{"result":{"b":[1],"a":["x"],"c":[2,"y"]},"next":null}"#;
        let page: KeyedPage<Vec<u8>> = read(json).unwrap();
        assert_eq!(page.items, [("b".to_owned(), vec![1])].into());
        let held: Vec<_> = page
            .undecodable
            .iter()
            .map(|item| (item.key(), item.field()))
            .collect();
        assert_eq!(held, [(Some("a"), Some("[0]")), (Some("c"), Some("[1]"))]);
        assert_eq!(page.undecodable[0].index(), None);

        let json = format!(r#"{{"result":{{"{}":["x"]}}}}"#, "é".repeat(1 << 20));
        let page: KeyedPage<Vec<u8>> = read(&json).unwrap();
        let shown = page.undecodable[0].to_string();
        let start = format!("item \"{}\"…: ", "é".repeat(200));
        assert!(shown.starts_with(&start) && shown.len() < 600, "{shown}");
    }

    #[test]
    fn null_in_place_of_the_items_is_an_empty_page() {
        for (json, next) in [
            (r#"{"result":null}"#, None),
            (r#"{"result":null,"next":null}"#, None),
            (r#"{"next":"n","result":null}"#, Some("n")),
            ("\u{feff}{\"result\":null,\"next\":\"n\"}", Some("n")),
        ] {
            let page = page(json).unwrap();
            assert_eq!((page.items.len(), page.next_cursor.as_deref()), (0, next));
            let keyed: KeyedPage<u8> = read(json).unwrap();
            assert_eq!((keyed.items.len(), keyed.next_cursor.as_deref()), (0, next));
        }
    }

    #[test]
    fn a_body_without_a_page_is_an_error() {
        let table = [
            ("{}", "missing field `result`"),
            (r#"{"result":{"a":1}}"#, "expected a sequence"),
            ("[1]", "expected a page, an object with the key `result`"),
            (r#"{"result":[1]} x"#, "trailing characters"),
            (r#"{"result":[1"#, "EOF"),
        ];
        for (json, reason) in table {
            let error = page(json).unwrap_err();
            assert!(
                error.is_decode() && error.message().contains(reason),
                "{json}: {error}"
            );
        }
    }
}
