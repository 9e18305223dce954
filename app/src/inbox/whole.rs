//! Chép lại đủ từ máy chủ: what a full disk has let go comes back.
//!
//! Not here: what goes for want of room (`store::room`), how it is read again (`link::reading`).
//! Invariant: the focus stays at the button while it reads, and then goes to the sentence that says what became of it.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Sentence, Word, word};

use crate::desk::Desk;
use crate::text::t;

const WHOLE: Word = word("Chép lại đủ từ máy chủ", "Copy all from the server again");
const READING: Word = word(
    "Đang chép lại từ máy chủ. Việc chưa gửi không bị ảnh hưởng.",
    "Everything is being copied from the server again. Unsent work is not touched.",
);
const DONE: Word = word("Đã chép lại đủ từ máy chủ.", "All was copied from the server again.");
const STILL_FULL: Word = word(
    "Máy vẫn thiếu chỗ nên chưa chép đủ. Dọn bớt chỗ trên máy rồi bấm lại.",
    "There is still too little room for all of it. Make room on the device, then press again.",
);
const GOES_ON: Word = word(
    "Chưa chép xong, nên danh sách còn thiếu hồ sơ. Có mạng, máy tự chép tiếp.",
    "Not all is copied yet, so lists lack dossiers. With a network the device goes on by itself.",
);
const AS_BEFORE: Word = word(
    "Chưa chép lại được; hồ sơ trên máy vẫn như trước.",
    "Nothing could be copied; the dossiers on this device are as they were.",
);

/// What of the closed dossiers is not on this device, where the browser had no room for it.
pub(crate) fn partial(desk: Desk) -> Option<Sentence> {
    let now = desk.now();
    let day = desk.select(|client| client.place.is_partial(now))?.vi();
    Some(Sentence::new(
        format!("Máy hết chỗ nên chỉ giữ hồ sơ đã đóng từ {day}; hồ sơ cũ hơn xem khi có mạng."),
        format!(
            "The device ran out of room and keeps what was closed from {day} on; older dossiers need a network."
        ),
    ))
}

/// What became of it: `Ok(false)` where the device goes on by itself, an error where nothing was touched.
fn told(read: Result<bool, Sentence>, is_partial: bool) -> Sentence {
    match read {
        Ok(_) if is_partial => STILL_FULL.into(),
        Ok(true) => DONE.into(),
        Ok(false) => GOES_ON.into(),
        Err(why) => {
            Sentence::new(format!("{} {}", AS_BEFORE.vi, why.vi), format!("{} {}", AS_BEFORE.en, why.en))
        }
    }
}

/// What is not here and, where the server can be asked, the way back to all of it.
pub fn whole(desk: Desk) -> impl IntoView {
    let (busy, said) = (RwSignal::new(false), RwSignal::new(None::<Sentence>));
    // While it reads, the button that was pressed stays where it is.
    let missing = Memo::new(move |before: Option<&Option<Sentence>>| match before {
        Some(Some(before)) if busy.get() => Some(before.clone()),
        _ => partial(desk),
    });
    let can_ask = Memo::new(move |_| busy.get() || !desk.is_offline());
    let place = NodeRef::<html::P>::new();
    let read = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        said.set(Some(READING.into()));
        spawn_local(async move {
            let read = desk.read_whole().await;
            let outcome = told(read, untrack(|| partial(desk)).is_some());
            // The page may be gone by then.
            said.try_set(Some(outcome));
            if let Some(Some(place)) = place.try_get_untracked() {
                // An element with a tabindex that is on the page can take the focus.
                let _ = place.focus();
            }
            busy.try_set(false);
        });
    };
    let button = move || {
        can_ask.get().then(|| {
            view! {
                <button class="btn btn--text" type="button" aria-busy=move || busy.get().to_string() on:click=read>{t(WHOLE)}</button>
            }
        })
    };
    view! {
        {move || missing.get().map(|said| view! { <p class="note">{t(said)}" "{button}</p> })}
        <p class="note" role="status" tabindex="-1" node_ref=place hidden=move || said.get().is_none()>
            {move || said.get().map(|said| t(said)())}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use shared::sync::client::{Place, Write};

    use super::*;
    use crate::desk::tests::{at_desk, sits};
    use crate::store::tests::{OANH, morning, now};
    use crate::ui::tests::{english, html, vietnamese};

    #[test]
    fn what_became_of_copying_all_again_is_said_and_nothing_is_called_done_that_is_not() {
        let why = || Sentence::new("Không nối được với máy chủ.", "The server cannot be reached.");
        assert_eq!(told(Ok(true), false), DONE.into());
        assert_eq!(told(Ok(false), false), GOES_ON.into());
        assert_eq!(told(Ok(true), true), STILL_FULL.into(), "read, and let go again");
        let failed = told(Err(why()), true);
        assert_eq!(failed.vi, format!("{} {}", AS_BEFORE.vi, why().vi), "it says why it is as before");
        assert!(failed.en.starts_with(AS_BEFORE.en) && failed.en.ends_with(&why().en), "{failed:?}");
    }

    #[test]
    fn whoever_misses_dossiers_is_offered_the_way_back_and_the_outcome_has_a_place_for_the_focus() {
        at_desk(|desk, _| {
            sits(desk, OANH);
            let page = html(move || whole(desk));
            assert!(!page.contains(WHOLE.vi), "all is here: {page}");
            let place = desk.client(|client| client.place.clone());
            let place = Place { trimmed: Some(morning().day()), ..place };
            assert!(now(desk.keep(OANH, vec![Write::Place(place)])));
            let page = html(move || whole(desk));
            assert!(page.contains("Máy hết chỗ") && page.contains(WHOLE.vi), "{page}");
            let outcome = page.split("role=\"status\"").nth(1).expect("a place");
            assert!(outcome.starts_with(" tabindex=\"-1\" hidden"), "nothing is said yet: {outcome}");
            let read = english(move || whole(desk));
            assert!(read.contains(WHOLE.en) && vietnamese(&read).is_empty(), "{read}");
        });
    }
}
