//! The conditions of a round as callers write them.

use async_graphql::{ID, InputObject};

use crate::{
    desks::{
        edit::Edit,
        parameters::{
            DeskLimits, PersonLimits, RoundParameters, SeatOf, SeatsEach, usual_parameters,
        },
        round::Propose,
    },
    graphql::{
        enums::{DeskCode, Fairness, MemberStanding, MemberTier},
        id::Kind,
    },
    reference::Reference,
};

/// What a round keeps to; what is left out follows the desks' usual sizes.
#[derive(InputObject)]
pub struct AssignmentRoundProposeInput {
    /// Sizes of some desks; the others keep theirs. A desk that is named again with other numbers is
    /// refused.
    #[graphql(default)]
    desks: Vec<DeskLimitsInput>,
    /// Seats of each internal planner; one when left out.
    internal: Option<SeatsEachInput>,
    /// Seats of each external planner; none to two when left out.
    external: Option<SeatsEachInput>,
    /// Seats of single people, in place of what their kind gets. Somebody who is named again with
    /// other numbers is refused.
    #[graphql(default)]
    people: Vec<PersonLimitsInput>,
    /// Seats that must be given (کرسی‌های قطعی).
    #[graphql(default)]
    pins: Vec<SeatInput>,
    /// Seats that must not be given, none of them among `pins` (کرسی‌های ممنوع).
    #[graphql(default)]
    bans: Vec<SeatInput>,
    /// Pairs of members who must not share a desk; a pair that is named again, either way round,
    /// counts once (جدانشینی).
    #[graphql(default)]
    apart: Vec<ApartInput>,
    /// Hundredths of a point for keeping somebody at their desk, 0 to 10,000: what moving them
    /// costs (پیوستگی).
    #[graphql(default)]
    continuity: i64,
    /// Hundredths of a point for a member's first wish, 0 to 10,000; the n-th wish is worth an
    /// n-th of it. 50 when left out (وزن ترجیح).
    wish: Option<i64>,
    /// Who is considered; planners when left out.
    tiers: Option<Vec<MemberTier>>,
    /// Whose membership counts; active ones when left out.
    standings: Option<Vec<MemberStanding>>,
    /// What to make as good as can be.
    #[graphql(default)]
    fairness: Fairness,
    /// Only say what would happen.
    #[graphql(default)]
    dry_run: bool,
    /// Whether to answer when the seating is found. With false the answer comes at once, with a
    /// round that is COMPUTING and goes on in the background: follow it with `roundProgress`, end it
    /// with `assignmentRoundCancel` (انتظار برای پاسخ).
    #[graphql(default = true)]
    wait: bool,
    /// Steps that the solver may take, 1,000 to 1,000,000,000: a million is about a second of hard
    /// work. 12,000,000 when left out; a seating that is proved to be the best ends it earlier
    /// (بودجهٔ محاسبه).
    steps: Option<i64>,
    /// Makes a repeated call within 24 hours answer with the first one's round, as it is then,
    /// instead of storing another; 1 to 100 characters, the caller's own. The same key with another
    /// input is a `CONFLICT`. Means nothing with `dryRun`, nor after a call that stored no round.
    idempotency_key: Option<String>,
}

/// How many people a desk takes.
#[derive(InputObject)]
pub struct DeskLimitsInput {
    /// Which desk.
    desk: DeskCode,
    /// The fewest seats, 0 to 1,000.
    seats_min: i64,
    /// The most seats, 0 to 1,000.
    seats_max: i64,
    /// The fewest external experts among them.
    externals_min: i64,
}

/// How many seats a person takes.
#[derive(InputObject)]
pub struct SeatsEachInput {
    /// The fewest, 0 to 6.
    min: i64,
    /// The most, 0 to 6.
    max: i64,
}

/// How many seats one named person takes.
#[derive(InputObject)]
pub struct PersonLimitsInput {
    /// Who.
    member: ID,
    /// The fewest, 0 to 6.
    min: i64,
    /// The most, 0 to 6.
    max: i64,
}

/// A member at a desk.
#[derive(InputObject)]
pub struct SeatInput {
    /// Who.
    member: ID,
    /// Where.
    desk: DeskCode,
}

/// Two members who must not share a desk.
#[derive(InputObject)]
pub struct ApartInput {
    /// One of them.
    one: ID,
    /// The other.
    other: ID,
}

/// Edits of a proposal.
#[derive(InputObject)]
pub struct AssignmentRoundPinInput {
    /// The round.
    pub id: ID,
    /// Seats that must be given (کرسی‌های قطعی).
    #[graphql(default)]
    pins: Vec<SeatInput>,
    /// Seats that must not be given, none of them among `pins` (کرسی‌های ممنوع).
    #[graphql(default)]
    bans: Vec<SeatInput>,
    /// Seats whose pin or ban goes, for the solver to decide again; none of them among `pins` and
    /// `bans`.
    #[graphql(default)]
    free: Vec<SeatInput>,
    /// Whether to answer when the seating is found, with a new version of the round. With false the
    /// answer comes at once, with another round that is COMPUTING: the same candidates, scores and
    /// `steps` under the edited conditions. The edited round stays as it is, whatever comes of the
    /// other; discard the one that is not wanted. A round that took more than 3,000,000 steps can
    /// only be edited so (انتظار برای پاسخ).
    #[graphql(default = true)]
    pub wait: bool,
    /// The version that the caller has seen.
    pub expected_version: i64,
}

impl AssignmentRoundProposeInput {
    /// What to compute, and how.
    pub fn ask(mut self, reference: &Reference) -> Propose {
        Propose {
            steps: self.steps.map(whole),
            dry_run: self.dry_run,
            wait: self.wait,
            key: self.idempotency_key.take(),
            parameters: self.parameters(reference),
        }
    }

    /// The usual parameters with what the caller says in their place.
    fn parameters(self, reference: &Reference) -> RoundParameters {
        let usual = usual_parameters(reference);
        let people = self.people.iter().map(|limits| PersonLimits {
            member_id: member_row(&limits.member),
            seats: SeatsEach {
                min: whole(limits.min),
                max: whole(limits.max),
            },
        });
        let apart = self.apart.iter();
        RoundParameters {
            desks: desks(usual.desks, self.desks),
            internal: self.internal.as_ref().map_or(usual.internal, each),
            external: self.external.as_ref().map_or(usual.external, each),
            people: people.collect(),
            pins: seats(&self.pins),
            bans: seats(&self.bans),
            apart: apart
                .map(|pair| (member_row(&pair.one), member_row(&pair.other)))
                .collect(),
            continuity: cents(self.continuity),
            wish: self.wish.map_or(usual.wish, cents),
            tiers: self.tiers.map_or(usual.tiers, |tiers| {
                let tiers = tiers.into_iter().map(entity::member::MemberTier::from);
                tiers.map(Into::into).collect()
            }),
            standings: self.standings.map_or(usual.standings, |standings| {
                let standings = standings
                    .into_iter()
                    .map(entity::member::MemberStanding::from);
                standings.map(Into::into).collect()
            }),
            fairness: self.fairness.into(),
        }
    }
}

impl AssignmentRoundPinInput {
    /// The seats to edit.
    pub fn edit(&self) -> Edit {
        Edit {
            pins: seats(&self.pins),
            bans: seats(&self.bans),
            free: seats(&self.free),
        }
    }
}

/// A number of the type inside. One below zero becomes one that is above every limit, so that
/// the use-case refuses it by name.
fn whole<T: TryFrom<i64> + Bounded>(number: i64) -> T {
    T::try_from(number).unwrap_or(T::MOST)
}

/// The same for hundredths of a point, which have a sign.
fn cents(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A type with a greatest value.
trait Bounded {
    const MOST: Self;
}

impl Bounded for u32 {
    const MOST: Self = Self::MAX;
}

impl Bounded for u64 {
    const MOST: Self = Self::MAX;
}

/// The sizes as asked, in the order in which they were asked, then the usual ones of other desks.
fn desks(usual: Vec<DeskLimits>, asked: Vec<DeskLimitsInput>) -> Vec<DeskLimits> {
    let asked = asked.into_iter().map(|limits| DeskLimits {
        desk: limits.desk.into(),
        seats_min: whole(limits.seats_min),
        seats_max: whole(limits.seats_max),
        externals_min: whole(limits.externals_min),
    });
    let mut desks: Vec<DeskLimits> = asked.collect();
    let named: Vec<_> = desks.iter().map(|limits| limits.desk).collect();
    desks.extend(
        usual
            .into_iter()
            .filter(|limits| !named.contains(&limits.desk)),
    );
    desks
}

fn each(seats: &SeatsEachInput) -> SeatsEach {
    SeatsEach {
        min: whole(seats.min),
        max: whole(seats.max),
    }
}

fn seats(list: &[SeatInput]) -> Vec<SeatOf> {
    let seats = list.iter().map(|seat| SeatOf {
        member_id: member_row(&seat.member),
        desk: seat.desk.into(),
    });
    seats.collect()
}

/// The member's row; zero, which is nobody's, for an id of another kind.
pub fn member_row(id: &ID) -> i64 {
    Kind::Member.row(id).unwrap_or_default()
}
