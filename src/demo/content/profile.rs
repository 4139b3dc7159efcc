//! Writes one coherent profile: field, job, expertise and biography come from one topic
//! of a desk's world; about one profile in seven also reaches into another desk's.

use super::model::{Degree, MemberKind, MemberTier};
use super::random::Random;
use super::worlds::{ANY_DISTRICT, BRIDGES, TRAITS, Voice, WORKS, WORLDS, World};

/// Out of a hundred profiles, how many reach into a second desk.
const INTERDISCIPLINARY: u32 = 15;
/// Out of a hundred profiles, how many give one phrase in English as well.
const WITH_ENGLISH: u32 = 14;
/// Out of a hundred biographies, how many have a second sentence of their own.
const WITH_CLOSING: u32 = 70;
/// Out of a hundred plain members, how many work without a bachelor's degree.
const PRACTICAL: u32 = 12;
/// Out of a hundred experts from outside, how many teach at a university.
const FACULTY: u32 = 44;
/// Districts, Samen being the fourteenth.
const DISTRICTS: u32 = 14;

/// What one person does and knows.
pub(super) struct Profile {
    pub(super) field: String,
    pub(super) degree: Degree,
    pub(super) job: String,
    /// The code of the unit; `None` outside the municipality.
    pub(super) org_unit: Option<String>,
    /// Two to six phrases, no two alike.
    pub(super) expertise: Vec<String>,
    pub(super) bio: String,
}

/// The position that the rest of a profile is written around.
struct Post {
    kind: MemberKind,
    known: &'static [&'static str],
    /// Empty where the work is not done in English.
    english: &'static [&'static str],
    field: &'static str,
    degree: Degree,
    job: &'static str,
    org_unit: Option<String>,
    deed: &'static str,
}

/// A profile in `world` for a member of this kind and tier.
pub(super) fn write(
    random: &mut Random,
    world: &'static World,
    kind: MemberKind,
    tier: MemberTier,
) -> Profile {
    let post = match (kind, tier) {
        (MemberKind::External, _) => outside_post(random, world),
        (MemberKind::Internal, MemberTier::Planner) => desk_post(random, world, tier),
        (MemberKind::Internal, MemberTier::Member) => {
            if random.chance(PRACTICAL) {
                practical_post(random, world)
            } else {
                desk_post(random, world, tier)
            }
        }
    };
    let mut expertise = phrases(random, world, post.known);
    let bridge = random
        .chance(INTERDISCIPLINARY)
        .then(|| second_interest(random, world));
    let mut bio = biography(random, world, &post, &expertise);
    if let Some(interest) = bridge {
        bio += " ";
        bio += &random.word(BRIDGES).replace("{c}", interest);
        expertise.push(interest);
    }
    if random.chance(WITH_ENGLISH) && !post.english.is_empty() {
        expertise.push(random.word(post.english));
    }
    Profile {
        field: post.field.to_owned(),
        degree: post.degree,
        job: post.job.to_owned(),
        org_unit: post.org_unit,
        expertise: expertise.into_iter().map(str::to_owned).collect(),
        bio,
    }
}

/// A position at a desk of the municipality.
fn desk_post(random: &mut Random, world: &'static World, tier: MemberTier) -> Post {
    use Degree::{Bachelor, Doctorate, Master};
    let degrees = match tier {
        MemberTier::Planner => [Bachelor, Master, Master, Master, Doctorate],
        MemberTier::Member => [Bachelor, Bachelor, Bachelor, Master, Master],
    };
    let topic = random.pick(world.topics);
    let (job, units) = *random.pick(topic.jobs);
    Post {
        kind: MemberKind::Internal,
        known: topic.expertise,
        english: topic.english,
        field: random.word(topic.fields),
        degree: *random.pick(&degrees),
        job,
        org_unit: Some(unit(random, units)),
        deed: random.word(topic.deeds),
    }
}

/// A position in the field, learnt on the job.
fn practical_post(random: &mut Random, world: &'static World) -> Post {
    let work = random.pick(world.hands_on);
    Post {
        kind: MemberKind::Internal,
        known: work.expertise,
        english: &[],
        field: work.field,
        degree: *random.pick(&[Degree::Diploma, Degree::Associate, Degree::Associate]),
        job: work.job,
        org_unit: Some(unit(random, work.units)),
        deed: work.deed,
    }
}

/// A university, company or association; those who teach hold a doctorate.
fn outside_post(random: &mut Random, world: &'static World) -> Post {
    use Degree::{Bachelor, Doctorate, Master};
    let topic = random.pick(world.topics);
    let (job, degree) = if random.chance(FACULTY) {
        (random.word(topic.faculty), Doctorate)
    } else {
        let degrees = [Bachelor, Master, Master, Master, Doctorate];
        (random.word(topic.practice), *random.pick(&degrees))
    };
    Post {
        kind: MemberKind::External,
        known: topic.expertise,
        english: topic.english,
        field: random.word(topic.fields),
        degree,
        job,
        org_unit: None,
        deed: random.word(topic.deeds),
    }
}

/// One of the units, where the wildcard stands for one of the districts.
fn unit(random: &mut Random, units: &[&str]) -> String {
    match *random.pick(units) {
        ANY_DISTRICT => format!("DISTRICT-{:02}", random.below(DISTRICTS) + 1),
        code => code.to_owned(),
    }
}

/// Two to four phrases: mostly those `known` at work, now and then one from beside it.
fn phrases(random: &mut Random, world: &World, known: &[&'static str]) -> Vec<&'static str> {
    let count = *random.pick(&[2, 3, 3, 4, 4]);
    let mut chosen = random.sample(known, count);
    let beside = random.pick(world.topics);
    let neighbour = random.word(beside.expertise);
    if count > 2 && random.chance(40) && !chosen.contains(&neighbour) {
        chosen.pop();
        chosen.push(neighbour);
    }
    chosen
}

/// A phrase of another desk's world.
fn second_interest(random: &mut Random, world: &World) -> &'static str {
    let others: Vec<&World> = WORLDS
        .iter()
        .copied()
        .filter(|other| other.desk != world.desk)
        .collect();
    let other = *random.pick(&others);
    let topic = random.pick(other.topics);
    random.word(topic.expertise)
}

/// One or two sentences with every slot filled.
fn biography(random: &mut Random, world: &World, post: &Post, expertise: &[&str]) -> String {
    let patterns: Vec<&str> = world
        .bios
        .iter()
        .filter(|(voice, _)| speaks_for(*voice, post.kind))
        .map(|(_, pattern)| *pattern)
        .collect();
    let pattern = random.word(&patterns);
    let closing = closing(random, pattern);
    let years = persian_number(3 + random.below(22));
    [pattern, closing]
        .join(" ")
        .trim_end()
        .replace("{years}", &years)
        .replace("{field}", post.field)
        .replace("{job}", post.job)
        .replace("{deed}", post.deed)
        .replace("{a}", expertise.first().unwrap_or(&post.field))
        .replace("{b}", expertise.get(1).unwrap_or(&post.field))
}

/// A second sentence that repeats nothing of the first; empty for some.
fn closing(random: &mut Random, pattern: &str) -> &'static str {
    if !random.chance(WITH_CLOSING) {
        ""
    } else if pattern.contains("{deed}") {
        let fresh: Vec<&str> = TRAITS
            .iter()
            .copied()
            .filter(|text| !(pattern.contains("{years}") && text.contains("{years}")))
            .collect();
        random.word(&fresh)
    } else {
        random.word(WORKS)
    }
}

const fn speaks_for(voice: Voice, kind: MemberKind) -> bool {
    match (voice, kind) {
        (Voice::Anyone, _)
        | (Voice::Inside, MemberKind::Internal)
        | (Voice::Outside, MemberKind::External) => true,
        (Voice::Inside, MemberKind::External) | (Voice::Outside, MemberKind::Internal) => false,
    }
}

/// The number in Persian digits.
fn persian_number(number: u32) -> String {
    const DIGITS: [char; 10] = ['۰', '۱', '۲', '۳', '۴', '۵', '۶', '۷', '۸', '۹'];
    number
        .to_string()
        .chars()
        .filter_map(|digit| digit.to_digit(10))
        .map(|digit| DIGITS[digit as usize])
        .collect()
}
