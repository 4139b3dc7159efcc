//! The GraphQL contract: names, nullability, descriptions, guards and loaders; no rules.

#![expect(
    clippy::unused_async,
    reason = "async-graphql wants every resolver async"
)]

mod access;
mod connection;
mod day;
mod enums;
mod error;
mod event_kind;
mod filter;
mod guard;
mod id;
mod loaders;
mod mutation;
mod objects;
mod query;
mod round_enums;
mod round_loaders;
mod subscription;
mod turn;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_graphql::SchemaBuilder;

pub use error::code_of;
pub use mutation::Mutation;
pub use query::Query;
pub use subscription::Subscription;

use crate::app::App;
use access::Gate;
use connection::Paged;
use objects::{AssignmentRound, AuditEvent, Concept, Member, OrgUnit, Problem, WeightsVersion};

/// The whole contract.
pub type Schema = async_graphql::Schema<Gate<Query>, Gate<Mutation>, Gate<Subscription>>;

/// The schema over a running service.
#[must_use]
pub fn schema(app: &Arc<App>) -> Schema {
    builder()
        .data(Arc::clone(app))
        .data(loaders::loaders(app))
        .finish()
}

/// Runs a query or a mutation.
pub async fn execute(schema: &Schema, request: async_graphql::Request) -> async_graphql::Response {
    turn::by_turns(schema.execute(request)).await
}

/// The contract as text, in the schema definition language.
#[must_use]
pub fn sdl() -> String {
    let options = async_graphql::SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .use_space_ident();
    builder().finish().sdl_with_options(options)
}

/// The roots behind the gate, before they are finished.
type Builder = SchemaBuilder<Gate<Query>, Gate<Mutation>, Gate<Subscription>>;

fn builder() -> Builder {
    let builder = Schema::build(
        Gate(Query::default()),
        Gate(Mutation::default()),
        Gate(Subscription),
    );
    describe_pages(builder)
}

/// The library leaves the types of its connections bare.
fn describe_pages(builder: Builder) -> Builder {
    builder
        .override_output_type_description::<Paged<AssignmentRound>>("A page of assignment rounds.")
        .override_output_type_description::<Paged<AuditEvent>>("A page of the audit trail.")
        .override_output_type_description::<Paged<Concept>>("A page of concepts.")
        .override_output_type_description::<Paged<Member>>("A page of members.")
        .override_output_type_description::<Paged<OrgUnit>>("A page of organisational units.")
        .override_output_type_description::<Paged<Problem>>("A page of problems.")
        .override_output_type_description::<Paged<WeightsVersion>>("A page of weights' versions.")
}
