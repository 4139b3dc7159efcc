//! An explanation as a sentence, in both languages.

use crate::persian::persian_number;
use matching::Desk;

use super::explain::{Blocker, Explanation};

impl Explanation {
    /// In English; scores in points.
    #[must_use]
    pub fn message(&self) -> String {
        let Some(blocker) = self.blocker else {
            return format!("Seated with {:.2} points.", self.score.unwrap_or_default());
        };
        let cause = match blocker {
            Blocker::NotCandidate => {
                return "Not a candidate: the round considers other tiers or standings.".to_owned();
            }
            Blocker::DeskClosed => "The desk is to have no seats in this round.".to_owned(),
            Blocker::Banned => "A condition of the round rules this seat out.".to_owned(),
            Blocker::KeptApart { .. } => {
                "Somebody from whom they are to be kept apart sits there.".to_owned()
            }
            Blocker::LoadReached if self.other_desks.is_empty() => {
                "The round lets them have no seat.".to_owned()
            }
            Blocker::LoadReached => format!(
                "They have as many seats as they may; one would have to be given up ({}).",
                names(&self.other_desks, Desk::code, ", ")
            ),
            Blocker::DeskFull => format!(
                "Every seat that could be theirs went to a score as high or higher; the lowest is {:.2} points.",
                self.lowest_seated.unwrap_or_default()
            ),
            Blocker::ExternalsNeeded => {
                "Only an external's seat could be free, and the desk needs its externals."
                    .to_owned()
            }
            Blocker::DeskReserved => {
                "No seat of the desk was the round's to give: all are pinned, \
                 or belong to chairs, secretaries and people whom it leaves alone."
                    .to_owned()
            }
            Blocker::NoFit => "There is room, but nothing speaks for them at this desk.".to_owned(),
            Blocker::NeededElsewhere if self.round.optimal => {
                "Other seats together are worth more.".to_owned()
            }
            Blocker::NeededElsewhere => {
                "The seating that was found gives them no seat here; it is not proved to be the best."
                    .to_owned()
            }
        };
        let need = |needed: f64| {
            let score = self.score.unwrap_or_default();
            format!(" A score of at least {needed:.2} instead of {score:.2} would be enough.")
        };
        cause + &self.score_needed.map(need).unwrap_or_default()
    }

    /// In Persian; scores in points.
    #[must_use]
    pub fn message_fa(&self) -> String {
        let Some(blocker) = self.blocker else {
            return format!(
                "با امتیاز {} بر کرسی نشسته است.",
                points(self.score.unwrap_or_default())
            );
        };
        let cause = match blocker {
            Blocker::NotCandidate => {
                return "نامزد این دور نیست؛ رده یا وضعیت عضویت دیگری خواسته شده است.".to_owned();
            }
            Blocker::DeskClosed => "در این دور این میز هیچ کرسی‌ای ندارد.".to_owned(),
            Blocker::Banned => "یکی از شرط‌های دور این کرسی را ممنوع کرده است.".to_owned(),
            Blocker::KeptApart { .. } => "کسی که باید از او جدا بنشیند در این میز است.".to_owned(),
            Blocker::LoadReached if self.other_desks.is_empty() => {
                "این دور هیچ کرسی‌ای برای او مجاز نمی‌داند.".to_owned()
            }
            Blocker::LoadReached => format!(
                "به سقف کرسی‌های خود رسیده است؛ باید از یکی بگذرد ({}).",
                names(&self.other_desks, Desk::name_fa, "، ")
            ),
            Blocker::DeskFull => format!(
                "هر کرسی که می‌توانست از آنِ او باشد به امتیازی برابر یا بالاتر رسیده است؛ کمترین آن‌ها {} است.",
                points(self.lowest_seated.unwrap_or_default())
            ),
            Blocker::ExternalsNeeded => {
                "تنها کرسی یک بیرونی می‌توانست خالی شود و میز به بیرونی‌هایش نیاز دارد.".to_owned()
            }
            Blocker::DeskReserved => {
                "هیچ کرسی این میز در اختیار این دور نبود: همه قطعی شده‌اند، یا از آنِ رئیس، \
                 دبیر و کسانی است که دور به آنان کاری ندارد."
                    .to_owned()
            }
            Blocker::NoFit => "جا هست، اما چیزی به سود او در این میز نیست.".to_owned(),
            Blocker::NeededElsewhere if !self.round.optimal => {
                "چینشی که یافته شد این کرسی را به او نمی‌دهد؛ ثابت نشده که بهترین است.".to_owned()
            }
            Blocker::NeededElsewhere => "کرسی‌های دیگر روی هم ارزش بیشتری دارند.".to_owned(),
        };
        let need = |needed: f64| {
            let score = points(self.score.unwrap_or_default());
            format!(" امتیاز دست‌کم {} به جای {score} کافی بود.", points(needed))
        };
        cause + &self.score_needed.map(need).unwrap_or_default()
    }
}

fn points(score: f64) -> String {
    persian_number(format!("{score:.2}"))
}

fn names(desks: &[Desk], name: impl Fn(Desk) -> &'static str, comma: &str) -> String {
    let names: Vec<&str> = desks.iter().map(|desk| name(*desk)).collect();
    names.join(comma)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn desks_are_listed_as_each_language_does() {
        let desks = [Desk::Cultural, Desk::Urbanism];
        assert_eq!(names(&desks, Desk::code, ", "), "CULTURAL, URBANISM");
        let persian = names(&desks, Desk::name_fa, "، ");
        assert_eq!(persian, "فرهنگی، شهرسازی");
    }
}
