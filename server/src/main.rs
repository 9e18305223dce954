//! `mot-cua`: the server of a ward, and its tools.

fn main() -> std::process::ExitCode {
    server::cli::run()
}
