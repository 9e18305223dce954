//! Tệp của thành phố: chosen, sent, and what each of its lines was found to be.
//!
//! Not here: what agrees with what (`shared::handoff::returned`), reading the file and marking messages (the server).
//! Invariant: every line has its result; those that ask for a person are listed, the others are counted.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use shared::handoff::city::name_of;
use shared::handoff::returned::{Found, Judged, Lacking, Mark, Returned};
use shared::lang::{Lang, Sentence, Word, number, word};
use wasm_bindgen_futures::JsFuture;

use crate::desk::{Trouble, use_desk};
use crate::span::Span;
use crate::text::{say, t};
use crate::ui::file::FileField;
use crate::ui::state::{Empty, Failed};

const TITLE: Word = word("Nhập tệp của thành phố", "Take in the city's file");
const FILE: Word = word("Tệp CSV hoặc JSON", "CSV or JSON file");
const HINT: Word = word(
    "Các cột khoa, ma_ho_so, trang_thai, ket_qua. Từng dòng xét riêng: ghi tin đã được nhận hay bị từ chối, so trạng thái hai bên; không hồ sơ nào tự đổi. Hồ sơ còn thiếu tính theo các ngày chọn ở trên.",
    "Columns khoa, ma_ho_so, trang_thai, ket_qua. Each line is judged by itself: messages are marked as taken or refused, statuses held against ours; no dossier moves. What lacks is counted for the days chosen above.",
);
const TOO_LARGE: Word = word(
    "Tệp lớn quá 2 MB. Xuất lại theo từng tháng.",
    "The file has more than 2 MB. Export it month by month.",
);
const UNREADABLE: Word = word(
    "Không đọc được tệp. Chọn lại, hoặc xuất lại tệp ấy.",
    "The file cannot be read. Choose it again, or export it anew.",
);
const LINES: Word = word("Số dòng", "Lines");
const LOOK: Word = word("Các dòng cần xem", "Lines to look at");
const ALL_WELL: Word = word("Mọi dòng đều khớp.", "Every line agrees.");
const LACKING: Word = word("Không có trong tệp", "Not in the file");
const LINE: Word = word("Dòng", "Line");
const DOSSIER: Word = word("Hồ sơ", "Dossier");
const RESULT: Word = word("Kết quả", "Result");
const THERE: Word = word("Thành phố", "The city");
const HERE: Word = word("Ở đây", "Here");

#[component]
pub fn TakeReturned(span: Memo<Span>, taken: Callback<()>) -> impl IntoView {
    let desk = use_desk();
    let (busy, answer) = (RwSignal::new(false), RwSignal::new(None::<Result<Returned, Trouble>>));
    let chosen = Callback::new(move |input: web_sys::HtmlInputElement| {
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        busy.set(true);
        answer.set(None);
        let path = format!("/api/handoff/city/file?{}", span.get_untracked().query());
        spawn_local(async move {
            let got = if file.size() > shared::limits::CIVIL_FILE_BYTES_MAX as f64 {
                Err(Trouble::Network(TOO_LARGE.into()))
            } else {
                match JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
                    Some(text) => desk.post_json(&path, &json!({ "text": text })).await,
                    None => Err(Trouble::Network(UNREADABLE.into())),
                }
            };
            if got.is_ok() {
                taken.run(());
            }
            answer.try_set(Some(got));
            busy.try_set(false);
            // The same file may be chosen again.
            input.set_value("");
        });
    });
    let result = move || {
        answer.get().map(|answer| match answer {
            Ok(returned) => returned_view(returned).into_any(),
            Err(trouble) => view! { <Failed said=trouble.sentence() /> }.into_any(),
        })
    };
    view! {
        <section class="region flow">
            <header><h2>{t(TITLE)}</h2></header>
            <FileField id="city-file" label=FILE hint=HINT accept=".csv,.json,text/csv,application/json" busy chosen />
            <div role="status">{result}</div>
        </section>
    }
}

/// What a file was found to be, on plain values.
pub fn returned_view(returned: Returned) -> impl IntoView {
    let counted = |label: Word, n: usize, alarms: bool| {
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        let alarms = alarms && n > 0;
        view! { <div><dt>{t(label)}</dt><dd><span class:late=alarms>{say(move |lang: Lang| number(lang, n))}</span></dd></div> }
    };
    let lines = counted(LINES, returned.lines.len(), false);
    let found = Found::ALL.map(|found| counted(found.label(), returned.found(found), found != Found::Agrees));
    let marks = Mark::ALL
        .map(|mark| (mark, returned.marked(mark)))
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(mark, n)| counted(mark.label(), n, mark == Mark::Refused))
        .collect_view();
    let asks = |line: &&Judged| {
        line.found != Found::Agrees || matches!(line.mark, Some(Mark::Refused | Mark::Absent))
    };
    let rows: Vec<_> = returned.lines.iter().filter(asks).map(judged).collect();
    let well = (rows.is_empty() && returned.lacking.is_empty()).then(|| view! { <Empty says=ALL_WELL /> });
    let total = returned.lacking_total;
    let lacking: Vec<_> = returned.lacking.into_iter().map(lacking).collect();
    view! {
        <dl class="kv handoff__count">{lines}{found}{marks}</dl>
        {well}
        {table(LOOK, rows.len(), &[LINE, DOSSIER, RESULT, THERE, HERE], rows)}
        {table(LACKING, total, &[DOSSIER, HERE], lacking)}
    }
}

fn table(title: Word, total: usize, heads: &[Word], rows: Vec<AnyView>) -> Option<impl IntoView + use<>> {
    let heads = heads.iter().map(|head| view! { <th scope="col">{t(*head)}</th> }).collect_view();
    let total = i64::try_from(total).unwrap_or(i64::MAX);
    (!rows.is_empty()).then(|| {
        view! {
            <header class="line"><h3>{t(title)}</h3><span class="n">{say(move |lang: Lang| number(lang, total))}</span></header>
            <div class="scroll" role="group" tabindex="0" aria-label=t(title)><table class="table table--dense table--fold">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        }
    })
}

fn status(number: Option<u8>) -> impl Fn(Lang) -> String + Clone + Send + Sync + 'static {
    move |lang| number.map_or("—".to_owned(), |number| format!("{number} · {}", name_of(number).of(lang)))
}

fn short(code: &str) -> String {
    code.split_once('-')
        .filter(|(agency, _)| agency.contains('.'))
        .map_or(code, |(_, short)| short)
        .to_owned()
}

fn judged(line: &Judged) -> AnyView {
    let why = Sentence::new(line.why_vi.clone(), line.why_en.clone());
    let why = (line.found == Found::Bad).then(|| view! { <span class="sub">{t(why)}</span> });
    let mark = line.mark.map(|mark| view! { <span class="sub">{t(mark.label())}</span> });
    let code = short(&line.code);
    let dossier = match line.id {
        Some(id) => view! { <a data-open="" href=format!("/ho-so/{id}")>{code}</a> }.into_any(),
        None => code.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{line.line}</th><td class="nowrap" data-label=t(DOSSIER)>{dossier}</td>
            <td data-label=t(RESULT)>{t(line.found.label())}{why}{mark}</td>
            <td data-label=t(THERE)>{say(status(line.theirs))}</td><td data-label=t(HERE)>{say(status(line.ours))}</td>
        </tr>
    }
    .into_any()
}

fn lacking(of: Lacking) -> AnyView {
    view! {
        <tr>
            <th scope="row"><a class="nowrap" data-open="" href=format!("/ho-so/{}", of.id)>{short(&of.code)}</a></th>
            <td data-label=t(HERE)>{say(status(Some(of.ours)))}</td>
        </tr>
    }
    .into_any()
}
