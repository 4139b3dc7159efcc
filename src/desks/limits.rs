//! What is wrong with the conditions of a round before anything is computed: each fault by its own
//! path, such as `pins.2.member`. Whether they can hold together is for the solver to say.

use super::{
    edit::Edit,
    input::RoundInput,
    parameters::{DeskLimits, RoundParameters, SeatOf, SeatsEach},
};
use crate::{
    fault::{Complaint, ComplaintCode, Fault},
    persian::persian_number,
};

/// Somebody with more than this many seats would sit in meetings only.
const SEATS_EACH_MAX: u32 = 6;
/// More than the club has members.
const DESK_SEATS_MAX: u32 = 1_000;
/// More conditions than a committee can have talked about.
const CONDITIONS_MAX: usize = 1_000;
/// More than this many hundredths of a point outweigh any score.
const BONUS_MAX: i32 = 10_000;
/// Fewer steps find nothing; more are hours.
const STEPS: (u64, u64) = (1_000, 1_000_000_000);

/// Refuses limits and lists that contradict themselves, and a number of steps beyond all use.
pub fn check(parameters: &RoundParameters, steps: Option<u64>) -> Result<(), Fault> {
    let mut wrong = numbers(parameters, steps);
    let desks = parameters.desks.iter().enumerate();
    wrong.extend(desks.flat_map(|(at, limits)| desk(at, limits)));
    wrong.extend(each("internal", parameters.internal));
    wrong.extend(each("external", parameters.external));
    let people = parameters.people.iter().enumerate();
    wrong.extend(people.flat_map(|(at, one)| each(&format!("people.{at}"), one.seats)));
    wrong.extend(lengths(parameters));
    wrong.extend(said_twice(parameters));
    let alone = parameters
        .apart
        .iter()
        .position(|(one, other)| one == other);
    wrong.extend(alone.map(self_apart));
    wrong.extend(contradictions(&parameters.pins, &parameters.bans));
    refuse(wrong)
}

/// A condition on somebody who is no candidate would be dropped in silence.
pub fn must_be_candidates(input: &RoundInput, parameters: &RoundParameters) -> Result<(), Fault> {
    let known = |member_id: i64| input.position(member_id).is_some();
    let candidate = |member_id: i64| {
        let at = input.position(member_id);
        at.is_some_and(|at| !input.people[at].seated_only)
    };
    let mut wrong = strangers(input, "pins", &parameters.pins);
    wrong.extend(strangers(input, "bans", &parameters.bans));
    let people = parameters.people.iter().enumerate();
    let people = people.filter(|(_, one)| !candidate(one.member_id));
    wrong.extend(people.map(|(at, _)| no_candidate(format!("people.{at}.member"))));
    for (at, (one, other)) in parameters.apart.iter().enumerate() {
        let parties = [("one", one), ("other", other)];
        let unknown = parties
            .into_iter()
            .filter(|(_, member_id)| !known(**member_id));
        wrong.extend(unknown.map(|(party, _)| no_candidate(format!("apart.{at}.{party}"))));
    }
    refuse(wrong)
}

/// The same for an edit of a proposal.
pub fn check_edit(input: &RoundInput, edit: &Edit) -> Result<(), Fault> {
    let mut wrong = strangers(input, "pins", &edit.pins);
    wrong.extend(strangers(input, "bans", &edit.bans));
    wrong.extend(contradictions(&edit.pins, &edit.bans));
    let free = edit.free.iter().enumerate();
    let free = free.filter(|(_, seat)| edit.pins.contains(seat) || edit.bans.contains(seat));
    wrong.extend(free.map(|(at, _)| freed_and_fixed(at)));
    refuse(wrong)
}

fn refuse(wrong: Vec<Complaint>) -> Result<(), Fault> {
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(wrong))
    }
}

fn numbers(parameters: &RoundParameters, steps: Option<u64>) -> Vec<Complaint> {
    let bonuses = [
        ("continuity", parameters.continuity),
        ("wish", parameters.wish),
    ];
    let bonuses = bonuses.into_iter();
    let beyond = bonuses.filter(|(_, cents)| !(0..=BONUS_MAX).contains(cents));
    let mut wrong: Vec<Complaint> = beyond
        .map(|(field, _)| range(field, (0, BONUS_MAX)))
        .collect();
    let (least, most) = STEPS;
    let steps = steps.filter(|steps| !(least..=most).contains(steps));
    wrong.extend(steps.map(|_| range("steps", STEPS)));
    wrong
}

fn desk(at: usize, limits: &DeskLimits) -> Vec<Complaint> {
    let numbers = [
        ("seatsMin", limits.seats_min),
        ("seatsMax", limits.seats_max),
        ("externalsMin", limits.externals_min),
    ];
    let beyond = numbers
        .into_iter()
        .filter(|(_, seats)| *seats > DESK_SEATS_MAX);
    let path = |name| format!("desks.{at}.{name}");
    let wrong: Vec<Complaint> = beyond
        .map(|(name, _)| range(path(name), (0, DESK_SEATS_MAX)))
        .collect();
    if !wrong.is_empty() {
        return wrong;
    }
    let least = (limits.seats_min > limits.seats_max).then(|| least_above_most(path("seatsMin")));
    let externals = (limits.externals_min > limits.seats_max).then(|| {
        Complaint::new(
            path("externalsMin"),
            ComplaintCode::Invalid,
            "A desk cannot have more externals than seats.",
            "شمار بیرونی‌های یک میز از کرسی‌های آن بیشتر نمی‌شود.",
        )
    });
    least.into_iter().chain(externals).collect()
}

fn each(path: &str, seats: SeatsEach) -> Vec<Complaint> {
    let numbers = [("min", seats.min), ("max", seats.max)];
    let beyond = numbers
        .into_iter()
        .filter(|(_, seats)| *seats > SEATS_EACH_MAX);
    let mut wrong: Vec<Complaint> = beyond
        .map(|(name, _)| range(format!("{path}.{name}"), (0, SEATS_EACH_MAX)))
        .collect();
    if wrong.is_empty() && seats.min > seats.max {
        wrong.push(least_above_most(format!("{path}.min")));
    }
    wrong
}

fn lengths(parameters: &RoundParameters) -> Vec<Complaint> {
    let lists = [
        ("people", parameters.people.len()),
        ("pins", parameters.pins.len()),
        ("bans", parameters.bans.len()),
        ("apart", parameters.apart.len()),
    ];
    let long = lists
        .into_iter()
        .filter(|(_, length)| *length > CONDITIONS_MAX);
    let told = long.map(|(field, _)| {
        Complaint::new(
            field,
            ComplaintCode::TooLong,
            format!("At most {CONDITIONS_MAX} entries."),
            format!("حداکثر {} مورد.", persian_number(CONDITIONS_MAX)),
        )
    });
    told.collect()
}

/// Desks and people that a later entry names again with other numbers.
fn said_twice(parameters: &RoundParameters) -> Vec<Complaint> {
    let desks = again(&parameters.desks, |limits| Some(limits.desk));
    let desks = desks.map(|at| otherwise(format!("desks.{at}.desk")));
    // Nobody has row zero: ids that name nobody are no one person.
    let people = again(&parameters.people, |one| {
        Some(one.member_id).filter(|member_id| *member_id != 0)
    });
    let people = people.map(|at| otherwise(format!("people.{at}.member")));
    desks.chain(people).collect()
}

/// Where a list names somebody, or something, again and says another thing of them.
fn again<T: PartialEq, K: PartialEq>(
    list: &[T],
    named: impl Fn(&T) -> Option<K>,
) -> impl Iterator<Item = usize> {
    (1..list.len()).filter(move |at| {
        let (earlier, one) = (&list[..*at], &list[*at]);
        let name = named(one);
        let mut same = earlier.iter().filter(|other| named(other) == name);
        name.is_some() && same.any(|other| other != one)
    })
}

fn strangers(input: &RoundInput, list: &str, seats: &[SeatOf]) -> Vec<Complaint> {
    let seats = seats.iter().enumerate();
    let strange = seats.filter(|(_, seat)| !input.may_hold(**seat));
    strange
        .map(|(at, _)| no_candidate(format!("{list}.{at}.member")))
        .collect()
}

fn contradictions(pins: &[SeatOf], bans: &[SeatOf]) -> Vec<Complaint> {
    let both = pins
        .iter()
        .enumerate()
        .filter(|(_, pin)| bans.contains(pin));
    both.map(|(at, _)| pinned_and_banned(at)).collect()
}

fn range<T: Copy + std::fmt::Display>(
    field: impl Into<String>,
    (least, most): (T, T),
) -> Complaint {
    let (least_fa, most_fa) = (persian_number(least), persian_number(most));
    Complaint::new(
        field.into(),
        ComplaintCode::Invalid,
        format!("This is a number from {least} to {most}."),
        format!("این مورد عددی از {least_fa} تا {most_fa} است."),
    )
}

fn least_above_most(field: String) -> Complaint {
    Complaint::new(
        field,
        ComplaintCode::Invalid,
        "A minimum is at most its maximum.",
        "حداقل از حداکثر بیشتر نیست.",
    )
}

fn no_candidate(field: String) -> Complaint {
    Complaint::new(
        field,
        ComplaintCode::Unknown,
        "Somebody named here is not among the round's candidates.",
        "کسی که اینجا نام برده شده نامزد این دور نیست.",
    )
}

fn self_apart(at: usize) -> Complaint {
    Complaint::new(
        format!("apart.{at}.other"),
        ComplaintCode::Invalid,
        "Nobody can be kept apart from themselves.",
        "هیچ‌کس را نمی‌توان از خودش جدا نشاند.",
    )
}

fn pinned_and_banned(at: usize) -> Complaint {
    Complaint::new(
        format!("pins.{at}"),
        ComplaintCode::Invalid,
        "This seat is both pinned and banned.",
        "این کرسی هم قطعی و هم ممنوع شده است.",
    )
}

fn otherwise(field: String) -> Complaint {
    Complaint::new(
        field,
        ComplaintCode::Invalid,
        "An earlier entry names the same with other numbers.",
        "مورد پیشین همین را با عددهای دیگری نام برده است.",
    )
}

fn freed_and_fixed(at: usize) -> Complaint {
    Complaint::new(
        format!("free.{at}"),
        ComplaintCode::Invalid,
        "This seat is left to the solver and pinned or banned as well.",
        "این کرسی هم به محاسبه سپرده و هم قطعی یا ممنوع شده است.",
    )
}
