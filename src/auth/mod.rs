//! Who is asking, and pure predicates: may they?

pub mod accounts;
pub mod secret;
pub mod sign_in;
pub mod single_sign_on;
pub mod slowdown;

use std::net::IpAddr;

pub use entity::account::Role;
use entity::{
    member, problem,
    team_member::{self, TeamMemberStatus},
};

use crate::fault::Fault;

/// Every role.
const ROLES: [Role; 5] = [
    Role::Coordinator,
    Role::Deputy,
    Role::Expert,
    Role::Frontend,
    Role::Auditor,
];

/// The code of a role, as the contract and the trail have it.
#[must_use]
pub const fn role_code(role: Role) -> &'static str {
    match role {
        Role::Coordinator => "COORDINATOR",
        Role::Deputy => "DEPUTY",
        Role::Expert => "EXPERT",
        Role::Frontend => "FRONTEND",
        Role::Auditor => "AUDITOR",
    }
}

/// The role with this code.
#[must_use]
pub fn role_with_code(code: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| role_code(*role) == code)
}

/// Where a call comes from; `None` where there is no network between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Address(pub Option<IpAddr>);

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    pub account_id: i64,
    pub token_id: i64,
    pub username: String,
    pub role: Role,
    /// A deputy's own unit.
    pub org_unit_id: Option<i64>,
    /// An expert's own membership.
    pub member_id: Option<i64>,
}

impl Viewer {
    /// Everything about members, desks, rounds and routing.
    #[must_use]
    pub fn is_coordinator(&self) -> bool {
        self.role == Role::Coordinator
    }

    /// Refuses everybody but a coordinator.
    pub fn must_coordinate(&self) -> Result<(), Fault> {
        if self.is_coordinator() {
            Ok(())
        } else {
            Err(Fault::Forbidden)
        }
    }

    /// A coordinator reports for any unit, a deputy for their own.
    #[must_use]
    pub fn may_report_for(&self, org_unit_id: i64) -> bool {
        match self.role {
            Role::Coordinator => true,
            Role::Deputy => self.org_unit_id == Some(org_unit_id),
            Role::Expert | Role::Frontend | Role::Auditor => false,
        }
    }

    /// A problem is known to coordinators, to its own unit's deputy, to its desk's experts, and to
    /// those who are on its team or asked to be.
    #[must_use]
    pub fn may_see_problem(
        &self,
        problem: &problem::Model,
        team: &[team_member::Model],
        own_desks: &[i64],
    ) -> bool {
        let by_role = match self.role {
            Role::Coordinator => true,
            Role::Deputy => self.org_unit_id == Some(problem.org_unit_id),
            Role::Expert => problem
                .desk_id
                .is_some_and(|desk| own_desks.contains(&desk)),
            Role::Frontend | Role::Auditor => false,
        };
        by_role || self.is_on_team(team)
    }

    /// Whether the viewer is on this team, or asked to be.
    #[must_use]
    pub fn is_on_team(&self, places: &[team_member::Model]) -> bool {
        places.iter().any(|place| {
            let open = match place.status {
                TeamMemberStatus::Invited | TeamMemberStatus::Accepted => true,
                TeamMemberStatus::Declined
                | TeamMemberStatus::Expired
                | TeamMemberStatus::Cancelled
                | TeamMemberStatus::Removed => false,
            };
            open && self.member_id == Some(place.member_id)
        })
    }

    /// Experts' public profiles are open to deputies and experts; other members' are not.
    #[must_use]
    pub fn may_see_member(&self, member: &member::Model) -> bool {
        match self.role {
            Role::Coordinator => true,
            Role::Deputy => is_public_expert(member),
            Role::Expert => self.member_id == Some(member.id) || is_public_expert(member),
            Role::Frontend | Role::Auditor => false,
        }
    }

    /// Everybody's own national id, mobile and e-mail; a coordinator gives a reason first.
    #[must_use]
    pub fn sees_unmasked(&self, member_id: i64) -> bool {
        self.member_id == Some(member_id)
    }

    /// What is between a member and the club: coordinators, and everybody's own.
    #[must_use]
    pub fn may_see_personal(&self, member_id: i64) -> bool {
        self.is_coordinator() || self.member_id == Some(member_id)
    }
}

/// A planner in good standing has a public profile.
fn is_public_expert(member: &member::Model) -> bool {
    member.tier == member::MemberTier::Planner && member.standing == member::MemberStanding::Active
}
