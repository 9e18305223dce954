//! Phân công ký: which leader signs which fields of work, and from which day on that binds.
//!
//! Not here: each leader's fields (`edit`), whom a signature asks (`shared::ward`).
//! Invariant: without a day every leader signs everything; with one, no field is left without a leader.

use leptos::prelude::*;
use shared::lang::{Lang, Sentence, Word, word};
use shared::moment::Day;
use shared::officer::{Officer, Role};
use shared::refusal::FieldFault;
use shared::ward::Ward;

use crate::desk::{Desk, use_desk};
use crate::saving::Saving;
use crate::text::t;
use crate::ui::date::DateField;
use crate::ui::error_summary::ErrorSummary;

const TITLE: Word = word("Phân công ký", "Division of signing");
const LEADER: Word = word("Lãnh đạo", "Leader");
const FIELDS: Word = word("Ký các lĩnh vực", "Signs the fields");
const ALL: Word = word("mọi lĩnh vực", "all fields");
const EXPLAINED: Word = word(
    "Từ ngày này, mỗi lãnh đạo chỉ ký lĩnh vực của mình; người trực vắng thì lãnh đạo khác có lĩnh vực ấy ký thay. Bỏ trống: ai cũng ký mọi lĩnh vực. Sửa lĩnh vực ở “Sửa” của từng người.",
    "From this day on a leader signs only for their own fields; when the one on duty is away, another leader of the field takes over. Left empty: every leader signs everything. The fields are changed at each person's “Change”.",
);
const FROM: Word = word("Áp dụng từ ngày", "From");
const SAVE: Word = word("Lưu phân công", "Save the division");
const NOT_SAVED: Word = word("Chưa lưu được phân công ký", "The division of signing was not saved");
const KEPT: Word =
    word("Đã lưu. Máy khác thấy khi có mạng.", "Saved. Other devices see it when they are online.");

#[derive(Clone, Copy)]
pub(super) struct Form {
    from: RwSignal<String>,
    saving: Saving,
}

impl Form {
    pub(super) fn of(ward: &Ward) -> Form {
        let from = ward.mandates_from.map(|from| from.to_string()).unwrap_or_default();
        Form { from: RwSignal::new(from), saving: Saving::default() }
    }

    pub(super) fn typed(self) -> Result<Option<Day>, Vec<FieldFault>> {
        let bad = || {
            vec![FieldFault::new("mandates_from", "Chọn một ngày, hoặc bỏ trống.", "Choose a day, or none.")]
        };
        self.from.with_untracked(|text| match text.trim() {
            "" => Ok(None),
            text => Day::parse_any(text).map(Some).ok_or_else(bad),
        })
    }
}

#[component]
pub fn MandateRegion() -> impl IntoView {
    let desk = use_desk();
    region(desk, Form::of(&desk.ward()))
}

pub(super) fn region(desk: Desk, form: Form) -> impl IntoView {
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let today = desk.now().day();
        form.saving.save(desk, form.typed().and_then(|from| desk.ward().with_mandates(from, today)));
    };
    view! {
        <section class="region flow" id="phan-cong-ky">
            <header><h2>{t(TITLE)}</h2></header>
            <form class="flow" on:submit=submit>
                <ErrorSummary title=NOT_SAVED faults=form.saving.faults />
                <p class="quiet">{t(EXPLAINED)}</p>
                <DateField id="mandates_from" label=FROM value=form.from faults=form.saving.faults />
                <table class="table table--fold">
                    <thead><tr><th scope="col">{t(LEADER)}</th><th scope="col">{t(FIELDS)}</th></tr></thead>
                    <tbody>{move || rows(&desk.ward())}</tbody>
                </table>
                {form.saving.foot(SAVE, KEPT)}
            </form>
        </section>
    }
}

fn rows(ward: &Ward) -> impl IntoView + use<> {
    let row = |leader: &Officer| {
        let said = Sentence::new(fields(ward, leader, Lang::Vi), fields(ward, leader, Lang::En));
        view! { <tr><th scope="row">{leader.name.clone()}</th><td data-label=t(FIELDS)>{t(said)}</td></tr> }
    };
    ward.with_role(Role::Leader).map(row).collect_view()
}

fn fields(ward: &Ward, leader: &Officer, lang: Lang) -> String {
    if leader.fields.is_empty() {
        return ALL.of(lang).to_owned();
    }
    let known = leader.fields.iter().filter_map(|id| ward.catalogue.field(id));
    known.map(|field| lang.pick(field.name.as_str(), &field.name_en)).collect::<Vec<_>>().join(", ")
}
