//! Laws of the demo club, held for several seeds.

use std::collections::{BTreeMap, BTreeSet};

use super::worlds::{ANY_DISTRICT, WORLDS};
use super::*;
use crate::club::fields::check_digit;

const SEEDS: [u64; 4] = [0, 1, 1403, u64::MAX];

/// How many different values `of` takes over the members.
fn distinct<'a, T: Ord>(club: &'a DemoClub, of: impl Fn(&'a DemoMember) -> T) -> usize {
    club.members.iter().map(of).collect::<BTreeSet<_>>().len()
}

fn count(club: &DemoClub, want: impl Fn(&DemoMember) -> bool) -> usize {
    club.members.iter().filter(|member| want(member)).count()
}

fn codes(club: &DemoClub) -> BTreeSet<&str> {
    club.org_units
        .iter()
        .map(|unit| unit.code.as_str())
        .collect()
}

fn desks() -> BTreeSet<&'static str> {
    WORLDS.iter().map(|world| world.desk).collect()
}

#[test]
fn a_seed_gives_one_club_and_another_seed_another() {
    assert_eq!(club(7), club(7));
    assert_ne!(club(7).members, club(8).members);
}

#[test]
fn the_generator_follows_its_reference() {
    // First outputs of splitmix64 from state 0, as published with the algorithm.
    let mut random = random::Random::for_part(0, "");
    let drawn = [random.next(), random.next(), random.next()];
    let expected = [
        0xE220_A839_7B1D_CDAF,
        0x6E78_9E6A_A1B9_65F4,
        0x06C4_5D18_8009_454F,
    ];
    assert_eq!(drawn, expected);
}

#[test]
fn the_quotas_hold() {
    for club in SEEDS.map(club) {
        let planner = |m: &DemoMember| m.tier == MemberTier::Planner;
        let internal = |m: &DemoMember| m.kind == MemberKind::Internal;
        assert_eq!(club.members.len(), 600);
        assert_eq!(count(&club, internal), 450);
        assert_eq!(count(&club, planner), 250);
        assert_eq!(count(&club, |m| planner(m) && internal(m)), 100);
        assert_eq!(count(&club, |m| m.standing == Standing::Active), 570);
        assert_eq!(count(&club, |m| m.standing == Standing::Applicant), 12);
        assert_eq!(count(&club, |m| m.standing == Standing::Suspended), 8);
        assert_eq!(count(&club, |m| m.standing == Standing::Left), 10);
        assert_eq!(
            count(&club, |m| planner(m) && m.standing != Standing::Active),
            0
        );
        assert_eq!(club.problems.len(), 40);
    }
}

#[test]
fn planners_are_spread_evenly_over_the_desks() {
    for club in SEEDS.map(club) {
        let mut shares = BTreeMap::new();
        for member in &club.members {
            let planner = member.tier == MemberTier::Planner;
            *shares.entry(member.home_desk).or_insert(0) += usize::from(planner);
        }
        assert_eq!(shares.keys().copied().collect::<BTreeSet<_>>(), desks());
        assert!(shares.values().all(|share| (41..=42).contains(share)));
    }
}

#[test]
fn what_must_be_unique_is_unique() {
    for club in SEEDS.map(club) {
        assert_eq!(distinct(&club, |m| m.member_no), 600);
        assert_eq!(distinct(&club, |m| &m.national_id), 600);
        assert_eq!(distinct(&club, |m| &m.mobile), 600);
        assert_eq!(distinct(&club, |m| &m.email), 600);
        assert_eq!(distinct(&club, |m| &m.full_name), 600);
        assert!(distinct(&club, |m| &m.bio) >= 590);
        assert_eq!(club.members[0].member_no, 1001);
    }
}

#[test]
fn personal_numbers_are_well_formed() {
    // By hand: 8+14+18+20+20+18+14 = 112, which leaves 2 modulo 11, and 11 - 2 = 9.
    assert_eq!(check_digit("001234567"), 9);
    for member in SEEDS.map(club).iter().flat_map(|club| &club.members) {
        let (body, check) = member.national_id.split_at(9);
        assert_eq!(
            check,
            check_digit(body).to_string(),
            "{}",
            member.national_id
        );
        assert_eq!(member.mobile.len(), 11);
        assert!(member.mobile.starts_with("0915"));
        assert!(member.mobile.bytes().all(|byte| byte.is_ascii_digit()));
        assert!(member.email.is_ascii() && member.email.ends_with("@example.ir"));
    }
}

#[test]
fn parents_stand_before_children_and_one_root_holds_all() {
    let club = club(1);
    let mut seen = BTreeSet::new();
    for unit in &club.org_units {
        let above = unit.parent.as_deref();
        assert!(
            above.is_none_or(|code| seen.contains(code)),
            "{}",
            unit.code
        );
        assert!(seen.insert(unit.code.as_str()), "{}", unit.code);
    }
    let roots = club.org_units.iter().filter(|unit| unit.parent.is_none());
    assert_eq!(roots.count(), 1);
    assert_eq!(club.org_units.len(), 44);
    let nearest: BTreeSet<_> = club
        .org_units
        .iter()
        .filter_map(|u| u.nearest_desk)
        .collect();
    assert_eq!(nearest, desks());
}

#[test]
fn every_unit_referred_to_exists() {
    for club in SEEDS.map(club) {
        let codes = codes(&club);
        for member in &club.members {
            let unit = member.org_unit.as_deref();
            assert_eq!(unit.is_some(), member.kind == MemberKind::Internal);
            assert!(unit.is_none_or(|code| codes.contains(code)), "{unit:?}");
        }
        for problem in &club.problems {
            assert!(
                codes.contains(problem.org_unit.as_str()),
                "{}",
                problem.org_unit
            );
        }
    }
}

#[test]
fn every_unit_in_the_worlds_exists() {
    let club = club(1);
    let mut codes = codes(&club);
    codes.insert(ANY_DISTRICT);
    for world in WORLDS {
        let desk_jobs = world.topics.iter().flat_map(|topic| topic.jobs);
        let units = desk_jobs.flat_map(|(_, units)| *units);
        let practical = world.hands_on.iter().flat_map(|work| work.units);
        for unit in units.chain(practical) {
            assert!(codes.contains(unit), "{unit}");
        }
    }
}

#[test]
fn every_world_is_rich_enough() {
    let mut everywhere = BTreeSet::new();
    for world in WORLDS {
        let phrases: Vec<_> = world
            .topics
            .iter()
            .flat_map(|topic| topic.expertise)
            .collect();
        let fields: BTreeSet<_> = world.topics.iter().flat_map(|topic| topic.fields).collect();
        let jobs: BTreeSet<_> = world.topics.iter().flat_map(|topic| topic.jobs).collect();
        assert!(
            phrases.len() >= 45,
            "{}: {} phrases",
            world.desk,
            phrases.len()
        );
        assert!(
            fields.len() >= 12,
            "{}: {} fields",
            world.desk,
            fields.len()
        );
        assert!(jobs.len() >= 15, "{}: {} jobs", world.desk, jobs.len());
        assert!(world.bios.len() >= 12, "{}", world.desk);
        for phrase in phrases {
            assert!(everywhere.insert(*phrase), "{phrase} twice");
        }
    }
}

#[test]
fn profiles_are_whole() {
    for member in SEEDS.map(club).iter().flat_map(|club| &club.members) {
        let distinct: BTreeSet<_> = member.expertise.iter().collect();
        assert!((2..=6).contains(&member.expertise.len()));
        assert_eq!(distinct.len(), member.expertise.len());
        assert!((1..=5).contains(&member.max_load));
        assert!(!member.bio.contains(['{', '}']), "{}", member.bio);
        assert!(member.bio.chars().count() >= 40, "{}", member.bio);
        let faculty = member.job.starts_with("عضو هیئت علمی");
        assert!(!faculty || member.degree == Degree::Doctorate);
    }
}

#[test]
fn about_one_profile_in_seven_crosses_the_desks() {
    let home: BTreeMap<&str, &str> = WORLDS
        .iter()
        .flat_map(|world| {
            let phrases = world.topics.iter().flat_map(|topic| topic.expertise);
            phrases.map(|phrase| (*phrase, world.desk))
        })
        .collect();
    for club in SEEDS.map(club) {
        let crosses = |m: &DemoMember| {
            let desks = m.expertise.iter().filter_map(|p| home.get(p.as_str()));
            desks.into_iter().any(|desk| *desk != m.home_desk)
        };
        assert!((60..=125).contains(&count(&club, crosses)));
    }
}

#[test]
fn members_joined_in_the_order_of_their_numbers() {
    for club in SEEDS.map(club) {
        assert!(
            club.members
                .is_sorted_by_key(|m| (m.joined_on, m.member_no))
        );
        let years = club.members.iter().map(|m| m.joined_on.to_string());
        assert!(
            years
                .into_iter()
                .all(|day| ("2024-05-11".."2026").contains(&&*day))
        );
    }
}

#[test]
fn problems_read_like_statements() {
    let problems = club(1).problems;
    assert!(problems.is_sorted_by_key(|problem| problem.days_ago));
    let titles: BTreeSet<_> = problems.iter().map(|problem| &problem.title).collect();
    assert_eq!(titles.len(), 40);
    for problem in &problems {
        let words = problem.description.split_whitespace().count();
        assert!((25..=60).contains(&words), "{words}: {}", problem.title);
        assert!(problem.district.is_none_or(|no| (1..=14).contains(&no)));
        assert!(problem.days_ago >= 1);
    }
}

#[test]
fn problems_named_for_a_district_unit_lie_in_it() {
    for problem in club(1).problems {
        if let Some(number) = problem.org_unit.strip_prefix("DISTRICT-") {
            assert_eq!(number.parse().ok(), problem.district, "{}", problem.title);
        }
    }
}
