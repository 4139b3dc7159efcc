//! The 600 members: who they are, in which order they joined, and their profiles.
//! Invariant: the quotas below hold for every seed; planners are always active.

use chrono::{Days, NaiveDate};

use super::identity::Identities;
use super::model::{DemoMember, MemberKind, MemberTier, Standing};
use super::names::Names;
use super::profile::{self, Profile};
use super::random::Random;
use super::worlds::{WORLDS, World};

const FIRST_NUMBER: u32 = 1001;
/// Days from the first member to the last.
const JOINING_DAYS: u32 = 520;
const APPLICANTS: usize = 12;
const SUSPENDED: usize = 8;
const LEFT: usize = 10;

/// How many profiles a desk's world gets, in the order of [`WORLDS`].
struct Quota {
    internal_planners: usize,
    external_planners: usize,
    members: usize,
}

/// Planners are spread evenly over the desks; plain members follow the size of the
/// departments that they come from.
const QUOTAS: [Quota; 6] = [
    quota(17, 25, 78),
    quota(17, 25, 62),
    quota(17, 25, 60),
    quota(17, 25, 76),
    quota(16, 25, 42),
    quota(16, 25, 32),
];

const fn quota(internal_planners: usize, external_planners: usize, members: usize) -> Quota {
    Quota {
        internal_planners,
        external_planners,
        members,
    }
}

/// A place in the club before a person is written for it.
#[derive(Clone, Copy)]
struct Place {
    world: &'static World,
    kind: MemberKind,
    tier: MemberTier,
    standing: Standing,
}

/// The sources that writing a member draws from.
struct Sources {
    names: Names,
    identities: Identities,
    profiles: Random,
}

/// The members of `seed` in the order of their numbers, which is that of joining.
pub(super) fn all(seed: u64) -> Vec<DemoMember> {
    let places = places(&mut Random::for_part(seed, "places"));
    let dates = joining_dates(&mut Random::for_part(seed, "dates"), places.len());
    let mut sources = Sources {
        names: Names::with_seed(seed),
        identities: Identities::with_seed(seed),
        profiles: Random::for_part(seed, "profiles"),
    };
    (FIRST_NUMBER..)
        .zip(places.into_iter().zip(dates))
        .map(|(number, (place, joined_on))| write(&mut sources, number, place, joined_on))
        .collect()
}

/// Every place, shuffled, with the applicants last because they came last.
fn places(random: &mut Random) -> Vec<Place> {
    let mut planners = Vec::new();
    let mut members = Vec::new();
    for (world, quota) in WORLDS.iter().zip(&QUOTAS) {
        let place = |kind, tier| Place {
            world,
            kind,
            tier,
            standing: Standing::Active,
        };
        let internal = place(MemberKind::Internal, MemberTier::Planner);
        let external = place(MemberKind::External, MemberTier::Planner);
        planners.extend([internal].repeat(quota.internal_planners));
        planners.extend([external].repeat(quota.external_planners));
        let member = place(MemberKind::Internal, MemberTier::Member);
        members.extend([member].repeat(quota.members));
    }
    random.shuffle(&mut members);
    set_standings(&mut members);
    let applicants = members.split_off(members.len() - APPLICANTS);
    planners.extend(members);
    random.shuffle(&mut planners);
    planners.extend(applicants);
    planners
}

/// The last members become applicants, the first ones leave or are suspended.
fn set_standings(members: &mut [Place]) {
    let first_applicant = members.len() - APPLICANTS;
    for (index, place) in members.iter_mut().enumerate() {
        place.standing = match index {
            i if i < SUSPENDED => Standing::Suspended,
            i if i < SUSPENDED + LEFT => Standing::Left,
            i if i >= first_applicant => Standing::Applicant,
            _ => Standing::Active,
        };
    }
}

/// Ascending dates from the club's first spring; squaring the draw makes the founding
/// months the busiest.
fn joining_dates(random: &mut Random, count: usize) -> Vec<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2024, 5, 11).unwrap_or_default();
    let mut days: Vec<u32> = (0..count)
        .map(|_| {
            let day = random.below(JOINING_DAYS + 1);
            day * day / JOINING_DAYS
        })
        .collect();
    days.sort_unstable();
    days.into_iter()
        .map(|day| first + Days::new(u64::from(day)))
        .collect()
}

fn write(sources: &mut Sources, member_no: u32, place: Place, joined_on: NaiveDate) -> DemoMember {
    let name = sources.names.next();
    let Profile {
        field,
        degree,
        job,
        org_unit,
        expertise,
        bio,
    } = profile::write(&mut sources.profiles, place.world, place.kind, place.tier);
    DemoMember {
        member_no,
        full_name: name.persian,
        kind: place.kind,
        tier: place.tier,
        standing: place.standing,
        org_unit,
        field,
        degree,
        job,
        bio,
        expertise,
        national_id: sources.identities.national_id(),
        mobile: sources.identities.mobile(),
        email: format!("{}.{member_no}@example.ir", name.latin),
        max_load: max_load(&mut sources.profiles, place.tier),
        joined_on,
        home_desk: place.world.desk,
    }
}

/// Planners promise more of their time than plain members.
fn max_load(random: &mut Random, tier: MemberTier) -> u8 {
    *match tier {
        MemberTier::Planner => random.pick(&[2, 3, 3, 4, 5]),
        MemberTier::Member => random.pick(&[1, 1, 2, 2, 3]),
    }
}
