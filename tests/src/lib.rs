//! Rooms in reading order.
