//! The order of a response's keys: that of the document.  The executor inserts keys in the
//! order in which resolvers end and leaves out those that failed, which would make the bytes of
//! an answer depend on timing.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Name, PathSegment, Response, Value};

/// The response keys of a selection set, in order, each with those below it.
///
/// Only for documents that the limits let through: fragments are expanded here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    keys: IndexMap<Name, Layout>,
}

impl Layout {
    /// The layout of an operation's selection set.
    #[must_use]
    pub fn of(document: &ExecutableDocument, set: &SelectionSet) -> Self {
        let mut layout = Self::default();
        layout.extend(document, set);
        layout
    }

    /// Puts the keys of a response in order, with a null for each field that failed.
    pub fn arrange(&self, response: &mut Response) {
        for error in &response.errors {
            put_null(&mut response.data, &error.path);
        }
        response.data = self.ordered(std::mem::take(&mut response.data));
    }

    fn extend(&mut self, document: &ExecutableDocument, set: &SelectionSet) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.clone();
                    let below = &field.node.selection_set.node;
                    self.keys.entry(key).or_default().extend(document, below);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = document.fragments.get(name) {
                        self.extend(document, &fragment.node.selection_set.node);
                    }
                }
                Selection::InlineFragment(inline) => {
                    self.extend(document, &inline.node.selection_set.node);
                }
            }
        }
    }

    fn ordered(&self, value: Value) -> Value {
        match value {
            Value::Object(mut found) if !self.keys.is_empty() => {
                let take = |(key, below): (&Name, &Self)| {
                    Some((key.clone(), below.ordered(found.swap_remove(key)?)))
                };
                Value::Object(self.keys.iter().filter_map(take).collect())
            }
            Value::List(items) => {
                Value::List(items.into_iter().map(|item| self.ordered(item)).collect())
            }
            leaf => leaf,
        }
    }
}

/// Sets the place of a failed field to null where its parent was answered without it.
fn put_null(data: &mut Value, path: &[PathSegment]) {
    let Some((PathSegment::Field(last), parents)) = path.split_last() else {
        return;
    };
    let mut place = Some(data);
    for segment in parents {
        place = match (place, segment) {
            (Some(Value::Object(fields)), PathSegment::Field(name)) => {
                fields.get_mut(name.as_str())
            }
            (Some(Value::List(items)), PathSegment::Index(index)) => items.get_mut(*index),
            _ => return,
        };
    }
    if let Some(Value::Object(fields)) = place {
        fields.entry(Name::new(last)).or_insert(Value::Null);
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use async_graphql::{ServerError, value};

    use super::*;

    #[test]
    fn keys_follow_the_document_and_failures_are_null() {
        let document = parse_query(
            "{ a ...F list { y x } ... on Q { b { d c } } } fragment F on Q { z b { e } }",
        )
        .unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        let layout = Layout::of(&document, &operation.node.selection_set.node);
        let mut response = Response::new(value!({
            "list": [{ "x": 1, "y": 2 }, { "y": 4 }],
            "b": { "c": { "free": 1, "json": 2 }, "d": 1, "e": 2 },
            "a": 1,
        }));
        let path = |parts: &[&str]| -> Vec<PathSegment> {
            parts
                .iter()
                .map(|part| {
                    part.parse()
                        .map_or(PathSegment::Field((*part).to_owned()), PathSegment::Index)
                })
                .collect()
        };
        for parts in [&["z"][..], &["list", "1", "x"], &["missing", "1", "x"]] {
            response
                .errors
                .push(ServerError::new("failed", None).with_path(path(parts)));
        }
        layout.arrange(&mut response);
        assert_eq!(
            response.data.to_string(),
            "{a: 1, z: null, b: {e: 2, d: 1, c: {free: 1, json: 2}}, list: [{y: 2, x: 1}, {y: 4, x: null}]}"
        );
    }
}
