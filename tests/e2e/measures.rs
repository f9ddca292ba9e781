//! What a coder feels: the start, the memory, the keystroke.
