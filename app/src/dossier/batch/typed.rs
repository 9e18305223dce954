//! Biểu mẫu nhiều hồ sơ đang gõ dở: what was half typed for several dossiers when its page went, and for which.
//!
//! Not here: the form (`batch`), the form of one dossier (`detail::dialog`).
//! Invariant: it comes back for the officer who typed it, and only where all that is chosen now was chosen then: what was
//! written of one messenger never stands under another's results.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::id::{DossierId, OfficerId};

use super::super::acts::Answers;
use super::super::cells::Cells;
use super::super::drafts::Drafts;
use super::Batch;

/// What stood in a form, and whom it was for.
#[derive(Clone, PartialEq, Debug)]
struct Typed {
    ids: BTreeSet<DossierId>,
    answers: Answers,
}

thread_local! {
    static KEPT: Drafts<Batch, Typed> = const { Drafts::new() };
}

/// At a logout nothing half typed stays behind; a locked screen keeps it for its officer.
pub fn forget() {
    KEPT.with(Drafts::forget);
}

/// Keeps what stands in a form, or that nothing of it is left.
pub fn keep(me: OfficerId, batch: Batch, ids: &[DossierId], answers: Option<Answers>) {
    let typed = answers.map(|answers| Typed { ids: ids.iter().copied().collect(), answers });
    KEPT.with(|drafts| drafts.keep(me, batch, typed));
}

/// What this officer had typed for these, or for these and others.
pub fn kept(me: OfficerId, batch: Batch, ids: &[DossierId]) -> Option<Answers> {
    let typed = KEPT.with(|drafts| drafts.kept(me, &batch))?;
    ids.iter().all(|id| typed.ids.contains(id)).then_some(typed.answers)
}

/// For which dossiers a form of this officer waits to be gone on with.
pub fn chosen(me: OfficerId, batch: Batch) -> BTreeSet<DossierId> {
    KEPT.with(|drafts| drafts.kept(me, &batch)).map(|typed| typed.ids).unwrap_or_default()
}

/// Fills a form with what was typed before, and keeps what stands in it should its page go while it is `open`.
pub fn outlives(cells: &Cells, me: OfficerId, batch: Batch, ids: Vec<DossierId>, open: RwSignal<bool>) {
    let start = untrack(|| cells.answers());
    if let Some(answers) = kept(me, batch, &ids) {
        cells.unfold(&answers);
    }
    let cells = cells.clone();
    on_cleanup(move || {
        // A form that was closed is done with; one that is still open went with its page.
        let answers = open.get_untracked().then(|| untrack(|| cells.answers()));
        keep(me, batch, &ids, answers.filter(|answers| *answers != start));
    });
}

#[cfg(test)]
mod tests {
    use shared::demo::{HEAD, RECEPTION};
    use shared::lang::word;
    use shared::script::dossier_id;

    use super::super::super::acts::Ask;
    use super::*;

    fn said(text: &str) -> Answers {
        [("receiver", text.to_owned())].into()
    }

    #[test]
    fn it_comes_back_for_its_officer_its_form_and_those_it_was_for() {
        let [one, two, three] = [1, 2, 3].map(dossier_id);
        keep(RECEPTION, Batch::Give, &[one, two], Some(said("Lê Hoà")));
        assert_eq!(kept(RECEPTION, Batch::Give, &[two, one]), Some(said("Lê Hoà")));
        assert_eq!(kept(RECEPTION, Batch::Give, &[two]), Some(said("Lê Hoà")), "one was returned meanwhile");
        assert_eq!(kept(RECEPTION, Batch::Give, &[one, three]), None, "somebody else's result");
        assert_eq!(kept(RECEPTION, Batch::Assign, &[one, two]), None);
        assert_eq!(kept(HEAD, Batch::Give, &[one, two]), None);
        assert_eq!(chosen(RECEPTION, Batch::Give), [one, two].into());
        assert_eq!(chosen(HEAD, Batch::Give), BTreeSet::new());
        keep(RECEPTION, Batch::Give, &[one], None);
        assert_eq!(kept(RECEPTION, Batch::Give, &[one]), None, "it was closed, or done");
        keep(RECEPTION, Batch::Give, &[one], Some(said("Trần Ân")));
        forget();
        assert_eq!(chosen(RECEPTION, Batch::Give), BTreeSet::new(), "logged out");
    }

    /// The lock takes the page with its form away; the same form, opened again, goes on where it was.
    #[test]
    fn a_locked_screen_leaves_a_half_filled_form_to_its_officer() {
        let ids = vec![dossier_id(1), dossier_id(2)];
        let label = word("Người nhận", "Receiver");
        let fields = [Ask::Line { id: "receiver", label, start: String::new(), optional: false }];
        let page = |typed: &str, closes: bool| {
            let owner = Owner::new();
            let stood = owner.with(|| {
                let (cells, open) = (Cells::new(&fields), RwSignal::new(true));
                outlives(&cells, RECEPTION, Batch::Give, ids.clone(), open);
                let stood = untrack(|| cells.answers());
                if !typed.is_empty() {
                    cells.unfold(&said(typed));
                }
                open.set(!closes);
                stood
            });
            owner.cleanup();
            stood
        };
        assert_eq!(page("Lê Hoà", false), said(""));
        assert_eq!(page("", false), said("Lê Hoà"), "locked twice");
        assert_eq!(page("", true), said("Lê Hoà"), "and then called off");
        assert_eq!(page("", false), said(""));
        assert_eq!(chosen(RECEPTION, Batch::Give), BTreeSet::new(), "an untouched form is none");
    }
}
