//! What leaves a sheet and what stays.

use super::{import_of, tight, without_comments};

#[test]
fn comments_go_and_strings_stay() {
    let kept = without_comments("a { /* b */ content: \"/* c */\"; } /* d */ e { f: url('/g/h') } /* open");
    assert_eq!(kept, "a {  content: \"/* c */\"; }  e { f: url('/g/h') } ");
}

#[test]
fn an_import_names_a_file_and_perhaps_a_layer() {
    assert_eq!(import_of(" \"a.css\";").unwrap(), ("a.css", None));
    assert_eq!(import_of(" \"a.css\" layer(ui);").unwrap(), ("a.css", Some("ui")));
    assert!(import_of(" \"a.css\"").is_err());
    assert!(import_of(" url(a.css);").is_err());
    assert!(import_of(" \"a.css\" screen;").is_err());
}

#[test]
fn space_goes_where_it_parts_nothing() {
    let sheet = "@media (width < 3rem) {\n.a :is(b, c) > d, e {\n  --f: 1px 2px ;\n g: \"h ;  i\";\n}\n}\n";
    assert_eq!(tight(sheet), "@media (width < 3rem){.a :is(b,c) > d,e{--f:1px 2px;g:\"h ;  i\"}}");
}
