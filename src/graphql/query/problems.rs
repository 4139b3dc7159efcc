//! Problems, and what the engine would say of one.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, OneofObject, Result};

use crate::{
    fault::{Complaint, Fault},
    graphql::{
        connection::{Paged, Total, connection, page, stale_cursor},
        error::error,
        filter::{ProblemFilter, ProblemOrder, org_unit_row, problem_filter, problem_order},
        guard::{app, viewer},
        id::Kind,
        objects::{ExpertFinding, Precedent, Problem, RoutingPreview, precedents},
    },
    problems::{
        engine,
        find::{self, ProblemQuery},
        people::{self, Wanted},
        preview,
    },
    reference::Reference,
    store::{page::Cursor, problems::order_keys},
};

/// Problems, and what the engine would say of one.
#[derive(Default)]
pub struct ProblemsQuery;

/// A text to ask the engine about.
#[derive(InputObject)]
pub struct RoutingPreviewInput {
    /// Title (عنوان), 1 to 200 characters.
    title: String,
    /// Description (شرح), at most 10,000 characters.
    #[graphql(default)]
    description: String,
    /// The reporting unit, by id or code; the viewer's own when left out.
    org_unit: Option<ID>,
}

/// Whom experts are wanted for.
#[derive(OneofObject)]
pub enum ExpertFinderInput {
    /// A reported problem, by its global id or its code.
    Problem(ID),
    /// A text that nobody has posted.
    Text(RoutingPreviewInput),
}

#[Object]
impl ProblemsQuery {
    /// Reported problems (مسئله‌ها). For coordinators, who see all, deputies, who see their own
    /// unit's, and experts, who see those of their own desks and those whose team they are on or
    /// asked to join.
    #[expect(
        clippy::too_many_arguments,
        reason = "each is an argument of the contract"
    )]
    async fn problems(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which problems.")] filter: Option<ProblemFilter>,
        #[graphql(desc = "Newest first when left out.")] order_by: Option<Vec<ProblemOrder>>,
        #[graphql(
            desc = "Every one of these words, in some inflection, or a problem's code; an empty text is no search."
        )]
        search: Option<String>,
        #[graphql(desc = "The first 1 to 100 entries; 20 when neither is given.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last 1 to 100 entries.")] last: Option<i32>,
        #[graphql(desc = "Entries before this cursor.")] before: Option<String>,
    ) -> Result<Paged<Problem>> {
        let page = page(first, after.as_deref(), last, before.as_deref())?;
        let mut query = ProblemQuery {
            filter: problem_filter(ctx, filter)?,
            order: problem_order(order_by),
        };
        if let Some(search) = search {
            query = query.containing(&search);
        }
        let keys = order_keys(&query.order);
        page.fits(&keys).map_err(|_| stale_cursor())?;
        let app = app(ctx)?;
        let query = query.seen_by(app, viewer(ctx)?).await.map_err(error)?;
        let rows = find::page(app, &query, &page).await.map_err(error)?;
        let total = Total::Problems(query.filter);
        Ok(connection(
            rows,
            total,
            |row| Cursor::of(row, &keys),
            Problem,
        ))
    }

    /// The problem with this id (مسئله); `NOT_FOUND` when there is none that the viewer may know
    /// of.
    async fn problem(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A problem's global id, or its code, such as `MZ-00042`.")] id: ID,
    ) -> Result<Option<Problem>> {
        let row = problem_row(&id)?;
        let problem = find::problem(app(ctx)?, viewer(ctx)?, row)
            .await
            .map_err(error)?;
        Ok(Some(Problem(problem)))
    }

    /// Decided problems that are like this one and that the viewer may know of, at most five, the
    /// most alike first (سابقه‌های مسئله); `NOT_FOUND` when there is no such problem.
    async fn problem_precedents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A problem's global id, or its code, such as `MZ-00042`.")] id: ID,
    ) -> Result<Vec<Precedent>> {
        let row = problem_row(&id)?;
        let problem = find::problem(app(ctx)?, viewer(ctx)?, row)
            .await
            .map_err(error)?;
        precedents(ctx, &problem).await
    }

    /// What the engine would say of a text; nothing is stored (پیش‌نمایش مسیریابی).
    async fn routing_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text.")] input: RoutingPreviewInput,
    ) -> Result<RoutingPreview> {
        let app = app(ctx)?;
        let unit = |id| known_unit(&app.reference(), &id);
        let unit = input.org_unit.map(unit).transpose()?;
        let text = (input.title.as_str(), input.description.as_str());
        let opinion = preview::preview(app, viewer(ctx)?, text, unit)
            .await
            .map_err(error)?;
        Ok(RoutingPreview(Arc::new(opinion)))
    }

    /// The active planners who fit a problem or a text best, and those who may not be asked (یافتن
    /// کارشناس).
    async fn expert_finder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A reported problem, or a text.")] input: ExpertFinderInput,
        #[graphql(
            desc = "How many experts, 1 to 100.",
            default = 10,
            validator(minimum = 1, maximum = 100)
        )]
        first: usize,
    ) -> Result<ExpertFinding> {
        let (app, viewer) = (app(ctx)?, viewer(ctx)?);
        let wanted = match input {
            ExpertFinderInput::Problem(id) => {
                let row = problem_row(&id)?;
                let problem = find::problem(app, viewer, row).await.map_err(error)?;
                Wanted {
                    problem_id: Some(problem.id),
                    title: problem.title,
                    description: problem.description,
                    org_unit_id: Some(problem.org_unit_id),
                    desk_id: problem.desk_id,
                    limit: first,
                }
            }
            ExpertFinderInput::Text(text) => Wanted {
                problem_id: None,
                org_unit_id: text
                    .org_unit
                    .map(|id| known_unit(&app.reference(), &id))
                    .transpose()?,
                title: text.title,
                description: text.description,
                desk_id: None,
                limit: first,
            },
        };
        let found = people::find(app, viewer, wanted).await.map_err(error)?;
        Ok(ExpertFinding::from(&found))
    }
}

/// The row of the problem that a caller names by its id or its code.
fn problem_row(id: &ID) -> Result<i64> {
    let row = Kind::Problem.row(id);
    let row = row.or_else(|| engine::problem_with_code(id.as_str()));
    row.ok_or_else(|| error(Fault::NotFound))
}

/// The row of the unit that a caller names, which must exist.
fn known_unit(reference: &Reference, id: &ID) -> Result<i64> {
    org_unit_row(reference, id).ok_or_else(|| error(Fault::from(Complaint::unknown("orgUnit"))))
}
