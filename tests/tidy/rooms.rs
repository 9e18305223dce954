//! Rooms and components: what belongs together has one name, and what must not lean on each other does not.
//!
//! Not here: arrows between crates (`arrows`), colours and imports of sheets (`style`).
//! Invariant: a page's room sees another room only where this file says so.

use super::{Tree, complains, holds};

/// Rooms of the browser that use pieces of another: who, whom, and what for.
const MAY_SEE: [(&str, &str, &str); 19] = [
    ("board", "public", "a form that was filled in by hand asks what the citizens' page asks"),
    ("devices", "inbox", "an act that waits for a decision is told in the words of the queue"),
    ("dossier", "board", "what a restore has left to wait for is said on the first page too"),
    ("dossier", "handoff", "a civil-status dossier shows what is copied into the other software"),
    ("dossier", "scan", "scans are taken and shown beside the papers of a dossier"),
    ("dossier", "public", "the list of procedures is found and priced in one way"),
    ("feedback", "public", "what is said at the counter is asked in the words of the citizens' page"),
    ("gate", "dossier", "a lock forgets what was typed and where one stood"),
    ("gate", "settings", "the browser is asked for lasting storage at enrolment"),
    ("handoff", "board", "what a total does not know is told under every total"),
    ("handoff", "dossier", "a procedure and a moment are told in the words of the counter"),
    ("inbox", "dossier", "a row of a dossier looks the same everywhere"),
    ("inbox", "gate", "whose work waits on the device is told in the words of the door"),
    ("officer", "settings", "where somebody is logged in is shown in one way"),
    ("paper", "dossier", "a paper is of a dossier, which is found in one way"),
    ("public", "scan", "a citizen's page of a paper is drawn anew as an officer's is"),
    ("settings", "gate", "when a device locks itself is said where its kind is chosen"),
    ("volunteer", "public", "a citizen is shown the posted procedure"),
    ("volunteer", "settings", "a tablet without a menu tells of the browser's storage as the others do"),
];

/// A component is `app/src/ui/x.rs`, `style/ui/x.css` and a place in the gallery.
fn components_are_whole(tree: &Tree) -> Vec<String> {
    let gallery = tree.get("app/src/ui/gallery.rs").unwrap_or_default();
    let mut complaints = Vec::new();
    let names = tree.with_end(".rs").filter_map(|(path, _)| {
        path.strip_prefix("app/src/ui/")?.strip_suffix(".rs").filter(|name| !name.contains('/'))
    });
    for name in names.filter(|name| !["mod", "tests", "gallery"].contains(name)) {
        if tree.get(&format!("style/ui/{name}.css")).is_none() {
            complaints.push(format!("app/src/ui/{name}.rs: there is no style/ui/{name}.css to dress it"));
        }
        if !gallery.contains(&format!("{name}::")) {
            complaints.push(format!("app/src/ui/{name}.rs: it has no place in app/src/ui/gallery.rs"));
        }
    }
    complaints
}

/// `style/rooms/board.css` dresses `app/src/board/`.
fn room_sheets_have_their_room(tree: &Tree) -> Vec<String> {
    let rooms: Vec<&str> = tree
        .with_end(".css")
        .filter_map(|(path, _)| path.strip_prefix("style/rooms/")?.strip_suffix(".css"))
        .collect();
    let alone = rooms.iter().filter(|room| tree.get(&format!("app/src/{room}/mod.rs")).is_none());
    alone.map(|room| format!("style/rooms/{room}.css: there is no room app/src/{room}/")).collect()
}

fn rooms_keep_to_themselves(tree: &Tree) -> Vec<String> {
    let rooms: Vec<&str> = tree
        .with_end("/mod.rs")
        .filter_map(|(path, _)| path.strip_prefix("app/src/")?.strip_suffix("/mod.rs"))
        .filter(|room| !room.contains('/') && !["ui", "store", "link", "vault"].contains(room))
        .collect();
    let mut complaints = Vec::new();
    for (path, text) in tree.with_end(".rs") {
        let Some(here) =
            path.strip_prefix("app/src/").and_then(|rest| rest.split_once('/')).map(|(room, _)| room)
        else {
            continue;
        };
        // The desk, the store, the vault and the link carry rooms' calls; they are asked about in review.
        if here != "ui" && !rooms.contains(&here) {
            continue;
        }
        for room in rooms.iter().filter(|room| **room != here) {
            let named = MAY_SEE.iter().any(|(who, whom, _)| (*who, *whom) == (here, *room));
            if !named && text.contains(&format!("crate::{room}::")) {
                complaints.push(format!(
                    "{path}: {here} must not lean on {room}: move the piece to ui or shared, or say why in rooms.rs"
                ));
            }
        }
    }
    complaints
}

#[test]
fn every_component_is_three_files() {
    holds(components_are_whole);
    let files = [
        ("app/src/ui/gallery.rs", "use super::{mod, tag::Tag};"),
        ("app/src/ui/mod.rs", ""),
        ("app/src/ui/tag.rs", ""),
        ("app/src/ui/ghost.rs", ""),
        ("style/ui/tag.css", ""),
    ];
    let complaints = [
        "app/src/ui/ghost.rs: there is no style/ui/ghost.css to dress it",
        "app/src/ui/ghost.rs: it has no place in app/src/ui/gallery.rs",
    ];
    complains(components_are_whole, &files, &complaints);
}

#[test]
fn every_room_sheet_has_its_room() {
    holds(room_sheets_have_their_room);
    let files = [("app/src/board/mod.rs", ""), ("style/rooms/board.css", ""), ("style/rooms/attic.css", "")];
    let complaints = ["style/rooms/attic.css: there is no room app/src/attic/"];
    complains(room_sheets_have_their_room, &files, &complaints);
}

#[test]
fn a_room_sees_another_only_by_the_list() {
    holds(rooms_keep_to_themselves);
    let files = [
        ("app/src/board/mod.rs", "use crate::dossier::row;"),
        ("app/src/dossier/mod.rs", ""),
        ("app/src/inbox/mod.rs", "use crate::dossier::row;"),
        ("app/src/ui/tag.rs", "use crate::board::Figure;"),
    ];
    let complaints = [
        "app/src/board/mod.rs: board must not lean on dossier: move the piece to ui or shared, or say why in rooms.rs",
        "app/src/ui/tag.rs: ui must not lean on board: move the piece to ui or shared, or say why in rooms.rs",
    ];
    complains(rooms_keep_to_themselves, &files, &complaints);
}

#[test]
fn the_list_names_no_leaning_that_is_gone() {
    let tree = Tree::here();
    for (who, whom, why) in MAY_SEE {
        let leans = tree.with_end(".rs").any(|(path, text)| {
            path.starts_with(&format!("app/src/{who}/")) && text.contains(&format!("crate::{whom}::"))
        });
        assert!(leans, "rooms.rs: {who} no longer leans on {whom} ({why}): take the line out");
    }
}
