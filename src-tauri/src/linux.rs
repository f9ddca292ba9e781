//! What the process needs on Linux alone. All of it is to be called before there are threads.

use std::env;
use std::fs::{self, DirEntry};

/// Tells the toolkit not to compose the page on a graphics processor: WebKitGTK then paints what changed, and nothing else
/// (<https://trac.webkit.org/wiki/EnvironmentVariables>).
const PAINT_BY_PROCESSOR: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Without a graphics processor the toolkit emulates one and paints the whole window through it for each letter that is
/// typed. That took half of all the time of two processors, and the first letters in a view up to a third of a second.
/// Whoever has set the variable has decided otherwise.
pub(crate) fn paint_by_processor_where_nothing_else_can() {
    if has_graphics_processor() || env::var_os(PAINT_BY_PROCESSOR).is_some() {
        return;
    }
    #[expect(
        unsafe_code,
        reason = "WebKit reads the setting from the environment alone when it starts its processes"
    )]
    // SAFETY: there is one thread, so nobody reads the environment meanwhile.
    unsafe {
        env::set_var(PAINT_BY_PROCESSOR, "1");
    }
}

/// By the kernel's name of a device that renders (<https://docs.kernel.org/gpu/drm-uapi.html>, "Render nodes").
fn has_graphics_processor() -> bool {
    let renders = |entry: DirEntry| entry.file_name().to_string_lossy().starts_with("renderD");
    fs::read_dir("/dev/dri").is_ok_and(|entries| entries.flatten().any(renders))
}

/// Lets the threads share the places that memory is taken from. By default each gets its own and keeps what it no longer
/// needs: with 100,000 encounters that was 15 MiB.
#[cfg(target_env = "gnu")]
pub(crate) fn share_memory_among_threads() {
    #[expect(unsafe_code, reason = "the C library has no safe door to this setting")]
    // SAFETY: it takes two numbers, and there is one thread (mallopt(3)). Where it refuses, nothing changes.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 2);
    }
}
