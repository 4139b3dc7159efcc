//! Members from a spreadsheet.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject, Upload};

use crate::{
    club::import::{self, Import},
    graphql::{
        error::{UserError, outcome},
        guard::{app, viewer},
        objects::ImportReport,
    },
};

/// Members from a spreadsheet.
#[derive(Default)]
pub struct ImportMutation;

/// A spreadsheet of members.
#[derive(InputObject)]
pub struct ImportMembersInput {
    /// The file: .xlsx, or .csv in UTF-8 or Windows-1256; at most 10 MiB and 5,000 rows. It comes
    /// as `multipart/form-data` with the header `GraphQL-Preflight`.
    file: Upload,
    /// The sheet, by name or by number from 1; the first with a header when left out (برگه).
    sheet: Option<String>,
    /// Import the rows that are right even if others are wrong.
    #[graphql(default)]
    partial: bool,
    /// Only say what would happen.
    #[graphql(default)]
    dry_run: bool,
}

/// What was imported, or what is wrong.
#[derive(SimpleObject)]
pub struct ImportMembersPayload {
    /// What each row comes to, the same for a dry run as for the real one; null when the file
    /// cannot be read.
    report: Option<ImportReport>,
    /// What the caller can put right; while there is anything here, nothing was imported.
    user_errors: Vec<UserError>,
}

#[Object]
impl ImportMutation {
    /// Adds and edits members from a spreadsheet, found by membership number or national id; all
    /// rows or none, unless `partial` (ورود گروهی اعضا).
    async fn import_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file, and how to take it.")] input: ImportMembersInput,
    ) -> Result<ImportMembersPayload> {
        let file = input.file.value(ctx)?;
        let wanted = Import {
            bytes: file.content.to_vec(),
            sheet: input.sheet,
            partial: input.partial,
            dry_run: input.dry_run,
        };
        let imported = import::import(app(ctx)?, viewer(ctx)?, wanted).await;
        let (imported, mut user_errors) = outcome(imported)?;
        let refusal = imported.as_ref().and_then(|done| done.refusal.clone());
        user_errors.extend(refusal.map(UserError::from));
        Ok(ImportMembersPayload {
            report: imported.map(|done| ImportReport(done.report)),
            user_errors,
        })
    }
}
