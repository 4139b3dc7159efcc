//! The spanning tree of the network simplex: who hangs under whom, how deep, at what price.
//!
//! Children form doubly linked lists, so cutting and hanging a node costs O(1).
//! Invariant: along every tree arc `from → to`, `price(to) = price(from) + cost`.

/// "No node": the end of a child list, the parent of the root.
pub const NONE: u32 = u32::MAX;

/// The arc that ties a node to its parent.
#[derive(Clone, Copy, Debug)]
pub struct Tie {
    /// The arc's number.
    pub arc: u32,
    /// Whether the arc runs from the node up to its parent.
    pub up: bool,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    parent: u32,
    tie: Tie,
    depth: u32,
    child: u32,
    next: u32,
    prev: u32,
}

/// A rooted spanning tree with a price (dual value) on each node.
#[derive(Clone, Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    /// The dual price of each node.
    pub price: Vec<i64>,
}

impl Tree {
    /// A forest of `count` loose nodes; node 0 is the root.
    pub fn with_nodes(count: usize) -> Self {
        let loose = Node {
            parent: NONE,
            tie: Tie {
                arc: NONE,
                up: true,
            },
            depth: 0,
            child: NONE,
            next: NONE,
            prev: NONE,
        };
        Self {
            nodes: vec![loose; count],
            price: vec![0; count],
        }
    }

    /// The parent, or [`NONE`] for the root.
    pub fn parent(&self, node: u32) -> u32 {
        self.nodes[node as usize].parent
    }

    /// The arc to the parent.
    pub fn tie(&self, node: u32) -> Tie {
        self.nodes[node as usize].tie
    }

    /// Hangs a loose node under `parent`; depths and prices are the caller's business.
    pub fn hang(&mut self, node: u32, parent: u32, tie: Tie) {
        let first = self.nodes[parent as usize].child;
        self.nodes[parent as usize].child = node;
        if first != NONE {
            self.nodes[first as usize].prev = node;
        }
        let depth = self.nodes[parent as usize].depth + 1;
        let this = &mut self.nodes[node as usize];
        (this.parent, this.tie, this.depth) = (parent, tie, depth);
        (this.prev, this.next) = (NONE, first);
    }

    fn cut(&mut self, node: u32) {
        let Node {
            parent, prev, next, ..
        } = self.nodes[node as usize];
        if prev == NONE {
            self.nodes[parent as usize].child = next;
        } else {
            self.nodes[prev as usize].next = next;
        }
        if next != NONE {
            self.nodes[next as usize].prev = prev;
        }
    }

    /// Moves the subtree under `top` so that it hangs by `node` (inside it) from `parent`.
    ///
    /// The path from `node` up to `top` is turned round; every price in the subtree moves by `shift`.
    pub fn rehang(&mut self, top: u32, node: u32, parent: u32, tie: Tie, shift: i64) {
        let (mut at, mut above, mut by) = (node, parent, tie);
        loop {
            let old = self.nodes[at as usize];
            self.cut(at);
            self.hang(at, above, by);
            if at == top {
                break;
            }
            (above, by) = (
                at,
                Tie {
                    up: !old.tie.up,
                    ..old.tie
                },
            );
            at = old.parent;
        }
        self.walk(node, |tree, node| {
            let parent = tree.nodes[node as usize].parent;
            tree.nodes[node as usize].depth = tree.nodes[parent as usize].depth + 1;
            tree.price[node as usize] += shift;
        });
    }

    /// Visits a subtree, parents first.
    pub fn walk(&mut self, top: u32, mut visit: impl FnMut(&mut Self, u32)) {
        let mut at = top;
        loop {
            visit(self, at);
            let child = self.nodes[at as usize].child;
            if child != NONE {
                at = child;
                continue;
            }
            while at != top && self.nodes[at as usize].next == NONE {
                at = self.nodes[at as usize].parent;
            }
            if at == top {
                return;
            }
            at = self.nodes[at as usize].next;
        }
    }

    /// The deepest node above both `one` and `other`.
    pub fn join(&self, mut one: u32, mut other: u32) -> u32 {
        while one != other {
            if self.nodes[one as usize].depth >= self.nodes[other as usize].depth {
                one = self.parent(one);
            } else {
                other = self.parent(other);
            }
        }
        one
    }
}
