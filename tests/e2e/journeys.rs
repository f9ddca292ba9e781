//! Whole tasks, from the first screen to the completed encounter.
