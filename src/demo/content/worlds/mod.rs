//! What the people of each desk's world study, know, do and say of themselves.
//! Invariant: six worlds in the order of the desks; every unit named here exists.

mod civil_transport;
mod cultural;
mod finance_economy;
mod planning_hr;
mod urban_services;
mod urbanism;

/// Stands for one of the fourteen districts in a list of units.
pub(super) const ANY_DISTRICT: &str = "DISTRICT";

/// A title and the codes of the units where it is found.
pub(super) type Job = (&'static str, &'static [&'static str]);

/// A desk's world.
pub(super) struct World {
    pub(super) desk: &'static str,
    pub(super) topics: &'static [Topic],
    pub(super) hands_on: &'static [HandsOn],
    /// Slots: `{years} {field} {job} {deed} {a} {b}`, the last two being expertise.
    pub(super) bios: &'static [(Voice, &'static str)],
}

/// One specialism: whatever is drawn from the same topic fits together.
pub(super) struct Topic {
    pub(super) fields: &'static [&'static str],
    pub(super) expertise: &'static [&'static str],
    pub(super) english: &'static [&'static str],
    pub(super) jobs: &'static [Job],
    /// Posts outside the municipality that ask for a doctorate.
    pub(super) faculty: &'static [&'static str],
    /// Other posts outside the municipality.
    pub(super) practice: &'static [&'static str],
    /// Pieces of work, as noun phrases.
    pub(super) deeds: &'static [&'static str],
}

/// Work that is learnt in the field rather than at a university.
pub(super) struct HandsOn {
    pub(super) field: &'static str,
    pub(super) expertise: &'static [&'static str],
    pub(super) job: &'static str,
    pub(super) units: &'static [&'static str],
    pub(super) deed: &'static str,
}

/// Who can say a sentence of themselves.
#[derive(Clone, Copy)]
pub(super) enum Voice {
    Anyone,
    Inside,
    Outside,
}

/// The worlds in the order of the desks.
pub(super) static WORLDS: [&World; 6] = [
    &urban_services::WORLD,
    &planning_hr::WORLD,
    &urbanism::WORLD,
    &civil_transport::WORLD,
    &cultural::WORLD,
    &finance_economy::WORLD,
];

/// How a biography that names no work yet adds it.
pub(super) static WORKS: &[&str] = &[
    "این روزها درگیر {deed} است.",
    "{deed} از کارهای اخیر اوست.",
    "پیش‌تر در {deed} هم سهم داشته است.",
    "تجربه {deed} را نقطه عطف کار خود می‌داند.",
    "گزارش {deed} را هم او نوشته است.",
];

/// How a biography that already names a work goes on.
pub(super) static TRAITS: &[&str] = &[
    "کار گروهی را به کار تنها ترجیح می‌دهد.",
    "{years} سال سابقه کار دارد.",
    "حاضر است تجربه‌اش را به همکاران جوان‌تر منتقل کند.",
    "در جلسه‌ها کم حرف می‌زند و دقیق یادداشت برمی‌دارد.",
    "بازدید از محل را به خواندن گزارش ترجیح می‌دهد.",
    "علاوه بر این، {years} سال تجربه در کارهای مشابه دارد.",
];

/// How a profile mentions a second interest `{c}`, from another desk's world.
pub(super) static BRIDGES: &[&str] = &[
    "در کنار کار اصلی، به {c} هم می‌پردازد.",
    "چند همکاری میان‌رشته‌ای در زمینه {c} نیز داشته است.",
    "علاقه دوم او {c} است و در این باره هم مطالعه می‌کند.",
    "تجربه‌ای کوتاه ولی مفید در {c} هم در کارنامه دارد.",
    "پیوند دادن کارش با {c} از دغدغه‌های همیشگی اوست.",
    "در دو پروژه مشترک، مسئول بخش {c} نیز بوده است.",
    "گاهی در نشست‌های مربوط به {c} هم نظر کارشناسی می‌دهد.",
    "پیش از این مدتی در حوزه {c} فعالیت کرده است.",
];
