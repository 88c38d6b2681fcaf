//! Founding a project, its settings, its stage.

use crate::cli::args::Policy as PolicyVerb;
use crate::cli::failure::Failure;
use crate::cli::json::Ordered;
use crate::cli::reply::Reply;
use crate::cli::session::{Session, Setting};
use crate::cli::table::Table;
use crate::domain::id::StaffId;
use crate::domain::rejection::Rejection;
use crate::domain::setup;
use crate::domain::state::day::Stage;
use crate::domain::state::policy::{POLICIES, Policy, PolicyRow};
use crate::store::{self, Journal, Reader, StoreFault};
use serde::Serialize;

/// `init`.
pub fn init(setting: &Setting, project: &str, practice: bool) -> Result<Reply, Failure> {
    let session = found(setting, project, practice, setting.command_id())?;
    #[derive(Serialize)]
    struct Made<'a> {
        project: &'a str,
        practice: bool,
        manager: &'a str,
        store: &'a str,
    }
    let manager = session.office.name_of(Some(StaffId(0)));
    let name = session.office.project.name.as_str();
    Ok(Reply::either(
        session.json(),
        || Made { project: name, practice, manager, store: &setting.url },
        || made(setting, name, manager, practice),
    ))
}

/// Says that a store was made, and where.
pub fn made(setting: &Setting, project: &str, manager: &str, practice: bool) -> String {
    let args = [("project", project.into()), ("manager", manager.into()), ("store", (&setting.url).into())];
    setting.locale.say(if practice { "cli-made-practice" } else { "cli-made" }, &args)
}

/// Makes a store and founds the project in it. An empty store that an interrupted founding left is taken up.
pub fn found<'a>(
    setting: &'a Setting,
    project: &str,
    practice: bool,
    id: uuid::Uuid,
) -> Result<Session<'a, Box<dyn Journal>>, Failure> {
    check(setting, project)?;
    if setting.globals.store.as_deref().is_none_or(str::is_empty) && setting.config.store.is_empty() {
        // The default place is ours to make; a place somebody named must exist.
        if let Some(folder) = std::path::Path::new(&setting.url).parent() {
            std::fs::create_dir_all(folder).map_err(|error| StoreFault::Unreachable {
                path: folder.display().to_string(),
                cause: error.to_string(),
            })?;
        }
    }
    let opening = setting.opening()?;
    if opening.now.is_some() && !practice {
        return Err(StoreFault::NotPractice.into());
    }
    let store = match store::create(&opening) {
        Err(StoreFault::Exists { path }) => {
            if is_founded(setting)? {
                return Err(StoreFault::Exists { path }.into());
            }
            store::open(&opening)?
        }
        made => made.map_err(|fault| unmade(setting, fault))?,
    };
    let founding = setup::Command::Found {
        name: project.to_string(),
        practice,
        manager: setting.founder(),
        roles: Vec::new(),
        policy: seed(setting),
    };
    let mut session = Session::unfounded(setting, store)?;
    session.act_as(StaffId(0), id, founding.into())?;
    session.viewer = Some(StaffId(0));
    session.locale = setting.locale.in_zone(session.office.policy.time_zone);
    Ok(session)
}

/// Whether there is a store with a project in it. An interrupted founding leaves an empty one.
pub fn is_founded(setting: &Setting) -> Result<bool, Failure> {
    match store::open_reader(&store::Opening { url: setting.url.clone(), ..store::Opening::default() }) {
        Err(StoreFault::Missing { .. }) => Ok(false),
        opened => Ok(opened?.head()?.seq > 0),
    }
}

/// Where nothing can be made, the advice for a missing store is of no use.
pub fn unmade(setting: &Setting, fault: StoreFault) -> StoreFault {
    match fault {
        StoreFault::Missing { path } => {
            StoreFault::Unreachable { path, cause: setting.locale.text("cli-unmade").to_string() }
        }
        fault => fault,
    }
}

/// Refuses what the core would refuse, before a file is made for it.
fn check(setting: &Setting, project: &str) -> Result<(), Failure> {
    crate::domain::context::required("project", project)?;
    crate::domain::context::required("staff", &setting.founder())?;
    let mut policy = Policy::default();
    for (key, value) in &setting.config.policy {
        policy.set(key, value).map_err(|expected| match expected {
            Some(expected) => Rejection::PolicyInvalid {
                key: key.clone(),
                value: value.clone(),
                expected: expected.to_string(),
            },
            None => Rejection::PolicyUnknown { key: key.clone() },
        })?;
    }
    Ok(())
}

/// Settings of the config that differ from the defaults, in the order of the rules.
fn seed(setting: &Setting) -> Vec<(String, String)> {
    let (mut policy, default) = (Policy::default(), Policy::default());
    for (key, value) in &setting.config.policy {
        // `check` has refused what cannot be set.
        let _ = policy.set(key, value);
    }
    let differs = |row: &&PolicyRow| (row.get)(&policy) != (row.get)(&default);
    POLICIES.iter().filter(differs).map(|row| (row.key.to_string(), (row.get)(&policy))).collect()
}

/// `policy show` and `policy set`.
pub fn policy(setting: &Setting, verb: PolicyVerb) -> Result<Reply, Failure> {
    match verb {
        PolicyVerb::Show { key } => {
            let session = Session::read(setting)?;
            if let Some(key) = key.as_deref().filter(|key| Policy::row(key).is_none()) {
                return Err(Rejection::PolicyUnknown { key: key.to_string() }.into());
            }
            Ok(show(&session, key.as_deref()))
        }
        PolicyVerb::Set { key, value } => {
            let mut session = Session::write(setting)?;
            session.act(setup::Command::SetPolicy { key: key.clone(), value })?;
            Ok(show(&session, Some(&key)))
        }
    }
}

fn show<S: Reader>(session: &Session<'_, S>, only: Option<&str>) -> Reply {
    let policy = &session.office.policy;
    let rows = || POLICIES.iter().filter(move |row| only.is_none_or(|key| key.trim() == row.key));
    Reply::either(
        session.json(),
        || Ordered(rows().map(|row| (row.key.to_string(), (row.get)(policy).into())).collect()),
        || {
            let locale = &session.locale;
            let mut table = Table::new(&[
                (locale.text("col-setting"), false),
                (locale.text("col-value"), false),
                (locale.text("col-what"), false),
            ]);
            for row in rows() {
                let about = locale.text(&format!("policy-{}", row.key)).to_string();
                table.row(vec![row.key.to_string(), (row.get)(policy), about]);
            }
            table.text()
        },
    )
}

/// `stage`.
pub fn stage(setting: &Setting, name: &str) -> Result<Reply, Failure> {
    let mut session = Session::write(setting)?;
    let stage = Stage::parse(name).unwrap_or(Stage::Presale);
    session.act(setup::Command::SetStage { stage })?;
    #[derive(Serialize)]
    struct Begun {
        stage: &'static str,
    }
    Ok(Reply::either(
        session.json(),
        || Begun { stage: stage.code() },
        || {
            let key = match stage {
                Stage::Presale => "cli-stage-presale",
                Stage::Open => "cli-stage-open",
                Stage::Strong => "cli-stage-strong",
                Stage::Late => "cli-stage-late",
            };
            session.locale.say("cli-stage", &[("stage", session.locale.text(key).into())])
        },
    ))
}
