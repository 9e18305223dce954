//! `--help` in Vietnamese and English, or in the one language that was asked for.
//!
//! Not here: the texts, which stand at what they explain: `Việc gì / What`, an example behind both as `: 3wd`.
//! Invariant: no heading, default or list of values is left to clap, which has English alone.

use clap::{Arg, ArgAction, Command};
use shared::lang::{Lang, Sentence};

use super::voice::Voice;

/// Between the languages of a text.
const BETWEEN: &str = " / ";

/// The command with all below it, every text in the languages of the voice.
pub fn spoken(command: Command, voice: Voice) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let version = version.help("Cho biết phiên bản / Say the version");
    let root = command.disable_help_subcommand(true).disable_version_flag(true).arg(version);
    each(root.disable_help_flag(true), voice)
}

fn each(command: Command, voice: Voice) -> Command {
    let about = command.get_about().map(|about| said(&about.to_string(), voice)).unwrap_or_default();
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let help = help.help("Xem cách dùng / Show how it is used");
    let usage = heading(["Cách dùng", "Usage", "Cách dùng / Usage"], voice);
    command
        .arg(help)
        .about(about)
        .help_template(format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}"))
        .subcommand_help_heading(heading(["Lệnh", "Commands", "Lệnh / Commands"], voice))
        .mut_args(|arg| {
            let heading = if arg.is_positional() {
                heading(["Tham số", "Arguments", "Tham số / Arguments"], voice)
            } else {
                heading(["Tùy chọn", "Options", "Tùy chọn / Options"], voice)
            };
            let (text, takes) = (explained(&arg, voice), arg.get_action().takes_values());
            let arg = arg.help(text).help_heading(heading).hide_env(true);
            arg.hide_possible_values(takes).hide_default_value(takes)
        })
        .mut_subcommands(|below| each(below, voice))
}

/// A heading in Vietnamese, in English, in both: clap takes only what is written in the program.
fn heading(words: [&'static str; 3], voice: Voice) -> &'static str {
    let langs: Vec<Lang> = voice.langs().collect();
    match langs[..] {
        [Lang::Vi] => words[0],
        [Lang::En] => words[1],
        _ => words[2],
    }
}

/// What an argument is, what it is where nothing is said, and what it may be.
fn explained(arg: &Arg, voice: Voice) -> String {
    let mut text = said(&arg.get_help().map(ToString::to_string).unwrap_or_default(), voice);
    let takes = arg.get_action().takes_values();
    if let [default] = arg.get_default_values()
        && takes
    {
        let default = default.to_string_lossy();
        text += &format!(" [{}: {default}]", voice.of(&Sentence::new("mặc định", "default")));
    }
    if let Some(name) = arg.get_env() {
        let name = name.to_string_lossy();
        text += &format!(" [{}: {name}]", voice.of(&Sentence::new("biến môi trường", "environment")));
    }
    for value in arg.get_possible_values().iter().filter(|_| takes) {
        let what = value.get_help().map(|what| format!(": {}", said(&what.to_string(), voice)));
        text += &format!("\n- {}{}", value.get_name(), what.unwrap_or_default());
    }
    text
}

/// A text that holds both languages, in those of the voice. What stands in one alone is the same in both.
fn said(text: &str, voice: Voice) -> String {
    let Some((vi, en)) = text.split_once(BETWEEN) else { return text.to_owned() };
    let example =
        en.split_once(": ").filter(|_| !vi.contains(": ")).map(|(_, example)| format!(": {example}"));
    let langs: Vec<Lang> = voice.langs().collect();
    match langs[..] {
        [Lang::Vi] => format!("{vi}{}", example.unwrap_or_default()),
        [Lang::En] => en.to_owned(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::super::Cli;
    use super::super::voice::In;
    use super::*;

    /// Texts that are the same in both languages.
    const SAME: [&str; 1] = ["Biểu II.06a/VPCP/KSTT"];

    fn texts(command: &Command) -> Vec<String> {
        let about = command.get_about().map(ToString::to_string);
        let mut all: Vec<String> = about.into_iter().collect();
        for arg in command.get_arguments() {
            all.push(arg.get_help().map(|text| text.to_string()).unwrap_or_default());
            all.extend(
                arg.get_possible_values()
                    .iter()
                    .filter_map(|value| value.get_help().map(ToString::to_string)),
            );
        }
        all.extend(command.get_subcommands().flat_map(texts));
        all
    }

    #[test]
    fn every_text_has_both_languages() {
        let all = texts(&Cli::command());
        assert!(all.len() > 60, "{all:?}");
        for text in all.iter().filter(|text| !SAME.contains(&text.as_str())) {
            assert_eq!(text.matches(BETWEEN).count(), 1, "{text:?} is `Việc gì / What`");
        }
    }

    fn shown(asked: Option<In>) -> Vec<String> {
        let mut root = spoken(Cli::command(), Voice::new(asked));
        root.build();
        let mut all = vec![root.render_help().to_string(), root.render_long_help().to_string()];
        for below in root.get_subcommands_mut() {
            all.extend([below.render_help().to_string(), below.render_long_help().to_string()]);
        }
        all
    }

    #[test]
    fn help_speaks_both_languages_or_the_one_asked_for() {
        for help in shown(None) {
            assert!(help.contains("Cách dùng / Usage: mot-cua"), "{help}");
            assert!(help.contains("Tùy chọn / Options:"), "{help}");
        }
        let vietnamese = |text: &str| text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
        for help in shown(Some(In::En)) {
            for line in help.lines().filter(|line| !SAME.iter().any(|same| line.contains(same))) {
                assert!(!vietnamese(&line.replace("Một Cửa", "")), "{line}");
            }
        }
        for help in shown(Some(In::Vi)) {
            assert!(help.contains("Cách dùng: mot-cua") && !help.contains(BETWEEN), "{help}");
            for english in
                ["Usage", "Options", "Print", "[default", "[env", "Possible values", "possible values"]
            {
                assert!(!help.contains(english), "{english}: {help}");
            }
        }
    }

    #[test]
    fn an_example_stands_behind_each_language() {
        let term = "Thời hạn / The limit: 3wd, 15cd";
        let in_one = |asked| said(term, Voice::new(asked));
        assert_eq!(in_one(Some(In::Vi)), "Thời hạn: 3wd, 15cd");
        assert_eq!(in_one(Some(In::En)), "The limit: 3wd, 15cd");
        assert_eq!(in_one(None), term);
    }

    /// A secret in the environment is named, never shown.
    #[test]
    fn help_shows_no_value_of_the_environment() {
        let mut root = spoken(Cli::command(), Voice::default());
        root.build();
        let serve = root.find_subcommand_mut("serve").expect("serve");
        let help = serve.render_help().to_string();
        assert!(help.contains("[biến môi trường / environment: MOT_CUA_SMTP]"), "{help}");
        assert!(help.contains("[mặc định / default: 127.0.0.1:8080]"), "{help}");
    }
}
