//! Bộ lọc đã lưu: what an officer asks of the list again and again, under a name of their own.
//!
//! The words of a search may be a citizen's name, so the whole lies closed on the officer's shelf (`store::shelf`) and
//! not among the open preferences.
//! Not here: what can be asked (`ask`), the list (`list`).
//! Invariant: no more than are found at a glance; what cannot be read is no saved filter, never a broken page.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::lang::{Lang, Sentence, Word, word};
use shared::limits::{FILTER_NAME_CHARS_MAX, FILTERS_MAX, QUERY_CHARS_MAX};
use shared::refusal::FieldFault;
use shared::text::clean;
use shared::ward::Ward;

use super::ask::{Ask, DueIn, Sort};
use crate::desk::{Desk, use_desk};
use crate::prefs::use_lang;
use crate::store::DiskFault;
use crate::text::{say, t};
use crate::ui::dialog::Dialog;
use crate::ui::field::{Faults, TextField};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Failed;
use crate::ui::toast::use_toast;

/// Where they lie on the officer's shelf.
const SHELF: &str = "loc";

const SAVED: Word = word("Bộ lọc đã lưu", "Saved filters");
const SAVE_IT: Word = word("Lưu bộ lọc", "Save the filter");
const EDIT_IT: Word = word("Sửa bộ lọc", "Edit the filter");
const NAME: Word = word("Tên bộ lọc", "Name of the filter");
const HINT: Word = word(
    "Chỉ bạn thấy, trên máy này, và mở lại đúng bộ lọc này.",
    "Only you see it, on this device; it opens just this filter again.",
);
const SAVE: Word = word("Lưu", "Save");
const RENAME: Word = word("Đổi tên", "Rename");
const REMOVE: Word = word("Xóa bộ lọc", "Delete the filter");
const KEPT: Word = word("Đã lưu bộ lọc.", "The filter is saved.");
const REMOVED: Word = word("Đã xóa bộ lọc. Hồ sơ vẫn còn nguyên.", "The filter is deleted; no dossier is.");

/// The name's field in the dialog.
const FIELD: &str = "filter_name";

/// A filter with its name: as the address says it, so that a later version reads what it knows of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Saved {
    pub name: String,
    asks: BTreeMap<String, String>,
}

impl Saved {
    pub fn ask(&self) -> Ask {
        Ask { page: 1, ..Ask::read(|key| self.asks.get(key).cloned()) }
    }

    fn is(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.to_lowercase()
    }
}

/// The one that asks for just this, on whichever page.
pub fn of<'a>(all: &'a [Saved], ask: &Ask) -> Option<&'a Saved> {
    let first = Ask { page: 1, ..ask.clone() };
    all.iter().find(|saved| saved.ask() == first)
}

/// The name as it is kept; `but` is the filter that bears it now.
fn named(all: &[Saved], typed: &str, but: Option<&str>) -> Result<String, FieldFault> {
    let name = clean(typed);
    if name.is_empty() {
        return Err(FieldFault::new(FIELD, "Đặt tên cho bộ lọc.", "Give the filter a name."));
    }
    if name.chars().count() > FILTER_NAME_CHARS_MAX {
        return Err(FieldFault::new(
            FIELD,
            format!("Tên dài quá {FILTER_NAME_CHARS_MAX} chữ. Đặt tên ngắn hơn."),
            format!("The name has more than {FILTER_NAME_CHARS_MAX} letters. Make it shorter."),
        ));
    }
    if all.iter().any(|saved| saved.is(&name) && but != Some(saved.name.as_str())) {
        return Err(FieldFault::new(
            FIELD,
            "Đã có bộ lọc mang tên này. Đặt tên khác.",
            "There is a filter of this name. Choose another.",
        ));
    }
    Ok(name)
}

/// # Errors
/// What is wrong with the name, or that there are as many as may be.
pub fn with(mut all: Vec<Saved>, typed: &str, ask: &Ask) -> Result<Vec<Saved>, FieldFault> {
    let name = named(&all, typed, None)?;
    if all.len() >= FILTERS_MAX {
        return Err(FieldFault::new(
            FIELD,
            format!("Đã lưu đủ {FILTERS_MAX} bộ lọc. Mở một bộ lọc không dùng nữa rồi xóa đi."),
            format!(
                "{FILTERS_MAX} filters are saved already. Open one that is not used any more and delete it."
            ),
        ));
    }
    let first = Ask { page: 1, ..ask.clone() };
    let asks = first.parts().into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    all.push(Saved { name, asks });
    Ok(all)
}

/// # Errors
/// What is wrong with the new name.
pub fn renamed(mut all: Vec<Saved>, old: &str, typed: &str) -> Result<Vec<Saved>, FieldFault> {
    let name = named(&all, typed, Some(old))?;
    all.iter_mut().filter(|saved| saved.name == old).for_each(|saved| saved.name.clone_from(&name));
    Ok(all)
}

pub fn without(mut all: Vec<Saved>, name: &str) -> Vec<Saved> {
    all.retain(|saved| saved.name != name);
    all
}

/// What makes sense of what was kept.
fn sound(kept: Vec<Saved>) -> Vec<Saved> {
    let mut all: Vec<Saved> = vec![];
    for saved in kept {
        let short = saved.asks.values().all(|value| value.chars().count() <= QUERY_CHARS_MAX);
        if all.len() < FILTERS_MAX
            && short
            && named(&all, &saved.name, None).is_ok_and(|name| name == saved.name)
        {
            all.push(saved);
        }
    }
    all
}

/// What a filter asks for, in words: `Chờ ký · Hộ tịch · Quá hạn · “dao”`.
pub fn told(ward: &Ward, ask: &Ask, lang: Lang) -> String {
    let field = ward.catalogue.fields.iter().find(|field| field.id == ask.field);
    let received = ask.received.map(|day| format!("{} {}", lang.pick("nhận ngày", "received on"), day.vi()));
    let parts = [
        Some(ask.group.label().of(lang).to_owned()),
        field.map(|field| lang.pick(&field.name, &field.name_en).clone()),
        ask.handler.map(|id| ward.name_of(id)),
        (ask.due != DueIn::Any).then(|| ask.due.label().of(lang).to_owned()),
        received,
        (ask.sort != Sort::default()).then(|| ask.sort.label().of(lang).to_owned()),
        (!ask.text.is_empty()).then(|| format!("“{}”", ask.text)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Those of the officer at this desk.
pub async fn read(desk: Desk) -> Vec<Saved> {
    let (Some(disk), Some(opened)) = (desk.disk(), desk.opened()) else { return vec![] };
    // What cannot be read is as if it were not there.
    let kept = disk.own::<Vec<Saved>>(&opened, SHELF).await.ok().flatten();
    sound(kept.unwrap_or_default())
}

async fn write(desk: Desk, all: &[Saved]) -> Result<(), DiskFault> {
    let (Some(disk), Some(opened)) = (desk.disk(), desk.opened()) else { return Err(DiskFault::Shut) };
    disk.keep_own(&opened, SHELF, &all).await
}

/// The choice among the saved ones, and the way to save or edit the one of the moment.
pub fn saved_view(
    all: Signal<Vec<Saved>>,
    ask: Signal<Ask>,
    go: Callback<Ask>,
    edit: Callback<()>,
) -> impl IntoView {
    let lang = use_lang();
    let here = Memo::new(move |_| {
        all.with(|all| ask.with(|ask| of(all, ask).map(|saved| saved.name.clone()))).unwrap_or_default()
    });
    let choose = move |ev: leptos::ev::Event| {
        let name = event_target_value(&ev);
        let chosen = all.with_untracked(|all| all.iter().find(|saved| saved.name == name).map(Saved::ask));
        if let Some(ask) = chosen {
            go.run(ask);
        }
    };
    let options = move || {
        let saved = all.get().into_iter().map(|saved| {
            let name = saved.name.clone();
            view! { <option value=saved.name selected=move || here.with(|here| *here == name)>{saved.name.clone()}</option> }
        });
        saved.collect_view()
    };
    let count = move || format!("{} ({})", SAVED.of(lang.get()), all.with(Vec::len));
    let usual = move || ask.with(|ask| Ask { page: 1, ..ask.clone() } == Ask::default());
    let known = move || here.with(|here| !here.is_empty());
    let label = move || if known() { EDIT_IT } else { SAVE_IT }.of(lang.get());
    view! {
        <div class="list__saved" data-none=move || all.with(Vec::is_empty).then_some("")>
            {move || all.with(|all| !all.is_empty()).then(|| view! {
                <div class="select">
                    <select class="input" id="da_luu" aria-label=t(SAVED) prop:value=move || here.get() on:change=choose>
                        <option value="" disabled="" hidden="" selected=move || !known()>{count}</option>
                        {options}
                    </select>
                    <Icon glyph=Glyph::Down />
                </div>
            })}
            {move || (known() || !usual()).then(|| view! {
                <button class="btn" type="button" aria-haspopup="dialog" on:click=move |_| edit.run(())>{label}</button>
            })}
        </div>
    }
}

/// Names the filter of the moment, or renames and deletes it where it has a name.
#[component]
pub fn SavedDialog(open: RwSignal<bool>, all: RwSignal<Vec<Saved>>, ask: Signal<Ask>) -> impl IntoView {
    let lang = use_lang();
    let title = move || {
        let known = all.with(|all| ask.with(|ask| of(all, ask).is_some()));
        if known { EDIT_IT } else { SAVE_IT }.of(lang.get()).to_owned()
    };
    let body = move || form(use_desk(), open, all, ask.get_untracked());
    view! { <Dialog open title=title>{body()}</Dialog> }
}

/// One change of the kept ones.
type Change = Box<dyn FnOnce(Vec<Saved>) -> Result<Vec<Saved>, FieldFault>>;

pub(super) fn form(
    desk: Desk,
    open: RwSignal<bool>,
    all: RwSignal<Vec<Saved>>,
    ask: Ask,
) -> impl IntoView + use<> {
    let toaster = use_toast();
    let old = all.with_untracked(|all| of(all, &ask).map(|saved| saved.name.clone()));
    let name = RwSignal::new(old.clone().unwrap_or_default());
    let (faults, failed): (Faults, _) = (RwSignal::new(vec![]), RwSignal::new(None::<Sentence>));
    let run = move |change: Change, done: Word| {
        failed.set(None);
        spawn_local(async move {
            // Another tab may have saved one meanwhile.
            match change(read(desk).await) {
                Err(fault) => drop(faults.try_set(vec![fault])),
                Ok(next) => match write(desk, &next).await {
                    Ok(()) => {
                        all.try_set(next);
                        open.try_set(false);
                        toaster.say(done);
                    }
                    Err(fault) => drop(failed.try_set(Some(fault.sentence()))),
                },
            }
        });
    };
    let (of_submit, asked) = (old.clone(), ask.clone());
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let (old, ask, typed) = (of_submit.clone(), asked.clone(), name.get_untracked());
        let change: Change = match old {
            Some(old) => Box::new(move |all| renamed(all, &old, &typed)),
            None => Box::new(move |all| with(all, &typed, &ask)),
        };
        run(change, KEPT);
    };
    let remove = old.clone().map(|old| {
        let remove = move |_| {
            let old = old.clone();
            run(Box::new(move |all| Ok(without(all, &old))), REMOVED);
        };
        view! { <button class="btn" type="button" on:click=remove>{t(REMOVE)}</button> }
    });
    let ward = desk.ward_or_none();
    let told = say(move |lang| ward.as_deref().map(|ward| told(ward, &ask, lang)).unwrap_or_default());
    let action = if old.is_some() { RENAME } else { SAVE };
    view! {
        <form class="flow" on:submit=submit>
            <p class="quiet">{told}</p>
            <TextField id=FIELD label=NAME hint=HINT value=name faults />
            {move || failed.get().map(|said| view! { <Failed said /> })}
            <p class="line"><button class="btn btn--primary" type="submit">{t(action)}</button>{remove}</p>
        </form>
    }
}
