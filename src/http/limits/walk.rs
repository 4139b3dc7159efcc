//! The walk over a document: every selection once, every fragment once.

use std::collections::HashMap;

use async_graphql::parser::types::{
    ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Value, Variables};

use super::catalog::{Catalog, FieldShape, PAGE_ARGUMENTS};
use super::error::{LimitError, Measure};
use super::tally::{Repeat, Tally};

/// Selections inside one another, fragments included; keeps the recursion within the stack.
const RECURSION_LIMIT: u64 = 64;
/// Items of a page whose size is not given, as the connections give them.
const DEFAULT_PAGE: u64 = 20;
/// Introspection fields that list what the schema defines.
const LISTINGS: [&str; 4] = ["fields", "inputFields", "interfaces", "possibleTypes"];

/// What a walk reads and never changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    pub document: &'a ExecutableDocument,
    pub catalog: &'a Catalog,
    pub variables: &'a Variables,
    /// Whose variable defaults apply.
    pub operation: Option<&'a OperationDefinition>,
}

/// A walk with its memo.
#[derive(Debug)]
pub(super) struct Walker<'a> {
    scope: Scope<'a>,
    fragments: HashMap<&'a str, Visit>,
}

#[derive(Debug, Clone, Copy)]
enum Visit {
    Entered,
    Done(Tally),
}

impl<'a> Walker<'a> {
    pub fn new(scope: Scope<'a>) -> Self {
        Self {
            scope,
            fragments: HashMap::new(),
        }
    }

    /// Tallies a whole operation.
    pub fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Tally, LimitError> {
        let root = self.scope.catalog.root(operation.ty);
        self.selection_set(root, &operation.selection_set.node, 0)
    }

    /// Tallies a fragment, or gives what it came to before.
    pub fn fragment(&mut self, name: &'a str, level: u64) -> Result<Tally, LimitError> {
        match self.fragments.get(name) {
            Some(Visit::Done(tally)) => return Ok(*tally),
            Some(Visit::Entered) => return Err(LimitError::FragmentCycle(name.to_owned())),
            None => {}
        }
        let Some(Positioned { node: fragment, .. }) = self.scope.document.fragments.get(name)
        else {
            return Err(LimitError::UnknownFragment(name.to_owned()));
        };
        self.fragments.insert(name, Visit::Entered);
        let parent = fragment.type_condition.node.on.node.as_str();
        let tally = self.selection_set(Some(parent), &fragment.selection_set.node, level)?;
        self.fragments.insert(name, Visit::Done(tally));
        Ok(tally)
    }

    fn selection_set(
        &mut self,
        parent: Option<&'a str>,
        set: &'a SelectionSet,
        level: u64,
    ) -> Result<Tally, LimitError> {
        Measure::Recursion.check(level, RECURSION_LIMIT)?;
        let mut sum = Tally::default();
        for item in &set.items {
            sum.add(&self.selection(parent, &item.node, level + 1)?);
        }
        Ok(sum)
    }

    fn selection(
        &mut self,
        parent: Option<&'a str>,
        selection: &'a Selection,
        level: u64,
    ) -> Result<Tally, LimitError> {
        match selection {
            Selection::Field(field) => self.field(parent, &field.node, level),
            Selection::FragmentSpread(spread) => {
                self.fragment(spread.node.fragment_name.node.as_str(), level)
            }
            Selection::InlineFragment(inline) => {
                let condition = inline.node.type_condition.as_ref();
                let parent = condition.map_or(parent, |on| Some(on.node.on.node.as_str()));
                self.selection_set(parent, &inline.node.selection_set.node, level)
            }
        }
    }

    fn field(
        &mut self,
        parent: Option<&'a str>,
        field: &'a Field,
        level: u64,
    ) -> Result<Tally, LimitError> {
        let name = field.name.node.as_str();
        let catalog = self.scope.catalog;
        let shape = catalog.field(parent, name);
        let mut tally = if field.selection_set.node.items.is_empty() {
            Tally::leaf(name)
        } else {
            let target = shape.map(|shape| shape.target.as_str());
            let children = self.selection_set(target, &field.selection_set.node, level)?;
            Tally::object(name, &children, self.repeat(field, shape))
        };
        tally.aliases = tally
            .aliases
            .saturating_add(u64::from(field.alias.is_some()));
        // Introspection is what the catalog does not describe.
        if shape.is_none() && LISTINGS.contains(&name) {
            tally.listing += 1;
        }
        Ok(tally)
    }

    fn repeat(&self, field: &Field, shape: Option<&FieldShape>) -> Repeat {
        match shape {
            Some(FieldShape {
                paged: true,
                list: true,
                ..
            }) => Repeat::List(self.page(field)),
            Some(FieldShape {
                paged: true,
                list: false,
                ..
            }) => Repeat::Page(self.page(field)),
            Some(FieldShape {
                paged: false,
                list: true,
                ..
            }) => Repeat::Items,
            Some(FieldShape {
                paged: false,
                list: false,
                ..
            })
            | None => Repeat::Once,
        }
    }

    fn page(&self, field: &Field) -> u64 {
        PAGE_ARGUMENTS
            .iter()
            .filter_map(|name| {
                let argument = field.get_argument(name)?.node.clone();
                let variable = |name: Name| self.variable(&name).cloned().ok_or(());
                size(&argument.into_const_with(variable).ok()?)
            })
            .max()
            .unwrap_or(DEFAULT_PAGE)
    }

    fn variable(&self, name: &str) -> Option<&Value> {
        let default = || {
            let definitions = &self.scope.operation?.variable_definitions;
            let named = definitions
                .iter()
                .find(|definition| definition.node.name.node == name);
            Some(&named?.node.default_value.as_ref()?.node)
        };
        self.scope.variables.get(name).or_else(default)
    }
}

/// Items that an argument asks for, where it says so.
fn size(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::List(items) => Some(items.len() as u64),
        Value::Null
        | Value::String(_)
        | Value::Boolean(_)
        | Value::Binary(_)
        | Value::Enum(_)
        | Value::Object(_) => None,
    }
}
