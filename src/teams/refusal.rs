//! Why nobody is asked, in both languages.

use crate::fault::{Complaint, ComplaintCode, Fault};

/// The problem is not where a team can be formed.
pub fn wrong_state() -> Fault {
    Complaint::new(
        "problem",
        ComplaintCode::WrongState,
        "A team is formed for a problem that is at a desk and has none yet.",
        "گروه برای مسئله‌ای تشکیل می‌شود که در یک میز است و هنوز گروه ندارد.",
    )
    .into()
}

/// There is nothing left to ask for.
pub fn complete() -> Fault {
    Complaint::new(
        "problem",
        ComplaintCode::WrongState,
        "Those who are asked already know all that the problem needs.",
        "دعوت‌شدگان کنونی همهٔ نیازهای مسئله را می‌دانند.",
    )
    .into()
}

/// There is nobody left to ask, of whom so many were asked before.
pub fn nobody(asked: usize) -> Fault {
    Complaint::new(
        "problem",
        ComplaintCode::Infeasible,
        format!(
            "Nobody who may still be asked knows what is needed; asked so far: {asked}. Seat or add somebody who does, or send the problem to another desk."
        ),
        format!(
            "هیچ‌یک از افراد قابل دعوت آنچه را هنوز لازم است نمی‌داند؛ تاکنون {asked} نفر دعوت شده‌اند. فرد آگاهی بیفزایید یا مسئله را به میز دیگری بفرستید."
        ),
    )
    .into()
}
