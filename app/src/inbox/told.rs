//! An act, and what became of it, in plain sentences.
//!
//! Not here: the page.
//! Invariant: the author reads what they did, on whose dossier, and who or what stood against it.

use shared::act::Act;
use shared::dossier::code::Code;
use shared::dossier::{self, Dossier, Kind};
use shared::lang::{Lang, Sentence};
use shared::sync::notice::Item;
use shared::sync::wire::{Command, Outcome, Over};
use shared::text::small;
use shared::ward::Ward;

/// `Tiếp nhận: Nguyễn Thị Hoài Thương`
pub fn title(command: &Command, dossier: Option<&Dossier>, lang: Lang) -> String {
    let Act::Dossier { act, .. } = &command.act;
    titled(act.kind(), Some(act), dossier, lang)
}

/// What became of an act, which it was, and on whose dossier: `Chưa ghi nhận: tiếp nhận: Đặng Thị Đào`, `Not recorded:
/// “Receive” for Đặng Thị Đào`. Only what is known of it; and not the act where the outcome says it already.
pub fn heading(item: &Item, dossier: Option<&Dossier>, lang: Lang) -> String {
    let became = headline(&item.outcome);
    let became = became.of(lang);
    let Some(about) = item.about else { return became.to_owned() };
    let act = item.command.as_ref().map(|command| {
        let Act::Dossier { act, .. } = &command.act;
        act
    });
    let (what, name) = (about.kind.label().of(lang), name_of(act, dossier));
    let says_act = matches!(item.outcome, Outcome::Conflict { over: Over::Details { .. }, .. });
    match (says_act, name, lang) {
        (true, "", _) => became.to_owned(),
        (true, name, _) => format!("{became}: {name}"),
        (false, "", Lang::Vi) => format!("{became}: {}", small(what)),
        (false, name, Lang::Vi) => format!("{became}: {}: {name}", small(what)),
        (false, "", Lang::En) => format!("{became}: “{what}”"),
        (false, name, Lang::En) => format!("{became}: “{what}” for {name}"),
    }
}

/// Whose dossier: of the record, or of the form where there is no record.
fn titled(kind: Kind, act: Option<&dossier::Act>, dossier: Option<&Dossier>, lang: Lang) -> String {
    let what = kind.label().of(lang);
    match name_of(act, dossier) {
        "" => what.to_owned(),
        name => format!("{what}: {name}"),
    }
}

fn name_of<'a>(act: Option<&'a dossier::Act>, dossier: Option<&'a Dossier>) -> &'a str {
    let form = || act.and_then(dossier::Act::applicant);
    dossier.map(|d| &d.applicant).or_else(form).map_or("", |applicant| applicant.name.as_str())
}

/// `181122-6105 · Đăng ký khai sinh · bạn ghi lúc 15:42 22/11/2018, máy “Quầy 2”`
pub fn line(ward: &Ward, item: &Item, mine: bool, dossier: Option<&Dossier>, lang: Lang) -> String {
    let code = dossier.and_then(|d| d.code.as_ref()).map(|code| code.short());
    let procedure = dossier.and_then(|d| ward.catalogue.get(&d.procedure));
    let procedure = procedure.map(|p| lang.pick(p.name.as_str(), p.name_en.as_str()).to_owned());
    let author =
        if mine { lang.pick("bạn", "you").to_owned() } else { ward.name_of(item.id.writer.officer) };
    let at = item.about.map(|about| about.at.clock_and_day());
    let wrote = match (lang, at) {
        (Lang::Vi, Some(at)) => format!("{author} ghi lúc {at}"),
        (Lang::En, Some(at)) => format!("{author} recorded it at {at}"),
        (Lang::Vi, None) => format!("{author} ghi, việc số {}", item.id.n),
        (Lang::En, None) => format!("recorded by {author}, act {}", item.id.n),
    };
    let device = item.device.as_deref().map(|label| match (label, lang) {
        ("", _) => lang.pick(", vào sổ tại máy chủ", ", let in at the server").to_owned(),
        (label, Lang::Vi) => format!(", máy “{label}”"),
        (label, Lang::En) => format!(", on “{label}”"),
    });
    let when = wrote + &device.unwrap_or_default();
    [code, procedure, Some(when)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Why it stands in the list, in two or three words.
pub fn headline(outcome: &Outcome) -> Sentence {
    match outcome {
        Outcome::Applied { .. } => Sentence::new("Đã ghi", "Recorded"),
        Outcome::Merged { .. } => {
            Sentence::new("Đã ghi, gộp với sửa đổi khác", "Recorded beside another change")
        }
        Outcome::Noop { .. } => Sentence::new("Đã có người làm", "Done already"),
        Outcome::Conflict { over: Over::Step { .. }, .. } | Outcome::Rejected { .. } => {
            Sentence::new("Chưa ghi nhận", "Not recorded")
        }
        Outcome::Conflict { over: Over::Details { .. }, .. } => {
            Sentence::new("Hai người cùng sửa", "Corrected by two people")
        }
        Outcome::Conflict { over: Over::Number { .. }, .. } => {
            Sentence::new("Phải in lại giấy hẹn", "The slip must be printed again")
        }
        Outcome::Quarantined { .. } => Sentence::new("Giữ lại để quản trị xem", "Kept for the administrator"),
    }
}

/// What became of it: who and when, and what to do.
pub fn verdict(ward: &Ward, outcome: &Outcome) -> Sentence {
    match outcome {
        Outcome::Applied { .. } => Sentence::new("Đã ghi.", "Recorded."),
        Outcome::Merged { .. } => {
            Sentence::new("Đã ghi, cùng lúc với sửa đổi khác.", "Recorded beside another change.")
        }
        Outcome::Noop { by, at } => Sentence::new(
            format!("{} đã làm việc này lúc {}.", ward.name_of(*by), at.clock_and_day()),
            format!("{} had done this at {}.", ward.name_of(*by), at.clock_and_day()),
        ),
        Outcome::Conflict { over: Over::Step { refusal }, by, at, .. } => {
            let why = refusal.sentence();
            let (who, when) = (ward.name_of(*by), at.clock_and_day());
            Sentence::new(
                format!("{who} đã chuyển bước hồ sơ lúc {when}. {}", why.vi),
                format!("{who} moved the dossier at {when}. {}", why.en),
            )
        }
        Outcome::Conflict { over: Over::Details { group }, by, at, .. } => {
            let (who, when, what) = (ward.name_of(*by), at.clock_and_day(), group.label());
            Sentence::new(
                format!("{who} cũng sửa “{}” lúc {when}.", what.vi),
                format!("{who} corrected “{}” too, at {when}.", what.en),
            )
        }
        Outcome::Conflict { over: Over::Number { printed, given }, .. } => renumbered(printed, given),
        Outcome::Rejected { refusal } | Outcome::Quarantined { refusal, .. } => refusal.sentence(),
    }
}

/// Why a printed number is not the dossier's: another day in it means that the device's clock was not believed.
fn renumbered(printed: &Code, given: &Code) -> Sentence {
    let ((was, is), sameday) = ((printed.short(), given.short()), printed.day == given.day);
    let (vi, en) = if sameday {
        (format!("Số {was} đã có hồ sơ khác"), format!("{was} was taken"))
    } else {
        (
            format!("Số {was} mang ngày sai vì đồng hồ máy chạy sai"),
            format!("{was} carries a wrong day, since the device's clock was wrong"),
        )
    };
    Sentence::new(
        format!("{vi}; hồ sơ này mang số {is}. In lại giấy hẹn cho công dân."),
        format!("{en}; this dossier is now {is}. Print the slip again for the citizen."),
    )
}

#[cfg(test)]
mod tests {
    use shared::demo;
    use shared::dossier::record::Group;
    use shared::id::{DeviceId, Writer};
    use shared::refusal::Refusal;
    use shared::sync::notice::{About, NoticeId};

    use super::*;
    use crate::dossier::tests::dossier;
    use crate::store::tests::morning;

    /// A heading has one colon between what became of it and the rest, and an act is called as its button is.
    #[test]
    fn a_heading_reads_as_a_sentence_in_both_languages() {
        let dossier = dossier("Đặng Thị Đào");
        let id = NoticeId { writer: Writer { device: DeviceId(9), officer: demo::RECEPTION }, n: 7 };
        let (by, at) = (demo::JUSTICE, morning());
        let of = |kind, outcome| {
            let about = Some(About { kind, dossier: dossier.id, at });
            Item { id, device: None, about, command: None, outcome, read: false }
        };
        let said = |item: &Item, dossier| [Lang::Vi, Lang::En].map(|lang| heading(item, dossier, lang));
        let over = Over::Details { group: Group::Applicant };
        let met = of(Kind::Amend, Outcome::Conflict { over, by, at, seq: 2 });
        assert_eq!(
            said(&met, Some(&dossier)),
            ["Hai người cùng sửa: Đặng Thị Đào", "Corrected by two people: Đặng Thị Đào"]
        );
        assert_eq!(said(&met, None), ["Hai người cùng sửa", "Corrected by two people"]);
        let refused = of(Kind::Note, Outcome::Rejected { refusal: Refusal::Settled });
        assert_eq!(
            said(&refused, Some(&dossier)),
            ["Chưa ghi nhận: ghi chú nội bộ: Đặng Thị Đào", "Not recorded: “Internal note” for Đặng Thị Đào"]
        );
        assert_eq!(said(&refused, None), ["Chưa ghi nhận: ghi chú nội bộ", "Not recorded: “Internal note”"]);
        let unread = Item { about: None, ..refused };
        assert_eq!(said(&unread, Some(&dossier)), ["Chưa ghi nhận", "Not recorded"]);
    }

    #[test]
    fn a_slip_is_printed_again_for_its_own_reason() {
        let code = |text: &str| text.parse::<Code>().expect("a code");
        let printed = code("000.21.17.H17-261126-6003");
        let taken = renumbered(&printed, &code("000.21.17.H17-261126-0001"));
        assert!(taken.vi.starts_with("Số 261126-6003 đã có hồ sơ khác; hồ sơ này mang số 261126-0001."));
        let wrong = renumbered(&printed, &code("000.21.17.H17-261125-0001"));
        assert!(wrong.vi.contains("đồng hồ máy chạy sai; hồ sơ này mang số 261125-0001."), "{}", wrong.vi);
    }
}
