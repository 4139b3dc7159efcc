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
    Verify {
        /// A hash that an earlier walk printed: fails if its event is no longer in the trail.
        #[arg(long, value_name = "HASH")]
        expect: Option<String>,
    },
}

/// Runs `mizan audit`.
pub fn run(settings: &Settings, command: &AuditCommand) -> Outcome {
    let AuditCommand::Verify { expect } = command;
    block_on(async {
        let app = open(settings).await?;
        match events::verify(app.store.reader(), expect.as_deref()).await? {
            Verdict::Intact { events, newest } => {
                println!("the audit trail is intact: {events} events, the newest {newest}");
                Ok(())
            }
            Verdict::CutOff { events } => Err(Failure::told(format!(
                "the audit trail was cut off or written anew: none of its {events} events has the expected hash"
            ))),
            Verdict::Broken { first_bad_id } => Err(Failure::told(format!(
                "the audit trail is broken: event {first_bad_id} was changed, or something before it was removed"
            ))),
        }
    })
}
