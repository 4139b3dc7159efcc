//! What the states of a problem are called, for callers and in Persian.

use entity::problem::ProblemStatus;

/// The code that callers see.
#[must_use]
pub const fn status_code(status: ProblemStatus) -> &'static str {
    names(status).0
}

/// The code, and the word in a Persian sentence.
#[must_use]
pub const fn names(status: ProblemStatus) -> (&'static str, &'static str) {
    match status {
        ProblemStatus::Draft => ("DRAFT", "پیش‌نویس"),
        ProblemStatus::Triage => ("TRIAGE", "در انتظار تعیین میز"),
        ProblemStatus::Routed => ("ROUTED", "مسیریابی‌شده"),
        ProblemStatus::Confirmed => ("CONFIRMED", "تأییدشده"),
        ProblemStatus::Staffed => ("STAFFED", "دارای گروه"),
        ProblemStatus::InProgress => ("IN_PROGRESS", "در حال انجام"),
        ProblemStatus::Resolved => ("RESOLVED", "حل‌شده"),
        ProblemStatus::Closed => ("CLOSED", "بسته"),
        ProblemStatus::Withdrawn => ("WITHDRAWN", "پس‌گرفته"),
    }
}
