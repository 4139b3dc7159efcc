//! Whose place is meant: one's own, or for coordinators somebody else's.

use crate::{
    auth::Viewer,
    fault::{Complaint, ComplaintCode, Fault},
};

/// The member whom the caller means: themselves where they name nobody. Only coordinators may name
/// somebody else, and they have to, since they are on no team.
pub fn meant(viewer: &Viewer, named: Option<i64>) -> Result<i64, Fault> {
    match named.or(viewer.member_id) {
        Some(id) if viewer.may_see_personal(id) => Ok(id),
        None if viewer.is_coordinator() => Err(nobody().into()),
        Some(_) | None => Err(Fault::Forbidden),
    }
}

fn nobody() -> Complaint {
    Complaint::new(
        "member",
        ComplaintCode::Required,
        "Say whom you mean; you are on no team yourself.",
        "بگویید چه کسی منظور است؛ شما خودتان در گروهی نیستید.",
    )
}
