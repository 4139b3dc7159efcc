//! Who may call each root field: one table, which the gate enforces and from which the contract's
//! descriptions are made. A field that the table lacks is nobody's.

use std::{borrow::Cow, pin::Pin};

use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Positioned, Response,
    ServerResult, SubscriptionType, Value,
    futures_util::stream::{Stream, once},
    parser::types::Field,
    registry::{MetaType, Registry},
    resolver_utils::{enum_value, resolve_container},
};

use super::{enums, error::error, guard::viewer};
use crate::{
    auth::Role::{self, Auditor, Coordinator, Deputy, Expert, Frontend},
    fault::Fault,
};

/// Who may call a root field.
enum Access {
    /// Whoever asks, signed in or not.
    Everybody,
    /// Whoever is signed in with one of these roles; others are told `FORBIDDEN`.
    Roles(&'static [Role]),
    /// The same for a field that names one object: to others it does not exist, `NOT_FOUND`.
    Object(&'static [Role]),
}

const EVERY_ROLE: Access = Access::Roles(&[Coordinator, Deputy, Expert, Frontend, Auditor]);
const COORDINATOR: Access = Access::Roles(&[Coordinator]);
const AUDITORS: Access = Access::Roles(&[Coordinator, Auditor]);
const REPORTERS: Access = Access::Roles(&[Coordinator, Deputy]);
const WORKERS: Access = Access::Roles(&[Coordinator, Expert]);
const CLUB: Access = Access::Roles(&[Coordinator, Deputy, Expert]);
const CLUB_OBJECT: Access = Access::Object(&[Coordinator, Deputy, Expert]);
const SELF_OR_COORDINATOR: Access = Access::Object(&[Coordinator, Expert]);

/// Every root field with its callers; what a caller may do with which object is for the rooms.
#[rustfmt::skip]
const TABLE: &[(&str, Access)] = &[
    // Query
    ("viewer", EVERY_ROLE),
    ("node", EVERY_ROLE),
    ("nodes", EVERY_ROLE),
    ("members", CLUB),
    ("member", CLUB_OBJECT),
    ("orgUnits", EVERY_ROLE),
    ("concepts", EVERY_ROLE),
    ("desks", EVERY_ROLE),
    ("desk", EVERY_ROLE),
    ("assignmentRounds", COORDINATOR),
    ("assignmentRound", COORDINATOR),
    ("seatExplanation", SELF_OR_COORDINATOR),
    ("problems", CLUB),
    ("problem", CLUB_OBJECT),
    ("problemPrecedents", CLUB_OBJECT),
    ("statistics", Access::Roles(&[Coordinator, Deputy, Expert, Frontend])),
    ("routingPreview", REPORTERS),
    ("eventCursor", CLUB),
    ("expertFinder", COORDINATOR),
    ("invitations", Access::Roles(&[Coordinator, Expert])),
    ("weights", COORDINATOR),
    ("weightsInForce", COORDINATOR),
    ("backtests", COORDINATOR),
    ("auditEvents", AUDITORS),
    ("auditVerification", AUDITORS),
    // Mutation
    ("logIn", Access::Everybody),
    ("logOut", EVERY_ROLE),
    ("tokenRotate", EVERY_ROLE),
    ("postProblem", REPORTERS),
    ("updateProblem", REPORTERS),
    ("withdrawProblem", REPORTERS),
    ("problemStart", WORKERS),
    ("problemResolve", WORKERS),
    ("problemReopen", REPORTERS),
    ("problemRate", Access::Roles(&[Deputy])),
    ("problemComment", CLUB_OBJECT),
    ("problemConfirmRouting", COORDINATOR),
    ("problemReroute", COORDINATOR),
    ("assignmentRoundPropose", COORDINATOR),
    ("assignmentRoundCancel", COORDINATOR),
    ("assignmentRoundPin", COORDINATOR),
    ("assignmentRoundApply", COORDINATOR),
    ("assignmentRoundDiscard", COORDINATOR),
    ("assignmentRoundRevert", COORDINATOR),
    ("seatMember", COORDINATOR),
    ("unseatMember", COORDINATOR),
    ("registerMember", COORDINATOR),
    ("updateMember", WORKERS),
    ("changeMemberStanding", COORDINATOR),
    ("mergeMembers", COORDINATOR),
    ("importMembers", COORDINATOR),
    ("memberReveal", COORDINATOR),
    ("memberPreferDesks", WORKERS),
    ("expertsInvite", COORDINATOR),
    ("teamMemberRemove", WORKERS),
    ("invitationAnswer", WORKERS),
    ("weightsPropose", COORDINATOR),
    ("weightsPublish", COORDINATOR),
    // Subscription
    ("problemEvents", CLUB),
    ("roundProgress", COORDINATOR),
];

impl Access {
    fn of(field: &str) -> &'static Self {
        let row = TABLE.iter().find(|(name, _)| *name == field);
        row.map_or(&Self::Roles(&[]), |(_, access)| access)
    }

    fn check(&self, ctx: &Context<'_>) -> ServerResult<()> {
        let allowed = match self {
            Self::Everybody => Ok(()),
            Self::Roles(roles) => admit(ctx, roles, Fault::Forbidden),
            Self::Object(roles) => admit(ctx, roles, Fault::NotFound),
        };
        allowed.map_err(|refusal| ctx.set_error_path(refusal.into_server_error(ctx.item.pos)))
    }

    /// Who may, as the description's last line.
    fn line(&self) -> String {
        match self {
            Self::Everybody => "Roles: everybody, signed in or not.".to_owned(),
            Self::Roles(roles) | Self::Object(roles) => {
                let names: Vec<_> = roles.iter().map(|role| name_of(*role)).collect();
                format!("Roles: {}.", names.join(", "))
            }
        }
    }
}

/// A role as the contract spells it.
fn name_of(role: Role) -> String {
    enum_value(enums::Role::from(role)).to_string()
}

fn admit(ctx: &Context<'_>, roles: &[Role], refusal: Fault) -> async_graphql::Result<()> {
    if roles.contains(&viewer(ctx)?.role) {
        Ok(())
    } else {
        Err(error(refusal))
    }
}

/// A root type whose fields pass the table before they run.
#[derive(Default)]
pub struct Gate<T>(pub T);

impl<T: ContainerType> ContainerType for Gate<T> {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        Access::of(&ctx.item.node.name.node).check(ctx)?;
        self.0.resolve_field(ctx).await
    }
}

impl<T: ContainerType> OutputType for Gate<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let name = T::create_type_info(registry);
        tell(registry, &T::type_name());
        name
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

impl<T: ObjectType> ObjectType for Gate<T> {}

impl<T: SubscriptionType> SubscriptionType for Gate<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let name = T::create_type_info(registry);
        tell(registry, &T::type_name());
        name
    }

    fn create_field_stream<'a>(
        &'a self,
        ctx: &'a Context<'_>,
    ) -> Option<Pin<Box<dyn Stream<Item = Response> + Send + 'a>>> {
        match Access::of(&ctx.item.node.name.node).check(ctx) {
            Ok(()) => self.0.create_field_stream(ctx),
            Err(refusal) => Some(Box::pin(once(async {
                Response::from_errors(vec![refusal])
            }))),
        }
    }
}

/// Ends the description of each of a root type's fields with who may call it.
fn tell(registry: &mut Registry, root: &str) {
    if let Some(MetaType::Object { fields, .. }) = registry.types.get_mut(root) {
        for (name, field) in fields {
            let text = field.description.get_or_insert_default();
            *text = format!("{}\n\n{}", text.trim_end(), Access::of(name).line());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};

    use super::*;

    #[test]
    fn the_table_and_the_contract_name_the_same_fields() {
        let sdl = crate::graphql::sdl();
        let served: BTreeSet<_> = ["Query", "Mutation", "Subscription"]
            .into_iter()
            .flat_map(|root| fields_of(&sdl, root))
            .collect();
        let listed: BTreeSet<_> = TABLE.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(listed, served);
        assert_eq!(listed.len(), TABLE.len(), "a field is listed twice");
    }

    fn fields_of(sdl: &str, root: &str) -> Vec<String> {
        use async_graphql::parser::{
            parse_schema,
            types::{TypeKind, TypeSystemDefinition},
        };
        let definitions = parse_schema(sdl).unwrap().definitions;
        let named = definitions
            .into_iter()
            .find_map(|definition| match definition {
                TypeSystemDefinition::Type(found) if found.node.name.node == root => {
                    Some(found.node)
                }
                _ => None,
            });
        let TypeKind::Object(object) = named.unwrap().kind else {
            panic!("{root} is no object");
        };
        let fields = object.fields.iter();
        fields
            .map(|field| field.node.name.node.to_string())
            .collect()
    }

    struct Unlisted;

    #[Object(name = "Query")]
    impl Unlisted {
        async fn not_in_the_table(&self) -> i32 {
            1
        }
    }

    #[tokio::test]
    async fn a_field_that_is_not_listed_is_closed() {
        let schema = Schema::new(Gate(Unlisted), EmptyMutation, EmptySubscription);
        let answer = schema.execute("{ notInTheTable }").await;
        assert_eq!(answer.errors.len(), 1);
        assert!(schema.sdl().contains("Roles: ."));
    }
}
