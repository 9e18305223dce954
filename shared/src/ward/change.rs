//! Ai đổi gì lúc nào: what one version of the ward's settings changed against the one before it, in a short sentence.
//!
//! Not here: keeping it (the server's `store::ward`), who may read it (`officer::right`).
//! Invariant: it is said by comparing two whole versions, so nothing changes unsaid; once written it stays as it was.

use serde::{Deserialize, Serialize};

use super::{Letterhead, Ward};
use crate::calendar::Calendar;
use crate::id::OfficerId;
use crate::lang::{Lang, Sentence, Word, word};
use crate::limits::CHANGES_NAMED_MAX;
use crate::moment::{Day, Moment};
use crate::officer::Officer;
use crate::procedure::{Catalogue, Procedure};

/// One version, as somebody saved it. `GET /api/ward/changes` gives the latest of them, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    pub version: u32,
    pub at: Moment,
    /// Nobody where the server was started with it, or its operator entered it on the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<OfficerId>,
    pub vi: String,
    pub en: String,
}

impl Change {
    pub fn said(&self) -> Sentence {
        Sentence::new(self.vi.clone(), self.en.clone())
    }
}

/// What is told of one part of the settings.
struct Part {
    what: Word,
    /// Names and days, the same in both languages.
    which: Vec<String>,
}

impl Part {
    /// `thủ tục HT-01/3, HT-02/2, HT-03/2 và 4 nữa`
    fn text(&self, lang: Lang) -> String {
        let named = self.which.iter().take(CHANGES_NAMED_MAX).cloned().collect::<Vec<_>>().join(", ");
        let more = match self.which.len().saturating_sub(CHANGES_NAMED_MAX) {
            0 => String::new(),
            n => format!(" {} {n} {}", lang.pick("và", "and"), lang.pick("nữa", "more")),
        };
        let space = if named.is_empty() { "" } else { " " };
        format!("{}{space}{named}{more}", self.what.of(lang))
    }
}

/// What is in the second list and not, or otherwise, in the first; and what is only in the first.
fn differing<'a, T: PartialEq>(
    before: &'a [T],
    after: &'a [T],
    same: impl Fn(&T, &T) -> bool,
) -> (Vec<&'a T>, Vec<&'a T>) {
    let changed = after.iter().filter(|new| !before.contains(new)).collect();
    let gone = before.iter().filter(|old| !after.iter().any(|new| same(old, new))).collect();
    (changed, gone)
}

/// Collects the parts that differ.
#[derive(Default)]
struct Told(Vec<Part>);

impl Told {
    fn say(&mut self, what: Word, which: Vec<String>) {
        self.0.push(Part { what, which });
    }

    /// Where there is any.
    fn list(&mut self, what: Word, which: Vec<String>) {
        if !which.is_empty() {
            self.say(what, which);
        }
    }

    /// Where the two differ.
    fn value<T: PartialEq>(&mut self, what: Word, before: &T, after: &T, which: impl Fn(&T) -> String) {
        if before != after {
            let said = which(after);
            self.say(what, if said.is_empty() { vec![] } else { vec![said] });
        }
    }

    /// What holds from a day on: what is new or changed, and what is there no more.
    fn dated<T: PartialEq>(
        &mut self,
        [what, out]: [Word; 2],
        before: &[T],
        after: &[T],
        from: impl Fn(&T) -> Day,
    ) {
        let (new, gone) = differing(before, after, |old, new| from(old) == from(new));
        self.list(what, new.into_iter().map(|one| from(one).vi()).collect());
        self.list(out, gone.into_iter().map(|one| from(one).vi()).collect());
    }

    /// The names, apart from where and by which number the ward is reached.
    fn letterheads(&mut self, before: &[Letterhead], after: &[Letterhead]) {
        let is_named_alike = |new: &&Letterhead| {
            let old = before.iter().find(|old| old.from == new.from);
            let moved = old.map(|old| Letterhead {
                phone: new.phone.clone(),
                address: new.address.clone(),
                ..old.clone()
            });
            moved.as_ref() == Some(*new)
        };
        let (new, gone) = differing(before, after, |old, new| old.from == new.from);
        let days = |all: Vec<&Letterhead>| all.into_iter().map(|one| one.from.vi()).collect();
        let (reached, named) = new.into_iter().partition(is_named_alike);
        self.list(word("tên trên giấy từ", "names on papers from"), days(named));
        self.list(word("địa chỉ, điện thoại từ", "address and telephone from"), days(reached));
        self.list(word("bỏ tên trên giấy từ", "names taken out, from"), days(gone));
    }

    fn calendar(&mut self, before: &Calendar, after: &Calendar) {
        let Calendar { off, worked, first_year, last_year, hours } = after;
        let new = off.iter().filter(|(day, is)| before.off.get(*day) != Some(*is));
        self.list(word("ngày nghỉ", "days off"), new.map(|(day, _)| day.vi()).collect());
        let gone = before.off.keys().filter(|day| !off.contains_key(*day));
        self.list(word("bỏ ngày nghỉ", "days off taken out"), gone.map(|day| day.vi()).collect());
        let new = worked.iter().filter(|(day, why)| before.worked.get(*day) != Some(*why));
        self.list(word("ngày làm bù", "days worked in exchange"), new.map(|(day, _)| day.vi()).collect());
        let gone = before.worked.keys().filter(|day| !worked.contains_key(*day));
        self.list(word("bỏ ngày làm bù", "exchanged days taken out"), gone.map(|day| day.vi()).collect());
        let years = (before.first_year, before.last_year);
        let said = |(first, last): &(i32, i32)| format!("{first}–{last}");
        self.value(
            word("lịch có các năm", "years of the calendar"),
            &years,
            &(*first_year, *last_year),
            said,
        );
        let told = [
            word("giờ làm việc từ", "office hours from"),
            word("bỏ giờ làm việc từ", "office hours taken out, from"),
        ];
        self.dated(told, &before.hours, hours, |one| one.from);
    }

    fn catalogue(&mut self, before: &Catalogue, after: &Catalogue) {
        let Catalogue { fields, procedures } = after;
        let (new, gone) = differing(&before.fields, fields, |old, new| old.id == new.id);
        self.list(word("lĩnh vực", "fields"), new.iter().map(|one| one.id.clone()).collect());
        self.list(word("bỏ lĩnh vực", "fields taken out"), gone.iter().map(|one| one.id.clone()).collect());
        let same = |old: &Procedure, new: &Procedure| old.id == new.id && old.version == new.version;
        let (new, gone) = differing(&before.procedures, procedures, same);
        let named = |one: &&Procedure| format!("{} ({})", one.id, one.version);
        self.list(word("thủ tục", "procedures"), new.iter().map(named).collect());
        self.list(word("bỏ thủ tục", "procedures taken out"), gone.iter().map(named).collect());
    }

    fn officers(&mut self, before: &[Officer], after: &[Officer]) {
        let (new, gone) = differing(before, after, |old, new| old.id == new.id);
        let was = |one: &Officer| before.iter().find(|old| old.id == one.id);
        let leaves = |one: &Officer| !one.is_at_work() && was(one).is_some_and(Officer::is_at_work);
        let name = |one: &Officer| one.name.clone();
        let all = |which: &dyn Fn(&Officer) -> bool| -> Vec<String> {
            new.iter().filter(|one| which(one)).map(|one| name(one)).collect()
        };
        self.list(word("thêm người", "officers added"), all(&|one| was(one).is_none()));
        self.list(word("thôi việc", "officers who left"), all(&leaves));
        self.list(word("sửa người", "officers changed"), all(&|one| was(one).is_some() && !leaves(one)));
        self.list(word("bỏ người", "officers taken out"), gone.iter().map(|one| name(one)).collect());
    }
}

/// What `after` changed against `before`; the version number is no change.
pub fn between(before: &Ward, after: &Ward) -> Sentence {
    let Ward {
        version: _,
        agency_code,
        letterheads,
        officers,
        roster,
        supplement_clock,
        calendar,
        catalogue,
        mandates_from,
        survey_forms,
        news_by,
        public_url,
    } = after;
    let none = |_: &Vec<_>| String::new();
    let mut told = Told::default();
    told.value(word("mã định danh", "code of the agency"), &before.agency_code, agency_code, String::clone);
    told.letterheads(&before.letterheads, letterheads);
    told.officers(&before.officers, officers);
    let weeks = [
        word("lịch trực ký từ", "signing roster from"),
        word("bỏ lịch trực ký từ", "signing roster taken out, from"),
    ];
    told.dated(weeks, &before.roster, roster, |one| one.from);
    let clock = word("cách tính hạn sau khi bổ sung", "how the limit is counted after a supplement");
    told.value(clock, &before.supplement_clock, supplement_clock, |_| String::new());
    told.calendar(&before.calendar, calendar);
    told.catalogue(&before.catalogue, catalogue);
    let signs = word("phân công ký theo lĩnh vực từ", "signing by field from");
    told.value(signs, &before.mandates_from, mandates_from, |from| {
        from.map_or_else(|| "–".to_owned(), Day::vi)
    });
    let forms = [
        word("mẫu phiếu đánh giá từ", "survey form from"),
        word("bỏ mẫu phiếu đánh giá từ", "survey form taken out, from"),
    ];
    told.dated(forms, &before.survey_forms, survey_forms, |one| one.from);
    told.value(word("cách báo tin cho công dân", "ways of news"), &before.news_by, news_by, none);
    told.value(word("địa chỉ công khai", "public address"), &before.public_url, public_url, String::clone);
    let said = |lang: Lang| match told.0.as_slice() {
        [] => lang.pick("không đổi gì", "nothing").to_owned(),
        parts => parts.iter().map(|part| part.text(lang)).collect::<Vec<_>>().join("; "),
    };
    Sentence::new(said(Lang::Vi), said(Lang::En))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::calendar::OffDay;
    use crate::demo;

    fn ward() -> Ward {
        demo::ward().expect("the standard data")
    }

    fn said(change: impl FnOnce(&mut Ward)) -> (String, String) {
        let before = ward();
        let mut after = before.clone();
        change(&mut after);
        let said = between(&before, &after);
        (said.vi, said.en)
    }

    #[test]
    fn a_change_names_what_is_new_and_counts_what_is_too_much() {
        assert_eq!(said(|ward| ward.version += 1).0, "không đổi gì");
        let storm = said(|ward| {
            let off = OffDay { name: "Bão".to_owned(), kind: "nghi_dot_xuat".to_owned(), uncertain: false };
            ward.calendar.off.insert(Day::new(2026, 11, 25).expect("a day"), off);
            ward.public_url = "https://mot-cua.example".to_owned();
        });
        assert_eq!(storm.0, "ngày nghỉ 25/11/2026; địa chỉ công khai https://mot-cua.example");
        assert_eq!(storm.1, "days off 25/11/2026; public address https://mot-cua.example");
        let many = said(|ward| ward.catalogue.procedures.iter_mut().take(5).for_each(|p| p.note.push('!')));
        assert!(many.0.starts_with("thủ tục ") && many.0.ends_with(" và 2 nữa"), "{many:?}");
        assert!(many.1.starts_with("procedures ") && many.1.ends_with(" and 2 more"), "{many:?}");
    }

    #[test]
    fn another_address_is_no_other_name() {
        let head = |change: fn(&mut Letterhead)| said(|ward| change(&mut ward.letterheads[1])).0;
        assert_eq!(head(|head| head.address.clear()), "địa chỉ, điện thoại từ 01/07/2025");
        assert_eq!(head(|head| head.phone.clear()), "địa chỉ, điện thoại từ 01/07/2025");
        let renamed = |head: &mut Letterhead| {
            head.address.clear();
            head.place.push('!');
        };
        assert_eq!(head(renamed), "tên trên giấy từ 01/07/2025");
    }

    #[test]
    fn people_come_change_and_leave() {
        let name = |id| ward().name_of(id);
        let left = said(|ward| {
            for officer in &mut ward.officers {
                if officer.id == demo::CLERK {
                    officer.roles.clear();
                }
                if officer.id == demo::HEAD {
                    officer.title.push('!');
                }
            }
        });
        assert_eq!(left.0, format!("thôi việc {}; sửa người {}", name(demo::CLERK), name(demo::HEAD)));
        let came = said(|ward| {
            let fresh =
                Officer {
                    id: ward.next_officer(), name: "Lê Thị Mơ".to_owned(), ..ward.officers[0].clone()
                };
            ward.officers.push(fresh);
        });
        assert_eq!(came.0, "thêm người Lê Thị Mơ");
        let gone = said(|ward| ward.officers.retain(|officer| officer.id != demo::CLERK));
        assert_eq!(gone.0, format!("bỏ người {}", name(demo::CLERK)));
    }

    /// Whatever is changed is said: each setting by itself, and no two by the same words.
    #[test]
    fn no_setting_changes_unsaid() {
        let changes: [fn(&mut Ward); 15] = [
            |ward| ward.agency_code.push('9'),
            |ward| ward.letterheads[0].agency.push('9'),
            |ward| ward.letterheads[0].phone.push('9'),
            |ward| ward.officers[0].name.push('!'),
            |ward| ward.roster.clear(),
            |ward| ward.roster[0].days[0].reverse(),
            |ward| ward.supplement_clock = crate::ward::SupplementClock::Restart,
            |ward| drop(ward.calendar.off.pop_first()),
            |ward| drop(ward.calendar.worked.pop_first()),
            |ward| ward.calendar.last_year += 1,
            |ward| ward.calendar.hours[0].from = ward.calendar.hours[0].from.next(),
            |ward| ward.catalogue.fields[0].name.push('!'),
            |ward| drop(ward.catalogue.procedures.pop()),
            |ward| ward.mandates_from = Day::new(2026, 12, 1),
            |ward| ward.news_by.push(crate::dossier::record::NewsBy::Zalo),
        ];
        let all: BTreeSet<String> = changes.into_iter().map(|change| said(change).0).collect();
        assert_eq!(all.len(), changes.len(), "{all:#?}");
        assert!(!all.contains("không đổi gì"), "{all:#?}");
    }
}
