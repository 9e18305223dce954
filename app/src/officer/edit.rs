//! One officer: name, title, roles and fields of work.
//!
//! Not here: what is right (`shared::ward`).
//! Invariant: what was typed stays until it is saved; leaving is said in words before it is done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Sentence, Word, word};
use shared::officer::{Officer, Role};
use shared::ward::Ward;

use crate::desk::{Desk, use_desk};
use crate::saving::SAME;
use crate::text::{Text, t};
use crate::ui::choice::TickRow;
use crate::ui::dialog::Dialog;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::{Faults, TextField, fault_of, mend};
use crate::ui::state::Failed;
use crate::ui::toast::use_toast;

const TITLE: Word = word("Cán bộ", "Officer");
const NAME: Word = word("Họ và tên", "Name");
const POST: Word = word("Chức danh", "Title");
const POST_HINT: Word = word("Ví dụ: Công chức Tư pháp – Hộ tịch", "For example: civil-status officer");
const ROLES: Word = word("Vai trò", "Roles");
const FIELDS: Word =
    word("Lĩnh vực; không chọn là làm mọi lĩnh vực", "Fields of work; none chosen means all");
const LEAVING: Word = word(
    "Không có vai trò nào: người này đã thôi việc ở phường, không đăng nhập được nữa; tên vẫn còn trong hồ sơ cũ.",
    "No role: this person has left the ward and cannot log in any more; old dossiers keep the name.",
);
const SAVE: Word = word("Lưu", "Save");
const NOT_SAVED: Word = word("Chưa lưu được", "Not saved");
const SAVED: Word =
    word("Đã lưu. Máy khác thấy khi có mạng.", "Saved. Other devices see it when they are online.");

/// Roles that a person may have; the portal's is the system's own.
const OFFERED: [Role; 8] = [
    Role::Receptionist,
    Role::Specialist,
    Role::Head,
    Role::Leader,
    Role::Clerk,
    Role::Postal,
    Role::Volunteer,
    Role::Admin,
];

/// What is ticked and typed.
#[derive(Clone)]
pub(super) struct Form {
    officer: Officer,
    name: RwSignal<String>,
    title: RwSignal<String>,
    roles: Vec<(Role, RwSignal<bool>)>,
    fields: Vec<(String, Sentence, RwSignal<bool>)>,
}

impl Form {
    /// Of somebody, or of somebody new.
    pub(super) fn of(ward: &Ward, officer: Option<Officer>) -> Form {
        let nobody = || Officer {
            id: ward.next_officer(),
            name: String::new(),
            title: String::new(),
            roles: vec![Role::Specialist],
            fields: vec![],
        };
        let officer = officer.unwrap_or_else(nobody);
        let fields = ward.catalogue.fields.iter().map(|field| {
            let said = Sentence::new(field.name.clone(), field.name_en.clone());
            (field.id.clone(), said, RwSignal::new(officer.fields.contains(&field.id)))
        });
        Form {
            name: RwSignal::new(officer.name.clone()),
            title: RwSignal::new(officer.title.clone()),
            roles: OFFERED.into_iter().map(|role| (role, RwSignal::new(officer.is(role)))).collect(),
            fields: fields.collect(),
            officer,
        }
    }

    pub(super) fn typed(&self) -> Officer {
        let roles = self.roles.iter().filter(|(_, on)| on.get_untracked()).map(|(role, _)| *role);
        let fields = self.fields.iter().filter(|(_, _, on)| on.get_untracked()).map(|(id, _, _)| id.clone());
        let mut fields: Vec<String> = fields.collect();
        // As they stood: their order means nothing, and is no change.
        let known = &self.officer.fields;
        fields.sort_by_key(|id| known.iter().position(|known| known == id).unwrap_or(known.len()));
        Officer {
            id: self.officer.id,
            name: self.name.get_untracked(),
            title: self.title.get_untracked(),
            roles: roles.collect(),
            fields,
        }
    }

    fn has_no_role(&self) -> bool {
        !self.roles.iter().any(|(_, on)| on.get())
    }
}

#[component]
pub fn EditDialog(open: RwSignal<bool>, chosen: RwSignal<Option<Officer>>) -> impl IntoView {
    let desk = use_desk();
    // The settings may be read anew while somebody types.
    let body = move || form(desk, open, Form::of(&untrack(|| desk.ward()), chosen.get_untracked()));
    view! { <Dialog open title=TITLE wide=true>{body()}</Dialog> }
}

pub(super) fn form(desk: Desk, open: RwSignal<bool>, form: Form) -> impl IntoView {
    let toaster = use_toast();
    let faults: Faults = RwSignal::new(vec![]);
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<Sentence>));
    let typed = form.clone();
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        failed.set(None);
        let ward = match desk.ward().with_officer(typed.typed()) {
            Ok(ward) => ward,
            Err(found) => return faults.set(found),
        };
        faults.set(vec![]);
        busy.set(true);
        spawn_local(async move {
            match desk.save_ward(ward).await {
                Ok(changed) => {
                    open.set(false);
                    toaster.say(if changed { SAVED } else { SAME });
                }
                Err(trouble) => failed.set(Some(trouble.sentence())),
            }
            busy.set(false);
        });
    };
    let (bad_roles, bad_fields) = (fault_of(faults, "roles"), fault_of(faults, "fields"));
    let ticks = |field: &'static str, rows: Vec<(Text, RwSignal<bool>)>| {
        let tick = move |(label, value): (Text, RwSignal<bool>)| {
            let change = move |on| {
                value.set(on);
                mend(faults, field);
            };
            view! { <TickRow ticked=value change>{label}</TickRow> }
        };
        rows.into_iter().map(tick).collect_view()
    };
    let roles = ticks("roles", form.roles.iter().map(|(role, on)| (Text::from(role.label()), *on)).collect());
    let fields =
        ticks("fields", form.fields.iter().map(|(_, said, on)| (Text::from(said.clone()), *on)).collect());
    let (name, title) = (form.name, form.title);
    view! {
        <form class="flow" on:submit=submit>
            <ErrorSummary title=NOT_SAVED faults />
            <TextField id="officer_name" label=NAME value=name faults />
            <TextField id="officer_title" label=POST hint=POST_HINT value=title faults optional=true />
            <fieldset class="choices choices--line" id="roles" tabindex="-1" data-bad=move || bad_roles.get().map(|_| "true")>
                <legend>{t(ROLES)}</legend>
                <div class="choices__rows">{roles}</div>
                {move || bad_roles.get().map(|said| view! { <p class="err">{said}</p> })}
                {move || form.has_no_role().then(|| view! { <p class="note note--soon" role="status">{t(LEAVING)}</p> })}
            </fieldset>
            <fieldset class="choices choices--line" id="fields" tabindex="-1" data-bad=move || bad_fields.get().map(|_| "true")>
                <legend>{t(FIELDS)}</legend>
                <div class="choices__rows">{fields}</div>
                {move || bad_fields.get().map(|said| view! { <p class="err">{said}</p> })}
            </fieldset>
            {move || failed.get().map(|said| view! { <Failed said /> })}
            <p class="line"><button class="btn btn--primary" type="submit" disabled=move || busy.get()>{t(SAVE)}</button></p>
        </form>
    }
}
