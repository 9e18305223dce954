//! Đã gửi: the page that one photographs. Number, secret, what happens next and by when.
//!
//! Not here: sending (`apply`).
//! Invariant: it is shown only after the server has answered, and says nothing that the server has not.

use leptos::prelude::*;
use shared::lang::{Lang, Word, word};

use super::draft::Receipt;
use crate::text::{say, t};
use crate::ui::icon::{Glyph, Icon};

const SENT: Word = word("Phường đã nhận được hồ sơ", "The ward has your application");
const NUMBER: Word = word("Số hồ sơ nộp", "Application number");
const SECRET: Word = word("Mã tra cứu", "Look-up characters");
const PHOTO: Word = word(
    "Chụp lại màn hình này. Ai có hai mã này đều xem được hồ sơ đến đâu, nên đừng đưa cho người lạ.",
    "Take a photo of this screen. Whoever has both can see where the dossier is, so do not give them away.",
);
const NEXT: Word = word("Việc tiếp theo", "What happens next");
const DECIDES: Word = word(
    "Phường xem hồ sơ và trả lời: tiếp nhận, báo còn thiếu gì, hoặc không nhận và vì sao.",
    "The ward looks at it and answers: received, what is missing, or not accepted and why.",
);
const WHERE: Word = word(
    "Xem trả lời ở trang “Hồ sơ của tôi” bằng hai mã trên.",
    "Read the answer at “My dossier” with the two codes.",
);
const COME: Word = word(
    "Mang bản chính giấy tờ tới quầy để nộp, nộp tiền và nhận kết quả:",
    "Bring the original papers to the counter, pay there and collect the result:",
);
const SEE: Word = word("Xem hồ sơ đến đâu", "See where it is");
const OTHER: Word = word(
    "Bản phường đang giữ đã gửi trước khi bạn sửa trên máy này. Cần sửa thì báo quầy.",
    "What the ward holds was sent before you changed the form here. Tell the counter what to put right.",
);
const FORGET: Word = word("Xóa khỏi máy này", "Remove from this device");
const FORGET_HOW: Word = word(
    "Chỉ xóa hai mã trên máy; hồ sơ ở phường vẫn còn.",
    "Only the codes on this device go; the ward keeps the application.",
);

pub fn receipt_view(receipt: Receipt, forget: Callback<()>) -> impl IntoView {
    let Receipt { procedure: (vi, en), agency, secret, applied } = receipt;
    let track = format!("/tra-cuu#{}.{secret}", applied.number);
    let at = applied.at;
    let by = applied.answer_by.map(|by| {
        let said = move |lang: Lang| match lang {
            Lang::Vi => format!("Trả lời trước {}.", by.clock_and_weekday(lang)),
            Lang::En => format!("The answer comes before {}.", by.clock_and_weekday(lang)),
        };
        view! { <p class="public__date">{say(said)}</p> }
    });
    let received =
        move |lang: Lang| format!("{} {}", lang.pick("Nhận lúc", "Received at"), at.clock_and_weekday(lang));
    view! {
        <section class="receipt" aria-live="polite">
            <h1 tabindex="-1"><Icon glyph=Glyph::Ok />{t(SENT)}</h1>
            <p>{say(move |lang| lang.pick(vi.as_str(), en.as_str()).to_owned())}" · "{say(received)}</p>
            {(!applied.same).then(|| view! { <p class="note note--soon">{t(OTHER)}</p> })}
            <dl class="receipt__codes">
                <div><dt>{t(NUMBER)}</dt><dd>{applied.number}</dd></div>
                <div><dt>{t(SECRET)}</dt><dd>{secret}</dd></div>
            </dl>
            <p class="note">{t(PHOTO)}</p>
            <h2>{t(NEXT)}</h2>
            {by}
            <ol class="public__steps">
                <li>{t(DECIDES)}</li>
                <li>{t(WHERE)}</li>
                <li><span>{t(COME)}" "<b lang="vi">{agency}</b></span></li>
            </ol>
            <p><a class="btn btn--primary public__apply" href=track>{t(SEE)}<Icon glyph=Glyph::Next /></a></p>
            <p class="receipt__forget">
                <button class="btn" type="button" on:click=move |_| forget.run(())>{t(FORGET)}</button>
                <span class="sub">{t(FORGET_HOW)}</span>
            </p>
        </section>
    }
}
