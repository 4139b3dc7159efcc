//! Why the engine left a problem to a person, as it is stored and as people read it.

use entity::routing::{self, RoutingDecision, RoutingSource};
use matching::{Desk, routing::TriageReason};

/// The reason's code, with the desks that it names.
#[must_use]
pub fn text(reason: TriageReason) -> String {
    match reason {
        TriageReason::TooClose { first, second } => {
            format!("{}: {}, {}", reason.code(), first.code(), second.code())
        }
        TriageReason::TooLittleEvidence | TriageReason::OffTopic => reason.code().to_owned(),
    }
}

/// What [`text`] has written into a routing; `None` for every other routing.
#[must_use]
pub fn of(routing: &routing::Model) -> Option<TriageReason> {
    let kept = routing.decision == RoutingDecision::Triage;
    let reason = routing.reason.as_deref()?;
    if !kept || routing.source != RoutingSource::Engine {
        return None;
    }
    let (code, desks) = reason.split_once(": ").unwrap_or((reason, ""));
    let plain = [TriageReason::TooLittleEvidence, TriageReason::OffTopic];
    if let Some(reason) = plain.into_iter().find(|reason| reason.code() == code) {
        return Some(reason);
    }
    let (first, second) = desks.split_once(", ")?;
    let (first, second) = (Desk::from_code(first)?, Desk::from_code(second)?);
    let close = TriageReason::TooClose { first, second };
    (close.code() == code).then_some(close)
}

/// The desks between which the engine could not choose, the likelier first.
#[must_use]
pub fn desks(reason: TriageReason) -> Vec<Desk> {
    match reason {
        TriageReason::TooClose { first, second } => vec![first, second],
        TriageReason::TooLittleEvidence | TriageReason::OffTopic => Vec::new(),
    }
}

/// The reason as a sentence, in English.
#[must_use]
pub fn message(reason: TriageReason) -> String {
    match reason {
        TriageReason::TooLittleEvidence => {
            "The text says too little to tell which desk it is for; a coordinator decides."
                .to_owned()
        }
        TriageReason::TooClose { first, second } => format!(
            "{} and {} are about equally likely; a coordinator decides.",
            first.name_en(),
            second.name_en()
        ),
        TriageReason::OffTopic => {
            "The text does not read like a municipal problem; a coordinator decides.".to_owned()
        }
    }
}

/// The reason as a sentence, in Persian.
#[must_use]
pub fn message_fa(reason: TriageReason) -> String {
    match reason {
        TriageReason::TooLittleEvidence => {
            "متن برای تشخیص میز مربوط کافی نیست؛ هماهنگ‌کننده تصمیم می‌گیرد.".to_owned()
        }
        TriageReason::TooClose { first, second } => format!(
            "میز «{}» و میز «{}» تقریباً به یک اندازه محتمل‌اند؛ هماهنگ‌کننده تصمیم می‌گیرد.",
            first.name_fa(),
            second.name_fa()
        ),
        TriageReason::OffTopic => {
            "متن به مسئله‌ای شهری نمی‌ماند؛ هماهنگ‌کننده تصمیم می‌گیرد.".to_owned()
        }
    }
}
