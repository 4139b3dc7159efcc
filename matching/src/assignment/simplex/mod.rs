//! A primal network simplex for minimum-cost flows: integers only, no perturbation, warm starts.
//!
//! A basis is a spanning tree: its prices make every tree arc cost nothing, and any other arc that would
//! still pay enters (`pricing`), pushes flow round its cycle and drives a tree arc out (`pivot`).
//! Read `tree`, then `arcs`, then `pivot`. The start is a star of costly artificial arcs round node 0.

mod arcs;
mod pivot;
mod pricing;
mod tree;

use super::meter::Meter;
use arcs::Arcs;
pub use arcs::UNBOUNDED;
use tree::{Tie, Tree};

/// A minimum-cost flow problem together with its current basis.
#[derive(Clone, Debug)]
pub struct Simplex {
    arcs: Arcs,
    tree: Tree,
    cursor: usize,
    artificial: usize,
}

impl Simplex {
    /// A network of loose nodes; `supply[v]` units start at `v` (negative: end there) and sum to zero.
    ///
    /// `penalty` is the cost of a unit on an artificial arc; it must exceed the cost of any real cycle.
    pub fn with_supply(supply: &[i32], penalty: i64) -> Self {
        let mut simplex = Self {
            arcs: Arcs::default(),
            tree: Tree::with_nodes(supply.len()),
            cursor: 0,
            artificial: supply.len().saturating_sub(1),
        };
        for (node, &units) in supply.iter().enumerate().skip(1) {
            simplex.tie_to_root(id(node), units, penalty);
        }
        simplex
    }

    fn tie_to_root(&mut self, node: u32, units: i32, penalty: i64) {
        let arc = id(self.arcs.len());
        let up = units >= 0;
        let (from, to) = if up { (node, 0) } else { (0, node) };
        self.arcs.push(from, to, UNBOUNDED, penalty);
        self.arcs.push_flow(arc, true, units.abs());
        self.arcs.enter_tree(arc);
        self.tree.hang(node, 0, Tie { arc, up });
        self.tree.price[node as usize] = if up { -penalty } else { penalty };
    }

    /// Adds an arc that carries 0 to `capacity` units at `cost` each, and returns its number.
    pub fn add_arc(&mut self, from: u32, to: u32, capacity: i32, cost: i64) -> u32 {
        self.arcs.push(from, to, capacity, cost);
        id(self.arcs.len() - 1)
    }

    /// The number of arcs so far, artificial ones included.
    pub fn arc_count(&self) -> usize {
        self.arcs.len()
    }

    /// Changes a cost; call [`Simplex::reprice`] before the next run.
    pub fn set_cost(&mut self, arc: u32, cost: i64) {
        self.arcs.set_cost(arc, cost);
    }

    /// Pivots until optimal; false when the meter ended first (the flow is then valid, not yet optimal).
    pub fn run(&mut self, meter: &mut Meter<'_>) -> bool {
        while let Some(arc) = self.entering() {
            if !meter.spend(1) {
                return false;
            }
            self.pivot(arc);
        }
        true
    }

    /// Units that real arcs could not carry; zero when the flow is feasible.
    pub fn unmet(&self) -> i64 {
        (0..self.artificial)
            .map(|arc| i64::from(self.arcs.flow(id(arc))))
            .sum()
    }

    /// Units on an arc.
    pub fn flow(&self, arc: u32) -> i32 {
        self.arcs.flow(arc)
    }

    /// The dual price of a node: what a unit costs when it arrives there.
    pub fn price(&self, node: u32) -> i64 {
        self.tree.price[node as usize]
    }

    /// The cost of one more unit on an arc, prices considered.
    pub fn reduced_cost(&self, arc: u32) -> i64 {
        self.arcs.reduced_cost(arc, &self.tree.price)
    }
}

/// A position as the four-byte number that nodes and arcs go by.
#[expect(
    clippy::cast_possible_truncation,
    reason = "instances above 2^30 cells are refused, so every node and arc number fits"
)]
pub fn id(index: usize) -> u32 {
    index as u32
}
