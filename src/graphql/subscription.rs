//! What can be followed.

use async_graphql::{
    Context, ID, Result, Subscription as Subscribe,
    futures_util::stream::{Stream, TryStreamExt, iter, try_unfold},
};

use crate::{
    desks::watch::{self, Watching},
    fault::Fault,
    graphql::{
        connection::place,
        enums::DeskCode,
        error::error,
        guard::{app, viewer},
        id::Kind,
        objects::{ProblemEvent, RoundProgress},
    },
    problems::timeline::{self, Following, Wanted},
};

pub struct Subscription;

/// What can be followed; each field says by whom.
#[Subscribe]
impl Subscription {
    /// What happens to the problems that the viewer may see (رویدادهای مسئله‌ها), in the order in
    /// which it happened: first whatever came after `after`, then whatever comes. A caller who
    /// remembers the last cursor and subscribes after it misses nothing and sees nothing twice.
    async fn problem_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "A cursor of `ProblemEvent`, or `eventCursor`; from now on when left out."
        )]
        after: Option<String>,
        #[graphql(desc = "Only problems that this desk has, or had before a rerouting.")]
        desk: Option<DeskCode>,
    ) -> Result<impl Stream<Item = Result<ProblemEvent>>> {
        let app = app(ctx)?;
        let wanted = Wanted {
            after: after.as_deref().map(place).transpose()?,
            // Every desk of the enum has a row; zero is no row's id.
            desk_id: desk.map(|desk| app.reference().desk_id(desk.into()).unwrap_or_default()),
        };
        let following = timeline::follow(app, viewer(ctx)?, wanted).await;
        let pages = try_unfold(
            following.map_err(error)?,
            |mut following: Following| async {
                let events = following.next().await?;
                Ok::<_, Fault>(Some((
                    iter(events.into_iter().map(Ok::<_, Fault>)),
                    following,
                )))
            },
        );
        let told = |told: timeline::ProblemEvent| ProblemEvent {
            event: told.event,
            problem: told.problem,
        };
        Ok(pages.try_flatten().map_ok(told).map_err(error))
    }

    /// How far the computation of a round is (پیشرفت محاسبهٔ دور): at once, whenever it has moved, and
    /// last of all how it ended, whereupon the subscription completes. For a round that has ended
    /// already that is all.
    async fn round_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A round's global id.")] id: ID,
    ) -> Result<impl Stream<Item = Result<RoundProgress>>> {
        let row = Kind::AssignmentRound.row(&id).unwrap_or_default();
        let watching = watch::follow(app(ctx)?, viewer(ctx)?, row).await;
        let steps = try_unfold(watching.map_err(error)?, |mut watching: Watching| async {
            let moved = watching.next().await?;
            Ok::<_, Fault>(moved.map(|moved| (moved, watching)))
        });
        Ok(steps.map_ok(RoundProgress::from).map_err(error))
    }
}
