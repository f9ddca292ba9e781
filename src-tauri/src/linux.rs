//! What the process needs on Linux alone.

/// Lets the threads share the places that memory is taken from. By default each gets its own and keeps what it no longer
/// needs: with 100,000 encounters that was 15 MiB. To be called before there are threads.
pub(crate) fn share_memory_among_threads() {
    #[expect(unsafe_code, reason = "the C library has no safe door to this setting")]
    // SAFETY: it takes two numbers and is called while there is one thread (mallopt(3)). Where it refuses, nothing changes.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 2);
    }
}
