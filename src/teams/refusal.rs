//! Why nobody is asked, in both languages.

use crate::{
    fault::{Complaint, ComplaintCode, Fault},
    persian::persian_number,
};

/// The problem is not where a team can be formed or added to.
pub fn wrong_state() -> Fault {
    Complaint::new(
        "problem",
        ComplaintCode::WrongState,
        "People are asked for a problem that is at a desk and not over.",
        "دعوت برای مسئله‌ای است که در یک میز است و هنوز پایان نیافته است.",
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
            "هیچ‌یک از افراد قابل دعوت آنچه را هنوز لازم است نمی‌داند؛ تاکنون {} نفر دعوت شده‌اند. فرد آگاهی بیفزایید یا مسئله را به میز دیگری بفرستید.",
            persian_number(asked)
        ),
    )
    .into()
}
