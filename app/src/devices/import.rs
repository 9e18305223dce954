//! Nhập tệp việc: what a device without a network wrote to a file is brought to the server by hand.
//!
//! Not here: writing such a file (the device), opening it (the server).
//! Invariant: the same file can be brought twice and counts once; nothing of it is shown here.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Lang, Sentence, Word, word};
use shared::limits::{PUSH_ACTS_MAX, REQUEST_BYTES_MAX};
use shared::sync::aside::Imported;
use shared::sync::envelope::{Carry, Envelope};
use shared::sync::wire::PROTO;
use shared::ward::Ward;
use wasm_bindgen_futures::JsFuture;

use crate::desk::{Desk, Trouble, use_desk};
use crate::text::{say, t};
use crate::ui::file::FileField;
use crate::ui::state::Failed;

const TITLE: Word = word("Nhập tệp việc", "Bring in a file of acts");
const FILE: Word = word("Tệp đã xuất từ một máy", "A file that a device wrote");
const HINT: Word = word(
    "Tệp vẫn niêm phong: trang này không đọc được bên trong. Nhập hai lần cũng chỉ tính một lần.",
    "The file stays sealed: this page cannot read it. Brought in twice, it counts once.",
);
const EMPTY: Word = word(
    "Tệp không có việc nào. Chọn tệp do “Lưu việc chưa gửi ra tệp” ghi ra.",
    "There is no act in the file. Choose one that “Save unsent work to a file” has written.",
);

/// The sealed acts of a file, one a line; the number of the line that is none.
pub(super) fn lines(text: &str) -> Result<Vec<Envelope>, usize> {
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    filled.map(|(i, line)| shared::json::read(line).map_err(|_| i + 1)).collect()
}

/// As many as one request takes, and one at least.
pub(super) fn loads(envelopes: Vec<Envelope>) -> Vec<Vec<Envelope>> {
    let mut loads: Vec<Vec<Envelope>> = vec![];
    let mut bytes = 0;
    for envelope in envelopes {
        bytes += envelope.ct.len();
        match loads.last_mut() {
            Some(load) if load.len() < PUSH_ACTS_MAX && bytes <= REQUEST_BYTES_MAX => load.push(envelope),
            Some(_) | None => {
                bytes = envelope.ct.len();
                loads.push(vec![envelope]);
            }
        }
    }
    loads
}

/// `Phạm Thị Kim Oanh, máy 3: 2 việc mới, 1 đã có, 0 thiếu việc trước, 0 giữ riêng`
pub(super) fn count(ward: &Ward, imported: &Imported, lang: Lang) -> String {
    let Imported { writer, new, known, waits, aside } = imported;
    let (who, device) = (ward.name_of(writer.officer), writer.device);
    match lang {
        Lang::Vi => format!(
            "{who}, máy {device}: {new} việc mới, {known} đã có, {waits} thiếu việc trước, {aside} giữ riêng"
        ),
        Lang::En => format!(
            "{who}, device {device}: {new} new, {known} known, {waits} lack an earlier act, {aside} kept for a decision"
        ),
    }
}

fn bad(text: Sentence) -> Trouble {
    Trouble::Network(text)
}

async fn bring(desk: Desk, text: &str) -> Result<Vec<Imported>, Trouble> {
    let envelopes = lines(text).map_err(|line| {
        bad(Sentence::new(
            format!("Dòng {line} của tệp không phải một việc niêm phong. Lưu lại tệp trên máy ấy rồi nhập."),
            format!("Line {line} of the file is not a sealed act. Save the file on its device anew, then bring it in."),
        ))
    })?;
    if envelopes.is_empty() {
        return Err(bad(EMPTY.into()));
    }
    let mut all: Vec<Imported> = Vec::new();
    for envelopes in loads(envelopes) {
        let ask = Carry { proto: PROTO, earlier: vec![], envelopes };
        for more in desk.post_json::<Vec<Imported>>("/api/import", &ask).await? {
            match all.iter_mut().find(|one| one.writer == more.writer) {
                Some(one) => one.add(&more),
                None => all.push(more),
            }
        }
    }
    Ok(all)
}

#[component]
pub fn ImportRegion() -> impl IntoView {
    let desk = use_desk();
    let (busy, answer) = (RwSignal::new(false), RwSignal::new(None::<Result<Vec<Imported>, Trouble>>));
    let chosen = Callback::new(move |input: web_sys::HtmlInputElement| {
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        busy.set(true);
        answer.set(None);
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            let brought = match text {
                Some(text) => bring(desk, &text).await,
                None => Err(bad(Sentence::new(
                    "Không đọc được tệp. Chọn lại, hoặc xuất lại tệp ấy.",
                    "The file cannot be read. Choose it again, or export it anew.",
                ))),
            };
            answer.try_set(Some(brought));
            busy.try_set(false);
            // The same file may be chosen again.
            input.set_value("");
        });
    });
    let result = move || match answer.get()? {
        Err(trouble) => Some(view! { <Failed said=trouble.sentence() /> }.into_any()),
        Ok(all) => {
            let rows = all.into_iter().map(|one| {
                let ward = desk.ward();
                view! { <li>{say(move |lang| count(&ward, &one, lang))}</li> }
            });
            Some(view! { <ul role="status">{rows.collect_view()}</ul> }.into_any())
        }
    };
    view! {
        <section class="region flow">
            <header><h2>{t(TITLE)}</h2></header>
            <FileField id="outbox" label=FILE hint=HINT busy chosen />
            {result}
        </section>
    }
}
