//! Typed filter operators and their boolean tree, turned into SQL conditions.

use sea_orm::{
    ColumnTrait, Condition, Value,
    sea_query::{ExprTrait, Func, LikeExpr, SimpleExpr},
};

/// A filter: leaves joined by and, or and not.
#[derive(Clone, Debug)]
pub enum Tree<Test> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Test(Test),
}

impl<Test> Tree<Test> {
    /// The filter that lets everything through.
    #[must_use]
    pub fn everything() -> Self {
        Self::All(Vec::new())
    }

    /// The SQL condition, with `leaf` translating each test.
    pub fn condition(&self, leaf: &impl Fn(&Test) -> Condition) -> Condition {
        let fold = |start: Condition, parts: &[Self]| {
            parts
                .iter()
                .fold(start, |sum, part| sum.add(part.condition(leaf)))
        };
        match self {
            Self::All(parts) => fold(Condition::all(), parts),
            Self::Any(parts) => fold(Condition::any(), parts),
            Self::Not(inner) => Condition::all().add(fails(inner.condition(leaf))),
            Self::Test(test) => leaf(test),
        }
    }
}

/// Operators over an ordered or enumerated value; those that are `None` do not test.
#[derive(Clone, Debug)]
pub struct Scalar<T> {
    pub eq: Option<T>,
    pub ne: Option<T>,
    pub is_in: Option<Vec<T>>,
    pub not_in: Option<Vec<T>>,
    pub lt: Option<T>,
    pub lte: Option<T>,
    pub gt: Option<T>,
    pub gte: Option<T>,
    pub is_null: Option<bool>,
}

impl<T> Default for Scalar<T> {
    /// Operators that test nothing.
    fn default() -> Self {
        Self {
            eq: None,
            ne: None,
            is_in: None,
            not_in: None,
            lt: None,
            lte: None,
            gt: None,
            gte: None,
            is_null: None,
        }
    }
}

impl<T> Scalar<T> {
    /// Equal to `value`.
    #[must_use]
    pub fn equal(value: T) -> Self {
        Self {
            eq: Some(value),
            ..Self::default()
        }
    }

    /// For values of which an object may have many: the operators that ask whether one of them
    /// fits, if there are any, and those whose opposites ask it, as tests of the opposites.
    /// `is_null` is in neither.
    #[must_use]
    pub fn split(self) -> (Option<Self>, Vec<Self>) {
        let equal = self.ne.map(Self::equal);
        let one_of = self.not_in.map(Self::one_of);
        let asks = [&self.eq, &self.lt, &self.lte, &self.gt, &self.gte];
        let asks = asks.iter().any(|operand| operand.is_some()) || self.is_in.is_some();
        let plain = Self {
            ne: None,
            not_in: None,
            is_null: None,
            ..self
        };
        (
            asks.then_some(plain),
            equal.into_iter().chain(one_of).collect(),
        )
    }

    /// One of `values`.
    #[must_use]
    pub fn one_of(values: Vec<T>) -> Self {
        Self {
            is_in: Some(values),
            ..Self::default()
        }
    }
}

/// Operators over text. Both sides are compared by their folded keys, so that ی and ي,
/// half-spaces and digits of any script meet.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub eq: Option<String>,
    pub ne: Option<String>,
    pub is_in: Option<Vec<String>>,
    pub not_in: Option<Vec<String>>,
    pub contains: Option<String>,
    pub starts_with: Option<String>,
    /// Whether there is no value, or none but the empty text.
    pub is_null: Option<bool>,
}

impl Text {
    /// As [`Scalar::split`].
    #[must_use]
    pub fn split(self) -> (Option<Self>, Vec<Self>) {
        let equal = self.ne.map(|text| Self {
            eq: Some(text),
            ..Self::default()
        });
        let one_of = self.not_in.map(|texts| Self {
            is_in: Some(texts),
            ..Self::default()
        });
        let asks = [&self.eq, &self.contains, &self.starts_with];
        let asks = asks.iter().any(|operand| operand.is_some()) || self.is_in.is_some();
        let plain = Self {
            ne: None,
            not_in: None,
            is_null: None,
            ..self
        };
        (
            asks.then_some(plain),
            equal.into_iter().chain(one_of).collect(),
        )
    }
}

/// `column` under the operators of `test`.
pub fn scalar<C, T>(column: C, test: &Scalar<T>) -> Condition
where
    C: ColumnTrait,
    T: Clone + Into<Value>,
{
    let value = |v: &T| -> Value { v.clone().into() };
    let values = |list: &Vec<T>| list.iter().map(value).collect::<Vec<_>>();
    Condition::all()
        .add_option(test.eq.as_ref().map(|v| column.eq(value(v))))
        .add_option(test.ne.as_ref().map(|v| column.eq(value(v))).map(fails))
        .add_option(test.is_in.as_ref().map(|list| column.is_in(values(list))))
        .add_option(
            test.not_in
                .as_ref()
                .map(|list| column.is_in(values(list)))
                .map(fails),
        )
        .add_option(test.lt.as_ref().map(|v| column.lt(value(v))))
        .add_option(test.lte.as_ref().map(|v| column.lte(value(v))))
        .add_option(test.gt.as_ref().map(|v| column.gt(value(v))))
        .add_option(test.gte.as_ref().map(|v| column.gte(value(v))))
        .add_option(test.is_null.map(|null| null_test(column, null)))
}

/// The key column `column` under the operators of `test`, whose texts `key` folds.
pub fn text<C: ColumnTrait>(column: C, test: &Text, key: fn(&str) -> String) -> Condition {
    let keys = |list: &Vec<String>| list.iter().map(|t| key(t)).collect::<Vec<_>>();
    Condition::all()
        .add_option(test.eq.as_ref().map(|t| column.eq(key(t))))
        .add_option(test.ne.as_ref().map(|t| column.eq(key(t))).map(fails))
        .add_option(test.is_in.as_ref().map(|list| column.is_in(keys(list))))
        .add_option(
            test.not_in
                .as_ref()
                .map(|list| column.is_in(keys(list)))
                .map(fails),
        )
        .add_option(test.is_null.map(|null| empty_test(column, null)))
        .add_option(
            test.contains
                .as_ref()
                .map(|t| part(column, t, key, |key| format!("%{key}%"))),
        )
        .add_option(
            test.starts_with
                .as_ref()
                .map(|t| part(column, t, key, |key| format!("{key}%"))),
        )
}

/// Everything has the empty text in it; nothing has a text of which no letter is left.
fn part<C: ColumnTrait>(
    column: C,
    text: &str,
    key: fn(&str) -> String,
    pattern: fn(String) -> String,
) -> SimpleExpr {
    let folded = key(text);
    if folded.is_empty() && !text.is_empty() {
        return SimpleExpr::Constant(false.into());
    }
    like(column, &pattern(escape(&folded)))
}

fn null_test<C: ColumnTrait>(column: C, null: bool) -> SimpleExpr {
    if null {
        column.is_null()
    } else {
        column.is_not_null()
    }
}

fn empty_test<C: ColumnTrait>(column: C, null: bool) -> SimpleExpr {
    let empty = column.is_null().or(column.eq(""));
    if null { empty } else { empty.not() }
}

fn like<C: ColumnTrait>(column: C, pattern: &str) -> SimpleExpr {
    column.into_expr().like(LikeExpr::new(pattern).escape('\\'))
}

/// The opposite of `condition`, which a missing value does not meet either: a plain NOT would
/// answer neither yes nor no of it.
fn fails(condition: impl Into<SimpleExpr>) -> SimpleExpr {
    let no = SimpleExpr::Constant(false.into());
    SimpleExpr::from(Func::coalesce([condition.into(), no])).not()
}

/// A caller's `%` and `_` are letters like any other.
pub(super) fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
