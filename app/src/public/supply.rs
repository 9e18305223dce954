//! Gửi ảnh giấy tờ còn thiếu: on the page of a dossier that waits for its citizen, photographs of what was asked for.
//!
//! Not here: taking a picture (`scan`), the pages in a tray (`apply::photos`), the send (`sending`), what is right in it (the
//! server).
//! Invariant: nothing is called sent before the server has said so, and nothing lies on this device: what is not sent is gone
//! with the page. The screen in the hall, which everybody uses, takes no photograph.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::door::photo::field;
use shared::door::supply::{PaperWanted, SendPapers, beside};
use shared::dossier::ask_more::paper_of;
use shared::dossier::record::Asked;
use shared::id::DossierId;
use shared::lang::{Lang, Sentence, Word, word};
use shared::limits::DOOR_PICTURE_BYTES_MAX;
use shared::moment::Moment;
use shared::refusal::FieldFault;
use shared::scan::{Digest, File};
use shared::session::{Track, Tracked};

use super::apply::photos::{made_of, tray_view};
use super::fetch::{self, Sent};
use super::sending::{Goods, Part, Sending, Way, Wrong};
use crate::scan::take::Tray;
use crate::text::{say, t};
use crate::ui::field::Faults;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Failed;

const TITLE: Word = word("Gửi ảnh giấy tờ còn thiếu", "Send photos of the missing papers");
const HOW: Word = word(
    "Phường xem ảnh trước để biết đúng giấy chưa. Bản chính vẫn mang tới quầy: quầy nhận rồi, hồ sơ mới được làm tiếp.",
    "The ward looks at photos beforehand, to tell whether it is the right paper. Still bring the originals: the work goes on once the counter has them.",
);
const HERE: Word = word(
    "Ảnh được thu nhỏ ngay trên máy này. Chưa gửi thì ảnh chỉ ở trang này: rời trang là hết.",
    "Photos are made smaller on this device. Until they are sent they are on this page only, and gone when you leave it.",
);
const ONLY_SHOWN: Word =
    word("Giấy này chỉ xuất trình ở quầy, không gửi ảnh.", "Only shown at the counter; no photo is taken.");
const NONE: Word = word("Chưa có ảnh nào. Chụp ít nhất một giấy tờ.", "Take a photo of at least one paper.");
const SEND: Word = word("Gửi ảnh", "Send the photos");

/// What goes up: the form, and each file with the place of its paper.
type Parcel = (SendPapers, BTreeMap<Digest, (usize, Vec<u8>)>);

/// Photographs of what was asked for.
#[derive(Clone, Copy)]
pub struct Letter {
    slip: StoredValue<Track>,
    asked: Moment,
    /// Of each paper of which photographs are taken, by its place.
    trays: StoredValue<Vec<(usize, Tray)>>,
    /// One for every send of this page, however often it is tried.
    id: StoredValue<DossierId>,
    parcel: StoredValue<Option<Parcel>>,
    faults: Faults,
    arrived: Callback<Tracked>,
}

impl Letter {
    pub fn new(slip: Track, asked: Moment, papers: &[PaperWanted], arrived: Callback<Tracked>) -> Letter {
        let taken = papers.iter().enumerate().filter(|(_, paper)| paper.takes);
        let trays = taken.map(|(place, _)| (place, Tray::new(Some(DOOR_PICTURE_BYTES_MAX)))).collect();
        Letter {
            slip: StoredValue::new(slip),
            asked,
            trays: StoredValue::new(trays),
            id: StoredValue::new(DossierId(uuid::Uuid::new_v4())),
            parcel: StoredValue::new(None),
            faults: RwSignal::new(vec![]),
            arrived,
        }
    }

    fn tray(self, place: usize) -> Option<Tray> {
        self.trays.with_value(|trays| trays.iter().find(|(at, _)| *at == place).map(|(_, tray)| *tray))
    }

    /// Whether a picture is still being read.
    fn is_reading(self) -> bool {
        self.trays.with_value(|trays| trays.iter().any(|(_, tray)| tray.busy.get_untracked()))
    }

    /// What the trays hold; or why it is not sent, at its paper where a file is not taken.
    fn packed(self) -> Result<Parcel, Wrong> {
        let (mut photos, mut files, mut faults) = (BTreeMap::<usize, File>::new(), BTreeMap::new(), vec![]);
        for (place, tray) in self.trays.get_value() {
            let pages = tray.pages.get_untracked();
            if pages.is_empty() {
                continue;
            }
            match made_of(&pages) {
                Ok((file, bytes)) => {
                    files.insert(file.digest.clone(), (place, bytes));
                    photos.insert(place, file);
                }
                Err(bad) => {
                    let said = bad.sentence();
                    faults.push(FieldFault::new(field(place), said.vi, said.en));
                }
            }
        }
        if !faults.is_empty() {
            return Err(Wrong::At(faults));
        }
        if photos.is_empty() {
            return Err(Wrong::Said(NONE.into()));
        }
        let Track { code, secret } = self.slip.get_value();
        Ok((SendPapers { id: self.id.get_value(), code, secret, asked: self.asked, photos }, files))
    }

    /// On its way, of which nothing is kept.
    pub fn sending(self) -> Sending<Letter> {
        Sending { goods: self, way: Way::new(false, false, self.faults) }
    }
}

impl Goods for Letter {
    type Taken = Tracked;

    fn check(self) -> Result<(), Wrong> {
        self.parcel.set_value(Some(self.packed()?));
        Ok(())
    }

    fn is_ready(self) -> bool {
        self.parcel.with_value(Option::is_some)
    }

    /// What was packed when the button was pressed.
    async fn hand_in(self, part: Part) -> Sent<Tracked> {
        let Some((letter, files)) = self.parcel.get_value() else { return Sent::Later(NONE.into()) };
        let refused = |place: usize, said: Sentence| {
            self.faults.try_set(vec![FieldFault::new(field(place), said.vi, said.en)]);
        };
        let form = async || fetch::supplement(&letter).await;
        fetch::with_photos(letter.id, form, || files, part, refused).await
    }

    async fn taken(self, tracked: Tracked, _: bool) {
        self.arrived.try_run(tracked);
    }

    fn refused(self, _: &str) {}
}

/// The region below a dossier that waits; nothing where no photograph can be sent.
pub fn supply_view(slip: Track, tracked: &Tracked, arrived: Callback<Tracked>) -> Option<AnyView> {
    let asked = tracked.asked.clone().filter(|_| tracked.photos.iter().any(|paper| paper.takes))?;
    let sending = Letter::new(slip, asked.at, &tracked.photos, arrived).sending();
    sending.go_on_trying();
    Some(letter_view(sending, &asked, &tracked.photos).into_any())
}

pub fn letter_view(sending: Sending<Letter>, asked: &Asked, papers: &[PaperWanted]) -> impl IntoView + use<> {
    let (letter, way) = (sending.goods, sending.way);
    let row = |(place, (line, paper)): (usize, (&str, Option<PaperWanted>))| {
        let name = paper_of(line).name;
        let about = match paper {
            Some(PaperWanted { takes: false, .. }) => {
                Some(view! { <span class="sub">{t(ONLY_SHOWN)}</span> }.into_any())
            }
            Some(PaperWanted { sent: Some(at), .. }) => Some(sent(at).into_any()),
            Some(PaperWanted { sent: None, .. }) | None => None,
        };
        let tray = letter.tray(place).map(|tray| tray_view(tray, place, name.clone(), letter.faults));
        view! { <li><b lang="vi">{name}</b>{about}{tray}</li> }
    };
    let rows = beside(asked, papers).enumerate().map(row).collect_view();
    view! {
        <section class="supply">
            <h2>{t(TITLE)}</h2>
            <p>{t(HOW)}</p>
            <ul class="supply__papers">{rows}</ul>
            {move || way.said.get().filter(|_| !way.wanted.get()).map(|said| view! { <Failed said /> })}
            {move || if way.wanted.get() { sending.waiting_view() } else { foot(sending) }}
        </section>
    }
}

fn sent(at: Moment) -> impl IntoView {
    let said = move |lang: Lang| {
        let at = at.clock_and_day();
        match lang {
            Lang::Vi => format!("Phường đã có ảnh, gửi lúc {at}. Gửi ảnh khác thì ảnh mới thay ảnh này."),
            Lang::En => format!("The ward has a photo, sent at {at}. Another one takes its place."),
        }
    };
    view! { <span class="supply__sent"><Icon glyph=Glyph::Ok />{say(said)}</span> }
}

fn foot(sending: Sending<Letter>) -> AnyView {
    let press = move |_| {
        if !sending.goods.is_reading() {
            sending.press();
        }
    };
    view! {
        <div class="apply__foot">
            <button class="btn btn--primary" type="button" on:click=press>{t(SEND)}<Icon glyph=Glyph::Next /></button>
        </div>
        <p class="apply__kept"><Icon glyph=Glyph::Lock /><span>{t(HERE)}</span></p>
    }
    .into_any()
}
