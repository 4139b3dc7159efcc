//! A round in numbers.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::{Member, SeatProposal, conflict::RoundConflict};
use crate::{
    desks::{
        kept,
        parameters::SeatOf,
        report::{self, Report},
    },
    graphql::{
        enums::{DeskCode, RoundWarningCode, SolverStatus},
        guard::app,
    },
};

pub struct RoundReport(pub Report);

/// What a round would do; the same for a dry run as for the real one (گزارش دور).
#[Object]
impl RoundReport {
    /// How much is proved.
    async fn status(&self) -> SolverStatus {
        self.0.status.into()
    }

    /// Seats that would begin.
    async fn added(&self) -> usize {
        self.0.added
    }

    /// Seats that would stay.
    async fn kept(&self) -> usize {
        self.0.kept
    }

    /// Seats that would end.
    async fn removed(&self) -> usize {
        self.0.removed
    }

    /// How many people would leave one desk for another; each is also counted under `added` and
    /// `removed`.
    async fn moved(&self) -> usize {
        self.0.moves.len()
    }

    /// Who would leave one desk for another, by member (جابه‌جایی‌ها).
    async fn moves(&self) -> Vec<SeatMove> {
        self.0.moves.iter().copied().map(SeatMove).collect()
    }

    /// The sum of the seats' scores, in hundredths of a point.
    async fn objective(&self) -> i64 {
        self.0.objective
    }

    /// Whether it is proved that no seating scores higher.
    async fn optimal(&self) -> bool {
        self.0.status == matching::assignment::Status::Optimal
    }

    /// A proved limit of `objective`, in hundredths of a point; with `FLOOR` only of seatings whose
    /// worst-off desk has as much as is possible at all. Null when the answer is proved to be the
    /// best, when there is none, and where `floorBound` is told instead.
    async fn bound(&self) -> Option<i64> {
        self.0.bound
    }

    /// With `FLOOR`, a proved limit of the worst-off desk's sum of scores, in hundredths of a point
    /// (کران کف امتیاز); null once its sum is proved to be the highest possible.
    async fn floor_bound(&self) -> Option<i64> {
        self.0.floor_bound
    }

    /// How each desk would be filled.
    async fn desks(&self) -> Vec<DeskReport> {
        self.0.desks.iter().map(DeskReport::from).collect()
    }

    /// How many candidates would get how many seats, from none upwards; empty without a seating
    /// (بار افراد).
    async fn loads(&self) -> Vec<LoadReport> {
        let loads = self.0.loads.iter().copied();
        loads
            .map(|load| LoadReport {
                seats: load.seats,
                internals: load.internals,
                externals: load.externals,
            })
            .collect()
    }

    /// The lowest score of a seat, in points; 0 without seats.
    async fn min_score(&self) -> f64 {
        self.0.scores.min
    }

    /// The mean score of a seat, in points; 0 without seats.
    async fn mean_score(&self) -> f64 {
        self.0.scores.mean
    }

    /// How unequal the seats' scores are: the Gini coefficient, from 0 (all alike) towards 1.
    async fn gini(&self) -> f64 {
        self.0.scores.gini
    }

    /// How far the candidates' wishes are met; null when none has said what they would like
    /// (ترجیح‌ها).
    async fn wishes(&self) -> Option<WishReport> {
        self.0.wishes.map(WishReport)
    }

    /// Every seat that is added, kept or removed: by desk, the best score first.
    async fn seats(&self, ctx: &Context<'_>) -> Result<Vec<SeatProposal>> {
        let (reference, report) = (app(ctx)?.reference(), &self.0);
        Ok(SeatProposal::noted(
            &reference,
            report.lines.clone(),
            &report.notes,
        ))
    }

    /// What is worth a look before the round is applied; empty when there is nothing (هشدارها).
    async fn warnings(&self) -> Vec<RoundWarning> {
        let lost = kept::lost_chairs(&self.0.notes);
        lost.into_iter().map(RoundWarning).collect()
    }

    /// Why there is no seating and what would help; empty when there is one (تعارض‌ها).
    async fn conflicts(&self) -> Vec<RoundConflict> {
        self.0
            .conflicts
            .iter()
            .cloned()
            .map(RoundConflict)
            .collect()
    }
}

pub struct RoundWarning(SeatOf);

/// Something about a round that is worth a look and stops nothing (هشدار).
#[Object]
impl RoundWarning {
    /// What it is.
    async fn code(&self) -> RoundWarningCode {
        RoundWarningCode::ChairLost
    }

    /// The desk.
    async fn desk(&self) -> DeskCode {
        self.0.desk.into()
    }

    /// Whom it is about; null only if they no longer exist.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        Member::with_id(ctx, self.0.member_id).await
    }

    /// The same in a sentence, in English.
    async fn message(&self) -> String {
        format!("{} would be left without a chair.", self.0.desk.name_en())
    }

    /// The same in a sentence, in Persian (فارسی).
    async fn message_fa(&self) -> String {
        format!("میز {} بی‌رئیس می‌ماند.", self.0.desk.name_fa())
    }
}

pub struct SeatMove(report::SeatMove);

/// Somebody who would change desks.
#[Object]
impl SeatMove {
    /// Who; null only if they no longer exist.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        Member::with_id(ctx, self.0.member_id).await
    }

    /// The desk that they leave.
    async fn from(&self) -> DeskCode {
        self.0.from.into()
    }

    /// The desk that they join.
    async fn to(&self) -> DeskCode {
        self.0.to.into()
    }
}

/// How one desk would be filled.
#[derive(SimpleObject)]
pub struct DeskReport {
    /// The desk.
    pub desk: DeskCode,
    /// Seats after the round.
    pub seats: usize,
    /// External experts among them.
    pub externals: usize,
    /// The sum of their scores, in points.
    pub score: f64,
    /// The lowest of their scores, in points; 0 without seats.
    pub min_score: f64,
    /// The mean of their scores, in points; 0 without seats.
    pub mean_score: f64,
    /// The Gini coefficient of their scores, from 0 (all alike) towards 1.
    pub gini: f64,
}

impl From<&report::DeskFigures> for DeskReport {
    fn from(figures: &report::DeskFigures) -> Self {
        Self {
            desk: figures.desk.into(),
            seats: figures.seats,
            externals: figures.externals,
            score: figures.scores.total,
            min_score: figures.scores.min,
            mean_score: figures.scores.mean,
            gini: figures.scores.gini,
        }
    }
}

/// How many candidates would get that many seats.
#[derive(SimpleObject)]
pub struct LoadReport {
    /// Seats each.
    pub seats: usize,
    /// Candidates from within.
    pub internals: usize,
    /// Candidates from outside.
    pub externals: usize,
}

pub struct WishReport(report::WishFigures);

/// How far wishes would be met.
#[Object]
impl WishReport {
    /// Candidates who have said what they would like.
    async fn people(&self) -> usize {
        self.0.people
    }

    /// Those who would get a desk that they wished for.
    async fn met(&self) -> usize {
        self.0.met
    }

    /// Those who would get the desk that they wished for first.
    async fn first_met(&self) -> usize {
        self.0.first
    }

    /// `met ÷ people`, 0 to 1 (سهم ترجیح‌های برآورده).
    #[expect(
        clippy::cast_precision_loss,
        reason = "there are fewer than 2^52 people"
    )]
    async fn share(&self) -> f64 {
        self.0.met as f64 / self.0.people.max(1) as f64
    }
}
