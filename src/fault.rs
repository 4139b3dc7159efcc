//! Why a use-case did not do what was asked: one small type for all rooms.

use std::borrow::Cow;

use crate::{persian::persian_number, store::StoreError};

/// A use-case's refusal.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The input does not hold; each complaint names a field, in both languages.
    #[error("the input is not valid")]
    Invalid(Vec<Complaint>),
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// The viewer's role does not allow it.
    #[error("your role does not allow this")]
    Forbidden,
    /// Too many tries; another makes sense after so many seconds.
    #[error("too many tries; try again in {seconds} seconds")]
    Limited { seconds: u64 },
    /// No such object, or none that the viewer may know of.
    #[error("there is no such object")]
    NotFound,
    /// The object, or what an idempotency key made, is not what the caller supposed.
    #[error("{message}")]
    Conflict {
        message: &'static str,
        message_fa: &'static str,
        current_version: Option<i64>,
    },
    /// The round is not where the caller supposed; tells where it stands.
    #[error("{message}")]
    Stale {
        message: &'static str,
        message_fa: &'static str,
        current_version: i64,
        current_status: &'static str,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A bug or a broken invariant; the text is for the log only.
    #[error("{0}")]
    Internal(String),
}

/// What is wrong with one field of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The path inside `input`, such as `title` or, in a list, `pins.2.member`.
    pub field: Cow<'static, str>,
    pub code: ComplaintCode,
    pub message: String,
    pub message_fa: String,
}

/// The sort of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComplaintCode {
    /// Must not be empty.
    Required,
    /// Longer than allowed.
    TooLong,
    /// Out of range or not of the right form.
    Invalid,
    /// Names an object that does not exist.
    Unknown,
    /// The conditions cannot hold together.
    Infeasible,
    /// Belongs to somebody else already.
    Taken,
    /// The viewer's role may not change this.
    NotAllowed,
    /// The object's state does not allow it.
    WrongState,
    /// The credentials are not right.
    BadCredentials,
}

impl Complaint {
    /// A complaint in both languages.
    pub fn new(
        field: impl Into<Cow<'static, str>>,
        code: ComplaintCode,
        message: impl Into<String>,
        message_fa: impl Into<String>,
    ) -> Self {
        Self {
            field: field.into(),
            code,
            message: message.into(),
            message_fa: message_fa.into(),
        }
    }

    /// The text has `length` characters; `max` are allowed.
    #[must_use]
    pub fn too_long(field: &'static str, length: usize, max: usize) -> Self {
        let (length_fa, max_fa) = (persian_number(length), persian_number(max));
        Self::new(
            field,
            ComplaintCode::TooLong,
            format!("The {field} has {length} characters; {max} are allowed."),
            format!("این متن {length_fa} نویسه دارد؛ حداکثر {max_fa} نویسه مجاز است."),
        )
    }

    /// The same about the field as a whole, whichever place in it was meant.
    #[must_use]
    pub fn of_whole_field(mut self) -> Self {
        if let Some((field, _)) = self.field.split_once('.') {
            self.field = field.to_owned().into();
        }
        self
    }

    /// The field names an object that does not exist.
    #[must_use]
    pub fn unknown(field: impl Into<Cow<'static, str>>) -> Self {
        Self::new(
            field,
            ComplaintCode::Unknown,
            "There is no such object.",
            "چنین موردی وجود ندارد.",
        )
    }
}

impl From<Complaint> for Fault {
    fn from(complaint: Complaint) -> Self {
        Self::Invalid(vec![complaint])
    }
}

/// The object has changed since the caller read it.
#[must_use]
pub fn changed(current_version: i64) -> Fault {
    Fault::Conflict {
        message: "Somebody changed this meanwhile; read it again and repeat.",
        message_fa: "این مورد در این میان تغییر کرده است؛ دوباره بخوانید و تکرار کنید.",
        current_version: Some(current_version),
    }
}

impl From<std::sync::Arc<StoreError>> for Fault {
    /// The same failure, as every caller of a shared batch sees it.
    fn from(error: std::sync::Arc<StoreError>) -> Self {
        Self::Internal(error.to_string())
    }
}
