//! The arcs of a network: ends, cost, capacity, flow, and their place in the basis.
//!
//! Invariant: an arc outside the tree carries nothing or all that it can.

/// "As much as you like" for the capacity of an arc.
pub const UNBOUNDED: i32 = i32::MAX;

/// Where an arc stands; the sign turns a reduced cost into "negative means worth entering".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Outside the tree at its capacity.
    Full,
    /// In the tree.
    Tree,
    /// Outside the tree, empty.
    Empty,
}

impl Place {
    fn sign(self) -> i64 {
        match self {
            Self::Full => -1,
            Self::Tree => 0,
            Self::Empty => 1,
        }
    }
}

/// Ends and cost lie together, as pricing reads all three.
#[derive(Clone, Copy, Debug)]
struct Arc {
    from: u32,
    to: u32,
    cost: i64,
}

/// All arcs, by number.
#[derive(Clone, Debug, Default)]
pub struct Arcs {
    links: Vec<Arc>,
    place: Vec<Place>,
    room: Vec<i32>,
    flow: Vec<i32>,
}

impl Arcs {
    /// The number of arcs.
    pub fn len(&self) -> usize {
        self.links.len()
    }

    /// Adds an arc outside the tree, empty.
    pub fn push(&mut self, from: u32, to: u32, capacity: i32, cost: i64) {
        self.links.push(Arc { from, to, cost });
        self.place.push(Place::Empty);
        self.room.push(capacity);
        self.flow.push(0);
    }

    /// The ends, in the arc's own direction.
    pub fn ends(&self, arc: u32) -> (u32, u32) {
        let Arc { from, to, .. } = self.links[arc as usize];
        (from, to)
    }

    /// The cost of one unit.
    pub fn cost(&self, arc: u32) -> i64 {
        self.links[arc as usize].cost
    }

    /// Changes the cost; prices along the tree are then stale.
    pub fn set_cost(&mut self, arc: u32, cost: i64) {
        self.links[arc as usize].cost = cost;
    }

    /// Units on the arc.
    pub fn flow(&self, arc: u32) -> i32 {
        self.flow[arc as usize]
    }

    /// Units that still fit (`forward`), or that can be taken back.
    pub fn slack(&self, arc: u32, forward: bool) -> i32 {
        if forward {
            self.room[arc as usize] - self.flow[arc as usize]
        } else {
            self.flow[arc as usize]
        }
    }

    /// Adds units in the arc's direction (`forward`) or takes them back.
    pub fn push_flow(&mut self, arc: u32, forward: bool, units: i32) {
        self.flow[arc as usize] += if forward { units } else { -units };
    }

    /// Marks the arc as in the tree.
    pub fn enter_tree(&mut self, arc: u32) {
        self.place[arc as usize] = Place::Tree;
    }

    /// Marks the arc as outside the tree, empty or full as its flow says.
    pub fn leave_tree(&mut self, arc: u32) {
        let empty = self.flow[arc as usize] == 0;
        self.place[arc as usize] = if empty { Place::Empty } else { Place::Full };
    }

    /// What one unit more round the tree through this arc would cost, for an arc `from → to`.
    pub fn reduced_cost(&self, arc: u32, price: &[i64]) -> i64 {
        let Arc { from, to, cost } = self.links[arc as usize];
        cost + price[from as usize] - price[to as usize]
    }

    /// The gain per unit of changing this arc's flow in the only direction that it can change.
    pub fn gain(&self, arc: usize, price: &[i64]) -> i64 {
        let Arc { from, to, cost } = self.links[arc];
        (price[to as usize] - price[from as usize] - cost) * self.place[arc].sign()
    }
}
