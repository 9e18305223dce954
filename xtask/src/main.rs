//! The project's scripts, in the project's language. `cargo xtask` alone prints the table below.
//!
//! Not here: anything the product does at a ward; that is `mot-cua`.
//! Invariant: every command may be run twice, from any folder, without a keyboard.

mod build;
mod bundle;
mod css;
mod lists;
mod notices;
mod peers;
mod run;
mod setup;
mod sh;
mod simulate;
mod split;
mod test;
mod wasm;

use std::fmt;
use std::path::Path;
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::{Context, Result};

struct Job {
    name: &'static str,
    takes: &'static str,
    /// In Vietnamese, then in English.
    does: [&'static str; 2],
    run: fn(&[String]) -> Result<()>,
}

#[rustfmt::skip]
const JOBS: &[Job] = &[
    Job { name: "run", takes: "[--port 8080] [--data DIR]", run: run::run,
          does: ["dựng, tạo phường mẫu nếu DIR trống, in mật khẩu, phục vụ ở 127.0.0.1",
                 "build, seed the demo ward if DIR is empty, print the logins, serve on 127.0.0.1"] },
    Job { name: "test", takes: "", run: test::test,
          does: ["kiểm tra tất cả: fmt, clippy, dựng wasm, mọi phép thử; tóm tắt ở cuối",
                 "every check: fmt, clippy, wasm build, all tests; the runner's summary comes last"] },
    Job { name: "build", takes: "", run: build::build,
          does: ["dựng bản phát hành vào target/dist, một thư mục để chép sang máy của phường; cân lần tải đầu",
                 "release build into target/dist, one folder to copy to a ward's PC; weighs the first load"] },
    Job { name: "site", takes: "", run: run::site,
          does: ["chỉ dựng các trang vào target/site, cho máy chủ đang chạy",
                 "only the pages, into target/site, for a server that is already running"] },
    Job { name: "pictures", takes: "", run: test::pictures,
          does: ["phường mẫu sống lại cả năm, vẽ lại docs/pictures từ các trang",
                 "the demo ward lives its year, and docs/pictures is drawn anew from its pages"] },
    Job { name: "peers", takes: "", run: peers::peers,
          does: ["đồng bộ bên cạnh các hệ thống khác, cùng một việc, một bảng; kịch bản ở tests/peers, gói tải từ npm",
                 "sync beside other systems on the same work, one table; scripts in tests/peers, packages from npm"] },
    Job { name: "simulate", takes: "[--seeds 20000] [--from 0]", run: simulate::simulate,
          does: ["thiết bị, máy chủ và mạng với đủ sự cố, từng số gieo, trên mọi nhân; sự cố nào cũng lặp lại được",
                 "devices, server and network with faults, seed by seed, on all cores; what fails can be repeated"] },
    Job { name: "lists", takes: "[--lists 100000] [--from 0]", run: lists::lists,
          does: ["luật chạy trên máy và trong wasm với danh sách việc ngẫu nhiên: giống nhau từng chữ",
                 "the rules natively and in wasm on random lists of acts: every word the same"] },
    Job { name: "setup", takes: "", run: setup::setup,
          does: ["cài những gì máy trắng còn thiếu (gói Debian, cargo-nextest, axe-core)",
                 "install what a bare machine lacks (Debian packages, cargo-nextest, axe-core)"] },
];

/// A line that was not understood, in both languages and with what to type.
#[derive(Debug)]
struct Mistyped {
    vi: String,
    en: String,
}

impl fmt::Display for Mistyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mistyped { vi, en } = self;
        write!(f, "{vi}; xem cách gõ bằng: cargo xtask --help / {en}; how to type it: cargo xtask --help")
    }
}

impl std::error::Error for Mistyped {}

/// Refuses a line by what is wrong with it.
pub fn mistyped(vi: impl Into<String>, en: impl Into<String>) -> anyhow::Error {
    Mistyped { vi: vi.into(), en: en.into() }.into()
}

/// The number after a flag, or the one that is meant where none is said.
pub fn number<N: FromStr>(flag: &str, said: Option<String>, otherwise: N) -> Result<N> {
    let Some(said) = said else { return Ok(otherwise) };
    said.parse().map_err(|_| {
        mistyped(
            format!("“{said}” sau {flag} không phải là số, hoặc quá lớn"),
            format!("“{said}” after {flag} is not a number, or too large"),
        )
    })
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<()> {
    let Some((name, rest)) = args.split_first() else {
        print!("{}", help());
        return Ok(());
    };
    if ["help", "--help", "-h"].contains(&name.as_str()) || rest.iter().any(|arg| arg == "--help") {
        print!("{}", help());
        return Ok(());
    }
    let Some(job) = JOBS.iter().find(|job| job.name == name) else {
        return Err(mistyped(format!("không có lệnh “{name}”"), format!("there is no command “{name}”")));
    };
    (job.run)(rest)
}

fn help() -> String {
    let mut text = String::from("Cách dùng / Usage: cargo xtask <lệnh / command>\n\n");
    for Job { name, takes, does: [vi, en], .. } in JOBS {
        text += &format!("  {:<33} {vi}\n  {:<33} {en}\n", format!("{name} {takes}"), "");
    }
    text
}

/// Everything below the repository's root is named relative to it from here on.
#[expect(clippy::disallowed_methods, reason = "the one place, before anything else runs")]
pub fn enter_root() -> Result<()> {
    let manifest = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").into());
    let root = Path::new(&manifest).parent().context("xtask lies inside the workspace")?;
    std::env::set_current_dir(root).with_context(|| format!("cannot enter {}", root.display()))
}

/// Reads `--name value` pairs; anything else is refused with a sentence.
pub fn flags<const N: usize>(args: &[String], names: [&str; N]) -> Result<[Option<String>; N]> {
    let mut found = [const { None }; N];
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let (name, inline) =
            arg.split_once('=').map_or((arg.as_str(), None), |(n, v)| (n, Some(v.to_owned())));
        let Some(slot) = names.iter().position(|known| *known == name) else {
            return Err(mistyped(format!("ở đây không có “{arg}”"), format!("there is no “{arg}” here")));
        };
        let Some(value) = inline.or_else(|| rest.next().cloned()) else {
            return Err(mistyped(
                format!("sau {name} thiếu giá trị"),
                format!("{name} wants a value after it"),
            ));
        };
        found[slot] = Some(value);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[track_caller]
    fn check(line: &str, vi: &str, en: &str) {
        let said = dispatch(&typed(line)).expect_err(line).to_string();
        let whole =
            format!("{vi}; xem cách gõ bằng: cargo xtask --help / {en}; how to type it: cargo xtask --help");
        assert_eq!(said, whole, "{line}");
    }

    /// Nothing is begun before the line is understood.
    #[test]
    fn a_line_that_is_not_understood_is_answered_in_both_languages() {
        check("rum", "không có lệnh “rum”", "there is no command “rum”");
        check("run --prot 80", "ở đây không có “--prot”", "there is no “--prot” here");
        check("run --port", "sau --port thiếu giá trị", "--port wants a value after it");
        check(
            "run --port nhà",
            "“nhà” sau --port không phải là số, hoặc quá lớn",
            "“nhà” after --port is not a number, or too large",
        );
        check(
            "run --port 65536",
            "“65536” sau --port không phải là số, hoặc quá lớn",
            "“65536” after --port is not a number, or too large",
        );
        check(
            "simulate --seeds=x",
            "“x” sau --seeds không phải là số, hoặc quá lớn",
            "“x” after --seeds is not a number, or too large",
        );
        check(
            "lists --from -1",
            "“-1” sau --from không phải là số, hoặc quá lớn",
            "“-1” after --from is not a number, or too large",
        );
        check("test nhanh", "ở đây không có “nhanh”", "there is no “nhanh” here");
    }

    #[test]
    fn the_help_names_every_command_in_both_languages() {
        let help = help();
        for Job { name, does: [vi, en], .. } in JOBS {
            assert!(
                help.contains(&format!("\n  {name} ")) && help.contains(vi) && help.contains(en),
                "{name}"
            );
        }
    }
}
