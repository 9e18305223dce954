//! Nộp trực tuyến: a form that a cheap phone fills in, with a network or without, and sends once.
//!
//! Not here: what is right (`shared::door`), what stays on the device (`draft`), the send (`sending`), the page after it
//! (`receipt`).
//! Invariant: nothing is called sent before the server has said so. However often it is sent, and after however many
//! reloads, one form is one application.

pub mod draft;
mod keep;
pub mod photos;
pub mod receipt;

#[cfg(test)]
mod tests;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::door::Apply;
use shared::dossier::record::NewsBy;
use shared::id::DossierId;
use shared::lang::{Lang, Sentence, Word, word};
use shared::procedure::Procedure;
use shared::session::PublicCatalogue;

use self::draft::{Form, Kept, Receipt};
use self::photos::{Photos, photos_of};
use self::receipt::receipt_view;
use super::catalogue::named;
use super::fetch::{self, Posted, Sent, use_posted};
use super::frame::{PublicFrame, focus_heading};
use super::needs::{TickIn, how, when_of};
use super::sending::{Draft, Goods, Part, Sending, Way, Words, Wrong};
use crate::desk::{Desk, clock, use_desk};
use crate::english::told;
use crate::news::NewsField;
use crate::prefs::use_prefs;
use crate::routes::is_at_work;
use crate::store::tripwire;
use crate::text::{say, t};
use crate::ui::field::TextField;
use crate::ui::state::failed;

const TITLE: Word = word("Nộp trực tuyến", "Apply online");
const BACK: Word = word("Thủ tục này cần gì, hết bao nhiêu", "What this takes and costs");
const ALL: Word = word("Tất cả thủ tục", "All procedures");
const LOADING: Word = word("Đang tải…", "Loading…");
const CLOSED: Word = word(
    "Phường chưa nhận hồ sơ trực tuyến. Mời nộp tại quầy.",
    "The ward does not take applications online. Please come to the counter.",
);
const GONE: Word = word(
    "Phường không có thủ tục này. Xem lại trong danh mục.",
    "The ward has no such procedure. Look in the list.",
);
const HOW: Word = word(
    "Điền ở đây trước; giấy tờ bản chính, tiền và kết quả ở quầy.",
    "Fill this in first; original papers, payment and the result are at the counter.",
);
const NOT_HERE: Word = word(
    "Máy này ai cũng dùng, nên không điền hồ sơ ở đây. Nộp trên điện thoại của bạn, hoặc tại quầy.",
    "Everybody uses this screen, so no form is filled in here. Apply on your own phone, or at the counter.",
);
const WHO: Word = word("Người nộp", "Applicant");
const CARD: Word = word("Mã QR trên căn cước", "QR code of the identity card");
const CARD_HOW: Word = word(
    "Quét bằng ứng dụng máy ảnh rồi dán vào đây, các ô dưới tự điền. Không có thì gõ.",
    "Scan it with the camera and paste it here; the fields below fill themselves. Or just type.",
);
const NAME: Word = word("Họ và tên", "Full name");
const NUMBER: Word = word("Số căn cước", "Identity number");
const BIRTH: Word = word("Ngày sinh", "Date of birth");
const BIRTH_HOW: Word = word("14/03/1990; chỉ nhớ năm thì ghi năm", "14/03/1990; the year alone will do");
const ADDRESS: Word = word("Nơi ở", "Address");
const BEHALF: Word = word("Nộp thay cho", "On behalf of");
const PHONE: Word = word("Điện thoại", "Phone");
const PHONE_HOW: Word = word("Phường gọi số này khi cần", "The ward calls this number when needed");
const EMAIL: Word = word("Thư điện tử", "E-mail");
const PAPERS: Word = word("Giấy tờ bạn đã có", "Papers you have");
const PAPERS_HOW: Word = word(
    "Đánh dấu giấy đã có; còn thiếu vẫn gửi được, phường sẽ hướng dẫn.",
    "Tick what you have; you can send without the rest, and the ward will tell you what to do.",
);
const PHOTOS_HOW: Word = word(
    "Có thể kèm ảnh từng giấy để phường xem trước. Ảnh được thu nhỏ ngay trên máy này; bản chính vẫn mang tới quầy.",
    "You may add photos of each paper, for the ward to look at beforehand. They are made smaller on this device; still bring the originals.",
);
const WORDS: Words = Words {
    title: TITLE,
    send: word("Gửi hồ sơ", "Send the application"),
    waiting: word(
        "Hồ sơ nằm trên máy này. Để trang này mở: có mạng là tự gửi, gửi xong sẽ có số hồ sơ.",
        "The application lies on this device. Leave this page open: it is sent as soon as there is a network, and you then get its number.",
    ),
};

fn new_marks(desk: Desk) -> (DossierId, String) {
    (DossierId(uuid::Uuid::new_v4()), desk.new_secret())
}

#[component]
pub fn ApplyPage() -> impl IntoView {
    let params = use_params_map();
    let desk = use_desk();
    let id = Memo::new(move |_| params.read().get("procedure").unwrap_or_default());
    if use_prefs().kiosk.get_untracked() {
        return view! { <PublicFrame title=TITLE><h1 tabindex="-1">{t(TITLE)}</h1><p class="note">{t(NOT_HERE)}</p></PublicFrame> }
            .into_any();
    }
    view! { <PublicFrame title=TITLE>{move || one(desk, id.get())}</PublicFrame> }.into_any()
}

/// The application for one procedure: its receipt where it is sent, else its form.
fn one(desk: Desk, id: String) -> impl IntoView {
    let kept = draft::read(&id);
    let start = if let Some(Kept::Receipt(receipt)) = &kept { Some(receipt.clone()) } else { None };
    let shown = RwSignal::new(start);
    let Posted { said: posted, again } = use_posted(desk);
    let (of, kept) = (id.clone(), StoredValue::new(kept));
    let forget = Callback::new(move |()| {
        draft::forget(&of);
        kept.set_value(None);
        shown.set(None);
    });
    move || match (shown.get(), posted.get()) {
        (Some(receipt), _) => {
            focus_heading();
            receipt_view(receipt, forget).into_any()
        }
        (None, None) => view! { <p class="quiet" role="status">{t(LOADING)}</p> }.into_any(),
        (None, Some(posted)) => {
            let unread = posted.is_err();
            match place(posted, kept.get_value(), &id) {
                Ok(place) => view! { <FormPart desk place kept=kept.get_value() shown /> }.into_any(),
                Err(said) => no_form(said, unread.then_some(again)).into_any(),
            }
        }
    }
}

/// Why there is no form; `again` where asking once more can help.
fn no_form(said: Sentence, again: Option<Callback<()>>) -> impl IntoView {
    view! {
        <h1 tabindex="-1">{t(TITLE)}</h1>
        {failed(said, again)}
        <p><a href="/thu-tuc">{t(ALL)}</a></p>
    }
}

/// What is applied for, and where.
#[derive(Clone, PartialEq, Debug)]
pub struct At {
    procedure: Procedure,
    agency: String,
    /// The ways by which the ward tells how a dossier goes on.
    news_by: Vec<NewsBy>,
    /// Why nobody is received for it today, as far as the ward was heard.
    undated: Option<Sentence>,
}

/// The procedure in force; without a network, the one that the form on this device was begun with.
fn place(posted: Result<PublicCatalogue, Sentence>, kept: Option<Kept>, id: &str) -> Result<At, Sentence> {
    match (posted, kept) {
        (Ok(posted), _) => {
            let undated = posted.undated_said(id);
            let found = posted.catalogue.procedures.into_iter().find(|p| p.id == id);
            let procedure = found.ok_or(GONE)?;
            let at = At { procedure, agency: posted.agency, news_by: posted.news_by, undated };
            if posted.open { Ok(at) } else { Err(CLOSED.into()) }
        }
        (Err(_), Some(Kept::Form { procedure, agency, news_by, .. })) => {
            Ok(At { procedure: *procedure, agency, news_by, undated: None })
        }
        (Err(said), Some(Kept::Receipt(_)) | None) => Err(said),
    }
}

#[component]
fn FormPart(desk: Desk, place: At, kept: Option<Kept>, shown: RwSignal<Option<Receipt>>) -> impl IntoView {
    let form = Form::new(new_marks(desk));
    let mut was_wanted = false;
    let had_draft = matches!(kept, Some(Kept::Form { .. }));
    if let Some(Kept::Form { ask, wanted, .. }) = kept {
        form.fill(*ask);
        was_wanted = wanted;
    }
    let keeps = !tripwire::is_wards_own() && !untrack(|| is_at_work(desk));
    let application = Application {
        desk,
        form,
        photos: Photos::new(form, &place.procedure, keeps),
        procedure: StoredValue::new(place.procedure),
        agency: StoredValue::new(place.agency),
        news_by: StoredValue::new(place.news_by),
        undated: StoredValue::new(place.undated),
        shown,
    };
    let sending = Sending { goods: application, way: Way::new(keeps, was_wanted, form.faults) };
    application.photos.begin(had_draft);
    Effect::new(move |_| {
        if application.photos.ready.get() && sending.way.wanted.get_untracked() {
            sending.attempt();
        }
    });
    sending.view(move || page_view(sending))
}

/// An application, as it is typed.
#[derive(Clone, Copy)]
struct Application {
    desk: Desk,
    form: Form,
    photos: Photos,
    procedure: StoredValue<Procedure>,
    agency: StoredValue<String>,
    news_by: StoredValue<Vec<NewsBy>>,
    undated: StoredValue<Option<Sentence>>,
    shown: RwSignal<Option<Receipt>>,
}

impl Application {
    fn ask(self) -> Apply {
        self.form.ask(self.procedure.with_value(Procedure::reference))
    }
}

impl Goods for Application {
    type Taken = Receipt;

    fn check(self) -> Result<(), Wrong> {
        let ask = self.ask();
        let lodged = self.procedure.with_value(|procedure| ask.lodge(procedure, clock()));
        lodged.map(drop).map_err(Wrong::from)
    }

    fn is_ready(self) -> bool {
        self.photos.ready.get_untracked()
    }

    async fn hand_in(self, part: Part) -> Sent<Receipt> {
        let (ask, agency) = (untrack(|| self.ask()), self.agency.get_value());
        let procedure = self.procedure.with_value(|p| (p.name.clone(), p.name_en.clone()));
        let (files, refused) = (|| self.photos.files(), |place, said| self.photos.refused(place, said));
        let sent = fetch::with_photos(ask.id, async || fetch::apply(&ask).await, files, part, refused).await;
        sent.map(|applied| Receipt { procedure, agency, secret: ask.secret.clone(), applied })
    }

    async fn taken(self, receipt: Receipt, keeps: bool) {
        let id = self.procedure.with_value(|p| p.id.clone());
        if keeps {
            draft::write(&id, &Kept::Receipt(receipt.clone()));
        }
        keep::forget(&id).await;
        self.shown.try_set(Some(receipt));
    }

    fn refused(self, code: &str) {
        if code == "other_application" {
            self.form.marks.try_set(new_marks(self.desk));
        }
    }
}

impl Draft for Application {
    const WORDS: Words = WORDS;

    fn is_empty(self) -> bool {
        self.form.is_empty()
    }

    fn write(self, wanted: bool) {
        let (ask, procedure) = (Box::new(self.ask()), Box::new(self.procedure.get_value()));
        let (id, agency, news_by) = (procedure.id.clone(), self.agency.get_value(), self.news_by.get_value());
        draft::write(&id, &Kept::Form { ask, wanted, procedure, agency, news_by });
    }

    fn erase(self) {
        self.procedure.with_value(|p| draft::forget(&p.id));
    }

    fn clear(self) {
        self.photos.forget();
        self.form.clear(new_marks(self.desk));
    }
}

fn page_view(sending: Sending<Application>) -> AnyView {
    let Application { form, procedure, news_by, undated, .. } = sending.goods;
    let faults = form.faults;
    let (named, back) = procedure.with_value(|p| (named(p), format!("/thu-tuc/{}", p.id)));
    let unread = RwSignal::new(None::<Sentence>);
    Effect::new(move |_| {
        let code = form.card.get();
        // A card's code has six bars; a person types none.
        if code.matches('|').count() >= 5 {
            unread.set(form.read_card(&code).err());
        }
    });
    let offered = Signal::derive(move || news_by.get_value());
    let fields = view! {
        <h2>{t(WHO)}</h2>
        <TextField id="card" label=CARD value=form.card hint=CARD_HOW optional=true />
        {move || unread.get().map(|said| view! { <p class="note note--soon" role="status">{t(said)}</p> })}
        <TextField id="name" label=NAME value=form.name faults autocomplete="name" />
        <TextField id="number" label=NUMBER value=form.number faults mode="numeric" />
        <TextField id="birth" label=BIRTH value=form.birth faults hint=BIRTH_HOW />
        <TextField id="address" label=ADDRESS value=form.address faults optional=true />
        <TextField id="phone" label=PHONE value=form.phone faults mode="tel" hint=PHONE_HOW autocomplete="tel" />
        <TextField id="email" label=EMAIL value=form.email faults mode="email" optional=true autocomplete="email" />
        <NewsField value=form.news phone=form.phone email=form.email offered />
        <TextField id="on_behalf_of" label=BEHALF value=form.on_behalf_of faults optional=true />
        {papers_view(sending.goods)}
    };
    view! {
        <h1 tabindex="-1">{t(TITLE)}": "{named}</h1>
        <p>{t(HOW)}" "<a href=back>{t(BACK)}</a></p>
        {undated.get_value().map(|said| view! { <p class="note note--soon">{t(said)}</p> })}
        {sending.form_view(fields)}
    }
    .into_any()
}

fn papers_view(application: Application) -> impl IntoView {
    let papers = application.form.papers;
    let asked = application.procedure.with_value(|p| p.papers.clone());
    let row = |(i, paper): (usize, shared::procedure::PaperAsked)| {
        let (name, lang) = told(&paper.name);
        let when = when_of(&paper);
        let photos = photos_of(application.photos, i, &paper);
        view! {
            <li>
                <TickIn places=papers place=i>
                    <span lang=lang>{name}</span>
                    <span class="sub">{say(move |lang: Lang| how(&paper, lang))}</span>
                    {when}
                </TickIn>
                {photos}
            </li>
        }
    };
    view! {
        <fieldset class="choices public__cases">
            <legend><h2>{t(PAPERS)}</h2></legend>
            <p class="quiet">{t(PAPERS_HOW)}</p>
            <p class="quiet">{t(PHOTOS_HOW)}</p>
            <ul>{asked.into_iter().enumerate().map(row).collect_view()}</ul>
        </fieldset>
    }
}
