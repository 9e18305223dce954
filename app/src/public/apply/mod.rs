//! Nộp trực tuyến: a form that a cheap phone fills in, with a network or without, and sends once.
//!
//! Not here: what is right (`shared::door`), what stays on the device (`draft`), the page after the send (`receipt`).
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
use shared::door::{Applied, Apply};
use shared::dossier::record::NewsBy;
use shared::id::DossierId;
use shared::lang::{Lang, Sentence, Word, word};
use shared::procedure::Procedure;
use shared::refusal::Refusal;
use shared::session::PublicCatalogue;

use self::draft::{Form, Kept, Receipt};
use self::photos::{Photos, photos_of};
use self::receipt::receipt_view;
use super::catalogue::named;
use super::fetch::{self, Sent, go_on_trying};
use super::frame::{PublicFrame, focus_heading};
use super::needs::{TickIn, condition_of, how};
use crate::desk::{Desk, clock, use_desk};
use crate::english::told;
use crate::news::NewsField;
use crate::prefs::use_prefs;
use crate::routes::is_at_work;
use crate::store::tripwire;
use crate::text::{say, t};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Failed;

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
const SEND: Word = word("Gửi hồ sơ", "Send the application");
const NOT_SENT: Word = word("Chưa gửi được", "Not sent");
const KEPT: Word = word(
    "Những gì đã gõ chỉ nằm trên máy này, phường chưa thấy.",
    "What is typed lies on this device only; the ward has not seen it.",
);
const KEPT_NOWHERE: Word = word(
    "Máy này không giữ lại gì: gửi xong hoặc rời trang là hết.",
    "This device keeps nothing: it is gone once sent, or when you leave the page.",
);
const FORGET: Word = word("Xóa hết trên máy này", "Remove all of it from this device");
const WAITING: Word = word("Chưa gửi: phường chưa nhận được", "Not sent yet: the ward does not have it");
const WAITING_HOW: Word = word(
    "Hồ sơ nằm trên máy này. Để trang này mở: có mạng là tự gửi, gửi xong sẽ có số hồ sơ.",
    "The application lies on this device. Leave this page open: it is sent as soon as there is a network, and you then get its number.",
);
const SENDING: Word = word("Đang gửi…", "Sending…");
const SENDING_PHOTOS: Word = word("Đang gửi ảnh giấy tờ:", "Sending the photos:");
const TRY_NOW: Word = word("Gửi lại ngay", "Try now");
const EDIT: Word = word("Sửa lại", "Change it");

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
    let posted = LocalResource::new(move || fetch::posted(fetch::posted_here(desk)));
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
        (None, Some(posted)) => match place(posted, kept.get_value(), &id) {
            Ok(place) => view! { <FormPart desk place kept=kept.get_value() shown /> }.into_any(),
            Err(said) => view! {
                <h1 tabindex="-1">{t(TITLE)}</h1>
                <Failed said />
                <p><a href="/thu-tuc">{t(ALL)}</a></p>
            }
            .into_any(),
        },
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
    let sending = Sending {
        desk,
        form,
        photos: Photos::new(form, &place.procedure, keeps),
        procedure: StoredValue::new(place.procedure),
        agency: StoredValue::new(place.agency),
        news_by: StoredValue::new(place.news_by),
        undated: StoredValue::new(place.undated),
        keeps,
        part: RwSignal::new(None),
        wanted: RwSignal::new(was_wanted),
        busy: RwSignal::new(false),
        said: RwSignal::new(None),
        shown,
    };
    sending.photos.begin(had_draft);
    Effect::new(move |_| sending.keep());
    Effect::new(move |_| {
        if sending.photos.ready.get() && sending.wanted.get_untracked() {
            sending.attempt();
        }
    });
    go_on_trying(sending.wanted, move || sending.attempt());
    let wanted = Memo::new(move |_| sending.wanted.get());
    move || {
        if wanted.get() { waiting_view(sending).into_any() } else { form_view(sending).into_any() }
    }
}

/// A form on its way to the ward.
#[derive(Clone, Copy)]
struct Sending {
    desk: Desk,
    form: Form,
    photos: Photos,
    procedure: StoredValue<Procedure>,
    agency: StoredValue<String>,
    news_by: StoredValue<Vec<NewsBy>>,
    undated: StoredValue<Option<Sentence>>,
    /// Whether anything may lie on this device.
    keeps: bool,
    /// How much of the photographs is there, in hundredths.
    part: RwSignal<Option<u64>>,
    /// It is complete and is to be sent.
    wanted: RwSignal<bool>,
    busy: RwSignal<bool>,
    /// Why it was not taken, or not yet.
    said: RwSignal<Option<Sentence>>,
    shown: RwSignal<Option<Receipt>>,
}

impl Sending {
    fn ask(self) -> Apply {
        self.form.ask(self.procedure.with_value(Procedure::reference))
    }

    /// Writes down what is typed; an empty form leaves nothing.
    fn keep(self) {
        let (wanted, procedure, ask) = (self.wanted.get(), self.procedure.get_value(), self.ask());
        if !self.keeps {
            return;
        }
        if self.form.is_empty() {
            return draft::forget(&procedure.id);
        }
        let id = procedure.id.clone();
        let (agency, news_by) = (self.agency.get_value(), self.news_by.get_value());
        draft::write(
            &id,
            &Kept::Form { ask: Box::new(ask), wanted, procedure: Box::new(procedure), agency, news_by },
        );
    }

    /// The button: what the server would refuse is said here.
    fn press(self) {
        let ask = untrack(|| self.ask());
        self.said.set(None);
        match self.procedure.with_value(|procedure| ask.lodge(procedure, clock())) {
            Err(Refusal::Fields { faults }) => self.form.faults.set(faults),
            Err(refusal) => self.said.set(Some(refusal.sentence())),
            Ok(_) => {
                self.form.faults.set(Vec::new());
                self.wanted.set(true);
                self.attempt();
            }
        }
    }

    fn attempt(self) {
        if self.busy.get_untracked() || !self.photos.ready.get_untracked() {
            return;
        }
        self.busy.set(true);
        let (procedure, ask) = (self.procedure.get_value(), untrack(|| self.ask()));
        let agency = self.agency.get_value();
        leptos::task::spawn_local(async move {
            match self.hand_in(&ask).await {
                Sent::Taken(applied) => {
                    let names = (procedure.name, procedure.name_en);
                    let receipt = Receipt { procedure: names, agency, secret: ask.secret, applied };
                    if self.keeps {
                        draft::write(&procedure.id, &Kept::Receipt(receipt.clone()));
                    }
                    keep::forget(&procedure.id).await;
                    self.shown.try_set(Some(receipt));
                }
                Sent::Refused { code, said } => {
                    if code == "other_application" {
                        self.form.marks.try_set(new_marks(self.desk));
                    }
                    // What stands at its paper is not said twice.
                    let is_said = self.form.faults.try_with_untracked(|faults| !faults.is_empty());
                    self.said.try_set(Some(said).filter(|_| is_said != Some(true)));
                    self.wanted.try_set(false);
                }
                Sent::Later(said) => drop(self.said.try_set(Some(said))),
            }
            self.part.try_set(None);
            self.busy.try_set(false);
        });
    }

    async fn hand_in(self, ask: &Apply) -> Sent<Applied> {
        let (files, refused) = (|| self.photos.files(), |place, said| self.photos.refused(place, said));
        fetch::with_photos(ask.id, async || fetch::apply(ask).await, files, self.part, refused).await
    }

    fn forget(self) {
        let id = self.procedure.with_value(|p| p.id.clone());
        self.photos.forget();
        self.form.clear(new_marks(self.desk));
        self.said.set(None);
        draft::forget(&id);
    }
}

fn waiting_view(sending: Sending) -> impl IntoView {
    let why = move || sending.said.get().map(|said| view! { <p class="sub">{t(said)}</p> });
    let edit = move |_| {
        sending.said.set(None);
        sending.wanted.set(false);
    };
    view! {
        <h1 tabindex="-1">{t(TITLE)}</h1>
        {move || if sending.busy.get() {
            let sending_said = move |lang: Lang| match sending.part.get() {
                Some(part) => format!("{} {part} %", SENDING_PHOTOS.of(lang)),
                None => SENDING.of(lang).to_owned(),
            };
            view! { <p class="note" role="status">{say(sending_said)}</p> }.into_any()
        } else {
            view! {
                <div class="note note--soon" role="status">
                    <p><b>{t(WAITING)}</b></p>
                    <p>{t(if sending.keeps { WAITING_HOW } else { KEPT_NOWHERE })}</p>
                    {why}
                </div>
            }.into_any()
        }}
        <div class="apply__foot">
            <button class="btn btn--primary" type="button" disabled=move || sending.busy.get()
                on:click=move |_| sending.attempt()>{t(TRY_NOW)}</button>
            <button class="btn" type="button" disabled=move || sending.busy.get() on:click=edit>{t(EDIT)}</button>
        </div>
    }
}

fn form_view(sending: Sending) -> impl IntoView {
    let form = sending.form;
    let faults = form.faults;
    let (named, back) = sending.procedure.with_value(|p| (named(p), format!("/thu-tuc/{}", p.id)));
    let unread = RwSignal::new(None::<Sentence>);
    Effect::new(move |_| {
        let code = form.card.get();
        // A card's code has six bars; a person types none.
        if code.matches('|').count() >= 5 {
            unread.set(form.read_card(&code).err());
        }
    });
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        sending.press();
    };
    let is_empty = Memo::new(move |_| form.is_empty());
    let offered = Signal::derive(move || sending.news_by.get_value());
    view! {
        <h1 tabindex="-1">{t(TITLE)}": "{named}</h1>
        <p>{t(HOW)}" "<a href=back>{t(BACK)}</a></p>
        {sending.undated.get_value().map(|said| view! { <p class="note note--soon">{t(said)}</p> })}
        <ErrorSummary title=NOT_SENT faults />
        {move || sending.said.get().map(|said| view! { <Failed said /> })}
        <form class="apply" novalidate autocomplete="off" on:submit=submit>
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
            {papers_view(sending)}
            <div class="apply__foot">
                <button class="btn btn--primary" type="submit">{t(SEND)}<Icon glyph=Glyph::Next /></button>
            </div>
            <p class="apply__kept">
                <Icon glyph=Glyph::Lock />
                <span>{t(if sending.keeps { KEPT } else { KEPT_NOWHERE })}</span>
                {move || (!is_empty.get()).then(|| view! {
                    <button class="btn btn--text" type="button" on:click=move |_| sending.forget()>{t(FORGET)}</button>
                })}
            </p>
        </form>
    }
}

fn papers_view(sending: Sending) -> impl IntoView {
    let papers = sending.form.papers;
    let asked = sending.procedure.with_value(|p| p.papers.clone());
    let row = |(i, paper): (usize, shared::procedure::PaperAsked)| {
        let (name, lang) = told(&paper.name);
        let condition = condition_of(&paper);
        let photos = photos_of(sending.photos, i, &paper);
        view! {
            <li>
                <TickIn places=papers place=i>
                    <span lang=lang>{name}</span>
                    <span class="sub">{say(move |lang: Lang| how(&paper, lang))}</span>
                    {condition}
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
