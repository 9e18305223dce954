//! Mounts the application; `boot.js` has started the module.

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
