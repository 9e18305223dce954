//! Con số: what the complaints of a period add up to, and index 5.2.
//!
//! Not here: one clock of one of them (`clock`).
//! Invariant: a share never stands without how many it is of; what cannot be counted is named, not left out in silence.

use serde::{Deserialize, Serialize};

use super::{Channel, Feedback, Kind, Limit, Number, Standing, State};
use crate::calendar::{Calendar, NoCalendar};
use crate::lang::{Lang, number};
use crate::moment::Moment;
use crate::report::{Cell, Period, Table};

/// In file names.
pub const ID: &str = "phan-anh-kien-nghi";

/// Of one limit: in time, and not. What is overdue and not done is not in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Held {
    pub kept: u32,
    pub missed: u32,
}

impl Held {
    pub const fn n(self) -> u32 {
        self.kept + self.missed
    }

    fn add(&mut self, standing: Standing) {
        match standing {
            Standing::Kept => self.kept += 1,
            Standing::Missed | Standing::Overdue => self.missed += 1,
            Standing::Runs | Standing::Stopped | Standing::Passed | Standing::Idle => {}
        }
    }
}

/// What was received in a period, as it stands at a moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Totals {
    pub received: u32,
    /// How many of each kind stand where.
    pub places: Vec<(Kind, State, u32)>,
    pub channels: Vec<(Channel, u32)>,
    pub limits: Vec<(Limit, Held)>,
    /// Replies and refusals together: what index 5.2 asks.
    pub answers: Held,
    /// Without a name, a telephone or an e-mail.
    pub anonymous: u32,
    /// The years without a table, and how many could not be judged for it.
    #[serde(default)]
    pub no_calendar: Vec<i32>,
    #[serde(default)]
    pub uncounted: u32,
}

/// Of nothing.
impl Default for Totals {
    fn default() -> Totals {
        Totals {
            received: 0,
            places: Vec::new(),
            channels: Vec::new(),
            limits: Limit::ALL.map(|limit| (limit, Held::default())).to_vec(),
            answers: Held::default(),
            anonymous: 0,
            no_calendar: Vec::new(),
            uncounted: 0,
        }
    }
}

impl Totals {
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Feedback>, calendar: &Calendar, now: Moment) -> Totals {
        let mut totals = Totals::default();
        totals.add(all, calendar, now);
        totals
    }

    /// More of the same period, as it is read page by page.
    pub fn add<'a>(&mut self, all: impl IntoIterator<Item = &'a Feedback>, calendar: &Calendar, now: Moment) {
        for one in all {
            self.received += 1;
            self.anonymous += u32::from(one.sender.is_anonymous());
            let (kind, state) = (one.kind_now(), one.state());
            match self.places.iter_mut().find(|(k, s, _)| (*k, *s) == (kind, state)) {
                Some((_, _, n)) => *n += 1,
                None => self.places.push((kind, state, 1)),
            }
            match self.channels.iter_mut().find(|(channel, _)| *channel == one.channel) {
                Some((_, n)) => *n += 1,
                None => self.channels.push((one.channel, 1)),
            }
            if let Err(NoCalendar { year }) = self.judge(one, calendar, now) {
                self.uncounted += 1;
                self.no_calendar.push(year);
            }
        }
        self.places.sort_unstable();
        self.channels.sort_unstable();
        self.no_calendar.sort_unstable();
        self.no_calendar.dedup();
    }

    fn judge(&mut self, one: &Feedback, calendar: &Calendar, now: Moment) -> Result<(), NoCalendar> {
        let standings: Vec<Standing> = Limit::ALL
            .into_iter()
            .map(|limit| one.clock(limit, calendar, now).map(|clock| clock.standing))
            .collect::<Result<_, _>>()?;
        for ((limit, held), standing) in self.limits.iter_mut().zip(standings) {
            held.add(standing);
            if matches!(limit, Limit::Refuse | Limit::Reply) {
                self.answers.add(standing);
            }
        }
        Ok(())
    }

    /// The numbers of the page, a sentence each. The file has `rows`, and none of the `named`, which its reader may not see.
    fn said(&self, rows: usize, named: usize) -> Vec<String> {
        let n = |n: u32| number(Lang::Vi, n.into());
        let held =
            |of: Held| format!("đúng hạn {}, trễ hạn {}, trên {}", n(of.kept), n(of.missed), n(of.n()));
        let mut said = vec![
            format!("Đã nhận: {}, trong đó ẩn danh {}", n(self.received), n(self.anonymous)),
            format!("Chỉ số 5.2: {}", held(self.answers)),
        ];
        if named > 0 {
            said.push(format!("{named} phản ánh nêu tên người tải tệp: có đếm, không có dòng."));
        }
        let older = usize::try_from(self.received).unwrap_or(usize::MAX).saturating_sub(rows + named);
        if older > 0 {
            said.push(format!(
                "{older} phản ánh cũ hơn: có đếm, không có dòng. Chọn kỳ ngắn hơn để có đủ dòng."
            ));
        }
        said.extend(self.limits.iter().map(|(limit, of)| format!("{}: {}", limit.label().vi, held(*of))));
        let place = |(kind, state, count): &(Kind, State, u32)| {
            format!("{}, {}: {}", kind.label().vi, state.label().vi, n(*count))
        };
        said.extend(self.places.iter().map(place));
        said.extend(
            self.channels.iter().map(|(channel, count)| format!("{}: {}", channel.label().vi, n(*count))),
        );
        if self.uncounted > 0 {
            said.push(format!("Chưa tính được hạn: {}", n(self.uncounted)));
        }
        said
    }

    pub fn count(&self, kind: Kind, state: State) -> u32 {
        self.places.iter().find(|(k, s, _)| (*k, *s) == (kind, state)).map_or(0, |(_, _, n)| *n)
    }
}

/// Those that came in within the period.
pub fn within(period: Period) -> impl Fn(&&Feedback) -> bool {
    move |one| period.holds(one.at)
}

/// The book of the period, a row each: no name, no telephone. `totals` is of the whole period and stands below; a row that
/// its reader may not see is missing above, `named` of them, and so may be the oldest; both are said to be.
pub fn table(all: &[Feedback], named: usize, totals: &Totals, calendar: &Calendar, now: Moment) -> Table {
    let mut columns = vec!["Số", "Nhận lúc", "Cách gửi", "Loại", "Trạng thái", "Nội dung"];
    columns.extend(["Hạn từ chối", "Hạn hỏi thêm", "Hạn trả lời", "Hạn công khai"]);
    let row = |one: &Feedback| {
        let clock = |limit| match one.clock(limit, calendar, now) {
            Ok(clock) => clock.text(Lang::Vi),
            Err(missing) => missing.sentence().vi,
        };
        let mut row = vec![
            Number::of(one.id).to_string(),
            one.at.clock_and_day(),
            one.channel.label().vi.to_owned(),
            one.kind_now().label().vi.to_owned(),
            one.state().label().vi.to_owned(),
            one.content.replace('\n', " "),
        ];
        row.extend(Limit::ALL.map(clock));
        row.into_iter().map(Cell::Text).collect()
    };
    Table {
        columns: columns.into_iter().map(str::to_owned).collect(),
        rows: all.iter().map(row).collect(),
        total: Vec::new(),
        below: totals.said(all.len(), named),
    }
}
