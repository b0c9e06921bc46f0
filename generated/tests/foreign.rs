//! Clients in other languages that call the program behind `cargo xtask serve`.
#![cfg(all(feature = "crm", feature = "tokio", feature = "ticketing"))]

mod built;
mod tools;

use std::{
    io::{BufRead as _, BufReader, ErrorKind, Lines, Write as _, stderr},
    process::{Child, ChildStdout, Command, Stdio},
};

use truto_unified::Client;

/// The interpreter, the program or package that the script requires, and the script.
const CLIENTS: [(&str, &str, &str); 4] = [
    ("sh", "curl", "curl.sh"),
    ("node", "node", "fetch.mjs"),
    ("python3", "python3", "with_urllib.py"),
    ("python3", "requests", "with_requests.py"),
];

/// The exit code of a script that cannot run.
const CANNOT_RUN: i32 = 77;

/// The exit code of a shell if a program is missing.
const NOT_FOUND: i32 = 127;

/// The exit code of the program that Windows has in place of Python.
const NOT_INSTALLED: i32 = 9009;

/// The server, which is stopped at the end of the test.
struct Server {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Server {
    fn start() -> Self {
        let mut command = built::example("serve");
        let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/foreign/seed.json");
        command.args(["--seed", seed]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    fn line(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The reason why a client could not run; panics if it ran and failed.
fn run(program: &str, script: &str, arguments: [&str; 3]) -> Result<(), String> {
    let path = format!("{}/tests/foreign/{script}", env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(program).arg(path).args(arguments).output();
    let output = match output {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(format!("there is no {program}"));
        }
        output => output.unwrap(),
    };
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    match output.status.code() {
        Some(CANNOT_RUN | NOT_FOUND | NOT_INSTALLED) => Err(errors.trim().to_owned()),
        _ if output.status.success() => Ok(()),
        _ => panic!(
            "{script}: {errors}{}",
            String::from_utf8_lossy(&output.stdout)
        ),
    }
}

#[tokio::test]
async fn other_languages_are_served_too() {
    let mut server = Server::start();
    let url = server.line();
    let token = server.line().split([' ', ',']).nth(1).unwrap().to_owned();
    let client = Client::builder()
        .base_url(&url)
        .token(&token)
        .build()
        .unwrap();
    let seeded = client.integrated_account("seeded").crm();
    let contact = seeded.contacts().get("42").await.unwrap();
    assert_eq!(contact.first_name.as_deref(), Some("Ada"));
    assert_eq!(server.line(), "GET /unified/crm/contacts/42 200");
    let mut ran = 0;
    for (program, needs, script) in CLIENTS {
        if let Err(why) = run(program, script, [&url, &token, script]) {
            tools::missing(needs, script, &why);
            continue;
        }
        ran += 1;
        for request in [
            "POST /unified/ticketing/contacts",
            "POST /unified/ticketing/tickets/import",
            "POST /unified/crm/contacts",
        ] {
            assert_eq!(server.line(), format!("{request} 200"), "{script}");
        }
        let made = client.integrated_account(script);
        let contacts = made.crm().contacts().list().await.unwrap().items;
        let [contact] = contacts.as_slice() else {
            panic!("{script}: {contacts:?}");
        };
        assert_eq!(
            server.line(),
            format!("PATCH /unified/crm/contacts/{} 200", contact.id),
            "{script}"
        );
        assert_eq!(server.line(), "GET /unified/crm/contacts 200");
        let names = [&contact.first_name, &contact.last_name, &contact.title];
        assert_eq!(
            names.map(Option::as_deref),
            [Some("Ada"), None, Some("Countess")],
            "{script}"
        );

        let person = made
            .ticketing()
            .contacts()
            .list()
            .await
            .unwrap()
            .items
            .remove(0);
        assert_eq!(
            person.emails.unwrap()[0].email,
            "ada@example.com",
            "{script}"
        );
        let ticket = made
            .ticketing()
            .tickets()
            .list()
            .await
            .unwrap()
            .items
            .remove(0);
        let subject: truto_unified::Value = ticket.remote_data.unwrap().parse().unwrap();
        assert_eq!(subject["subject"], "The printer is on fire", "{script}");
        for list in ["contacts", "tickets"] {
            assert_eq!(server.line(), format!("GET /unified/ticketing/{list} 200"));
        }
    }
    let _ = writeln!(
        stderr(),
        "\n{ran} of {} clients in other languages ran\n",
        CLIENTS.len()
    );
}
