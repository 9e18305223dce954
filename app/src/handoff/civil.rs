//! Đối chiếu hộ tịch: our dossiers of some days beside the lines of the civil-status software's file.
//!
//! Not here: what agrees with what (`shared::handoff::reconcile`), reading the file (the server).
//! Invariant: each list says what it is and how long it is; an empty one is not drawn, and where all are, it is said.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use shared::dossier::civil::Line;
use shared::handoff::reconcile::{Differs, Imported, Many, Ours, ROWS_MAX, Reconciled};
use shared::lang::{Lang, Sentence, Word, counted, number, word};
use shared::limits::CIVIL_FILE_BYTES_MAX;
use shared::officer::Right;
use shared::report::{Coverage, Covered};
use shared::ward::Ward;
use wasm_bindgen_futures::JsFuture;

use crate::board::held;
use crate::desk::{Trouble, answered, ask_again_when_back, use_desk};
use crate::span::{Days, Span, use_span, use_walk};
use crate::text::{Text, say, t};
use crate::ui::choice::Tick;
use crate::ui::cover::{Cover, Held};
use crate::ui::file::FileField;
use crate::ui::state::{Empty, Failed, OnlyFor};

pub const PATH: &str = "/ban-giao";
const TITLE: Word = word("Đối chiếu hộ tịch", "Civil-status reconciliation");
const CITY: Word = word("Một Cửa thành phố", "The city's software");
const OUR_FILE: Word = word("Tải tệp của phường (CSV)", "The ward's file (CSV)");
const THEIR_FILE: Word = word("Nhập tệp của phần mềm hộ tịch (CSV)", "Take in that software's file (CSV)");
const FILE_HINT: Word = word(
    "Cột bắt buộc: loai_so, quyen, so, ngay_dang_ky; thêm được ho_ten, so_dinh_danh, ma_ho_so. Sai một dòng thì không nhận dòng nào.",
    "Columns: loai_so, quyen, so, ngay_dang_ky; also ho_ten, so_dinh_danh, ma_ho_so. One bad line, and no line is taken.",
);
const WHOLE: Word =
    word("Tệp có đủ mọi dòng của các ngày đang xem", "The file has every line of the days shown");
const WHOLE_WHY: Word = word(
    "Đánh dấu thì dòng cũ của những ngày ấy, trong các sổ mà tệp có, không còn trong tệp sẽ bị bỏ: như số đã sửa bên phần mềm \
     hộ tịch. Không đánh dấu thì không dòng cũ nào mất.",
    "With the tick, old lines of those days that the file has no more go, in the registers that it has: such as a number \
     corrected in that software. Without it no old line goes.",
);
const NEVER: Word = word(
    "Chưa nhập tệp nào của phần mềm hộ tịch: mới chỉ biết bên phường.",
    "No file of that software was taken in yet: only the ward's side is known.",
);
const SETTLED: Word = word("Không còn việc nào: hai bên khớp nhau.", "Nothing is left: both sides agree.");
const WITHOUT: Word = word("Đã xong, chưa có số hộ tịch", "Finished, without a register number");
const ERRORS: Word = word("Phần mềm hộ tịch báo lỗi", "The civil-status software gave an error");
const DIFFER: Word = word("Hai bên ghi khác nhau", "The two sides differ");
const UNKNOWN: Word = word("Có trong sổ hộ tịch, không có hồ sơ ở đây", "In the register, no dossier here");
const ABSENT: Word = word("Có số ở đây, không có trong tệp", "A number here, not in the file");
const DOSSIER: Word = word("Hồ sơ", "Dossier");
const NAME: Word = word("Người yêu cầu", "Applicant");
const PROCEDURE: Word = word("Thủ tục", "Procedure");
const DONE: Word = word("Xong ngày", "Finished");
const HERE: Word = word("Ở đây", "Here");
const THERE: Word = word("Trong sổ hộ tịch", "In the register");
const REGISTER: Word = word("Sổ", "Register");
const SAID: Word = word("Nội dung", "What it said");
const TOO_LARGE: Word = word(
    "Tệp lớn quá 2 MB. Xuất lại theo từng tháng.",
    "The file has more than 2 MB. Export it month by month.",
);
const UNREADABLE: Word = word(
    "Không đọc được tệp. Chọn lại, hoặc xuất lại tệp ấy.",
    "The file cannot be read. Choose it again, or export it anew.",
);

#[component]
pub fn CivilPage() -> impl IntoView {
    let desk = use_desk();
    view! { <OnlyFor whose=desk.whose(Right::Work) title=TITLE><Page /></OnlyFor> }
}

#[component]
fn Page() -> impl IntoView {
    let desk = use_desk();
    let ((span, today), go) = (use_span(), use_walk(PATH));
    let answer = LocalResource::new(move || {
        let span = span.get();
        async move {
            let path = format!("/api/handoff/civil?{}", span.query());
            desk.get_json::<Covered<Reconciled>>(&path).await.map(|covered| (span, covered))
        }
    });
    let current = move || answer.get().filter(|got| got.as_ref().map_or(true, |(of, _)| *of == span.get()));
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    let (writes, sees_city) = (desk.has(Right::EnterCivil), desk.has(Right::Oversee));
    let ours = move || format!("/api/handoff/civil/file?{}", span.get().query());
    view! {
        <div class="head head--split board__head">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p class="line">
                {writes.then(|| view! { <a class="btn" href=ours download="" rel="external">{t(OUR_FILE)}</a> })}
                {sees_city.then(|| view! { <a class="btn" href=super::city::PATH>{t(CITY)}</a> })}
            </p>
        </div>
        <Days span today path=PATH go />
        <div class="stack">
        {writes.then(|| view! { <TakeFile span taken=again /> })}
        {move || answered(current(), again, |(of, Covered { report, coverage })| {
            let ward = desk.ward();
            let held = held(&coverage, |id| ward.name_of(id));
            civil_view(of, report, &ward, held, &coverage).into_any()
        })}
        </div>
    }
}

/// Everything below the days, on plain values.
pub fn civil_view(
    of: Span,
    found: Reconciled,
    ward: &Ward,
    held: Vec<Held>,
    coverage: &Coverage,
) -> impl IntoView + use<> {
    let n = |lang: Lang, n: usize| number(lang, i64::try_from(n).unwrap_or(i64::MAX));
    let (finished, entered, agreeing) = (found.finished, found.entered, found.agreed);
    let count = move |lang: Lang| {
        let (finished, entered) = (n(lang, finished), n(lang, entered));
        match lang {
            Lang::Vi => {
                let agreed = n(lang, agreeing);
                format!("{finished} hồ sơ đã xong, {entered} có số, {agreed} dòng sổ khớp")
            }
            Lang::En => {
                let agreed = counted(agreeing, "line agrees", "lines agree");
                format!("{finished} finished, {entered} with a number, {agreed}")
            }
        }
    };
    let settled = found.is_settled();
    let imported = match &found.imported {
        Some(imported) => say(last_file(imported, ward.name_of(imported.by))).into_any(),
        None => t(NEVER).into_any(),
    };
    view! {
        <section class="region">
            <header><h2>{say(move |lang| of.said(lang))}</h2><p>{say(count)}</p></header>
            <Cover as_of=coverage.as_of devices=held acts=coverage.acts />
            <p class="small quiet">{imported}</p>
            {settled.then(|| view! { <Empty says=SETTLED /> })}
        </section>
        {ours_list(ward, WITHOUT, &found.without, false)}
        {ours_list(ward, ERRORS, &found.errors, true)}
        {differ_list(&found.differ)}
        {unknown_list(&found.unknown)}
        {ours_list(ward, ABSENT, &found.absent, false)}
    }
}

fn last_file(imported: &Imported, by: String) -> impl Fn(Lang) -> String + Clone + Send + Sync + 'static {
    let Imported { at, lines, new, changed, whole, gone, .. } = imported.clone();
    move |lang: Lang| {
        let at = at.clock_and_day();
        let days = whole.map(|(from, to)| Span { from, to }.said(lang));
        let said = match lang {
            Lang::Vi => {
                format!("Tệp hộ tịch nhập gần nhất: {at}, {by}; {lines} dòng, {new} mới, {changed} thay đổi.")
            }
            Lang::En => {
                let lines = counted(lines, "line", "lines");
                format!("Last file taken in: {at}, {by}; {lines}, {new} new, {changed} changed.")
            }
        };
        match (days, lang) {
            (None, _) => said,
            (Some(days), Lang::Vi) => format!("{said} Là bản đủ của {days}: bỏ {gone} dòng cũ."),
            (Some(days), Lang::En) => format!("{said} It is whole for {days}: {gone} old lines went."),
        }
    }
}

/// The cells of a line, each with its class.
type Cells = Vec<(&'static str, AnyView)>;

/// A list under its name; nothing where it is empty. The first cell of a line names it.
fn list(title: Word, total: usize, heads: Vec<Word>, rows: Vec<Cells>) -> Option<AnyView> {
    if total == 0 {
        return None;
    }
    let cut = (rows.len() < total).then(|| {
        let said = move |lang: Lang| match lang {
            Lang::Vi => format!("Ở đây là {ROWS_MAX} dòng đầu trong {total}. Chọn ít ngày hơn để thấy đủ."),
            Lang::En => format!("These are the first {ROWS_MAX} of {total}. Choose fewer days to see all."),
        };
        view! { <p class="note">{say(said)}</p> }
    });
    let row = |cells: Cells| {
        let mut cells = heads.iter().zip(cells);
        let first = cells.next().map(|(_, (_, name))| name);
        let rest =
            cells.map(|(head, (class, cell))| view! { <td class=class data-label=t(*head)>{cell}</td> });
        view! { <tr><th scope="row">{first}</th>{rest.collect_view()}</tr> }
    };
    let rows = rows.into_iter().map(row).collect_view();
    let heads = heads.into_iter().map(|head| view! { <th scope="col">{t(head)}</th> }).collect_view();
    Some(
        view! {
            <section class="region handoff__list">
                <header><h2>{t(title)}</h2><span class="n">{total}</span></header>
                <div class="scroll" role="group" tabindex="0" aria-label=t(title)><table class="table table--dense table--fold">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
                {cut}
            </section>
        }
        .into_any(),
    )
}

fn link(ours: &Ours) -> impl IntoView + use<> {
    let code = ours.code.split_once('-').map_or(ours.code.as_str(), |(_, short)| short).to_owned();
    view! { <a class="nowrap" data-open="" href=format!("/ho-so/{}", ours.id)>{code}</a> }
}

/// The dossier and whose it is, with which a line begins.
fn cells_of(ours: &Ours) -> Cells {
    vec![("", link(ours).into_any()), ("", ours.name.clone().into_any())]
}

fn line_of(line: &Line) -> Text {
    on_line(&line.number, &line.book, &line.on.vi())
}

fn on_line(number: &str, book: &str, on: &str) -> Text {
    Sentence::new(format!("số {number}, quyển {book}, {on}"), format!("no. {number}, volume {book}, {on}"))
        .into()
}

fn ours_list(ward: &Ward, title: Word, many: &Many<Ours>, is_error: bool) -> Option<AnyView> {
    let row = |ours: &Ours| {
        let name = ward.catalogue.name_of(&ours.procedure);
        let said = match (is_error, ours.civil.as_ref()) {
            (true, Some(civil)) => Text::from(civil.error().unwrap_or_default().to_owned()),
            (_, Some(civil)) => civil.line().map_or_else(|| Text::from(""), line_of),
            (_, None) => Text::from(""),
        };
        let done = ours.finished.map(|day| day.vi()).unwrap_or_default();
        let mut cells = cells_of(ours);
        cells.push(("", t(name).into_any()));
        cells.push(("nowrap", done.into_any()));
        if is_error || title == ABSENT {
            cells.push(("", t(said).into_any()));
        }
        cells
    };
    let mut heads = vec![DOSSIER, NAME, PROCEDURE, DONE];
    match (is_error, title == ABSENT) {
        (true, _) => heads.push(SAID),
        (false, true) => heads.push(HERE),
        (false, false) => {}
    }
    list(title, many.total, heads, many.rows.iter().map(row).collect())
}

fn differ_list(many: &Many<Differs>) -> Option<AnyView> {
    let row = |differs: &Differs| {
        let Differs { ours, theirs, points } = differs;
        let here =
            ours.civil.as_ref().and_then(|civil| civil.line()).map_or_else(|| Text::from("–"), line_of);
        let there = on_line(&theirs.number, &theirs.book, &theirs.on.vi());
        let points = points.clone();
        let what = say(move |lang: Lang| {
            points.iter().map(|point| point.label().of(lang)).collect::<Vec<_>>().join(", ")
        });
        let mut cells = cells_of(ours);
        cells.extend([("", t(here).into_any()), ("", t(there).into_any()), ("late", what.into_any())]);
        cells
    };
    let heads = vec![DOSSIER, NAME, HERE, THERE, SAID];
    list(DIFFER, many.total, heads, many.rows.iter().map(row).collect())
}

fn unknown_list(many: &Many<shared::handoff::file::Theirs>) -> Option<AnyView> {
    let row = |line: &shared::handoff::file::Theirs| {
        let there = on_line(&line.number, &line.book, &line.on.vi());
        let register = view! { <span lang="vi">{line.register.clone()}</span> };
        let (name, code) = (line.name.clone(), line.code.clone());
        vec![
            ("", register.into_any()),
            ("", t(there).into_any()),
            ("", name.into_any()),
            ("", code.into_any()),
        ]
    };
    let heads = vec![REGISTER, THERE, NAME, DOSSIER];
    list(UNKNOWN, many.total, heads, many.rows.iter().map(row).collect())
}

/// The other side's file: chosen, sent, and what became of it.
#[component]
fn TakeFile(span: Memo<Span>, taken: Callback<()>) -> impl IntoView {
    let desk = use_desk();
    let whole = RwSignal::new(false);
    // Said of the days that are shown, and of no others.
    Effect::new(move |_| {
        span.track();
        whole.set(false);
    });
    let (busy, answer) = (RwSignal::new(false), RwSignal::new(None::<Result<Imported, Trouble>>));
    let chosen = Callback::new(move |input: web_sys::HtmlInputElement| {
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        let days = whole.get_untracked().then(|| span.get_untracked());
        let days = days.map(|Span { from, to }| json!({ "from": from, "to": to }));
        busy.set(true);
        answer.set(None);
        spawn_local(async move {
            let got = if file.size() > CIVIL_FILE_BYTES_MAX as f64 {
                Err(Trouble::Network(TOO_LARGE.into()))
            } else {
                match JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
                    Some(csv) => {
                        desk.post_json("/api/handoff/civil/file", &json!({ "csv": csv, "whole": days })).await
                    }
                    None => Err(Trouble::Network(UNREADABLE.into())),
                }
            };
            if got.is_ok() {
                whole.try_set(false);
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
            Ok(imported) => {
                let said = last_file(&imported, desk.ward().name_of(imported.by));
                view! { <p class="note" role="status">{say(said)}</p> }.into_any()
            }
            Err(trouble) => view! { <Failed said=trouble.sentence() /> }.into_any(),
        })
    };
    view! {
        <section class="region flow">
            <div>
                <Tick label=WHOLE value=whole />
                <p class="hint">{t(WHOLE_WHY)}</p>
            </div>
            <FileField id="civil-file" label=THEIR_FILE hint=FILE_HINT accept=".csv,text/csv" busy chosen />
            {result}
        </section>
    }
}
