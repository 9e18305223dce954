//! `due`: the due moment of a dossier, and why.
//!
//! Not here: counting (`shared::calendar`).
//! Invariant: the first line is the moment alone, for programs.

use clap::{Args, ValueEnum};
use shared::calendar::{Term, standard_calendar};
use shared::lang::Lang;
use shared::moment::{Day, Moment};

#[derive(Args)]
pub struct Due {
    /// Lúc tiếp nhận / When it was received: 2018-02-13T09:00
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    received: Moment,
    /// Thời hạn / The limit: 3wd, 15cd, same-day, 8wh
    #[arg(long, value_name = "TERM")]
    term: Term,
    /// Ngôn ngữ của lời giải thích / The language of the reason
    #[arg(long, value_enum, default_value_t = In::Vi)]
    lang: In,
}

/// A moment; a day alone lacks the hour that may decide.
fn moment(text: &str) -> Result<Moment, String> {
    text.parse().map_err(|said| match text.parse::<Day>() {
        Ok(day) => format!(
            "thiếu giờ tiếp nhận, ví dụ {day}T09:00 / the hour of the reception is missing, for example {day}T09:00"
        ),
        Err(_) => format!("{said}"),
    })
}

#[derive(Clone, Copy, ValueEnum)]
enum In {
    Vi,
    En,
}

pub fn run(ask: &Due) -> anyhow::Result<()> {
    let lang = match ask.lang {
        In::Vi => Lang::Vi,
        In::En => Lang::En,
    };
    let due = standard_calendar()
        .due(ask.received, ask.term)
        .map_err(|missing| anyhow::anyhow!("{}", missing.sentence().of(lang)))?;
    println!("{}\n{}", due.at, due.why(lang));
    Ok(())
}
