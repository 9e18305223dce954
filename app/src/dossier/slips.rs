//! Phiếu giấy: blocks of slips for the hours without power, printed before and entered after.
//!
//! Not here: what a slip is (`shared::dossier::blank`), the form that takes what was written (`receive`), the printed
//! form (`shared::paper`).
//! Invariant: a number is in the book before its paper can be printed; everything here works without a network.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::dossier::blank::{Block, COUNT, DAY, Reserve, Standing, VoidSlip, blocks, slip_of};
use shared::dossier::code::Code;
use shared::dossier::receive::{BY_HAND, BY_HAND_DAY, SLIP};
use shared::dossier::{Act, Dossier, Kind, Status};
use shared::id::{BlockId, DossierId};
use shared::lang::{Lang, Sentence, Word, counted, span, word};
use shared::limits;
use shared::moment::Day;
use shared::officer::Right;
use shared::paper::{self, PaperOf};
use shared::refusal::FieldFault;
use shared::ward::Ward;

use super::detail::dialog::ActDialog;
use super::receive::draft::Draft;
use super::words;
use crate::desk::{Desk, use_desk};
use crate::text::{Text, say, t};
use crate::ui::date::DateField;
use crate::ui::dialog::Dialog;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::{Faults, TextField, focus_field, other_faults, show};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sheet::Paper;
use crate::ui::state::{Empty, OnlyFor};

const TITLE: Word = word("Phiếu giấy", "Paper slips");
const WHY: Word = word(
    "Sắp mất điện hoặc ngừng máy: in sẵn giấy hẹn trống, mỗi tờ một số đã để dành. Lúc mất điện thì viết tay; có điện lại thì nhập từng phiếu, hạn trả vẫn tính từ giờ công dân đến.",
    "Before a power cut: print blank slips, each with a number set aside. Write by hand meanwhile, then enter each slip; the due date counts from when the citizen came.",
);
const NEW: Word = word("In tập phiếu mới", "Print a new block");
const FOR_DAY: Word = word("Ngày ghi trong số", "Day in the numbers");
const HOW_MANY: Word = word("Số phiếu", "Slips");
const MAKE: Word = word("Để dành số và in", "Set numbers aside and print");
const FAILED: Word = word("Chưa để dành được số", "No numbers were set aside");
const ENTER: Word = word("Nhập phiếu đã viết", "Enter a written slip");
const NUMBER: Word = word("Số trên phiếu (quét hoặc gõ)", "Number of the slip (scan or type)");
const GO: Word = word("Nhập", "Enter");
const BLOCKS: Word = word("Các tập đã in", "Blocks printed so far");
const NONE: Word = word("Chưa in tập phiếu nào.", "No block has been printed yet.");
const NO_BLOCK: Word = word("Không thấy tập phiếu này trên máy.", "This block is not on this device.");
const BLOCK: Word = word("Tập phiếu", "Block");
const ALL: Word = word("Mọi tập phiếu", "All blocks");
const PRINTED: Word = word("In lúc", "Printed");
const USED: Word = word("Đã nhập", "Entered");
const VOID: Word = word("Đã hủy", "Void");
const OPEN: Word = word("Còn lại", "Left");
const PRINT: Word = word("In các phiếu còn lại", "Print the slips that are left");
const PRINT_NOW: Word = word("In", "Print");
const BACK: Word = word("Về tập phiếu", "Back to the block");
const NO_LEFT: Word = word("Tập này không còn phiếu nào để in.", "No slip of this block is left to print.");
const SLIP_NO: Word = word("Số", "Number");
const STATE: Word = word("Tình trạng", "State");
const DO_VOID: Word = word("Hủy", "Void");
const VOID_REST: Word = word("Hủy các số còn lại", "Declare the rest void");
const REASON: Word = word("Lý do", "Reason");
const DONE: Word = word("Ghi lại", "Record");
const CANCEL: Word = word("Thôi", "Cancel");
const WRITTEN: Word = word("Phiếu giấy", "Paper slip");
const CAME_DAY: Word = word("Ngày công dân đến", "Day the citizen came");
const CAME_TIME: Word = word("Giờ công dân đến", "Time the citizen came");
const AS_WRITTEN: Word = word(
    "Ghi đúng như trên phiếu: hạn trả tính từ giờ này, không phải từ lúc nhập.",
    "As on the slip: the due date counts from this moment, not from now.",
);
const OTHER_DAY: Word = word(
    "Số trên phiếu mang ngày khác. Nếu phiếu ghi như vậy thì cứ nhập.",
    "The number carries another day. If the slip says so, go on.",
);

/// Slips that are offered to be printed.
const COUNT_USUAL: u16 = 10;

/// The page of a block: where the next of its slips is entered.
pub fn entered(block: BlockId) -> String {
    format!("/phieu-giay/{block}")
}

/// The slip of a typed number; of this block, where one is named.
fn find(desk: Desk, typed: &str, of: Option<BlockId>) -> Result<DossierId, Sentence> {
    desk.client(|client| {
        let slip = slip_of(client.dossiers(), typed).map_err(|no| no.sentence())?;
        let other = slip.slip.is_some_and(|slip| of.is_some_and(|of| of != slip.block));
        if other {
            let at = slip.created_at.clock_and_day();
            return Err(Sentence::new(
                format!("Số này thuộc tập phiếu khác, in lúc {at}. Nhập ở trang “Phiếu giấy”."),
                format!("This number is of another block, printed {at}. Enter it on the page “Paper slips”."),
            ));
        }
        Ok(slip.id)
    })
}

/// What is scanned on the page that receives, where it is the number of a slip: where to enter it, or why not.
pub fn scanned(desk: Desk, typed: &str) -> Option<Result<String, Sentence>> {
    let text = typed.trim();
    let is_number = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let is_code = Code::scanned(text).is_some() || format!("X-{text}").parse::<Code>().is_ok();
    (is_number || is_code).then(|| find(desk, text, None).map(|id| format!("/nhan?tu={id}")))
}

#[component]
fn EnterPart(desk: Desk, of: Option<BlockId>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let faults: Faults = RwSignal::new(vec![]);
    let navigate = StoredValue::new_local(use_navigate());
    let enter = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        match find(desk, &typed.get_untracked(), of) {
            Ok(id) => navigate.with_value(|go| go(&format!("/nhan?tu={id}"), Default::default())),
            Err(said) => faults.set(vec![FieldFault::new(SLIP, said.vi, said.en)]),
        }
    };
    let receives = Memo::new(move |_| desk.may_begin(Kind::Receive));
    // Where blocks are printed, that is what the page is for.
    let in_block = of.is_some();
    view! {
        <Show when=move || receives.get()>
            <section class="region">
                <header><h2>{t(ENTER)}</h2></header>
                <form class="flow" novalidate on:submit=enter>
                    <TextField id=SLIP label=NUMBER value=typed faults />
                    <button class="btn" class:btn--primary=in_block class:btn--go=!in_block type="submit"><Icon glyph=Glyph::Scan />{t(GO)}</button>
                </form>
            </section>
        </Show>
    }
}

/// The next working day: an outage is usually told the day before.
fn usual_day(ward: &Ward, today: Day) -> Day {
    let mut day = today.next();
    while ward.calendar.is_working(day) == Ok(false) {
        day = day.next();
    }
    day
}

/// What was typed, or what is wrong with it.
pub fn ask_of(
    day: &str,
    count: &str,
    left: impl Fn(Day) -> Option<u16>,
) -> Result<(Day, u16), Vec<FieldFault>> {
    let mut faults = Vec::new();
    let day = day.parse::<Day>().ok();
    if day.is_none() {
        let (vi, en) = ("Ghi ngày, ví dụ 22/11/2018.", "Enter a day, such as 22/11/2018.");
        faults.push(FieldFault::new(DAY, vi, en));
    }
    let max = limits::SLIPS_MAX;
    let count = count.trim().parse::<u16>().ok().filter(|count| (1..=max).contains(count));
    if count.is_none() {
        faults.push(FieldFault::new(
            COUNT,
            format!("Số phiếu từ 1 đến {max}."),
            format!("Slips: 1 to {max}."),
        ));
    }
    let (Some(day), Some(count)) = (day, count) else { return Err(faults) };
    // Where the device gives no numbers at all, the act says so itself.
    match left(day).filter(|left| *left < count) {
        Some(left) => Err(vec![FieldFault::new(
            COUNT,
            format!("Máy này chỉ còn để dành được {left} số của ngày {}.", day.vi()),
            format!(
                "This device can set only {} of {} aside.",
                counted(left, "more number", "more numbers"),
                day.vi()
            ),
        )]),
        None => Ok((day, count)),
    }
}

#[component]
fn NewBlock(desk: Desk) -> impl IntoView {
    let day = RwSignal::new(usual_day(&desk.ward(), desk.now().day()).to_string());
    let count = RwSignal::new(COUNT_USUAL.to_string());
    let faults: Faults = RwSignal::new(vec![]);
    let busy = RwSignal::new(false);
    let navigate = StoredValue::new_local(use_navigate());
    let make = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let left = |day| desk.client(|client| client.meta.slips_left(day));
        let (day, count) = match ask_of(&day.get_untracked(), &count.get_untracked(), left) {
            Ok(asked) => asked,
            Err(said) => return faults.set(said),
        };
        faults.set(vec![]);
        busy.set(true);
        spawn_local(async move {
            let block = BlockId(desk.new_id().0);
            for _ in 0..count {
                let act = Reserve { block, day, number: 0, secret: desk.new_secret() };
                if let Err(trouble) = desk.act(desk.new_id(), Act::Reserve(act)).await {
                    faults.try_set(trouble.faults());
                    busy.try_set(false);
                    return;
                }
            }
            busy.try_set(false);
            navigate.with_value(|go| go(&format!("{}/in", entered(block)), Default::default()));
        });
    };
    view! {
        <section class="region">
            <header><h2>{t(NEW)}</h2></header>
            <form class="flow" novalidate on:submit=make>
                <ErrorSummary title=FAILED faults />
                <div class="receive__two">
                    <DateField id=DAY label=FOR_DAY value=day faults />
                    <TextField id=COUNT label=HOW_MANY value=count faults mode="numeric" />
                </div>
                <button class="btn btn--primary" type="submit" aria-busy=move || busy.get().to_string()>
                    <Icon glyph=Glyph::Print />{t(MAKE)}
                </button>
            </form>
        </section>
    }
}

/// A block as its line in the list has it.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    id: BlockId,
    /// The first and the last number.
    numbers: String,
    printed: String,
    by: String,
    standing: Standing,
}

impl Line {
    pub fn of(ward: &Ward, block: &Block) -> Line {
        let short = |slip: Option<&&Dossier>| {
            slip.and_then(|slip| slip.code.as_ref()).map(|code| (code.short(), code.number))
        };
        let first = short(block.slips.first()).unwrap_or_default();
        let last = short(block.slips.last()).unwrap_or_default();
        let numbers = match block.slips.len() {
            1 => first.0,
            _ => format!("{} – {:04}", first.0, last.1),
        };
        let slip = block.slips[0];
        Line {
            id: block.id,
            numbers,
            printed: slip.created_at.clock_and_day(),
            by: ward.name_of(slip.created_by),
            standing: block.standing(),
        }
    }
}

/// The blocks of this device, as a table.
pub fn lines(all: Vec<Line>) -> impl IntoView {
    let row = |line: Line| {
        let Standing { used, void, open } = line.standing;
        view! {
            <tr>
                <th scope="row"><a data-open="" class="nowrap" href=entered(line.id)>{line.numbers}</a></th>
                <td data-label=t(PRINTED)>{line.printed}<span class="sub">{line.by}</span></td>
                <td class="num" data-label=t(USED)>{used}</td><td class="num" data-label=t(VOID)>{void}</td>
                <td class="num" data-label=t(OPEN)>{open}</td>
            </tr>
        }
    };
    if all.is_empty() {
        return view! { <Empty says=NONE /> }.into_any();
    }
    view! {
        <div class="scroll" role="group" tabindex="0" aria-label=t(BLOCKS)><table class="table table--fold slips">
            <thead><tr><th scope="col">{t(SLIP_NO)}</th><th scope="col">{t(PRINTED)}</th>
                <th scope="col" class="num">{t(USED)}</th><th scope="col" class="num">{t(VOID)}</th><th scope="col" class="num">{t(OPEN)}</th></tr></thead>
            <tbody>{all.into_iter().map(row).collect_view()}</tbody>
        </table></div>
    }
    .into_any()
}

#[component]
pub fn SlipsPage() -> impl IntoView {
    let desk = use_desk();
    let whose = desk.whose(Right::Slips);
    let prints = Memo::new(move |_| desk.may_begin(Kind::Reserve));
    let all = Memo::new(move |_| {
        let ward = desk.ward();
        desk.select(|client| blocks(client.dossiers()).iter().map(|b| Line::of(&ward, b)).collect::<Vec<_>>())
    });
    view! {
        <OnlyFor whose title=TITLE>
            <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1></div>
            <p class="quiet slips__why">{t(WHY)}</p>
            <div class="cols">
                <section class="region">
                    <header><h2>{t(BLOCKS)}</h2></header>
                    {move || lines(all.get())}
                </section>
                <div class="stack">
                    <Show when=move || prints.get()><NewBlock desk /></Show>
                    <EnterPart desk of=None />
                </div>
            </div>
        </OnlyFor>
    }
}

/// The id in the address.
fn block_id() -> Memo<Option<BlockId>> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("id").and_then(|id| id.parse().ok()).map(BlockId))
}

/// The slips of a block, by number.
fn slips_of(desk: Desk, id: Option<BlockId>) -> Vec<Dossier> {
    desk.select(|client| {
        let all = blocks(client.dossiers().filter(|dossier| dossier.slip.map(|slip| slip.block) == id));
        all.into_iter().flat_map(|block| block.slips).cloned().collect()
    })
}

/// How a slip stands: entered when and for whom, void and why, or nothing yet.
fn state(slip: &Dossier) -> AnyView {
    if slip.status == Status::Blank {
        return view! { <span class="quiet">{t(Status::Blank.label())}</span> }.into_any();
    }
    if slip.status == Status::Void {
        let why = slip.last_trace().map(|trace| trace.note.clone()).unwrap_or_default();
        return view! { <span>{t(VOID)}": "{why}</span> }.into_any();
    }
    let (received, at) = (slip.received_at, slip.slip.and_then(|slip| slip.entered));
    let minutes = slip.minutes_on_paper().unwrap_or(0);
    let when = received.zip(at).map(|(came, typed)| {
        say(move |lang: Lang| {
            let (came, typed) = (came.clock_and_day(), words::near_moment(typed, came.day()));
            match lang {
                Lang::Vi => format!("đến {came}, nhập {typed} (sau {})", span(lang, minutes)),
                Lang::En => format!("came {came}, entered {typed} ({} later)", span(lang, minutes)),
            }
        })
    });
    let href = format!("/ho-so/{}", slip.id);
    view! { <a class="who" data-open="" href=href>{slip.applicant.name.clone()}</a><span class="sub">{when}</span> }
        .into_any()
}

/// A block's slips; `void` asks about one of them.
pub fn slips_view(slips: &[Dossier], receives: bool, void: Callback<DossierId>) -> impl IntoView + use<> {
    let row = |slip: &Dossier| {
        let number = slip.code.as_ref().map(Code::short).unwrap_or_default();
        let (id, open) = (slip.id, slip.status == Status::Blank);
        view! {
            <tr>
                <th scope="row" class="nowrap">{number.clone()}</th><td>{state(slip)}</td>
                <td class="fit">{open.then(|| view! {
                    <span class="line">
                        {receives.then(|| view! { <a class="btn" href=format!("/nhan?tu={id}")>{t(GO)}<span class="sr">{format!(" {number}")}</span></a> })}
                        <button class="btn btn--text" type="button" on:click=move |_| void.run(id)>{t(DO_VOID)}<span class="sr">{format!(" {number}")}</span></button>
                    </span>
                })}</td>
            </tr>
        }
    };
    view! {
        <table class="table table--fold slips">
            <thead><tr><th scope="col">{t(SLIP_NO)}</th><th scope="col">{t(STATE)}</th><td></td></tr></thead>
            <tbody>{slips.iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// The same reason for every number that is left.
#[component]
fn VoidRest(desk: Desk, id: Memo<Option<BlockId>>, open: RwSignal<bool>) -> impl IntoView {
    let (reason, busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let faults: Faults = RwSignal::new(vec![]);
    let run = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let left = untrack(|| slips_of(desk, id.get()));
        spawn_local(async move {
            for slip in left.iter().filter(|slip| slip.status == Status::Blank) {
                let act = Act::VoidSlip(VoidSlip { reason: reason.get_untracked() });
                if let Err(trouble) = desk.act(slip.id, act).await {
                    show(faults, trouble.faults());
                    busy.try_set(false);
                    return;
                }
            }
            busy.try_set(false);
            open.try_set(false);
        });
    };
    view! {
        <Dialog open title=Text::from(VOID_REST)>
            <form class="flow" on:submit=run>
                {other_faults(faults, vec!["reason"])}
                <TextField id="reason" label=REASON value=reason area=true faults />
                <div class="dialog__acts">
                    <button class="btn btn--primary" type="submit" aria-busy=move || busy.get().to_string()>{t(DONE)}</button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t(CANCEL)}</button>
                </div>
            </form>
        </Dialog>
    }
}

#[component]
pub fn BlockPage() -> impl IntoView {
    let desk = use_desk();
    let whose = desk.whose(Right::Slips);
    view! { <OnlyFor whose title=TITLE><BlockShown desk /></OnlyFor> }
}

#[component]
fn BlockShown(desk: Desk) -> impl IntoView {
    let id = block_id();
    let slips = Memo::new(move |_| slips_of(desk, id.get()));
    let rest = RwSignal::new(false);
    let (asked, about) = (RwSignal::new(None::<Kind>), RwSignal::new(None::<DossierId>));
    let void = Callback::new(move |id| {
        about.set(Some(id));
        asked.set(Some(Kind::VoidSlip));
    });
    let title = move |lang: Lang| {
        let day = slips.with(|all| all.first().and_then(|slip| slip.code.as_ref()).map(|code| code.day));
        let day = day.map(|day| words::long_day(day, lang)).unwrap_or_default();
        format!("{}: {day}", BLOCK.of(lang))
    };
    let figures = move || {
        let Standing { used, void, open } = slips.with(|all| {
            let all = Block { id: BlockId(uuid::Uuid::nil()), slips: all.iter().collect() };
            all.standing()
        });
        let one = |label: Word, n: usize| view! { <div><dt>{t(label)}</dt><dd data-zero=(n == 0).then_some("")>{n}</dd></div> };
        view! { <dl class="figures">{one(USED, used)}{one(VOID, void)}{one(OPEN, open)}</dl> }
    };
    let left = Memo::new(move |_| slips.with(|all| all.iter().any(|slip| slip.status == Status::Blank)));
    let receives = move || desk.may_begin(Kind::Receive);
    let print = move || id.get().map(|id| format!("{}/in", entered(id))).unwrap_or_default();
    request_animation_frame(|| focus_field(SLIP));
    view! {
        <p class="crumb small"><a href="/phieu-giay"><Icon glyph=Glyph::Back />{t(ALL)}</a></p>
        <Show when=move || slips.with(|all| !all.is_empty()) fallback=|| view! { <h1 tabindex="-1">{t(TITLE)}</h1><Empty says=NO_BLOCK /> }>
            <div class="head"><h1 tabindex="-1">{say(title)}</h1></div>
            {figures}
            <div class="cols">
                <section class="region">{move || slips.with(|all| slips_view(all, receives(), void))}</section>
                <div class="stack">
                    <Show when=move || left.get()>
                        <EnterPart desk of=id.get_untracked() />
                        <p class="line">
                            <a class="btn" href=print><Icon glyph=Glyph::Print />{t(PRINT)}</a>
                            <button class="btn" type="button" on:click=move |_| rest.set(true)>{t(VOID_REST)}</button>
                        </p>
                    </Show>
                </div>
            </div>
            <VoidRest desk id open=rest />
        </Show>
        {move || asked.get().zip(about.get()).map(|(kind, id)| view! { <ActDialog desk id kind asked /> })}
    }
}

/// Every slip that is left, both copies on one A4 sheet.
#[component]
pub fn PrintSlipsPage() -> impl IntoView {
    let desk = use_desk();
    let whose = desk.whose(Right::Slips);
    let id = block_id();
    let origin = StoredValue::new(crate::desk::origin());
    let sheets = Memo::new(move |_| {
        let ward = desk.ward();
        let left = slips_of(desk, id.get()).into_iter().filter(|slip| slip.status == Status::Blank);
        left.filter_map(|slip| paper::sheet(&ward, &slip, PaperOf::Slip, &origin.get_value()))
            .collect::<Vec<_>>()
    });
    let left = Memo::new(move |_| sheets.with(|all| !all.is_empty()));
    let print = move |_| {
        // A browser that cannot print says so itself.
        let _ = window().print();
    };
    let back = move || id.get().map(entered).unwrap_or_default();
    let papers = move || {
        let all = sheets.get();
        if all.is_empty() {
            return view! { <Empty says=NO_LEFT /> }.into_any();
        }
        let one = |sheet: shared::sheet::Sheet| {
            let copies = sheet.copies.clone();
            let each =
                copies.into_iter().map(|copy| view! { <Paper sheet=sheet.clone() copy /> }).collect_view();
            // Wider than a phone, each is moved by itself.
            view! { <div class="paper-desk" data-pair="" tabindex="0" role="group" aria-label=sheet.bars.clone()>{each}</div> }
        };
        view! { <section aria-label=t(BLOCK)>{all.into_iter().map(one).collect_view()}</section> }.into_any()
    };
    view! {
        <OnlyFor whose title=TITLE>
            <div class="line screen-only">
                <h1 tabindex="-1">{t(TITLE)}</h1>
                {move || left.get().then(|| view! {
                    <button class="btn btn--primary" type="button" on:click=print><Icon glyph=Glyph::Print />{t(PRINT_NOW)}</button>
                })}
                <a class="btn" href=back>{t(BACK)}</a>
            </div>
            {papers}
        </OnlyFor>
    }
}

/// Over the form, while a slip is entered: its number, and when the citizen came.
#[component]
pub fn Written(desk: Desk, draft: Draft, code: Code) -> impl IntoView {
    let day = code.day;
    let differs = move || draft.came_day.with(|typed| typed.parse::<Day>().is_ok_and(|typed| typed != day));
    let known = desk.now().day() >= day;
    view! {
        <section class="region receive__part">
            <h2>{t(WRITTEN)}</h2>
            <div class="receive__fields">
                <p><b class="nowrap">{code.to_string()}</b>" "<span class="small quiet">{t(AS_WRITTEN)}</span></p>
                <div class="receive__row slips__came">
                    <DateField id=BY_HAND_DAY label=CAME_DAY value=draft.came_day faults=draft.faults />
                    <TextField id=BY_HAND label=CAME_TIME value=draft.came_time faults=draft.faults />
                </div>
                {move || (known && differs()).then(|| view! { <p class="note note--soon" role="status">{t(OTHER_DAY)}</p> })}
            </div>
        </section>
    }
}
