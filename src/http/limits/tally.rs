//! What a selection adds up to.  Sums saturate, so that no bomb can wrap them around.

/// Internal units in one point of cost; keeps the arithmetic in whole numbers.
pub(super) const UNITS_PER_POINT: u64 = 20;
/// A leaf: 0.05 points, for a value that is already at hand.
const LEAF: u64 = 1;
/// An object: 0.5 points, for its row and its loader.
const OBJECT: u64 = 10;
/// What fields that let the solver work cost besides, in points: a page of them would keep every
/// processor busy.
const COMPUTED: [(&str, u64); 2] = [("seatExplanation", 25), ("recomputes", 10)];
/// Items assumed of a list without a page size: six desks, a handful of contributions or tags.
pub(super) const UNPAGED_ITEMS: u64 = 5;
/// Lists of fields or types inside one another that introspection may ask for.
/// Tools need one; each further one multiplies the answer by the size of the schema.
pub(super) const LISTING_LIMIT: u64 = 2;

/// Counts of one selection set with its fragments expanded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub fields: u64,
    pub aliases: u64,
    pub depth: u64,
    pub listing: u64,
    pub root_fields: u64,
    pub root_introspection: u64,
    pub schema_fields: u64,
    pub log_ins: u64,
    /// Units that do not depend on the page size of the enclosing field.
    fixed: u64,
    /// Units for each item of that page.
    per_item: u64,
}

/// How a field repeats what is below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// One object or value.
    Once,
    /// A list of unknown length, or the items of the page around it.
    Items,
    /// One object whose lists have this length: a connection.
    Page(u64),
    /// A list of this length.
    List(u64),
}

impl Tally {
    /// Joins two selections that stand side by side.
    pub fn add(&mut self, other: &Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.depth = self.depth.max(other.depth);
        self.listing = self.listing.max(other.listing);
        self.root_fields = self.root_fields.saturating_add(other.root_fields);
        self.root_introspection = self
            .root_introspection
            .saturating_add(other.root_introspection);
        self.schema_fields = self.schema_fields.saturating_add(other.schema_fields);
        self.log_ins = self.log_ins.saturating_add(other.log_ins);
        self.fixed = self.fixed.saturating_add(other.fixed);
        self.per_item = self.per_item.saturating_add(other.per_item);
    }

    /// Puts a field without selections on its own.
    pub fn leaf(name: &str) -> Self {
        Self {
            fields: 1,
            depth: 1,
            fixed: LEAF + computing(name),
            ..Self::default()
        }
        .named(name)
    }

    /// Puts a field over its selections.
    pub fn object(name: &str, children: &Self, repeat: Repeat) -> Self {
        let (fixed, per_item) = children.repeated(repeat, OBJECT + computing(name));
        let counts = Self {
            fields: children.fields.saturating_add(1),
            aliases: children.aliases,
            depth: children.depth.saturating_add(1),
            listing: children.listing,
            fixed,
            per_item,
            ..Self::default()
        };
        counts.named(name)
    }

    /// All units, as seen from the root.
    pub fn units(&self) -> u64 {
        self.inside(UNPAGED_ITEMS)
    }

    /// All units in points, rounded up.
    pub fn points(&self) -> u64 {
        self.units().div_ceil(UNITS_PER_POINT)
    }

    /// Whether every root field asks for the schema alone.
    pub fn introspection_only(&self) -> bool {
        self.root_fields == self.root_introspection
    }

    fn named(self, name: &str) -> Self {
        Self {
            root_fields: 1,
            root_introspection: u64::from(name.starts_with("__")),
            schema_fields: u64::from(matches!(name, "__schema" | "__type")),
            log_ins: u64::from(name == "logIn"),
            ..self
        }
    }

    fn inside(&self, items: u64) -> u64 {
        self.per_item
            .saturating_mul(items)
            .saturating_add(self.fixed)
    }

    fn repeated(&self, repeat: Repeat, own: u64) -> (u64, u64) {
        let one = |items| self.inside(items).saturating_add(own);
        match repeat {
            Repeat::Once => (one(UNPAGED_ITEMS), 0),
            Repeat::Items => (0, one(UNPAGED_ITEMS)),
            Repeat::Page(size) => (one(size), 0),
            Repeat::List(size) => (one(UNPAGED_ITEMS).saturating_mul(size), 0),
        }
    }
}

/// Units for the solver's work on a field.
fn computing(name: &str) -> u64 {
    let known = COMPUTED.iter().find(|(field, _)| *field == name);
    known.map_or(0, |(_, points)| points * UNITS_PER_POINT)
}
