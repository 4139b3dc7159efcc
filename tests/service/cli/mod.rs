//! The command line: the binary is started as its users start it.

mod accounts;
mod backup;
mod config;
mod demo;
mod engine;
mod help;
mod members;
mod restore;
mod single_sign_on;

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Stdio},
    thread,
    time::Duration,
};

use serde_json::Value;

/// What a command did.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// A command of the binary, without what the surroundings would tell it.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mizan"));
    for name in ["CONFIG", "DATABASE_URL", "LISTEN", "LOG", "ALLOWED_ORIGINS"] {
        command.env_remove(format!("MIZAN_{name}"));
    }
    for name in ["ISSUER", "AUDIENCE", "KEYS", "ROLES"] {
        command.env_remove(format!("MIZAN_SSO_{name}"));
    }
    command.stdin(Stdio::null());
    command
}

/// Runs the binary to its end.
pub fn mizan(arguments: &[&str]) -> Ended {
    end(command().args(arguments))
}

/// Runs a command to its end.
pub fn end(command: &mut Command) -> Ended {
    let output = command.output().unwrap();
    Ended {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the binary with this text on its standard input.
pub fn fed(arguments: &[&str], input: &str) -> Ended {
    let mut command = command();
    command.args(arguments).stdin(Stdio::piped());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feeder = thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    // A command that refuses its arguments does not read.
    let _ = feeder.join().unwrap();
    Ended {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A serving process, killed with the value.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    /// Serves on a free port, and waits until it answers.
    pub fn start(arguments: &[&str]) -> Self {
        let address = free_address();
        let mut command = command();
        command
            .arg("serve")
            .args(arguments)
            .args(["--listen", &address]);
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut server = Self { child, address };
        server.wait_until_ready();
        server
    }

    fn wait_until_ready(&mut self) {
        while get(&self.address, "/readyz").is_err() {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "the server ended with {ended:?}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends the process as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address of this machine whose port was free a moment ago.
pub fn free_address() -> String {
    let probe = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    probe.local_addr().unwrap().to_string()
}

/// The lines that a process prints, up to one with `text`; `None` if it never does.
pub fn line_with(stdout: ChildStdout, text: &str) -> Option<String> {
    let lines = BufReader::new(stdout).lines().map_while(Result::ok);
    lines.into_iter().find(|line| line.contains(text))
}

/// The body of a plain GET.
pub fn get(address: &str, path: &str) -> std::io::Result<String> {
    exchange(
        address,
        &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"),
    )
}

/// Posts a GraphQL request to a serving process.
pub fn post(address: &str, token: &str, body: &Value) -> std::io::Result<Value> {
    let body = body.to_string();
    let answer = exchange(
        address,
        &format!(
            "POST /graphql HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nAuthorization: Bearer {token}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    )?;
    serde_json::from_str(&answer).map_err(std::io::Error::other)
}

fn exchange(address: &str, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .ok_or_else(|| std::io::Error::other("cut off"))?;
    if head.starts_with("HTTP/1.1 200") {
        Ok(body.to_owned())
    } else {
        Err(std::io::Error::other(head.to_owned()))
    }
}
