//! Large blocks of memory go back to the machine as soon as they are free.
//!
//! glibc raises the size from which a block is the machine's own as soon as one of that size was freed, up to 32 MiB: the
//! 19 MiB of a password's hash, and the window of a packed answer, then stay with whichever thread had them. Forty people
//! who log in in the morning left 200 to 350 MB with a server that needs sixty.
//!
//! Not here: how many hashes run at once (`gate::password`).
//! Invariant: one number, set before the first thread.

/// From this size on a block is asked of the machine and given back to it.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE_BYTES: libc::c_int = 4 * 1024 * 1024;

#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn large_blocks_go_back() {
    #[expect(
        unsafe_code,
        reason = "a setting of the C library, which takes two numbers and touches no memory of ours"
    )]
    // What it answers is whether it knows the setting; without it the server is only larger.
    let _ = unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE_BYTES) };
}

/// Other allocators have their own ways.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn large_blocks_go_back() {}
