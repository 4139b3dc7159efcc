//! What a document may ask for, decided before anything runs.
//! The analysis visits each selection once, with a memo per fragment, so that its time is
//! linear in the size of the document whatever its fragments would expand to.

mod catalog;
mod error;
mod tally;
mod tokens;
mod walk;

use async_graphql::Variables;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
};

pub use catalog::{Catalog, CatalogError};
pub use error::{LimitError, Measure};
pub use tokens::{Lexemes, lex};

use tally::{Tally, UNITS_PER_POINT};
use walk::{Scope, Walker};

/// The greatest values that a request may reach; each is inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Lexical tokens of the document, comments and commas not counted.
    pub tokens: u64,
    /// Braces, brackets and parentheses open at once; keeps the recursive parser shallow.
    pub nesting: u64,
    /// Fields after all fragments are expanded.
    pub fields: u64,
    /// Fields on the longest way from the root to a leaf; introspection alone is exempt.
    pub depth: u64,
    /// Aliases after all fragments are expanded.
    pub aliases: u64,
    /// Fields at the root of the operation.
    pub root_fields: u64,
    /// Directives written in the document.
    pub directives: u64,
    /// Points, see [`Analysis::cost`].
    pub cost: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tokens: 4_000,
            nesting: 100,
            fields: 500,
            depth: 12,
            aliases: 30,
            root_fields: 10,
            directives: 50,
            cost: 1_000,
        }
    }
}

/// What one operation of a document asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    /// Query, mutation or subscription.
    pub operation: OperationType,
    /// Fields after all fragments are expanded.
    pub fields: u64,
    /// Fields on the longest way from the root to a leaf.
    pub depth: u64,
    /// Estimated work in points, rounded up.
    ///
    /// A leaf field costs 0.05 and an object 0.5 (and `seatExplanation` 25 and `recomputes` 10
    /// more, for the solver's work), once for each time that it can occur:
    /// a field with `first`, `last` or `ids` multiplies the lists below it (`nodes`, `edges`),
    /// or itself where it is a list, by that number (20 where it is not given),
    /// and any other list counts five items.
    pub cost: u64,
    /// Whether the operation asks for nothing but the schema.
    pub introspection_only: bool,
    /// Whether the operation asks for the schema at all; `__typename` is not of the schema.
    pub introspects: bool,
}

/// Analyses the operation that would run and refuses it where it exceeds a limit.
///
/// The other operations and unused fragments of the document are held to the same limits on
/// fields and nesting, because validation visits them too.
///
/// # Errors
///
/// [`LimitError`], whose [`code`](LimitError::code) is the GraphQL error code.
pub fn analyse(
    document: &ExecutableDocument,
    request: Selected<'_>,
    catalog: &Catalog,
    limits: &Limits,
) -> Result<Analysis, LimitError> {
    let operation = select(document, request)?;
    let scope = Scope {
        document,
        catalog,
        variables: request.variables,
        operation: Some(operation),
    };
    let tally = Walker::new(scope).operation(operation)?;
    check(&tally, limits)?;
    check_rest(
        Scope {
            operation: None,
            ..scope
        },
        limits,
    )?;
    Ok(Analysis {
        operation: operation.ty,
        fields: tally.fields,
        depth: tally.depth,
        cost: tally.points(),
        introspection_only: tally.introspection_only(),
        introspects: tally.schema_fields > 0,
    })
}

/// Which operation of the document is to run, and with what.
#[derive(Debug, Clone, Copy)]
pub struct Selected<'a> {
    /// `operationName` of the request.
    pub operation_name: Option<&'a str>,
    /// Variables of the request; page sizes are read from them.
    pub variables: &'a Variables,
}

/// Refuses a source whose tokens, nesting or directives exceed the limits, before it is parsed.
///
/// # Errors
///
/// [`LimitError::Exceeded`] with what was exceeded.
pub fn check_source(source: &str, limits: &Limits) -> Result<(), LimitError> {
    let Lexemes {
        tokens,
        nesting,
        directives,
    } = lex(source);
    Measure::Tokens.check(tokens, limits.tokens)?;
    Measure::Nesting.check(nesting, limits.nesting)?;
    Measure::Directives.check(directives, limits.directives)
}

/// The operation that would run.
///
/// # Errors
///
/// [`LimitError::UnknownOperation`] or [`LimitError::AmbiguousOperation`].
pub fn select<'a>(
    document: &'a ExecutableDocument,
    request: Selected<'_>,
) -> Result<&'a OperationDefinition, LimitError> {
    match (&document.operations, request.operation_name) {
        (DocumentOperations::Single(operation), None) => Ok(&operation.node),
        (DocumentOperations::Multiple(operations), Some(name)) => operations
            .get(name)
            .map(|operation| &operation.node)
            .ok_or_else(|| LimitError::UnknownOperation(name.to_owned())),
        (DocumentOperations::Multiple(operations), None) => {
            let mut all = operations.values();
            match (all.next(), all.next()) {
                (Some(only), None) => Ok(&only.node),
                _ => Err(LimitError::AmbiguousOperation),
            }
        }
        (DocumentOperations::Single(_), Some(name)) => {
            Err(LimitError::UnknownOperation(name.to_owned()))
        }
    }
}

fn check(tally: &Tally, limits: &Limits) -> Result<(), LimitError> {
    Measure::Fields.check(tally.fields, limits.fields)?;
    Measure::Aliases.check(tally.aliases, limits.aliases)?;
    Measure::RootFields.check(tally.root_fields, limits.root_fields)?;
    Measure::LogIns.check(tally.log_ins, 1)?;
    Measure::Listing.check(tally.listing, tally::LISTING_LIMIT)?;
    if tally.introspection_only() {
        return Ok(());
    }
    Measure::Depth.check(tally.depth, limits.depth)?;
    let units = limits.cost.saturating_mul(UNITS_PER_POINT);
    Measure::Cost
        .check(tally.units(), units)
        .map_err(|_| Measure::Cost.exceeded(tally.points(), limits.cost))
}

/// Holds everything that the document defines to the limit on fields, whatever it is used for.
fn check_rest(scope: Scope<'_>, limits: &Limits) -> Result<(), LimitError> {
    let mut walker = Walker::new(scope);
    let mut names: Vec<_> = scope.document.fragments.keys().collect();
    names.sort_unstable();
    for name in names {
        Measure::Fields.check(walker.fragment(name, 0)?.fields, limits.fields)?;
    }
    let mut operations: Vec<_> = scope.document.operations.iter().collect();
    operations.sort_unstable_by_key(|(name, _)| *name);
    let mut fields = 0_u64;
    for (_, operation) in operations {
        fields = fields.saturating_add(walker.operation(&operation.node)?.fields);
    }
    Measure::Fields.check(
        fields,
        limits.fields.saturating_mul(OPERATIONS_KEPT_TOGETHER),
    )
}

/// Saved documents hold several operations; four of the largest are let through to validation.
const OPERATIONS_KEPT_TOGETHER: u64 = 4;

#[cfg(test)]
mod tests;
