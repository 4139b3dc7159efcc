//! Walking the audit trail from its beginning, to find the first row that does not fit.

use super::{GENESIS, chain_hash};
use crate::{
    fault::Fault,
    store::{Connection, audit},
};

/// Rows a statement.
const BATCH: u64 = 1_000;

/// What a walk found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every row fits.
    Intact { events: u64 },
    /// The row with this id was changed, or something before it was removed.
    Broken { first_bad_id: i64 },
}

/// Walks the whole trail.
pub async fn verify(db: &impl Connection) -> Result<Verdict, Fault> {
    let mut previous = GENESIS.to_owned();
    let (mut last_id, mut events) = (0, 0);
    loop {
        let rows = audit::after(db, last_id, BATCH).await?;
        if rows.is_empty() {
            return Ok(Verdict::Intact { events });
        }
        for row in rows {
            if row.previous_hash != previous || row.hash != chain_hash(&row) {
                return Ok(Verdict::Broken {
                    first_bad_id: row.id,
                });
            }
            (last_id, events, previous) = (row.id, events + 1, row.hash);
        }
    }
}
