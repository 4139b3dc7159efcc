//! `mizan audit`: whether the trail is whole.

use clap::Subcommand;

use super::{Failure, Outcome, block_on, open};
use crate::{
    config::Settings,
    events::{self, Verdict},
};

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Walks the whole trail and names the first row that does not fit.
    Verify,
}

/// Runs `mizan audit`.
pub fn run(settings: &Settings, command: &AuditCommand) -> Outcome {
    let AuditCommand::Verify = command;
    block_on(async {
        let app = open(settings).await?;
        match events::verify(app.store.reader()).await? {
            Verdict::Intact { events } => {
                println!("the audit trail is intact: {events} events");
                Ok(())
            }
            Verdict::Broken { first_bad_id } => Err(Failure::told(format!(
                "the audit trail is broken: event {first_bad_id} was changed, or something before it was removed"
            ))),
        }
    })
}
