//! The filters and the order of a list, from the query of its request.

use std::{
    cmp::Ordering,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use serde_json::Value;

use super::{
    Field, Shape,
    query::{Pair, Query},
    shape::Object,
    store::Entry,
    table::ParameterRole,
    values::{compare, is_equal, values_at},
};

/// The filters and the order of a list.
#[derive(Debug, Default)]
pub(super) struct Selection {
    pub(super) filters: Vec<Filter>,
    pub(super) order: Vec<Sort>,
    /// A hash of the selection. A cursor is valid only for the selection that created it.
    pub(super) print: u64,
}

#[derive(Debug, PartialEq)]
pub(super) struct Filter {
    path: Vec<String>,
    relation: Relation,
    /// The accepted values.
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Relation {
    Equal,
    Is(Ordering),
    IsOrEqual(Ordering),
}

impl Relation {
    /// The relation of an operator such as `gt`.
    fn named(operator: &str) -> Option<Self> {
        Some(match operator {
            "gt" => Self::Is(Ordering::Greater),
            "gte" => Self::IsOrEqual(Ordering::Greater),
            "lt" => Self::Is(Ordering::Less),
            "lte" => Self::IsOrEqual(Ordering::Less),
            _ => return None,
        })
    }
}

#[derive(Debug)]
pub(super) struct Sort {
    pub(super) path: Vec<String>,
    pub(super) is_descending: bool,
}

impl Selection {
    /// Reads the filters and the order from a query. Only `documented` parameters have an effect, and of these only those that
    /// name a field of the objects.
    pub(super) fn of(
        query: &Query,
        documented: &'static [Field],
        object: Option<&'static Object>,
        meaning: impl Fn(&str) -> Option<ParameterRole>,
    ) -> Self {
        let mut selection = Self::default();
        let mut hasher = DefaultHasher::new();
        for pair in &query.pairs {
            let Some((name, rest)) = pair.path.split_first() else {
                continue;
            };
            if !is_documented(documented, &pair.path) {
                continue;
            }
            match meaning(&pair.name).or_else(|| meaning(name)) {
                Some(ParameterRole::Sort) => {
                    selection.order.push(Sort {
                        path: rest.to_vec(),
                        is_descending: pair.value.eq_ignore_ascii_case("desc"),
                    });
                }
                Some(_) => continue,
                None => selection.filter(pair, object),
            }
            (&pair.name, &pair.value).hash(&mut hasher);
        }
        selection.print = hasher.finish();
        selection
    }

    fn filter(&mut self, Pair { path, value, .. }: &Pair, object: Option<&'static Object>) {
        let (relation, path) = match path.split_last() {
            Some((last, before)) => match Relation::named(last) {
                Some(relation) => (relation, before),
                None => (Relation::Equal, path.as_slice()),
            },
            None => return,
        };
        let Some(path) = object.and_then(|object| field_path(object, path)) else {
            return;
        };
        let is_like = |filter: &&mut Filter| {
            filter.path == path && filter.relation == relation && relation == Relation::Equal
        };
        let value = value.clone();
        match self.filters.iter_mut().find(is_like) {
            Some(filter) => filter.values.push(value),
            None => self.filters.push(Filter {
                path,
                relation,
                values: vec![value],
            }),
        }
    }
}

impl Filter {
    pub(super) fn lets(&self, entry: &Entry) -> bool {
        let found = values_at(entry, &self.path);
        found.into_iter().any(|value| {
            let is_met = |wanted: &String| {
                let order = || compare(value, &Value::from(wanted.as_str()));
                match self.relation {
                    Relation::Equal => is_equal(value, wanted),
                    Relation::Is(relation) => order() == relation,
                    Relation::IsOrEqual(relation) => order().is_eq() || order() == relation,
                }
            };
            !value.is_null() && self.values.iter().any(is_met)
        })
    }
}

/// Whether the parameter at this path is documented: by its own name (`created_at[gt]`), or as part of another parameter
/// (`account[id]` of `account`).
fn is_documented(parameters: &[Field], path: &[String]) -> bool {
    parameters.iter().any(|parameter| {
        let mut rest = path.iter();
        let mut names = parameter.name.split(['[', ']']);
        let is_prefix = names.all(|name| name.is_empty() || rest.next().is_some_and(|n| n == name));
        // An operator is never part of a parameter without a type, because it is always documented by its own name.
        let is_operator = |name: &String| Relation::named(name).is_some();
        let rest = rest.as_slice();
        is_prefix && parameter.shape.has(rest) && !rest.last().is_some_and(is_operator)
    })
}

/// The field that a parameter names: `workspace[id]`; `account_id` and `account` for the id of the object `account`; `ids` for
/// `id`.
fn field_path(object: &'static Object, path: &[String]) -> Option<Vec<String>> {
    let (name, rest) = path.split_first()?;
    let nested = |outer: &str| {
        let inner = object.field(outer)?.shape.object()?;
        inner.field("id")?;
        Some(vec![outer.to_owned(), "id".to_owned()])
    };
    let Some(field) = object.field(name) else {
        let singular = name
            .strip_suffix('s')
            .filter(|name| object.field(name).is_some());
        let singular = singular.map(|name| vec![name.to_owned()]);
        let found = singular.or_else(|| nested(name.strip_suffix("_id")?));
        return found.filter(|_| rest.is_empty());
    };
    match (field.shape, field.shape.object()) {
        (_, Some(_)) if rest.is_empty() => nested(name),
        (_, Some(inner)) => {
            let inner = field_path(inner, rest)?;
            Some([vec![name.clone()], inner].concat())
        }
        (Shape::Any | Shape::Provider | Shape::Map(_), None) => Some(path.to_vec()),
        (_, None) => rest.is_empty().then(|| path.to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Field, ParameterRole, Query, Selection};
    use crate::testing::{
        shape::{Object, Shape, optional, required},
        store::Collection,
    };

    static OWNER: Object =
        Object::new(&[required("id", Shape::Text), optional("name", Shape::Text)]);
    static THING: Object = Object::new(&[
        required("id", Shape::Text),
        optional("size", Shape::Integer),
        optional("made", Shape::Time),
        optional("owner", Shape::Of(&OWNER)),
        optional("people", Shape::List(&Shape::Of(&OWNER))),
        optional("tags", Shape::List(&Shape::Text)),
    ]);

    fn things() -> Collection {
        let mut things = Collection::default();
        let all = [
            json!({"id": "a", "size": 10, "made": "2024-01-01T00:00:00Z", "tags": ["x", "y"]}),
            json!({"id": "b", "size": 9, "made": "2024-01-01T02:00:00+02:00", "owner": {"id": "u"}}),
            json!({"id": "c", "made": "2024-01-02", "people": [{"id": "u"}, {"id": "v"}]}),
            json!({"id": "d", "size": 9, "owner": {"id": "v", "name": "Vi"}}),
        ];
        for one in all {
            let Value::Object(entry) = one else { continue };
            things.put(super::super::store::id_of(&entry).unwrap(), entry);
        }
        things
    }

    static PARAMETERS: &[Field] = &[
        optional("size", Shape::Integer),
        optional("size[gt]", Shape::Integer),
        optional("size[lte]", Shape::Integer),
        optional("made", Shape::Time),
        optional("made[gt]", Shape::Time),
        optional("made[gte]", Shape::Time),
        optional("made[lt]", Shape::Time),
        optional("ids", Shape::List(&Shape::Text)),
        optional("owner", Shape::Any),
        optional("owner_id", Shape::Text),
        optional("people", Shape::List(&Shape::Of(&OWNER))),
        optional("tags[]", Shape::List(&Shape::Text)),
        optional("sort_by", Shape::Map(&Shape::Any)),
        optional("limit", Shape::Integer),
    ];

    fn selection(query: &str) -> Selection {
        Selection::of(
            &Query::parse(query),
            PARAMETERS,
            Some(&THING),
            |name| match name {
                "sort_by" => Some(ParameterRole::Sort),
                "limit" => Some(ParameterRole::Limit),
                _ => None,
            },
        )
    }

    fn ids(query: &str) -> String {
        let things = things();
        let page = selection(query).page(&things, None, 10).unwrap();
        page.entries
            .iter()
            .filter_map(|entry| entry["id"].as_str())
            .collect()
    }

    #[test]
    fn filters_select_matching_objects() {
        let table = [
            ("", "abcd"),
            ("limit=1", "abcd"),
            ("nonsense=1", "abcd"),
            ("size=9", "bd"),
            ("size[gt]=9", "a"),
            ("size[lte]=9", "bd"),
            ("made=2024-01-01T00:00:00Z", "ab"),
            ("made[gt]=2024-01-01T00:00:00Z", "c"),
            ("made[gte]=2024-01-01T00:00:00Z&made[lt]=2024-01-02", "ab"),
            ("ids[]=a&ids[]=d", "ad"),
            ("owner[id]=v", "d"),
            ("owner_id=v", "d"),
            ("owner=v&size=9", "d"),
            ("owner[name]=Vi", "d"),
            ("people[][id]=v", "c"),
            ("tags[]=y", "a"),
            ("size=7", ""),
        ];
        for (query, expected) in table {
            assert_eq!(ids(query), expected, "{query}");
        }
    }

    #[test]
    fn parameters_that_are_not_documented_have_no_effect() {
        for query in [
            "id=a",
            "size[lt]=9",
            "size[x]=9",
            "owner[name][gt]=A",
            "people[][role]=v",
            "made[lte]=2024-01-01",
            "sort_by=size",
        ] {
            assert_eq!(ids(query), "abcd", "{query}");
        }
        let query = Query::parse("sort_by[size]=asc");
        let unsorted = Selection::of(&query, &[], Some(&THING), |_| Some(ParameterRole::Sort));
        assert!(unsorted.order.is_empty());
    }

    #[test]
    fn missing_values_are_sorted_last() {
        let table = [
            ("sort_by[size]=asc", "bdac"),
            ("sort_by[size]=desc", "abdc"),
            ("sort_by[size]=asc&sort_by[id]=desc", "dbac"),
            ("sort_by[owner][id]=asc", "bdac"),
        ];
        for (query, expected) in table {
            assert_eq!(ids(query), expected, "{query}");
        }
    }

    #[test]
    fn a_cursor_stays_right_while_objects_come_and_go() {
        for (query, expected) in [("", "abcd"), ("sort_by[size]=asc", "bdac")] {
            let mut things = things();
            let selection = selection(query);
            let (mut seen, mut cursor) = (String::new(), None);
            loop {
                let page = selection.page(&things, cursor.as_deref(), 1).unwrap();
                let id = page.entries[0]["id"].as_str().unwrap().to_owned();
                cursor = page.next;
                if let Some(back) = page.previous {
                    let before = selection.page(&things, Some(&back), 1).unwrap();
                    assert_eq!(before.entries.len(), 1, "{query}");
                }
                seen.push_str(&id);
                things.put(
                    format!("{id}0"),
                    json!({"size": 0}).as_object().unwrap().clone(),
                );
                if seen.len() == 2 {
                    things.remove(&id);
                }
                if cursor.is_none() || seen.len() == 4 {
                    break;
                }
            }
            assert_eq!(seen, expected, "{query}");
        }
    }

    /// Pages of a list without an order are found in another way, so they are compared with sorted ones.
    #[test]
    fn unsorted_pages_are_those_of_a_list_sorted_by_place() {
        let mut things = things();
        for number in 0..12 {
            let thing = json!({"id": format!("t{number}"), "size": number % 3});
            things.put(format!("t{number}"), thing.as_object().unwrap().clone());
        }
        things.remove("b");
        for query in ["", "size=2", "size[gt]=0", "size=99"] {
            let selection = selection(query);
            for most in [1, 2, 3, 100] {
                let mut cursors = vec![None];
                while let Some(cursor) = cursors.pop() {
                    let (page, sorted) = selection.both(&things, cursor.as_deref(), most);
                    assert_eq!(page, sorted, "{query} {most} {cursor:?}");
                    cursors.extend(page.next.map(Some));
                    // Also those where it is the last page before the end, and the first one.
                    let back = page.previous.as_deref();
                    let (page, sorted) = selection.both(&things, back, most);
                    assert_eq!(page, sorted, "{query} {most} back {back:?}");
                }
            }
        }
    }

    #[test]
    fn a_cursor_of_another_list_is_none() {
        let things = things();
        let cursor = selection("size=9")
            .page(&things, None, 1)
            .unwrap()
            .next
            .unwrap();
        assert!(
            selection("size=9")
                .page(&things, Some(&cursor), 1)
                .is_some()
        );
        for (query, cursor) in [
            ("size=8", cursor.as_str()),
            ("", "text"),
            ("", "7b"),
            ("", "ü"),
        ] {
            assert!(
                selection(query).page(&things, Some(cursor), 1).is_none(),
                "{cursor}"
            );
        }
    }
}
