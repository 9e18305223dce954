//! `app` → WebAssembly. The one place that knows where the standard library for wasm comes from.
//!
//! Not here: names, compression and the page around it (`bundle.rs`).
//! Invariant: leptos' feature `ssr` never reaches the browser. tachys then builds every `on:` and `prop:` as
//! nothing, and the page is dead; `cargo build -p app` alone keeps dev-dependencies out, and the tree is read
//! before each build all the same.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::setup::{self, Need};
use crate::sh;
use crate::split::{MAIN, split};

const TRIPLE: &str = "wasm32-unknown-unknown";

/// Apart from the machine's own target folder: two compilers in one folder rebuild each other's macros.
const FOLDER: &str = "target/wasm";

/// Debian's own compiler with the source of its std, and the linker for it.
const DEBIAN: &[Need] = &[
    ("rustc-web", &["/usr/bin/rustc"]),
    ("cargo-web", &["/usr/bin/cargo"]),
    ("rust-web-src", &["/usr/lib/rustlib/src/rust/library/std/Cargo.toml"]),
    ("lld-22", &["/usr/bin/wasm-ld-22"]),
];

/// Where the standard library for wasm comes from, in the order of asking.
#[derive(Clone, Copy, Debug)]
pub enum Std {
    /// The toolchain in use has the target, or rustup could add it.
    Toolchain,
    /// Debian's compiler builds std from Debian's source.
    Debian,
}

impl Std {
    pub fn find() -> Result<Std> {
        if has_target() {
            eprintln!("   wasm: the installed target {TRIPLE}");
            return Ok(Std::Toolchain);
        }
        if DEBIAN.iter().all(setup::present) {
            eprintln!("   wasm: Debian's compiler, std built from its source");
            return Ok(Std::Debian);
        }
        sh::say(&format!("rustup target add {TRIPLE}"));
        let mut add = sh::command("rustup", &["target", "add", TRIPLE]);
        if sh::succeeds_within(Duration::from_secs(60), &mut add) && has_target() {
            eprintln!("   wasm: the target rustup added just now");
            return Ok(Std::Toolchain);
        }
        eprintln!("   not reachable; taking Debian's compiler");
        setup::install(DEBIAN)?;
        eprintln!("   wasm: Debian's compiler, installed just now; std built from its source");
        Ok(Std::Debian)
    }

    /// A cargo that can build for wasm, with nothing of the outer build's flags and toolchain.
    pub fn cargo(self, args: &[&str]) -> Command {
        let mut command = match self {
            Std::Toolchain => sh::command("cargo", args),
            Std::Debian => sh::command("/usr/bin/cargo", args),
        };
        const LEAKS: [&str; 6] = [
            "RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
            "CARGO_BUILD_RUSTFLAGS",
            "CARGO_BUILD_TARGET",
            "RUSTC_WRAPPER",
            "RUSTC_WORKSPACE_WRAPPER",
        ];
        for name in LEAKS {
            command.env_remove(name);
        }
        // Pages are made of erased views: seconds to compile instead of minutes, and far less code to download.
        command.env("RUSTFLAGS", "--cfg erase_components");
        match self {
            Std::Toolchain => {}
            Std::Debian => {
                command
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env_remove("RUSTDOC")
                    .env_remove("RUST_RECURSION_COUNT");
                command.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
                command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22");
            }
        }
        command
    }

    /// The same, compiling one target of a package.
    fn rustc(self, args: &[&str]) -> Command {
        let mut cargo = self.cargo(&["rustc"]);
        cargo.args(args).args(["--target", TRIPLE, "--target-dir", FOLDER]);
        match self {
            Std::Toolchain => {}
            Std::Debian => {
                cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
            }
        }
        cargo
    }
}

/// How much care the compiler takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    /// Quick to build: `run`, `test`.
    Dev,
    /// Small to download: `build`.
    Small,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Profile::Dev => "wasm-dev",
            Profile::Small => "wasm",
        }
    }
}

/// Builds `app`, or finds that nothing it is made of has changed. The folder it gives is as wasm-bindgen left it:
/// `app.js`, `app_bg.wasm`, perhaps `snippets/`, and beside them the parts and the script that loads them.
pub fn wasm(profile: Profile) -> Result<PathBuf> {
    let dir = Path::new(FOLDER).join("bindgen").join(profile.name());
    let stamp = dir.join("print");
    let print = inputs(profile)?;
    if std::fs::read_to_string(&stamp).is_ok_and(|old| old == print) && dir.join("app_bg.wasm").is_file() {
        eprintln!("── app for wasm: unchanged");
        return Ok(dir);
    }
    sh::say(&format!("app for wasm ({})", profile.name()));
    let std = Std::find()?;
    refuse_ssr(std)?;
    let mut cargo = std.rustc(&["--package", "app", "--bin", "app", "--profile", profile.name()]);
    // Who calls whom stays readable after linking: without it nothing could be split.
    cargo.args(["--", "-Clink-arg=--emit-relocs"]);
    // What it knows of a server's words depends on what it is made of.
    cargo.env("MC_BUILD", &print[..16]);
    sh::step("cargo build, app", "cargo check -p app", &mut cargo)?;
    if dir.exists() {
        std::fs::remove_dir_all(&dir).with_context(|| format!("cannot empty {}", dir.display()))?;
    }
    split(&Path::new(FOLDER).join(TRIPLE).join(profile.name()).join("app.wasm"), &dir)?;
    let main = dir.join(MAIN);
    bindgen(&main, &dir)?;
    std::fs::remove_file(&main).with_context(|| format!("cannot remove {}", main.display()))?;
    sh::write(stamp, print.as_bytes())?;
    Ok(dir)
}

/// Builds the module of `tests/lists`, the rules alone, for node: `lists.js` and `lists_bg.wasm`.
pub fn lists(profile: Profile) -> Result<PathBuf> {
    sh::say(&format!("lists for wasm ({})", profile.name()));
    let args = ["--package", "lists", "--lib", "--crate-type", "cdylib", "--profile", profile.name()];
    let remedy = "cargo check -p lists --target wasm32-unknown-unknown";
    sh::step("cargo build, lists", remedy, &mut Std::find()?.rustc(&args))?;
    let dir = Path::new(FOLDER).join("bindgen/lists");
    let module = Path::new(FOLDER).join(TRIPLE).join(profile.name()).join("lists.wasm");
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&module).nodejs(true)?.typescript(false);
    bindgen.generate(&dir).with_context(|| format!("wasm-bindgen cannot read {}", module.display()))?;
    Ok(dir)
}

/// Lints of the code only the browser sees; where the toolchain has the target, so that std need not be built.
pub fn clippy() -> Result<()> {
    if !has_target() {
        eprintln!("── clippy for wasm: left out, it needs rustup's target {TRIPLE}");
        return Ok(());
    }
    let args = ["clippy", "--package", "app", "--bin", "app", "--target", TRIPLE, "--target-dir", FOLDER];
    let mut cargo = Std::Toolchain.cargo(&args);
    cargo.args(["--", "-D", "warnings"]);
    sh::step("clippy for wasm", "cargo clippy -p app --target wasm32-unknown-unknown", &mut cargo)
}

fn has_target() -> bool {
    let mut rustc = sh::command("rustc", &["--print", "target-libdir", "--target", TRIPLE]);
    sh::read(&mut rustc).is_ok_and(|dir| Path::new(dir.trim()).is_dir())
}

fn refuse_ssr(std: Std) -> Result<()> {
    let args =
        ["tree", "--package", "app", "--edges", "normal,features", "--target", TRIPLE, "--prefix", "none"];
    let tree = sh::read(&mut std.cargo(&args))?;
    match tree.lines().find(|line| line.contains("feature \"ssr\"")) {
        None => Ok(()),
        Some(line) => bail!(
            "the wasm build would have server rendering in it ({line}): no button would work. \
             See who asks for it:\n  cargo tree -p app -e normal,features -i leptos"
        ),
    }
}

fn bindgen(wasm: &Path, into: &Path) -> Result<()> {
    sh::say("wasm-bindgen");
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(false)
        .out_name("app")
        // The parts share the first module's memory and table.
        .keep_lld_exports(true)
        // Generic views have names of kilobytes: six times the code itself.
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(into)
        .with_context(|| format!("wasm-bindgen cannot read {}", wasm.display()))
}

/// A digest of everything the module is made of.
fn inputs(profile: Profile) -> Result<String> {
    let mut paths =
        vec![PathBuf::from("Cargo.toml"), PathBuf::from("Cargo.lock"), ".cargo/config.toml".into()];
    for dir in ["app", "shared"] {
        paths.extend(sh::files(Path::new(dir))?);
    }
    // The page around the module goes its own way.
    const PAGE: [&str; 5] =
        ["app/icons/", "app/index.html", "app/boot.js", "app/sw.js", "app/manifest.webmanifest"];
    paths.retain(|path| !PAGE.iter().any(|page| path.to_string_lossy().starts_with(page)));
    let mut digest = Sha256::new();
    digest.update(profile.name());
    digest.update(env!("CARGO_PKG_VERSION"));
    for path in paths {
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        digest.update(path.to_string_lossy().as_bytes());
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    }
    Ok(hex(&digest.finalize()))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
