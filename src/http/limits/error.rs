//! Why a document was refused: what was exceeded, by how much, in both languages.

use std::fmt;

use crate::http::refusal::Code;
use crate::persian::persian_number;

/// A document that must not run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// More was asked for than the limit allows.
    #[error("The request has {count} {measure}; at most {limit} are allowed.")]
    Exceeded {
        /// What was counted.
        measure: Measure,
        /// How much there was; for `Nesting` and `Recursion`, where counting stopped.
        count: u64,
        /// The greatest value allowed.
        limit: u64,
    },
    /// A fragment contains itself, directly or through others.
    #[error("Fragment \"{0}\" contains itself.")]
    FragmentCycle(String),
    /// A fragment is used but not defined.
    #[error("Fragment \"{0}\" is not defined.")]
    UnknownFragment(String),
    /// `operationName` names no operation of the document.
    #[error("Operation \"{0}\" is not in the document.")]
    UnknownOperation(String),
    /// The document has several operations and the request names none.
    #[error("The document has several operations; `operationName` must name one.")]
    AmbiguousOperation,
}

/// What is counted in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Lexical tokens.
    Tokens,
    /// Brackets open at once.
    Nesting,
    /// Directives.
    Directives,
    /// Fields after expansion.
    Fields,
    /// Aliases after expansion.
    Aliases,
    /// Fields at the root.
    RootFields,
    /// `logIn` in one request: each checks a password, which is dear by design.
    LogIns,
    /// Fields on the longest way down.
    Depth,
    /// Selections inside one another, fragments included.
    Recursion,
    /// Lists of fields or types inside one another in introspection.
    Listing,
    /// Points.
    Cost,
}

impl Measure {
    /// Refuses a count above the limit.
    ///
    /// # Errors
    ///
    /// [`LimitError::Exceeded`] with this measure.
    pub fn check(self, count: u64, limit: u64) -> Result<(), LimitError> {
        if count > limit {
            Err(self.exceeded(count, limit))
        } else {
            Ok(())
        }
    }

    /// The refusal itself.
    #[must_use]
    pub fn exceeded(self, count: u64, limit: u64) -> LimitError {
        LimitError::Exceeded {
            measure: self,
            count,
            limit,
        }
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Tokens => ("tokens", "نشانه"),
            Self::Nesting => ("nested brackets", "پرانتز تودرتو"),
            Self::Directives => ("directives", "رهنمود"),
            Self::Fields => ("expanded fields", "فیلد پس از گسترش"),
            Self::Aliases => ("aliases", "نام مستعار"),
            Self::RootFields => ("root fields", "فیلد ریشه"),
            Self::LogIns => ("`logIn` fields", "فیلد logIn"),
            Self::Depth => ("levels of fields", "سطح فیلد"),
            Self::Recursion => ("nested selections", "گزینش تودرتو"),
            Self::Listing => ("nested introspection lists", "فهرست تودرتوی درون‌نگری"),
            Self::Cost => ("points of cost", "امتیاز هزینه"),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.names().0)
    }
}

impl LimitError {
    /// The GraphQL error code: size, depth, cost, or a fault of the document.
    #[must_use]
    pub fn code(&self) -> Code {
        let Self::Exceeded { measure, .. } = self else {
            return Code::BadUserInput;
        };
        match measure {
            Measure::Tokens
            | Measure::Directives
            | Measure::Fields
            | Measure::Aliases
            | Measure::RootFields => Code::QueryTooLarge,
            Measure::Nesting | Measure::Depth | Measure::Recursion | Measure::Listing => {
                Code::QueryTooDeep
            }
            Measure::LogIns | Measure::Cost => Code::QueryTooCostly,
        }
    }

    /// The same sentence in Persian.
    #[must_use]
    pub fn message_fa(&self) -> String {
        match self {
            Self::Exceeded {
                measure,
                count,
                limit,
            } => {
                let name = measure.names().1;
                let (count, limit) = (persian_number(count), persian_number(limit));
                format!("درخواست {count} {name} دارد؛ حداکثر {limit} پذیرفته می‌شود.")
            }
            Self::FragmentCycle(name) => format!("قطعهٔ «{name}» خودش را در بر دارد."),
            Self::UnknownFragment(name) => format!("قطعهٔ «{name}» تعریف نشده است."),
            Self::UnknownOperation(name) => format!("عملیات «{name}» در سند نیست."),
            Self::AmbiguousOperation => {
                "سند چند عملیات دارد؛ operationName باید یکی را نام ببرد.".to_owned()
            }
        }
    }
}
