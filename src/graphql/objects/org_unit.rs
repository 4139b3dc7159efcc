//! An organisational unit.

use async_graphql::{Context, ID, Object, Result};
use entity::org_unit;

use crate::{
    graphql::{
        enums::{DeskCode, OrgUnitKind},
        guard::app,
        id::Kind,
    },
    reference::Reference,
};

pub struct OrgUnit(pub org_unit::Model);

impl OrgUnit {
    /// From the snapshot in memory; null without an id.
    pub fn with_id(reference: &Reference, id: Option<i64>) -> Option<Self> {
        id.and_then(|id| reference.org_unit(id)).cloned().map(Self)
    }
}

/// An organisational unit of the municipality (واحد سازمانی).
#[Object]
impl OrgUnit {
    /// Global id.
    pub async fn id(&self) -> ID {
        Kind::OrgUnit.id(self.0.id)
    }

    /// A short code, such as `DISTRICT-04`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Persian name (نام).
    async fn name_fa(&self) -> &str {
        &self.0.name_fa
    }

    /// English name.
    async fn name_en(&self) -> &str {
        &self.0.name_en
    }

    /// The sort of unit.
    async fn kind(&self) -> OrgUnitKind {
        self.0.kind.into()
    }

    /// The unit above; null at the top.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<OrgUnit>> {
        Ok(Self::with_id(&app(ctx)?.reference(), self.0.parent_id))
    }

    /// The units directly below.
    async fn children(&self, ctx: &Context<'_>) -> Result<Vec<OrgUnit>> {
        let reference = app(ctx)?.reference();
        let below = reference
            .org_units()
            .iter()
            .filter(|unit| unit.parent_id == Some(self.0.id));
        Ok(below.cloned().map(OrgUnit).collect())
    }

    /// The desk whose work is nearest to the unit's; null when none is.
    async fn nearest_desk(&self, ctx: &Context<'_>) -> Result<Option<DeskCode>> {
        let reference = app(ctx)?.reference();
        let desk = self
            .0
            .nearest_desk_id
            .and_then(|id| reference.engine_desk(id));
        Ok(desk.map(DeskCode::from))
    }
}
