//! Đã gửi: number and secret of a complaint, and by when the ward replies.
//!
//! Not here: sending (`feedback`).
//! Invariant: it is shown only after the server has answered, and says nothing that the server has not.

use leptos::prelude::*;
use shared::lang::{Lang, Word, word};

use super::draft::Receipt;
use crate::text::{say, t};
use crate::ui::icon::{Glyph, Icon};

const SENT: Word = word("Phường đã nhận được phản ánh", "The ward has received it");
const NUMBER: Word = word("Số phản ánh", "Number");
const SECRET: Word = word("Mã tra cứu", "Look-up characters");
const PHOTO: Word = word(
    "Chụp lại màn hình này. Đọc trả lời phải có đủ hai mã; mất thì không ai tìm lại được.",
    "Take a photo of this screen. Both are needed to read the answer, and nobody can find them again.",
);
const NEXT: Word = word("Việc tiếp theo", "What happens next");
const DECIDES: Word = word(
    "Người không bị nêu tên trong phản ánh xem và xử lý.",
    "Somebody who is not named in it looks into it.",
);
const ASKS: Word = word(
    "Cần hỏi thêm thì câu hỏi hiện ở trang “Xem trả lời”; bạn trả lời ngay ở đó.",
    "If the ward has a question, it stands at “Read the answer”, and you answer it there.",
);
const WHERE: Word =
    word("Trả lời cũng ở trang ấy, bằng hai mã trên.", "The reply is there too, with the two codes above.");
const SEE: Word = word("Xem trả lời", "Read the answer");
const OTHER: Word = word(
    "Bản phường đang giữ đã gửi trước khi bạn sửa trên máy này. Cần thêm gì thì gửi một phản ánh mới.",
    "What the ward holds was sent before you changed it here. If something is missing, send another.",
);
const FORGET: Word = word("Xóa khỏi máy này", "Remove from this device");
const FORGET_HOW: Word = word(
    "Chỉ xóa hai mã trên máy; phản ánh ở phường vẫn còn. Xóa rồi thì gửi được phản ánh khác.",
    "Only the codes on this device go; the ward keeps what you sent. After that you can send another.",
);

/// Number and secret as one reads them off.
pub fn codes_view(number: String, secret: String) -> impl IntoView {
    view! {
        <dl class="receipt__codes">
            <div><dt>{t(NUMBER)}</dt><dd>{number}</dd></div>
            <div><dt>{t(SECRET)}</dt><dd>{secret}</dd></div>
        </dl>
    }
}

pub fn receipt_view(receipt: Receipt, forget: Callback<()>) -> impl IntoView {
    let Receipt { secret, received } = receipt;
    let look = format!("/phan-anh/xem#{}.{secret}", received.number);
    let at = received.at;
    let by = received.reply_by.map(|by| {
        let said = move |lang: Lang| match lang {
            Lang::Vi => format!("Trả lời trước {}.", by.clock_and_weekday(lang)),
            Lang::En => format!("The reply comes before {}.", by.clock_and_weekday(lang)),
        };
        view! { <p class="public__date">{say(said)}</p> }
    });
    let when =
        move |lang: Lang| format!("{} {}", lang.pick("Nhận lúc", "Received at"), at.clock_and_weekday(lang));
    view! {
        <section class="receipt" aria-live="polite">
            <h1 tabindex="-1"><Icon glyph=Glyph::Ok />{t(SENT)}</h1>
            <p>{say(when)}</p>
            {(!received.same).then(|| view! { <p class="note note--soon">{t(OTHER)}</p> })}
            {codes_view(received.number, secret)}
            <p class="note">{t(PHOTO)}</p>
            <h2>{t(NEXT)}</h2>
            {by}
            <ol class="public__steps"><li>{t(DECIDES)}</li><li>{t(ASKS)}</li><li>{t(WHERE)}</li></ol>
            <p><a class="btn btn--primary public__apply" href=look>{t(SEE)}<Icon glyph=Glyph::Next /></a></p>
            <p class="receipt__forget">
                <button class="btn" type="button" on:click=move |_| forget.run(())>{t(FORGET)}</button>
                <span class="sub">{t(FORGET_HOW)}</span>
            </p>
        </section>
    }
}
