//! Seating experts at tasks: an exact optimiser over capacities, minimums, pins and bans.
