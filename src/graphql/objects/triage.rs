//! Why the engine left a problem to a person: fields that routings and previews share.

use async_graphql::{Enum, Object};
use matching::routing as engine;

use crate::{graphql::enums::DeskCode, problems::triage};

/// Why the engine does not choose a desk (دلیل ارجاع به هماهنگ‌کننده).
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum TriageReason {
    /// The text says too little to judge (متن ناکافی).
    TooLittleEvidence,
    /// Two desks are about equally likely (دو میز هم‌ارز).
    TooClose,
    /// The text is no municipal problem (بیرون از موضوع).
    OffTopic,
}

/// `None` where the engine or a person has chosen a desk.
pub struct Triage(pub Option<engine::TriageReason>);

/// Why the engine does not choose a desk.
#[Object]
impl Triage {
    /// Why the engine keeps it for a person; null when it was sent to a desk.
    async fn triage_reason(&self) -> Option<TriageReason> {
        self.0.map(TriageReason::from)
    }

    /// The two desks between which the engine could not choose, the likelier first; empty unless
    /// the reason is `TOO_CLOSE`.
    async fn triage_desks(&self) -> Vec<DeskCode> {
        let desks = self.0.map(triage::desks).unwrap_or_default();
        desks.into_iter().map(DeskCode::from).collect()
    }

    /// The reason as a sentence, in English; null when it was sent to a desk.
    async fn triage_message(&self) -> Option<String> {
        self.0.map(triage::message)
    }

    /// The reason as a sentence, in Persian (فارسی); null when it was sent to a desk.
    async fn triage_message_fa(&self) -> Option<String> {
        self.0.map(triage::message_fa)
    }
}

impl From<engine::TriageReason> for TriageReason {
    fn from(reason: engine::TriageReason) -> Self {
        match reason {
            engine::TriageReason::TooLittleEvidence => Self::TooLittleEvidence,
            engine::TriageReason::TooClose { .. } => Self::TooClose,
            engine::TriageReason::OffTopic => Self::OffTopic,
        }
    }
}
