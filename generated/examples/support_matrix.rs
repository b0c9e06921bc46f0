//! Prints a table of the integrations that support the fields of a contact form. Offline: it needs neither an account nor a fake.

use truto_unified::support::{Answer, Level};
use truto_unified::{Integration, ticketing::contacts};

/// The fields of the form.
const FORM: [&str; 4] = ["first_name", "last_name", "emails", "phones"];

fn main() {
    let create = &contacts::CREATE;
    print!("{:<34}", create.id());
    for field in FORM {
        print!("{field:<12}");
    }
    println!("must also have");
    for integration in Integration::ALL {
        if create.supports(*integration) != Answer::Yes {
            continue;
        }
        print!("{:<34}", integration.label());
        for field in FORM {
            let level = match create.field(field).level(*integration) {
                Level::Required => "required",
                Level::Supported => "yes",
                Level::Unsupported => "no",
                Level::NotDocumented => "?",
            };
            print!("{level:<12}");
        }
        let required = create
            .fields_for(*integration)
            .filter(|(field, level)| *level == Level::Required && !FORM.contains(&field.path()));
        let names: Vec<&str> = required.map(|(field, _)| field.path()).collect();
        println!("{}", names.join(", "));
    }
}
