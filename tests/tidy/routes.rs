//! Every page is looked at: by the judge of accessibility, by whoever asks whether it fits, by whoever draws the guide.
//!
//! Not here: what they see (`tests/browser`, `tests/pictures`).
//! Invariant: a new route is in their lists, or stands here with the reason why not.

use super::{Tree, complains, holds};

const ROUTES: &str = "app/src/routes.rs";

/// Who goes where, and which pages they leave out: each with its reason.
const VISITORS: [(&str, &[(&str, &str)]); 3] = [
    ("tests/browser/axe.rs", &[DOOR]),
    ("tests/browser/pages.rs", &[DOOR]),
    ("tests/pictures/main.rs", &[DOOR, ("/ho-tro", "one sentence for whoever is no volunteer")]),
];
const DOOR: (&str, &str) = ("/dang-nhap", "the first page by another name, behind the same login");

/// The literal between quotes that follows `before`.
fn quoted<'a>(line: &'a str, before: &str) -> Option<&'a str> {
    line.split_once(before)?.1.split_once('"').map(|(text, _)| text)
}

/// Every address of the application, `/ho-so/:id`.
fn routes(tree: &Tree) -> Vec<String> {
    let (mut all, mut above) = (Vec::new(), Vec::new());
    for line in tree.get(ROUTES).unwrap_or_default().lines().map(str::trim) {
        let path = quoted(line, "path=path!(\"");
        match path {
            Some(path) if line.starts_with("<ParentRoute ") => above.push(path),
            Some(path) if line.starts_with("<Route ") => {
                let whole = format!("{}{path}", above.concat());
                all.push(if whole.is_empty() { "/".to_owned() } else { whole });
            }
            _ if line.starts_with("</ParentRoute>") => drop(above.pop()),
            _ => {}
        }
    }
    all
}

/// Addresses that stand as literals in a file, without what follows `?` and `#`.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let literals = text.lines().flat_map(|line| line.split('"').skip(1).step_by(2));
    let addresses = literals.filter(|literal| literal.starts_with('/'));
    addresses.map(|address| address.split(['?', '#']).next().unwrap_or_default())
}

/// How many parts of the route are named by the address; `None` where it leads elsewhere.
fn named(route: &str, address: &str) -> Option<usize> {
    let (route, address): (Vec<_>, Vec<_>) = (route.split('/').collect(), address.split('/').collect());
    let fits = |(of, part): (&&str, &&str)| of == part || of.starts_with(':') && !part.is_empty();
    let all = route.len() == address.len() && route.iter().zip(&address).all(fits);
    all.then(|| route.iter().filter(|of| !of.starts_with(':')).count())
}

fn every_page_is_visited(tree: &Tree) -> Vec<String> {
    let routes = routes(tree);
    let mut complaints = Vec::new();
    for (file, left_out) in VISITORS {
        let Some(text) = tree.get(file) else { continue };
        // An address leads to the route that names most of it: `/pakn/nhap` is no `/pakn/:id`.
        let to = |address: &str| {
            routes
                .iter()
                .filter_map(|route| Some((named(route, address)?, route)))
                .max()
                .map(|(_, route)| route)
        };
        let seen: Vec<&String> = addresses(text).filter_map(to).collect();
        for route in &routes {
            let is_left_out = left_out.iter().any(|(path, _)| path == route);
            match (seen.contains(&route), is_left_out) {
                (false, false) => complaints
                    .push(format!("{file}: nobody goes to {route}: visit it, or say why not in routes.rs")),
                (true, true) => {
                    complaints.push(format!("{file}: {route} is visited: take it out of routes.rs"));
                }
                (true, false) | (false, true) => {}
            }
        }
    }
    complaints
}

#[test]
fn every_page_is_visited_or_left_out_for_a_reason() {
    holds(every_page_is_visited);
    let here = routes(&Tree::here());
    assert!(here.len() > 40 && here.contains(&"/thu-tuc/:id".to_owned()), "{here:?}");
    for (path, why) in VISITORS.iter().flat_map(|(_, left_out)| left_out.iter()) {
        assert!(here.iter().any(|route| route == path), "routes.rs: there is no {path} any more ({why})");
    }
    let files = [
        (
            ROUTES,
            "<ParentRoute path=path!(\"\") view=Office>
                 <Route path=path!(\"\") view=Home />
                 <Route path=path!(\"/pakn/nhap\") view=Entry />
                 <Route path=path!(\"/pakn/:id\") view=One />
                 <Route path=path!(\"/dang-nhap\") view=Home />
             </ParentRoute>
             <ParentRoute path=path!(\"/thu-tuc\") view=Posted>
                 <Route path=path!(\"\") view=All />
                 <Route path=path!(\"/:id\") view=Procedure />
             </ParentRoute>
             <Route path=path!(\"/kiosk\") view=Kiosk />",
        ),
        ("tests/browser/axe.rs", r#"("/", ".figures"), ("/pakn/nhap", "h1"), ("/thu-tuc/HT-09?in=1", "h1")"#),
        (
            "tests/browser/pages.rs",
            r#"["/", "/pakn/{id}", "/pakn/nhap", "/thu-tuc", "/thu-tuc/x#y", "/kiosk", "/dang-nhap"]"#,
        ),
    ];
    let complaints = [
        "tests/browser/axe.rs: nobody goes to /pakn/:id: visit it, or say why not in routes.rs",
        "tests/browser/axe.rs: nobody goes to /thu-tuc: visit it, or say why not in routes.rs",
        "tests/browser/axe.rs: nobody goes to /kiosk: visit it, or say why not in routes.rs",
        "tests/browser/pages.rs: /dang-nhap is visited: take it out of routes.rs",
    ];
    complains(every_page_is_visited, &files, &complaints);
}
