//! Walking the audit trail from its beginning, to find the first row that does not fit.

use super::{GENESIS, chain_hash};
use crate::{
    fault::Fault,
    store::{Connection, audit},
};

/// Rows a statement.
const BATCH: u64 = 1_000;

/// What a walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every row fits; `newest` is the hash of the last one.
    Intact { events: u64, newest: String },
    /// The row with this id was changed, or something before it was removed.
    Broken { first_bad_id: i64 },
    /// Every row fits, but the one with the noted hash is gone: the trail was cut off or written anew.
    CutOff { events: u64 },
}

/// Walks the whole trail; a hash `noted` outside it earlier must still be in it.
pub async fn verify(db: &impl Connection, noted: Option<&str>) -> Result<Verdict, Fault> {
    let mut previous = GENESIS.to_owned();
    let (mut last_id, mut events) = (0, 0);
    let mut missing = noted.filter(|hash| *hash != GENESIS);
    loop {
        let rows = audit::after(db, last_id, BATCH).await?;
        if rows.is_empty() {
            return Ok(match missing {
                Some(_) => Verdict::CutOff { events },
                None => Verdict::Intact {
                    events,
                    newest: previous,
                },
            });
        }
        for row in rows {
            if row.previous_hash != previous || row.hash != chain_hash(&row) {
                return Ok(Verdict::Broken {
                    first_bad_id: row.id,
                });
            }
            missing = missing.filter(|hash| *hash != row.hash);
            (last_id, events, previous) = (row.id, events + 1, row.hash);
        }
    }
}
