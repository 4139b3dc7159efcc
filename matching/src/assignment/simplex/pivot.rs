//! One pivot: push flow round the cycle that the entering arc closes, then exchange one tree arc for it.
//!
//! The tree stays strongly feasible (every node could send one unit more to the root), because among the
//! arcs that block the cycle the last one, seen from the join along the push, leaves.
//! That rule excludes cycling without any perturbation (Cunningham 1976).

use super::tree::Tie;
use super::{Simplex, id};

/// The cycle of an entering arc: flow goes join → … → `tail` → `head` → … → join.
struct Cycle {
    entering: u32,
    tail: u32,
    head: u32,
    join: u32,
    units: i32,
    leaving: Leaving,
}

/// Which arc blocks the cycle; tree arcs are named by their lower node.
#[derive(Clone, Copy)]
enum Leaving {
    Entering,
    TailSide(u32),
    HeadSide(u32),
}

impl Simplex {
    /// Brings `entering` into the tree, or fills or empties it when it blocks itself.
    pub(super) fn pivot(&mut self, entering: u32) {
        let cycle = self.cycle(entering);
        if cycle.units > 0 {
            self.push_round(&cycle);
        }
        match cycle.leaving {
            Leaving::Entering => self.arcs.leave_tree(entering),
            Leaving::TailSide(top) => self.exchange(entering, top, cycle.tail, cycle.head),
            Leaving::HeadSide(top) => self.exchange(entering, top, cycle.head, cycle.tail),
        }
    }

    fn cycle(&self, entering: u32) -> Cycle {
        let (from, to) = self.arcs.ends(entering);
        let forward = self.arcs.flow(entering) == 0;
        let (tail, head) = if forward { (from, to) } else { (to, from) };
        let mut cycle = Cycle {
            entering,
            tail,
            head,
            join: self.tree.join(tail, head),
            units: self.arcs.slack(entering, forward),
            leaving: Leaving::Entering,
        };
        self.ratio_test(&mut cycle);
        cycle
    }

    /// Finds how far the cycle can be pushed and which arc says so.
    fn ratio_test(&self, cycle: &mut Cycle) {
        let mut node = cycle.tail;
        while node != cycle.join {
            let Tie { arc, up } = self.tree.tie(node);
            let slack = self.arcs.slack(arc, !up);
            if slack < cycle.units {
                (cycle.units, cycle.leaving) = (slack, Leaving::TailSide(node));
            }
            node = self.tree.parent(node);
        }
        node = cycle.head;
        while node != cycle.join {
            let Tie { arc, up } = self.tree.tie(node);
            let slack = self.arcs.slack(arc, up);
            if slack <= cycle.units {
                (cycle.units, cycle.leaving) = (slack, Leaving::HeadSide(node));
            }
            node = self.tree.parent(node);
        }
    }

    fn push_round(&mut self, cycle: &Cycle) {
        let forward = self.arcs.ends(cycle.entering).0 == cycle.tail;
        self.arcs.push_flow(cycle.entering, forward, cycle.units);
        let mut node = cycle.tail;
        while node != cycle.join {
            let Tie { arc, up } = self.tree.tie(node);
            self.arcs.push_flow(arc, !up, cycle.units);
            node = self.tree.parent(node);
        }
        node = cycle.head;
        while node != cycle.join {
            let Tie { arc, up } = self.tree.tie(node);
            self.arcs.push_flow(arc, up, cycle.units);
            node = self.tree.parent(node);
        }
    }

    /// Cuts the subtree at `top` and hangs it by `node` from `parent` with the entering arc.
    fn exchange(&mut self, entering: u32, top: u32, node: u32, parent: u32) {
        let up = self.arcs.ends(entering).0 == node;
        let reduced = self.arcs.reduced_cost(entering, &self.tree.price);
        let shift = if up { -reduced } else { reduced };
        self.arcs.leave_tree(self.tree.tie(top).arc);
        self.arcs.enter_tree(entering);
        self.tree
            .rehang(top, node, parent, Tie { arc: entering, up }, shift);
    }

    /// Recomputes every price from the root, after costs have changed.
    pub fn reprice(&mut self) {
        let Self { arcs, tree, .. } = self;
        tree.walk(id(0), |tree, node| {
            let parent = tree.parent(node);
            if parent == super::tree::NONE {
                return;
            }
            let Tie { arc, up } = tree.tie(node);
            let above = tree.price[parent as usize];
            let step = arcs.cost(arc);
            tree.price[node as usize] = if up { above - step } else { above + step };
        });
    }
}
