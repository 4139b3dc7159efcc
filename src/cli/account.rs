//! `mizan account` and `mizan token`: the operator's work.

use chrono::TimeDelta;
use clap::{Args, Subcommand, ValueEnum};

use super::{Failure, Outcome, block_on, open};
use crate::{
    auth::{
        Role,
        accounts::{self, NewAccount, Standing},
        secret, single_sign_on,
    },
    config::Settings,
};

/// Issued tokens are for programs, whose operators renew them by the quarter.
const TOKEN_DAYS: u16 = 90;

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Adds an account and prints its generated password alone on standard output.
    Add(AddArguments),
    /// Ties an account to somebody at the provider of single sign-on, whose tokens rule its role,
    /// unit and member from then on.
    Link(LinkArguments),
    /// Shuts an account out; its tokens and sockets end.
    Disable(NameArguments),
    /// Lets a disabled account in again; tokens that have not expired hold again.
    Enable(NameArguments),
}

#[derive(Debug, Args)]
pub struct AddArguments {
    /// 1 to 64 Latin letters, digits, dots, dashes, underscores or @.
    #[arg(long)]
    username: String,
    /// What the account may do.
    #[arg(long, ignore_case = true)]
    role: RoleName,
    /// The unit that a deputy reports for, by code; required for deputies.
    #[arg(long, value_name = "CODE")]
    org_unit: Option<String>,
    /// The number of the member who an expert is; required for experts.
    #[arg(long, value_name = "NO")]
    member: Option<i64>,
}

#[derive(Debug, Args)]
pub struct LinkArguments {
    /// Whose account.
    #[arg(long)]
    username: String,
    /// Who they are at the provider: `sub` in their tokens.
    #[arg(long)]
    subject: String,
    /// The provider: `iss` in their tokens; that of the configuration unless given.
    #[arg(long, value_name = "URL")]
    issuer: Option<String>,
}

#[derive(Debug, Args)]
pub struct NameArguments {
    /// Whose account.
    #[arg(long)]
    username: String,
}

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Issues a token and prints it alone on standard output; it is not shown again.
    Issue(IssueArguments),
}

#[derive(Debug, Args)]
pub struct IssueArguments {
    /// Whose token.
    #[arg(long)]
    username: String,
    /// Days until the token expires.
    #[arg(long, default_value_t = TOKEN_DAYS, value_parser = clap::value_parser!(u16).range(1..=3650))]
    days: u16,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "SCREAMING_SNAKE_CASE")]
enum RoleName {
    Coordinator,
    Deputy,
    Expert,
    Frontend,
    Auditor,
}

/// Runs `mizan account`.
pub fn account(settings: &Settings, command: AccountCommand) -> Outcome {
    match command {
        AccountCommand::Add(arguments) => add(settings, arguments),
        AccountCommand::Link(arguments) => link(settings, &arguments),
        AccountCommand::Disable(arguments) => able(settings, &arguments, Standing::Disabled),
        AccountCommand::Enable(arguments) => able(settings, &arguments, Standing::Enabled),
    }
}

fn add(settings: &Settings, arguments: AddArguments) -> Outcome {
    let password = secret::new_password()?;
    let new = NewAccount {
        username: arguments.username,
        password: Some(password.clone()),
        role: arguments.role.into(),
        org_unit: arguments.org_unit,
        member_no: arguments.member,
    };
    block_on(async {
        accounts::add(&open(settings).await?, new).await?;
        println!("{password}");
        Ok(())
    })
}

fn link(settings: &Settings, arguments: &LinkArguments) -> Outcome {
    let configured = settings.single_sign_on.as_ref();
    let configured = configured.map(|provider| provider.issuer.as_str());
    let issuer = arguments.issuer.as_deref().or(configured).ok_or_else(|| {
        Failure::usage("give --issuer, since the configuration names no single sign-on")
    })?;
    block_on(async {
        let app = open(settings).await?;
        let person = (issuer, arguments.subject.as_str());
        Ok(single_sign_on::link(&app, &arguments.username, person).await?)
    })
}

fn able(settings: &Settings, arguments: &NameArguments, standing: Standing) -> Outcome {
    block_on(async {
        let app = open(settings).await?;
        Ok(accounts::set_standing(&app, &arguments.username, standing).await?)
    })
}

/// Runs `mizan token`.
pub fn token(settings: &Settings, command: &TokenCommand) -> Outcome {
    let TokenCommand::Issue(arguments) = command;
    let lifetime = TimeDelta::days(i64::from(arguments.days));
    block_on(async {
        let app = open(settings).await?;
        let session = accounts::issue_token(&app, &arguments.username, lifetime).await?;
        println!("{}", session.token);
        Ok(())
    })
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Coordinator => Self::Coordinator,
            RoleName::Deputy => Self::Deputy,
            RoleName::Expert => Self::Expert,
            RoleName::Frontend => Self::Frontend,
            RoleName::Auditor => Self::Auditor,
        }
    }
}
