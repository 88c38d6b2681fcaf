//! The wall screen.
