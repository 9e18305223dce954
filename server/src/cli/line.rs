//! A line as it was typed: understood, or answered with one sentence that says what to type.
//!
//! Not here: what the commands are (`Cli`), how their help looks (`help`).
//! Invariant: nobody reads clap's own English but where it has no case of ours.

use std::ffi::OsString;
use std::net::AddrParseError;
use std::num::ParseIntError;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory as _, FromArgMatches as _, ValueEnum as _};
use shared::calendar::BadTerm;
use shared::dossier::code::BadCode;
use shared::lang::Sentence;
use shared::moment::BadMoment;
use shared::paper::NoPaper;

use super::voice::{In, Told, Voice};
use super::{Cli, help};

/// Whoever typed something else than a command; 1 is a command that failed.
const NOT_UNDERSTOOD: u8 = 2;

/// What the line asks for, and in which language. A question for help and a line that is not understood are answered
/// here, and end the program.
pub fn read(typed: impl IntoIterator<Item = OsString>) -> Result<(Cli, Voice), ExitCode> {
    let typed: Vec<OsString> = typed.into_iter().collect();
    let voice = Voice::new(asked(&typed));
    match understood(&typed, voice) {
        Ok(cli) => {
            let voice = Voice::new(cli.lang);
            Ok((cli, voice))
        }
        Err(error) => Err(answer(&error, &typed, voice)),
    }
}

pub fn understood(typed: &[OsString], voice: Voice) -> Result<Cli, clap::Error> {
    let matches = help::spoken(Cli::command(), voice).try_get_matches_from(help_asked(typed))?;
    Cli::from_arg_matches(&matches)
}

/// The language, also of a line that is wrong elsewhere.
fn asked(typed: &[OsString]) -> Option<In> {
    let mut words = typed.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        let said = if word == "--lang" {
            words.next()
        } else {
            word.strip_prefix("--lang=").map(|w| w.to_owned().into())
        };
        if let Some(lang) = said.and_then(|lang| In::from_str(&lang, true).ok()) {
            return Some(lang);
        }
    }
    None
}

/// `mot-cua help due` is `mot-cua due --help`.
fn help_asked(typed: &[OsString]) -> Vec<OsString> {
    let mut line = typed.to_vec();
    if line.get(1).is_some_and(|word| word == "help") {
        line.remove(1);
        line.push("--help".into());
    }
    line
}

fn answer(error: &clap::Error, typed: &[OsString], voice: Voice) -> ExitCode {
    let asked = [ErrorKind::DisplayHelp, ErrorKind::DisplayVersion].contains(&error.kind());
    if asked || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // A reader that has gone away has seen enough.
        drop(error.print());
    } else {
        voice.warn(&sentence(error, typed));
    }
    if asked { ExitCode::SUCCESS } else { ExitCode::from(NOT_UNDERSTOOD) }
}

/// What is wrong, and what to type.
pub fn sentence(error: &clap::Error, typed: &[OsString]) -> Sentence {
    let wrong = wrong(error);
    let meant = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let meant = meant.into_iter().map(|kind| context(error, kind)).find(|meant| !meant.is_empty());
    let (vi, en) = match (meant, context(error, ContextKind::Usage).strip_prefix("Usage: ")) {
        (Some(meant), _) => (format!("có phải là {meant} không?"), format!("did you mean {meant}?")),
        (None, Some(usage)) if error.kind() == ErrorKind::MissingRequiredArgument => {
            (format!("hãy gõ: {usage}"), format!("type: {usage}"))
        }
        (None, _) => {
            let help = format!("{} --help", command(typed));
            (format!("xem cách gõ bằng: {help}"), format!("how to type it: {help}"))
        }
    };
    Sentence::new(format!("{}; {vi}", wrong.vi), format!("{}; {en}", wrong.en))
}

/// The program and the command that was meant.
fn command(typed: &[OsString]) -> String {
    let known = Cli::command();
    let named = typed.iter().skip(1).find_map(|word| known.find_subcommand(word));
    named.map_or_else(|| "mot-cua".to_owned(), |named| format!("mot-cua {}", named.get_name()))
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    error.get(kind).map(ToString::to_string).unwrap_or_default()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "another crate's enum, which may grow")]
fn wrong(error: &clap::Error) -> Sentence {
    let of = |kind| context(error, kind);
    let (arg, given) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let (vi, en) = match error.kind() {
        ErrorKind::MissingRequiredArgument => (format!("thiếu {arg}"), format!("{arg} is missing")),
        ErrorKind::MissingSubcommand => ("thiếu tên lệnh".to_owned(), "the command is missing".to_owned()),
        ErrorKind::InvalidSubcommand => {
            let name = of(ContextKind::InvalidSubcommand);
            (format!("không có lệnh “{name}”"), format!("there is no command “{name}”"))
        }
        ErrorKind::UnknownArgument => {
            (format!("ở đây không có “{arg}”"), format!("there is no “{arg}” here"))
        }
        ErrorKind::InvalidValue if given.is_empty() => {
            (format!("sau {arg} thiếu giá trị"), format!("{arg} wants a value after it"))
        }
        ErrorKind::InvalidValue => {
            let known = of(ContextKind::ValidValue);
            (
                format!("{arg} không nhận “{given}”, chỉ nhận {known}"),
                format!("{arg} does not take “{given}”, only {known}"),
            )
        }
        ErrorKind::ValueValidation => {
            let why = why(error, &given);
            (format!("{arg}: {}", why.vi), format!("{arg}: {}", why.en))
        }
        ErrorKind::ArgumentConflict => {
            let other = of(ContextKind::PriorArg);
            if other == arg {
                (format!("{arg} chỉ ghi một lần"), format!("{arg} is said only once"))
            } else {
                (format!("{arg} không đi cùng {other}"), format!("{arg} does not go with {other}"))
            }
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            (format!("{arg} không nhận “{given}”"), format!("{arg} does not take “{given}”"))
        }
        ErrorKind::InvalidUtf8 => (
            "dòng lệnh có chữ không phải UTF-8".to_owned(),
            "the line has letters that are not UTF-8".to_owned(),
        ),
        // Nothing of ours comes here; the first line is the error, the rest how clap would show it.
        _ => {
            let said = error.to_string().lines().next().unwrap_or_default().to_owned();
            (said.clone(), said)
        }
    };
    Sentence::new(vi, en)
}

/// Why a value is none, in the words of what reads it.
fn why(error: &clap::Error, given: &str) -> Sentence {
    let Some(source) = std::error::Error::source(error) else {
        return Sentence::new(format!("“{given}” không dùng được"), format!("“{given}” cannot be used"));
    };
    if let Some(told) = source.downcast_ref::<Told>() {
        return told.sentence().clone();
    }
    if let Some(bad) = source.downcast_ref::<BadTerm>() {
        let said = bad.sentence();
        // It stands in the middle of a sentence here.
        return Sentence::new(said.vi.trim_end_matches('.'), said.en.trim_end_matches('.'));
    }
    let (vi, en) = if source.is::<BadMoment>() {
        (
            "không phải là ngày (2018-02-13) hay ngày và giờ (2018-02-13T09:00)",
            "is not a date (2018-02-13) or a date and time (2018-02-13T09:00)",
        )
    } else if source.is::<BadCode>() {
        (
            "không phải là mã hồ sơ, ví dụ 000.21.17.H17-181226-0007",
            "is no dossier code such as 000.21.17.H17-181226-0007",
        )
    } else if source.is::<NoPaper>() {
        ("không phải là tên một giấy, ví dụ giay-hen", "is no paper of a dossier such as giay-hen")
    } else if source.is::<AddrParseError>() {
        (
            "không phải là địa chỉ và cổng, ví dụ 127.0.0.1:8080",
            "is not an address and a port such as 127.0.0.1:8080",
        )
    } else if source.is::<ParseIntError>() {
        ("không phải là số", "is not a number")
    } else {
        // A number of the wrong size: clap says the bounds in English.
        ("không dùng được; số quá nhỏ hoặc quá lớn", "cannot be used; the number is too small or too large")
    };
    Sentence::new(format!("“{given}” {vi}"), format!("“{given}” {en}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Vec<OsString> {
        line.split_whitespace().map(OsString::from).collect()
    }

    #[track_caller]
    fn said(line: &str) -> Sentence {
        let line = typed(line);
        let error = understood(&line, Voice::default()).err().expect("not understood");
        sentence(&error, &line)
    }

    #[track_caller]
    fn check(line: &str, vi: &str, en: &str) {
        assert_eq!(said(line), Sentence::new(vi, en), "{line}");
    }

    #[test]
    fn a_line_that_is_not_understood_is_answered_with_what_to_type() {
        check(
            "mot-cua verify",
            "thiếu --data <DIR>; hãy gõ: mot-cua verify --data <DIR>",
            "--data <DIR> is missing; type: mot-cua verify --data <DIR>",
        );
        let half = said("mot-cua due --term 3wd").vi;
        assert!(half.starts_with("thiếu --received <MOMENT>; hãy gõ: mot-cua due "), "{half}");
        assert!(half.matches("--received <MOMENT>").count() == 2 && half.contains("--term <TERM>"), "{half}");
        check(
            "mot-cua verfy --data so",
            "không có lệnh “verfy”; có phải là verify không?",
            "there is no command “verfy”; did you mean verify?",
        );
        check(
            "mot-cua mo-so",
            "không có lệnh “mo-so”; xem cách gõ bằng: mot-cua --help",
            "there is no command “mo-so”; how to type it: mot-cua --help",
        );
        check(
            "mot-cua --lang en",
            "thiếu tên lệnh; xem cách gõ bằng: mot-cua --help",
            "the command is missing; how to type it: mot-cua --help",
        );
        check(
            "mot-cua serve --data so --port 80",
            "ở đây không có “--port”; xem cách gõ bằng: mot-cua serve --help",
            "there is no “--port” here; how to type it: mot-cua serve --help",
        );
        check(
            "mot-cua serve --date so",
            "ở đây không có “--date”; có phải là --data không?",
            "there is no “--date” here; did you mean --data?",
        );
        check(
            "mot-cua verify --data",
            "sau --data <DIR> thiếu giá trị; xem cách gõ bằng: mot-cua verify --help",
            "--data <DIR> wants a value after it; how to type it: mot-cua verify --help",
        );
        check(
            "mot-cua verify --data a --data b",
            "--data <DIR> chỉ ghi một lần; xem cách gõ bằng: mot-cua verify --help",
            "--data <DIR> is said only once; how to type it: mot-cua verify --help",
        );
        let both = said("mot-cua restore --data a --from b --already-restored");
        for said in ["không đi cùng", "--from <FILE>", "--already-restored", "mot-cua restore --help"] {
            assert!(both.vi.contains(said), "{both}");
        }
        assert!(both.en.contains("does not go with"), "{both}");
        check(
            "mot-cua verify --lang fr --data so",
            "--lang <LANG> không nhận “fr”, chỉ nhận vi, en; xem cách gõ bằng: mot-cua verify --help",
            "--lang <LANG> does not take “fr”, only vi, en; how to type it: mot-cua verify --help",
        );
    }

    /// Each kind of value says how it is written.
    #[test]
    fn a_value_that_is_none_says_how_it_is_written() {
        let due = |rest: &str| said(&format!("mot-cua due {rest}"));
        for (sentence, vi, en) in [
            (due("--received hôm-qua --term 3wd"), "không phải là ngày", "is not a date"),
            (
                due("--received 2018-02-13 --term 3wd"),
                "thiếu giờ tiếp nhận, ví dụ",
                "the hour of the reception",
            ),
            (due("--received 2018-02-13T09:00 --term 3"), "không phải là thời hạn", "is not a term"),
            (
                due("--received 2018-02-13T09:00 --term 3wd --ward ba"),
                "“ba” không phải là số",
                "“ba” is not a number",
            ),
            (
                said("mot-cua serve --data so --listen 8080"),
                "không phải là địa chỉ và cổng",
                "is not an address",
            ),
            (said("mot-cua serve --data so --pushes-per-minute 9999999999"), "quá lớn", "too large"),
            (said("mot-cua demo --data so --year 2019"), "chỉ có năm 2018", "only the year 2018"),
            (
                said("mot-cua paper --data so --dossier 7 --form x --out y"),
                "không phải là mã hồ sơ",
                "is no dossier",
            ),
            (
                said("mot-cua paper --data so --dossier 000.21.17.H17-181226-0007 --form x --out y"),
                "không phải là tên một giấy",
                "is no paper",
            ),
        ] {
            assert!(sentence.vi.contains(vi) && sentence.en.contains(en), "{sentence}");
            assert!(sentence.vi.contains("xem cách gõ bằng: mot-cua "), "{sentence}");
        }
    }

    #[test]
    fn the_language_is_heard_on_a_line_that_is_wrong_elsewhere() {
        for (line, heard) in [
            ("mot-cua --lang vi verify", Some("vi")),
            ("mot-cua verfy --lang=en", Some("en")),
            ("mot-cua verify --lang fr", None),
            ("mot-cua verify --lang", None),
            ("mot-cua verify", None),
        ] {
            let lang = asked(&typed(line)).and_then(|lang| lang.to_possible_value());
            assert_eq!(lang.as_ref().map(|lang| lang.get_name()), heard, "{line}");
        }
    }

    #[test]
    fn help_may_be_asked_for_in_front() {
        for line in ["mot-cua help", "mot-cua help due", "mot-cua due --help", "mot-cua -h"] {
            let asked = understood(&typed(line), Voice::default()).err().expect("answered");
            assert_eq!(asked.kind(), ErrorKind::DisplayHelp, "{line}");
        }
    }
}
